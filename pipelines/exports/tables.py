"""Profiles `relief_funds`, `house_insurance`, `period_figures`, `changes`: tables of a release, columns kept as data.

Values are exact; a column says its unit in its heading, or the table has a column of units.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import cache
from typing import Any

import polars as pl

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

NAME = "name_zh"
Writer = Callable[..., dict[str, object]]


def writer_of(profile: str) -> Writer:
    """The function that writes the files of a profile."""

    def write(release: Snapshot, into: Outputs, *, year: int | None, region: str | None) -> dict[str, object]:
        for table in TABLES[profile]:
            headings = [column["heading"] for column in columns(table)]
            into.csv_frames(f"{table}.csv", _texts(release, table, {"year": year, "region": region}), headings)
        return {}

    return write


def _texts(release: Snapshot, table: str, chosen: Mapping[str, object]) -> Iterator[pl.DataFrame]:
    """The lines of a file as texts, many at a time: a change report has hundreds of thousands."""
    names = {code: measure["name_zh"] for code, measure in _measures().items()}
    names |= {code: indicator["name_zh"] for code, indicator in release.indicators.items()}
    for rows in release.file_frames(table, chosen):
        yield pl.DataFrame([_column(rows, column, _writer(release, names, column)) for column in columns(table)])


def _column(rows: pl.DataFrame, column: Mapping[str, str], write: Callable[[Any], str]) -> pl.Series:
    """One column of the file: each different value is put into words once; nothing known is an empty cell."""
    values = rows["indicator" if column["column"] == NAME else column["column"]]
    different = values.unique().drop_nulls()
    told = pl.DataFrame({"value": different, "text": pl.Series([write(value) for value in different], dtype=pl.String)})
    return (
        values.to_frame("value")
        .join(told, on="value", how="left", maintain_order="left")["text"]
        .alias(column["column"])
    )


def _writer(release: Snapshot, names: Mapping[str, str], column: Mapping[str, str]) -> Callable[[Any], str]:
    """How the cells of a column are written; a name is that of the row's indicator."""
    if column["column"] == NAME:
        return lambda value: names.get(str(value), "")
    return _by_kind(release, column["kind"])


def _by_kind(release: Snapshot, kind: str) -> Callable[[Any], str]:
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
