"""Documents → proposed figures: single rules on short texts, whole reports against answer keys."""

import csv
import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from pipelines import codebooks
from pipelines.documents.contract import Document, Proposal
from pipelines.documents.phrases import NO_INDICATOR, phrases_of
from pipelines.documents.proposing import proposals
from scripts.reading_score import scored
from tests.conftest import RECEIVED

HERE = Path(__file__).parent
ANSWERED = [RECEIVED / "narratives", RECEIVED.parent / "seeds"]
TITLE = "甲县2023年工作总结\n"


def read(text: str, published: date | None = None) -> list[Proposal]:
    return proposals(Document(text), published=published)


def told(text: str) -> dict[str, Decimal | None]:
    """Indicator → value of the figures of one sentence in a report of 2023."""
    return {one.indicator: one.value for one in read(TITLE + text)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("受灾人口三十八点六四万人。", {"affected_population": "386400"}),
        ("3.2万余人受灾。", {"affected_population": "32000"}),
        (
            "直接经济损失6842.35万元（其中：农业损失4210万元）。",
            {"direct_economic_loss": "6842.35", "loss_agriculture": "4210"},
        ),
        ("23个镇（街道）12.4万人受灾。", {"affected_townships": "23", "affected_population": "124000"}),
        (
            "直接经济损失5.67亿元,其中农业2.1亿元、基础设施2.6亿元、家庭财产0.5亿元。",
            {
                "direct_economic_loss": "56700",
                "loss_agriculture": "21000",
                "loss_infrastructure": "26000",
                "loss_housing_household": "5000",
            },
        ),
        (
            "倒塌住房86户211间、严重损坏住房142户398间、一般损坏住房2315户5760间。",
            {
                "collapsed_dwelling_households": "86",
                "collapsed_dwelling_rooms": "211",
                "severe_dwelling_households": "142",
                "severe_dwelling_rooms": "398",
                "minor_dwelling_households": "2315",
                "minor_dwelling_rooms": "5760",
            },
        ),
        (
            "倒塌住房37间(12户)、严重损坏住房55间(19户)、一般损坏住房203间。",
            {
                "collapsed_dwelling_rooms": "37",
                "collapsed_dwelling_households": "12",
                "severe_dwelling_rooms": "55",
                "severe_dwelling_households": "19",
                "minor_dwelling_rooms": "203",
            },
        ),
        (
            "造成34 120人受灾、2人死亡,农作物受灾1 850公顷。",
            {"affected_population": "34120", "deaths": "2", "crop_affected_ha": "1850"},
        ),
        (
            "实际参保8.45万户,保费84.5万元;自愿补充投保2.31万户,保费69.3万元;受理理赔412户,报案417起。",
            {
                "insurance_insured_households": "84500",
                "insurance_premium": "84.5",
                "insurance_insured_households_commercial": "23100",
                "claims_accepted_households": "412",
                "claims_reported_cases": "417",
            },
        ),
        (
            "3.28万人、1.15万头大牲畜饮水困难。",
            {"drought_water_need_cum": "32800", "drought_large_livestock_thirst": "11500"},
        ),
        ("全年受灾乡镇16个。", {"affected_townships": "16"}),
        ("受灾13个镇街,受灾人口4.2万人。", {"affected_townships": "13", "affected_population": "42000"}),
        ("农业保险赔付1.2亿元,农房保险赔付156.8万元。", {"claims_paid_amount": "156.8"}),
        ("过火面积3.5公顷,受害森林面积0.8公顷。", {"forest_burned_ha": "3.5"}),
        ("完成因灾倒损民房重建18户、维修加固64户。", {"rebuild_done_households": "18", "repair_done_households": "64"}),
        ("三十余间房屋倒塌。", {"collapsed_rooms": "30"}),
        ("农作物受灾十五点五六千公顷。", {"crop_affected_ha": "15560"}),
        ("农作物受灾1500亩,绝收30亩。", {"crop_affected_ha": "100", "crop_failed_ha": "2"}),
        ("直接经济损失一点三二亿元。", {"direct_economic_loss": "13200"}),
        ("因灾死亡、失踪5人。", {"deaths_missing": "5"}),
        ("3人死亡2人失踪。", {"deaths": "3", "missing": "2"}),
        ("557户2487人受灾。", {"affected_population": "2487"}),
        ("民房倒损146间。", {"collapsed_or_damaged_rooms": "146"}),
        ("倒塌房屋7户20间。", {"collapsed_dwelling_households": "7", "collapsed_dwelling_rooms": "20"}),
        ("倒塌房屋20间。", {"collapsed_rooms": "20"}),
        ("直接经济损失:203.32万元。", {"direct_economic_loss": "203.32"}),
        ("公共服务设施和其他损失42.1万元。", {"loss_public_service_and_other": "42.1"}),
    ],
)
def test_numbers_units_and_lists_are_read(text: str, expected: dict[str, str]) -> None:
    assert told(text) == {name: Decimal(value) for name, value in expected.items()}


