"""Tidy tables under our own column names: wide and long, CSV and Parquet."""

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from pipelines.readers import text_chunks
from tests.readers.files import checked, column, messages, rules, text

HEADINGS = ["region_code", "hazard_key", "occurred_at", "affected_population", "direct_economic_loss"]
ROWS = [
    HEADINGS,
    ["610115", "flood_mountain", "2021-10-03 12:37:48", "2055", "355724.78"],
    ["610122", "洪涝灾害", "2021年10月4日", "1.2万", "abc"],
    [],
    ["000999", "flood", "2021-10-05", "3", "1"],
    ["610128", "火星", "2021-02-31", "-3", "2.5"],
]


def test_a_wide_csv_is_typed_directly_and_only_odd_cells_are_told(tmp_path: Path) -> None:
    reading = checked(text(tmp_path / "a_截至20211012.csv", ROWS))
    assert (reading.reader, reading.rows_read, reading.rows_accepted, reading.rows_rejected, reading.rows_skipped) == (
        "tidy_reports",
        6,
        3,
        1,
        2,
    )
    assert column(reading, "source_locator") == ["2", "3", "6"]
    assert column(reading, "region_code") == ["610115", "610122", "610128"]
    assert column(reading, "affected_population") == [2055, 12000, None]
    assert reading.reports["direct_economic_loss"].to_list() == [Decimal("355724.78"), None, Decimal("2.5")]
    assert column(reading, "occurred_at") == [datetime(2021, 10, 3, 12, 37, 48), datetime(2021, 10, 4), None]
    assert column(reading, "hazard_key") == ["flood_mountain", "flood", "unspecified"]
    assert column(reading, "year_hint") == [None, None, 2021]
    assert rules(reading) == ["F060", "F061", "F063", "F064", "F080", "F081", "F090", "F092", "F093"]
    assert reading.rejected_rows["source_locator"].to_list() == ["5"]
    assert "第 3 行" in messages(reading, "F060")[0]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_the_encoding_makes_no_difference(tmp_path: Path, encoding: str) -> None:
    reading = checked(
        text(tmp_path / "a.csv", [["region_name", "affected_population"], ["临潼区", 3], ["蓝田县", 4]], encoding)
    )
    assert column(reading, "region_code") == ["610115", "610122"]
    assert column(reading, "region_name") == ["临潼区", "蓝田县"]


def test_parquet_gives_the_same_records_as_csv(tmp_path: Path) -> None:
    frame = pl.DataFrame(
        {
            "region_code": ["610115", "610122"],
            "hazard_key": ["flood", "hail"],
            "occurred_at": [datetime(2021, 10, 3, 12, 37, 48), datetime(2021, 10, 4)],
            "affected_population": [3, None],
            "direct_economic_loss": [Decimal("1.25"), Decimal("2")],
            "crop_affected_ha": [0.1 + 0.2, 1.5],
        },
        schema_overrides={"direct_economic_loss": pl.Decimal(18, 2)},
    )
    frame.write_parquet(tmp_path / "a.parquet")
    frame.with_columns(pl.col("crop_affected_ha").round(1)).write_csv(tmp_path / "a.csv")
    one, other = (checked(tmp_path / name).reports.drop("source_locator") for name in ("a.parquet", "a.csv"))
    other = other.with_columns(event_key=pl.lit(None, pl.String))
    assert one.with_columns(event_key=pl.lit(None, pl.String)).equals(other)


def test_numbers_of_a_typed_column_are_looked_at_as_texts_are(tmp_path: Path) -> None:
    figures = {
        "deaths": pl.Series([1, -2, 0, None], dtype=pl.Int32),
        "affected_population": pl.Series([3, 99_999_999_999_999, 4, None], dtype=pl.Int64),
        "collapsed_rooms": pl.Series([5, 6, None, 7], dtype=pl.UInt8),
        "crop_affected_ha": pl.Series([1, 2, 3, 4], dtype=pl.Int64),
        "direct_economic_loss": pl.Series(["1.25", "-1", "3", None]).str.to_decimal(scale=2),
        "loss_other": pl.Series(["1.12345678", "2", "3", "4"]).str.to_decimal(scale=8),
    }
    places = {"region_code": ["610115", "610122", "610116", "610117"], "hazard_key": ["flood"] * 4}
    frame = pl.DataFrame(places | figures)
    frame.write_parquet(tmp_path / "a.parquet")
    frame.write_csv(tmp_path / "a.csv")
    of_numbers, of_texts = checked(tmp_path / "a.parquet"), checked(tmp_path / "a.csv")
    assert of_numbers.reports.select(*figures).equals(of_texts.reports.select(*figures))
    assert rules(of_numbers) == rules(of_texts)
    assert column(of_numbers, "deaths") == [1, None, 0, None]
    assert column(of_numbers, "collapsed_rooms") == [5, 6, None, 7]


