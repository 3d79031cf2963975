"""raw: what was received."""

from collections import Counter

import dagster as dg
import polars as pl

from pipelines import inputs
from pipelines.defs.ledger import Ledger
from pipelines.defs.previews import described, markdown


@dg.asset(key=["raw", "sources"], group_name="raw", kinds={"file"}, description=described("raw.sources"))
def sources(context: dg.AssetExecutionContext, ledger: dg.ResourceParam[Ledger]) -> dg.MaterializeResult[None]:
    """One row is one file ever received: its bytes are archived, its receipt written, its status known."""
    stock = ledger.stock or inputs.take_stock(ledger.raw, ledger.folder, ledger.listener(context))
    inputs.save(stock, ledger.folder)
    statuses = Counter(source.status for source in stock.sources)
    listed = [(source.path, source.status, source.first_seen) for source in stock.sources]
    return dg.MaterializeResult(
        metadata={
            "dagster/row_count": len(stock.sources),
            "状态": dg.MetadataValue.md("、".join(f"{status} {count}" for status, count in sorted(statuses.items()))),
            "文件问题": len(stock.problems),
            "数据版本": stock.release_id,
            "预览": dg.MetadataValue.md(
                markdown(pl.DataFrame(listed[:20], schema=["文件", "状态", "首次收到"], orient="row"))
            ),
        }
    )