@pytest.mark.parametrize(
    "text",
    [
        "受灾人口同比下降50%。",
        "受灾人口较上年减少3万人。",
        "受灾人次比近5年均值少120万人次。",
        "整改隐患2023条。",
        "生产安全事故中死伤情况略。",
        "印发《甲县受灾人口3万人应急方案》。",
        "参加转移安置演练1.2万人次。",
        "其中一场山洪造成51人死亡。",
        "户均赔款3136元。",
        "水利设施损失300万元。",
    ],
)
def test_what_is_no_figure_of_the_period_is_not_proposed(text: str) -> None:
    assert told(text) == {}


def test_a_subset_does_not_repeat_the_indicator_of_its_whole() -> None:
    found = read(TITLE + "共接报案5081件,其中农房报案4533件。")
    assert [one.value for one in found] == [5081]


def test_deaths_of_accidents_are_not_deaths_of_disasters() -> None:
    assert told("发生各类生产安全事故9起;死亡10人。") == {"production_accidents": 9, "production_accident_deaths": 10}


def test_a_masked_figure_has_no_value() -> None:
    (found,) = read("20xx年工作总结\n全区共转移安置群众xxxxx人。")
    assert (found.value, found.state, found.period_start) == (None, "masked", None)


def test_plans_for_the_next_year_are_left_out() -> None:
    text = "一、主要工作\n受灾人口3万人。\n二、2024年工作计划\n下拨救灾资金500万元。\n三、保障措施\n倒塌房屋2间。"
    assert told(text) == {"affected_population": 30000, "collapsed_rooms": 2}


@pytest.mark.parametrize(
    ("title", "text", "start", "end"),
    [
        ("甲县2023年上半年总结", "2023年受灾人口3万人。", "2023-01-01", "2023-06-30"),
        ("甲县2023年第三季度灾情", "受灾人口3万人。", "2023-07-01", "2023-09-30"),
        ("甲县2023年灾情", "截至11月7日,受灾人口3万人。", "2023-01-01", "2023-11-07"),
        ("甲县2023年灾情", "旱灾(到9月底):受灾3万人。", "2023-01-01", "2023-09-30"),
        ("甲县2023年灾情", "8月17日台风登陆后,到30日共有3万人受灾。", "2023-08-17", "2023-08-30"),
        ("甲县2023年灾情", "2022年受灾人口3万人。", "2022-01-01", "2022-12-31"),
        ("甲县2023年灾情", "去年同期受灾人口3万人。", "2022-01-01", "2022-12-31"),
        ("甲县2023年总结", "2022—2023年冬春期间受灾人口3万人。", "2022-12-01", "2023-05-31"),
        ("2023年7月13日至15日灾情", "截至7月16日8时,3万人受灾。", "2023-07-13", "2023-07-16"),
    ],
)
def test_periods_come_from_the_title_and_the_sentence(title: str, text: str, start: str, end: str) -> None:
    (found,) = read(f"{title}\n{text}")
    assert (str(found.period_start), str(found.period_end)) == (start, end)


def test_up_to_now_ends_on_the_day_of_publication() -> None:
    (found,) = read("甲市2020年灾情评估\n截至目前,受灾人口3万人。", date(2020, 10, 31))
    assert str(found.period_end) == "2020-10-31"


def test_regions_in_a_list_share_the_indicator_and_hazards_keep_to_their_part() -> None:
    found = read(
        "云南省2023年第三季度灾情\n洪涝损失以滇西为重:保山3.2亿元、德宏3.14亿元。\n干旱使2万人受灾;风雹使1万人受灾。"
    )
    assert [(one.region_code, one.hazard_key, one.value) for one in found] == [
        ("530500", "flood", 32000), ("533100", "flood", 31400), ("530000", "drought", 20000),
        ("530000", "wind_hail", 10000),
    ]  # fmt: skip


def test_a_region_of_another_level_than_the_text_speaks_of_is_not_guessed() -> None:
    found = read("2023年工作总结\n在陕西考察重要指示精神指引下开展工作。\n全区受灾人口3万人。我区紧急转移安置50人。")
    assert {one.region_code for one in found} == {None}


def test_offsets_are_those_of_the_text_as_it_stands() -> None:
    text = f"{TITLE}　　受灾人口７.１万人，直接经济损失４６３４.２万元。"
    assert [text[one.start : one.end] for one in read(text)] == ["７.１万人", "４６３４.２万元"]


@pytest.mark.parametrize("folders", [[HERE], ANSWERED], ids=["own reports", "real reports"])
def test_reports_are_read_as_their_answer_keys_say(folders: list[Path]) -> None:
    if not all(folder.is_dir() for folder in folders):
        pytest.skip("the reports with answer keys are not here")
    score = scored(folders)
    assert (score.precision >= 0.97, score.recall >= 0.95) == (True, True), (score.missed, score.too_many)


