"""What `dagster dev -m pipelines.definitions` loads."""

import dagster as dg

from pipelines.defs import checks, filing, models, raw, release, schedule, staging
from pipelines.defs.console import console
from pipelines.defs.ledger import ledger_resource

assets = [raw.sources, staging.readings, *models.model_assets, release.snapshot]

defs = dg.Definitions(
    assets=assets,
    asset_checks=checks.asset_checks,
    jobs=[schedule.refresh, filing.file_export],
    sensors=[schedule.new_files],
    resources={"ledger": ledger_resource()},
    loggers={"console": console},
    executor=dg.in_process_executor,
)
