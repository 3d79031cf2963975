"""Names of regions in the order of their letters: found by search, so that nothing is made of names nobody asks for."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence

import polars as pl


class NameIndex:
    """Names, each with the code it belongs to; answers keep the order in which they were given."""

    def __init__(self, named: pl.DataFrame, further: Sequence[tuple[str, str]]) -> None:
        """`named` has names and codes as its columns, in that order; names are compared without blanks, as NFKC."""
        name, code = named.columns
        added = pl.DataFrame(further, schema=named.schema, orient="row")
        plain = pl.col(name).str.normalize("NFKC").str.replace_all(r"\s", "")
        entries = pl.concat([named, added]).select(plain, code).with_row_index("place").sort(name, maintain_order=True)
        self._names: list[str] = entries[name].to_list()
        self._codes: list[str] = entries[code].to_list()
        self._places: list[int] = entries["place"].to_list()

    def codes(self, name: str) -> tuple[str, ...]:
        """The codes that bear exactly this name."""
        begin, end = bisect_left(self._names, name), bisect_right(self._names, name)
        return tuple(self._codes[begin:end])

    def codes_beginning(self, text: str, fits: Callable[[str], bool]) -> tuple[str, ...]:
        """The codes of the names that begin with a text and fit."""
        found = [at for at in self._beginning(text) if fits(self._names[at])]
        return tuple(self._codes[at] for at in sorted(found, key=self._places.__getitem__))

    def _beginning(self, text: str) -> Iterator[int]:
        at = bisect_left(self._names, text)
        while text and at < len(self._names) and self._names[at].startswith(text):
            yield at
            at += 1