def test_the_lexicon_holds_grammar_not_sentences_of_test_documents() -> None:
    texts = [HERE / "texts", RECEIVED / "narratives" / "texts", RECEIVED.parent / "seeds"]
    written = "\n".join(path.read_text("utf-8") for folder in texts for path in folder.glob("*.txt"))
    hazards = (row[name] for row in codebooks.rows("hazards") for name in ("name_zh", "report_value_zh"))
    names = {re.sub("[（(].*", "", one.name_zh) for one in codebooks.indicators().values()} | set(hazards)
    words = {
        piece
        for row in codebooks.rows("document_phrases")
        for one in phrases_of(row["phrase"])
        for piece in one.split("*")
    }
    words |= {row["word"] for row in codebooks.rows("document_words")}
    words |= {word for row in codebooks.rows("document_phrases") for word in "|".join(row.values()).split("|")}
    long = {word for word in words - names if any(word[at : at + 9] in written for at in range(len(word) - 8))}
    assert not long


def test_a_figure_takes_the_hazard_of_the_heading_that_it_stands_under() -> None:
    lines = (
        "一、总体情况\n受灾9万人。\n（一）洪涝灾害。共发生3起，受灾6万人。\n（二）风雹灾害\n受灾3万人。\n"
        "二、救助\n受灾1万人。"
    )
    found = [(one.value, one.hazard_key) for one in read(TITLE + lines) if one.indicator == "affected_population"]
    assert found == [(90000, "all"), (60000, "flood"), (30000, "wind_hail"), (10000, "all")]


def test_a_region_stands_until_another_one_or_the_whole_is_named() -> None:
    text = "榕江县受灾8.9万人，直接经济损失1.4亿元；从江县死亡1人，全州转移安置500人。其中死亡2人。"
    found = [(one.indicator, one.region_code) for one in read("黔东南州2022年灾情\n" + text)]
    assert found == [
        ("affected_population", "522632"), ("direct_economic_loss", "522632"), ("deaths", "522633"),
        ("relocated_total_cum", "522600"), ("deaths", "522600"),
    ]  # fmt: skip


def test_a_document_with_too_many_figures_is_read_up_to_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipelines.documents.proposing.MOST_FIGURES", 3)
    assert len(read(TITLE + "受灾人口3万人。\n" * 9)) == 3


def test_a_part_of_a_year_is_a_period() -> None:
    (one,) = read("2024年前三季度全省自然灾害情况\n前三季度，受灾人口385.7万人。")
    assert (one.period_start, one.period_end) == (date(2024, 1, 1), date(2024, 9, 30))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("县人民政府：\n全县受灾人口3万人。", None),
        ("6月12日强降雨灾情快报\n已造成平江县、浏阳市等5个县（市、区）3万人受灾。", None),
        ("2023年工作总结\n宣传《陕西省安全生产条例》。我区受灾人口3万人。", None),
        ("2023年工作总结\n全国防灾减灾日宣传。我县受灾人口3万人。", None),
        ("西安市鄠邑区应急管理局2023年工作总结\n我区受灾人口3万人。", "610118"),
    ],
)
def test_a_region_that_only_a_law_a_list_or_a_heading_names_is_not_the_documents(text: str, code: str | None) -> None:
    assert [one.region_code for one in read(text)] == [code]


def test_every_phrase_counts_a_known_indicator() -> None:
    assert {row["indicator"] for row in codebooks.rows("document_phrases")} <= {*codebooks.indicators(), NO_INDICATOR}
    with (HERE / "answer_key.csv").open(encoding="utf-8") as lines:
        assert {row["indicator"] for row in csv.DictReader(lines)} <= set(codebooks.indicators())


BULLETIN = "某地暴雨洪涝灾情快报（2019年6月21日）\n"


def days(text: str, published: date | None = None) -> list[tuple[date | None, date | None]]:
    return [(one.period_start, one.period_end) for one in read(text, published)]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        (BULLETIN + "18日以来，我市出现强降雨。截至21日9时统计，受灾人口3万人。", (2019, 6, 18), (2019, 6, 21)),
        (BULLETIN + "截至20日17时，6月18日开始的洪涝灾害造成3万人受灾。", (2019, 6, 18), (2019, 6, 20)),
        (BULLETIN + "六月十八日至十九日普降暴雨。截至十九日八时，三万人受灾。", (2019, 6, 18), (2019, 6, 19)),
        ("甲县遭受冰雹袭击\n2019年6月20日16时许，乙镇出现冰雹，300人受灾。", (2019, 6, 20), (2019, 6, 20)),
        (
            "甲县灾情通报\n2019年6月18日，强降雨引发洪涝。据民政部门6月21日通报，3万人受灾。",
            (2019, 6, 18),
            (2019, 6, 21),
        ),
        ("甲县旱情\n2019年6月以来，持续高温少雨。截至8月7日，3万人受灾。", (2019, 6, 1), (2019, 8, 7)),
        ("甲县农房受灾\n2019年6月下旬，连降暴雨。截至7月5日，3万人受灾。", (2019, 6, 21), (2019, 7, 5)),
        ("2019年1月甲市雪灾\n1月24日至28日出现大雪。截至28日17时，3万人受灾。", (2019, 1, 24), (2019, 1, 28)),
        ("甲市2016年至2018年农房保险\n2016年到2018年，支付赔款3万元。", (2016, 1, 1), (2018, 12, 31)),
    ],
)
def test_a_bulletin_counts_from_the_day_it_began_to_its_cut_off(
    text: str, first: tuple[int, int, int], last: tuple[int, int, int]
) -> None:
    assert days(text) == [(date(*first), date(*last))]


