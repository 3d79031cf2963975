"""The rows around a finding: small however large the file, and without anybody's personal data."""

from pathlib import Path
from typing import Any

import polars as pl
import pytest

from pipelines.corrections import windows
from pipelines.corrections.excerpt import excerpt
from tests.corrections.test_loop import TABLE, as_xlsx, cell
from tests.corrections.test_workbook import source, with_formulas
from tests.readers.files import book, text

LONG = [*TABLE[:2], *([row.copy() for row in [TABLE[3]] * 300])]
LONG[200] = ["长安区", *TABLE[2][1:]]


def seen(file: Path, locator: str, rule: str = "", indicator: str = "") -> dict[str, Any]:
    return excerpt(source(file), locator, rule, indicator)


def test_an_excerpt_has_the_headings_the_cell_and_its_neighbours(tmp_path: Path) -> None:
    told = seen(as_xlsx(tmp_path / "a"), "组合查询表!3", "F060")
    assert told["cell"] == cell("affected_population", 3)
    assert [row["row"] for row in told["rows"]] == [1, 2, 3, 4, 5]
    heading = next(row for row in told["rows"] if row["kind"] == "heading")
    assert "受灾人口(人)" in heading["cells"] and heading["row"] == 2
    assert (told["workbook"], told["refused"]) == ("西安市灾情-截至20211011_更正.xlsx", None)


def test_what_a_rule_compares_is_named(tmp_path: Path) -> None:
    meant = source(as_xlsx(tmp_path / "a"))
    finding = dict(meant.findings[0]) | {"rule_id": "R050", "source_locator": "组合查询表!3", "message_zh": "",
                                         "indicator": "direct_economic_loss", "value": "300.5"}  # fmt: skip
    told = excerpt(type(meant)(**{**meant.__dict__, "findings": [finding]}), "组合查询表!3", "R050")
    assert told["cell"] == cell("direct_economic_loss", 3) and len(told["compared"]) == 6


def test_a_form_with_indicators_below_each_other_shows_the_line_of_the_indicator(tmp_path: Path) -> None:
    lines = [
        ["受灾人口", "人", "5O"],
        ["因灾死亡人口", "人", 0],
        ["倒塌房屋间数", "间", 3],
        ["直接经济损失", "万元", 12.5],
    ]
    lines += [["农作物受灾面积", "公顷", 1], ["农林牧渔业损失", "万元", 1]]
    rows = [["乡镇灾情填报表"], ["填报地区：长安区"], ["指标名称", "计量单位", "数量"], *lines]
    file = book(tmp_path / "a.xlsx", rows)
    (finding,) = [f for f in source(file).findings if f["rule_id"] == "F060"]
    told = seen(file, str(finding["source_locator"]), "F060")
    assert told["cell"] == "C4"


def test_an_indicator_of_another_sheet_is_found_in_the_row_of_its_region(tmp_path: Path) -> None:
    names = ["行政区划代码", "行政区划名称"]
    first = [[*names, "受灾人口(人)"], ["610115", "临潼区", 10], ["610116", "长安区", 20]]
    losses = ["直接经济损失(万元)", "农林牧渔业损失(万元)"]
    second = [[*names, *losses], ["610116", "长安区", 5, 9], ["610115", "临潼区", 1, 1]]
    file = book(tmp_path / "a.xlsx", {"灾情": first, "损失": second})
    told = seen(file, "灾情!3", "R051", "loss_agriculture")
    assert (told["sheet"], told["cell"]) == ("损失", "D2")


@pytest.mark.parametrize("kind", ["xlsx", "csv", "parquet"])
def test_a_large_file_is_not_laid_out_whole_and_shows_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    rows = [[str(n), *row[1:]] if n % 50 == 0 and n > 2 else row for n, row in enumerate(LONG)]
    file = {
        "xlsx": lambda path: book(path, {"组合查询表": rows}), "csv": lambda path: text(path, rows),
        "parquet": lambda path: _parquet(path, rows),
    }[kind](tmp_path / f"a.{kind}")  # fmt: skip
    sheet = "组合查询表" if kind == "xlsx" else ""
    asked = (f"{sheet}!201" if sheet else "201", "", "affected_population")
    whole = seen(file, *asked)
    monkeypatch.setattr(windows, "LARGE_BYTES", 0)
    assert windows.window(file, sheet, 201) is not None
    assert seen(file, *asked) == whole
    assert whole["row"] == 201 and len(whole["rows"]) < 12


def _parquet(path: Path, rows: list[list[object]]) -> Path:
    pl.DataFrame([dict(zip(rows[1], row, strict=True)) for row in rows[2:]]).write_parquet(path)
    return path


def test_records_of_a_tidy_parquet_file_are_numbered_from_one(tmp_path: Path) -> None:
    columns = {"region_code": ["610116", "610115"], "hazard_key": ["flood", "flood"]}
    columns |= {"occurred_at": ["2021-10-03", "2021-10-04"], "affected_population": ["12", "1O"]}
    frame = pl.DataFrame(columns)
    frame.write_parquet(tmp_path / "a.parquet")
    (finding,) = [f for f in source(tmp_path / "a.parquet").findings if f["rule_id"] == "F060"]
    told = seen(tmp_path / "a.parquet", str(finding["source_locator"]), "F060")
    assert told["cell"] == "D3"


def test_personal_columns_and_names_of_people_stay_blank(tmp_path: Path) -> None:
    rows = [["填表人：赵六", None, None, None, None],
            ["行政区划名称", "户主姓名", "身份证号", "受灾人口(人)", "备注"],
            ["西安市长安区", "张三", "610116198001011234", "5O", "李四来电，13800138000"]]  # fmt: skip
    told = seen(book(tmp_path / "a.xlsx", {"表": rows}), "表!3", "F060", "affected_population")
    written = str(told)
    for secret in ("张三", "李四", "赵六", "610116198001011234", "13800138000"):
        assert secret not in written
    assert told["personal"] and told["cell"] == "D3"


def test_a_place_that_is_not_there_gives_no_rows(tmp_path: Path) -> None:
    file = with_formulas(tmp_path / "a.xlsx")
    assert seen(file, "没有这张表!3")["rows"] == []
    assert seen(file, "")["rows"] == []
    assert [row["row"] for row in seen(file, "灾情指标!999")["rows"]] == [1]


def test_a_list_shows_where_the_hazard_of_all_its_rows_is_stated(tmp_path: Path) -> None:
    title = "灾种名称：洪涝灾害  灾害发生时间：2021-10-03 12:37:48"
    rows = [[title], ["行政区划代码", "受灾人口(人)"], ["610116", 5], ["610115", 6]]
    told = seen(book(tmp_path / "a.xlsx", rows), "表1!4", "R005", "hazard_key")
    assert told["cell"] == "A1" and [row["row"] for row in told["rows"]] == [1, 2, 3, 4]
