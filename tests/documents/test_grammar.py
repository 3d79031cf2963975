"""Ways of telling numbers and periods that summaries and bulletins share; every text is our own."""

from datetime import date
from decimal import Decimal

import pytest

from pipelines.documents.contract import Document, Proposal
from pipelines.documents.proposing import proposals

Day = tuple[int, int, int]


def read(text: str, published: date | None = None) -> list[Proposal]:
    return proposals(Document(text), published=published)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "农作物受灾、成灾、绝收面积依次为1.6万公顷、0.9万公顷、0.1万公顷。",
            {"crop_affected_ha": "16000", "crop_damaged_ha": "9000", "crop_failed_ha": "1000"},
        ),
        ("死亡、失踪分别为3人和5人。", {"deaths": "3", "missing": "5"}),
        ("死亡人口增至89人，失踪人口减少到5人。", {"deaths": "89", "missing": "5"}),
        ("受灾人口增加3万人。", {}),
        ("死亡或下落不明15人。", {"deaths_missing": "15"}),
        (
            "直接经济损失90万元，其中住房及居民家庭财产19万元，农林牧渔业50万元，基础设施10万元，公共服务2万元，其他9万元。",
            {
                "direct_economic_loss": "90",
                "loss_housing_household": "19",
                "loss_agriculture": "50",
                "loss_infrastructure": "10",
                "loss_public_service": "2",
                "loss_other": "9",
            },
        ),
        ("农房倒塌4户9间。", {"collapsed_dwelling_households": "4", "collapsed_dwelling_rooms": "9"}),
        (
            "倒塌住房4户9间，其中农房倒塌3户7间。",
            {
                "collapsed_dwelling_households": "4",
                "collapsed_dwelling_rooms": "9",
                "collapsed_farmhouse_households": "3",
                "collapsed_farmhouse_rooms": "7",
            },
        ),
        (
            "农作物受灾39千公顷，其中粮食作物12千公顷；绝收2千公顷，其中粮食作物1千公顷。",
            {
                "crop_affected_ha": "39000",
                "grain_affected_ha": "12000",
                "crop_failed_ha": "2000",
                "grain_failed_ha": "1000",
            },
        ),
        ("救灾资金共下拨7285万元。", {"relief_fund_allocated": "7285"}),
        ("洪涝、风雹等灾害共发生12次。", {"events": "12"}),
        ("一年前木里火灾曾有31人遇难。", {}),
        ("受灾人口增至近5万人。", {"affected_population": "50000"}),
        ("力争明年参保农户增加到10万户。", {}),
        ("支付理赔款300万元，保费合计50万元。", {"claims_paid_amount": "300", "insurance_premium": "50"}),
        ("保险赔款到位，救灾资金合计3000万元。", {}),
        ("下拨救灾资金3000万元，修复水利设施共5000万元。", {"relief_fund_allocated": "3000"}),
        (
            "下拨冬春救助资金300万元。低保资金500万元，临时救助资金80万元。",
            {"winter_spring_fund": "300"},
        ),
        ("直接经济损失3000万元，甲镇1000万元，乙镇1500万元，其他500万元。", {"direct_economic_loss": "3000"}),
        (
            "倒塌住房50间（含倒塌农房30间）。",
            {"collapsed_dwelling_rooms": "50", "collapsed_farmhouse_rooms": "30"},
        ),
        ("洪涝、地震造成直接经济损失分别为3亿元、2亿元。", {"direct_economic_loss": "30000"}),
        ("在抗美援朝中牺牲3人。", {}),
    ],
)
def test_what_numbers_count(text: str, expected: dict[str, str]) -> None:
    assert {one.indicator: one.value for one in read(text)} == {
        name: Decimal(value) for name, value in expected.items()
    }