def test_what_follows_in_a_bulletin_counts_the_same_days_until_others_are_told() -> None:
    text = BULLETIN + (
        "18日以来，我市出现强降雨。截至20日9时统计，受灾人口3万人。\n19日，某村山体滑坡造成2人死亡。\n"
        "倒塌房屋9间。\n截至21日9时，直接经济损失5万元。"
    )
    assert days(text) == [
        (date(2019, 6, 18), date(2019, 6, 20)),
        (date(2019, 6, 19), date(2019, 6, 19)),
        (date(2019, 6, 18), date(2019, 6, 20)),
        (date(2019, 6, 18), date(2019, 6, 21)),
    ]


@pytest.mark.parametrize(
    ("text", "published", "first", "last"),
    [
        ("甲县遭受强降雨\n6月13日至19日普降暴雨，3万人受灾。", date(2010, 6, 20), (2010, 6, 13), (2010, 6, 19)),
        ("甲县遭受雪灾\n12月28日，3万人受灾。", date(2010, 1, 3), (2009, 12, 28), (2009, 12, 28)),
        ("甲县受灾\n发布时间:2010-06-20\n6月13日，3万人受灾。", None, (2010, 6, 13), (2010, 6, 13)),
        ("甲县救助受灾群众\n今年以来，遭受多次灾害，3万人受灾。", date(2011, 11, 22), (2011, 1, 1), (2011, 11, 22)),
        (
            "去年全县3万人受灾\n2011年1月14日 来源:某报\n2010年灾情会商，全县3万人受灾。",
            None,
            (2010, 1, 1),
            (2010, 12, 31),
        ),
    ],
)
def test_a_day_without_its_year_is_the_last_one_before_the_publication(
    text: str, published: date | None, first: tuple[int, int, int], last: tuple[int, int, int]
) -> None:
    assert days(text, published) == [(date(*first), date(*last))]


def test_in_an_annual_report_a_day_holds_for_its_line_and_not_for_what_the_year_sums_up() -> None:
    text = TITLE + "6月7日，乙镇遭受冰雹灾害。受灾人口300人。全年受灾人口3万人。\n受灾人口9万人。"
    day, year = (date(2023, 6, 7),) * 2, (date(2023, 1, 1), date(2023, 12, 31))
    assert days(text) == [day, year, year]


def test_a_figure_of_the_headline_is_proposed_once() -> None:
    assert len(read("甲县洪涝致3万人受灾\n2019年6月7日，全县3万人受灾，死亡2人。")) == 2


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("直接经济损失两亿两千九百万元。", {"direct_economic_loss": "22900"}),
        ("直接经济损失1亿3千万元。", {"direct_economic_loss": "13000"}),
        ("12万3千人受灾。", {"affected_population": "123000"}),
        ("直接经济损失已达3亿元。", {"direct_economic_loss": "30000"}),
        ("5个乡镇受灾人口300人。", {"affected_townships": "5", "affected_population": "300"}),
        ("紧急转移安置受灾群众1812人。", {"relocated_total_cum": "1812"}),
        ("渔业直接经济损失9万元,农林牧渔业直接经济损失19万元。", {"loss_agriculture": "19"}),
        ("基础设施受损124万元。", {"loss_infrastructure": "124"}),
        ("冲毁桥梁13座、公路11.81千米、河堤6245米。", {"road_damaged_km": "11.81", "dike_damaged_km": "6.245"}),
        ("道路损毁6村10条10处0.386公里。", {"road_damaged_km": "0.386"}),
        ("损坏堤防25处,长1.3千米。", {"dike_damaged_km": "1.3"}),
        ("通村公路3条2000米受损。", {"road_damaged_km": "2"}),
        ("房屋倒塌1户2人2间。", {"collapsed_dwelling_households": "1", "collapsed_dwelling_rooms": "2"}),
        (
            "倒塌房屋33间,其中民房8户、19间。",
            {"collapsed_rooms": "33", "collapsed_dwelling_households": "8", "collapsed_dwelling_rooms": "19"},
        ),
        ("损坏民房12户31间。", {"damaged_households": "12", "damaged_rooms": "31"}),
        ("轻度损坏22户94间。", {"minor_dwelling_households": "22", "minor_dwelling_rooms": "94"}),
        ("发放2万余床棉被。", {"relief_goods_quilts": "20000"}),
        ("使29.5万人次灾民得到及时救助。", {"relief_people_times": "295000"}),
        ("共赔付保险费38.79万元。", {"claims_paid_amount": "38.79"}),
        ("发生森林火灾5起,造成2人死亡。", {"forest_fires": "5", "deaths": "2"}),
        ("33人失踪(其中某村山体滑坡致27人失踪;另一村6人失踪)。", {"missing": "33"}),
    ],
)
def test_verbs_lists_and_pairs_say_what_a_number_counts(text: str, expected: dict[str, str]) -> None:
    assert told(text) == {name: Decimal(value) for name, value in expected.items()}


