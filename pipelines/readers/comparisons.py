"""Columns that stand beside a figure: the same days of the year before (上年同期) and the change on them (同比%)."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from pipelines import codebooks
from pipelines.readers.columns import Column
from pipelines.readers.statements import states_disaster
from pipelines.transforms.dates import stamps_of
from pipelines.transforms.headings import match_heading, parse_heading
from pipelines.transforms.periods import Period
from pipelines.transforms.widths import squeezed

PRIOR, CHANGE_PCT, CHANGE = "prior_period", "change_pct", "change"
"""The year before; the change in per cent; the difference, which is not read: it follows from the figures."""
PER_CENT = "%"
_SIGNS = "%±+-"
"""What may stand in the bracket of a change: （±%）."""


@dataclass(frozen=True, slots=True)
class Beside:
    """The columns (positions) beside a column of figures; None where there is none."""

    prior: int | None = None
    change_pct: int | None = None


@lru_cache(maxsize=5_000)
def kind_of(heading: str) -> tuple[str, str]:
    """What a heading says beside a figure, and what is left of it (受灾人口上年同期: prior_period, 受灾人口).

    “” where it is no comparison: what is left must be nothing, a word such as 本年, or an indicator.
    """
    parsed = parse_heading(heading)
    is_signed = not parsed.odd_bracket.strip(_SIGNS)
    form = (parsed.form.removesuffix(f"({parsed.odd_bracket})") if is_signed else parsed.form).rstrip(_SIGNS)
    is_per_cent = PER_CENT in parsed.unit + parsed.odd_bracket + parsed.form
    for word, kind in _words():
        if form.startswith(word) or form.endswith(word):
            rest = form.removeprefix(word) if form.startswith(word) else form.removesuffix(word)
            rest = "" if rest in _current() else rest
            if not rest or match_heading((rest,)):
                return (CHANGE_PCT if kind == CHANGE and is_per_cent else kind), rest
    return "", ""


def is_of_disasters(targets: Collection[str], titles: Iterable[str]) -> bool:
    """Whether a table is about disasters, which have no year before: by its columns or the title above it."""
    has_columns = "@occurred_at" in targets or "@event_id" in targets
    return has_columns or any(states_disaster(line) or stamps_of(line).occurred_at for line in titles)


def compares(stack: Sequence[str]) -> bool:
    """Whether one of the cells above a column, or a part of it, makes it a comparison with the year before."""
    return _kind(stack)[0] != ""


def beside(stacks: Sequence[Sequence[str]], figures: Iterable[Column]) -> dict[int, Beside]:
    """The comparisons of a table by the position of the figures that they belong to.

    A column that names its indicator (受灾人口上年同期, or 上年同期 below it) belongs to that; else to the figures next
    to it on the left.
    """
    known = sorted(figures, key=lambda column: column.position)
    taken = {column.position for column in known}
    found: dict[int, Beside] = {}
    for at, stack in enumerate(stacks):
        kind, rest = _kind(stack) if at not in taken else ("", ())
        owner = _owner(at, rest, stacks, known) if kind in {PRIOR, CHANGE_PCT} else None
        if owner is None:
            continue
        old = found.get(owner.position, Beside())
        prior = at if kind == PRIOR and old.prior is None else old.prior
        change = at if kind == CHANGE_PCT and old.change_pct is None else old.change_pct
        found[owner.position] = Beside(prior, change)
    return found


def beside_values(
    headings: Mapping[int, str], values: Sequence[int], periods: Mapping[int, Period]
) -> dict[int, Beside]:
    """The comparisons of a form, whose columns of figures head periods or nothing: those on the right of each.

    One column of change beside several years (2022年 | 2023年 | 同比%) is that of the last of them.
    """
    found: dict[int, Beside] = {}
    kinds = {at: kind_of(heading)[0] for at, heading in headings.items() if at not in values}
    changes = [at for at, kind in kinds.items() if kind == CHANGE_PCT]
    for at, kind in sorted(kinds.items()):
        left = [value for value in values if value < at]
        if kind not in {PRIOR, CHANGE_PCT} or not left:
            continue
        owner = left[-1]
        if kind == CHANGE_PCT and len(changes) == 1 and all(value in periods for value in left):
            owner = max(left, key=lambda value: periods[value].end)
        old = found.get(owner, Beside())
        found[owner] = Beside(at if kind == PRIOR else old.prior, at if kind == CHANGE_PCT else old.change_pct)
    return found


def _kind(stack: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    """The kind of a column and the cells above it that are left."""
    for at in reversed(range(len(stack))):
        kind, rest = kind_of(stack[at])
        if kind:
            return kind, (*stack[:at], *((rest,) if rest else ()), *stack[at + 1 :])
    return "", ()


def _owner(at: int, rest: tuple[str, ...], stacks: Sequence[Sequence[str]], known: Sequence[Column]) -> Column | None:
    match = match_heading(rest) if rest else None
    targets = {meaning.target for meaning in match.meanings} if match else set()
    named = [column for column in known if column.target in targets]
    if named:
        return named[0]
    left = [column for column in known if column.position < at]
    if left and rest and tuple(stacks[left[-1].position][: len(rest)]) == rest:
        return left[-1]
    return left[-1] if left and not rest else None


@cache
def _current() -> frozenset[str]:
    return frozenset(squeezed(row["word"]) for row in codebooks.rows("title_patterns") if row["kind"] == "current")


@cache
def _words() -> tuple[tuple[str, str], ...]:
    """The words of title_patterns.csv that make a column a comparison, longest first."""
    rows = (row for row in codebooks.rows("title_patterns") if row["kind"] in {PRIOR, CHANGE_PCT, CHANGE})
    pairs = ((parse_heading(row["word"]).form, row["kind"]) for row in rows)
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))
