"""The parts of the year in words: what the report is about, how far it reaches, which years a mean holds."""

from datetime import date

from pipelines.reporting.book import Book
from pipelines.reporting.figures import Cell, Number, Phrase
from pipelines.reporting.periods import HALF_YEAR, Period
from pipelines.reporting.words import phrase, words


def year(period: Period) -> Number:
    """The year of the report."""
    return Number(str(period.year), (period.year_cell,))


def since(period: Period) -> Phrase:
    """What last year's figure is called."""
    return (words()["since"][period.kind],)


def told(period: Period) -> Phrase:
    """The part of the year that the figures are about."""
    is_cut = period.kind == HALF_YEAR and period.through != date(period.year, 6, 30)
    pattern = words()["period"]["partial_half" if is_cut else period.kind]
    return phrase(pattern, year=year(period), span=span(period.through, period.through_cell))


def span(through: date, cell: Cell) -> Phrase:
    """From 1 January to a day."""
    return (Number(words()["period"]["span"].format(through=_day(through)), (cell,), "day"),)


def through(book: Book) -> Phrase:
    """The cut-off of the data, or of the period where sources state figures of later years."""
    period, cut_off = book.period, book.source.data_through
    is_later = period.through > cut_off
    day, cell = (period.through, period.through_cell) if is_later else (cut_off, _cut_off(book))
    return (Number(f"{words()['period']['year'].format(year=day.year)}{_day(day)}", (cell,), "day"),)


def of_ledgers(book: Book) -> Phrase:
    """What years of relief and insurance are about: the year, as far as the data reach."""
    period, day = book.period, book.source.data_through
    if book.source.is_closed(period.year) or day.year != period.year:
        return phrase(words()["period"]["year"], year=year(period))
    return phrase(words()["period"]["stated"], year=year(period), span=span(day, _cut_off(book)))


def _cut_off(book: Book) -> Cell:
    day = book.source.data_through
    return Cell("meta.release", f"release_id={book.source.id}", "data_through", day.isoformat())


def mean(period: Period, years: Cell | None) -> Phrase | None:
    """Which years the five-year mean is of, and how many of them have data."""
    if years is None:
        return None
    first, last = (Number(str(period.year - back), (period.year_cell,), f"a-{back}") for back in (5, 1))
    return phrase(words()["period"]["mean"], first=first, last=last, years=Number(str(years.exact), (years,)))


def _day(day: date) -> str:
    return str(words()["period"]["day"].format(month=day.month, day=day.day))