def test_the_office_that_reports_and_the_heading_say_whose_figures_follow() -> None:
    text = (
        "部分地区灾情（2019年6月21日）\n截至21日9时，河北、山西等8省份3万人受灾。\n"
        "据河北省民政厅报告，邯郸等6市2万人受灾；全省倒塌房屋3间。\n据某兵团民政局报告，5人受灾。\n"
        "二、山西省。全省受灾人口7人。"
    )
    assert [one.region_code for one in read(text)] == ["000000", "130000", "130000", None, "140000"]


def test_a_place_that_was_struck_holds_until_the_whole_is_spoken_of() -> None:
    text = "禄丰市灾情\n2019年6月7日，勤丰镇遭受冰雹灾害，受灾人口300人。倒塌房屋5间。全市死亡1人。"
    assert [one.region_name for one in read(text)] == ["勤丰镇", "勤丰镇", "禄丰市"]


def test_a_cyclone_is_the_cause_of_its_rain() -> None:
    text = "灾情\n2019年8月9日，受台风“甲”影响，全省出现强降雨和大风，3万人受灾。"
    assert [one.hazard_key for one in read(text)] == ["typhoon"]


def test_days_in_letters_are_found_where_they_stand() -> None:
    assert days(TITLE + "十月十日、" * 10 + "。受灾人口3人。") == [(date(2023, 1, 1), date(2023, 12, 31))]


def test_the_day_and_place_of_a_disaster_are_not_those_of_money_and_insurance() -> None:
    text = (
        "昌宁县2023年工作总结\n一是7月6日，漭水镇遭受暴雨，受灾人口200人。下拨救灾资金20万元。我县农房保险赔付30万元。"
    )
    first, *others = read(text)
    assert (first.region_name, first.period_start) == ("漭水镇", date(2023, 7, 6))
    assert {(one.region_name, one.period_start) for one in others} == {("昌宁县", date(2023, 1, 1))}


def test_the_next_year_of_a_report_keeps_its_figures() -> None:
    text = "昌宁县2022年工作总结\n2022年，受灾3万人。2023年1月1日至1月20日，下拨救灾资金20万元。"
    assert days(text)[1] == (date(2023, 1, 1), date(2023, 1, 20))


def test_up_to_now_is_the_day_of_publication_but_not_beyond_a_period_that_is_over() -> None:
    published = date(2023, 7, 3)
    assert days("昌宁县2023年上半年工作总结\n截至目前，受灾人口3人。", published) == [
        (date(2023, 1, 1), date(2023, 6, 30))
    ]
    assert days("昌宁县2023年工作总结\n截至目前，受灾人口3人。", published) == [(date(2023, 1, 1), published)]


@pytest.mark.parametrize(
    ("text", "published", "last"),
    [
        ("6月30日，发生暴雨。截至1日9时，受灾人口1200人", date(2023, 7, 1), date(2023, 7, 1)),
        ("2022年12月28日，发生暴雨。截至1月2日，1200人受灾", None, date(2023, 1, 2)),
        ("31日，发生暴雨，受灾人口500人", date(2023, 6, 1), date(2023, 5, 31)),
        ("6月以来，持续干旱，受灾人口3万人", date(2023, 7, 18), date(2023, 7, 18)),
        ("2023年7月6日至8日，暴雨，受灾3人。预计10日仍有暴雨。倒塌房屋20间", None, date(2023, 7, 8)),
    ],
)
def test_days_go_on_over_the_end_of_a_month_and_a_year(text: str, published: date | None, last: date) -> None:
    assert read("昌宁县灾情\n" + text, published)[-1].period_end == last


def test_a_list_of_several_disasters_is_no_bulletin_on_one() -> None:
    text = "灾害情况\n7月6日，漭水镇遭受暴雨，200人受灾。8月2日，柯街镇遭受冰雹，300人受灾。\n受灾人口3万人。"
    assert days(text, date(2023, 10, 31)) == [
        (date(2023, 7, 6), date(2023, 7, 6)),
        (date(2023, 8, 2), date(2023, 8, 2)),
        (None, None),
    ]


