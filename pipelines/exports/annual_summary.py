"""Profile `annual_summary`: 地区 × 指标 with last year and five-year mean: the figures of `marts.year_on_year`."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from pipelines import codebooks
from pipelines.exports.outputs import Outputs
from pipelines.exports.sheets import SummarySheet
from pipelines.exports.snapshot import Row, Snapshot
from pipelines.exports.texts import columns, exact_text, harmless, has_word, rounded, unique, word

TABLE = "annual_summary"
EVENTS = "events"
BELOW = ("prefecture", "county")
PERCENT_LIMIT = 999
PRIOR_ZERO = "prior_zero"
"""Said only where there is a change whose percent somebody would look for."""


@dataclass(frozen=True)
class Cell:
    """One cell: what CSV writes, and the number (if it is one) with its decimals for a workbook."""

    text: str
    number: Decimal | None = None
    decimals: int = 0


def write(release: Snapshot, into: Outputs, *, year: int, region: str) -> dict[str, object]:
    """Write the summary as CSV and XLSX: title, lines about the table, headings, one line per region and indicator."""
    kind = "year" if release.is_closed(year) else "year_to_date"
    rows = list(release.file_rows("year_on_year", {"year": year, "region": region, "period_kind": kind}))
    table = [line for code in _regions(release, region) for line in _region_lines(release, code, rows)]
    heads = [column["heading"] for column in columns(TABLE)]
    title, above, below = _title(release, region, year, kind), _lines_above(release, rows, year), _lines_below(release)
    stem = f"年度汇总_{region}_{year}"
    head_lines = [[title], *([line] for line in above)]
    body = [[cell.text for cell in line] for line in table]
    around = len(head_lines) + 1 + len(below)
    into.csv_file(f"{stem}.csv", [*head_lines, heads, *body, *([line] for line in below)], heads, around)
    sheet = SummarySheet(title, above, below, columns(TABLE), table)
    with into.workbook(f"{stem}.xlsx", heads, len(body)) as book:
        sheet.write(book, word("sheet.annual_summary"))
    return {"period_kind": kind, "through": _through(release, year).isoformat()}


def _regions(release: Snapshot, region: str) -> list[str]:
    """The region and the prefectures or counties directly below it, by code."""
    below = [code for code, row in release.regions.items() if row["parent_code"] == region and row["level"] in BELOW]
    return [region, *sorted(below)]


def _region_lines(release: Snapshot, code: str, rows: list[Row]) -> list[list[Cell]]:
    """One line per headline indicator, in their order; a region without any figure still has its lines."""
    found = {row["indicator"]: row for row in rows if row["region_code"] == code}
    lines = []
    for name, indicator in _headlines(release).items():
        row = found.get(name, {})
        cells = {
            "region_code": Cell(code),
            "region_name": Cell(harmless(str(release.regions[code]["name_zh"]))),
            "indicator_name": Cell(str(indicator["short_zh"] or indicator["name_zh"])),
            "unit": Cell(str(indicator["period_unit"] or row.get("unit") or indicator["unit"])),
        } | _figures(row, int(indicator["decimals"] or 0), release.about["rounding"])
        lines.append([cells[column["column"]] for column in columns(TABLE)])
    return lines


def _headlines(release: Snapshot) -> dict[str, Row]:
    """The number of disasters, then the headline indicators in their order."""
    measures = {row["measure"]: row for row in codebooks.rows("export_measures")}
    counted = measures[EVENTS] | {"short_zh": measures[EVENTS]["name_zh"], "period_unit": "", "decimals": "0"}
    ordered = [(int(i["headline"]), name) for name, i in release.indicators.items() if str(i["headline"] or "")]
    return {EVENTS: counted} | {name: release.indicators[name] for _, name in sorted(ordered)}


def _figures(row: Row, decimals: int, rounding: str) -> dict[str, Cell]:
    """The figures of the mart, rounded once: percents and means to one decimal (means of areas and money as those)."""

    def figure(name: str, places: int) -> Cell:
        return _number(row.get(name), places, rounding)

    percent = _percent(row)
    return {
        "value": figure("value", decimals),
        "prior_value": figure("prior_value", decimals),
        "change": figure("change", decimals),
        "change_pct": _number(percent if percent is None or abs(percent) <= PERCENT_LIMIT else None, 1, rounding),
        "mean_5y": _number(_mean(row), max(decimals, 1), rounding),
        "mean_5y_years": _number(row.get("mean_5y_years") or None, 0, rounding),
        "basis": Cell(_word("basis", row.get("basis"))),
        "note": Cell("；".join(_notes(row, percent, rounding))),
    }


def _number(value: Any, decimals: int, rounding: str) -> Cell:
    if value is None:
        return Cell("")
    number = rounded(Fraction(value), decimals, rounding)
    return Cell(exact_text(number, decimals), number, decimals)


def _percent(row: Row) -> Fraction | None:
    """The change in percent, taken anew from the exact figures so that it is rounded only once."""
    if row.get("change_pct") is None or not row.get("prior_value"):
        return None
    return Fraction(row["change"]) * 100 / Fraction(row["prior_value"])


def _mean(row: Row) -> Fraction | None:
    """The five-year mean, divided anew from the exact sum so that it is rounded only once."""
    return None if row.get("mean_5y") is None else Fraction(row["sum_5y"]) / row["mean_5y_years"]


def _notes(row: Row, percent: Fraction | None, rounding: str) -> list[str]:
    if row.get("value") is None:
        return [_word("note", "not_reported" if "not_reported" in str(row.get("note")) else "not_covered")]
    keys = str(row["note"] or "").split()
    said = {"not_covered": "partly_covered"}
    notes = [_word("note", said.get(key, key)) for key in keys if key != PRIOR_ZERO or row["change"]]
    if percent is not None and abs(percent) > PERCENT_LIMIT:
        times = rounded(Fraction(row["value"]) / Fraction(row["prior_value"]), 1, rounding)
        notes.append(word("note.times", times=exact_text(times, 1)))
    if row.get("break_flag"):
        notes.append(word("note.break"))
    return notes


def _word(family: str, key: object) -> str:
    if not key:
        return ""
    return word(f"{family}.{key}") if has_word(f"{family}.{key}") else str(key)


def _title(release: Snapshot, region: str, year: int, kind: str) -> str:
    through = release.data_through
    period = word(f"period.{kind}", year=year, through=f"{through.month}月{through.day}日")
    return word("title.annual_summary", region=release.regions[region]["name_zh"], period=period)


def _through(release: Snapshot, year: int) -> Any:
    through = release.data_through
    return through.replace(year=year, month=12, day=31) if release.is_closed(year) else through


def _lines_above(release: Snapshot, rows: list[Row], year: int) -> list[str]:
    bases = unique(_word("basis", row["basis"]) for row in rows if row["basis"]) or [word("basis.none")]
    through = _through(release, year)
    lines = [
        word("line.head", date=f"{through.year}年{through.month}月{through.day}日"),
        word("line.basis", basis="、".join(bases)),
    ]
    return [word("line.sample"), *lines] if release.about["is_sample"] else lines


def _lines_below(release: Snapshot) -> list[str]:
    return [
        word(f"line.rounding.{release.about['rounding']}"),
        word("line.release", release=release.id),
        word("line.signatures"),
    ]
