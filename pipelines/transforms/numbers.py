"""What a cell says about a figure: an exact decimal, how sure it is, or why it is none. No float, no guess."""

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache
from math import ceil

from pipelines import codebooks
from pipelines.transforms.units import conversion, known_unit
from pipelines.transforms.widths import narrow, squeezed

EXACT = "exact"
ROUNDED = "rounded"
MASKED = "masked"
ZERO = "reported_zero"
MISSING = "missing"
UNREADABLE = "unreadable"
NEGATIVE = "negative"
TOO_LARGE = "too_large"
FRACTION = "fraction"
CELL_ERROR = "cell_error"
UNKNOWN_UNIT = "unknown_unit"
DECREASE, UNCHANGED = "decrease", "unchanged"

LARGEST = Decimal(10) ** 12
SCALES = {
    "": 1,
    "百": 10**2,
    "千": 10**3,
    "万": 10**4,
    "十万": 10**5,
    "百万": 10**6,
    "千万": 10**7,
    "亿": 10**8,
    "万亿": 10**12,
}
"""Words of number, not of the field: what a Chinese numeral multiplies by."""
_SCALE_LETTERS = tuple("百千万亿")

_DIGITS = r"[0-9]+(?:\.[0-9]+)?|\.[0-9]+"
_PLAIN = re.compile(
    rf"(?P<sign>[+-]?)(?P<number>[0-9]{{1,3}}(?:,[0-9]{{3}})+(?:\.[0-9]+)?|{_DIGITS})(?P<rest>.*)", re.DOTALL
)
_MASK = re.compile(r"[0-9.]*[xX×*＊]{1,}[xX×*＊.0-9]*")
_ERROR = re.compile(
    r"#(?:N/A|REF!|VALUE!|DIV/0!|NUM!|NAME\?|NULL!|SPILL!|CALC!|GETTING_DATA)|Err:[0-9]+", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Measure:
    """What a column holds: the canonical unit of its indicator, its decimals, the unit its heading gives, and the
    figure (in the canonical unit) above which a cell holds something else, such as a phone number.

    A signed column holds a change: -50 % or 下降50%. Any other figure is never negative.
    """

    unit: str = ""
    decimals: int = 2
    unit_written: str = ""
    largest: Decimal = LARGEST
    is_signed: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as one cell gives it, in the canonical unit of its indicator; None unless the state is a kind of figure.

    With a value `state` is `exact`, `rounded`, `approximate`, `at_least` or `reported_zero`; without one `missing`,
    `masked` or a reason. `half_width` is half of the last written digit, in the canonical unit, where the figure is
    not written exactly in it: 7.1万人 is 71000 ± 500. A change in per cent always has it: it is a rounded quotient.
    """

    value: Decimal | None
    state: str
    half_width: Decimal | None = None


def parse_figure(text: str | None, measure: Measure) -> Figure:  # noqa: PLR0911 - one verdict after the other
    """Read the text of one cell."""
    written = narrow(text or "")
    if _ERROR.fullmatch(written):
        return Figure(None, CELL_ERROR)
    whole = _whole(written)
    if whole:
        return Figure(Decimal(0) if whole == ZERO else None, whole)
    body = squeezed_number(written)
    body, direction = _strip_words(body, "sign") if measure.is_signed else (body, "")
    body, state_before = _strip_words(body, "before")
    if direction == UNCHANGED and not body:
        return Figure(Decimal(0), EXACT)
    if _is_masked(body):
        return Figure(None, MASKED)
    match = _PLAIN.fullmatch(body)
    if not match:
        return Figure(None, UNREADABLE)
    number = Decimal(match["number"].replace(",", ""))
    scale, state_after, unit_name = _suffix(match["rest"])
    if scale is None or (scale > 1 and not unit_name and _is_scaled(measure)):
        return Figure(None, UNREADABLE)  # “3万” in a column of 万元 may be either
    if match["sign"] == "-" and number and not measure.is_signed:
        return Figure(None, NEGATIVE)
    factor = conversion(unit_name or measure.unit_written or measure.unit, measure.unit)
    if factor is None:
        return Figure(None, UNKNOWN_UNIT)
    if Fraction(number) * factor * scale > min(measure.largest, LARGEST - 1):
        return Figure(None, TOO_LARGE)
    state = next((word for word in (state_before, state_after) if word not in {"", EXACT}), "")
    is_less = match["sign"] == "-" or direction == DECREASE
    return _figure(-number if is_less else number, factor * scale, measure, state)


def _is_scaled(measure: Measure) -> bool:
    """Whether the column's own unit begins with a multiplier, as 万元 does."""
    return (measure.unit_written or measure.unit)[:1] in _SCALE_LETTERS


def _figure(number: Decimal, factor: Fraction, measure: Measure, state: str) -> Figure:
    exact, digit = Fraction(number) * factor, factor * Fraction(10) ** int(number.as_tuple().exponent)
    value = _nearest(exact)
    rounded = (factor > 1 and digit > Fraction(10) ** -measure.decimals) or Fraction(value) != exact
    if measure.decimals == 0 and value != value.to_integral_value():
        return Figure(None, FRACTION)
    state = state or (ROUNDED if rounded else EXACT)
    return Figure(value, state, _half(digit) if state != EXACT or measure.is_signed else None)


def _half(digit: Fraction) -> Decimal:
    """Half of a written digit, with six places and never less than it is."""
    return Decimal(ceil(digit * 10**6 / 2)).scaleb(-6)


def _nearest(exact: Fraction) -> Decimal:
    """The decimal with six places nearest to a fraction, half to even: rounded once, on the fraction."""
    return Decimal(round(exact * 10**6)).scaleb(-6)


def number_text(value: float | int) -> str:
    """A spreadsheet's number as the person sees it: the shortest decimal text, of 15 digits at most."""
    if isinstance(value, int):
        return str(value)
    text = repr(value)
    if len(text) > 16 and len(text.split("e")[0].replace(".", "").lstrip("-0")) > 15:
        text = f"{value:.15g}"
    return format(Decimal(text), "f") if "e" in text else text


def _whole(written: str) -> str:
    """The state that a cell's words mean as a whole (未发生, 零起, 0（未发生）); “” where they are none of these."""
    words = _whole_words()
    if not written or written in words:
        return words.get(written, MISSING)
    noted = re.fullmatch(r"0?\((?:文字:)?(.+)\)", written)
    bare = noted[1] if noted else next((written[:at] for at in range(1, len(written)) if known_unit(written[at:])), "")
    return ZERO if words.get(bare) == ZERO else ""


@cache
def _whole_words() -> dict[str, str]:
    """Cells that are a word: marks of what is not reported or masked, and zero in words → the state they mean."""
    states = {"not_reported": MISSING, "masked": MASKED}
    marks = {narrow(row["mark"]): states[row["meaning"]] for row in codebooks.rows("missing_marks")}
    return marks | {row["word"]: row["state"] for row in codebooks.rows("approximations") if row["position"] == "whole"}


@cache
def missing_marks() -> tuple[str, ...]:
    """The marks that mean “not reported”, such as `--`, as they may stand in a cell."""
    marks = (row["mark"] for row in codebooks.rows("missing_marks") if row["meaning"] == "not_reported")
    return tuple(mark for mark in marks if not _ERROR.fullmatch(mark))


@cache
def number_words() -> frozenset[str]:
    """All words that cells with figures are made of: of approximation, multipliers, units, marks of what is missing."""
    approximate = {row["word"] for row in codebooks.rows("approximations")}
    units = {row["unit"] for row in codebooks.rows("units")}
    marks = {row["mark"] for row in codebooks.rows("missing_marks")}
    return frozenset(word for word in approximate | units | marks | {*SCALES} if word)


def squeezed_number(text: str) -> str:
    """Without the quote before a text, and without blanks but those between digits: they may part two numbers."""
    bare = text.lstrip("'`").strip()
    return re.sub(r"(?<![0-9,.]) +| +(?![0-9,.])", "", bare)


def _is_masked(body: str) -> bool:
    hit = _MASK.match(body)
    return hit is not None and _suffix(body[hit.end() :])[0] is not None


def _suffix(rest: str) -> tuple[int | None, str, str]:
    """What follows the digits → multiplier (None if it makes no sense), state, unit."""
    rest, state = _strip_words(rest, "after")
    unit_name = next((rest[start:] for start in range(len(rest)) if known_unit(rest[start:])), "")
    rest, inner = _strip_words(rest[: len(rest) - len(unit_name)] if unit_name else rest, "after")
    return SCALES.get(rest), state or inner, unit_name


def _strip_words(text: str, position: str) -> tuple[str, str]:
    """The text without a word of approximation at its start or end, and the state the word means."""
    for word, state in _approximations(position):
        if position != "after" and text.startswith(word):
            return text[len(word) :].lstrip(), state
        if position == "after" and text.endswith(word):
            return text[: -len(word)].rstrip(), state
    return text, ""


@cache
def _approximations(position: str) -> tuple[tuple[str, str], ...]:
    """Words of approximations.csv before or after a number, or that tell the sign of a change, longest first."""
    chosen = [row for row in codebooks.rows("approximations") if row["position"] in {position, "both"}]
    return tuple((squeezed(row["word"]), row["state"]) for row in sorted(chosen, key=lambda row: -len(row["word"])))
