"""Profile `national_wide`: the 70 columns of the national list, a line per disaster and filing region, and 合计.

What the layout has no place for is counted in the manifest, with its amount.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from pipelines.exports.filing import filing_records
from pipelines.exports.outputs import Outputs
from pipelines.exports.snapshot import Row, Snapshot
from pipelines.exports.texts import columns, exact_text, harmless, word
from pipelines.exports.unrepresented import not_representable

TABLE = "national_wide"
UNSPECIFIED = "unspecified"
EXACT_DIGITS = 15
"""A spreadsheet keeps so many digits of a number; a longer one is written as text."""


def write(release: Snapshot, into: Outputs, *, year: int, region: str) -> dict[str, object]:
    """Write the list as CSV and XLSX; the answer goes into the manifest."""
    filed = filing_records(release, region, year)
    seq = {name: int(i["national_seq"]) for name, i in release.indicators.items() if str(i["national_seq"] or "")}
    names = sorted(seq, key=lambda name: seq[name])
    headings = [c["heading"] for c in columns(TABLE)] + [release.indicators[n]["export_header_zh"] for n in names]
    decimals = [int(release.indicators[name]["decimals"] or 0) for name in names]
    dimensions = [_total_dimensions(), *(_dimensions(release, record) for record in filed.records)]
    figures = [_total(filed.records, names), *([record.get(n) for n in names] for record in filed.records)]
    stem = file_stem(release, region, year)
    into.csv_file(
        f"{stem}.csv",
        [headings, *(_csv_line(d, f, decimals) for d, f in zip(dimensions, figures, strict=True))],
        headings,
        around=2,
    )
    _write_workbook(into, f"{stem}.xlsx", headings, decimals, list(zip(dimensions, figures, strict=True)))
    return {"records": len(filed.records), "not_representable": not_representable(release, filed, names, region, year)}


def file_stem(release: Snapshot, region: str, year: int) -> str:
    """File name without ending; its cut-off tells a reader up to when the list is complete."""
    through = f"{year}1231" if release.is_closed(year) else f"{release.data_through:%Y%m%d}"
    return f"灾情组合查询表_{region}_{year}年_截至{through}"


def hazard_text(release: Snapshot, key: str) -> str | None:
    """A hazard as the national list writes it (洪涝灾害-山区洪水), None if unspecified or unknown."""
    hazard = release.hazards.get(key)
    if hazard is None or key == UNSPECIFIED:
        return None
    if hazard["report_value_zh"] or not hazard["parent_key"]:
        return str(hazard["report_value_zh"] or hazard["name_zh"])
    parent = hazard_text(release, hazard["parent_key"]) or ""
    return f"{parent}-{str(hazard['name_zh']).removeprefix(parent.removesuffix('灾害'))}"


def _dimensions(release: Snapshot, record: Row) -> list[str | None]:
    code = record["region_code"]
    when = f"{record['occurred_at']:%Y-%m-%d %H:%M:%S}" if record["occurred_at"] else None
    path = "-".join(release.path_of(code)) or None
    return [release.regions[code]["name_zh"], hazard_text(release, record["own_hazard_key"]), path, when]


def _total_dimensions() -> list[str | None]:
    return [word("total"), None, None, None]


def _total(records: Sequence[Row], names: Sequence[str]) -> list[Any]:
    """The 合计 line: the sum of the lines; empty where no line has a figure."""
    totals: list[Any] = []
    for name in names:
        told = [record[name] for record in records if record.get(name) is not None]
        totals.append(sum(told[1:], told[0]) if told else None)
    return totals


def _csv_line(dimensions: Sequence[str | None], figures: Sequence[Any], decimals: Sequence[int]) -> list[str]:
    texts = [word("missing_text") if text is None else harmless(text) for text in dimensions]
    return texts + ["" if v is None else exact_text(v, d) for v, d in zip(figures, decimals, strict=True)]


def _write_workbook(
    into: Outputs,
    name: str,
    headings: Sequence[str],
    decimals: Sequence[int],
    lines: Sequence[tuple[Sequence[str | None], Sequence[Any]]],
) -> None:
    with into.workbook(name, headings, len(lines) - 1) as book:
        sheet = book.add_worksheet(word("sheet.national_wide"))
        cell = {"font_name": "宋体", "font_size": 10, "border": 1}
        head = book.add_format(cell | {"bold": True, "text_wrap": True, "align": "center", "valign": "vcenter"})
        text = book.add_format(cell | {"num_format": "@"})
        number = {d: book.add_format(cell | {"num_format": f"0.{'0' * d}" if d else "0"}) for d in set(decimals)}
        for column, heading in enumerate(headings):
            sheet.write_string(0, column, heading, head)
        for row, (dimensions, figures) in enumerate(lines, start=1):
            for column, told in enumerate(dimensions):
                sheet.write_string(row, column, word("missing_text") if told is None else told, text)
            for column, (value, places) in enumerate(zip(figures, decimals, strict=True), start=len(dimensions)):
                _write_figure(sheet, row, column, value, number[places])
        for column, width in enumerate(int(c["width"]) for c in columns(TABLE)):
            sheet.set_column(column, column, width)
        sheet.set_column(len(columns(TABLE)), len(headings) - 1, 11)
        sheet.set_row(0, 66)
        sheet.freeze_panes(1, 1)
        sheet.set_landscape()
        sheet.set_paper(8)  # A3: 70 columns
        sheet.repeat_rows(0)
        sheet.repeat_columns(0)
        sheet.set_footer("&C&P / &N")


def _write_figure(sheet: Any, row: int, column: int, value: Any, style: Any) -> None:
    if value is None:
        sheet.write_blank(row, column, None, style)
    elif len(Decimal(value).normalize().as_tuple().digits) > EXACT_DIGITS:
        sheet.write_string(row, column, exact_text(value), style)
    else:
        sheet.write_number(row, column, value, style)
