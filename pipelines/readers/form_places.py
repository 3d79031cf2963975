"""What stands above a form with its indicators below each other: labelled values in cells of their own, its region."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from pipelines import codebooks
from pipelines.readers.context import Context
from pipelines.readers.form_columns import form_words, is_label
from pipelines.readers.quotable import is_place_word
from pipelines.readers.rows import cell_text
from pipelines.readers.sheets import Cell
from pipelines.readers.statements import moment_text
from pipelines.readers.vertical_forms import Form
from pipelines.transforms.places import Written, resolve
from pipelines.transforms.widths import narrow, squeezed

LEVEL_WORDS = 8
"""So many letters after a region's name in a title may name a township of it."""


def head_lines(form: Form) -> tuple[str, ...]:
    """The lines above the columns, a label and its value in the next cell joined: 灾种：洪涝灾害."""
    rows = (row for index, row in _rows_above(form) if index not in form.above.values())
    return tuple(line for line in map(_line, rows) if line)


def stated_place(form: Form, context: Context) -> Written:
    """The region of a column that names none: the one the form is filled in for, else the one its title speaks of.

    A title or file name that goes on with what may be a township (青湖区湖滨街道灾情) does not speak of the county.
    """
    label = next(_labelled_region(form), "")
    if label:
        code = codebooks.normalise_region_code(label)
        for name in () if code else (squeezed(label), _without_office(label)):
            code = resolve([Written(name=name)], context.region)[0].code if name and not code else code
        return Written(code=code) if code else Written(name=label)
    township = township_in(context.region, (*context.texts, context.series)) if context.region else None
    return Written(code=township or "")


def _rows_above(form: Form) -> Iterator[tuple[int, Sequence[Cell]]]:
    for index in range(form.begin, form.first):
        yield index, form.sheet.rows[index]


def _line(row: Sequence[Cell]) -> str:
    return "  ".join(f"{label}：{value}" if label else value for label, value in _pairs(row) if value)


def _pairs(row: Sequence[Cell]) -> Iterator[tuple[str, str]]:
    """The texts of a row; a label comes with the cell that follows it, or with “” where nobody filled that in."""
    label = ""
    for cell in row:
        if is_label(cell):
            if label:
                yield label, ""
            label = narrow(str(cell)).rstrip(":")
        elif cell is not None and cell_text(cell).strip():
            yield label, moment_text(cell) if isinstance(cell, datetime) else cell_text(cell).strip()
            label = ""


def _labelled_region(form: Form) -> Iterator[str]:
    """The region behind its label, in the next cell or the same one: 填报地区：湖滨街道."""
    labels = form_words("region")
    for index, row in _rows_above(form):
        if index in form.above.values():
            continue
        for label, text in _pairs(row):
            before, _, after = narrow(text).partition(":")
            if label in labels and text:
                yield text
            elif not label and before in labels and after.strip():
                yield after.split("  ")[0].strip()


def _without_office(label: str) -> str:
    name = squeezed(label)
    cuts = [name.index(word) for word in form_words("office") if word in name]
    return name[: min(cuts)] if cuts else ""


def township_in(code: str, texts: Sequence[str]) -> str | None:
    """The one township of a county that these texts name, else the county; None where they may name another one."""
    if len(code) != 6:
        return code
    below = [region for region in codebooks.children(code) if len(region.region_code) == 12]
    named = {region.region_code for region in below for text in texts if region.name_zh in squeezed(text)}
    if named:
        return named.pop() if len(named) == 1 else None
    own = codebooks.region(code)
    goes_on = own is not None and any(_goes_on(squeezed(text), own.name_zh) for text in texts)
    return None if goes_on and below else code


def _goes_on(text: str, name: str) -> bool:
    """Whether a name of a place follows this one."""
    rest = text.partition(name)[2]
    names = (rest[:length] for length in range(3, LEVEL_WORDS + 1))
    return any(is_place_word(other) and other in rest and "乡镇" not in other for other in names)