def test_who_reports_or_gives_is_not_who_lost() -> None:
    text = (
        "昌宁县2023年灾情\n据保山市应急管理局统计，受灾人口9人。\n据我县应急管理局统计，死亡1人。\n"
        "云南省下拨救灾资金20万元。据漭水镇应急管理局报告，受伤2人。全县失踪3人。"
    )
    assert [one.region_name for one in read(text)] == ["昌宁县"] * 3 + ["漭水镇", "昌宁县"]


@pytest.mark.parametrize(
    "text",
    [
        "修复水毁公路5公里。",
        "抢通受损道路20公里。",
        "改造倒塌农房20户。",
        "申请上级救灾资金500万元。",
        "计划储备棉衣9件、棉被3000床。",
        "3万5人受灾。",
    ],
)
def test_what_is_mended_asked_for_planned_or_ambiguous_is_not_proposed(text: str) -> None:
    assert told(text) == {}


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        # A cyclone is numbered by its year, which is not what is counted.
        ("关于台风受灾情况的报告\n2015年第22号台风10月4日14时登陆，我县受灾3万人。", (2015, 10, 4), (2015, 10, 4)),
        # The day below the title is that of publication.
        ("甲县遭受雹灾\n2009年6月12日\n6月6日晚，我县遭到雹灾，受灾3万人。", (2009, 6, 6), (2009, 6, 6)),
        ("甲县遭受雹灾\n甲县应急管理局　2009年6月12日\n6月6日晚遭到雹灾，受灾3万人。", (2009, 6, 6), (2009, 6, 6)),
        # A disaster that is called by its day began on it.
        (
            "甲县地震灾情\n2013年4月22日，县政府举行4·20地震发布会。截至22日12时，受灾3万人。",
            (2013, 4, 20),
            (2013, 4, 22),
        ),
        ("甲县灾情\n2011年8月27日，甲县发生干旱。截至当日，受灾3万人。", (2011, 8, 27), (2011, 8, 27)),
        # 去年 of the headline is the year before the publication.
        ("甲县去年救助灾民\n本报2012年1月9日讯 去年，全县受灾3万人。", (2011, 1, 1), (2011, 12, 31)),
        # Somebody told of the running year on a day.
        (
            "甲县受灾房屋重建启动\n2020年9月7日\n9月4日，记者从县减灾办获悉，今年入梅以来，我县受灾3万人。",
            (2020, 1, 1),
            (2020, 9, 4),
        ),
        ("甲县2023年救灾工作总结\n截至2024年1月15日，发放冬春救助资金3万元。", (2023, 1, 1), (2024, 1, 15)),
        ("甲县2023年救灾工作总结\n2023年1月20日前，发放冬春救助资金3万元。", (2023, 1, 1), (2023, 1, 20)),
        ("甲县四至九月灾情\n二00七年四至九月份，我县受灾3万人。", (2007, 4, 1), (2007, 9, 30)),
        # Only what it lets out of a bulletin's days: where the rain began, where the count ended.
        (
            "甲县洪涝灾情通报（截至2016年7月5日9时）\n6月18日以来的强降雨造成灾害。受灾3万人。",
            (2016, 6, 18),
            (2016, 7, 5),
        ),
        (
            "甲县遭洪灾（2005年8月16日）\n2005年8月16日讯 记者15日从县民政局获悉，8月12日至13日，我县遭受洪涝。"
            "截至15日11时，受灾3万人。",
            (2005, 8, 12),
            (2005, 8, 15),
        ),
        (
            "甲县台风灾情\n2004年8月13日讯 12日晚登陆的台风“云”带来暴雨。至13日5时止，受灾3万人。",
            (2004, 8, 12),
            (2004, 8, 13),
        ),
        ("甲县2000年救灾工作总结\n全县受灾3万人。", (2000, 1, 1), (2000, 12, 31)),
        ("西安市2023年7月10日暴雨灾情报告\n全市受灾3万人。", (2023, 7, 10), (2023, 7, 10)),
        (
            "甲县灾情\n2023年7月12日\n7月10日，甲县遭受洪涝，受灾人口是去年的2倍，受灾3万人。",
            (2023, 7, 10),
            (2023, 7, 10),
        ),
        ("甲县灾情\n2023年3月5日\n去年12月以来，甲县遭受干旱，受灾3万人。", (2022, 12, 1), (2023, 3, 5)),
        ("甲县灾情\n2023年8月1日\n2023年7月20日前后，暴雨造成受灾3万人。", (2023, 7, 20), (2023, 7, 20)),
        ("甲县2023年工作总结\n2023年11月20日前完成重建，全年受灾3万人。", (2023, 1, 1), (2023, 12, 31)),
        ("甲县灾情\n2023年7月12日\n7月10日暴雨，1-3号泵站受损，受灾3万人。", (2023, 7, 10), (2023, 7, 10)),
        ("甲县2023年灾情\n八月十五期间，受灾3万人。", (2023, 8, 1), (2023, 8, 31)),
        ("甲县2023年灾情\n“十四五”以来，全县累计受灾30万人。", (2021, 1, 1), (2023, 12, 31)),
        ("甲县2023年工作总结\n12月底，全县累计受灾3万人。", (2023, 1, 1), (2023, 12, 31)),
        ("甲县灾情\n2013年7月23日\n继“5·12”汶川地震之后，甲县22日地震，受灾3万人。", (2013, 7, 22), (2013, 7, 22)),
        ("甲县2012年1至8月农房保险理赔\n到8月底，倒塌房屋9间。", (2012, 1, 1), (2012, 8, 31)),
        ("甲县灾情\n2021年6月16日，甲县遭受洪涝，14-16日连降暴雨，受灾3万人。", (2021, 6, 14), (2021, 6, 16)),
        # 18日 is the last one before the publication; on the 4th rain was measured; the reporter was told on the 21st.
        (
            "甲县雪灾\n自今年1月中旬以来，甲县多次降雪。截至18日，雪灾造成3万人受灾。\n（2008年2月20日）",
            (2008, 1, 11),
            (2008, 2, 18),
        ),
        (
            "甲县强降雨致灾\n记者21日从县应急局了解到，截至21日15时，受灾3万人。自4月4日以来，累计降水量1221.6毫米，"
            "特别是6月16日，全县普降大暴雨。\n（2024年6月22日）",
            (2024, 6, 16),
            (2024, 6, 21),
        ),
        (
            "甲县遇强暴雨\n甲县六月七日消息 六月四日二十时至七日五时，甲县连降暴雨。至七日清晨，受灾三万人。\n"
            "（二〇〇六年六月七日）\n2006年6月7日",
            (2006, 6, 4),
            (2006, 6, 7),
        ),
        ("“十二五”甲县灾情\n2016年3月18日\n“十二五”时期，甲县累计受灾3万人。", (2011, 1, 1), (2015, 12, 31)),
        ("甲县2020年灾情报告\n截至9月份，受灾3万人。", (2020, 1, 1), (2020, 9, 30)),
        ("甲县2022年农业保险理赔\n截至今年10月底，受灾3万人。", (2022, 1, 1), (2022, 10, 31)),
        ("甲县2023年进展汇报\n第二次是6月5日强降雨，平均降雨量56.1毫米，受灾3万人。", (2023, 6, 5), (2023, 6, 5)),
        ("甲县重建启动\n2020年9月7日\n全市汛期房屋重建已启动，2020年受灾3万人。", (2020, 1, 1), (2020, 12, 31)),
    ],
)
def test_what_a_day_says_of_a_report(text: str, first: tuple[int, int, int], last: tuple[int, int, int]) -> None:
    assert [(one.period_start, one.period_end) for one in read(text)] == [(date(*first), date(*last))]


