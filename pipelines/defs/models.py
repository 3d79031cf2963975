"""core, checks, marts: one asset per SQL model; what it depends on is read from its SQL."""

from collections.abc import Iterator

import dagster as dg
import polars as pl

from pipelines import build, contracts, models
from pipelines.defs.ledger import Ledger
from pipelines.defs.previews import described, markdown, preview
from pipelines.warehouse import Warehouse

Made = Iterator[dg.MaterializeResult[None] | dg.AssetCheckResult]
GROUPS = {"core": "core", "checks": "checks", "marts": "marts", "meta": "release"}
FINDINGS = "checks.findings"
COLUMNS_HOLD = "columns_as_promised"
"""The check that a public table has the columns others rely on, by name and order. The table's own step makes it: a
step of its own for each would take longer than the tables of most ledgers.
"""


def key(name: str) -> dg.AssetKey:
    """The asset of a table."""
    return dg.AssetKey(name.split("."))


def model_asset(name: str) -> dg.AssetsDefinition:
    """The asset that builds one table."""

    @dg.asset(
        key=key(name),
        deps=[key(source) for source in sorted(build.upstream(name))],
        group_name=GROUPS[name.split(".", maxsplit=1)[0]],
        kinds={"duckdb", "sql"},
        description=described(name),
        check_specs=_check_specs(name),
    )
    def table(context: dg.AssetExecutionContext, ledger: dg.ResourceParam[Ledger]) -> Made:
        rows = build.materialise(ledger.warehouse, name, ledger.run)
        ledger.listener(context)(f"{name}: {rows} 行 / rows")
        shown = _metadata(ledger.warehouse, name, rows)
        yield dg.MaterializeResult(metadata=shown)
        yield from _checked(ledger, name)

    return table


def _check_specs(name: str) -> list[dg.AssetCheckSpec]:
    if name not in contracts.promised_columns():
        return []
    said = "对外公布的列齐全、次序不变"
    return [dg.AssetCheckSpec(COLUMNS_HOLD, asset=key(name), blocking=True, description=said)]


def _checked(ledger: Ledger, name: str) -> list[dg.AssetCheckResult]:
    if name not in contracts.promised_columns():
        return []
    broken = contracts.broken_columns(ledger.warehouse, [name])
    metadata = {"列": "\n".join(broken)}
    return [dg.AssetCheckResult(check_name=COLUMNS_HOLD, passed=not broken, metadata=metadata)]


def _metadata(warehouse: Warehouse, name: str, rows: int) -> dict[str, dg.MetadataValue | int]:
    shown: dict[str, dg.MetadataValue | int] = {"dagster/row_count": rows}
    if name == FINDINGS:
        shown["按规则"] = dg.MetadataValue.md(markdown(findings_by_rule(warehouse).head(30)))
    return shown | {"预览": dg.MetadataValue.md(preview(warehouse, name))}


def findings_by_rule(warehouse: Warehouse, severity: str | None = None) -> pl.DataFrame:
    """Findings by rule and file, the gravest first."""
    where = "" if severity is None else "where severity = $severity and status <> 'explained'"
    return warehouse.read(
        f"""
        select severity, rule_id, source_file, count(*) as findings, min(message_zh) as example
        from checks.findings {where}
        group by severity, rule_id, source_file
        order by severity, findings desc, rule_id, source_file
        """,
        {} if severity is None else {"severity": severity},
    )


model_assets = [model_asset(name) for name in models.order() if name in build.published_models()]
