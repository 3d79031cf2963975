"""The types of columns on both sides: what DuckDB holds, what lies in Parquet, what Spark computes with."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

SIGNED_LIMIT, UNSIGNED_SIZE = 2**63, 2**64


@dataclass(frozen=True)
class Column:
    """A column as DuckDB has it."""

    name: str
    kind: str

    @property
    def in_duckdb(self) -> str:
        """Its type in a table; a column of nothing but NULL gets one."""
        return "INTEGER" if self.kind == '"NULL"' else self.kind

    @property
    def in_spark(self) -> str:
        """The type of the same values in Spark."""
        return spark_kind(self.in_duckdb)

    def stored(self) -> str:
        """DuckDB: the value as it is written to Parquet. A 128-bit integer would be written as a float."""
        name = f'"{self.name}"'
        if self.in_duckdb == "HUGEINT":
            return f"cast({name} as decimal(38,0)) as {name}"
        if self.in_duckdb == "UBIGINT":
            signed = (
                f"case when {name} >= {SIGNED_LIMIT} then cast({name} as hugeint) - {UNSIGNED_SIZE} else {name} end"
            )
            return f"cast({signed} as bigint) as {name}"
        return f"cast({name} as {self.in_duckdb}) as {name}"

    def loaded(self) -> str:
        """DuckDB: the value from Parquet."""
        name = f'"{self.name}"'
        if self.in_duckdb == "UBIGINT":
            unsigned = f"case when {name} < 0 then cast({name} as hugeint) + {UNSIGNED_SIZE} else {name} end"
            return f"cast({unsigned} as ubigint) as {name}"
        return f"cast({name} as {self.in_duckdb}) as {name}"


_SCALARS = {
    "HUGEINT": "decimal(38,0)", "UBIGINT": "bigint", "UHUGEINT": "decimal(38,0)", "UINTEGER": "bigint",
    "UTINYINT": "smallint", "VARCHAR": "string", "TIMESTAMP": "timestamp_ntz", "INTEGER": "int", "FLOAT": "float",
}  # fmt: skip
_FIELD = re.compile(r'("(?:[^"]|"")+"|\w+) (.+)')


def spark_kind(kind: str) -> str:
    """A type of DuckDB in Spark's words, lists and structures included."""
    if kind.endswith("[]"):
        return f"array<{spark_kind(kind[:-2])}>"
    if kind.startswith("STRUCT("):
        fields = (_FIELD.fullmatch(field) for field in _parts(kind[len("STRUCT(") : -1]))
        told = ((field[1].strip('"'), spark_kind(field[2])) for field in fields if field)
        return f"struct<{', '.join(f'`{name}`: {inner}' for name, inner in told)}>"
    return _SCALARS.get(kind, kind.lower())


def columns(described: Iterable[Sequence[object]]) -> tuple[Column, ...]:
    """The columns of DuckDB's `describe`."""
    return tuple(Column(str(row[0]), str(row[1])) for row in described)


def _parts(text: str) -> list[str]:
    """The fields of a structure: what stands between the commas outside all brackets."""
    parts, depth = [""], 0
    for sign in text:
        depth += {"(": 1, ")": -1}.get(sign, 0)
        if sign == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += sign
    return [part.strip() for part in parts]