def test_a_broken_piece_in_a_quoted_field_keeps_rows_in_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text_chunks, "CHUNK", 64)
    rows = [["region_code", "event_name", "affected_population"], *([["610115", 'a\n"b",\nc', n] for n in range(50)])]
    reading = checked(text(tmp_path / "a.csv", rows))
    assert column(reading, "affected_population") == list(range(50))
    assert column(reading, "source_locator")[-1] == "51"


def test_the_figures_of_a_row_wider_than_its_headings_are_not_used(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("region_code,affected_population\n610115,3\n610122,2,055\n", encoding="utf-8")
    reading = checked(path)
    assert column(reading, "region_code") == ["610115", "610122"]
    assert column(reading, "affected_population") == [3, None]
    assert messages(reading, "F104")[0].startswith("文件“a.csv”，第 3 行")
    assert reading.rows_read == 3


def test_an_event_id_joins_the_rows_of_one_disaster(tmp_path: Path) -> None:
    rows = [
        ["region_code", "event_id", "occurred_at", "affected_population"],
        ["610115", "E1", "2021-10-03", 3],
        ["610122", "E1", "2021-10-03", 4],
        ["610122", "", "2021-10-03", 4],
    ]
    assert column(checked(text(tmp_path / "a.csv", rows)), "event_key") == ["id:E1", "id:E1", None]


def test_a_record_the_sender_held_out_is_skipped(tmp_path: Path) -> None:
    rows = [
        ["region_code", "held_out", "occurred_at", "affected_population"],
        ["610115", "true", "2021-10-03", 3],
        ["610122", "false", "2021-10-03", 4],
    ]
    reading = checked(text(tmp_path / "a.csv", rows))
    assert column(reading, "region_code") == ["610122"]
    assert "held_out" in reading.skipped_rows["reason"].to_list()


def test_a_tidy_table_is_a_list_and_covers_its_years(tmp_path: Path) -> None:
    reading = checked(text(tmp_path / "a.csv", [ROWS[0], ROWS[1], ["610122", "flood", "2019-05-01", "1", "1"]]))
    assert reading.coverage.row(0)[:3] == ("610100", date(2019, 1, 1), date(2021, 10, 3))


LONG = [
    [
        "event_id",
        "region_code",
        "region_name",
        "hazard_key",
        "occurred_at",
        "stage",
        "indicator",
        "name_zh",
        "unit",
        "value",
        "held_out",
    ],
    [
        "E1",
        "610115",
        "临潼区",
        "flood",
        "2021-10-03 12:37:48",
        "final",
        "affected_population",
        "受灾人口",
        "人",
        "2055",
        "false",
    ],
    [
        "E1",
        "610115",
        "临潼区",
        "flood",
        "2021-10-03 12:37:48",
        "final",
        "direct_economic_loss",
        "直接经济损失",
        "元",
        "35000",
        "false",
    ],
    [
        "E1",
        "610122",
        "蓝田县",
        "flood",
        "2021-10-03 12:37:48",
        "final",
        "crop_affected_ha",
        "农作物受灾面积",
        "亩",
        "10",
        "false",
    ],
    ["E1", "610122", "蓝田县", "flood", "2021-10-03 12:37:48", "final", "天气", "天气", "", "1", "false"],
    [
        "E2",
        "610122",
        "蓝田县",
        "flood",
        "2021-10-03 12:37:48",
        "final",
        "affected_population",
        "受灾人口",
        "人",
        "9",
        "true",
    ],
    [
        "E3",
        "000999",
        "火星",
        "flood",
        "2021-10-03 12:37:48",
        "final",
        "affected_population",
        "受灾人口",
        "人",
        "9",
        "false",
    ],
    ["E3", "000999", "火星", "flood", "2021-10-03 12:37:48", "final", "deaths", "因灾死亡人口", "人", "1", "false"],
]


def test_a_long_table_is_turned_to_one_row_per_record(tmp_path: Path) -> None:
    reading = checked(text(tmp_path / "losses.csv", LONG))
    assert reading.reader == "tidy_long"
    assert (reading.rows_read, reading.rows_accepted, reading.rows_rejected, reading.rows_skipped) == (8, 3, 3, 2)
    assert column(reading, "event_key") == ["id:E1", "id:E1"]
    assert column(reading, "region_code") == ["610115", "610122"]
    assert column(reading, "affected_population") == [2055, None]
    assert [value and str(value) for value in column(reading, "direct_economic_loss")] == ["3.5", None]
    assert [value and str(value) for value in column(reading, "crop_affected_ha")] == [None, "0.666667"]
    assert column(reading, "source_locator") == ["2", "4"]
    assert column(reading, "stage") == ["final", "final"]


def test_sums_of_years_are_no_reports(tmp_path: Path) -> None:
    rows = [
        ["year", "region_code", "hazard_key", "events", "event_records", "affected_population"],
        [2021, "610100", "all", 3, 5, 100],
    ]
    reading = checked(text(tmp_path / "annual_losses.csv", rows))
    assert (reading.reader, reading.reports.height) == ("period_figures", 0)
    assert reading.period_figures.select("period_kind", "indicator", "value", "basis").rows() == [
        ("year", "affected_population", Decimal(100), "event_sum")
    ]


def test_a_broken_byte_is_told_with_its_row(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    rows = ["region_code,region_name,affected_population", "610115,临潼区,3", "610122,蓝田县,4", "610124,周至县,5"]
    lines = [line.encode("gb18030") for line in rows]
    path.write_bytes(b"\n".join([*lines[:2], lines[2].replace("田".encode("gb18030"), b"\xff"), lines[3]]))
    reading = checked(path)
    assert column(reading, "affected_population") == [3, 4, 5]
    assert reading.findings.filter(pl.col("rule_id") == "F020")["source_locator"].to_list() == ["3"]


def test_a_long_tidy_file_is_read_in_pieces_and_tells_its_progress(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(text_chunks, "CHUNK", 1 << 12)
    told: list[str] = []
    rows = [HEADINGS, *([["610115", "flood", f"2021-10-{n % 28 + 1:02}", n, "1.5"] for n in range(5000)])]
    reading = checked(text(tmp_path / "a.csv", rows), progress=told.append)
    assert reading.reports["affected_population"].sum() == sum(range(5000))
    assert column(reading, "source_locator")[-1] == "5001"
    assert len(told) > 10


def test_odd_columns_of_a_parquet_file_do_no_harm(tmp_path: Path) -> None:
    frame = pl.DataFrame(
        {
            "region_code": [610115, 610122],
            "occurred_at": [date(2021, 10, 3), date(2021, 10, 4)],
            "affected_population": [[1, 2], [3]],
            "deaths": [1.0, float("inf")],
            "direct_economic_loss": [2105621.3899999997, 0.1 + 0.2],
            "loss_other": pl.Series([0.1, -1.0], dtype=pl.Float32),
            "hazard_key": pl.Series(["flood", "hail"], dtype=pl.Categorical),
        }
    )
    frame.write_parquet(tmp_path / "a.parquet")
    reading = checked(tmp_path / "a.parquet")
    assert column(reading, "region_code") == ["610115", "610122"]
    assert column(reading, "affected_population") == [None, None]
    assert column(reading, "deaths") == [1, None]
    assert [str(value) for value in column(reading, "direct_economic_loss")] == ["2105621.39", "0.3"]
    assert [value and str(value) for value in column(reading, "loss_other")] == ["0.1", None]
    assert reading.figure_states.is_empty()
    assert rules(reading) == ["F060", "F061", "F094"]
