"""The Comparison page: each comparison in both languages, with data, without denominators, with one year only."""

import re
from pathlib import Path

import duckdb
import pytest

from tests.dashboard import snapshots
from tests.dashboard.test_pages import opened, words

PARTS = ("places", "hazards", "curves", "months", "rates")
COUNTY = "990121"


def shown(part: str, **query: str) -> str:
    app = opened("compare", compare=part, **query)
    assert not app.exception
    return words(app)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("part", PARTS)
@pytest.mark.usefixtures("warehouse")
def test_a_comparison_opens_by_its_link(part: str, language: str) -> None:
    app = opened("compare", compare=part, lang=language)
    assert not app.exception
    assert app.query_params["compare"] == part
    assert ("单位：" if language == "zh" else "In ") in words(app)


@pytest.mark.usefixtures("warehouse")
def test_places_are_the_heaviest_below_and_stand_in_the_link() -> None:
    app = opened("compare")
    chosen = app.multiselect(key="pick_with").value
    assert set(chosen) == set(snapshots.COUNTIES)
    assert app.query_params["with"] == ",".join(chosen)
    text = words(app)
    assert "2026年今年以来直接经济损失：" in text
    assert "单位：亿元 · 1月1日至7月12日 · 全部灾种 · 过程汇总 · 当年价格" in text
    assert "断开处为无资料" in text
    assert "┊ 口径或区划变动，前后不完全可比" in text


@pytest.mark.usefixtures("warehouse")
def test_a_link_names_the_places_and_nonsense_in_it_is_left_out() -> None:
    app = opened("compare", **{"with": "990181,nowhere,990121,1;drop"})
    assert app.multiselect(key="pick_with").value == ["990181", "990121"]
    assert app.query_params["with"] == "990181,990121"


@pytest.mark.usefixtures("warehouse")
def test_a_county_is_compared_with_itself_and_those_beside_it() -> None:
    app = opened("compare", region=COUNTY)
    assert app.multiselect(key="pick_with").value[0] == COUNTY
    assert set(app.multiselect(key="pick_with").value) == set(snapshots.COUNTIES)


@pytest.mark.usefixtures("warehouse")
def test_taking_a_place_away_keeps_the_others() -> None:
    app = opened("compare")
    kept = app.multiselect(key="pick_with").value[:2]
    app.multiselect(key="pick_with").set_value(kept).run()
    assert not app.exception
    assert app.query_params["with"] == ",".join(kept)
    app.multiselect(key="pick_with").set_value([]).run()
    assert not app.exception


@pytest.mark.usefixtures("warehouse")
def test_the_table_of_places_names_what_each_rate_is_divided_by() -> None:
    text = shown("places", indicator="affected_population")
    assert "每10万人受灾人口（2025年）" in text
    assert text.count("年末常住人口65.00万人") == len(snapshots.COUNTIES)
    assert "每10万人受灾人口（2022年）" in shown("places", indicator="affected_population", year="2022")
    assert "无人口资料，不计算" in shown("places", indicator="affected_population", year="2022")


@pytest.mark.usefixtures("warehouse")
def test_an_indicator_without_a_rate_has_no_such_column() -> None:
    assert "每10万人" not in shown("places", indicator="crop_affected_ha")


def test_hazards_are_told_by_their_share(warehouse: Path) -> None:
    with duckdb.connect(
        str(warehouse / "published" / snapshots.RELEASE / "snapshot.duckdb"), read_only=True
    ) as database:
        told = database.sql("""
            select h.name_zh, sum(y.value) filter (y.hazard_key = h.hazard_key) * 100
                / sum(y.value) filter (y.hazard_key = 'all') as share
            from marts.year_on_year y, meta.hazards h
            where y.region_code = '990100' and y.period_kind = 'year_to_date' and y.indicator = 'direct_economic_loss'
            group by h.name_zh order by share desc nulls last limit 2""").fetchall()
    (first, share), (second, second_share) = told
    text = shown("hazards")
    assert f"2019—2026年直接经济损失：{first}最多，占{share:.1f}%，其次是{second}，占{second_share:.1f}%" in text
    assert "×为无资料" in text
    assert "单位：" in text and "示例市 · 1月1日至7月12日" in text


@pytest.mark.usefixtures("warehouse")
def test_curves_say_where_this_year_stands_and_which_years_are_absent() -> None:
    text = shown("curves")
    assert "截至7月12日，2026年直接经济损失累计" in text
    assert "此前有资料的6年" in text
    assert "无资料、未画：2016—2018、2020年" in text
    assert "粗线为2026年，虚线为2025年" in text
    assert "1月1日至12月31日" in text


@pytest.mark.usefixtures("warehouse")
def test_months_tell_nought_unknown_and_still_to_come_apart() -> None:
    text = shown("months")
    assert "2019—2026年直接经济损失集中在" in text
    assert "0为有资料而无损失；×为无资料；空白为7月12日以后，尚未到" in text


