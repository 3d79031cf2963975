"""Delimited text (comma, tab, semicolon, bar, full-width comma) → one sheet of text cells.

A row is a record: its number is what a spreadsheet shows after opening the file. Blank lines count, a line break inside
quotes does not, and a first line `sep=;` neither, for Excel swallows it.
"""

import csv
import io
import itertools
import re
from collections import Counter
from collections.abc import Iterator

from pipelines.readers.sheets import Grid, Note, Sheet
from pipelines.readers.text_encodings import BROKEN, Decoded, decoded, encoding_of_beginning

DELIMITERS = ("\t", ",", ";", "|")
LAST_RESORT = "，"
SAMPLED_LINES = 200
MOST_NOTES = 50
NARROW = 5
SEPARATOR_LINE = re.compile(r'\A"?sep=(.)"?\r?\n', re.IGNORECASE)
TEXT_FORMULA = re.compile(r'="(.*)"', re.DOTALL)
"""`="610100"`: how exports keep a spreadsheet from reading a code as a number."""


def read_text(content: bytes) -> Grid:
    """The one sheet of a text file. Raises Unreadable if it is no text."""
    text = decoded(content)
    body, delimiter = _body_and_delimiter(text.text)
    records, unclosed = _records(body, delimiter)
    first, rows = _used_range(records)
    sheet = Sheet("", rows, first_row=first)
    notes = [*_encoding_notes(text), *_unclosed_notes(unclosed), *_broken_notes(sheet)]
    return Grid(kind_of_delimiter(delimiter), text.encoding, (sheet,) if rows else (), tuple(notes))


def sniff_text(beginning: bytes) -> tuple[str, str]:
    """Encoding and delimiter ("" if there is none) that the beginning of a text file shows."""
    encoding = encoding_of_beginning(beginning)
    return encoding, _body_and_delimiter(beginning.decode(encoding, "replace"))[1]


def kind_of_delimiter(delimiter: str) -> str:
    """`tsv`, `csv`, or `text` for lines without any delimiter."""
    return {"\t": "tsv", "": "text"}.get(delimiter, "csv")


def _body_and_delimiter(text: str) -> tuple[str, str]:
    text = text.lstrip("\ufeff").replace("\x00", "")
    if declared := SEPARATOR_LINE.match(text):
        return text[declared.end() :], declared[1]
    return text, _delimiter(text)


def _delimiter(text: str) -> str:
    """The delimiter that splits most of the first lines evenly; a full-width comma only for want of any other.

    Prose has full-width commas too, so most lines must have the same number of them.
    """
    sample = "".join(itertools.islice(io.StringIO(text, newline=""), SAMPLED_LINES))
    best, best_score = "", (0, 0)
    for delimiter in DELIMITERS:
        if (score := _evenness(sample, delimiter)) > best_score:
            best, best_score = delimiter, score
    if best:
        return best
    lines = sum(bool(line.strip()) for line in sample.splitlines())
    return LAST_RESORT if lines > 1 and _evenness(sample, LAST_RESORT)[0] * 2 > lines else ""


def _evenness(sample: str, delimiter: str) -> tuple[int, int]:
    """How many lines have the commonest number of fields above one, and that number."""
    try:
        records = list(csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter))
    except csv.Error:
        records = [line.split(delimiter) for line in sample.splitlines()]
    widths = Counter(len(record) for record in records if len(record) > 1)
    width, lines = max(widths.items(), key=lambda item: (item[1], item[0]), default=(0, 0))
    return lines, width


def _records(text: str, delimiter: str) -> tuple[list[list[str]], list[int]]:
    """All records, and the numbers of those with a quotation mark that is never closed and would swallow more lines."""
    lines = list(io.StringIO(text, newline=""))
    if not delimiter:
        return [[line.rstrip("\r\n")] for line in lines], []
    if '"' not in text:
        return [line.rstrip("\r\n").split(delimiter) for line in lines], []
    records: list[list[str]] = []
    unclosed: list[int] = []
    for record, is_unclosed in _careful_records(lines, delimiter):
        records.append(record)
        if is_unclosed:
            unclosed.append(len(records))
    return records, unclosed


