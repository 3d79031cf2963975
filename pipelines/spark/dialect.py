"""From the models' SQL, which is DuckDB's, to Spark's: what sqlglot does, and what it has to be told.

Every change is one function in `CHANGES` that alters one kind of node where the two engines would differ in what they
accept or, worse, in what they answer. What has no counterpart is refused rather than guessed.
"""

from collections.abc import Callable, Iterator
from typing import Any, cast

import sqlglot
from sqlglot import exp, transforms
from sqlglot.dialects.spark import Spark

EXACT = "decimal(38, 0)"
"""Spark's widest whole number: it has no hugeint."""


class UntranslatableError(Exception):
    """A construct without a counterpart in Spark."""


class LedgerSpark(Spark):
    """Spark 4 with QUALIFY as it stands: taken apart into subqueries its columns would lose their tables."""

    class Generator(Spark.Generator):
        TRANSFORMS = Spark.Generator.TRANSFORMS | {
            exp.Select: transforms.preprocess(
                [transforms.eliminate_distinct_on, transforms.unnest_to_explode, transforms.any_to_exists]
            )
        }


def parsed(sql: str) -> exp.Expression:
    """The tree of a statement in the models' own dialect."""
    return sqlglot.parse_one(sql, read="duckdb")


def to_spark(query: exp.Expression) -> str:
    """The query in Spark's dialect; tables stand under the names of `view_name`."""
    tree = query.copy()
    for kind, change in CHANGES:
        for node in reversed(list(tree.find_all(kind))):
            change(node)
    return cast(str, tree.sql(dialect=LedgerSpark, unsupported_level=sqlglot.ErrorLevel.RAISE, comments=False))


def tables_read(query: exp.Expression) -> Iterator[str]:
    """The tables `layer.table` that a query names."""
    yield from sorted({f"{table.db}.{table.name}" for table in query.find_all(exp.Table) if table.db})


def view_name(table: str) -> str:
    """What a table is called in Spark, where it is a view of its session."""
    return table.replace(".", "_")


def _table(node: Any) -> None:
    if node.db:
        node.set("this", exp.to_identifier(view_name(f"{node.db}.{node.name}")))
        node.set("db", None)


def _cte(node: Any) -> None:
    """Whether a part is computed once is for Spark to see."""
    node.set("materialized", None)


def _select(node: Any) -> None:
    """Two lists beside each other are walked in step by DuckDB, and each with each by Spark."""
    if sum(isinstance(column.unalias(), exp.Explode | exp.Unnest) for column in node.expressions) > 1:
        raise UntranslatableError("two lists unnested in one select")


def _star(node: Any) -> None:
    if node.args.get("replace"):
        raise UntranslatableError("select * replace")


def _union(node: Any) -> None:
    if node.args.get("by_name"):
        raise UntranslatableError("union by name")


def _whole_numbers(node: Any) -> None:
    if node.this in (exp.DataType.Type.INT128, exp.DataType.Type.UINT128):
        node.replace(exp.DataType.build(EXACT, dialect="spark"))


def _whole_division(node: Any) -> None:
    """Spark's DIV answers a bigint and overflows it without a word: what divides without rest is divided instead."""
    whole, by = (exp.cast(exp.paren(side.copy()), EXACT) for side in (node.this, node.expression))
    rest = exp.Mod(this=whole.copy(), expression=by.copy())
    quotient = exp.Div(this=exp.paren(exp.Sub(this=whole, expression=rest)), expression=by, typed=True, safe=False)
    node.replace(exp.cast(quotient, EXACT))


def _hash(node: Any) -> None:
    """DuckDB's hash tells a missing value from none; Spark's passes over it, unless it is told which are missing."""
    if node.name.lower() == "hash":
        told = [part for value in node.expressions for part in (value.copy(), value.copy().is_(exp.null()))]
        node.replace(exp.Anonymous(this="xxhash64", expressions=told))


def _position(node: Any) -> None:
    """Spark says 0 of what is not in a list, where DuckDB says NULL."""
    if node.name.lower() == "list_position":
        found = exp.Anonymous(this="array_position", expressions=[value.copy() for value in node.expressions])
        node.replace(exp.Nullif(this=found, expression=exp.Literal.number(0)))


def _best(node: Any) -> None:
    """DuckDB passes over rows without an answer, and in a tuple puts NULL last; Spark takes them, and puts it first."""
    by = node.expression
    if isinstance(by, exp.Tuple):
        parts = [part for value in by.expressions for part in (value.copy().is_(exp.null()), value.copy())]
        by = exp.Anonymous(this="struct", expressions=parts)
    told = exp.case().when(exp.not_(node.this.copy().is_(exp.null())), by.copy())
    node.set("expression", told)


def _list(node: Any) -> None:
    node.replace(_sorted(node))


def _joined(node: Any) -> None:
    """Spark cannot order what is told apart and joined where a select does it twice."""
    if isinstance(node.this, exp.Order) and isinstance(node.this.this, exp.Distinct):
        told = [_sorted(node), node.args["separator"].copy()]
        node.replace(exp.Anonymous(this="array_join", expressions=told))


def _sorted(node: Any) -> exp.Expression:
    """The different values of a group in their order; of none it is NULL, as in DuckDB."""
    ordered = node.this
    if not (isinstance(ordered, exp.Order) and isinstance(ordered.this, exp.Distinct)):
        raise UntranslatableError("a list other than of distinct values in their order")
    value = ordered.this.expressions[0]
    if [by.this for by in ordered.expressions] != [value] or isinstance(node.parent, exp.Filter):
        raise UntranslatableError("a list in an order other than its own, or with a filter")
    gathered = exp.Anonymous(this="collect_set", expressions=[value.copy()])
    in_order = exp.Anonymous(this="sort_array", expressions=[gathered])
    return exp.case().when(exp.GT(this=exp.Count(this=value.copy()), expression=exp.Literal.number(0)), in_order)


def _first_of(node: Any) -> None:
    """`list[:n]`."""
    [within] = node.expressions
    if isinstance(within, exp.Slice):
        if within.this is not None or within.expression is None:
            raise UntranslatableError("a stretch of a list other than its first values")
        told = [node.this.copy(), exp.Literal.number(1), within.expression.copy()]
        node.replace(exp.Anonymous(this="slice", expressions=told))


def _length(node: Any) -> None:
    if isinstance(node.this, exp.Split):
        node.replace(exp.ArraySize(this=node.this.copy()))


CHANGES: tuple[tuple[type[Any], Callable[[Any], None]], ...] = (
    (exp.Table, _table),
    (exp.CTE, _cte),
    (exp.Select, _select),
    (exp.Star, _star),
    (exp.SetOperation, _union),
    (exp.DataType, _whole_numbers),
    (exp.IntDiv, _whole_division),
    (exp.Anonymous, _hash),
    (exp.Anonymous, _position),
    (exp.ArgMin, _best),
    (exp.ArgMax, _best),
    (exp.ArrayAgg, _list),
    (exp.GroupConcat, _joined),
    (exp.Bracket, _first_of),
    (exp.Length, _length),
)
"""What is changed in which order, the deepest nodes first."""
