"""Exports of a small release, by value: cells, bytes, encodings, manifest, and what is left behind by a failure."""

import csv
import hashlib
import io
import json
import stat
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from typing import Any

import duckdb
import pytest
import xlsxwriter
from openpyxl import load_workbook

from pipelines import codebooks, exports
from pipelines.errors import LedgerError
from pipelines.exports import annual_summary, sheets, texts
from tests.exports import ledger


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small release; no test writes to it."""
    return ledger.release_of(tmp_path_factory.mktemp("ledger") / "warehouse")


@pytest.fixture(scope="module")
def odd_warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release of an open year with what a list cannot hold, text that looks like a formula, and a leap in people."""
    spring = {"affected_population": 1, "event_key": "id:+1", "region_name": '=HYPERLINK("x")'}
    reports = (
        *ledger.REPORTS,
        ledger.report("990102", None, direct_economic_loss=Decimal(4), hazard_key="unspecified"),
        ledger.report("990100", ledger.FLOOD_2024, affected_population=1100, typhoon_no="2403"),
        ledger.report("990102", datetime(2023, 4, 3, 5, 0)) | spring,
        ledger.report("990102", datetime(2024, 4, 3, 5, 0), affected_population=25),
    )
    return ledger.release_of(tmp_path_factory.mktemp("odd") / "warehouse", reports, through=date(2024, 7, 2))


def lines_of(path: Path, encoding: str = "utf-8-sig") -> list[list[str]]:
    return list(csv.reader(io.StringIO(path.read_bytes().decode(encoding), newline="")))


def one(folder: Path, ending: str) -> Path:
    (found,) = [path for path in folder.iterdir() if path.name.endswith(ending)]
    return found


def records(path: Path) -> list[dict[str, str]]:
    heading, *rows = lines_of(path)
    return [dict(zip(heading, row, strict=True)) for row in rows]


def manifest(folder: Path) -> dict[str, Any]:
    told: dict[str, Any] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    return told


# tidy


def test_losses_have_a_line_per_figure_with_the_exact_value(warehouse: Path, tmp_path: Path) -> None:
    exports.export("tidy", tmp_path / "out", warehouse=warehouse)
    rows = records(tmp_path / "out" / "losses.csv")
    assert list(rows[0]) == [
        "event_id", "region_code", "region_name", "region_level", "hazard_key", "occurred_at", "as_of", "stage",
        "regime", "indicator", "name_zh", "unit", "value", "held_out", "source_locator",
    ]  # fmt: skip
    hail = {row["indicator"]: row for row in rows if row["region_code"] == "990102"}
    assert {name: row["value"] for name, row in hail.items()} == {
        "affected_population": "0", "crop_affected_ha": "0.333333", "direct_economic_loss": "0.2",
    }  # fmt: skip
    assert hail["crop_affected_ha"]["occurred_at"] == "2024-05-02 16:00:01"
    assert hail["crop_affected_ha"]["unit"] == "公顷"
    assert hail["crop_affected_ha"]["source_locator"] == "1!9"
    assert len(rows) == 21


def test_annual_losses_have_every_level_and_the_part_not_broken_down(warehouse: Path, tmp_path: Path) -> None:
    exports.export("tidy", tmp_path / "out", warehouse=warehouse, year=2024, region="990122")
    rows = records(tmp_path / "out" / "annual_losses.csv")
    loss = {
        row["region_code"]: row["value"]
        for row in rows
        if (row["indicator"], row["hazard_key"]) == ("direct_economic_loss", "all")
    }
    assert loss == {"990122": "123.45", "990122-rest": "73.4", "990122100000": "20.05", "990122101000": "30"}
    assert {row["year"] for row in rows} == {"2024"}


# national_wide


def test_the_national_list_has_exactly_the_70_headings_and_adds_up(warehouse: Path, tmp_path: Path) -> None:
    exports.export("national_wide", tmp_path / "out", warehouse=warehouse, year=2024)
    heading, total, *rows = lines_of(one(tmp_path / "out", ".csv"))
    official = sorted((i for i in codebooks.indicators().values() if i.national_seq), key=lambda i: i.national_seq or 0)
    assert heading == ["区域", "灾种", "隶属区域", "灾害发生时间"] + [i.export_header_zh for i in official]
    assert total[:4] == ["合计", "--", "--", "--"]
    for column in range(4, 70):
        told = [Decimal(row[column]) for row in rows if row[column]]
        assert total[column] == "" if not told else Decimal(total[column]) == sum(told)