def test_one_sentence_may_list_disasters_of_days_far_apart() -> None:
    text = "甲县2022年灾情\n我县先后遭遇2月7日雪灾、3月17日洪灾，受灾9人。\n雪灾：死亡3人。"
    assert days(text)[-1] == (date(2022, 1, 1), date(2022, 12, 31))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("畜禽死亡0.1万头(只)。", {"livestock_dead": "1000"}),
        ("两人因雷击致死。", {"deaths": "2"}),
        ("通信基站损坏582个。", {"base_stations_damaged": "582"}),
        (
            "全县279户需重建住房，1130户需修复住房。",
            {"rebuild_need_households": "279", "repair_need_households": "1130"},
        ),
        ("122户因灾倒塌房屋需要重建。", {"rebuild_need_households": "122"}),
        ("先后遭受七次洪涝和一次台风。", {"events": "1"}),
        ("共发生8次风雹、洪涝、滑坡等自然灾害过程。", {"events": "8"}),
        ("冬令期间安排救灾资金27万元。", {"winter_spring_fund": "27"}),
        ("农作物受灾面积883.1千公顷（1324.7万亩）。", {"crop_affected_ha": "883100"}),
        ("农作物受灾3千公顷，小麦受灾300公顷。", {"crop_affected_ha": "3000"}),
        (
            "受损变压器87台，供水管网受损145公里。",
            {"power_equipment_damaged": "87", "municipal_water_pipe_damaged_km": "145"},
        ),
        ("通讯线路受损118300米。", {"telecom_line_damaged_length_km": "118.3"}),
        ("淡水养殖受灾面积3公顷。", {"aquaculture_affected_ha": "3"}),
        ("需衣被救助人口8579人，其他生活救助人口5559人。", {}),
        ("需取暖救助200人，需过渡期生活救助人口500人。", {"need_transitional_aid": "500"}),
        ("3人因疾病死亡。5人因感染死亡。20人因灾受伤，1人因构筑物倒塌死亡。", {"injured": "20", "deaths": "1"}),
        ("倒塌房屋一户一间。", {"collapsed_dwelling_households": "1", "collapsed_dwelling_rooms": "1"}),
        ("下拨救灾资金100万元、教育资金50万元。", {"relief_fund_allocated": "100"}),
        ("下拨中央救灾资金7200万元、省级救灾资金3800万元。", {"relief_fund_allocated": "3800"}),
        ("全县共设置应急避难安置点200处。", {}),
        ("发生3起山洪灾害隐患，组织3次洪涝灾害救援。", {}),
        ("200户农户理赔300万元。", {"claims_paid_amount": "300"}),
        ("向冬春灾民发放生活救助资金720万元。", {"winter_spring_fund": "720"}),
        ("117所学校受灾。", {"schools_damaged": "117"}),
        ("（一）房屋受损情况：经济损失0.4万元。", {"loss_housing_household": "0.4"}),
        ("（二）工业方面：造成直接经济损失3万元。", {"loss_industry_commerce": "3"}),
        ("（三）林业方面：直接经济损失3万元。", {}),
        ("按照“一户一档”建立倒塌房屋档案，重建一户、销号一户。", {}),
    ],
)
def test_more_ways_of_saying_it(text: str, expected: dict[str, str]) -> None:
    assert told(text) == {name: Decimal(value) for name, value in expected.items()}


