"""The checks: rules that are rows of check_rules.csv, run over core all at once. A finding never stops anything.

A rule of scope `record` holds its SQL itself; of any other scope it names a file in sql/checks/ whose rows are its
failures: source_id, source_locator, event_id, region_code, indicator, value, other, amount, and where it says more than
its message detail_zh and detail_en. A rule with an `explanation` finds what is explained already, such as by rounding.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from pipelines import codebooks
from pipelines.emptiness import Emptiness
from pipelines.parts import parts
from pipelines.warehouse import sql_text

if TYPE_CHECKING:
    from pipelines.warehouse import Warehouse

RECORD = "record"
RECORDS = "core.losses"
COLLECT = "checks/findings.collect.sql"
FAILURES, BROKEN = "steps.rule_failures", "steps.broken_records"
OF = "steps.failures_of_"
"""What a table begins with that keeps the failures of one rule."""
OF_RECORDS = f"{OF}records"
"""The failures of all rules about single records."""
FAILURE_COLUMNS = {
    "rule_id": "varchar", "variant": "varchar", "source_id": "varchar", "source_locator": "varchar",
    "event_id": "varchar", "region_code": "varchar", "indicator": "varchar", "value": "varchar", "other": "varchar",
    "detail_zh": "varchar", "detail_en": "varchar", "amount": "decimal(38,6)",
}  # fmt: skip
_DETAIL = "as detail_zh"
Rule = dict[str, str]


def collect_findings(warehouse: "Warehouse", asked: Sequence[Rule] | None = None) -> int:
    """Write `checks.findings`: what the readers found in active sources, and every failure of every rule.

    `asked` are the rules of a check, which keeps nothing between two runs. A rule that looks only at empty tables is
    not run: planning it takes longer than all it would find.
    """
    kept_apart = kept() if asked is None else {}
    run = (rule for rule in (file_rules() if asked is None else asked) if rule not in kept_apart.values())
    _make_failures(warehouse, FAILURES)
    for table in (OF_RECORDS, *kept_apart):
        warehouse.execute(f"insert into {FAILURES} select * from {table}")
    for rule in rules_with_rows(Emptiness(warehouse.has_rows), tuple(run)):
        warehouse.execute(f"insert into {FAILURES}\n{failures_sql(rule)}")
    rows = warehouse.create("checks.findings", sql_text(COLLECT))
    warehouse.drop(FAILURES)
    return rows


@cache
def kept() -> dict[str, Rule]:
    """The rules of which every failure is kept until something changes that leads to it, by the table that keeps them:
    those that can be run in part.
    """
    return {table: rule for rule in file_rules() if (table := f"{OF}{rule['must_hold']}") in parts()}


def read_by_findings() -> tuple[str, ...]:
    """The statements from which `checks.findings` comes, for the list of its inputs."""
    run = (sql_text(file_of(rule)) for rule in file_rules() if rule not in kept().values())
    return (sql_text(COLLECT), *(f"select * from {table}" for table in (OF_RECORDS, *kept())), *run)


def find_failures(warehouse: "Warehouse", table: str) -> int:
    """Write the failures of a rule that are kept."""
    rule = kept()[table]
    _make_failures(warehouse, table)
    if rules_with_rows(Emptiness(warehouse.has_rows), (rule,)):
        warehouse.execute(f"insert into {table}\n{failures_sql(rule)}")
    return warehouse.count(table)


def _make_failures(warehouse: "Warehouse", table: str) -> None:
    """A table for failures, without any yet."""
    columns = ", ".join(f"{name} {kind}" for name, kind in FAILURE_COLUMNS.items())
    warehouse.execute(f"create or replace table {table} ({columns})")


def rules_with_rows(emptiness: Emptiness, rules: Sequence[Rule]) -> tuple[Rule, ...]:
    """Those of the rules that are files which may fail somewhere."""
    return tuple(rule for rule in rules if not emptiness.proves(statement(rule)))


@cache
def rules_of(scope: str) -> tuple[Rule, ...]:
    """The rules of one scope, in the order of the codebook."""
    return tuple(rule for rule in codebooks.rows("check_rules") if rule["scope"] == scope)


def file_of(rule: Rule) -> str:
    """The file of a rule that is one, below the folder of SQL files."""
    return f"checks/{rule['must_hold']}.sql"


def statement(rule: Rule) -> str:
    """The name of the statement of such a rule: `checks.figures_fall`."""
    return f"checks.{rule['must_hold']}"


def find_in_records(warehouse: "Warehouse", tables: Mapping[str, str] = MappingProxyType({})) -> int:
    """Write the failures of the rules about single records: one pass over `core.losses` finds the records that break
    some; only the rules broken are written out then. `tables` are read and written instead of those they name.
    """
    rules = rules_of(RECORD)
    target = tables.get(OF_RECORDS, OF_RECORDS)
    _make_failures(warehouse, target)
    # Of some records: those first, or the database would apply the rules to all and choose then.
    of_some = f"with chosen as materialized (select * from {tables[RECORDS]})" if RECORDS in tables else ""
    broken_sql = _broken_records_sql(rules, "chosen" if of_some else RECORDS)
    warehouse.execute(f"create or replace table {BROKEN} as\n{of_some}{broken_sql}")
    broken = warehouse.few(f"select distinct unnest(broken_rules) as number from {BROKEN} order by number")
    if not broken.is_empty():
        warehouse.execute(f"insert into {target}\n{_record_failures_sql(rules, broken['number'].to_list())}")
    warehouse.drop(BROKEN)
    return warehouse.count(target)


def _broken_records_sql(rules: tuple[Rule, ...], records: str) -> str:
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
    from {records}
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


def failures_sql(rule: Rule) -> str:
    """The failures of a rule that is a file."""
    text = sql_text(file_of(rule))
    stated = {"rule_id": _text(rule["rule_id"]), "variant": _text(rule["variant"])}
    stated |= {} if _DETAIL in text else {"detail_zh": "null", "detail_en": "null"}
    columns = (f"cast({stated.get(name, name)} as {kind}) as {name}" for name, kind in FAILURE_COLUMNS.items())
    return f"select {', '.join(columns)}\nfrom (\n{text}\n)"


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
