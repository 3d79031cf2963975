"""The columns of a form whose indicators stand below each other: what their headings and cells tell of them."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, time
from functools import cache

from pipelines import codebooks
from pipelines.readers.comparisons import kind_of
from pipelines.readers.header_block import REGION_TARGETS
from pipelines.readers.header_search import is_number
from pipelines.readers.quotable import is_place_word
from pipelines.readers.rows import cell_text, is_total
from pipelines.readers.sheets import Cell
from pipelines.readers.statements import is_statement
from pipelines.transforms.headings import heading_period
from pipelines.transforms.numbers import missing_marks
from pipelines.transforms.region_tiers import regions_named
from pipelines.transforms.stages import parse_stage
from pipelines.transforms.units import is_unit_label
from pipelines.transforms.widths import narrow, squeezed

_CODED = re.compile(r"(?:[0-9]{6}|[0-9]{9}|[0-9]{12})(?![0-9])")
_LONGEST_LABEL = 20
VALUES, UNFILLED, UNKNOWN, NOTHING = "values", "unfilled", "unknown", ""
"""Kinds of columns: figures of one region; none yet; numbers of something else; nothing."""


def is_period(text: str) -> bool:
    """Whether the heading of a column names a period: 2021年, 2022年上半年."""
    return heading_period(text) is not None


def is_label(cell: Cell) -> bool:
    """Whether a cell announces the value in the next one: 填报地区：, 灾害发生时间."""
    text = narrow(cell) if isinstance(cell, str) else ""
    label = text.rstrip(":")
    if not label or ":" in label or len(label) > _LONGEST_LABEL or (label == text and is_unit_label(text)):
        return False  # 填报地区：湖滨街道 has its value with it; 计量单位 alone is a heading
    return is_statement(f"{label}:?")


def numbers_columns(row: Sequence[Cell]) -> bool:
    """Whether the row numbers the columns: 甲 乙 丙 1 2."""
    texts = [cell_text(cell).strip().strip("()（）") for cell in row if cell is not None and str(cell).strip()]
    return bool(texts) and all(len(text) < 3 and (text.isdecimal() or text in "甲乙丙丁戊") for text in texts)


def kind_of_column(cells: Sequence[Cell], headings: Mapping[str, str]) -> str:
    """What a column beside the indicators is, told by its cells in their rows and by what stands above it."""
    filled = [cell for cell in cells if cell is not None and cell_text(cell).strip()]
    heading = headings.get("", "")
    region = any(text for target, text in headings.items() if target in REGION_TARGETS)
    if not filled:
        return UNFILLED if region or (heading and tells_column(heading)) else NOTHING
    has_figures = any(map(is_figure, filled))
    if region or (tells_column(heading) and (heading or has_figures)):
        return VALUES
    return UNKNOWN if has_figures else NOTHING


def tells_column(heading: str) -> bool:
    """Whether the heading of a column says whose figures, or the figures of when, it holds; a blank one the title's."""
    text = squeezed(heading)
    if kind_of(heading)[0]:
        return False
    if not text or text in form_words("form_value") or is_total(text) or is_period(text):
        return True
    return bool(parse_stage(text) or regions_named(text) or _CODED.match(text)) or _is_place(text)


def heads_figures(texts: Sequence[str]) -> bool:
    """Whether headings are those of a form and of nothing else: 指标名称 计量单位 数量."""
    figures = form_words("form_value")
    return texts[0] in form_words("form_names") and any(text in figures or is_period(text) for text in texts[1:])


def heads_column(text: str) -> bool:
    """Whether a heading names a period, a comparison or a region."""
    return is_period(text) or bool(kind_of(text)[0]) or bool(regions_named(squeezed(text)))


def _is_place(text: str) -> bool:
    return is_place_word(text) and not any(word in text for word in form_words("narrowing"))


def is_figure(cell: Cell) -> bool:
    if isinstance(cell, datetime | time):
        return False
    return is_number(cell) or (isinstance(cell, str) and cell.strip() in missing_marks())


@cache
def form_words(kind: str) -> frozenset[str]:
    """The words of title_patterns.csv of one kind, as headings are compared."""
    return frozenset(squeezed(row["word"]) for row in codebooks.rows("title_patterns") if row["kind"] == kind)
