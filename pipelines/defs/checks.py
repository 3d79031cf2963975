"""Verdicts on the assets: what the bureau should look at never stops a run; what is our own fault does."""

from collections.abc import Iterator

import dagster as dg

from pipelines import contracts
from pipelines.defs.ledger import Ledger
from pipelines.defs.models import FINDINGS, findings_by_rule, key
from pipelines.defs.previews import markdown

SEVERITIES = {"reject": "没有无法采用的内容", "error": "没有须改正或说明的问题", "warning": "没有需要核对的问题"}
ROWS_ACCOUNTED = "rows_accounted_for"


@dg.multi_asset_check(
    name="findings_verdicts",
    specs=[
        dg.AssetCheckSpec(f"no_{severity}", asset=key(FINDINGS), description=words)
        for severity, words in SEVERITIES.items()
    ],
)
def findings_verdicts(ledger: dg.ResourceParam[Ledger]) -> Iterator[dg.AssetCheckResult]:
    """One verdict per severity, with the rules and files behind it; explained findings no longer count."""
    for severity in SEVERITIES:
        found = findings_by_rule(ledger.warehouse, severity)
        yield dg.AssetCheckResult(
            check_name=f"no_{severity}",
            asset_key=key(FINDINGS),
            passed=found.is_empty(),
            severity=dg.AssetCheckSeverity.WARN,
            metadata={
                "问题数": int(found["findings"].sum()),
                "按规则": dg.MetadataValue.md(markdown(found.head(50))),
            },
        )


@dg.asset_check(
    asset=["staging", "readings"],
    name=ROWS_ACCOUNTED,
    blocking=True,
    description="每个文件：读取行数 = 采用 + 无法采用 + 跳过",
)
def rows_accounted_for(ledger: dg.ResourceParam[Ledger]) -> dg.AssetCheckResult:
    """Every row read is accepted, rejected or skipped; anything else is our own fault and blocks the release."""
    lost = contracts.unaccounted_sources(ledger.warehouse)
    return dg.AssetCheckResult(passed=not lost, metadata={"文件": "\n".join(lost)})


asset_checks = [findings_verdicts, rows_accounted_for]