def _careful_records(lines: list[str], delimiter: str) -> Iterator[tuple[list[str], bool]]:
    """Record by record; one that swallows others is cut back to its first line, and the next line begins afresh.

    A mark that is never closed takes the opening mark of a later cell for its end; the text after that is no separator,
    which the strict reader refuses. What it refuses within a single line is read as it stands.
    """
    usual = _usual_count(lines, delimiter)
    done = 0
    while done < len(lines):
        start = done
        reader = csv.reader((lines[n] for n in range(start, len(lines))), delimiter=delimiter, strict=True)
        for record in _until_error(reader):
            if _looks_like_several(lines[done : start + reader.line_num], delimiter, usual):
                break
            yield record, False
            done = start + reader.line_num
        if done < len(lines):
            yield _first_line_alone(lines[done], delimiter, usual, is_refused_alone=start + reader.line_num == done + 1)
            done += 1


def _usual_count(lines: list[str], delimiter: str) -> int:
    """The commonest number of separators in a line, not counting those inside quotes."""
    counts = Counter(len(next(csv.reader([line], delimiter=delimiter), [])) - 1 for line in lines[:SAMPLED_LINES])
    return max((count for count in counts if count > 0), key=lambda count: (counts[count], count), default=1)


def _until_error(reader: Iterator[list[str]]) -> Iterator[list[str]]:
    """Records until the reader refuses one."""
    try:
        yield from reader
    except csv.Error:
        return


def _looks_like_several(lines: list[str], delimiter: str, usual: int) -> bool:
    """Whether the lines of one record are complete records; in a narrow table a remark's own commas would look so."""
    return usual >= NARROW and sum(line.count(delimiter) >= usual for line in lines) > 1


def _first_line_alone(line: str, delimiter: str, usual: int, *, is_refused_alone: bool) -> tuple[list[str], bool]:
    """One line as a record, and whether a quotation mark in it is never closed."""
    if is_refused_alone:
        as_it_stands = next(csv.reader([line], delimiter=delimiter), [])
        if len(as_it_stands) > usual or line.count(delimiter) < usual:
            return as_it_stands, False
    return [cell.strip('"') for cell in line.rstrip("\r\n").split(delimiter)], True


def _used_range(records: list[list[str]]) -> tuple[int, list[tuple[str | None, ...]]]:
    """Number of the first record that is not blank, and the rows from there to the last one, all equally wide."""
    filled = [number for number, record in enumerate(records) if any(map(str.strip, record))]
    if not filled:
        return 1, []
    kept = records[filled[0] : filled[-1] + 1]
    width = max(map(len, kept))
    return filled[0] + 1, [_row(record, width) for record in kept]


def _row(record: list[str], width: int) -> tuple[str | None, ...]:
    cells = [_cell(cell) if cell[:1] == "=" else cell or None for cell in record]
    return tuple(cells + [None] * (width - len(cells)))


def _cell(cell: str) -> str | None:
    if cell.startswith('="') and (formula := TEXT_FORMULA.fullmatch(cell)):
        cell = formula[1]
    return cell or None


def _encoding_notes(text: Decoded) -> Iterator[Note]:
    if not text.is_certain:
        yield Note("F021", details={"detail": text.encoding.upper()})


def _unclosed_notes(rows: list[int]) -> Iterator[Note]:
    return (Note("F022", str(row)) for row in rows[:MOST_NOTES])


def _broken_notes(sheet: Sheet) -> Iterator[Note]:
    """One note per row with a character that could not be read, up to a number nobody reads beyond."""
    broken = (n for n, row in enumerate(sheet.rows) if any(isinstance(cell, str) and BROKEN in cell for cell in row))
    for number in itertools.islice(broken, MOST_NOTES):
        cells = [str(cell) for cell in sheet.rows[number] if cell is not None]
        near = next(n for n, cell in enumerate(cells) if BROKEN in cell)
        yield Note("F020", str(sheet.first_row + number), {"value": " | ".join(cells[max(near - 1, 0) : near + 2])})