def test_the_national_list_has_one_line_per_disaster_and_county(warehouse: Path, tmp_path: Path) -> None:
    exports.export("national_wide", tmp_path / "out", warehouse=warehouse, year=2024)
    by_county = {row["区域"]: row for row in records(one(tmp_path / "out", ".csv"))}
    assert list(by_county) == ["合计", "临江区", "云岭县", "石桥县"]
    filed, summed = by_county["云岭县"], by_county["石桥县"]
    assert (filed["灾种"], filed["隶属区域"]) == ("洪涝灾害-山区洪水", "示例省-示例市")
    assert filed["灾害发生时间"] == "2024-07-01 22:10:59"
    assert (filed["受灾人口(人)"], filed["直接经济损失(万元)"], filed["受损公路长度(千米)"]) == (
        "1000",
        "123.45",
        "1.250",
    )
    assert (summed["受灾人口(人)"], summed["直接经济损失(万元)"]) == ("50", "3.00")
    assert summed["紧急转移安置人口(实时值)(人)"] == "5"
    assert summed["因灾死亡人口(人)"] == ""


def test_a_county_files_its_own_lines_only(warehouse: Path, tmp_path: Path) -> None:
    exports.export("national_wide", tmp_path / "out", warehouse=warehouse, year=2024, region="990122")
    assert [row["区域"] for row in records(one(tmp_path / "out", ".csv"))] == ["合计", "云岭县"]


def test_what_the_list_cannot_hold_is_counted_in_the_manifest(odd_warehouse: Path, tmp_path: Path) -> None:
    exports.export("national_wide", tmp_path / "out", warehouse=odd_warehouse, year=2024)
    told = {(entry["what"], entry["reason"]): entry for entry in manifest(tmp_path / "out")["not_representable"]}
    assert told["records", "no_date"]["count"] == 1
    assert told["records", "no_date"]["amount"] == "4"
    assert told["records", "unlisted_hazard"]["count"] == 1
    assert told["typhoon_no", "field"]["count"] == 1
    assert told["affected_population", "above_filing_level"] | {"reason_zh": ""} == {
        "what": "affected_population", "reason": "above_filing_level", "reason_zh": "", "count": 1, "amount": "50",
        "unit": "人",
    }  # fmt: skip
    undated = records(one(tmp_path / "out", ".csv"))[-1]
    assert (undated["灾种"], undated["灾害发生时间"], undated["直接经济损失(万元)"]) == ("--", "--", "4.00")


def test_the_workbook_holds_the_same_cells_with_text_as_text_and_figures_as_numbers(
    warehouse: Path, tmp_path: Path
) -> None:
    exports.export("national_wide", tmp_path / "out", warehouse=warehouse, year=2024)
    sheet = load_workbook(one(tmp_path / "out", ".xlsx")).active
    written = lines_of(one(tmp_path / "out", ".csv"))
    for line, cells in zip(written, sheet.iter_rows(), strict=True):
        for text, cell in zip(line, cells, strict=True):
            if cell.data_type == "n" and cell.value is not None:
                assert Decimal(str(cell.value)) == Decimal(text)
            else:
                assert (cell.value or "") == text
                assert cell.data_type in ("s", "n")


# annual_summary


def test_the_summary_shows_the_figures_of_the_mart(warehouse: Path, tmp_path: Path) -> None:
    exports.export("annual_summary", tmp_path / "out", warehouse=warehouse, year=2024)
    lines = lines_of(one(tmp_path / "out", ".csv"))
    start = next(number for number, line in enumerate(lines) if line[0] == "行政区划代码")
    rows = [dict(zip(lines[start], line, strict=True)) for line in lines[start + 1 :] if len(line) > 1]
    loss = next(row for row in rows if (row["地区"], row["指标"]) == ("云岭县", "直接经济损失"))
    shown = [loss[name] for name in ("计量单位", "本年", "上年同期", "增减", "增减%", "近5年均值", "均值年数", "口径")]
    assert shown == ["万元", "123.45", "50.50", "72.95", "144.5", "10.10", "5", "过程汇总"]
    people = next(row for row in rows if (row["地区"], row["指标"]) == ("云岭县", "受灾人口"))
    assert (people["计量单位"], people["本年"], people["增减%"]) == ("人次", "1000", "900.0")
    with duckdb.connect(str(warehouse / "published" / ledger.RELEASE / "snapshot.duckdb"), read_only=True) as database:
        mart = dict(
            database.execute(
                "select indicator, value from marts.year_on_year where year = 2024 and period_kind = 'year' "
                "and hazard_key = 'all' and region_code = '990100' and value is not null"
            ).fetchall()
        )
    own = {row["指标"]: Decimal(row["本年"]) for row in rows if row["行政区划代码"] == "990100" and row["本年"]}
    short = {name: i["short_zh"] for name, i in ((r["column_name"], r) for r in codebooks.rows("indicators"))}
    rounded = {name: texts.rounded(Fraction(value), 2, "half_even") for name, value in mart.items() if name != "events"}
    assert {short[name]: value for name, value in rounded.items()} | {"灾害过程": mart["events"]} == own


