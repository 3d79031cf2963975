"""The sheet 核查问题 of a correction: every finding of the file with a link to its cell, and the mark of the file."""

from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath
from xml.sax.saxutils import escape, quoteattr

from pipelines.corrections.package import OFFICE
from pipelines.corrections.problems import Problem
from pipelines.corrections.styles import Styles
from pipelines.corrections.words import both, english, word
from pipelines.readers.cell_places import Place
from pipelines.readers.correction_marks import Mark
from pipelines.readers.sheet_xml import column_letters

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
COLUMNS = (
    ("number", 5), ("severity", 15), ("rule", 7), ("place", 16), ("column", 20), ("value", 13), ("message", 64),
    ("state", 18),
)  # fmt: skip
MOST = 20_000
"""So many findings are listed; nobody corrects more of them at a time."""
_HOW = ("how.1", "how.2", "how.3", "how.4")
_MARK_ROW, _HEAD_ROW = 6, 7
_LINE = 14.0


class FindingsSheet:
    """The XML of the sheet. `names` are the sheets of the workbook by the names that findings use for them."""

    def __init__(self, problems: Sequence[Problem], mark: Mark, names: dict[str, str], styles: Styles) -> None:
        self._problems, self._mark, self._names = problems[:MOST], mark, names
        self._left_out = len(problems) - len(self._problems)
        self._links: list[str] = []
        self._title = styles.of_list("title")
        self._plain, self._head, self._cell = styles.of_list("hint"), styles.of_list("head"), styles.of_list("cell")
        self._link, self._mark_style = styles.of_list("link"), styles.of_list("mark")
        self._severity = {name: styles.of_list(name) for name in ("reject", "error", "warning")}

    def xml(self) -> bytes:
        """The part."""
        rows = "".join(self._rows())
        widths = "".join(
            f'<col min="{n}" max="{n}" width="{width}" customWidth="1"/>'
            for n, (_, width) in enumerate(COLUMNS, start=1)
        )
        last = column_letters(len(COLUMNS))
        merged = [f"A{row}:{last}{row}" for row in range(1, len(_HOW) + 2)] + [f"D{_MARK_ROW}:{last}{_MARK_ROW}"]
        merged.append(f"A{_MARK_ROW}:C{_MARK_ROW}")
        links = f"<hyperlinks>{''.join(self._links)}</hyperlinks>" if self._links else ""
        return (
            f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><worksheet xmlns="{MAIN}" xmlns:r="{OFFICE}">'
            '<sheetPr><tabColor rgb="FFC0392B"/><pageSetUpPr fitToPage="1"/></sheetPr>'
            f'<sheetViews><sheetView workbookViewId="0"><pane ySplit="{_HEAD_ROW}" topLeftCell="A{_HEAD_ROW + 1}" '
            f'activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>{widths}</cols>'
            f"<sheetData>{rows}</sheetData>"
            f'<mergeCells count="{len(merged)}">{"".join(f"<mergeCell ref={quoteattr(one)}/>" for one in merged)}'
            f"</mergeCells>{links}"
            '<pageMargins left="0.4" right="0.4" top="0.5" bottom="0.6" header="0.3" footer="0.3"/>'
            '<pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/>'
            "<headerFooter><oddFooter>&amp;C&amp;P / &amp;N</oddFooter></headerFooter></worksheet>"
        ).encode("utf-8", "replace")

    def _rows(self) -> Iterator[str]:
        name = PurePosixPath(self._mark.names[0]).name
        yield _row(1, [(both("title", " / ", name=name), self._title)], height=24)
        for number, key in enumerate(_HOW, start=2):
            text = both(key, "\n")
            yield _row(number, [(text, self._plain)], height=_LINE * 2 + 2)
        mark = [(both("mark", "\n"), self._head), None, None, (self._mark.text, self._mark_style)]
        yield _row(_MARK_ROW, mark, height=_LINE * 2 + 2)
        yield _row(_HEAD_ROW, [(both(key, "\n"), self._head) for key, _ in COLUMNS], height=_LINE * 2 + 4)
        number = _HEAD_ROW
        for number, problem in enumerate(self._problems, start=_HEAD_ROW + 1):
            yield self._problem(number, problem)
        if self._left_out:
            yield _row(number + 1, [(both("more", " ", count=self._left_out), self._plain)])

    def _problem(self, row: int, problem: Problem) -> str:
        finding, place = problem.finding, problem.place
        where = self._place(row, place)
        texts = (
            str(row - _HEAD_ROW), both(f"severity.{problem.severity}", "\n"), str(finding["rule_id"]), where,
            problem.column, str(finding["value"] or ""),
            f"{problem.said('zh')}\n{problem.said('en')}".strip(), _state(problem),
        )  # fmt: skip
        styles = [self._cell] * len(texts)
        styles[3] = self._link if place else self._cell
        if problem.is_open:
            styles[1] = self._severity[problem.severity]
        tallest = max(_lines(text, width) for text, (_, width) in zip(texts, COLUMNS, strict=True))
        return _row(row, list(zip(texts, styles, strict=True)), height=min(4 + _LINE * tallest, 400))

    def _place(self, row: int, place: Place | None) -> str:
        """Where the cell stands, with a link to it."""
        if place is None:
            return both("whole_file", "\n")
        sheet = self._names.get(place.sheet, place.sheet)
        cell = f"{column_letters(place.column or 1)}{place.row}"
        target = "'" + sheet.replace("'", "''") + f"'!{cell}"
        self._links.append(f'<hyperlink ref="D{row}" location={quoteattr(target)} display={quoteattr(cell)}/>')
        return f"{sheet}!{cell if place.column else place.row}"


def _state(problem: Problem) -> str:
    finding = problem.finding
    if problem.is_open:
        return both("state.open", "\n")
    told = {"by": finding.get("explained_by") or "", "reason": finding.get("reason") or ""}
    key = "state.explained" if told["by"] else "state.by_rule"
    return f"{word(key, **told)}\n{english(key, **told)}"


def _row(number: int, cells: Sequence[tuple[str, int] | None], height: float = _LINE + 2) -> str:
    made = "".join(
        f'<c r="{column_letters(at)}{number}" s="{cell[1]}" t="inlineStr"><is>'
        f'<t xml:space="preserve">{escape(cell[0])}</t></is></c>'
        for at, cell in enumerate(cells, start=1)
        if cell is not None
    )
    return f'<row r="{number}" ht="{height:g}" customHeight="1">{made}</row>'


def _lines(text: str, width: int) -> int:
    """How many lines a text takes in a column; a Chinese letter is two wide."""
    return sum(
        max(1, -(-sum(2 if letter > "\xff" else 1 for letter in line) // max(width - 1, 1)))
        for line in text.split("\n")
    )
