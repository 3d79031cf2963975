"""Lists with the 66 columns of the national layout behind columns of their own: as CSV and as a workbook."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from pipelines.exports.outputs import Outputs
from pipelines.exports.snapshot import Row, Snapshot
from pipelines.exports.texts import columns, exact_text, harmless, word

UNSPECIFIED = "unspecified"
EXACT_DIGITS = 15
"""A spreadsheet keeps so many digits of a number; a longer one is written as text."""
PAPER_A4, SCALE = 9, 62
"""Paper of an office, and percent of the size on screen: 66 columns stay readable, on sheets side by side."""
Line = tuple[Sequence[str | None], Sequence[Any]]
"""The texts of the leading columns (None where nothing is known), and the figures."""


def national_names(release: Snapshot) -> list[str]:
    """The indicators of the national layout, in its order."""
    seq = {name: int(i["national_seq"]) for name, i in release.indicators.items() if str(i["national_seq"] or "")}
    return sorted(seq, key=lambda name: seq[name])


def write_list(  # noqa: PLR0913 - where to, which columns, and the lines
    release: Snapshot, into: Outputs, table: str, *, stem: str, lines: Sequence[Line], totals: int = 0
) -> None:
    """Write the lines below their headings; the first `totals` of them are no records."""
    told = [release.indicators[name] for name in national_names(release)]
    headings = [c["heading"] for c in columns(table)] + [str(indicator["export_header_zh"]) for indicator in told]
    decimals = [int(indicator["decimals"] or 0) for indicator in told]
    body = (_csv_line(texts, figures, decimals) for texts, figures in lines)
    into.csv_file(f"{stem}.csv", [headings, *body], headings, around=1 + totals)
    with into.workbook(f"{stem}.xlsx", headings, len(lines) - totals) as book:
        _write_sheet(book, table, headings, decimals, lines)


def dimensions(release: Snapshot, record: Row) -> list[str | None]:
    """区域, 灾种, 隶属区域, 灾害发生时间 of a record of a region."""
    code = record["region_code"]
    when = f"{record['occurred_at']:%Y-%m-%d %H:%M:%S}" if record["occurred_at"] else None
    path = "-".join(release.path_of(code)) or None
    return [release.regions[code]["name_zh"], hazard_text(release, record["own_hazard_key"]), path, when]


def hazard_text(release: Snapshot, key: str) -> str | None:
    """A hazard as the national list writes it (洪涝灾害-山区洪水), None if unspecified or unknown."""
    hazard = release.hazards.get(key)
    if hazard is None or key == UNSPECIFIED:
        return None
    if hazard["report_value_zh"] or not hazard["parent_key"]:
        return str(hazard["report_value_zh"] or hazard["name_zh"])
    parent = hazard_text(release, hazard["parent_key"]) or ""
    return f"{parent}-{str(hazard['name_zh']).removeprefix(parent.removesuffix('灾害'))}"


def _csv_line(texts: Sequence[str | None], figures: Sequence[Any], decimals: Sequence[int]) -> list[str]:
    written = [word("missing_text") if text is None else harmless(text) for text in texts]
    return written + ["" if v is None else exact_text(v, d) for v, d in zip(figures, decimals, strict=True)]


def _write_sheet(
    book: Any, table: str, headings: Sequence[str], decimals: Sequence[int], lines: Sequence[Line]
) -> None:
    sheet = book.add_worksheet(word(f"sheet.{table}"))
    cell = {"font_name": "宋体", "font_size": 10, "border": 1}
    head = book.add_format(cell | {"bold": True, "text_wrap": True, "align": "center", "valign": "vcenter"})
    text = book.add_format(cell | {"num_format": "@"})
    number = {d: book.add_format(cell | {"num_format": f"0.{'0' * d}" if d else "0"}) for d in set(decimals)}
    for column, heading in enumerate(headings):
        sheet.write_string(0, column, heading, head)
    for row, (texts, figures) in enumerate(lines, start=1):
        for column, told in enumerate(texts):
            sheet.write_string(row, column, word("missing_text") if told is None else told, text)
        for column, (value, places) in enumerate(zip(figures, decimals, strict=True), start=len(texts)):
            _write_figure(sheet, row, column, value, number[places])
    for column, width in enumerate(int(c["width"]) for c in columns(table)):
        sheet.set_column(column, column, width)
    sheet.set_column(len(columns(table)), len(headings) - 1, 11)
    _page(sheet, table)


def _page(sheet: Any, table: str) -> None:
    name = next(n for n, column in enumerate(columns(table)) if column["column"] == "region_name")
    sheet.set_row(0, 66)
    sheet.freeze_panes(1, name + 1)
    sheet.set_landscape()
    sheet.set_paper(PAPER_A4)
    sheet.set_print_scale(SCALE)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.repeat_rows(0)
    sheet.repeat_columns(0, name)
    sheet.set_footer("&C&P / &N")


def _write_figure(sheet: Any, row: int, column: int, value: Any, style: Any) -> None:
    if value is None:
        sheet.write_blank(row, column, None, style)
    elif len(Decimal(value).normalize().as_tuple().digits) > EXACT_DIGITS:
        sheet.write_string(row, column, exact_text(value), style)
    else:
        sheet.write_number(row, column, value, style)
