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
