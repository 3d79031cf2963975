"""From the work database to a release: everything is written under a draft name, compared, and only then shown."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from pipelines import build, codebooks, contracts, decisions, holding, release_tables, versions
from pipelines.errors import LedgerError
from pipelines.exports import change_report
from pipelines.files import table_text, write_atomically
from pipelines.inputs import Inputs
from pipelines.release_tables import RELEASE_TABLE
from pipelines.releases import DICTIONARY, MANIFEST, SNAPSHOT, Release, Releases
from pipelines.warehouse import Warehouse

DICTIONARY_COLUMNS = ("table", "column", "type", "unit", "description_zh", "description_en")
PRIOR = "prior_"
"""A column of this prefix holds an indicator as it stood before the last change."""


@dataclass(frozen=True)
class Outcome:
    """What became of a build: the release, and the changes that wait for a confirmation (none: it is current)."""

    release: Release
    held: tuple[Mapping[str, Any], ...]


def publish(warehouse: Warehouse, raw: Path, inputs: Inputs, is_sample: bool) -> Outcome:
    """Build the release of these inputs and show it, or hold it. Any error leaves the last release as it is."""
    if warehouse.folder is None:
        raise LedgerError("没有数据仓库文件夹，无法发布。", "A release needs a warehouse folder.")
    if inputs.software != versions.software_version():
        raise LedgerError(
            "软件在清点文件之后更新过，没有发布。请点“更新全部数据（Materialize all）”。",
            "The software changed after the files were listed; nothing was published. Press Materialize all.",
        )
    build.require_unmixed(warehouse, inputs.release_id)
    releases = Releases(warehouse.folder)
    draft = releases.draft(inputs.release_id)
    tables = _write_tables(warehouse, inputs, draft, is_sample)
    changes = _changes(releases, draft / SNAPSHOT, inputs, raw)
    _write_manifest(warehouse, inputs, draft, tables, changes)
    release = releases.finish(draft, inputs.release_id)
    return settle(releases, release, changes)


def write_past(warehouse: Warehouse, inputs: Inputs, draft: Path, is_sample: bool) -> None:
    """Write the ledger of an earlier moment into a draft; it is compared with nothing and never shown as current."""
    tables = _write_tables(warehouse, inputs, draft, is_sample)
    _write_manifest(warehouse, inputs, draft, tables, [])


def _write_tables(warehouse: Warehouse, inputs: Inputs, draft: Path, is_sample: bool) -> release_tables.Facts:
    release_tables.drop_unknown(warehouse)
    _write_release_row(warehouse, inputs, is_sample)
    contracts.require_sound(warehouse)
    (draft / DICTIONARY).write_bytes(_dictionary(warehouse))
    facts = release_tables.write(warehouse, draft / SNAPSHOT)
    change_report.write(Release(inputs.release_id, draft))
    return facts


def _write_manifest(
    warehouse: Warehouse, inputs: Inputs, draft: Path, tables: release_tables.Facts, changes: list[holding.Change]
) -> None:
    manifest = _manifest(warehouse, inputs, tables, changes)
    write_atomically(draft / MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1).encode())


def settle(releases: Releases, release: Release, changes: list[holding.Change]) -> Outcome:
    """Show the release, or keep it waiting where it changes what people rely on."""
    if changes:
        releases.hold(release)
        return Outcome(release, tuple(change.as_row() for change in changes))
    current = releases.current()
    if current is None or current.release_id != release.release_id:
        releases.make_current(release)
    else:
        releases.drop_hold()
    return Outcome(release, ())


def reconsider(releases: Releases, release: Release, raw: Path, hold_factor: Decimal) -> Outcome:
    """A release of the present inputs is there already: show it, or say again that it waits."""
    if release.release_id in decisions.confirmed(raw):
        return settle(releases, release, [])
    return settle(releases, release, holding.reasons_to_hold(releases.current(), release.snapshot, hold_factor))


def _changes(releases: Releases, snapshot: Path, inputs: Inputs, raw: Path) -> list[holding.Change]:
    current = releases.current()
    if inputs.release_id in decisions.confirmed(raw) or (current and current.release_id == inputs.release_id):
        return []
    return holding.reasons_to_hold(current, snapshot, Decimal(inputs.settings["hold_factor"]))


def _write_release_row(warehouse: Warehouse, inputs: Inputs, is_sample: bool) -> None:
    warehouse.create(
        RELEASE_TABLE,
        """
        select
            $release_id as release_id, cast($is_sample as boolean) as is_sample, data_through, own_region_code,
            own_region_name, $software as software_version, flood_season_start, flood_season_end, rounding,
            $bureau as bureau_name, $form as form
        from meta.settings
        """,
        {
            "release_id": inputs.release_id, "is_sample": is_sample, "software": inputs.software,
            "bureau": inputs.settings["bureau_name"], "form": inputs.settings["form"],
        },
    )  # fmt: skip


def _manifest(
    warehouse: Warehouse, inputs: Inputs, tables: release_tables.Facts, changes: list[holding.Change]
) -> dict[str, Any]:
    about = warehouse.read(f"select * from {RELEASE_TABLE}").row(0, named=True)
    sources = warehouse.read(
        "select source_id, path, sha256, status, reader, rows_read, rows_accepted, rows_rejected, rows_skipped "
        "from meta.sources order by path, sha256"
    )
    return {
        "release": inputs.release_id,
        "built_at": datetime.now().isoformat(sep=" ", timespec="milliseconds"),
        "software_version": inputs.software,
        "duckdb": duckdb.__version__,
        "codebooks": inputs.codebooks,
        "is_sample": about["is_sample"],
        "data_through": str(about["data_through"] or ""),
        "own_region_code": about["own_region_code"],
        "own_region_name": about["own_region_name"],
        "sources": list(sources.iter_rows(named=True)),
        "findings": finding_counts(warehouse),
        "tables": tables,
        "held": [change.as_row() for change in changes] or None,
    }


def finding_counts(warehouse: Warehouse) -> dict[str, int]:
    """Findings by severity, those somebody explained apart."""
    found = warehouse.read(
        "select case when status = 'explained' then status else severity end as kind, count(*) as findings "
        "from checks.findings group by kind"
    )
    return dict.fromkeys(("reject", "error", "warning", "explained"), 0) | dict(found.iter_rows())


def _dictionary(warehouse: Warehouse) -> bytes:
    return table_text(DICTIONARY_COLUMNS, _dictionary_rows(warehouse))


def _dictionary_rows(warehouse: Warehouse) -> Iterator[dict[str, str]]:
    words = {(row["table_name"], row["column_name"]): row for row in codebooks.rows("table_columns")}
    indicators = codebooks.indicators()
    ledgers = {
        (ledger.table_name, field.column_name): {
            "unit": field.unit, "description_zh": field.name_zh, "description_en": field.name_en
        }
        for ledger in codebooks.ledgers().values()
        for field in ledger.fields
    }  # fmt: skip
    columns = warehouse.read(
        "select table_schema || '.' || table_name as table_name, column_name, data_type "
        "from information_schema.columns order by table_schema, table_name, ordinal_position"
    )
    public = set(release_tables.public_tables(warehouse))
    for table, column, kind in columns.iter_rows():
        if table not in public:
            continue
        indicator = indicators.get(column)
        row = {"table": table, "column": column, "type": kind}
        if indicator:
            said = {"unit": indicator.unit, "description_zh": indicator.name_zh, "description_en": indicator.name_en}
        elif before := indicators.get(column.removeprefix(PRIOR)):
            said = {
                "unit": before.unit, "description_zh": f"{before.name_zh}，上一次变动前",
                "description_en": f"{before.name_en}, before the last change",
            }  # fmt: skip
        else:
            said = dict(words.get(("", column), {})) | ledgers.get((table, column), {})
            own = words.get((table, column), {})
            said |= {key: value for key, value in own.items() if value}
        yield row | {key: said.get(key, "") for key in DICTIONARY_COLUMNS[3:]}