def test_the_summary_says_what_it_is_and_who_signs(warehouse: Path, tmp_path: Path) -> None:
    exports.export("annual_summary", tmp_path / "out", warehouse=warehouse, year=2024)
    text = one(tmp_path / "out", ".csv").read_bytes().decode("utf-8-sig")
    said = ("示例市2024年自然灾害损失情况汇总表", "示例数据", "数据截至：2024年12月31日", "计量单位", "口径：过程汇总")
    for part in (*said, "填表人：", "审核人：", ledger.RELEASE):
        assert part in text
    sheet = load_workbook(one(tmp_path / "out", ".xlsx")).active
    assert sheet["A1"].value == "示例市2024年自然灾害损失情况汇总表"
    assert sheet.page_setup.orientation == "landscape" and sheet.page_setup.paperSize == 9
    assert sheet.print_title_rows and sheet.freeze_panes
    codes = [cell for cell in sheet["A"] if cell.value == "990100"]
    assert {cell.data_type for cell in codes} == {"s"}
    assert "A1:L1" in {str(block) for block in sheet.merged_cells.ranges}


@pytest.mark.parametrize(("note", "lines"), [("未报送", 1), ("仅为已收到的灾情，资料未覆盖全期；上年同期为0", 2)])
def test_a_line_of_the_summary_is_as_high_as_its_note(note: str, lines: int) -> None:
    columns = [{"heading": "地区", "width": "13", "kind": "center"}, {"heading": "备注", "width": "36", "kind": "text"}]
    body = [[annual_summary.Cell("610100"), annual_summary.Cell(note)]]
    written = BytesIO()
    with xlsxwriter.Workbook(written) as book:
        sheets.SummarySheet("", [], [], columns, body).write(book, "a")
    assert load_workbook(written).active.row_dimensions[3].height == pytest.approx(lines * sheets.LINE, abs=1)


@pytest.mark.parametrize("profile", ["national_wide", "level_stack"])
def test_lists_print_on_the_paper_of_an_office(profile: str, warehouse: Path, tmp_path: Path) -> None:
    exports.export(profile, tmp_path / "out", warehouse=warehouse, year=2024)
    setup = load_workbook(one(tmp_path / "out", ".xlsx")).active.page_setup
    assert (setup.paperSize, setup.orientation) == (9, "landscape")


def test_an_open_year_is_compared_to_date(odd_warehouse: Path, tmp_path: Path) -> None:
    reports = lines_of_summary(odd_warehouse, tmp_path / "out")
    assert reports[0][0] == "示例市2024年1月1日至7月2日自然灾害损失情况汇总表"
    loss = next(line for line in reports if line[:3] == ["990122", "云岭县", "直接经济损失"])
    assert loss[4:7] == ["123.45", "0.00", "123.45"]
    assert loss[7] == "" and "上年同期为0" in loss[11]


def lines_of_summary(warehouse: Path, out: Path) -> list[list[str]]:
    exports.export("annual_summary", out, warehouse=warehouse, year=2024)
    return lines_of(one(out, ".csv"))


def test_rounding_follows_the_release() -> None:
    assert texts.rounded(Fraction(-1, 8), 2, "half_even") == Decimal("-0.12")
    assert texts.rounded(Fraction(-1, 8), 2, "half_up") == Decimal("-0.13")
    assert texts.rounded(Fraction(-1, 1000), 1, "half_even") == Decimal("0.0")
    assert texts.rounded(Fraction(2, 3), 1, "half_even") == Decimal("0.7")
    assert texts.exact_text(Decimal("1200.500000"), 2) == "1200.50"
    assert texts.exact_text(Decimal("1000000")) == "1000000"
    assert texts.exact_text(Decimal("0E-6")) == "0"
    assert texts.exact_text(Decimal("0E-6"), 2) == "0.00"
    assert texts.exact_text(12, 3) == "12.000"
    assert texts.exact_text(Decimal("0.333333"), 2) == "0.333333"


def test_a_change_above_999_percent_is_said_in_times(odd_warehouse: Path, tmp_path: Path) -> None:
    lines = lines_of_summary(odd_warehouse, tmp_path / "out")
    people = next(line for line in lines if line[:3] == ["990102", "临江区", "受灾人口"])
    assert people[4:8] == ["25", "1", "24", ""]
    assert "本期为上年同期的25.0倍" in people[11]


