"""What a release is made from: the state of the received files, decisions, settings, codebooks and the software.

Taking stock writes it down once (`warehouse/inputs.json`); every later step of a run reads that note and the archived
bytes, so that a file arriving meanwhile cannot get half into a release.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import cached_property
from pathlib import Path

from pipelines import codebooks, decisions, received_tables, settings, versions
from pipelines.errors import LedgerError
from pipelines.files import write_atomically
from pipelines.filings import own
from pipelines.raw_store import Progress, RawStore
from pipelines.received import Problem, Scan, Source, Span

NOTE = "inputs.json"
ID_LENGTH = 12
Rows = list[dict[str, str]]


@dataclass(frozen=True)
class Inputs:
    """Everything that decides what a release holds."""

    sources: tuple[Source, ...]
    problems: tuple[Problem, ...]
    settings: Mapping[str, str]
    zones: Rows
    decisions: Mapping[str, Rows]
    codebooks: str
    software: str
    received: Mapping[str, list[received_tables.Row]] = field(default_factory=dict)
    """Filings of lower levels and notices of the upper level: tables of `received_tables`."""
    filings: Rows = field(default_factory=list)
    """The bureau's own filings: filing_id, manifest_sha256."""

    @cached_property
    def release_id(self) -> str:
        """Hash of the inputs. When they were received does not count: only what they are."""
        stated = asdict(self)
        for source in stated["sources"]:
            del source["first_seen"], source["spans"]
            for told in ("filing", "corrects", "corrected_names"):  # ids of ledgers without them stay what they were
                if not source[told]:
                    del source[told]
        for filing in stated["received"].get("received_filings", ()):
            del filing["received_at"]
        if not stated["filings"]:
            del stated["filings"]
        if not any(stated["received"].values()):  # ids of ledgers without filings stay what they were
            del stated["received"]
        text = json.dumps(stated, ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:ID_LENGTH]


def take_stock(raw: Path, warehouse: Path, progress: Progress = lambda line: None) -> Inputs:
    """Look at everything in raw/. New files get their receipt and their copy in the archive."""
    scan = RawStore(raw, warehouse).scan(progress)
    return of(scan, settings.load(raw), settings.zones(raw), decisions.all_rows(raw), own.known(raw))


def of(scan: Scan, stated: settings.Settings, zones: Rows, decided: Mapping[str, Rows], filed: own.Known) -> Inputs:
    """These files, settings, decisions and own filings, with the codebooks and software of today."""
    return Inputs(
        sources=scan.sources,
        problems=(*scan.problems, *filed.problems),
        settings=stated.as_texts(),
        zones=zones,
        decisions=decided,
        codebooks=codebooks.fingerprint(),
        software=versions.software_version(),
        received=received_tables.of(scan),
        filings=list(filed.filings),
    )


def save(inputs: Inputs, warehouse: Path) -> None:
    """Write the stock down for the steps that follow."""
    write_atomically(warehouse / NOTE, json.dumps(asdict(inputs), ensure_ascii=False, indent=1).encode())


def load(warehouse: Path) -> Inputs:
    """The stock as last taken."""
    try:
        note = json.loads((warehouse / NOTE).read_text(encoding="utf-8"))
        sources = tuple(
            Source(
                **source
                | {name: tuple(source[name]) for name in ("former_names", "corrects", "corrected_names")}
                | {"spans": tuple(Span(**s) for s in source["spans"])}
            )
            for source in note.pop("sources")
        )
        problems = tuple(Problem(**problem) for problem in note.pop("problems"))
        return Inputs(sources=sources, problems=problems, **note)
    except (OSError, ValueError, TypeError, KeyError):
        raise LedgerError(
            "还没有清点收到的文件。请点“更新全部数据（Materialize all）”，或运行 loss-ledger refresh。",
            "The received files have not been listed yet. Press Materialize all, or run: loss-ledger refresh",
        ) from None
