"""The two real provincial exports, by the sums their folder states."""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import polars as pl

from pipelines.readers import Reading
from tests.readers.files import checked, messages, rules

SHANXI = "china_reports/山西灾情-截至20211011.xlsx"
SHAANXI = "china_reports/陕西洪涝灾害_2021-10-03_截至20211012.xlsx"
Found = Callable[[str], Path]


def total(reading: Reading, name: str, level: str | None = None) -> Decimal:
    rows = reading.reports if level is None else reading.reports.filter(pl.col("region_level") == level)
    return Decimal(str(rows[name].sum()))


def test_shanxi_is_read_whole(received_file: Found) -> None:
    reading = checked(received_file(SHANXI))
    assert (reading.reader, reading.rows_read, reading.rows_accepted, reading.rows_rejected) == (
        "provincial_report",
        114,
        113,
        0,
    )
    expected = {
        "affected_population": 7607977,
        "deaths": 50,
        "missing": 10,
        "crop_affected_ha": "1143817.55",
        "crop_damaged_ha": "753068.30",
        "crop_failed_ha": "162644.93",
        "collapsed_rooms": 49251,
        "collapsed_households": 15806,
        "severe_rooms": 44733,
        "minor_rooms": 97264,
        "direct_economic_loss": "2105621.39",
        "loss_agriculture": "1067214.37",
        "loss_housing_household": "182374.12",
        "loss_industry_commerce": "52240.63",
        "loss_infrastructure": "506613.47",
        "loss_public_service": "43337.71",
        "loss_other": "257691.34",
    }
    assert {name: total(reading, name) for name in expected} == {
        name: Decimal(value) for name, value in expected.items()
    }
    assert set(reading.reports["region_level"]) == {"county"}
    assert set(reading.reports["regime"]) == {"2020"}
    assert reading.reports["region_code"].str.starts_with("14").all()
    assert reading.reports["region_code"].n_unique() == 113


def test_shanxi_tells_a_cut_off_but_neither_hazard_nor_time(received_file: Found) -> None:
    reading = checked(received_file(SHANXI))
    assert set(reading.reports["as_of"]) == {datetime(2021, 10, 11)}
    assert (set(reading.reports["occurred_at"]), set(reading.reports["hazard_key"])) == ({None}, {"unspecified"})
    assert set(reading.reports["event_key"]) == {"series:山西灾情@2021"}
    assert rules(reading) == ["F044", "F092", "F093"]
    assert len(messages(reading, "F044")) == 3


def test_shaanxi_levels_are_kept_apart(received_file: Found) -> None:
    reading = checked(received_file(SHAANXI))
    from_losses = reading.reports.filter(pl.col("source_locator").str.starts_with("灾情指标!"))
    assert from_losses["region_level"].value_counts().sort("region_level").rows() == [("county", 59), ("township", 572)]
    assert total(reading, "affected_population", "county") == 742611
    assert total(reading, "affected_population", "township") == 742614
    assert total(reading, "direct_economic_loss", "county") == Decimal("355724.78")
    assert total(reading, "direct_economic_loss", "township") == Decimal("355734.78")
    assert total(reading, "road_damaged_km", "county") == Decimal("611.92")


def test_shaanxi_joins_its_two_sheets(received_file: Found) -> None:
    reading = checked(received_file(SHAANXI))
    assert (reading.rows_read, reading.rows_accepted, reading.reports.height) == (1277, 1271, 640)
    assert total(reading, "own_level_fund_arranged") == 122
    assert total(reading, "own_level_fund_spent") == 290
    assert reading.reports["region_code"].n_unique() == 640
    assert set(reading.reports["event_key"]) == {"flood@2021-10-03T12:37:48"}
    assert "F049" not in rules(reading)


def test_shaanxi_keeps_codes_that_no_list_has_and_says_so(received_file: Found) -> None:
    reading = checked(received_file(SHAANXI))
    new = reading.findings.filter(pl.col("rule_id") == "F081")["region_code"].to_list()
    assert {"610128", "610291", "610391", "619081"} <= set(new)
    former = reading.findings.filter(pl.col("rule_id") == "F085")["region_code"].to_list()
    assert set(former) == {"610125", "610322", "610427", "610521", "610623", "610624", "610721"}
    assert any("韩城市" in message for message in messages(reading, "F084"))
    assert reading.findings.height < 40


def test_blanks_and_zeros_stay_apart_in_shaanxi(received_file: Found) -> None:
    reports = checked(received_file(SHAANXI)).reports.filter(pl.col("source_locator").str.starts_with("灾情指标!"))
    assert reports["affected_population"].null_count() == 5
    assert reports["loss_housing_household"].null_count() == 147
