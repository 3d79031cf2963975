"""Names before as many numbers: 受灾、成灾、绝收面积分别为1.6万公顷、0.9万公顷、0.1万公顷."""

import re
from collections.abc import Sequence

from pipelines.documents.quantities import Quantity
from pipelines.documents.words import either

_BETWEEN = re.compile("[、和及与,]+")
_ENDS = ",;。:!?\n"


def names_in_turn(text: str, numbers: Sequence[Quantity], at: int) -> list[tuple[str, int]]:
    """The names of the list that a number is in, each with the number in its place; none where it is in none."""
    first = at
    while first and _BETWEEN.fullmatch(text[numbers[first - 1].end : numbers[first].start]):
        first -= 1
    last = at
    while last + 1 < len(numbers) and _BETWEEN.fullmatch(text[numbers[last].end : numbers[last + 1].start]):
        last += 1
    said = text[: numbers[first].start]
    start = max(said.rfind(end) for end in _ENDS) + 1
    listed = re.fullmatch(f"(.+?)(?:{either('in_turn')})(?:{either('filler_before')})*", said[start:])
    names = re.split("[、和及与]+", listed[1]) if listed else []
    if len(names) < 2 or len(names) != last - first + 1:
        return []
    return list(zip(names, range(first, last + 1), strict=True))
