"""What a document says about persons is blanked before anything of it is kept; every other character stays in place."""

import re
from collections.abc import Iterable
from functools import cache

from pipelines import codebooks
from pipelines.readers.messages import PERSONAL_NUMBER, masked

BLANK = "＊"
_PERSONS = "人名"
_NAME = r"[\u3400-\u9fff·]{2,4}"
_DESCRIBED = re.compile(rf"(?P<name>{_NAME})(?=[，,（(、]\s*(?:男|女|现年|[0-9]{{1,3}}岁))")
"""A name with what only a person has behind it: 张三，男，45岁."""


def without_persons(text: str, figures: Iterable[tuple[int, int]] = ()) -> str:
    """The text with numbers of persons, names after words such as 户主 and names before sex or age blanked.

    `figures` are the places of figures (start, end): 12345678901元 is no telephone number.
    """
    letters, kept = list(text), list(figures)
    for match in PERSONAL_NUMBER.finditer(text):
        if masked(match[0]) != match[0] and not any(start < match.end() and match.start() < end for start, end in kept):
            letters[match.start() + 3 : match.end()] = BLANK * (len(match[0]) - 3)
    for match in (*_named().finditer(text), *_DESCRIBED.finditer(text)):
        letters[match.start("name") : match.end("name")] = BLANK * len(match["name"])
    return "".join(letters)


@cache
def _named() -> re.Pattern[str]:
    """A word for a person with a colon and a name behind it, or with a name that a comma or bracket ends."""
    words = "|".join(row["pattern"] for row in codebooks.rows("personal_headings") if row["note"] == _PERSONS)
    return re.compile(rf"(?:{words})(?:[:：]\s*|(?={_NAME}[，,（(]))(?P<name>{_NAME})")
