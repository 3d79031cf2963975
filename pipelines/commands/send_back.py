"""`loss-ledger return FILING`: sends a received filing back, for figures (驳回) or facts (勘误). Figures stay."""

import argparse
from pathlib import Path, PurePosixPath

from pipelines import decisions, named, places, return_notices, settings
from pipelines.commands.options import add_decider, add_folders
from pipelines.errors import LedgerError
from pipelines.return_notices import ReturnNotice


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument("filing", metavar="FILING", help="报送编号或文件夹 / id or folder of a received filing")
    parser.add_argument(
        "--kind",
        required=True,
        choices=tuple(return_notices.KINDS),
        help="figures：驳回（数据）；facts：勘误（时间或灾种）/ returned for figures, or for time or hazard",
    )
    parser.add_argument("--out", type=Path, metavar="DIR", help="退回通知写到哪里 / where to write the notice")
    add_decider(parser)
    add_folders(parser)


def run(options: argparse.Namespace) -> int:
    """Records the decision, and writes the notice for the lower level."""
    raw = places.raw(options.raw)
    with named.Published(places.warehouse(options.warehouse)) as published:
        filing = _meant(options.filing, published)
    row = {**filing, "kind": options.kind}
    told = decisions.record(raw, decisions.RETURNS, row, by=options.by, reason=options.reason)
    zh, en = return_notices.KINDS[options.kind]
    print(
        f"已登记退回：{filing['filing_id']}，{zh}。它的数字不改动，运行 loss-ledger refresh 后标为已退回。\n"
        f"{filing['filing_id']} is {en}. Its figures stay; it shows as returned with the next loss-ledger refresh."
    )
    if options.out:
        notice = ReturnNotice(
            **filing,
            kind=options.kind,
            returned_by=told["decided_by"],
            returned_at=told["decided_at"],
            reason=told["reason"],
            bureau=settings.load(raw).bureau_name,
        )
        for file in return_notices.write(notice, options.out):
            print(file)
    return 0


def _meant(written: str, published: named.Published) -> dict[str, str]:
    """The filing named by its id or folder: filing_id, region_code, chain_hash."""
    known = published.received_filings()
    name = PurePosixPath(Path(written).as_posix().rstrip("/")).name
    filing_id = named.require("收到的报送", "received filing", name, list(known))
    filing = known[filing_id]
    if filing.state != "sound":
        raise LedgerError(
            f"{filing_id} 不完好，本来就没有采用，不必退回；请向报送单位索取原件。",
            f"{filing_id} is not sound and was not used: there is nothing to return. Ask for the original.",
        )
    if not filing.is_latest:
        raise LedgerError(
            f"{filing_id} 之后已有新的报送，不必退回。请退回最新的一份。",
            f"A newer filing has replaced {filing_id}. Return the latest one.",
        )
    return {"filing_id": filing_id, "region_code": filing.region_code, "chain_hash": filing.chain_hash}
