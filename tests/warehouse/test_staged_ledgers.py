"""Rows of ledgers on their way from a file to the models: written where there are some, an empty table where not."""

from decimal import Decimal
from pathlib import Path

import pytest

from pipelines import decisions, inputs, settings, staging, versions
from pipelines.hashes import sha256_of
from pipelines.readers import received_files
from pipelines.readers.contract import LEDGER_SCHEMAS
from pipelines.received import ACTIVE, Source
from pipelines.warehouse import Warehouse
from tests.readers.files import text


def test_only_ledgers_with_rows_are_written_and_every_ledger_has_its_table(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(received_files, "SECOND_LOOK_SECONDS", 0.0)
    rows = [
        ["地区", "资金阶段", "金额（万元）", "用途"],
        ["腾冲市", "发放", "1.5", "冬春"],
        ["龙陵县", "发放", 2, "应急"],
    ]
    file = text(tmp_path / "funds.csv", rows)
    source = Source(sha256_of(file), "relief/funds.csv", "", ACTIVE)
    staged = staging.stage([source], lambda _: file, tmp_path / "warehouse", lambda _: None)
    assert [path.name for path in staged[0].folder.glob("ledger_*.parquet")] == ["ledger_relief_funds.parquet"]
    stated = inputs.Inputs(
        sources=(source,), problems=(), settings=settings.load(tmp_path).as_texts(), zones=(),
        decisions=decisions.all_rows(tmp_path), codebooks="", software=versions.software_version(),
    )  # fmt: skip
    with Warehouse(tmp_path / "warehouse") as warehouse:
        staging.load(warehouse, stated, staged, is_sample=False)
        funds = warehouse.read("select source_id, region_code, amount from staging.ledger_relief_funds order by 2")
        assert funds.rows() == [
            (source.source_id, "530523", Decimal(20000)),
            (source.source_id, "530581", Decimal(15000)),
        ]
        for name, schema in LEDGER_SCHEMAS.items():
            empty = warehouse.read(f"select * from staging.ledger_{name} where false")
            assert dict(empty.schema) == schema | {"source_id": empty.schema["source_id"]}
        assert warehouse.value("select reader from staging.sources") == "ledger:relief_funds"
