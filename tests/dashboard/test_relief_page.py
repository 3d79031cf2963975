"""The page of relief and insurance, with the figures of 腾冲市 in 2023 and a full set of a fictional city."""

import html
import re
from pathlib import Path

import duckdb
import pytest

from tests.dashboard import snapshots
from tests.dashboard.test_pages import opened, words

TENGCHONG = {"year": "2023", "region": "530581"}
CITY = {"year": "2026", "region": "990100"}


def said(**query: str) -> str:
    """The words of the page without their marks, blanks as one."""
    app = opened("relief", **query)
    assert not app.exception
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", words(app))))


@pytest.mark.usefixtures("warehouse")
def test_money_of_the_year_and_of_the_winter_stand_apart() -> None:
    shown = said(**TENGCHONG)
    assert "收到上级下达 270.00 万元" in shown
    assert "共5批次" in shown
    assert "冬春救助资金 614.00 万元" in shown
    assert "884" not in shown
    assert "人次均 118.5 元" in shown
    assert "已救助 51,816 人次" in shown


@pytest.mark.usefixtures("warehouse")
def test_money_paid_for_what_it_was_not_received_for_gives_no_share() -> None:
    shown = said(**TENGCHONG)
    assert "发放占收到 无资料 发放的用途不在收到的资金之内，不计算" in shown
    assert "家庭火灾救助 来源不明 — — 9.60" in shown
    assert "0.4%" not in shown


@pytest.mark.usefixtures("warehouse")
def test_a_house_fire_that_is_in_no_total_leaves_the_share_as_it_is() -> None:
    assert "发放占收到 59.0%" in said()


@pytest.mark.usefixtures("warehouse")
def test_claims_that_are_not_told_apart_have_a_card_of_their_own() -> None:
    shown = said(**TENGCHONG)
    assert "未区分 理赔（按赔付年，2023年） 受理 2,060户 已赔付 2,060户 赔款 646.14万元 户均赔款 3,136.6元" in shown
    assert "无资料：理赔没有区分参保方式，见“未区分”" in shown


@pytest.mark.usefixtures("warehouse")
def test_rates_name_what_they_are_divided_by_or_say_why_there_is_none() -> None:
    shown = said(**TENGCHONG)
    assert "参保率（上报） 100% 参保率（计算） 100.00% 参保户数 ÷ 应保户数145,000户" in shown
    assert "参保率（上报） 85.12% 参保率（计算） 无资料 无应保户数，不计算" in shown
    assert "保费 144.50万元" in shown


@pytest.mark.usefixtures("warehouse")
def test_what_is_not_known_is_never_nought() -> None:
    shown = said(**TENGCHONG)
    assert "拨付下级 无资料 台账中没有这一环节的记录" in shown
    assert "需救助 无资料 台账未填报" in shown
    assert "2023年腾冲市没有重建修缮记录：台账未报不等于没有需求。" in shown
    assert " 0.00" not in shown


@pytest.mark.usefixtures("warehouse")
@pytest.mark.parametrize("language", ["zh", "en"])
def test_loss_and_claims_side_by_side_are_no_loss_ratio(language: str) -> None:
    app = opened("relief", lang=language, **TENGCHONG)
    shown = words(app)
    assert "赔付率" not in shown
    assert "loss ratio" not in shown.lower()
    cover = app.expander[0]
    assert not cover.proto.expanded
    assert ("可以超过100%" if language == "zh" else "More than 100% is possible") in shown
    assert "208.5" not in shown


@pytest.mark.usefixtures("warehouse")
def test_a_year_that_is_not_over_is_not_held_against_a_whole_one() -> None:
    shown = said(**CITY)
    assert "收到上级下达 596.50 万元 上年全期 488.30 本期未结束，不比较增减 共4批次" in shown
    assert "发放占收到 59.0%" in shown
    assert "人次均207.1元" in shown


@pytest.mark.usefixtures("warehouse")
def test_a_purpose_of_several_payers_stands_as_a_whole_above_them() -> None:
    shown = said(**CITY)
    whole = "应急救助 各来源 500.50 400.00 310.25 62.0% 5,120 14,980 207.1"
    assert f"{whole} 中央 320.00 — — — — — — 省级 180.50" in shown


@pytest.mark.usefixtures("warehouse")
def test_batches_not_paid_out_come_first_and_the_oldest_first() -> None:
    shown = said(**CITY)
    numbers = ["示财社〔2026〕7号", "示财建〔2026〕5号", "示财社〔2026〕12号", "示财社〔2026〕3号"]
    places = [shown.index(number) for number in numbers]
    assert places == sorted(places)
    assert "天数算到数据截至日2026-07-12" in shown


@pytest.mark.usefixtures("warehouse")
def test_places_below_and_what_is_not_broken_down_add_up() -> None:
    shown = said(**CITY)
    assert "云岭县 210.00 — 138.75 66.1%" in shown
    assert "清河县 190.00 — 171.50 90.3%" in shown
    assert "未分解到下级 196.50 — 41.80" in shown