@pytest.mark.usefixtures("warehouse")
def test_rates_name_their_denominators_and_say_where_there_is_none() -> None:
    text = shown("rates", indicator="affected_population")
    assert "2025年每10万人受灾人口为" in text
    assert "年末常住人口、地区生产总值，2025年，示例市2025年国民经济和社会发展统计公报" in text
    assert "无人口资料，不计算：2022、2026年" in text
    assert "地区生产总值，2022年，示例市2022年国民经济和社会发展统计公报" in text
    assert "2025: affected people per 100,000 people" in shown("rates", lang="en")


def test_without_denominators_every_rate_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOSS_LEDGER_WAREHOUSE", str(snapshots.build(tmp_path, with_denominators=False)))
    text = shown("rates")
    assert "直接经济损失占地区生产总值的比例：无地区生产总值资料，不计算" in text
    assert "每10万人死亡失踪人口：无人口资料，不计算" in text
    assert "年末常住人口" not in text
    places = shown("places")
    assert "无地区生产总值资料，不计算" in places


LIKE_WITH_LIKE = "2025年每10万人受灾人口为[^，]+，比上年"
UNLIKE = {
    "basis": "set basis = 'settled_annual' where year = 2025",
    "denominator": "set denominator_kind = 'registered_year_end' where year = 2024",
    "break": "set break_flag = true where year = 2025",
    "open": "set note = 'year_open' where year = 2025",
}


@pytest.mark.parametrize("change", UNLIKE)
def test_a_rate_is_compared_with_the_year_before_only_like_with_like(
    change: str, warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert re.search(LIKE_WITH_LIKE, shown("rates", indicator="affected_population"))
    text = changed_rates(tmp_path, monkeypatch, UNLIKE[change])
    assert "2025年每10万人受灾人口为" in text
    assert not re.search(LIKE_WITH_LIKE, text)


def test_a_denominator_new_to_the_dashboard_is_called_what_its_ledger_calls_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = changed_rates(
        tmp_path,
        monkeypatch,
        "set denominator = 'policies' where denominator = 'population'",
        """
        update meta.rates set denominator = 'policies' where denominator = 'population';
        update marts.annual_rates set denominator_kind = '' where denominator = 'policies';
        insert into meta.ledger_columns by name
            select 'policies' as ledger, 'policies' as column_name, '保单' as name_zh, 'Policies' as name_en""",
    )
    assert "无保单资料，不计算：2022、2026年" in text
    assert "保单、地区生产总值，2025年" in text
    assert "No policies, not computed" in shown("rates", lang="en")


def changed_rates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: str, more: str = "") -> str:
    """What Rates says of a release that differs in this."""
    folder = snapshots.build(tmp_path)
    with duckdb.connect(str(folder / "published" / snapshots.RELEASE / "snapshot.duckdb")) as database:
        database.execute(f"update marts.annual_rates {change}; {more}")
    monkeypatch.setenv("LOSS_LEDGER_WAREHOUSE", str(folder))
    return shown("rates", indicator="affected_population")


@pytest.mark.usefixtures("warehouse")
def test_comparable_prices_are_said_and_years_without_an_index_are_not_drawn() -> None:
    text = shown("places", price="comparable")
    assert "2026年可比价格（示例市居民消费价格指数）" in text
    assert "无资料或缺少价格指数、未画：" in shown("curves", price="comparable")
    assert "2026年可比价格" in shown("months", price="comparable")
    assert "可比价格" not in shown("months", price="comparable", indicator="deaths_missing")


@pytest.mark.usefixtures("warehouse")
def test_a_stated_basis_compares_only_what_is_on_it() -> None:
    text = shown("places", basis="reported_annual", year="2024", region="990100")
    assert "2024年直接经济损失：所选地区无资料" in text


def test_one_year_is_bars_and_has_nothing_before_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    warehouse = snapshots.build(tmp_path)
    only_year(warehouse, 2026)
    monkeypatch.setenv("LOSS_LEDGER_WAREHOUSE", str(warehouse))
    text = shown("places")
    assert "2026年今年以来直接经济损失：" in text
    assert "此前各年无资料" in shown("curves")
    for part in PARTS:
        shown(part, lang="en")


def only_year(warehouse: Path, year: int) -> None:
    """Take every other year out of a release."""
    with duckdb.connect(str(warehouse / "published" / snapshots.RELEASE / "snapshot.duckdb")) as database:
        for table in ("marts.year_on_year", "marts.year_on_year_views", "marts.annual_rates", "marts.losses_by_day",
                      "marts.losses_by_month", "marts.covered_months", "core.region_losses",
                      "marts.annual_losses"):  # fmt: skip
            database.execute(f"delete from {table} where year <> {year}")


def test_a_release_of_an_older_version_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOSS_LEDGER_WAREHOUSE", str(snapshots.build(tmp_path, with_comparison=False)))
    assert "没有对比数据" in shown("places")


def test_a_year_without_data_draws_nothing_at_nought(warehouse: Path) -> None:
    text = shown("places", year="2020")
    assert "2020年直接经济损失：所选地区无资料" in text or "2020年同期直接经济损失：所选地区无资料" in text
    assert "2020年直接经济损失：无资料" in shown("curves", year="2020")
