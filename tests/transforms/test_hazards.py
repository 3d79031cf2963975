"""Hazards as reports write them."""

import pytest

from pipelines.transforms.hazards import hazard_in, level1, parse_hazard


@pytest.mark.parametrize(
    ("text", "key", "problem"),
    [
        ("洪涝灾害", "flood", ""),
        ("洪涝灾害-山区洪水", "flood_mountain", ""),
        ("洪涝灾害／山区洪水", "flood_mountain", ""),
        ("洪涝灾害—山区洪水", "flood_mountain", ""),
        ("山区洪水", "flood_mountain", ""),
        ("洪涝灾害-其他", "flood_other", ""),
        ("地质灾害-其他", "geological_other", ""),
        ("洪涝灾害-飑线", "flood", "sub_unknown"),
        ("火星撞击", "unspecified", "unknown"),
        ("flood_mountain", "flood_mountain", ""),
    ],
)
def test_a_hazard_is_known_by_either_level(text: str, key: str, problem: str) -> None:
    hazard = parse_hazard(text)
    assert (hazard.hazard_key, hazard.problem) == (key, problem)


def test_a_file_name_tells_one_hazard_or_none() -> None:
    names = ("陕西洪涝灾害_2021-10-03", "山西灾情-截至20211011", "洪涝和台风灾害汇总", "windows-export", "2023年冰雹")
    assert [hazard_in(name) for name in names] == ["flood", None, None, None, "hail"]


def test_level_1_of_a_sub_hazard() -> None:
    assert [level1(key) for key in ("hail", "flood", "unspecified")] == ["wind_hail", "flood", "unspecified"]


@pytest.mark.parametrize(
    ("text", "key", "problem"),
    [
        ("地质灾害(滑坡)", "landslide", ""),
        ("地质灾害 滑坡", "landslide", ""),
        ("洪涝灾害,内涝", "flood_urban", ""),
        ("洪涝灾害，城镇内涝", "flood_urban", ""),
        ("风雹（冰雹）", "hail", ""),
        ("风雹【冰雹】", "hail", ""),
        ("台风“海葵”", "typhoon", ""),
        ("洪 涝 灾 害", "flood", ""),
        ("洪涝、风雹", "flood", "sub_unknown"),
        ("洪涝和风雹", "flood", "sub_unknown"),
        ("大风、洪涝", "wind", "sub_unknown"),
        ("地质灾害(不明)", "geological", "sub_unknown"),
        ("第5号台风灾害", "typhoon", "sub_unknown"),
        ("洪涝灾害2号", "flood", "sub_unknown"),
    ],
)
def test_brackets_blanks_and_commas_part_the_levels_and_a_known_word_is_never_lost(
    text: str, key: str, problem: str
) -> None:
    hazard = parse_hazard(text)
    assert (hazard.hazard_key, hazard.problem) == (key, problem)
