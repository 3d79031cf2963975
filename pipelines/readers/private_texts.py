"""What a document says about persons is blanked before anything of it is kept; every other character stays in place."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import cache

from pipelines import codebooks
from pipelines.readers.messages import PERSONAL_NUMBER, masked

BLANK = "＊"
_PERSONS = "人名"
_LETTER = r"[\u3400-\u9fff·]"
_NAME = rf"{_LETTER}{{2,4}}"
_NO_NAME = re.compile(r"[人户间男女]")
"""What a count has and a name has not: 男二人，女一人."""
_DESCRIBED = re.compile(rf"(?P<name>{_NAME})(?=[，,（(]\s*(?:男|女|现年|[0-9]{{1,3}}岁))")
"""A name with what only a person has behind it: 张三，男，45岁."""
_NUMBERS = re.compile(
    r"(?<![0-9])0[0-9]{2,3}[-—－ ][0-9]{7,8}(?![0-9])|(?<![0-9])(?:[0-9]{4} ){3,4}[0-9]{3,4}(?![0-9])"
)
"""A telephone with its area code, a bank card in groups of four."""
_SHOWN = 3
Place = tuple[int, int]


def without_persons(text: str, figures: Iterable[Place] = ()) -> str:
    """The text with numbers of persons, names after words such as 户主 and names before sex or age blanked.

    `figures` are the places of figures (start, end), which stay: 12345678901元 is no telephone number.
    """
    kept, pieces, at = sorted(figures), [], 0
    for start, end in sorted({*_numbers(text), *_names(text)}):
        if end > at and not _touches(kept, start, end):
            pieces += [text[at:start], BLANK * (end - max(start, at))]
            at = end
    return "".join([*pieces, text[at:]])


def _numbers(text: str) -> Iterator[Place]:
    for match in PERSONAL_NUMBER.finditer(text):
        if masked(match[0]) != match[0]:
            yield match.start() + _SHOWN, match.end()
    for match in _NUMBERS.finditer(text):
        yield match.start() + _SHOWN, match.end()


def _names(text: str) -> Iterator[Place]:
    for match in (match for pattern in _told() for match in pattern.finditer(text)):
        if not _NO_NAME.search(match["name"]):
            yield match.span("name")


def _touches(kept: list[Place], start: int, end: int) -> bool:
    """Whether a figure lies there; figures never overlap, so those beside the place are enough."""
    at = bisect_left(kept, (start, end))
    return any(first < end and start < last for first, last in kept[max(0, at - 1) : at + 1])


@cache
def _told() -> tuple[re.Pattern[str], ...]:
    """A word for a person and names: after a colon or blank, before a comma or bracket, of a household (户主李四家)."""
    words = "|".join(row["pattern"] for row in codebooks.rows("personal_headings") if row["note"] == _PERSONS)
    return (
        re.compile(rf"(?:{words})[:：\s]\s*(?P<name>{_NAME}(?:、{_NAME})*)(?!{_LETTER})"),
        re.compile(rf"(?:{words})(?P<name>{_NAME})(?=[，,（(])"),
        re.compile(rf"(?:{words}|村民)(?P<name>{_LETTER}{{2,3}})(?=家|户|等)"),
        _DESCRIBED,
    )
