"""The checks: rules that are rows of check_rules.csv, run over core all at once. A finding never stops anything.

A rule of scope `record` holds its SQL itself; of any other scope it names a file in sql/checks/ whose rows are its
failures: source_id, source_locator, event_id, region_code, indicator, value, other, amount, and where it says more than
its message detail_zh and detail_en. A rule with an `explanation` finds what is explained already, such as by rounding.
"""

from collections.abc import Callable, Sequence
from functools import cache
from typing import TYPE_CHECKING

from pipelines import codebooks
from pipelines.emptiness import Emptiness
from pipelines.warehouse import sql_text

if TYPE_CHECKING:
    from pipelines.warehouse import Warehouse

RECORD = "record"
RECORD_RULES_TABLE = "core.losses"
RECORD_RULES_READ = f"select * from {RECORD_RULES_TABLE}"
"""What record rules read, for the list of a model's inputs."""
COLLECT = "checks/findings.collect.sql"
FAILURES, BROKEN = "steps.rule_failures", "steps.broken_records"
FAILURE_COLUMNS = (
    "rule_id varchar", "variant varchar", "source_id varchar", "source_locator varchar", "event_id varchar",
    "region_code varchar", "indicator varchar", "value varchar", "other varchar", "detail_zh varchar",
    "detail_en varchar", "amount decimal(38,6)",
)  # fmt: skip
_DETAIL = "as detail_zh"
Rule = dict[str, str]


def collect_findings(warehouse: "Warehouse", asked: Sequence[Rule] | None = None) -> int:
    """Write `checks.findings`: what the readers found in active sources, and every failure of every rule (or of those
    asked for). A rule that looks only at empty tables is not run: planning it takes longer than all it would find.
    """
    warehouse.execute(f"create or replace table {FAILURES} ({', '.join(FAILURE_COLUMNS)})")
    collect_record_failures(warehouse, rules_of(RECORD))
    for rule in rules_with_rows(Emptiness(warehouse.has_rows), file_rules() if asked is None else asked):
        warehouse.execute(f"insert into {FAILURES}\n{_check_sql(rule)}")
    rows = warehouse.create("checks.findings", sql_text(COLLECT))
    warehouse.drop(FAILURES)
    return rows


def rules_with_rows(emptiness: Emptiness, rules: Sequence[Rule]) -> tuple[Rule, ...]:
    """Those of the rules that are files which may fail somewhere."""
    return tuple(rule for rule in rules if not emptiness.proves(statement(rule)))


@cache
def rules_of(scope: str) -> tuple[Rule, ...]:
    """The rules of one scope, in the order of the codebook."""
    return tuple(rule for rule in codebooks.rows("check_rules") if rule["scope"] == scope)


def check_texts() -> tuple[str, ...]:
    """The SQL of all rules that are files."""
    return tuple(sql_text(file_of(rule)) for rule in file_rules())


def file_of(rule: Rule) -> str:
    """The file of a rule that is one, below the folder of SQL files."""
    return f"checks/{rule['must_hold']}.sql"


def statement(rule: Rule) -> str:
    """The name of the statement of such a rule: `checks.figures_fall`."""
    return f"checks.{rule['must_hold']}"


def collect_record_failures(warehouse: "Warehouse", rules: tuple[Rule, ...]) -> None:
    """One pass over `core.losses` finds the records that break a rule; only the rules broken are written out then."""
    warehouse.execute(f"create or replace table {BROKEN} as\n{_broken_records_sql(rules)}")
    broken = warehouse.few(f"select distinct unnest(broken_rules) as number from {BROKEN} order by number")
    if not broken.is_empty():
        warehouse.execute(f"insert into {FAILURES}\n{_record_failures_sql(rules, broken['number'].to_list())}")
    warehouse.drop(BROKEN)


def _broken_records_sql(rules: tuple[Rule, ...]) -> str:
    """The records with the numbers of the rules they break. NULL breaks no rule: the comparison is unknown."""
    broken = ",\n        ".join(
        f"case when ({rule['applies_when'] or 'true'}) and not ({rule['must_hold']}) then {number} end"
        for number, rule in enumerate(rules)
    )
    return f"""
select *
from (
    select *, list_filter([
        {broken}
    ], lambda rule: rule is not null) as broken_rules
    from {RECORD_RULES_TABLE}
)
where len(broken_rules) > 0
"""


def _record_failures_sql(rules: tuple[Rule, ...], broken: Sequence[int]) -> str:
    """A row per record and broken rule; `broken` are the numbers of the rules that some record breaks."""

    def by_rule(told: Callable[[Rule], str]) -> str:
        return "case broken_rule " + " ".join(f"when {n} then {told(rules[n])}" for n in broken) + " end"

    return f"""
select
    {by_rule(lambda rule: _text(rule["rule_id"]))} as rule_id,
    {by_rule(lambda rule: _text(rule["variant"]))} as variant,
    source_id,
    source_locator,
    event_id,
    region_code,
    {by_rule(lambda rule: _text(_columns(rule)[0]))} as indicator,
    {by_rule(lambda rule: _as_text(_columns(rule)[0]))} as value,
    cast(null as varchar) as other,
    {by_rule(lambda rule: _written_out(rule, "short_zh", "；"))} as detail_zh,
    {by_rule(lambda rule: _written_out(rule, "short_en", "; "))} as detail_en,
    cast({by_rule(lambda rule: rule["amount"] or "null")} as decimal(38,6)) as amount
from (select *, unnest(broken_rules) as broken_rule from {BROKEN})
"""


def _check_sql(rule: Rule) -> str:
    text = sql_text(file_of(rule))
    details = "detail_zh, detail_en" if _DETAIL in text else "null, null"
    return f"""
select {_text(rule["rule_id"])}, {_text(rule["variant"])}, source_id, source_locator, event_id, region_code, indicator,
    cast(value as varchar), cast(other as varchar), {details}, cast(amount as decimal(38,6))
from (
{text}
)
"""


def file_rules() -> tuple[Rule, ...]:
    """The rules that are files of SQL."""
    return tuple(rule for rule in codebooks.rows("check_rules") if rule["scope"] != RECORD)


def _written_out(rule: Rule, language: str, separator: str) -> str:
    """The reported figures that a rule looks at, each with its name; NULL for a rule about other columns."""
    known = {row["column_name"]: row for row in codebooks.rows("indicators")}
    named = [(known[column][language], column) for column in _columns(rule) if column in known]
    figures = ", ".join(f"{_text(name)} || ' ' || {_as_text(column)}" for name, column in named)
    return f"nullif(concat_ws({_text(separator)}, {figures}), '')" if named else "null"


def _columns(rule: Rule) -> list[str]:
    return rule["columns"].split()


def _as_text(column: str) -> str:
    """A figure as a person writes it: without the zeros that only fill the type."""
    indicator = codebooks.indicators().get(column)
    if indicator is None or indicator.is_integer:
        return f"cast({column} as varchar)"
    return f"regexp_replace(cast({column} as varchar), '\\.?0+$', '')"


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
