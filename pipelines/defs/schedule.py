"""When a refresh runs: by hand, or when new files have come to rest in raw/ (off until somebody switches it on)."""

import hashlib
import json

import dagster as dg

from pipelines import places
from pipelines.raw_store import RawStore

TICK_SECONDS = 30

refresh = dg.define_asset_job(
    "refresh",
    selection=dg.AssetSelection.all(),
    description="更新全部数据：清点文件、读取、核查、统计、发布（同 loss-ledger refresh）",
)


@dg.sensor(
    job=refresh,
    minimum_interval_seconds=TICK_SECONDS,
    default_status=dg.DefaultSensorStatus.STOPPED,
    description="raw/ 中有新文件或改动，且连续两次查看大小和时间都没有变化，就更新一次。默认关闭。",
)
def new_files(context: dg.SensorEvaluationContext) -> dg.RunRequest | dg.SkipReason:
    """Asks for a run when raw/ differs from the last run asked for and has not changed since the last tick."""
    marks = RawStore(places.raw(), places.warehouse()).marks()
    seen = hashlib.sha256(json.dumps(marks).encode()).hexdigest()[:16]
    cursor = json.loads(context.cursor or "{}")
    if cursor.get("asked") == seen:
        return dg.SkipReason("没有新文件 / nothing new")
    if cursor.get("seen") != seen:
        context.update_cursor(json.dumps(cursor | {"seen": seen}))
        return dg.SkipReason("有变化，等文件复制完成 / changed; waiting until the files are at rest")
    context.update_cursor(json.dumps({"seen": seen, "asked": seen}))
    return dg.RunRequest(run_key=seen)
