"""core, checks, marts: one asset per SQL model; what it depends on is read from its SQL."""

import dagster as dg
import polars as pl

from pipelines import build, models
from pipelines.defs.ledger import Ledger
from pipelines.defs.previews import described, markdown, preview
from pipelines.warehouse import Warehouse

GROUPS = {"core": "core", "checks": "checks", "marts": "marts", "meta": "release"}
FINDINGS = "checks.findings"


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
    )
    def table(context: dg.AssetExecutionContext, ledger: dg.ResourceParam[Ledger]) -> dg.MaterializeResult[None]:
        rows = build.materialise(ledger.warehouse, name, ledger.run)
        ledger.listener(context)(f"{name}: {rows} 行 / rows")
        return dg.MaterializeResult(metadata=_metadata(ledger.warehouse, name, rows))

    return table


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