@pytest.mark.usefixtures("warehouse")
def test_a_season_is_compared_with_the_season_before() -> None:
    shown = said(**CITY)
    assert "2025—2026年冬春" in shown
    assert "需救助 24,100 人 9,300户 上一冬春 22,900 ↑ 1,200（+5.2%）" in shown
    assert "人次均 188.5 元 资金 ÷ 人次 上一冬春 178.1" in shown


@pytest.mark.usefixtures("warehouse")
def test_claims_by_another_year_are_one_click_away() -> None:
    app = opened("relief", **CITY)
    app.segmented_control(key="pick_year_basis").set_value("loss_year").run()
    assert not app.exception
    assert "理赔（按出险年，2026年）" in words(app)
    assert app.query_params["year_basis"] == "loss_year"
    assert "理赔（按保险年度，2026年）" in words(opened("relief", year_basis="policy_year", **CITY))


@pytest.mark.usefixtures("warehouse")
def test_every_figure_can_be_traced_to_a_file_and_a_row() -> None:
    app = opened("relief", **TENGCHONG)
    funds = app.dataframe[0].value
    assert funds["金额（元）"].to_list() == ["2,700,000.00", "6,140,000.00", "96,000.00"]
    assert set(funds["位置（表!行）"]) == {"资金!3", "资金!4", "资金!5"}
    assert funds["救助人次"].to_list() == ["", "51,816", "114"]
    assert funds["资金来源"].to_list() == ["中央和省级", "中央", "来源不明"]


@pytest.mark.usefixtures("warehouse")
def test_a_year_without_ledgers_names_the_years_that_have_them() -> None:
    shown = said(year="2025", region="530581")
    assert "有资料的年份：2022、2023" in shown


@pytest.mark.usefixtures("warehouse")
def test_overview_has_two_lines_only_where_there_are_data() -> None:
    shown = words(opened("overview"))
    assert "救助资金（2026年）：收到上级下达596.50万元、发放到户352.05万元" in shown
    assert "农房保险（赔付年2026年）：政策性统保已赔付288户、赔款120.40万元；自愿参保" in shown
    assert "救助资金（" not in words(opened("overview", year="2024"))


@pytest.mark.parametrize("scheme", ["pilot", "commercial"])
def test_a_scheme_new_to_the_dashboard_stands_in_the_order_of_the_codebook(
    scheme: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`pilot` is in the codebook before the others, `commercial` is in none: last, under its code."""
    warehouse = snapshots.build(tmp_path)
    with duckdb.connect(str(warehouse / "published" / snapshots.RELEASE / "snapshot.duckdb")) as database:
        database.execute(f"""
            insert into marts.house_insurance by name select * replace ('{scheme}' as scheme)
                from marts.house_insurance where year_basis = 'payment_year' and scheme = 'universal';
            create table meta.choices as from meta.ledger_choices limit 0;
            insert into meta.choices by name select 'insurance_scheme' as list, 'pilot' as value, '试点' as word,
                'Pilot' as name_en, 'yes' as is_label;
            insert into meta.choices from meta.ledger_choices;
            drop table meta.ledger_choices;
            alter table meta.choices rename to ledger_choices""")
    monkeypatch.setenv("LOSS_LEDGER_WAREHOUSE", str(warehouse))
    line = re.search("农房保险（赔付年2026年）：[^<]+", words(opened("overview")))
    assert line is not None
    parts = line.group().split("：", 1)[1].split("；")
    assert [part.startswith("试点" if scheme == "pilot" else "commercial") for part in parts] == (
        [True, False, False] if scheme == "pilot" else [False, False, True]
    )
    shown = said(**CITY)
    assert shown.index("试点") < shown.index("政策性统保")
    assert ("commercial" in shown) == (scheme == "commercial")


@pytest.mark.usefixtures("warehouse")
def test_categories_that_a_report_merges_are_kept_merged_and_add_up() -> None:
    app = opened("overview", **TENGCHONG)
    assert not app.exception
    shown = words(app)
    assert "分项之和与总数一致" in shown
    assert "直接经济损失4,634.20万元" in shown


@pytest.mark.usefixtures("warehouse")
def test_year_and_region_go_along_from_page_to_page() -> None:
    app = opened("overview", **TENGCHONG)
    app.switch_page("views/relief.py").run()
    assert (app.query_params["year"], app.query_params["region"]) == ("2023", "530581")
    assert "腾冲市 · 2023年救助与保险" in words(app)
    app.switch_page("views/overview.py").run()
    assert (app.query_params["year"], app.query_params["region"]) == ("2023", "530581")


@pytest.mark.parametrize("page", ["relief", "figures"])
def test_a_release_made_before_says_so(page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOSS_LEDGER_WAREHOUSE", str(snapshots.build(tmp_path, with_ledgers=False)))
    app = opened(page)
    assert not app.exception
    assert "较早的软件" in words(app)
    assert not opened("overview").exception
