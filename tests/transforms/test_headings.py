"""Headings as people write them."""

import pytest

from pipelines.transforms.headings import is_personal, match_heading, similar_heading


def target(*parts: str) -> str | None:
    match = match_heading(parts)
    return match.meanings[0].target if match else None


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        ("受灾人口(人)", "affected_population"),
        ("受灾人口（人）", "affected_population"),
        (" 受 灾\n人 口 ", "affected_population"),
        ("其中：粮食作物受灾面积(公顷)", "grain_affected_ha"),
        ("其中,粮食作物受灾面积", "grain_affected_ha"),
        ("3.直接经济损失【万元】", "direct_economic_loss"),
        ("直接经济损失（单位：亿元）", "direct_economic_loss"),
        ("直接经济损失/万元", "direct_economic_loss"),
        ("紧急转移安置人口（累计值）（人）", "relocated_total_cum"),
        ("affected_population", "affected_population"),
        ("region_code", "@region_code"),
        ("受灾人口*", "affected_population"),
    ],
)
def test_a_heading_is_known_in_every_spelling(heading: str, column: str) -> None:
    assert target(heading) == column


def test_headings_split_over_rows_are_joined() -> None:
    assert target("倒塌房屋", "间数") == "collapsed_rooms"
    assert target("倒塌房屋", "户数") == "collapsed_households"
    assert target("农作物", "受灾面积", "公顷") == "crop_affected_ha"
    assert target("直接经济损失（万元）", "合计") == "direct_economic_loss"
    assert target("人员受灾情况", "受灾人口") == "affected_population"


def test_a_group_that_narrows_what_is_counted_makes_another_column() -> None:
    assert target("上年同期", "受灾人口") is None
    assert target("农村", "受灾人口") is None


def test_the_unit_is_found_in_the_heading_or_below_it() -> None:
    units = [match_heading(parts) for parts in (("直接经济损失(亿元)",), ("受灾面积亩数",), ("农作物受灾面积", "亩"))]
    assert [match.unit if match else None for match in units] == ["亿元", None, "亩"]


def test_a_heading_may_mean_different_columns_in_different_regimes() -> None:
    match = match_heading(("受损通信线路长度",))
    assert match
    assert {m.regime: m.target for m in match.meanings if m.regime} == {
        "2024": "telecom_line_damaged_km",
        "2020": "telecom_line_damaged_length_km",
    }


@pytest.mark.parametrize(
    "heading", ["姓名", "户主姓名", "身份证号码", "联系电话", "手机", "银行卡号", "家庭住址", "负责人（签字）"]
)
def test_personal_columns_are_known_by_their_headings(heading: str) -> None:
    assert is_personal((heading,))


@pytest.mark.parametrize("heading", ["受灾人口", "因灾死亡人口", "区域", "需紧急生活救助人口", "受损学校数量"])
def test_official_headings_are_not_personal(heading: str) -> None:
    assert not is_personal((heading,))


def test_a_similar_heading_is_suggested() -> None:
    assert similar_heading("因灾死亡+失踪人数") == "因灾死亡失踪人数"
    assert similar_heading("天气") == ""


@pytest.mark.parametrize(
    ("heading", "unit"),
    [
        ("受损公路长度[公里]", "公里"),
        ("直接经济损失:亿元", "亿元"),
        ("农作物受灾面积 千公顷", "千公顷"),
        ("农作物绝收面积（千亩）", "千亩"),
    ],
)
def test_a_unit_stands_in_any_bracket_behind_a_colon_or_a_blank(heading: str, unit: str) -> None:
    match = match_heading((heading,))
    assert match
    assert match.unit == unit


def test_words_for_this_period_are_the_whole_and_words_for_others_are_not() -> None:
    for word in ("本年", "今年", "累计", "合计", "小计"):
        assert target("受灾人口", word) == "affected_population"
    for word in ("上年", "上年同期", "增减", "同比", "新增", "其中：农村"):
        assert target("受灾人口", word) is None


def test_a_bare_word_takes_its_object_from_the_group_above() -> None:
    assert target("其中死亡") == "deaths"
    assert target("人口受灾情况", "死亡") == "deaths"
    assert target("受灾情况", "失踪") == "missing"
    assert target("大牲畜", "死亡") is None
    assert target("房屋", "严重损坏") == "severe_rooms"
    assert target("房屋倒塌及损坏情况", "倒塌", "户") == "collapsed_households"
    assert target("倒塌房屋", "户") == "collapsed_households"


def test_an_area_or_a_loss_under_a_sector_is_that_of_the_sector() -> None:
    assert target("农业", "受灾面积") == "crop_affected_ha"
    assert target("农业", "直接经济损失") == "loss_agriculture"
    assert target("林业", "受灾面积") is None
    assert target("农林牧渔业损失情况", "农作物受灾面积") == "crop_affected_ha"
