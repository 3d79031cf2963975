"""staging: the content of every file as rows with a place."""

import dagster as dg
import polars as pl

from pipelines import inputs, reading_run
from pipelines.defs.ledger import Ledger
from pipelines.defs.previews import described, markdown


@dg.asset(
    key=["staging", "readings"],
    deps=[["raw", "sources"]],
    group_name="staging",
    kinds={"polars", "parquet"},
    description=described("staging.readings"),
)
def readings(context: dg.AssetExecutionContext, ledger: dg.ResourceParam[Ledger]) -> dg.MaterializeResult[None]:
    """One row is one report, period figure or finding of one file; what was read before is not read again."""
    stock = inputs.load(ledger.folder)
    staged = reading_run.read_all(ledger.warehouse, stock, ledger.raw, ledger.listener(context))
    listed = [
        (s.source.path, s.reader, s.rows_read, s.rows_accepted, s.rows_rejected, s.rows_skipped) for s in staged
    ]  # fmt: skip
    columns = ["文件", "表式", "读取", "采用", "无法采用", "跳过"]
    return dg.MaterializeResult(
        metadata={
            "dagster/row_count": sum(s.rows_read for s in staged),
            "文件数": len(staged),
            "无法采用的行": sum(s.rows_rejected for s in staged),
            "预览": dg.MetadataValue.md(markdown(pl.DataFrame(listed[:20], schema=columns, orient="row"))),
        }
    )
