"""The host counties of development zones: figures are compared only for zones that nothing else places."""

from typing import TYPE_CHECKING

from pipelines.warehouse import sql_text

if TYPE_CHECKING:
    from pipelines.warehouse import Warehouse

HOSTS = "core.zone_hosts"
ZONES, EVIDENCE = "steps.zones", "steps.zone_evidence"
EVIDENCE_COLUMNS = "zone_code varchar, host_code varchar, equal_cells bigint, events bigint"


def find_hosts(warehouse: "Warehouse") -> int:
    """Write `core.zone_hosts`: one row per zone, with the county it is counted to."""
    warehouse.create(ZONES, sql_text("core/zone_hosts.zones.sql"))
    if warehouse.value(f"select 1 from {ZONES} where how is null limit 1"):
        warehouse.create(EVIDENCE, sql_text("core/zone_hosts.evidence.sql"))
    else:  # planning that statement takes longer than all else of a small file
        warehouse.execute(f"create or replace table {EVIDENCE} ({EVIDENCE_COLUMNS})")
    rows = warehouse.create(HOSTS, sql_text("core/zone_hosts.sql"))
    for scratch in (ZONES, EVIDENCE):
        warehouse.drop(scratch)
    return rows
