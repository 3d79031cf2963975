"""Which statements return nothing where other tables are empty: proved from their syntax trees, never guessed.

    python -m scripts.empty_where

writes `pipelines/sql/empty_where.csv`. A check of a small file leaves out what can give nothing. Where the file lacks a
row, a check is slower and says the same; a row that the statement does not bear out fails a test.
"""

import csv
import json
from collections.abc import Iterator, Mapping, Set
from functools import cache
from itertools import combinations
from typing import Any

import duckdb

from pipelines import candidates, models, rules
from pipelines.emptiness import FILE
from pipelines.warehouse import expand, sql_text

MOST = 3
"""So many tables are tried together; else all that a statement reads."""
Node = dict[str, Any]
Named = Mapping[str, bool]


def main() -> None:
    """Write the file anew."""
    with FILE.open("w", encoding="utf-8", newline="") as target:
        csv.writer(target, lineterminator="\n").writerows([("statement", "tables"), *proved()])


def proved() -> Iterator[tuple[str, str]]:
    """Statement and the tables (with blanks between) without which it gives nothing, all of them as few as can be."""
    for name, text in statements().items():
        reads = sorted(models.tables_read(text))
        found: list[Set[str]] = []
        for number in range(1, MOST + 1):
            for tables in map(frozenset, combinations(reads, number)):
                if not any(one <= tables for one in found) and is_empty(text, tables):
                    found.append(tables)
        if not found and is_empty(text, frozenset(reads)):
            found.append(frozenset(reads))
        yield from ((name, " ".join(sorted(tables))) for tables in found)


def statements() -> dict[str, str]:
    """The statements whose tables are proved: of models that are one statement (or a choice of its rows), of rules."""
    plain = sorted(models.names() - models.DRIVERS.keys())
    told = {name: sql_text(f"{name.replace('.', '/')}.sql") for name in plain}
    told[candidates.CANDIDATES] = sql_text("core/candidates.pairs.sql")
    told[candidates.PAIRS] = sql_text("steps/candidate_pairs.sql")
    return told | {rules.statement(rule): sql_text(rules.file_of(rule)) for rule in rules.file_rules()}


def is_empty(sql: str, empty: Set[str]) -> bool:
    """Whether the query cannot return a row where these tables have none."""
    return all(_is_empty(statement, {}, empty) for statement in _statements(expand(sql)))


@cache
def _statements(sql: str) -> tuple[Node, ...]:
    (answer,) = duckdb.connect().execute("select json_serialize_sql(?)", [sql]).fetchone() or ("",)
    tree = json.loads(answer)
    assert not tree["error"], tree
    return tuple(statement["node"] for statement in tree["statements"])


def _is_empty(node: Node, named: Named, empty: Set[str]) -> bool:
    """A query of any kind; `named` are the common table expressions that hold here."""
    known = dict(named)
    for entry in node.get("cte_map", {}).get("map", ()):
        known[entry["key"].lower()] = _is_empty(entry["value"]["query_node"], known, empty)
    match node["type"]:
        case "SELECT_NODE":
            return _selects_nothing(node, known, empty)
        case "SET_OPERATION_NODE":
            parts = [_is_empty(part, known, empty) for part in _parts(node)]
            kinds = {"UNION": all(parts), "UNION_BY_NAME": all(parts), "EXCEPT": parts[0], "INTERSECT": any(parts)}
            return kinds[node["setop_type"]]
        case "RECURSIVE_CTE_NODE":
            return _is_empty(node["left"], known, empty)
    return False


def _parts(node: Node) -> list[Node]:
    return node["children"] if node.get("children") else [node["left"], node["right"]]


def _selects_nothing(node: Node, named: Named, empty: Set[str]) -> bool:
    """Nothing in, nothing out, unless the query adds up all rows, however few, to one."""
    sets = node.get("group_sets")
    told = [*node["select_list"], *filter(None, [node.get("having")])]
    by_all = node["aggregate_handling"] == "FORCE_AGGREGATES"
    adds_up = any(not one for one in sets) if sets else (all if by_all else any)(map(_aggregates, told))
    if adds_up:
        return False
    return _gives_nothing(node["from_table"], named, empty) or _fails(node.get("where_clause"), named, empty)


def _gives_nothing(table: Node, named: Named, empty: Set[str]) -> bool:
    match table["type"]:
        case "BASE_TABLE":
            name = table["table_name"].lower()
            return named.get(name, False) if not table.get("schema_name") else f"{table['schema_name']}.{name}" in empty
        case "SUBQUERY":
            return _is_empty(table["subquery"]["node"], named, empty)
        case "JOIN":
            left, right = (_gives_nothing(table[side], named, empty) for side in ("left", "right"))
            kinds = {"INNER": left or right, "SEMI": left or right, "LEFT": left, "ANTI": left, "RIGHT": right}
            return kinds.get(table["join_type"], left and right)
    return False


def _fails(condition: Node | None, named: Named, empty: Set[str]) -> bool:
    """Whether a condition asks for something that is in nothing."""
    if not condition:
        return False
    if condition["type"] == "CONJUNCTION_AND":
        return any(_fails(part, named, empty) for part in condition["children"])
    asks = condition["type"] == "SUBQUERY" and condition["subquery_type"] in {"ANY", "EXISTS"}
    return asks and _is_empty(condition["subquery"]["node"], named, empty)


def _aggregates(expression: Node | None) -> bool:
    """Whether an expression adds up rows; what a window or another query adds up does not count."""
    if not expression or expression.get("class") in {"WINDOW", "SUBQUERY"}:
        return False
    if expression.get("function_name", "").lower() in _aggregate_functions():
        return True
    return any(_aggregates(part) for part in _below(expression))


def _below(expression: Node) -> Iterator[Node]:
    for value in expression.values():
        for part in value if isinstance(value, list) else [value]:
            if isinstance(part, dict):
                yield part


@cache
def _aggregate_functions() -> frozenset[str]:
    found = duckdb.connect().execute(
        "select distinct function_name from duckdb_functions() where function_type = 'aggregate'"
    )
    return frozenset(name.lower() for (name,) in found.fetchall())


if __name__ == "__main__":
    main()
