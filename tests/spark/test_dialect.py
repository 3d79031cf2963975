"""What the models' SQL becomes in Spark's dialect, where the two engines would differ."""

import pytest

from pipelines import models, rules
from pipelines.warehouse import expand, sql_text

dialect = pytest.importorskip("pipelines.spark.dialect", reason="the extra `spark` is not installed: start.py spark")


def translated(sql: str) -> str:
    return str(dialect.to_spark(dialect.parsed(sql)))


@pytest.mark.parametrize(
    ("duckdb", "spark"),
    [
        ("select a from core.losses", "SELECT a FROM core_losses"),
        ("select a from temp.tree_own as o", "SELECT a FROM temp_tree_own AS o"),
        (
            "with t as materialized (select 1 as a) select a from t",
            "WITH t AS (SELECT 1 AS a) SELECT a FROM t",
        ),
        ("select cast(a as hugeint) from t", "SELECT CAST(a AS DECIMAL(38, 0)) FROM t"),
        ("select hash(a) from t", "SELECT xxhash64(a, a IS NULL) FROM t"),
        ("select list_position(a, b) from t", "SELECT NULLIF(array_position(a, b), 0) FROM t"),
        ("select any_value(a) from t", "SELECT ANY_VALUE(a) IGNORE NULLS FROM t"),
        ("select arg_min(a, b) from t", "SELECT MIN_BY(a, CASE WHEN NOT a IS NULL THEN b END) FROM t"),
        (
            "select arg_max(a, (b, c)) from t",
            "SELECT MAX_BY(a, CASE WHEN NOT a IS NULL THEN STRUCT(b IS NULL, b, c IS NULL, c) END) FROM t",
        ),
        (
            "select list(distinct a order by a) from t",
            "SELECT CASE WHEN COUNT(a) > 0 THEN SORT_ARRAY(COLLECT_SET(a)) END FROM t",
        ),
        ("select a[:3] from t", "SELECT SLICE(a, 1, 3) FROM t"),
        ("select array_length(a) from t", "SELECT SIZE(a) FROM t"),
        ("select array_to_string(a, '、') from t", "SELECT ARRAY_JOIN(a, '、') FROM t"),
        ("select a from t anti join u on u.a = t.a", "SELECT a FROM t ANTI JOIN u ON u.a = t.a"),
        ("select a from t semi join u on u.a = t.a", "SELECT a FROM t SEMI JOIN u ON u.a = t.a"),
        ("select t.* exclude (a) from t", "SELECT t.* EXCEPT (a) FROM t"),
        ("select a is distinct from b from t", "SELECT a IS DISTINCT FROM b FROM t"),
        ("select a from t order by a", "SELECT a FROM t ORDER BY a NULLS LAST"),
        ("select a from t order by a desc", "SELECT a FROM t ORDER BY a DESC"),
        ("select count(*) filter (a > 1) from t", "SELECT COUNT(*) FILTER(WHERE a > 1) FROM t"),
        ("select a from t where depth = $depth", "SELECT a FROM t WHERE depth = :depth"),
        (
            "select a from t qualify row_number() over (partition by t.b order by a) = 1",
            "SELECT a FROM t QUALIFY ROW_NUMBER() OVER (PARTITION BY t.b ORDER BY a NULLS LAST) = 1",
        ),
        (
            "select string_agg(distinct a, ' ' order by a) from t",
            "SELECT ARRAY_JOIN(CASE WHEN COUNT(a) > 0 THEN SORT_ARRAY(COLLECT_SET(a)) END, ' ') FROM t",
        ),
        (
            "select string_agg(a, ' ' order by b) filter (c) from t",
            "SELECT LISTAGG(a, ' ') WITHIN GROUP (ORDER BY b NULLS LAST) FILTER(WHERE c) FROM t",
        ),
    ],
)
def test_a_construct_is_told_in_spark_s_words(duckdb: str, spark: str) -> None:
    assert translated(duckdb).lower() == spark.lower()


def test_whole_division_leaves_no_bigint_to_overflow() -> None:
    a, b = "CAST((a) AS DECIMAL(38, 0))", "CAST((b) AS DECIMAL(38, 0))"
    assert translated("select a // b from t") == f"SELECT CAST(({a} - {a} % {b}) / {b} AS DECIMAL(38, 0)) FROM t"


@pytest.mark.parametrize(
    "sql",
    [
        "select * replace (a + 1 as a) from t",
        "select a from t union all by name select b as a from u",
        "select unnest(a), unnest(b) from t",
        "select list(a) from t",
        "select list(distinct a order by b) from t",
        "select a[2:3] from t",
    ],
)
def test_what_has_no_counterpart_is_refused(sql: str) -> None:
    with pytest.raises(dialect.UntranslatableError):
        translated(sql)


def test_a_query_tells_which_tables_it_reads() -> None:
    query = dialect.parsed("with t as (select * from core.losses) select * from t join steps.region_tree using (a)")
    assert list(dialect.tables_read(query)) == ["core.losses", "steps.region_tree"]


def test_every_mart_is_translated_and_every_other_model_is_or_has_its_reason() -> None:
    from pipelines.spark.running import stays_in_duckdb

    kept = stays_in_duckdb()
    assert not [name for name in kept if name.startswith("marts.") or name not in models.names()]
    for name in models.names() - set(kept) - set(models.DRIVERS):
        assert translated(expand(sql_text(f"{name.replace('.', '/')}.sql")))
    assert set(models.DRIVERS) & set(kept) == {"checks.findings", rules.OF_RECORDS, *rules.kept()}
