"""What lies in raw/ or waits for a word and is not in the figures that are filed: told, as it holds nothing back."""

from collections.abc import Iterator
from pathlib import Path

from pipelines import decisions, inputs
from pipelines.errors import LedgerError
from pipelines.filings.reasons import Reason
from pipelines.raw_store import RawStore
from pipelines.releases import Releases

SHOWN = 5
OF_FIGURES = tuple(kind.name for kind in decisions.IN_RELEASE if kind != decisions.EXPLANATIONS)


def notes(raw: Path, warehouse: Path) -> Iterator[Reason]:
    """Files and decisions since the last refresh, and a release that waits for a confirmation."""
    if names := RawStore(raw, warehouse).unseen():
        more = f"……（共 {len(names)} 个 / {len(names)} in all）" if len(names) > SHOWN else ""
        listed = "、".join(names[:SHOWN]) + more
        yield Reason(
            f"有新文件尚未更新，不在这次报送的数字里：{listed}。如应计入，请先运行 loss-ledger refresh 再报送。",
            f"Files that no refresh has read are not in the figures filed: {listed}. If they belong there, run "
            "loss-ledger refresh and file again.",
        )
    if _has_new_decisions(raw, warehouse):
        yield Reason(
            "有更新之后登记的决定（会商核定、归并等），不在这次报送的数字里。请先运行 loss-ledger refresh 再报送。",
            "Decisions recorded since the last refresh (adjustments, merges, …) are not in the figures filed. Run "
            "loss-ledger refresh and file again.",
        )
    if held := Releases(warehouse).held():
        yield Reason(
            f"数据版本 {held.release_id} 尚待确认，报送的是现行版本的数字。如要报送新的数字，请先确认："
            f"loss-ledger publish {held.release_id}",
            f"Release {held.release_id} waits for a confirmation; what is filed is the current one. To file the new "
            f"figures, confirm first: loss-ledger publish {held.release_id}",
        )


def _has_new_decisions(raw: Path, warehouse: Path) -> bool:
    try:
        known, now = inputs.load(warehouse).decisions, decisions.all_rows(raw)
    except LedgerError:  # no stock was taken, or by other software: the refresh to come will tell
        return False
    return any(list(known.get(name, ())) != list(now.get(name, ())) for name in OF_FIGURES)