def test_a_headline_rounds_what_the_text_tells() -> None:
    text = "甲县2023年直接经济损失逾33亿元\n全县直接经济损失33.59亿元，受灾166.6万人。其中仅6月受灾135.5万人。"
    assert [(one.indicator, one.as_written) for one in read(text)] == [
        ("direct_economic_loss", "33.59亿元"),
        ("affected_population", "166.6万人"),
        ("affected_population", "135.5万人"),
    ]


def test_what_follows_a_number_tells_its_hazard() -> None:
    found = read("甲县2023年灾情\n2023年，我县先后遭受七次洪涝、一次干旱和一次台风。")
    assert [(one.value, one.hazard_key) for one in found] == [(7, "flood"), (1, "drought"), (1, "typhoon")]


def test_the_day_of_issue_alone_is_no_period() -> None:
    assert days("甲县灾情快报\n2023年3月5日\n甲县遭受冰雹，受灾3万人。") == [(None, None)]


def test_a_headline_of_another_place_or_period_keeps_its_figures() -> None:
    text = "2023年7月昌宁县受灾3万人。\n2023年8月漭水镇受灾3.1万人，珠街乡受灾3.1万人。"
    assert [one.as_written for one in read(text)] == ["3万人", "3.1万人", "3.1万人"]


@pytest.mark.parametrize(
    "text",
    [
        "一、农业受灾情况\n农作物受灾3公顷。全县直接经济损失50万元。",
        "（三）工业方面：直接经济损失3万元。\n综上，合计直接经济损失50万元。",
        "农作物受灾\n直接经济损失50万元。",
    ],
)
def test_a_heading_on_one_branch_leaves_the_total(text: str) -> None:
    assert told(text)["direct_economic_loss"] == 50


def test_each_paragraph_of_a_bulletin_may_begin_with_its_own_day() -> None:
    text = (
        "甲县灾情\n2013年8月14日\n11日、12日两天，我县遭受暴雨，倒塌房屋3间。\n"
        "11日23时，漭水镇遭受暴雨。受灾人口2660人。\n12日6时，珠街乡遭受暴雨。受灾人口1096人。\n全县受灾人口9999人。"
    )
    found = [(one.period_start, one.period_end) for one in read(text)]
    both, first, second = (date(2013, 8, 11), date(2013, 8, 12)), (date(2013, 8, 11),) * 2, (date(2013, 8, 12),) * 2
    assert found == [both, first, second, both]


def test_disasters_called_by_their_days_are_no_days_of_a_report_on_a_year() -> None:
    text = "甲县2020年灾情\n“6·12”“7·6”洪涝灾害损失重。各类自然灾害造成3万人受灾。"
    assert days(text) == [(date(2020, 1, 1), date(2020, 12, 31))]
    assert days("甲县2012年灾情\n“7·21”洪涝灾害严重。各类自然灾害造成3万人受灾。")[0] == (
        date(2012, 1, 1),
        date(2012, 12, 31),
    )


def test_the_first_year_of_a_season_is_a_period_of_its_own() -> None:
    text = "甲县2015-2016年冬令春荒救助结束\n2015年，我县受灾人口3万人。\n全县4.3万人得到有效救助。"
    assert [(one.indicator, one.period_start, one.period_end) for one in read(text)] == [
        ("affected_population", date(2015, 1, 1), date(2015, 12, 31)),
        ("winter_spring_aided_people", date(2015, 12, 1), date(2016, 5, 31)),
    ]
