"""The form of a township's report: the indicators of the national layout down, one or many townships across.

Head fields and figures have drop-downs and rules; what does not fit together turns red or yellow and is said in the
last column. A column left blank is no report; a 0 is one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell  # type: ignore[import-untyped]  # no annotations

from pipelines import codebooks
from pipelines.templates.entries import hazard_choices, parts, region_lists
from pipelines.templates.form_rules import FormRule, form_rules
from pipelines.templates.sheets import PAPER_A3, Explanation, Styles, choice_rule, page
from pipelines.templates.words import numbered, word

_NAMES, _UNITS, _FIRST = 0, 1, 2
_FIELDS = ("region", "hazard", "occurred_at", "as_of", "stage", "typhoon_no", "magnitude")
_FIELD_FORMATS = {"occurred_at": "yyyy-mm-dd hh:mm", "as_of": "yyyy-mm-dd hh:mm"}
_HEAD_ROW = 2 + len(_FIELDS) + 1
_WIDTHS = (36, 10, 12, 46)
_A4_COLUMNS = 8


@dataclass(frozen=True)
class _Form:
    """Where things stand: `rows` of the indicators, `columns` of the townships; a total only beside several."""

    region: codebooks.Region | None
    places: tuple[codebooks.Region, ...]
    rows: dict[str, int]

    @property
    def columns(self) -> range:
        return range(_FIRST, _FIRST + max(1, len(self.places)))

    @property
    def total(self) -> int | None:
        return self.columns.stop if len(self.places) > 1 else None

    @property
    def last(self) -> int:
        """The column of messages."""
        return self.columns.stop + (self.total is not None)


def indicators() -> tuple[codebooks.Indicator, ...]:
    """The indicators of the national layout, in its order."""
    listed = (indicator for indicator in codebooks.loss_columns() if indicator.national_seq)
    return tuple(sorted(listed, key=lambda indicator: indicator.national_seq or 0))


def write(book: Any, region: codebooks.Region | None) -> None:
    """Write the form and its explanation into a workbook."""
    styles, explanation = Styles(book), _explanation(region)
    form = _form(region)
    sheet = book.add_worksheet(word("township_report"))
    title = f"{region.name_zh if region and form.places else ''}{word('township_report')}"
    sheet.merge_range(0, 0, 0, form.last, title, styles.title)
    sheet.set_row(0, 30)
    sheet.merge_range(1, 0, 1, form.last, word("hint.report"), styles.hint)
    sheet.set_row(1, 32 if form.last < _A4_COLUMNS else 18)
    _fields(sheet, styles, explanation, region)
    _headings(sheet, styles, form)
    _lines(sheet, styles, form)
    _rules(sheet, styles, form)
    foot = max(form.rows.values()) + 2
    sheet.merge_range(foot, 0, foot, form.last, word("signatures"), styles.hint)
    sheet.freeze_panes(_HEAD_ROW + 1, _FIRST)
    is_wide = form.last >= _A4_COLUMNS
    page(sheet, is_wide=is_wide, heading_rows=(_HEAD_ROW - 1, _HEAD_ROW), **({"paper": PAPER_A3} if is_wide else {}))
    explanation.write(book, styles)


def _form(region: codebooks.Region | None) -> _Form:
    """A column for each part of the region; a region without parts, a township, has one of its own."""
    places = (parts(region) or (region,)) if region else ()
    rows, at = {}, _HEAD_ROW
    for _, group in groupby(indicators(), key=lambda indicator: indicator.group):
        at += 1
        for indicator in group:
            at += 1
            rows[indicator.column_name] = at
    return _Form(region, places, rows)


def _fields(sheet: Any, styles: Styles, explanation: Explanation, region: codebooks.Region | None) -> None:
    """The head: a label in the first column, its value in the next two."""
    lists = {"hazard": (hazard_choices(), word("list.hazard")), "stage": (_stages(), "")}
    for row, key in enumerate(_FIELDS, start=2):
        label = word(f"head.{key}")
        sheet.write_string(row, _NAMES, f"{label}：", styles.label)
        style = styles.entry(_FIELD_FORMATS.get(key, "@"), boxed=True)
        written = region.name_zh if region and key == "region" else ""
        sheet.merge_range(row, _UNITS, row, _FIRST, written, style)
        shown = {"input_title": label, "input_message": word(f"prompt.{key}")}
        rule = choice_rule(*lists[key][:1], explanation, lists[key][1]) if key in lists else {"validate": "any"}
        told = {"error_title": word("error.title"), "error_message": word("error.choice")} if key in lists else {}
        sheet.data_validation(row, _UNITS, row, _UNITS, rule | shown | told)


def _stages() -> list[str]:
    return [row["alias"] for row in codebooks.rows("stages") if int(row["rank"] or 0) > 0]


def _headings(sheet: Any, styles: Styles, form: _Form) -> None:
    codes, names = _HEAD_ROW - 1, _HEAD_ROW
    code_cell, name_cell = styles.entry("@", boxed=True), styles.head
    sheet.write_string(codes, _NAMES, word("code"), styles.label)
    sheet.write_string(names, _NAMES, word("column.indicator"), styles.head)
    sheet.write_blank(codes, _UNITS, None, styles.label)
    sheet.write_string(names, _UNITS, word("column.unit"), styles.head)
    for at in form.columns:
        place = form.places[at - _FIRST] if form.places else None
        sheet.write_string(codes, at, place.region_code if place else "", code_cell)
        sheet.write_string(names, at, place.name_zh if place else word("column.value"), name_cell)
    others = {form.last: "check"} | ({form.total: "total"} if form.total else {})
    for at, key in others.items():
        sheet.write_blank(codes, at, None, styles.label)
        sheet.write_string(names, at, word(f"column.{key}"), styles.head)
    sheet.set_row(names, 30)
    widths = (_WIDTHS[0], _WIDTHS[1], *(_WIDTHS[2] for _ in form.columns), *((_WIDTHS[2],) if form.total else ()))
    for at, width in enumerate((*widths, _WIDTHS[3])):
        sheet.set_column(at, at, width if form.places else {_FIRST: 18}.get(at, width))


def _lines(sheet: Any, styles: Styles, form: _Form) -> None:
    """A row for each indicator below the name of its group; parts of a total are indented."""
    known = {indicator.column_name: indicator for indicator in indicators()}
    names = {depth: styles.indented(depth) for depth in range(5)}
    cells = {decimals: styles.entry(_number_format(decimals), boxed=True) for decimals in range(4)}
    for name, row in form.rows.items():
        indicator = known[name]
        if row - 1 not in form.rows.values():
            for at in range(form.last + 1):
                text = word(f"group.{indicator.group}") if at == _NAMES else ""
                sheet.write_string(row - 1, at, text, styles.group)
        sheet.write_string(row, _NAMES, _name(indicator), names[_depth(indicator, known)])
        sheet.write_string(row, _UNITS, indicator.unit, styles.centred)
        for at in form.columns:
            sheet.write_blank(row, at, None, cells[indicator.decimals])
        if form.total is not None:
            first, last = (xl_rowcol_to_cell(row, at) for at in (form.columns[0], form.columns[-1]))
            formula = f'=IF(COUNT({first}:{last})=0,"",SUM({first}:{last}))'
            sheet.write_formula(row, form.total, formula, cells[indicator.decimals], "")
        limit = "integer" if indicator.is_integer else "decimal"
        message = word("error.integer" if indicator.is_integer else "error.number")
        rule = {"validate": limit, "criteria": ">=", "value": 0, "error_title": word("error.title")}
        sheet.data_validation(
            row, form.columns[0], row, form.columns[-1], rule | {"error_message": message}
        )  # fmt: skip


def _name(indicator: codebooks.Indicator) -> str:
    own = indicator.export_header_zh.startswith(word("of_which"))
    return f"{word('of_which') if own else ''}{indicator.name_zh}"


def _depth(indicator: codebooks.Indicator, known: dict[str, codebooks.Indicator]) -> int:
    above = known.get(indicator.parent)
    return 1 + _depth(above, known) if above else 0


def _number_format(decimals: int) -> str:
    return "0." + "0" * decimals if decimals else "0"


def _rules(sheet: Any, styles: Styles, form: _Form) -> None:
    """Marks at the first indicator of a rule where it is broken, and what is wrong in the last column of its row."""
    by_row: dict[int, list[FormRule]] = {}
    for rule in form_rules(form.rows):
        by_row.setdefault(form.rows[rule.columns[0]], []).append(rule)
    first, last = form.columns[0], form.columns[-1]
    for name, row in form.rows.items():
        rules = by_row.get(form.rows[name], [])
        for rule in rules:
            condition = rule.broken(lambda column: f"{xl_col_to_name(first)}${form.rows[column] + 1}")
            marked = {"type": "formula", "criteria": f"={condition}>0"}
            style = styles.error if rule.is_error else styles.warning
            sheet.conditional_format(row, first, row, last, marked | {"format": style})
        sheet.write_formula(row, form.last, _message(rules, form), styles.message, "")


def _message(rules: Sequence[FormRule], form: _Form) -> str:
    def cells(column: str) -> str:
        row = form.rows[column]
        return f"{xl_rowcol_to_cell(row, form.columns[0])}:{xl_rowcol_to_cell(row, form.columns[-1])}"

    said = [f'IF(SUMPRODUCT({rule.broken(cells)})>0,"{rule.message_zh}；","")' for rule in rules]
    return "=" + "&".join(said) if said else '=""'


def _explanation(region: codebooks.Region | None) -> Explanation:
    headings = [(word(f"explain.{key}"), width) for key, width in _EXPLAINED]
    rows = [
        (_name(i), i.unit, word("allowed.integer" if i.is_integer else "allowed.decimal"), _checks(i), i.name_en)
        for i in indicators()
    ]
    lists = {word("list.hazard"): hazard_choices()} | region_lists(region)
    title = word("sheet.chosen", name=word("township_report"))
    return Explanation(title, numbered("note.report"), headings, rows, lists)


_EXPLAINED = (("indicator", 34), ("unit", 16), ("allowed", 22), ("description", 56), ("english", 44))


def _checks(indicator: codebooks.Indicator) -> str:
    names = {i.column_name: i for i in indicators()}
    told = (rule.message_zh for rule in form_rules(names) if rule.columns[0] == indicator.column_name)
    return "；".join(dict.fromkeys(told))
