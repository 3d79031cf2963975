"""Reports: the figures of a release in the order and wording of a bureau's summaries, every number with its source.

Only the release is read, and the bureau's own template where there is one.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from pipelines.errors import LedgerError
from pipelines.exports.snapshot import Snapshot
from pipelines.reporting import exhibits
from pipelines.reporting.book import Book, require_tables
from pipelines.reporting.exhibits import Chart, Table
from pipelines.reporting.figures import Number, numbers_of, text_of
from pipelines.reporting.rendering import Line, clauses, rendered
from pipelines.reporting.telling import Teller
from pipelines.reporting.template_files import Template, template
from pipelines.reporting.words import words
from pipelines.reporting.writing import Pen

KINDS = ("annual", "half_year", "brief")
LIMITS = {"brief": 200}
"""The characters that a kind of report may have, title included."""

__all__ = ["KINDS", "Report", "report"]


@dataclass(frozen=True)
class Report:
    """A report as it will be read.

    `through` is the last day that it is about, `missing` what it has no data of, `names` are those of codes.
    """

    kind: str
    region: str
    year: int
    release: str
    through: date
    template: str
    lines: tuple[Line, ...]
    missing: dict[str, str]
    tables: dict[str, Table] = field(default_factory=dict)
    charts: dict[str, Chart] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """Its title."""
        return next((line.text for line in self.lines if line.level == 1), "")

    @property
    def characters(self) -> int:
        """How many there are in its text, title included."""
        return _length(self.lines)

    @property
    def limit(self) -> int | None:
        """How many there may be."""
        return LIMITS.get(self.kind)

    def placed_numbers(self) -> Iterator[tuple[str, Number]]:
        """Every number with the sentence, the cell of the table or the bar that it stands in."""
        for line in self.lines:
            yield from self.numbers_in(line)

    def numbers_in(self, line: Line) -> Iterator[tuple[str, Number]]:
        """The same of one line."""
        for sentence in line.sentences:
            yield from ((text_of(sentence), number) for number in numbers_of(sentence))
        if line.exhibit in self.tables:
            yield from _numbers_of_table(self.tables[line.exhibit])
        if line.exhibit in self.charts:
            yield from _numbers_of_chart(self.charts[line.exhibit])


def report(  # noqa: PLR0913 - the options of the command, all by name
    kind: str,
    *,
    warehouse: Path,
    raw: Path,
    year: int | None = None,
    region: str | None = None,
    release: str | None = None,
) -> Report:
    """The report of a year of a region: the latest year with data and the own region unless told otherwise."""
    with Snapshot(warehouse, release) as source:
        require_tables(source)
        book = Book.opened(source, kind, source.region_code(region), year)
        pen = Pen(str(source.about["rounding"]))
        text = template(kind, raw)
        teller = Teller(book, pen, text.file)
        wanted = {block.exhibit for block in text.blocks if block.exhibit}
        charts = {name: chart for name in wanted - {"table"} if (chart := exhibits.drawn(book, pen, name))}
        tables = {"table": exhibits.table(teller)} if "table" in wanted else {}
        lines = _within_limit(kind, text, teller, {*charts, *tables})
        _require_figures(teller)
        missing = teller.no_data()
        return Report(
            kind, book.region, book.period.year, source.id, book.period.through, text.file, tuple(lines), missing,
            tables, charts, book.names,
        )  # fmt: skip


def _require_figures(teller: Teller) -> None:
    """A report that could only say what is missing is none."""
    if not teller.told:
        year, name = teller.book.period.year, teller.book.source.regions[teller.book.region]["name_zh"]
        raise LedgerError(
            f"{name}{year}年没有报告模板 {teller.file} 所写的任何一个数字。请换一年、一个地区，或改模板。",
            f"Of {name}, {year}, there is none of the figures that the report template {teller.file} names. Choose "
            "another year or region, or change the template.",
        )


def _within_limit(kind: str, text: Template, teller: Teller, there: set[str]) -> list[Line]:
    """The lines; where room is short, without the least important clauses."""
    lines = rendered(text, teller, there)
    limit = LIMITS.get(kind)
    without: frozenset[int] = frozenset()
    for number in _least_important(text):
        if limit is None or _length(lines) <= limit:
            return lines
        without |= {number}
        lines = rendered(text, teller, there, without)
    if limit is not None and _length(lines) > limit:
        raise LedgerError(
            f"报告模板 {text.file} 去掉全部可省的部分后仍有 {_length(lines)} 字，超过 {limit} 字。请缩短模板。",
            f"The report template {text.file} still has {_length(lines)} characters without all that may go: more than "
            f"{limit}. Make it shorter.",
        )
    return lines


def _least_important(text: Template) -> list[int]:
    """The clauses in the order in which they go: what is marked first, each from the end."""
    numbered = list(enumerate(clauses(text)))
    return [number for number, clause in sorted(numbered, key=lambda pair: (not pair[1].is_optional, -pair[0]))]


def _length(lines: Sequence[Line]) -> int:
    return sum(len(line.text) for line in lines)


def _numbers_of_table(table: Table) -> Iterator[tuple[str, Number]]:
    for row in table.rows:
        for column, phrase in zip(table.columns, row, strict=True):
            place = f"{words()['document']['table']}{text_of(row[0])}，{column}"
            yield from ((place, number) for number in numbers_of(phrase))


def _numbers_of_chart(chart: Chart) -> Iterator[tuple[str, Number]]:
    for bar in chart.bars:
        if bar.number is not None:
            yield f"{words()['document']['figure']}{chart.title}，{bar.series}，{bar.name}", bar.number


def plain(report: Report) -> str:
    """The report as text: paragraphs, and the table with its columns set apart by tabulators."""
    return "\n".join(_plain_lines(report)) + "\n"


def _plain_lines(report: Report) -> Iterator[str]:
    for line in report.lines:
        if line.exhibit in report.tables:
            table = report.tables[line.exhibit]
            yield "\t".join(table.columns)
            yield from ("\t".join(text_of(cell) for cell in row) for row in table.rows)
        elif not line.exhibit:
            yield line.text
