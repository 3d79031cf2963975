"""One row of a sheet → the rows of the ledger in it: one, or one for each payer, stage, scheme, item or year."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from pipelines.readers.ledger_layouts import LedgerField
from pipelines.transforms.ledger_headings import Sets

Values = dict[str, object]
ALL_LEVELS, PAID = "all_levels", "paid"
"""The payer level of a figure that stands beside several payers, and the stage that people counted belong to."""
DENOMINATORS = frozenset({"eligible_households"})
"""Figures that hold for each scheme alike: the households that could be insured."""


@dataclass
class Gathered:
    """The figures of one sheet row by what they are limited to; totals that differ from their parts; strays."""

    groups: dict[Sets, Values] = field(default_factory=dict)
    differing: list[tuple[LedgerField, Decimal | int, Decimal | int]] = field(default_factory=list)
    strays: list[tuple[str, object]] = field(default_factory=list)


def gathered(figures: Sequence[tuple[LedgerField, object]], required: set[str], *, adds_up: bool) -> Gathered:
    """Group the figures of a row. `required` are the columns without which a row of the ledger makes no sense."""
    found = Gathered()
    totals = {one.position: _parts(one, figures) for one, _ in figures} if not adds_up else {}
    for one, value in figures:
        parts = totals.get(one.position, [])
        if value is None:
            continue
        told = [part for part in parts if part is not None]
        if len(parts) > 1 and told:
            if sum(told) != value:
                found.differing.append((one, value, sum(told)))  # type: ignore[arg-type]
            continue
        group = found.groups.setdefault(one.sets, {})
        present = group.get(one.target)
        group[one.target] = value if present is None else present + value if adds_up else present  # type: ignore[operator]
    _without_zeros(found.groups)
    _settle(found, required)
    return found


def _parts(total: LedgerField, figures: Sequence[tuple[LedgerField, object]]) -> list[Decimal | int | None]:
    """The figures that a column is the total of: those of the same measure that are limited to something more."""
    own = set(total.sets)
    return [value for one, value in figures if one.target == total.target and own < set(one.sets)]  # type: ignore[misc]


def _without_zeros(groups: dict[Sets, Values]) -> None:
    """Of several payers or items those with nothing but 0 make no row of their own."""
    filled = [sets for sets, values in groups.items() if sets and any(values.values())]
    for sets in [sets for sets, values in groups.items() if sets and not any(values.values())]:
        if filled:
            del groups[sets]


def _settle(found: Gathered, required: set[str]) -> None:
    """Place the figures that stand for several groups together: with the only group, or in a row of their own."""
    for sets in sorted(found.groups, key=len):
        above = [other for other in found.groups if set(sets) < set(other)]
        if not above:
            continue
        values = found.groups.pop(sets)
        extra = {name for other in above for name, _ in set(other) - set(sets)}
        paid = [other for other in above if ("stage", PAID) in other]
        if len(above) == 1 or len(paid) == 1:
            _add(found, above[0] if len(above) == 1 else paid[0], values)
        elif extra == {"scheme"}:
            shared = {name: values.pop(name) for name in DENOMINATORS & values.keys()}
            for other in above:
                _add(found, other, shared)
            _own_row(found, sets, values, set(), required)
        else:
            _own_row(found, sets, values, extra, required)


def _add(found: Gathered, sets: Sets, values: Mapping[str, object]) -> None:
    group = found.groups[sets]
    for name, value in values.items():
        group.setdefault(name, value)


def _own_row(found: Gathered, sets: Sets, values: Values, extra: set[str], required: set[str]) -> None:
    """A row for what belongs to all payers together; what belongs to no one season, year or item is left out."""
    if not values:
        return
    if extra & required:
        found.strays += list(values.items())
        return
    wide = (*sets, ("payer_level", ALL_LEVELS)) if "payer_level" in extra else sets
    found.groups.setdefault(tuple(sorted(wide)), {}).update(values)


def row_values(
    sets: Sets,
    figures: Mapping[str, object],
    cells: Sequence[tuple[LedgerField, object]],
    stated: Mapping[str, object],
    *,
    follows_cells: set[str],
) -> Values:
    """One row of the ledger: what its heading says, else its own cells, else what is stated for the table.

    `follows_cells` are columns where the cell goes before the heading: 下达金额 beside a column 资金阶段.
    """
    limits = dict(sets)
    values: Values = {}
    for name in dict.fromkeys(one.of.column_name for one, _ in cells):
        value = _dimension(name, limits, cells)
        if value is not None and (name not in limits or name in follows_cells):
            values[name] = value
    for name, value in limits.items():
        values.setdefault(name, value)
    for name, value in stated.items():
        if values.get(name) is None:
            values[name] = value
    return values | dict(figures)


def _dimension(name: str, limits: Mapping[str, str], cells: Sequence[tuple[LedgerField, object]]) -> object:
    """The cell of a column that fits the row best: 拨付时间 for what was passed down, then a time that says nothing."""
    own = [(one, value) for one, value in cells if one.of.column_name == name]
    filled = [(one, value) for one, value in own if value is not None]
    if len({one.sets for one, _ in own}) < 2:
        return filled[0][1] if filled else None

    def fits(one: LedgerField) -> bool:
        return all(limits.get(key) == value for key, value in one.sets)

    fitting = sorted(((one, value) for one, value in filled if fits(one)), key=lambda pair: -len(pair[0].sets))
    return fitting[0][1] if fitting else None


def sets_in(fields: Sequence[LedgerField], name: str) -> Iterator[str]:
    """The values that headings set for a column."""
    for one in fields:
        yield from (value for key, value in one.sets if key == name)
