"""release: written whole, then shown."""

import dagster as dg

from pipelines import build, inputs, publishing, reading_run
from pipelines.defs.ledger import Ledger
from pipelines.defs.models import key
from pipelines.defs.previews import described
from pipelines.places import raw
from pipelines.releases import Releases


@dg.asset(
    key=["release", "snapshot"],
    deps=[key(name) for name in build.published_models()],
    group_name="release",
    kinds={"duckdb"},
    description=described("release.snapshot"),
)
def snapshot(context: dg.AssetExecutionContext, ledger: dg.ResourceParam[Ledger]) -> dg.MaterializeResult[None]:
    """One immutable folder per state of the inputs; CURRENT is swapped last, or the release waits."""
    stock = inputs.load(ledger.folder)
    is_sample = reading_run.is_sample_loaded(ledger.warehouse)
    outcome = publishing.publish(ledger.warehouse, ledger.raw, stock, is_sample)
    removed = Releases(ledger.folder).prune(raw() / "filings")
    if outcome.held:
        context.log.warning(
            f"数据版本 {outcome.release.release_id} 改动了已结账年度或使主要指标大幅变化，待确认后才采用。\n"
            "The release moves closed years or headline figures and waits for a confirmation."
        )
    return dg.MaterializeResult(
        metadata={
            "数据版本": outcome.release.release_id,
            "待确认": bool(outcome.held),
            "示例数据": is_sample,
            "文件夹": dg.MetadataValue.path(str(outcome.release.folder)),
            "清理的旧版本": ", ".join(removed) or "无",
            "dagster/row_count": sum(t["rows"] for t in outcome.release.manifest["tables"].values()),
        }
    )
