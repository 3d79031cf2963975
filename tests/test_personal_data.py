"""Names, identity and phone numbers of a workbook are found nowhere under warehouse/, however it stores them."""

from pathlib import Path

import duckdb
import openpyxl
import polars as pl
import pytest

from tests.bureau import REPORTS, Bureau, at

PERSONAL = ("欧阳建国", "610116198003151234", "13912345678", "上官秀英", "610116199105204321")
HEADINGS = [
    "行政区划代码", "地区", "灾种", "灾害发生时间", "受灾人口（人）", "因灾死亡人口（人）",
    "遇难者姓名", "身份证号码", "联系电话",
]  # fmt: skip
ROWS = [
    ["610116", "长安区", "洪涝灾害", "2021-07-01 08:00:00", 100, 1, *PERSONAL[:3]],
    ["", "无此地", "洪涝灾害", "2021-07-01 08:00:00", 5, 1, PERSONAL[3], PERSONAL[4], PERSONAL[2]],
    ["610302", "渭滨区", "洪涝灾害", "2021-07-02 08:00:00", f"约见{PERSONAL[2]}", 0, None, int(PERSONAL[1]), None],
]


@pytest.fixture
def bureau(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bureau:
    for variable in ("LOSS_LEDGER_RAW", "LOSS_LEDGER_WAREHOUSE", "LOSS_LEDGER_DAGSTER", "DAGSTER_HOME"):
        monkeypatch.setenv(variable, "")
    monkeypatch.setenv("DAGSTER_DISABLE_TELEMETRY", "yes")
    return at(tmp_path)


def everything_under(folder: Path) -> str:
    """All bytes of all files, and the content of those that store it compressed."""
    texts = []
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        texts.append(file.read_bytes().decode("utf-8", errors="ignore"))
        if file.suffix == ".parquet":
            texts.append(pl.read_parquet(file).write_json())
        if file.suffix == ".duckdb":
            with duckdb.connect(str(file), read_only=True) as connection:
                for schema, table in connection.execute(
                    "select table_schema, table_name from information_schema.tables"
                ).fetchall():
                    texts.append(str(connection.execute(f"select * from {schema}.{table}").fetchall()))
    return "\n".join(texts)


def test_nothing_personal_is_found_anywhere_under_the_warehouse(bureau: Bureau) -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    for row in (HEADINGS, *ROWS):
        sheet.append(row)
    place = bureau.raw / REPORTS
    place.mkdir(parents=True)
    workbook.save(place / "遇难人员.xlsx")
    bureau.refresh()
    assert bureau.ask("select sum(affected_population) from core.losses") == [(100,)]
    found = everything_under(bureau.warehouse)
    assert "长安区" in found
    assert [secret for secret in PERSONAL if secret in found] == []
