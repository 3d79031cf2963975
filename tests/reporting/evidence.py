"""Whether the numbers of a written report are those of its release: read from its files alone, reckoned anew."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from fractions import Fraction
from pathlib import Path

import duckdb

DIGITS = re.compile(r"[0-9０-９]")
TERM = "近5年同期均值"
NUMBER = re.compile(r"^([−+]?)(\d+(?:\.(\d+))?)(.*)$")
SCALES = {("亿元", "万元"): 10_000, ("千公顷", "公顷"): 1_000}


def sidecar(content: bytes) -> list[dict[str, str]]:
    """The rows of the file beside a report."""
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def uncovered(lines: Iterable[str], rows: Sequence[dict[str, str]]) -> list[str]:
    """Lines with digits that no number of the file beside the report accounts for, each once, in its own sentence."""
    written = {row["no"]: (row["place"], row["number"]) for row in rows}
    bad = []
    for line in lines:
        rest = line.replace(TERM, "")
        for sentence in sorted(
            {place for place, _ in written.values() if place and place in line}, key=len, reverse=True
        ):
            told = sentence.replace(TERM, "")
            left = told
            for number in sorted((n for place, n in written.values() if place == sentence), key=len, reverse=True):
                left = left.replace(number, "", 1)
            rest = rest.replace(told, left)
        if DIGITS.search(rest):
            bad.append(line)
    return bad


def unheld(rows: Sequence[dict[str, str]], snapshot: Path) -> list[str]:
    """Cells that the release does not hold as the file beside the report says."""
    with duckdb.connect(str(snapshot), read_only=True) as connection:
        connection.execute("set file_search_path = ?", [str(snapshot.parent)])
        return [f"{row['number']}: {row}" for row in rows if not _holds(connection, row)]


def _holds(connection: duckdb.DuckDBPyConnection, row: dict[str, str]) -> bool:
    keys = [part.split("=", 1) for part in row["row"].split("; ")]
    where = " and ".join(f"cast({key} as varchar) = ?" for key, _ in keys)
    sql = f"select distinct cast({row['column']} as varchar) from {row['table']} where {where}"
    found = connection.execute(sql, [value for _, value in keys]).fetchall()
    return len(found) == 1 and _same(found[0][0], row["value"])


def _same(held: str, told: str) -> bool:
    return held == told or (bool(re.fullmatch(r"-?[\d.]+", f"{held}")) and Fraction(held) == Fraction(told))


def miswritten(rows: Sequence[dict[str, str]]) -> list[str]:
    """Numbers whose words do not say what their cells come to, to half of the last written digit."""
    by_number: dict[str, list[dict[str, str]]] = {}
    for row in rows:
        by_number.setdefault(row["no"], []).append(row)
    return [f"{cells[0]['number']}: {cells}" for cells in by_number.values() if not _says(cells)]


def _says(cells: list[dict[str, str]]) -> bool:
    text, formula = cells[0]["number"], cells[0]["formula"]
    if formula == "name":
        return text == cells[0]["value"]
    if formula == "day":
        month, day = map(int, cells[0]["value"].split("-")[-2:])
        return text.endswith(f"{month}月{day}日")
    exact = abs(_reckoned(formula, cells))
    found = NUMBER.match(text)
    assert found is not None, text
    _, digits, behind, unit = found.groups()
    scale = _scale(unit, cells[0]["unit"])
    return abs(Fraction(digits) * scale - exact) <= Fraction(scale, 2 * 10 ** len(behind or ""))


def _reckoned(formula: str, cells: list[dict[str, str]]) -> Fraction:
    values = {cell["part"]: Fraction(cell["value"]) for cell in cells}
    return Fraction(
        eval(re.sub(r"\b\d+\b", lambda n: f"Fraction({n.group()})", formula), {"Fraction": Fraction, **values})
    )


def _scale(unit: str, stored: str) -> int:
    if unit in ("", "%", "个百分点", stored):
        return 1
    if (unit, stored) in SCALES:
        return SCALES[unit, stored]
    assert unit[1:] == stored, (unit, stored)
    return {"万": 10_000, "亿": 100_000_000}[unit[0]]