def test_a_person_is_counted_in_persons() -> None:
    assert [(one.as_written, one.unit) for one in read("11名群众遇难，死亡牲畜3头。")] == [
        ("11名", "人"),
        ("3头", "头"),
    ]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("甲县2024年1—3季度灾情\n受灾3万人。", (2024, 1, 1), (2024, 9, 30)),
        ("甲省2024年前四个月灾情\n受灾3万人。", (2024, 1, 1), (2024, 4, 30)),
        ("甲省5月份灾情核定结果（2018年）\n月内受灾3万人。", (2018, 5, 1), (2018, 5, 31)),
        ("甲市2020年洪涝灾害（截至9月3日）\n全市受灾3万人。", (2020, 1, 1), (2020, 9, 3)),
        ("甲市2023年工作总结\n全年受灾3万人。\n救助方面，截至1月20日，发放资金。", (2023, 1, 1), (2023, 12, 31)),
        ("甲省2020年上半年灾情\n6月最重，当月受灾3万人。", (2020, 6, 1), (2020, 6, 30)),
        ("甲县2020年灾情\n（二）4月至6月滴雨未下。全县受灾3万人。", (2020, 4, 1), (2020, 6, 30)),
        ("甲省农房保险\n自2006年8月开办，到2012年5月底，赔付9万户。", (2006, 8, 1), (2012, 5, 31)),
        ("甲省农房保险\n从2007年1月1日起推行。截至4月15日，赔付9万户。", (2007, 1, 1), (2007, 4, 15)),
        ("甲县2012年1至5月农房保险\n2012年度，全县参保9万户。", (2012, 1, 1), (2012, 12, 31)),
        ("2008年一季度森林火灾通报\n（五）甲县，3月3日起火，3月7日扑灭。死亡3人。", (2008, 3, 3), (2008, 3, 7)),
        ("甲县灾情\n2024年6月4日下起暴雨。县应急局6月7日10时汇总：受灾3万人。", (2024, 6, 4), (2024, 6, 7)),
        ("甲县“8·28”“8·31”地震续报\n2013年9月3日\n截至9月2日12时，受灾3万人。", (2013, 8, 28), (2013, 9, 2)),
        ("甲县6.6级地震快报（2013年7月22日）\n7时45分发震，到当天14时30分，受灾3万人。", (2013, 7, 22), (2013, 7, 22)),
        ("甲县滑坡搜救四日记\n2024年1月22日，甲县发生滑坡。截至23日14时，受灾30人。", (2024, 1, 22), (2024, 1, 23)),
        (
            "甲县雪灾\n2018年12月28日降雪。\n续报（2019年2月19日17时止）：受灾3万人。",
            (2018, 12, 28),
            (2019, 2, 19),
        ),
    ],
)
def test_which_days_a_figure_counts(text: str, first: Day, last: Day) -> None:
    assert [(one.period_start, one.period_end) for one in read(text)] == [(date(*first), date(*last))]


def test_who_reports_in_turn_counts_to_the_day_of_each() -> None:
    text = "甲省雪灾\n2008年1月12日以来降雪。1月21日，省民政厅汇总：受灾3万人。1月27日8时再统计，受灾5万人。"
    assert [(one.period_start, one.period_end) for one in read(text)] == [
        (date(2008, 1, 12), date(2008, 1, 21)),
        (date(2008, 1, 12), date(2008, 1, 27)),
    ]


def test_what_somebody_asks_for_or_an_hour_does_not_change_the_days_of_a_bulletin() -> None:
    text = (
        "甲县暴雨灾情\n2024年7月13日以来甲县遭受暴雨。截至17日9时，受灾3万人。15日县政府上报省厅请求支援。"
        "倒塌房屋30间。14时发生滑坡，死亡3人。"
    )
    assert {(one.period_start, one.period_end) for one in read(text)} == {(date(2024, 7, 13), date(2024, 7, 17))}


def test_paragraphs_of_several_disasters_are_no_bulletin_on_the_first() -> None:
    text = "甲县2020年灾情\n（1）4月下旬低温冷冻。受灾4人。\n（2）8月下旬洪涝。受灾5人。\n截至9月30日全县受灾9人。"
    assert [(one.period_start, one.period_end) for one in read(text)] == [
        (date(2020, 4, 21), date(2020, 4, 30)),
        (date(2020, 8, 21), date(2020, 8, 31)),
        (date(2020, 1, 1), date(2020, 9, 30)),
    ]


def test_a_disaster_of_last_year_that_a_sentence_begins_with_is_not_this_one() -> None:
    text = "甲省雪灾\n2008年1月12日以来降雪，截至27日受灾5万人。上年1月的那场雪，全省受灾9万人。"
    this, other = read(text)
    assert (this.period_start, this.period_end) == (date(2008, 1, 12), date(2008, 1, 27))
    assert other.period_start is None