# bytes, encodings, places


@pytest.mark.parametrize("profile", ["tidy", "national_wide", "annual_summary"])
def test_the_same_release_gives_the_same_bytes(warehouse: Path, tmp_path: Path, profile: str) -> None:
    first = exports.export(profile, tmp_path / "a", warehouse=warehouse)
    second = exports.export(profile, tmp_path / "b", warehouse=warehouse)
    assert [path.name for path in first] == [path.name for path in second]
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]


@pytest.mark.parametrize(("encoding", "mark"), [("utf-8-sig", b"\xef\xbb\xbf"), ("gb18030", b"")])
def test_a_csv_is_in_the_encoding_asked_for_with_crlf(
    warehouse: Path, tmp_path: Path, encoding: str, mark: bytes
) -> None:
    exports.export("national_wide", tmp_path / "out", warehouse=warehouse, encoding=encoding)
    content = one(tmp_path / "out", ".csv").read_bytes()
    assert content.startswith(mark + "区域,灾种".encode(encoding.removesuffix("-sig")))
    assert content.count(b"\r\n") == content.count(b"\n") == len(content.decode(encoding).splitlines())
    assert manifest(tmp_path / "out")["encoding"] == encoding


def test_the_manifest_names_every_file_with_rows_and_checksum(warehouse: Path, tmp_path: Path) -> None:
    written = exports.export("national_wide", tmp_path / "out", warehouse=warehouse, year=2024)
    told = manifest(tmp_path / "out")
    assert {"profile", "release", "region_code", "year", "encoding", "software_version"} <= set(told)
    assert [file["name"] for file in told["files"]] == [path.name for path in written[:-1]]
    for file, path in zip(told["files"], written, strict=False):
        assert file["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
        assert file["rows"] == 3 and len(file["columns"]) == 70


def test_free_text_that_a_spreadsheet_would_run_is_made_harmless_and_figures_are_not_touched(
    odd_warehouse: Path, tmp_path: Path
) -> None:
    exports.export("tidy", tmp_path / "out", warehouse=odd_warehouse)
    rows = lines_of(tmp_path / "out" / "losses.csv")[1:]
    assert '\'=HYPERLINK("x")' in {row[2] for row in rows}
    assert not any(cell.startswith(texts.FORMULA_STARTS) for row in rows for cell in row)
    assert [texts.harmless(text) for text in ("-1号楼", "@a", "\tb", "+c", "镇")] == [
        "'-1号楼",
        "'@a",
        "'\tb",
        "'+c",
        "镇",
    ]


def test_a_folder_that_exists_keeps_its_other_files_and_gets_the_new_ones(warehouse: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "note.txt").write_text("mine")
    exports.export("tidy", tmp_path / "out", warehouse=warehouse)
    exports.export("tidy", tmp_path / "out", warehouse=warehouse)
    tables = [f"{name}.csv" for name in ("annual_losses", "hazards", "indicators", "losses", "regions")]
    names = sorted([*tables, "datapackage.json", "manifest.json", "note.txt"])
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == names
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
    assert stat.S_IMODE((tmp_path / "out" / "losses.csv").stat().st_mode) & 0o444 == 0o444


def test_a_failure_leaves_nothing_behind(warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pipelines.exports.outputs.Outputs.manifest", full)
    with pytest.raises(OSError, match="No space"):
        exports.export("tidy", tmp_path / "new" / "out", warehouse=warehouse)
    assert list(tmp_path.iterdir()) == []


# what does not exist


def test_a_year_without_data_is_said_with_the_years_there_are(warehouse: Path, tmp_path: Path) -> None:
    with pytest.raises(LedgerError) as told:
        exports.export("annual_summary", tmp_path / "out", warehouse=warehouse, year=1999)
    assert told.value.zh == "1999年没有数据。有数据的年份：2023、2024。"
    assert "2023, 2024" in told.value.en
    assert not (tmp_path / "out").exists()


def test_a_region_without_data_is_said_with_the_regions_there_are(warehouse: Path, tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="990122 云岭县"):
        exports.export("annual_summary", tmp_path / "out", warehouse=warehouse, region="110101")


def test_an_unknown_release_or_none_at_all_is_said(warehouse: Path, tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match=ledger.RELEASE):
        exports.export("tidy", tmp_path / "out", warehouse=warehouse, release="../other")
    with pytest.raises(LedgerError, match="loss-ledger refresh"):
        exports.export("tidy", tmp_path / "out", warehouse=tmp_path / "empty")
