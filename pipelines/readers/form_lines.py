"""The lines of a form, an indicator each: their unit, their meaning, and which of several with one meaning is used."""

from collections.abc import Mapping
from dataclasses import replace

from pipelines.readers.columns import Column, column_letters, sheet_locator
from pipelines.readers.outcome import Outcome
from pipelines.readers.rows import cell_text
from pipelines.readers.vertical_forms import Form
from pipelines.transforms.headings import Match, match_heading
from pipelines.transforms.units import known_unit


def name_of(form: Form, line: int) -> str:
    """The indicator as the form writes it."""
    return cell_text(form.sheet.rows[line][form.names]).strip()


def unit_of(form: Form, line: int) -> str:
    """The unit that stands beside an indicator."""
    return cell_text(form.sheet.rows[line][form.units]).strip() if form.units is not None else ""


def meanings(form: Form, outcome: Outcome) -> tuple[Match | None, ...]:
    """What each line means. Of lines with one meaning the first holds if they say the same; else nobody can tell which
    of them is meant, and none is used.
    """
    matches = {line: _with_unit(form, line, match) for line, match in form.lines.items()}
    groups: dict[frozenset[str], list[int]] = {}
    for line, match in matches.items():
        groups.setdefault(frozenset(meaning.target for meaning in match.meanings), []).append(line)
    unused = {line for lines in groups.values() if len(lines) > 1 for line in _repeated(form, lines, matches, outcome)}
    return tuple(None if line in unused else match for line, match in matches.items())


def cell_of(form: Form, row: int, at: int) -> str:
    """`表1!D12`: a cell of the form, as the person sees it."""
    sheet = form.sheet
    where = f"{column_letters(sheet, Column(at, '', ''))}{sheet.first_row + row}"
    return f"{sheet.name}!{where}" if sheet.name else where


def _with_unit(form: Form, line: int, match: Match) -> Match:
    """The meaning of a line; its unit tells 倒塌房屋 in 户 from 倒塌房屋 in 间."""
    unit = unit_of(form, line)
    if match.unit or not known_unit(unit):
        return match
    with_unit = match_heading((cell_text(form.sheet.rows[line][form.names]), unit))
    return replace(match, meanings=with_unit.meanings) if with_unit else match


def _repeated(form: Form, lines: list[int], matches: Mapping[int, Match], outcome: Outcome) -> list[int]:
    """The lines of one meaning that are not used."""
    said = {tuple(cell_text(form.sheet.rows[line][at]).strip() for at in form.values) for line in lines}
    if len(said) == 1:
        return lines[1:]
    rows = "、".join(f"第{form.sheet.first_row + line}行" for line in lines)
    meaning = matches[lines[0]].meanings[0].target
    outcome.finding(
        "F055", sheet_locator(form.sheet, lines[-1]), indicator=meaning, heading=name_of(form, lines[0]), detail=rows
    )
    return lines
