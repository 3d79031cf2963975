"""Several sheets in one file."""

from pathlib import Path

from tests.readers.files import book, checked, column, messages, rules

TITLE = ["灾种名称：洪涝灾害  灾害发生时间：2021-10-03 12:37:48"]


def losses(*rows: list[object], more: tuple[str, ...] = ()) -> list[list[object]]:
    return [list(TITLE), ["行政区划代码", "区域", "受灾人口", "直接经济损失", *more], *rows]


def relief(*rows: list[object], more: tuple[str, ...] = ()) -> list[list[object]]:
    return [list(TITLE), ["行政区划代码", "区域", "本级财政已安排救灾资金", "投入救灾救援力量", *more], *rows]


def test_sheets_of_the_same_records_are_one_set_of_records(tmp_path: Path) -> None:
    sheets = {
        "灾情": losses(["610115", "临潼区", 3, 1.5], ["610122", "蓝田县", 4, 2]),
        "救灾": relief(["610100", "西安市", 122, 9], ["610115", "临潼区", 290, 5]),
    }
    reading = checked(book(tmp_path / "a_截至20211012.xlsx", sheets))
    assert column(reading, "region_code") == ["610115", "610122", "610100"]
    assert column(reading, "source_locator") == ["灾情!3", "灾情!4", "救灾!3"]
    assert [value and int(value) for value in column(reading, "own_level_fund_arranged")] == [290, None, 122]
    assert column(reading, "affected_population") == [3, 4, None]
    assert (reading.rows_read, reading.rows_accepted) == (8, 4)
    assert rules(reading) == []


def test_a_cell_two_sheets_disagree_about_is_told(tmp_path: Path) -> None:
    sheets = {
        "灾情": losses(["610115", "临潼区", 3, 1.5], more=("受伤人口",)),
        "救灾": [
            list(TITLE),
            ["行政区划代码", "区域", "受灾人口", "本级财政已安排救灾资金", "投入救灾救援力量", "干部群众"],
            ["610115", "临潼区", 5, 1, 1, 1],
        ],
    }
    reading = checked(book(tmp_path / "a.xlsx", sheets))
    assert column(reading, "affected_population") == [3]
    assert "灾情!3 3；救灾!3 5" in messages(reading, "F049")[0]


def test_sheets_with_the_same_columns_are_stacked(tmp_path: Path) -> None:
    sheets = {"一": losses(["610115", "临潼区", 3, 1.5]), "二": losses(["610122", "蓝田县", 4, 2])}
    assert column(checked(book(tmp_path / "a.xlsx", sheets)), "region_code") == ["610115", "610122"]
    twice = checked(
        book(
            tmp_path / "b.xlsx",
            {"一": losses(["610115", "临潼区", 3, 1.5]), "二": losses(["610115", "临潼区", 3, 1.5])},
        )
    )
    assert column(twice, "region_code") == ["610115", "610115"]
    assert "F100" in rules(twice)


def test_a_sheet_that_is_no_table_is_counted_and_told(tmp_path: Path) -> None:
    sheets = {"灾情": losses(["610115", "临潼区", 3, 1.5]), "说明": [["本表由各县填报"], ["请勿改动"]]}
    reading = checked(book(tmp_path / "a.xlsx", sheets))
    assert (reading.rows_read, reading.rows_accepted) == (5, 1)
    assert "说明" in messages(reading, "F042")[0]
    assert reading.skipped_rows["reason"].to_list().count("not_recognised") == 2
