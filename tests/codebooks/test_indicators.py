"""The indicators: their order, their sets, and where the definitions of the regimes differ."""

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from pipelines import codebooks

PUBLISHED = Path(__file__).parents[1] / "golden" / "published_figures.csv"
LOSS_PARTS = [
    "loss_housing_household", "loss_agriculture", "loss_industry_commerce", "loss_infrastructure",
    "loss_public_service", "loss_other",
]  # fmt: skip
PER_CENT = {"change_pct", "rate"}
HEADLINES = [
    "deaths_missing", "deaths", "missing", "relocated_total_cum", "affected_population", "crop_affected_ha",
    "crop_failed_ha", "collapsed_rooms", "collapsed_dwelling_households", "severe_rooms", "minor_rooms",
    "direct_economic_loss", *LOSS_PARTS,
]  # fmt: skip


def names(which: str) -> list[str]:
    return [i.column_name for i in codebooks.indicator_set(which)]


def target(heading: str, regime: str) -> str:
    found = {r["target"] for r in codebooks.rows("heading_aliases") if (r["heading"], r["regime"]) == (heading, regime)}
    return found.pop() if len(found) == 1 else ""


def test_the_national_layout_comes_first_and_in_its_order() -> None:
    assert [i.national_seq for i in codebooks.loss_columns()[:66]] == list(range(1, 67))
    assert all(i.national_seq is None for i in codebooks.loss_columns()[66:])


def test_headlines_and_loss_parts_stand_in_the_order_of_the_overview() -> None:
    assert names("headline") == HEADLINES
    assert names("category") == LOSS_PARTS


def test_stocks_are_never_summed_over_events() -> None:
    stocks = [name for name in names("losses") if name.endswith("_now")]
    assert len(stocks) == 7
    assert not set(stocks) & set(names("summed"))


def test_money_and_goods_of_the_own_level_add_up_over_levels() -> None:
    assert set(names("own_level")) == {name for name in names("losses") if name.startswith("own_level_")}
    assert set(names("own_level")) | set(names("tree_summed")) == set(names("summed"))


def test_parts_name_an_indicator_that_exists() -> None:
    known = codebooks.indicators()
    assert {i.parent for i in known.values() if i.parent} <= set(known)
    of_parent = [i for i in known.values() if i.parent and i.part_kind not in PER_CENT]
    assert all(known[i.parent].unit == i.unit for i in of_parent)
    assert {i.unit for i in known.values() if i.part_kind in PER_CENT} == {"%"}


def test_every_indicator_has_short_names_for_cards_and_charts() -> None:
    for indicator in codebooks.indicators().values():
        assert 0 < len(indicator.short_zh) <= 12, indicator.column_name
        assert 0 < len(indicator.short_en) <= 40, indicator.column_name
        assert indicator.name_zh and indicator.name_en


def test_names_are_unique() -> None:
    for attribute in ("name_zh", "name_en", "short_zh"):
        shown = [getattr(i, attribute) for i in codebooks.indicators().values()]
        assert sorted(shown) == sorted(set(shown)), attribute


@pytest.mark.parametrize(
    ("heading", "regime", "indicator"),
    [
        ("因灾受伤人口", "2024", "injured"),
        ("因灾伤病人口", "2020", "injured_or_sick"),
        ("倒塌住房户数", "2024", "collapsed_dwelling_households"),
        ("倒塌房屋户数", "2020", "collapsed_households"),
        ("倒塌农房间数", "2016", "collapsed_farmhouse_rooms"),
        ("因旱饮水困难大牲畜", "2024", "drought_large_livestock_thirst"),
        ("饮水困难大牲畜", "2016", "large_livestock_thirst"),
        ("受损通信线路长度", "2024", "telecom_line_damaged_km"),
        ("受损通信线路长度", "2020", "telecom_line_damaged_length_km"),
        ("受损市政供水管网长度", "2024", "municipal_water_pipe_damaged_km"),
        ("受损市政供排水管网长度", "2020", "municipal_water_drain_pipe_damaged_km"),
        ("紧急转移安置人口", "2020", "relocated_total_cum"),
        ("紧急转移安置人口(实时值)", "2024", "relocated_total_now"),
        ("房屋及居民家庭财产损失", "2020", "loss_housing_household"),
        ("家庭财产损失", "2016", "loss_housing_household"),
        ("农业损失", "2016", "loss_agriculture"),
        ("工矿企业损失", "2016", "loss_industry_commerce"),
        ("公益设施损失", "2016", "loss_public_service"),
        ("其他", "2020", "rescue_other"),
        ("其他损失", "2020", "loss_other"),
    ],
)
def test_a_heading_maps_to_an_indicator_only_where_the_definition_is_the_same(
    heading: str, regime: str, indicator: str
) -> None:
    assert target(heading, regime) == indicator


def published() -> list[dict[str, str]]:
    with PUBLISHED.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_published_figures_use_known_regions_indicators_and_units() -> None:
    for row in published():
        assert codebooks.region(row["region_code"]), row
        assert codebooks.indicators()[row["indicator"]].unit == row["unit"], row
        assert date.fromisoformat(row["period_start"]) < date.fromisoformat(row["period_end"])
        assert row["source"]


def test_the_loss_parts_of_tengchong_in_2023_add_up_to_its_total() -> None:
    losses = {r["indicator"]: Decimal(r["value"]) for r in published() if r["region_code"] == "530581"}
    parts = ("loss_agriculture", "loss_housing_household", "loss_infrastructure", "loss_public_service_and_other")
    assert sum(losses[part] for part in parts) == losses["direct_economic_loss"] == Decimal("4634.2")
