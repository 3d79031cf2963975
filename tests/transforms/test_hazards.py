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
