"""Ledgers that list single households: where no column counts them, each row is one."""

from collections.abc import Sequence
from decimal import Decimal

from pipelines import codebooks
from pipelines.readers.ledger_layouts import LedgerLayout
from pipelines.readers.ledger_rows import Values
from pipelines.readers.outcome import Outcome


def as_households(rows: Sequence[Values], table: LedgerLayout, outcome: Outcome) -> list[Values]:
    """The rows with the households that each of them is, told once.

    ledger_households.csv names the columns, and for some of them the figures of which one must be above zero: a claim
    without an amount is a household that was accepted, and not known to be paid. Where a ledger has one row for a
    region and season (`is_summed`), its households are added up into that row, which stands where the first one stood.
    """
    rules = [row for row in codebooks.rows("ledger_households") if row["ledger"] == table.ledger.name]
    counts = {column.column_name for column in table.ledger.measures if column.unit == "户"}
    present = {one.target for one in table.fields} | {name for row in rows for name in row}
    if not rows or not rules or not table.is_household or counts & present:
        return list(rows)
    told = sum(1 for row in rows if any(_may_count(rule, row) for rule in rules))
    if not told:
        return list(rows)
    outcome.finding("F119", value=str(told), detail=told)
    counted = [
        row
        | {rule["column_name"]: _count(row, rule["where_positive"].split()) for rule in rules if _may_count(rule, row)}
        for row in rows
    ]
    return _summed(counted, table) if any(rule["is_summed"] for rule in rules) else counted


def _may_count(rule: dict[str, str], row: Values) -> bool:
    """Whether rows of this stage are households: money that came from a donor with a telephone is none."""
    return not rule["stage"] or row.get("stage") in {None, rule["stage"]}


def _count(row: Values, figures: Sequence[str]) -> int | None:
    """One household; none where all its figures are zero, unknown where nothing is told of them."""
    if not figures:
        return 1
    told = [row[name] for name in figures if row.get(name) is not None]
    return int(any(told)) if told else None


def _summed(rows: Sequence[Values], table: LedgerLayout) -> list[Values]:
    """One row for all that differ in nothing but their figures."""
    measures = {column.column_name for column in table.ledger.measures}
    of_place = {"source_locator", "region_name"}
    groups: dict[tuple[object, ...], Values] = {}
    for row in rows:
        key = tuple(sorted((name, str(value)) for name, value in row.items() if name not in measures | of_place))
        whole = groups.setdefault(key, {name: value for name, value in row.items() if name not in measures})
        for name in measures & row.keys():
            whole[name] = _added(whole.get(name), row[name])
    return list(groups.values())


def _added(one: object, other: object) -> object:
    """The sum of two figures, of which either may be unknown."""
    if one is None or other is None:
        return other if one is None else one
    return Decimal(str(one)) + Decimal(str(other)) if isinstance(one, Decimal) else int(str(one)) + int(str(other))
