"""The 66 figures of a generated report as SQL, in the order in which one follows from another.

What is part of what, and what lies within what, is read from the codebook of indicators; `figure_rates.csv` says how
large the rest is. Every figure is counted in units of its last decimal, so that all arithmetic is of whole numbers.
"""

import csv
from functools import cache
from pathlib import Path

from pipelines import codebooks
from pipelines.codebooks import Indicator

FOLDER = Path(__file__).parent
PART, WITHIN = "part", ("subset", "nested")
Row = dict[str, str]


@cache
def table(name: str) -> tuple[Row, ...]:
    """A CSV file of this folder, as rows."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return tuple(csv.DictReader(lines))


@cache
def drawn() -> dict[str, Row]:
    """How each figure that no other one decides is drawn."""
    return {row["column_name"]: row for row in table("figure_rates")}


@cache
def national() -> dict[str, Indicator]:
    """The indicators of the national form, by column name."""
    return {i.column_name: i for i in codebooks.loss_columns() if i.national_seq is not None}


def counted() -> list[str]:
    """`expression as name` of every figure in units of its last decimal, each after those that it is made from."""
    return [f"{_value(name)} as {name}" for name in _ordered()]


def stored(name: str) -> str:
    """A counted figure as core stores it; an indicator outside the form is not reported."""
    indicator = codebooks.indicators()[name]
    if name not in national():
        return typed(indicator, "null")
    unit = f"0.{'0' * (indicator.decimals - 1)}1"
    return typed(indicator, name if indicator.is_integer else f"cast({name} as decimal(16,0)) * {unit}")


def typed(indicator: Indicator, expression: str) -> str:
    """An expression as the column of an indicator."""
    kind = "bigint" if indicator.is_integer else "decimal(18,6)"
    return f"cast({expression} as {kind}) as {indicator.column_name}"


def _parts(name: str) -> list[str]:
    return [i.column_name for i in national().values() if i.parent == name and i.part_kind == PART]


def _made_from(name: str) -> list[str]:
    """The figures that one follows from."""
    if parts := _parts(name):
        return parts
    if national()[name].part_kind in WITHIN:
        return [national()[name].parent]
    bound = drawn()[name]["at_most"]
    return [bound] if bound in national() else []


def _ordered() -> list[str]:
    ordered: dict[str, None] = {}

    def place(name: str) -> None:
        for other in _made_from(name):
            place(other)
        ordered[name] = None

    for name in national():
        place(name)
    return list(ordered)


def _value(name: str) -> str:
    if parts := _parts(name):
        return " + ".join(parts)
    if national()[name].part_kind in WITHIN:
        return (
            f"{national()[name].parent} * share // 100"  # one share a row: what lies within a part lies within it too
        )
    row = drawn()[name]
    value = _bound(row) if row["at_most"] else _size(name, row)
    blank = row["blank_pct"]
    return f"case when {_chance('blank ' + row['hits'])} >= {blank} then {value} end" if blank else value


def _bound(row: Row) -> str:
    """So many fit into another figure, rounded up: none for none. What is counted now is none once all is final."""
    value = f"({row['at_most']} + {int(row['divided_by']) - 1}) // {row['divided_by']}"
    return f"case when is_open then {value} else 0 end" if row["while_open"] else value


def _size(name: str, row: Row) -> str:
    """In proportion to the people hit, at least one where it happens at all."""
    happens = [f"list_contains(hits, '{row['hits']}')", f"{_chance('happens ' + name)} < {row['happens_pct']}"]
    if row["hazard"]:
        happens.append(f"hazard_level1 = '{row['hazard']}'")
    size = f"people * {row['per_10000']} * (50 + {_chance(name)}) // 1000000"
    return f"case when {' and '.join(happens)} then greatest(1, {size}) else 0 end"


def _chance(about: str) -> str:
    """0 to 99, drawn for this report's disaster and township."""
    return f"cast(hash(noise, '{about}') % 100 as bigint)"
