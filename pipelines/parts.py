"""Which models are made key by key, as `sql/partial_models.csv` declares them.

It says of a model its key, and of each table it reads by which columns: the rows of one key are made from the rows of
that key, and from the whole of every table not named.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from pipelines.warehouse import SQL_FOLDER

FILE = SQL_FOLDER / "partial_models.csv"
NEVER, QUERY, ROWS = "never", "query", "rows"
"""How a changed table touches a model: not by itself; as the query in sql/touched says; by the columns of the key."""


@dataclass(frozen=True)
class Input:
    """A table that a model reads by key: key column → its own column, and how a change of it touches the model."""

    table: str
    columns: Mapping[str, str]
    touches: str


@dataclass(frozen=True)
class Part:
    """A model whose rows are made key by key."""

    name: str
    key: tuple[str, ...]
    inputs: Mapping[str, Input]


@cache
def parts() -> Mapping[str, Part]:
    """The models that can be built in part."""
    found: dict[str, Part] = {}
    for row in _declared():
        columns = dict(_named(column) for column in row["rows"].split())
        one = Input(row["input"], columns, row["touches"])
        before = found.get(row["model"])
        inputs = {**(before.inputs if before else {}), one.table: one}
        found[row["model"]] = Part(row["model"], tuple(row["key"].split()), inputs)
    return found


@cache
def watched() -> frozenset[str]:
    """The tables whose changes some model can be built from."""
    return frozenset(table for part in parts().values() for table in part.inputs)


def _declared() -> list[dict[str, str]]:
    with FILE.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _named(column: str) -> tuple[str, str]:
    key, _, own = column.partition("=")
    return key, own or key
