"""Reader of documents (work reports, flash reports): their text and the figures proposed from it.

A proposal counts nowhere until a person confirms it.
"""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

import polars as pl

from pipelines import codebooks
from pipelines.documents.contract import MOST_FIGURES
from pipelines.errors import LedgerError
from pipelines.readers import contract
from pipelines.readers.contract import Reading
from pipelines.readers.file_kinds import PDF_MARK_WITHIN, ZIP
from pipelines.readers.outcome import Outcome
from pipelines.readers.private_texts import without_persons
from pipelines.transforms.place_hints import region_written

if TYPE_CHECKING:
    from pipelines.documents.contract import Document, Proposal

READER, UNREADABLE = "documents", "unreadable"
FOLDER = "documents/"
PUBLISHED, REGION = "published", "region"
"""What a description file may state about a document: the day on which it was published, the region it speaks of."""
LONGEST_TABLE = 8 * 1024**2
"""A text of more bytes that lies among documents is none of the small tables that somebody puts there by mistake."""
_WORKBOOKS = frozenset({".xlsx", ".xlsm", ".ods"})
_PROSE = frozenset({".txt", ".md", ".html", ".htm", ".xhtml", ".shtml"})


def recognised(path: Path, name: str) -> bool:
    """Whether a file can only be a document: a PDF or Word file wherever it lies.

    In the folder for documents what is neither document nor table is one, too: it is refused in the words for
    documents; and so is a text too long to be looked through for a table.
    """
    if not _may_be(path, name):
        return False
    from pipelines.documents.text_kinds import TableError, kind_of_document

    try:
        kind = kind_of_document(path, PurePath(name).name)
    except TableError:
        return False
    except LedgerError:
        return name.startswith(FOLDER)
    return kind in {"pdf", "word"} or (name.startswith(FOLDER) and path.stat().st_size > LONGEST_TABLE)


def read_document_file(path: Path, sidecar: Mapping[str, object] | None, outcome: Outcome) -> Reading:
    """The lines and proposed figures of a document; one that holds no text gives a finding that says why."""
    try:
        document, found = _read(path, sidecar, outcome)
    except LedgerError as refused:
        outcome.finding("F180", words_zh=refused.zh, words_en=refused.en)
        return outcome.reading(UNREADABLE)
    return _reading(document, found, outcome)


def read_if_it_tells(path: Path, sidecar: Mapping[str, object] | None, outcome: Outcome) -> Reading | None:
    """The reading of a text that is no table: one among documents, and any other that states figures; else None."""
    if outcome.source_file.startswith(FOLDER):
        return read_document_file(path, sidecar, outcome)
    if PurePath(outcome.source_file).suffix.lower() not in _PROSE:
        return None
    try:
        document, found = _read(path, sidecar, outcome)
    except LedgerError:
        return None
    return _reading(document, found, outcome) if found else None


def _may_be(path: Path, name: str) -> bool:
    """By its first bytes: to look deeper into every workbook would take time."""
    if name.startswith(FOLDER):
        return True
    with path.open("rb") as file:
        head = file.read(PDF_MARK_WITHIN)
    return b"%PDF-" in head or (head.startswith(ZIP) and PurePath(name).suffix.lower() not in _WORKBOOKS)


def _read(path: Path, sidecar: Mapping[str, object] | None, outcome: Outcome) -> tuple["Document", list["Proposal"]]:
    """The text and what it states. The grammar is loaded for the first document: most files are none."""
    from pipelines.documents.proposing import proposals
    from pipelines.documents.texts import read_document

    name = PurePath(outcome.source_file).name
    document = read_document(path, name)
    published, region = _published(sidecar, outcome), _region(sidecar, outcome)
    found = proposals(document, name, published)
    return document, [one if one.region_code or region is None else _placed(one, region) for one in found]


def _placed(one: "Proposal", region: codebooks.Region) -> "Proposal":
    return replace(one, region_code=region.region_code, region_name=region.name_zh)


def _region(sidecar: Mapping[str, object] | None, outcome: Outcome) -> codebooks.Region | None:
    told = (sidecar or {}).get(REGION)
    code = region_written(str(told)) if told is not None else None
    if told is not None and code is None:
        outcome.finding("F096", value=_sidecar_name(outcome), detail=f"{REGION} = {told}")
    return codebooks.region(code) if code else None


def _sidecar_name(outcome: Outcome) -> str:
    return f"{PurePath(outcome.source_file).name}.toml"


def _published(sidecar: Mapping[str, object] | None, outcome: Outcome) -> date | None:
    file = _sidecar_name(outcome)
    for key in sidecar or {}:
        if key not in {PUBLISHED, REGION}:
            outcome.finding("F096", value=file, detail_zh=f"不认识的项 {key}", detail_en=f"unknown key {key}")
    told = (sidecar or {}).get(PUBLISHED)
    if isinstance(told, date):
        return told.date() if isinstance(told, datetime) else told
    try:
        return date.fromisoformat(str(told)) if told is not None else None
    except ValueError:
        outcome.finding("F096", value=file, detail=f"{PUBLISHED} = {told}")
        return None


def _reading(document: "Document", found: Sequence["Proposal"], outcome: Outcome) -> Reading:
    for words_zh, words_en in document.notes:
        outcome.finding("F181", words_zh=words_zh, words_en=words_en)
    if not found:
        outcome.finding("F182")
    if len(found) >= MOST_FIGURES:
        outcome.finding("F183", detail=str(len(found)))
    text = without_persons(document.text, ((one.start, one.end) for one in found))
    lines = _lines(text)
    begins = lines["start_offset"].to_list()
    outcome.accepted = len({bisect_right(begins, one.start) for one in found})
    outcome.uncounted_skipped = text.count("\n") + 1 - outcome.accepted
    tables = {contract.DOCUMENT_LINES: lines, contract.DOCUMENT_FIGURES: _figures(found, document.text, text)}
    return replace(outcome.reading(READER), document=tables)


def _lines(text: str) -> pl.DataFrame:
    rows, at = [], 0
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            rows.append((f"{at}-{at + len(line)}", number, at, line))
        at += len(line) + 1
    return pl.DataFrame(rows, schema=contract.DOCUMENT_LINE_SCHEMA, orient="row")


def _figures(found: Sequence["Proposal"], original: str, text: str) -> pl.DataFrame:
    rows = []
    for one in found:
        begin = original.find(one.sentence, max(0, one.end - len(one.sentence)))
        rows.append((
            f"{one.start}-{one.end}", one.start, one.end, text[one.start : one.end],
            text[begin : begin + len(one.sentence)], begin, one.indicator, one.value, one.unit, one.state,
            one.hazard_key, one.region_code, one.region_name, one.period_kind, one.period_start, one.period_end,
            one.half_width,
        ))  # fmt: skip
    return pl.DataFrame(rows, schema=contract.DOCUMENT_FIGURE_SCHEMA, orient="row")
