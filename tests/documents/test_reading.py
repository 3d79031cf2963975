"""Documents → proposed figures: single rules on short texts, whole reports against answer keys."""

import csv
import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from pipelines import codebooks
from pipelines.documents.contract import Document, Proposal
from pipelines.documents.phrases import NO_INDICATOR
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
    words = {piece for row in codebooks.rows("document_phrases") for piece in row["phrase"].split("*")}
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
