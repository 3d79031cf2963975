"""Profiles `relief_funds`, `house_insurance`, `period_figures`, `changes`: tables of a release, columns kept as data.

Values are exact; a column says its unit in its heading, or the table has a column of units.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import cache
from typing import Any

from pipelines import codebooks
from pipelines.exports.outputs import Outputs
from pipelines.exports.snapshot import Row, Snapshot
from pipelines.exports.texts import columns, exact_text, harmless, has_word, word

TABLES = {
    "relief_funds": ("relief_funds", "relief_batches", "winter_spring"),
    "house_insurance": ("house_insurance",),
    "period_figures": ("period_figures", "period_comparisons"),
    "changes": ("changes", "changes_filed"),
}
"""Profile → its files, each the rows of sql/<file>.sql."""
MARTS = {
    "relief_funds": ("marts.relief_funds", "marts.relief_batches", "marts.winter_spring"),
    "house_insurance": ("marts.house_insurance",),
    "period_figures": ("marts.period_comparisons",),
    "changes": ("marts.changes", "marts.annual_losses"),
}
"""Profile → the tables whose years it can be asked for."""

Writer = Callable[..., dict[str, object]]


def writer_of(profile: str) -> Writer:
    """The function that writes the files of a profile."""

    def write(release: Snapshot, into: Outputs, *, year: int | None, region: str | None) -> dict[str, object]:
        for table in TABLES[profile]:
            headings = [column["heading"] for column in columns(table)]
            rows = release.file_rows(table, {"year": year, "region": region})
            into.csv_file(f"{table}.csv", _lines(release, table, headings, rows), headings)
        return {}

    return write


def _lines(release: Snapshot, table: str, headings: list[str], rows: Iterable[Row]) -> Iterator[list[str]]:
    yield headings
    names = {code: measure["name_zh"] for code, measure in _measures().items()}
    names |= {code: indicator["name_zh"] for code, indicator in release.indicators.items()}
    written = [(column["column"], _writer(release, column["kind"])) for column in columns(table)]
    for row in rows:
        told = row | {"name_zh": names.get(str(row.get("indicator")))}
        # Nothing known is an empty cell. A change report has a line per cell that changed: hundreds of thousands.
        yield ["" if (value := told[column]) is None else write(value) for column, write in written]


def _writer(release: Snapshot, kind: str) -> Callable[[Any], str]:
    """How the cells of a kind are written."""
    family, _, member = kind.partition(":")
    if family == "choice":
        return lambda value: release.choices.get((member, str(value)), str(value))
    if family == "word":
        return lambda value: _word(f"{member}.{value}", str(value))
    return _KINDS[family]


@cache
def _measures() -> dict[str, Row]:
    """What is counted beside the indicators: disasters, records."""
    return {row["measure"]: dict(row) for row in codebooks.rows("export_measures")}


@cache
def _word(key: str, otherwise: str) -> str:
    return word(key) if has_word(key) else otherwise


_KINDS: dict[str, Callable[[Any], str]] = {
    "figure": exact_text,
    "text": lambda value: harmless(str(value)),
    "code": lambda value: value.isoformat() if isinstance(value, date) else str(value),
    "moment": lambda value: value.isoformat(sep=" ", timespec="seconds"),
    "flag": lambda value: word(f"flag.{str(value).lower()}"),
    "flag_en": lambda value: str(value).lower(),
    "notes": lambda value: "；".join(_word(f"note.{key}", key) for key in str(value).split()),
}
"""Kind of a column in export_columns.csv → how its cells are written."""
