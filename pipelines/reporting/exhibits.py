"""The table and the charts of a report: their words and numbers, not yet how they look."""

from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.reporting import comparing, lists
from pipelines.reporting.book import LOSS, Book
from pipelines.reporting.figures import Cell, Figure, Number, Phrase, worked_out
from pipelines.reporting.telling import Teller
from pipelines.reporting.words import phrase, words
from pipelines.reporting.writing import Pen


@dataclass(frozen=True)
class Table:
    """Headings and rows of words and numbers."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Phrase, ...], ...]


@dataclass(frozen=True)
class Bar:
    """One bar: where it stands, how long it is, what is written at it; no number is not reported."""

    series: str
    name: str
    number: Number | None


@dataclass(frozen=True)
class Chart:
    """Bars under a title; `names` are all places along the axis, in order."""

    title: str
    names: tuple[str, ...]
    bars: tuple[Bar, ...]

    @property
    def spoken(self) -> str:
        """What is read aloud where the picture is not seen."""
        told = "；".join(f"{bar.series} {bar.name} {bar.number.text}" for bar in self.bars if bar.number)
        return f"{self.title}：{told}"


def table(teller: Teller) -> Table:
    """All headline indicators: this period, last year's, the change, the five-year mean, the difference from it."""
    book, pen = teller.book, teller.pen
    base = words()["since"][book.period.kind]
    columns = tuple(column.format(base=base) for column in words()["table"]["columns"])
    names = ["events", *book.headline]
    return Table(words()["table"]["title"], columns, tuple(_row(pen, book.figure(name)) for name in names))


def years(book: Book, pen: Pen) -> Chart | None:
    """Loss and affected people in the same part of the last ten years."""
    labels = {name: words()["chart"][key] for name, key in ((LOSS, "loss"), (lists.PEOPLE, "people"))}
    bars = []
    for row in sorted(book.series(), key=lambda row: (row["indicator"] != LOSS, row["year"])):
        cell = book.compared_cell(row, "value")
        bars.append(Bar(labels[row["indicator"]], str(row["year"]), pen.known(cell, row["unit"])))
    names = tuple(sorted({bar.name for bar in bars}))
    title = words()["chart"]["years_title"].format(period=words()["chart"]["period"][book.period.kind])
    return Chart(title, names, tuple(bars)) if any(bar.number for bar in bars) else None


def composition(book: Book, pen: Pen) -> Chart | None:
    """The parts of the direct economic loss, the largest first."""
    parts = book.loss_parts
    series = words()["chart"]["loss"]
    bars = tuple(Bar(series, part.label, pen.value(part)) for part in parts)
    title = words()["chart"]["composition_title"]
    return Chart(title, tuple(bar.name for bar in bars), bars) if any(bar.number for bar in bars) else None


def _row(pen: Pen, figure: Figure) -> tuple[Phrase, ...]:
    told = words()["table"]
    nothing: Phrase = (told["none"],)
    mean = pen.known(figure.mean_5y, figure.unit, is_mean=True)
    prior = pen.known(figure.prior, figure.unit)
    mean_cells = [cell for cell in (figure.value, figure.sum_5y, figure.years_5y) if cell is not None]
    versus = _change(pen, mean_cells, comparing.TO_MEAN, figure.mean_5y) if len(mean_cells) == 3 else None
    change = _against_prior(pen, figure)
    if "basis_differs" in figure.notes:
        change = (told["basis_differs"],)
    return (
        (figure.label,),
        comparing.amount(pen, figure) or (told["no_data"],),
        (prior,) if prior else nothing,
        change or nothing,
        (mean,) if mean else nothing,
        versus or nothing,
    )


def _against_prior(pen: Pen, figure: Figure) -> Phrase | None:
    """As of any base; where there was nothing last year, what has come."""
    if figure.value is None or figure.prior is None:
        return None
    cells = (figure.value, figure.prior)
    if not figure.prior.exact and figure.value.exact:
        return (pen.amount(cells, figure.unit, "a-b", signed=True),)
    return _change(pen, cells, comparing.TO_PRIOR, figure.prior)


def _change(pen: Pen, cells: Sequence[Cell], formula: str, base: Cell | None) -> Phrase | None:
    """In percent with its sign; as “N倍” where that is too many; a dash where the base is nought."""
    if base is None or not base.exact:
        return None
    percentage = worked_out(formula, cells)
    if percentage > comparing.TIMES_ABOVE_PCT:
        return phrase(words()["table"]["times"], size=pen.times((cells[0], base)))
    number = pen.percent(cells, formula, signed=True)
    return (number or words()["table"]["nearly"],)


def drawn(book: Book, pen: Pen, name: str) -> Chart | None:
    """The chart that a template names."""
    return years(book, pen) if name == "chart_years" else composition(book, pen)
