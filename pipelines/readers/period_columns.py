"""Tables with periods side by side: 受灾人口 over 2022年 and 2023年, or 2022年 and 2023年 over their indicators."""

from collections.abc import Sequence
from dataclasses import replace

from pipelines import codebooks
from pipelines.readers.columns import Column
from pipelines.transforms.headings import heading_period, parse_heading


def with_periods(columns: Sequence[Column], stacks: Sequence[Sequence[str]]) -> list[Column]:
    """The columns of indicators with the period that heads each: below it or in a bracket, or above several of them.

    One period above the whole table is its title, as in any table of disasters.
    """
    known = codebooks.indicators()
    below = {c.position: _below(stacks[c.position]) for c in columns if c.target in known and stacks[c.position]}
    above = {c.position: _above(stacks[c.position]) for c in columns if c.target in known and stacks[c.position]}
    if len(set(above.values()) - {""}) < 2:
        above = {}
    return [
        replace(column, period=period, unit="" if heading_period(column.unit) else column.unit)
        if (period := below.get(column.position, "") or above.get(column.position, ""))
        else column
        for column in columns
    ]


def _below(stack: Sequence[str]) -> str:
    last = stack[-1]
    if len(stack) > 1 and heading_period(last):
        return last
    bracket = parse_heading(last).odd_bracket
    return bracket if bracket and heading_period(bracket) else ""


def _above(stack: Sequence[str]) -> str:
    return next((cell for cell in stack[:-1] if heading_period(cell)), "")
