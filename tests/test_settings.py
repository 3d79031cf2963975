"""bureau.toml: safe defaults, and what cannot be meant is said."""

from decimal import Decimal
from pathlib import Path

import pytest

from pipelines import filing_settings, response_settings, settings
from pipelines.errors import LedgerError
from pipelines.settings import Settings


def stated(raw: Path, text: str) -> Settings:
    file = raw / settings.BUREAU_FILE
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return settings.load(raw)


def test_without_a_file_every_default_holds(tmp_path: Path) -> None:
    assert settings.load(tmp_path) == Settings("", "", "06-01", "09-30", "half_even", Decimal(10))


def test_what_is_stated_holds(tmp_path: Path) -> None:
    found = stated(tmp_path, 'own_region = "6101"\nflood_season_start = "05-01"\nhold_factor = 2.5\n')
    assert (found.own_region, found.flood_season_start, found.hold_factor) == ("610100", "05-01", Decimal("2.5"))


def test_the_year_in_whose_prices_money_is_compared_is_a_year(tmp_path: Path) -> None:
    assert settings.load(tmp_path).price_base_year == ""
    assert stated(tmp_path, "price_base_year = 2020\n").as_texts()["price_base_year"] == "2020"


def test_what_forms_bear_is_kept_as_stated(tmp_path: Path) -> None:
    found = stated(tmp_path, '[form]\nannual_form_no = "应急统表3"\n[form.codes]\ndeaths = "A01008"\n')
    assert found.form == '{"annual_form_no": "应急统表3", "codes": {"deaths": "A01008"}}'


def test_how_a_bureau_files_is_kept_as_stated(tmp_path: Path) -> None:
    found = stated(tmp_path, '[filing]\nsame_person = "require"\nannual_due = "01-31"\n').filing
    assert (filing_settings.needs_two_people(found), filing_settings.annual_due(found)) == (True, "01-31")
    assert (filing_settings.needs_two_people(""), filing_settings.annual_due("")) == (False, "")


def test_thresholds_keep_their_order_and_their_exact_numbers(tmp_path: Path) -> None:
    text = '[[response]]\nlevel = "{}"\ncriterion = "{}"\nthreshold = {}\n'
    stated_ones = [
        ("Ⅳ级", "deaths_missing", "3"),
        ("Ⅲ级", "deaths_missing", "10"),
        ("Ⅳ级", "drought_need_aid_share", "7.5"),
    ]
    found = stated(tmp_path, "".join(text.format(*one) for one in stated_ones) + 'region = "6101"\n')
    rows = response_settings.thresholds(found.response)
    assert [(row["level"], row["criterion"], row["threshold"]) for row in rows] == [
        (level, criterion, Decimal(number)) for level, criterion, number in stated_ones
    ]
    assert [(row["level_order"], row["region_code"]) for row in rows] == [(1, None), (2, None), (1, "610100")]
    assert response_settings.thresholds(settings.load(tmp_path / "elsewhere").response) == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('own_regoin = "610100"', "不认识的项“own_regoin”。是不是“own_region”"),
        ("hold_factor = 0.5", "应为大于 1 的数"),
        ("hold_factor = true", "应为大于 1 的数"),
        ('rounding = "up"', "half_even"),
        ('price_base_year = "2020"', "不加引号"),
        ("price_base_year = 20", "1949 至 2099"),
        ('flood_season_end = "9-30"', "应为月-日"),
        ('own_region = "西安"', "应为行政区划代码"),
        ("own_region = 西安", "无法读取"),
        ('[form]\nform_no = "应急统表3"', "annual_form_no"),
        ("[form]\napproval_no = 3", "[form]"),
        ('[form.codes]\ndeath = "A01008"', "[form.codes]"),
        ('[filing]\nsame_person = "forbid"', "same_person"),
        ('[filing]\nannual_due = "1-31"', "annual_due"),
        ('[filing]\ndue = "01-31"', "annual_due"),
        ('[response]\nlevel = "Ⅳ级"', "[[response]]"),
        ('[[response]]\nlevel = "Ⅳ级"\ncriterion = "deaths"\nthreshold = 3', "deaths_missing"),
        ('[[response]]\nlevel = "Ⅳ级"\ncriterion = "deaths_missing"\nthreshold = 0', "大于 0 的数"),
        ('[[response]]\nlevel = "Ⅳ级"\ncriterion = "deaths_missing"\nthreshold = "3"', "大于 0 的数"),
        ('[[response]]\nlevel = "Ⅳ级"\ncriterion = "deaths_missing"\nlimit = 3', "threshold"),
        ('[[response]]\nlevel = "Ⅳ级"\ncriterion = "deaths_missing"\nthreshold = 3\nregion = "西安"', "地区代码"),
        (2 * '[[response]]\nlevel = "Ⅳ级"\ncriterion = "deaths_missing"\nthreshold = 3\n', "不重复"),
    ],
)
def test_a_key_or_value_that_cannot_be_meant_is_said(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(LedgerError) as refused:
        stated(tmp_path, text)
    assert message in refused.value.zh
    assert "reference/bureau.toml" in refused.value.zh
    assert "reference/bureau.toml" in refused.value.en


def test_the_bureaus_own_zones_follow_those_of_the_codebook(tmp_path: Path) -> None:
    file = tmp_path / settings.ZONES_FILE
    file.parent.mkdir(parents=True)
    file.write_text("zone_code,zone_name,host_code,valid_from,valid_to,source\n610128,高新区,610113,,,本局\n", "utf-8")
    last = settings.zones(tmp_path)[-1]
    assert (last["zone_code"], last["host_code"], last["source"]) == ("610128", "610113", "本局")


def test_a_zone_with_a_wrong_code_is_said(tmp_path: Path) -> None:
    file = tmp_path / settings.ZONES_FILE
    file.parent.mkdir(parents=True)
    file.write_text("zone_code,zone_name,host_code,valid_from,valid_to,source\n高新,高新区,610113,,,\n", "utf-8")
    with pytest.raises(LedgerError, match="不是行政区划代码"):
        settings.zones(tmp_path)
