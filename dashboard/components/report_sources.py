"""Where each number of a report comes from: the cells of the release that it is worked out from, in words."""

import re
from pathlib import PurePosixPath
from typing import Any

import polars as pl
import streamlit as st

from dashboard import i18n, labels, periods, snapshot
from dashboard.components import tables
from dashboard.components.tables import Wrapped
from dashboard.i18n import t
from dashboard.snapshot import Release

PARTS = "abcd"
AS_IT_STANDS = ("a", "day", "name")
"""Formulas that reckon nothing."""
OF_INDICATORS = ("value", "prior_value", "sum_5y", "mean_5y_years", "mean_5y")
"""Columns that say something else in every row."""
MOST_FILES = 2
BETWEEN_FILES = "；"
WRITTEN_SIGNS = str.maketrans({"*": "×", "/": "÷", "-": "−"})
COLUMNS = ("number", "what", "value", "formula", "table", "file", "filing")
LONG = ("what", "formula", "file")
Number = dict[str, Any]
Cell = dict[str, str]


def of_section(release: Release, report: dict[str, Any], section: int) -> None:
    """The numbers of one section, behind a line that says how many; each once, however often it is written."""
    found = [number for number in report["numbers"] if number["section"] == section]
    apart = list({(one["number"], one["formula"], str(one["cells"])): one for one in found}.values())
    if not apart:
        return
    with st.expander(t("report.numbers", count=len(apart))):
        rows = [row for number in apart for row in rows_of(release, number)]
        kept = [n for n, _ in enumerate(COLUMNS) if any(row[n] for row in rows)]
        tables.show([t(f"report.{COLUMNS[n]}") for n in kept], [cells(row, kept) for row in rows], words=2)


def cells(row: tuple[str, ...], kept: list[int]) -> list[str | Wrapped]:
    """The columns that say something; long words take several lines."""
    return [Wrapped(row[n]) if COLUMNS[n] in LONG else row[n] for n in kept]


def rows_of(release: Release, number: Number) -> list[tuple[str, ...]]:
    """One row a cell: the number and its formula stand in the first."""
    return [
        (
            number["number"] if place == 0 else "", what(release, cell), value(release, cell),
            reckoned(number) if place == 0 else "", table(cell), files(cell["source_file"]), cell["filing"],
        )
        for place, cell in enumerate(number["cells"])
    ]  # fmt: skip


def hint(release: Release, number: Number) -> str:
    """The same in a few lines, at the pointer."""
    told = [t("report.hint", what=what(release, cell), value=value(release, cell)) for cell in number["cells"]]
    known = dict.fromkeys(files(cell["source_file"]) for cell in number["cells"] if cell["source_file"])
    return "\n".join(line for line in (*told, reckoned(number), *known) if line)


def reckoned(number: Number) -> str:
    """100 × (3914.33 − 4587.48) ÷ 4587.48; empty for a value as it stands."""
    if number["formula"] in AS_IT_STANDS:
        return ""
    signs = number["formula"].translate(WRITTEN_SIGNS)
    given = {part: cell["value"] for part, cell in zip(PARTS, number["cells"], strict=False)}
    return re.sub("[a-d]", lambda found: given[found.group()], re.sub("([×÷−])", r" \1 ", signs))


def value(release: Release, cell: Cell) -> str:
    """The value exactly as the release holds it."""
    unit = labels.unit(release, cell["unit"]) if cell["unit"] else ""
    return t("report.amount", value=cell["value"], unit=unit) if unit else cell["value"]


def what(release: Release, cell: Cell) -> str:
    """What the cell is, most telling first: 直接经济损失，上年（同期） ｜ 2025年同期 ｜ 清河县."""
    row = dict(part.split("=", 1) for part in cell["row"].split("; ") if "=" in part)
    told = column_name(release, cell["column"])
    if cell["column"] in OF_INDICATORS and "indicator" in row:
        told = t("report.of", name=labels.indicator(release, row["indicator"]), column=told)
    return t("words.middle_dot").join([told, *keys(release, row)])


def table(cell: Cell) -> str:
    """The table by the name that people call it."""
    return i18n.word("report_table", cell["table"].rpartition(".")[2])


def column_name(release: Release, column: str) -> str:
    """A column in words; one that is worked out of others bears the name of its indicator."""
    derived = {row["derived_from"]: name for name, row in labels.indicators(release).items() if row.get("derived_from")}
    said = i18n.word("report_column", column)
    return labels.column(release, derived.get(column, column)) if said == column else said


def keys(release: Release, row: dict[str, str]) -> list[str]:
    """The row of a table by its keys, in words: period, place, hazard, stage, scheme, where in the file."""
    said = [period(release, row)]
    said += [labels.region(release, row[name]) for name in ("region_code", "current_code") if name in row][:1]
    if row.get("hazard_key", "all") != "all":
        said.append(labels.hazard(release, row["hazard_key"]))
    said += [labels.choice(release, "fund_stage", row.get("stage")), i18n.word("insurance", row["year_basis"])
             if "year_basis" in row else "", labels.choice(release, "insurance_scheme", row.get("scheme"))]  # fmt: skip
    said += [t("report.locator", place=row["source_locator"])] if row.get("source_locator") else []
    return [part for part in said if part]


def period(release: Release, row: dict[str, str]) -> str:
    """2025年, 2025年今年以来, 2023-2024年冬春, 2025-01-01至2025-06-30"""
    if "season" in row:
        return t("report.season", season=row["season"])
    if row.get("period_end"):
        return t("span.days", first=row["period_start"], last=row["period_end"])
    if "year" not in row:
        return ""
    kind = row.get("period_kind", periods.WHOLE_YEAR)
    if kind == periods.TO_DATE:
        kind = "so_far" if row["year"] == str(snapshot.data_through(release).year) else "same_days"
    return t(f"period.title_{kind}", year=row["year"])


def files(paths: str) -> str:
    """The received files by their names; of many the first, and how many there are."""
    names = [PurePosixPath(path).name for path in paths.split(BETWEEN_FILES) if path]
    shown = t("words.list_comma").join(names[:MOST_FILES])
    return t("report.more_files", names=shown, count=len(names)) if len(names) > MOST_FILES else shown


def everything(report: dict[str, Any]) -> None:
    """All numbers as one table to be searched, under the names that the release has for table, row and column."""
    rows = [
        {
            t("report.no"): order, t("report.number"): number["number"], t("report.place"): number["place"],
            t("report.formula"): number["formula"], t("report.table"): cell["table"], t("report.row"): cell["row"],
            t("report.column"): cell["column"], t("report.value"): cell["value"], t("report.unit"): cell["unit"],
            t("report.file"): cell["source_file"], t("report.filing"): cell["filing"],
        }
        for order, number in enumerate(report["numbers"], start=1)
        for cell in number["cells"]
    ]  # fmt: skip
    with st.expander(t("report.everything", count=len(report["numbers"]))):
        tables.muted(t("report.everything_help"))
        tables.grid(tables.filled(pl.DataFrame(rows), t("report.file"), t("report.filing")), rows=14)
