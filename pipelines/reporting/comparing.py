"""What is said of one figure: itself, more or less than last year and the five-year mean, its share of a whole."""

from pipelines.reporting.figures import Cell, Figure, Number, Phrase, worked_out
from pipelines.reporting.words import phrase, words
from pipelines.reporting.writing import Pen

TIMES_ABOVE_PCT = 999
SHARE = "100*a/b"
POINTS = "100*a/b-100*c/d"
TO_PRIOR = "100*(a-b)/b"
TO_MEAN = "100*(a*c-b)/b"
"""`a` the value, `b` the sum of the years before, `c` how many they are: the mean itself is a quotient cut off."""


def amount(pen: Pen, figure: Figure) -> Phrase | None:
    """The figure with its unit; “约” where the source has no exact one."""
    number = pen.value(figure)
    if number is None:
        return None
    return (words()["compare"]["about"], number) if figure.is_approximate else (number,)


def change(pen: Pen, figure: Figure, base: Phrase, *, as_difference: bool = False) -> Phrase | None:
    """More or less than in the same part of last year; None where there is nothing to compare with."""
    if "basis_differs" in figure.notes:
        return (words()["compare"]["basis_differs"],)
    if figure.value is None or figure.prior is None:
        return None
    cells = (figure.value, figure.prior)
    difference = worked_out("a-b", cells)
    if difference and (as_difference or not figure.prior.exact):
        size = pen.amount(cells, figure.unit, "a-b", sized=True)
        zero = pen.amount((figure.prior,), figure.unit)
        pattern = _more_or_less(difference > 0) if figure.prior.exact else words()["compare"]["from_zero"]
        return phrase(pattern, base=base, size=size, zero=zero)
    return _in_percent(pen, cells, TO_PRIOR, of=figure.prior)


def versus_mean(pen: Pen, figure: Figure, base: Phrase, usual_years: Cell | None) -> Phrase | None:
    """More or less than the five-year mean, which stands on three years at least; says how many where they differ."""
    if figure.value is None or figure.sum_5y is None or figure.years_5y is None or figure.mean_5y is None:
        return None
    if not figure.sum_5y.exact and figure.value.exact:
        size, zero = (pen.amount((cell,), figure.unit, sized=True) for cell in (figure.value, figure.mean_5y))
        told = phrase(words()["compare"]["from_zero"], base=base, size=size, zero=zero)
    else:
        told = _in_percent(pen, (figure.value, figure.sum_5y, figure.years_5y), TO_MEAN, of=figure.mean_5y)
    if usual_years is None or usual_years.exact == figure.years_5y.exact:
        return told
    return (*told, *phrase(words()["compare"]["years"], years=Number(str(figure.years_5y.exact), (figure.years_5y,))))


def share(pen: Pen, part: Figure, whole: Figure) -> Number | None:
    """The part in percent of the whole, on one basis."""
    cells = _share_cells(part, whole)
    return pen.percent(cells, SHARE) if cells else None


def points(pen: Pen, part: Figure, whole: Figure) -> Phrase | None:
    """By how many percentage points the share is above or below that of last year."""
    now, before = _share_cells(part, whole), _share_cells(part, whole, prior=True)
    if not now or not before:
        return None
    difference = worked_out(POINTS, (*now, *before))
    number = pen.percent((*now, *before), POINTS, words()["compare"]["points"])
    if number is None or not difference:
        return (words()["compare"]["nearly" if difference else "same"],)
    return phrase(words()["compare"]["up" if difference > 0 else "down"], size=number)


def _in_percent(pen: Pen, cells: tuple[Cell, ...], formula: str, *, of: Cell) -> Phrase:
    told = words()["compare"]
    if not cells[0].exact and not of.exact:
        return (told["same"],)
    percentage = worked_out(formula, cells)
    number = pen.percent(cells, formula)
    if not percentage or number is None:
        return (told["nearly" if percentage else "same"],)
    if percentage > TIMES_ABOVE_PCT:
        return phrase(told["times"], size=pen.times((cells[0], of)))
    return phrase(_more_or_less(percentage > 0), size=number)


def _more_or_less(is_more: bool) -> str:
    return str(words()["compare"]["more" if is_more else "less"])


def _share_cells(part: Figure, whole: Figure, *, prior: bool = False) -> tuple[Cell, Cell] | None:
    one, all_of_it = (part.prior, whole.prior) if prior else (part.value, whole.value)
    if one is None or all_of_it is None or all_of_it.exact <= 0 or part.basis != whole.basis:
        return None
    return one, all_of_it
