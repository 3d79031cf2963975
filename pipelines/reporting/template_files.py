"""Templates of reports: text files, ours or the bureau's own, read into headings, sentences and exhibits.

    % a remark                    # title    ## heading
    因灾{deaths.change}[，受灾人口{affected_population}][，死亡{deaths}|，无人员死亡]。
    {table}   {chart_years}   {chart_composition}      alone on a line

`[…]` goes where a figure in it is not known; `[A|B]` is B where all of its figures are nought; `[?…]` is not
missed where it goes, and goes first where room is short.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipelines.errors import LedgerError
from pipelines.raw_store import REPORT_TEMPLATES
from pipelines.reporting.words import words

OWN_FOLDER = "/".join(REPORT_TEMPLATES)
SHIPPED = Path(__file__).parent / "templates"
EXHIBITS = ("table", "chart_years", "chart_composition")
TOKEN = re.compile(r"\{(?P<name>[^{}\[\]|]*)\}|\[(?P<clause>[^\[\]]*)\]|(?P<text>[^{}\[\]]+)")
STOP = "。"


@dataclass(frozen=True)
class Slot:
    """A place for a figure: its name, and what is told of it."""

    name: str
    aspect: str
    line: int


@dataclass(frozen=True)
class Clause:
    """A part of a sentence that may go, and what stands there instead where its figures are nought."""

    parts: tuple["str | Slot", ...]
    if_zero: tuple["str | Slot", ...] | None
    is_optional: bool


Part = str | Slot | Clause
Sentence = tuple[Part, ...]


@dataclass(frozen=True)
class Block:
    """A title (level 1), a heading (2 and 3), a paragraph (0), or an exhibit."""

    level: int = 0
    sentences: tuple[Sentence, ...] = ()
    exhibit: str = ""


@dataclass(frozen=True)
class Template:
    """A template and where it is from."""

    file: str
    blocks: tuple[Block, ...]


def template(kind: str, raw: Path) -> Template:
    """The template of a kind of report: the bureau's own if there is one."""
    own = raw / OWN_FOLDER / f"{kind}.txt"
    path = own if own.is_file() else SHIPPED / f"{kind}.txt"
    name = f"{OWN_FOLDER}/{path.name}" if path == own else path.name
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise LedgerError(
            f"报告模板 {name} 不是 UTF-8 文字。请另存为 UTF-8 编码。",
            f"The report template {name} is not UTF-8 text. Save it as UTF-8.",
        ) from None
    return Template(name, tuple(_blocks(text, name)))


def _blocks(text: str, file: str) -> Iterator[Block]:
    for number, raw_line in enumerate(text.splitlines(), start=1):
        line = raw_line.strip()
        if not line or line.startswith("%"):
            continue
        _refuse_figures(line, file, number)
        marks = len(line) - len(line.lstrip("#"))
        if line.strip("{}") in EXHIBITS:
            yield Block(exhibit=line.strip("{}"))
        else:
            yield Block(min(marks, 3), tuple(_sentences(line.lstrip("# "), file, number)))


def _refuse_figures(line: str, file: str, number: int) -> None:
    """A number comes from the release or not at all, so that none of them grows old in a template."""
    plain = re.sub(r"\{[^{}]*\}", "", line)
    for term in words()["terms"]:
        plain = plain.replace(term, "")
    if found := re.search(r"\d+", plain):
        raise LedgerError(
            f"报告模板 {file} 第 {number} 行直接写了数字“{found.group()}”。报告里的数字只能由占位符从数据版本取得；"
            "标题序号请用汉字（一、二）。",
            f"Line {number} of the report template {file} writes the number “{found.group()}” itself. Numbers of a "
            "report come from the release, by placeholders; number headings with 一、二.",
        )


def _sentences(line: str, file: str, number: int) -> Iterator[Sentence]:
    parts: list[Part] = []
    for part in _parts(line, file, number):
        if not isinstance(part, str):
            parts.append(part)
            continue
        *ended, rest = part.split(STOP)
        for text in ended:
            yield (*parts, text + STOP)
            parts = []
        parts += [rest] if rest else []
    if parts:
        yield tuple(parts)


def _parts(line: str, file: str, number: int) -> Iterator[Part]:
    at = 0
    while at < len(line):
        found = TOKEN.match(line, at)
        if found is None:
            raise LedgerError(
                f"报告模板 {file} 第 {number} 行的括号不成对：“{line[at : at + 12]}”。方括号里不能再有方括号。",
                f"Brackets of line {number} of the report template {file} do not match at “{line[at : at + 12]}”. "
                "Square brackets do not nest.",
            )
        at = found.end()
        if found["text"]:
            yield found["text"]
        elif found["clause"] is not None:
            told, *otherwise = found["clause"].removeprefix("?").split("|", maxsplit=1)
            if_zero = _flat(otherwise[0], file, number) if otherwise else None
            yield Clause(_flat(told, file, number), if_zero, found["clause"].startswith("?"))
        else:
            yield _slot(found["name"], number)


def _flat(text: str, file: str, number: int) -> tuple[str | Slot, ...]:
    return tuple(part for part in _parts(text, file, number) if not isinstance(part, Clause))


def _slot(text: str, number: int) -> Slot:
    name, _, aspect = text.strip().partition(".")
    return Slot(name, aspect or "value", number)
