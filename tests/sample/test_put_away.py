"""When the sample gives way to what a bureau has."""

from pathlib import Path

import pytest

from tests.bureau import Bureau, at, without_dagster


@pytest.mark.parametrize(
    ("text", "is_sample"),
    [
        ("地区,年度,人口（人）\n610115,2023,700000\n", True),
        ("地区,冬春年度,需救助人口\n610115,2023-2024,120\n", False),
    ],
)
def test_a_ledger_puts_the_sample_away_and_a_table_of_reference_does_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, is_sample: bool
) -> None:
    for variable in ("LOSS_LEDGER_RAW", "LOSS_LEDGER_WAREHOUSE", "LOSS_LEDGER_DAGSTER", "DAGSTER_HOME"):
        monkeypatch.setenv(variable, "")  # what a refresh announces must not outlive its test
    without_dagster(monkeypatch)
    bureau: Bureau = at(tmp_path)
    put = bureau.raw / "x.csv"
    put.parent.mkdir(parents=True, exist_ok=True)
    put.write_text(text, encoding="utf-8")
    assert bureau.refresh().release.manifest["is_sample"] is is_sample
    needs = bureau.ask("select need_people from marts.winter_spring where region_code = '610115'")
    assert needs == ([] if is_sample else [(120,)])
