"""The checks: rules that are rows of check_rules.csv, run over core all at once. A finding never stops anything.

A rule of scope `record` holds its SQL itself; of any other scope it names a file in sql/checks/ whose rows are its
failures: source_id, source_locator, event_id, region_code, indicator, value, other, amount, and where it says more than
its message detail_zh and detail_en. A rule with an `explanation` finds what is explained already, such as by rounding.
"""

from functools import cache
from typing import TYPE_CHECKING

from pipelines import codebooks
from pipelines.warehouse import sql_text

if TYPE_CHECKING:
    from pipelines.warehouse import Warehouse

RECORD = "record"
RECORD_RULES_READ = "select * from core.losses"
"""What record rules read, for the list of a model's inputs."""
FAILURES = "steps.rule_failures"
_DETAIL = "as detail_zh"
Rule = dict[str, str]


def collect_findings(warehouse: "Warehouse") -> int:
    """Write `checks.findings`: what the readers found in active sources, and every failure of every rule."""
    statements = [record_rules_sql(rules_of(RECORD)), *(_check_sql(rule) for rule in _file_rules())]
    warehouse.create(FAILURES, statements[0])
    for statement in statements[1:]:
        warehouse.execute(f"insert into {FAILURES}\n{statement}")
    rows = warehouse.create("checks.findings", sql_text("checks/findings.collect.sql"))
    warehouse.drop(FAILURES)
    return rows


@cache
def rules_of(scope: str) -> tuple[Rule, ...]:
    """The rules of one scope, in the order of the codebook."""
    return tuple(rule for rule in codebooks.rows("check_rules") if rule["scope"] == scope)


def check_texts() -> tuple[str, ...]:
    """The SQL of all rules that are files."""
    return tuple(sql_text(f"checks/{rule['must_hold']}.sql") for rule in _file_rules())


def record_rules_sql(rules: tuple[Rule, ...]) -> str:
    """One pass over `core.losses`: a row per record and broken rule. NULL breaks no rule: the comparison is unknown."""
    broken = ",\n            ".join(
        f"case when ({rule['applies_when'] or 'true'}) and not ({rule['must_hold']}) then {number} end"
        for number, rule in enumerate(rules)
    )
    return f"""
select
    {_by_rule([_text(rule["rule_id"]) for rule in rules])} as rule_id,
    {_by_rule([_text(rule["variant"]) for rule in rules])} as variant,
    source_id,
    source_locator,
    event_id,
    region_code,
    {_by_rule([_text(_columns(rule)[0]) for rule in rules])} as indicator,
    {_by_rule([_as_text(_columns(rule)[0]) for rule in rules])} as value,
    cast(null as varchar) as other,
    {_by_rule([_written_out(rule, "short_zh", "；") for rule in rules])} as detail_zh,
    {_by_rule([_written_out(rule, "short_en", "; ") for rule in rules])} as detail_en,
    cast({_by_rule([rule["amount"] or "null" for rule in rules])} as decimal(38,6)) as amount
from (
    select *, unnest(broken_rules) as broken_rule
    from (
        select *, list_filter([
            {broken}
        ], lambda rule: rule is not null) as broken_rules
        from core.losses
    )
    where len(broken_rules) > 0
)
"""


def _check_sql(rule: Rule) -> str:
    text = sql_text(f"checks/{rule['must_hold']}.sql")
    details = "detail_zh, detail_en" if _DETAIL in text else "null, null"
    return f"""
select {_text(rule["rule_id"])}, {_text(rule["variant"])}, source_id, source_locator, event_id, region_code, indicator,
    cast(value as varchar), cast(other as varchar), {details}, cast(amount as decimal(38,6))
from (
{text}
)
"""


def _file_rules() -> tuple[Rule, ...]:
    return tuple(rule for rule in codebooks.rows("check_rules") if rule["scope"] != RECORD)


def _by_rule(expressions: list[str]) -> str:
    """The expression that belongs to the broken rule."""
    cases = " ".join(f"when {number} then {expression}" for number, expression in enumerate(expressions))
    return f"case broken_rule {cases} end" if cases else "null"


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
