"""Headings of ledgers → which column of which ledger; a heading may also say what the column is limited to.

下达金额 is the amount of the stage “received”; 中央 under 资金来源 what the central budget paid; 统保参保户数 the
insured households of one scheme. Such a column `sets` those other columns for what stands in it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from pipelines import codebooks
from pipelines.transforms.headings import Heading, group_words, parse_heading, total_words
from pipelines.transforms.periods import parse_season
from pipelines.transforms.units import conversion, known_unit
from pipelines.transforms.widths import squeezed

ANY = "*"
HOUSEHOLD, NARROWING, NOT_IN_TITLES, DERIVED = "@household", "@narrowing", "@not_in_titles", "@derived"
"""What ledger_aliases.csv says beside columns and what is known and not used (@text): marks of single households; words
above a heading that make it another figure (上年同期); words of choices that mean nothing in a title; headings of
tables that this software derived from ledgers."""
_NO_COLUMNS = {NARROWING, NOT_IN_TITLES, DERIVED}
_YEAR = re.compile(r"((?:19|20)[0-9]{2})(?:年度?)?")
_BRACKET = re.compile(r"\(([^()]+)\)$")
PER_HOUSEHOLD = "/户"
"""Behind a unit: 保费 in 元/户 is another column than 保费 in 元."""
Sets = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class LedgerHeading:
    """What a heading means in one ledger: a column, the unit written with it, and what else it says of its figures."""

    column: str
    unit: str = ""
    sets: Sets = ()


@lru_cache(maxsize=50_000)
def match_ledger_heading(ledger: str, parts: tuple[str, ...]) -> LedgerHeading | None:
    """What the cells above a column, from the top down, mean in a ledger; None where nobody knows."""
    cells = tuple(part for at, part in enumerate(parts) if squeezed(part) and (not at or part != parts[at - 1]))
    last = known_unit(cells[-1]) if len(cells) > 1 else None
    ways = ((cells[:-1], last), (cells, None)) if last else ((cells, None),)
    for number, (texts, unit_below) in enumerate(ways, 1):
        headings = [_plain(parse_heading(text)) for text in texts]
        found = _whole(ledger, headings) or _peeled(ledger, headings) or _lower(ledger, headings)
        if found and (number == len(ways) or _measured_in(ledger, found.column, unit_below or "")):
            unit = next(filter(None, (unit_below, *(heading.unit for heading in reversed(headings)))), "")
            return replace(found, unit=unit or found.unit)
    return None


@cache
def main_measure(ledger: str) -> str:
    """The measure whose columns may bear the name of a payer, a year or a scheme alone; “” if the ledger has none."""
    required = [column for column in codebooks.ledgers()[ledger].measures if column.is_required]
    return required[0].column_name if len(required) == 1 else ""


@cache
def year_column(ledger: str) -> str:
    """The column that a year stated for a whole table goes to."""
    years = [column for column in codebooks.ledgers()[ledger].columns if column.type == "year"]
    required = [column.column_name for column in years if column.is_required]
    plain = [column.column_name for column in years if column.column_name in {"year", "payment_year"}]
    return next(iter((*required, *plain)), "")


@cache
def heading_forms() -> frozenset[str]:
    """All forms of headings that some ledger knows as a column of its own: no words of choices."""
    return frozenset(form for ledger in codebooks.ledgers() for form in _aliases(ledger))


@cache
def known_forms() -> frozenset[str]:
    """All forms of headings that some ledger knows: a quick look whether a row may hold headings."""
    return frozenset(heading_forms() | {word for ledger in codebooks.ledgers() for word, _, _ in _words(ledger)})


def _measured_in(ledger: str, name: str, unit: str) -> bool:
    """Whether figures of a column can be written in a unit: 需救助 in 户 is not the people in need."""
    column = codebooks.ledgers()[ledger].column(name)
    return column is None or not column.unit or conversion(unit, column.unit) is not None


def _plain(heading: Heading) -> Heading:
    """The heading without 情况 at its end, which changes nothing; 元/户 as part of the heading and 元 as its unit."""
    if heading.unit.endswith(PER_HOUSEHOLD):
        return Heading(heading.form + PER_HOUSEHOLD, heading.unit.removesuffix(PER_HOUSEHOLD))
    end = next((word for word in group_words() if heading.form.endswith(word)), "")
    return Heading(heading.form.removesuffix(end), heading.unit, heading.odd_bracket) if end else heading


def _whole(ledger: str, headings: Sequence[Heading]) -> LedgerHeading | None:
    """All cells together, as one heading."""
    return _named(ledger, "".join(heading.form for heading in headings))


def _lower(ledger: str, headings: Sequence[Heading]) -> LedgerHeading | None:
    """The lower cells, unless an upper one says that they count something else."""
    for start in range(1, len(headings)):
        if any(word in heading.form for heading in headings[:start] for word in special_words(NARROWING)):
            return None
        found = _named(ledger, "".join(heading.form for heading in headings[start:]))
        if found:
            return found
    return None


def _named(ledger: str, form: str) -> LedgerHeading | None:
    """The alias of a form; of 金额合计 that of 金额; of 金额(预拨) that of 金额."""
    known = _aliases(ledger)
    shorter = next((form.removesuffix(word) for word in _ends() if form.endswith(word) and form != word), form)
    return known.get(form) or known.get(shorter)


@cache
def _ends() -> tuple[str, ...]:
    """What may follow the heading of a measure without changing what it measures, longest first."""
    return (PER_HOUSEHOLD, *sorted(total_words(), key=len, reverse=True))


def _peeled(ledger: str, headings: Sequence[Heading]) -> LedgerHeading | None:
    """A heading that holds, beside a measure, a payer, a stage, a scheme, an item, a season or a year."""
    sets: dict[str, str] = {}
    rest: list[str] = []
    for heading in headings:
        is_grouped = len(headings) > 1
        column, value, remainder = _choice_in(ledger, heading.form, is_grouped=is_grouped)
        if column and column not in sets:
            sets[column] = value
            rest += [remainder] if remainder else []
        else:
            rest.append(heading.form)
    if not sets or any(word in part for part in rest for word in special_words(NARROWING)):
        return None
    rest = [part for part in rest if part not in total_words()]
    found = next((hit for at in range(len(rest)) if (hit := _named(ledger, "".join(rest[at:])))), None)
    if found and found.column in _measures(ledger):
        return LedgerHeading(found.column, found.unit, tuple(sorted((*found.sets, *sets.items()))))
    if not main_measure(ledger) or (rest and not (found and found.column in sets)):
        return None
    return LedgerHeading(main_measure(ledger), "", tuple(sorted(sets.items())))


def _choice_in(ledger: str, form: str, *, is_grouped: bool) -> tuple[str, str, str]:
    """Column, value and remainder of a form that is, begins or (in brackets) ends with a choice; "" where none."""
    year, season = _YEAR.match(form), parse_season(form)
    if season and _has(ledger, "season"):
        return "season", f"{season[0]}-{season[1]}", ""
    if year and year_column(ledger) and len(form) != len(year[1]):
        return year_column(ledger), year[1], form[year.end() :]
    noted = _BRACKET.search(form)
    for text, remainder in ((form, None), *(((noted[1], form[: noted.start()]),) if noted else ())):
        for word, column, value in _words_by_letter(ledger).get(text[:1], ()):
            if len(word) < 2 and not is_grouped:
                continue
            if text == word:
                return column, value, remainder or ""
            if remainder is None and len(word) > 1 and form.startswith(word) and _named(ledger, form[len(word) :]):
                return column, value, form[len(word) :]
    return "", "", ""


@cache
def special_words(kind: str) -> tuple[str, ...]:
    """The words that ledger_aliases.csv lists under one of the kinds beside columns."""
    return tuple(row["heading"] for row in codebooks.rows("ledger_aliases") if row["column_name"] == kind)


@cache
def _measures(ledger: str) -> frozenset[str]:
    return frozenset(column.column_name for column in codebooks.ledgers()[ledger].measures)


@cache
def _has(ledger: str, column: str) -> bool:
    return codebooks.ledgers()[ledger].column(column) is not None


@cache
def _words(ledger: str) -> tuple[tuple[str, str, str], ...]:
    """(word, column, value) of all choices of a ledger, longest first."""
    found = [
        (squeezed(word), column.column_name, choice.value)
        for column in codebooks.ledgers()[ledger].columns
        if column.choices
        for choice in codebooks.choices(column.choices).values()
        for word in choice.words
        if not word.isascii()
    ]
    return tuple(sorted(found, key=lambda entry: -len(entry[0])))


@cache
def _words_by_letter(ledger: str) -> dict[str, list[tuple[str, str, str]]]:
    """The same by the letter they begin with."""
    found: dict[str, list[tuple[str, str, str]]] = {}
    for entry in _words(ledger):
        found.setdefault(entry[0][:1], []).append(entry)
    return found


@cache
def _aliases(ledger: str) -> Mapping[str, LedgerHeading]:
    """Form → meaning: own column names and names first, then the aliases of this ledger, then those of any."""
    known: dict[str, LedgerHeading] = {}
    for form, meaning in _listed(ledger):
        known.setdefault(form, meaning)
    return known


def _listed(ledger: str) -> Iterator[tuple[str, LedgerHeading]]:
    for column in codebooks.ledgers()[ledger].columns:
        for name in (column.column_name, column.name_zh, column.name_en):
            yield parse_heading(name).form, LedgerHeading(column.column_name)
    rows = [row for row in codebooks.rows("ledger_aliases") if row["column_name"] not in _NO_COLUMNS]
    for scope in (ledger, ANY):
        for row in rows:
            if row["ledger"] == scope:
                name, _, value = row["sets"].partition("=")
                sets = ((name, value),) if name else ()
                yield _plain(parse_heading(row["heading"])).form, LedgerHeading(row["column_name"], row["unit"], sets)
