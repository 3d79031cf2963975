"""Forms with the indicators below each other and a column for each region: 指标名称 计量单位 | 青湖镇 | 石埠镇.

A township's report and the printed forms of the statute look so. Here such a form is found in its sheet; `turned_forms`
turns it, so that it is read like any other table.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from pipelines import codebooks
from pipelines.readers.comparisons import Beside, beside_values, kind_of
from pipelines.readers.form_columns import (
    UNFILLED,
    UNKNOWN,
    VALUES,
    form_words,
    heads_column,
    heads_figures,
    is_figure,
    is_label,
    is_period,
    kind_of_column,
    numbers_columns,
)
from pipelines.readers.header_block import REGION_TARGETS
from pipelines.readers.rows import cell_text
from pipelines.readers.sheets import Cell, Sheet
from pipelines.readers.statements import is_statement
from pipelines.transforms.dates import parse_moment
from pipelines.transforms.headings import Match, heading_period, match_heading
from pipelines.transforms.region_tiers import regions_named
from pipelines.transforms.units import known_unit
from pipelines.transforms.widths import narrow, squeezed

ENOUGH, FEW = 5, 1
"""So many different indicators below each other make a form; so few where years or regions head their columns."""
_LONGEST_HEADING = 60
_SEARCHED_ROWS = 200
_LETTER = re.compile(r"[^\W\d_]")
_OF_COLUMNS = REGION_TARGETS | {"@hazard", "@occurred_at", "@ended_at", "@as_of", "@reported_at", "@stage"}
"""What a row above the indicators may say about each column."""


@dataclass(frozen=True)
class Form:
    """A form in the rows `begin` to `stop` of a sheet (indices). `names` and `units` are columns; `lines` the rows of
    indicators with what they mean; `above` the rows over them that say something of each column, by target (that of
    the headings is “”); `values` the columns of figures, none in a form that nobody has filled in.
    """

    sheet: Sheet
    begin: int
    stop: int
    names: int
    units: int | None
    lines: dict[int, Match]
    above: dict[str, int]
    values: tuple[int, ...]
    unknown: tuple[int, ...]
    """Columns of numbers whose heading names neither a region, a period nor a comparison: 占比."""
    counted: frozenset[int] | None = None
    """The rows of indicators of all halves side by side; None where another half counts the rows."""
    beside: Mapping[int, Beside] = field(default_factory=dict)
    """The columns of the year before and of the change on it, by the column of figures that they belong to."""

    @property
    def first(self) -> int:
        """The row of the first indicator."""
        return min(self.lines)

    @property
    def head(self) -> int:
        """The row that heads the columns."""
        return max(self.above.values(), default=self.first)


def forms_of(sheet: Sheet) -> tuple[Form, ...]:
    """The forms of a sheet: mostly none, below each other where one sheet collects several, or halves side by side."""
    columns = _columns_of_indicators(sheet)
    if columns and _is_long(sheet, columns[0]):
        return ()
    parts: list[list[Form]] = []
    for begin, stop in _parts(sheet, columns[0]) if columns else ():
        ends = (*columns[1:], len(sheet.rows[0]))
        halves = [_form(sheet, begin, stop, names, end) for names, end in zip(columns, ends, strict=True)]
        if any(halves):
            parts.append([form for form in halves if form])
    forms = []
    for number, found in enumerate(parts):
        begin = found[0].begin if number else 0
        stop = parts[number + 1][0].begin if number + 1 < len(parts) else len(sheet.rows)
        counted = frozenset(index for form in found for index in form.lines)
        forms.append(replace(found[0], begin=begin, stop=stop, counted=counted))
        forms += [replace(form, begin=begin, stop=stop) for form in found[1:]]
    return tuple(forms)


def _columns_of_indicators(sheet: Sheet) -> list[int]:
    """The columns in which enough indicators stand below each other, from left to right."""
    texts = _texts(sheet, 0, _SEARCHED_ROWS)
    targets = [_targets(_lines(texts, 0, at)) for at in range(len(sheet.rows[0]) if sheet.rows else 0)]
    return [at for at, found in enumerate(targets) if found and len(found) >= _enough(sheet, at)]


def _targets(lines: Mapping[int, Match]) -> set[str]:
    """The indicators that these lines name."""
    return {match.meanings[0].target for match in lines.values()}


def _enough(sheet: Sheet, names: int) -> int:
    """So many indicators below each other make a form: fewer below headings of forms, periods or regions."""
    first = next((index for index, row in enumerate(sheet.rows[:_SEARCHED_ROWS]) if _known(row[names : names + 1])), 0)
    head = next(
        (row for row in reversed(sheet.rows[:first]) if any(cell_text(c).strip() for c in row[names + 1 :])), ()
    )
    if head and heads_figures([squeezed(cell_text(cell)) for cell in head[names:]]):
        return FEW
    at = [n for n, cell in enumerate(head) if n > names and heads_column(cell_text(cell))]
    beside_it = [sheet.rows[first][n] for n in at]
    return FEW if len(at) > 1 and not _known(beside_it) and any(map(is_figure, beside_it)) else ENOUGH


def _known(cells: Sequence[Cell]) -> set[str]:
    """The indicators that these cells name."""
    matches = (_match((cell,)) for cell in cells if isinstance(cell, str))
    return {meaning.target for match in matches if match for meaning in match.meanings}


def _match(parts: tuple[str, ...]) -> Match | None:
    """The indicator that a cell names, alone or together with the group before it. Figures alone name none."""
    if not parts[-1].strip() or len(parts[-1]) > _LONGEST_HEADING or not _LETTER.search("".join(parts)):
        return None
    match = match_heading(parts)
    known = codebooks.indicators()
    return match if match and all(meaning.target in known for meaning in match.meanings) else None


def _parts(sheet: Sheet, names: int) -> Iterator[tuple[int, int]]:
    """Where each form of the sheet begins and ends: after enough indicators, one that stood before begins the next."""
    begin, last, seen = 0, -1, set[str]()
    for index, row in enumerate(sheet.rows):
        match = _match((row[names],)) if isinstance(row[names], str) else None  # type: ignore[arg-type]
        target = match.meanings[0].target if match else ""
        if target and target in seen and len(seen) >= ENOUGH and index - last > 1:
            yield begin, last + 1
            begin, seen = last + 1, set()
        if target:
            last = index
            seen.add(target)
    yield begin, len(sheet.rows)


def _form(sheet: Sheet, begin: int, stop: int, names: int, end: int) -> Form | None:
    """The form whose indicators stand in this column of these rows; None where no column can hold their figures."""
    lines = _lines(_texts(sheet, begin, stop), begin, names)
    if len(_targets(lines)) < _enough(sheet, names):
        return None
    above = _above(sheet, begin, min(lines), names, end)
    units = next((at for at in range(names + 1, end) if _is_unit_column(sheet, lines, at)), None)
    kinds: dict[str, list[int]] = {}
    for at in range(names + 1, end):
        headings = {target: cell_text(sheet.rows[row][at]).strip() for target, row in above.items()}
        if at != units and form_words("form_ignored").isdisjoint(map(squeezed, headings.values())):
            kinds.setdefault(kind_of_column([sheet.rows[index][at] for index in lines], headings), []).append(at)
    if not (VALUES in kinds or UNFILLED in kinds):
        return None
    values, unknown = (tuple(kinds.get(kind, ())) for kind in (VALUES, UNKNOWN))
    compared = _beside(sheet, above.get(""), values, range(names + 1, end))
    unknown = (
        tuple(at for at in unknown if not kind_of(cell_text(sheet.rows[above[""]][at]))[0]) if compared else unknown
    )
    return Form(sheet, begin, stop, names, units, lines, above, values, unknown, beside=compared)


def _beside(sheet: Sheet, head: int | None, values: Sequence[int], columns: range) -> dict[int, Beside]:
    """The columns that compare with the year before, by the column of figures they belong to."""
    if head is None:
        return {}
    headings = {at: cell_text(sheet.rows[head][at]) for at in columns}
    periods = {at: period for at in values if (period := heading_period(headings[at]))}
    return beside_values(headings, values, periods)


def _texts(sheet: Sheet, begin: int, stop: int) -> list[list[str]]:
    return [[cell_text(cell).strip() for cell in row] for row in sheet.rows[begin:stop]]


def _lines(texts: Sequence[Sequence[str]], begin: int, names: int) -> dict[int, Match]:
    """The rows of indicators; the first text is that of row `begin`. A word that is none alone (户数) may be one below
    its group (倒塌房屋), a blank one the indicator above it in another unit.
    """
    lines, group, is_group_named, above = {}, "", False, ""
    for index, row in enumerate(texts, begin):
        text, beside = row[names], row[names + 1] if names + 1 < len(row) else ""
        before = row[names - 1] if names else ""
        if before and before != group and not known_unit(before):
            group, is_group_named = before, _LETTER.search(before) is not None
        if text and not is_group_named and not _LETTER.search(text):  # a figure below figures names nothing
            above = text
            continue
        match = _match((text,))
        if not match and group and text and not known_unit(text):
            match = _match((group, text))
        if not match and not text and above and known_unit(beside):
            match = _match((above, beside))
        above = text or (above if match else "")
        if match:
            lines[index] = match
    return lines


def _above(sheet: Sheet, begin: int, first: int, names: int, end: int) -> dict[str, int]:
    """The rows right above the indicators that speak of the columns, by target; that of the headings is “”."""
    found: dict[str, int] = {}
    for index in range(first - 1, begin - 1, -1):
        row = sheet.rows[index]
        if not any(cell_text(cell).strip() for cell in row[names + 1 : end]) or numbers_columns(row):
            continue
        target = _dimension(cell_text(row[names]))
        target = target if target in _OF_COLUMNS else ""
        if target in found or any(map(is_label, row[:end])):
            break
        found[target] = index
    return found


def _dimension(text: str) -> str:
    match = match_heading((text,)) if text.strip() and len(text) <= _LONGEST_HEADING else None
    return match.meanings[0].target if match else ""


def _is_unit_column(sheet: Sheet, lines: dict[int, Match], at: int) -> bool:
    texts = [cell_text(sheet.rows[index][at]).strip() for index in lines]
    known = sum(1 for text in texts if text and known_unit(text))
    return known * 2 > sum(1 for text in texts if text) > 0


def _is_long(sheet: Sheet, names: int) -> bool:
    """Whether a table has one figure in a row, and columns that say where and when each one is from."""
    lines = _lines(_texts(sheet, 0, _SEARCHED_ROWS), 0, names)
    above = sheet.rows[: min(lines, default=0)]
    columns = ((at, [sheet.rows[index][at] for index in lines]) for at in range(len(sheet.rows[0])))
    return any(_tells_each_row(cell_text(row[at]), cells) for at, cells in columns for row in above)


def _tells_each_row(heading: str, cells: Sequence[Cell]) -> bool:
    """Whether a column, as those of long tables do, tells a region, a period or a time of each row."""
    is_said_once = is_statement(heading) or narrow(heading).endswith(":")
    target = "" if is_said_once else _dimension(heading)
    filled = [cell for cell in cells if cell is not None and cell_text(cell).strip()]
    if target in REGION_TARGETS:
        return any(regions_named(squeezed(cell_text(c))) or codebooks.normalise_region_code(c) for c in filled)
    if target == "@occurred_at":
        return any(isinstance(cell, str | datetime) and parse_moment(cell) for cell in filled)
    return target.startswith("@period") and any(is_period(cell_text(c)) or parse_moment(c) for c in filled)
