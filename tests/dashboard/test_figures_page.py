"""Figures reported for a period: what is exact, what is not, and what nobody reported."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from dashboard import period_words
from dashboard.formats import Numbers
from tests.dashboard.test_pages import opened, words

ZH, EN = Numbers("zh"), Numbers("en")
EMPTY: dict[str, Any] = {
    "value": Decimal(9), "state": "exact", "half_width": None, "prior_value": None, "is_prior_implied": False,
    "change": None, "change_pct_reported": None, "unit": "起", "note": "", "year": 2023, "period_kind": "year",
    "period_start": date(2023, 1, 1), "period_end": date(2023, 12, 31),
}  # fmt: skip


def figure(**known: Any) -> dict[str, Any]:
    return EMPTY | known


@pytest.mark.usefixtures("warehouse")
def test_an_implied_year_before_never_looks_like_a_reported_one() -> None:
    frame = opened("figures").dataframe[0].value
    row = frame[(frame["指标"] == "生产安全事故起数") & (frame["时期"] == "2023年") & (frame["地区"] == "腾冲市")].iloc[
        0
    ]
    assert (row["数值"], row["同比"], row["上年"]) == ("9", "同比下降50%", "上年18起（由同比推算）")
    deaths = frame[frame["指标"] == "生产安全事故死亡人数"].iloc[0]
    assert (deaths["同比"], deaths["上年"]) == ("同比下降44.4%", "上年18人（由同比推算）")
    before = frame[(frame["指标"] == "生产安全事故起数") & (frame["时期"] == "2022年")].iloc[0]
    assert (before["数值"], before["状态"]) == ("18", "推算")


@pytest.mark.usefixtures("warehouse")
def test_figures_bear_their_state_unit_file_and_row() -> None:
    frame = opened("figures").dataframe[0].value.set_index("指标")
    people = frame.loc["受灾人口"]
    assert (people["数值"], people["单位"], people["状态"]) == ("71,000", "人次", "四舍五入（±500人次）")
    assert (people["文件"], people["位置（表!行）"]) == ("disaster_reports/2023年灾情.xlsx", "灾情!5")
    assert frame.loc["农作物受灾面积"]["数值"] == "3,849.3"
    assert frame.loc["直接经济损失"]["数值"] == "4,634.2"


@pytest.mark.usefixtures("warehouse")
def test_a_masked_figure_is_not_nought() -> None:
    frame = opened("figures", figure_region="990104").dataframe[0].value
    assert frame["数值"].to_list() == ["遮盖"]


@pytest.mark.usefixtures("warehouse")
def test_figures_are_found_by_words_kind_region_and_year() -> None:
    app = opened("figures", q="事故 死亡")
    assert app.dataframe[0].value["指标"].to_list() == ["生产安全事故死亡人数"]
    app = opened("figures", figure_year="2022")
    assert app.dataframe[0].value["时期"].to_list() == ["2022年"]
    assert "没有符合条件的数字" in words(opened("figures", q="不存在的指标"))


@pytest.mark.usefixtures("warehouse")
def test_the_page_speaks_english() -> None:
    frame = opened("figures", lang="en").dataframe[0].value
    row = frame[(frame["Value"] == "9")].iloc[0]
    assert row["Against last year"] == "down 50%"
    assert row["Last year"] == "18 cases (worked out from the %)"


@pytest.mark.parametrize(
    ("known", "said"),
    [
        ({"change_pct_reported": Decimal("-44.4")}, "同比下降44.4%"),
        ({"change_pct_reported": Decimal(0)}, "同比持平"),
        ({"prior_value": Decimal(8), "change": Decimal(1)}, "同比上升12.5%"),
        ({"prior_value": Decimal(0), "change": Decimal(9)}, "上年为0"),
        ({"prior_value": Decimal(9), "change": Decimal(0)}, "同比持平"),
        ({"prior_value": Decimal(7), "change": Decimal(2), "unit": "%"}, "同比上升2个百分点"),
        ({"prior_value": Decimal(8), "change": Decimal(1), "is_prior_implied": True}, ""),
        ({"note": "basis_differs"}, "口径不同，不作比较"),
        ({}, ""),
    ],
)
def test_a_comparison_is_said_in_words(known: dict[str, Any], said: str) -> None:
    assert period_words.comparison(figure(**known), ZH) == said


@pytest.mark.parametrize(
    ("kind", "first", "last", "zh", "en"),
    [
        ("year", "2023-01-01", "2023-12-31", "2023年", "2023"),
        ("half_year", "2023-01-01", "2023-06-30", "2023年上半年", "First half of 2023"),
        ("half_year", "2023-07-01", "2023-12-31", "2023年下半年", "Second half of 2023"),
        ("winter_spring", "2022-12-01", "2023-05-31", "2022—2023年冬春", "Winter-spring 2022–2023"),
        ("year_to_date", "2023-01-01", "2023-11-07", "2023年1月1日至2023-11-07", "2023-01-01 to 2023-11-07"),
        ("quarter", "2023-07-01", "2023-09-30", "2023年第3季度", "Quarter 3 of 2023"),
        ("since", "2023-07-01", "2023-12-31", "2023-07-01至2023-12-31", "2023-07-01 to 2023-12-31"),
    ],
)
def test_periods_are_called_by_their_names(kind: str, first: str, last: str, zh: str, en: str) -> None:
    row = figure(
        period_kind=kind, period_start=date.fromisoformat(first), period_end=date.fromisoformat(last)
    )  # fmt: skip
    assert (period_words.period(row, "zh"), period_words.period(row, "en")) == (zh, en)


def test_what_is_rounded_keeps_its_width() -> None:
    row = figure(value=Decimal(145000), state="rounded", half_width=Decimal("500.000000"))
    assert period_words.state(row, "户", ZH) == "四舍五入（±500户）"
    assert period_words.state(row, "households", EN) == "rounded (±500 households)"
    assert period_words.state(figure(state="at_least"), "户", ZH) == "不少于"
