"""Regions as rows write them."""

import pytest

from pipelines.transforms.place_hints import region_in_text, region_written
from pipelines.transforms.places import Written, common_ancestor, resolve


def codes(*rows: Written, scope: str | None = None) -> list[str | None]:
    return [place.code for place in resolve(rows, scope)]


def named(*names: str, scope: str | None = None) -> list[str | None]:
    return codes(*(Written(name=name) for name in names), scope=scope)


def test_a_code_is_taken_in_every_length_and_with_blanks() -> None:
    rows = [
        Written("      610115"),
        Written("61"),
        Written("6101"),
        Written("610115004"),
        Written("610115004000"),
        Written("610115.0"),
    ]
    assert codes(*rows) == ["610115", "610000", "610100", "610115004000", "610115004000", "610115"]


def test_an_unknown_code_under_a_known_prefix_is_kept_and_a_strange_one_is_not() -> None:
    known, strange, named_row = resolve([Written("610128"), Written("000123"), Written("997700", "西安市")])
    assert (known.code, known.is_new_code) == ("610128", True)
    assert (strange.code, strange.problem) == (None, "unknown")
    assert named_row.code in {"997700", "610100"}


def test_the_code_wins_over_the_name_and_the_contradiction_is_told() -> None:
    place = resolve([Written("610391105000", "钓渭镇", ("陕西省", "韩城市"))])[0]
    assert (place.code, place.other_names) == ("610391105000", ("韩城市",))
    assert resolve([Written("610115", "临潼区", ("陕西省", "西安市"))])[0].other_names == ()


def test_a_name_is_matched_by_its_full_path() -> None:
    assert codes(
        Written(name="武侯区", path=("四川省-成都市",)),
        Written(name="成都市", path=("四川省",)),
        Written(name="武侯", path=("四川", "成都")),
        Written(name="四川省成都市武侯区"),
        Written(name="小店区", path=("山西省", "太原市")),
    ) == ["510107", "510100", "510107", "510107", "140105"]


def test_a_township_belongs_to_the_county_row_above_it() -> None:
    assert named("西安市", "长安区", "韦曲街道", "临潼区", "代王街道") == [
        "610100",
        "610116",
        "610116001000",
        "610115",
        "610115004000",
    ]


def test_an_indent_tells_the_parent() -> None:
    rows = [
        ("西安市", 0),
        ("长安区", 2),
        ("韦曲街道", 4),
        ("临潼区", 2),
        ("斜口街道", 4),
        ("咸阳市", 0),
        ("礼泉县", 2),
        ("城关街道", 4),
    ]
    found = codes(*(Written(name=name, indent=indent) for name, indent in rows))
    assert found[:6] == ["610100", "610116", "610116001000", "610115", "610115005000", "610400"]
    assert found[6] == "610425"
    assert found[7] is None or found[7].startswith("610425")


def test_a_name_two_places_bear_is_not_guessed() -> None:
    place = resolve([Written(name="朝阳区")])[0]
    assert (place.code, place.problem) == (None, "ambiguous")
    assert place.candidates == ("北京市朝阳区", "吉林省长春市朝阳区")


def test_a_name_is_settled_by_where_the_other_rows_lie_or_by_the_files_own_region() -> None:
    assert named("朝阳区", "海淀区", "大兴区") == ["110105", "110108", "110115"]
    assert named("朝阳区", scope="220000") == ["220104"]


def test_a_region_that_does_not_exist_is_none() -> None:
    assert [
        place.problem for place in resolve([Written(name="火星区"), Written(name="", path=("陕西省",)), Written()])
    ] == [
        "unknown",
        "blank",
        "blank",
    ]


def test_a_word_for_a_level_is_never_taken_for_another_level() -> None:
    """火星街道 exists; 火星区 does not."""
    assert named("长沙市", "火星区") == ["430100", None]
    assert named("长沙市", "芙蓉区", "火星街道办事处") == ["430100", "430102", "430102009000"]
    assert named("西安市", "长安县") == ["610100", "610116"]


def test_a_former_name_keeps_its_former_code() -> None:
    assert named("腾冲县", "腾冲市", "户县") == ["530522", "530581", "610125"]


def test_the_common_ancestor_of_regions() -> None:
    assert common_ancestor(["610115", "610116001000"]) == "610100"
    assert common_ancestor(["610115"]) == "610115"
    assert common_ancestor(["610115", "510107"]) == "000000"


def test_a_title_or_label_tells_a_region() -> None:
    titles = (
        "陕西洪涝灾害_2021-10-03",
        "山西灾情-截至20211011",
        "2021年西安市长安区灾情",
        "2023年朝阳区灾情",
        "全省灾情汇总",
        "report",
    )
    assert [region_in_text(title) for title in titles] == ["610000", "140000", "610116", None, None, None]
    assert [region_written(text) for text in ("西安市应急管理局", "610100", "火星")] == ["610100", "610100", None]


@pytest.mark.parametrize(
    ("path", "name", "code"),
    [
        ("云南省保山市", "隆阳区", "530502"),
        ("云南省保山市腾冲市", "界头镇", "530581106000"),
        ("湖南省长沙市", "芙蓉区", "430102"),
        ("云南省大理州", "大理市", "532901"),
        ("云南省 保山市", "隆阳区", "530502"),
        ("云南省，保山市", "隆阳区", "530502"),
        ("云南省、保山市", "隆阳区", "530502"),
        ("云 南 省", "隆阳区", "530502"),
        ("西藏拉萨", "城关区", "540102"),
        ("云南省保山市", "云南省保山市隆阳区", "530502"),
    ],
)
def test_a_path_needs_no_joints(path: str, name: str, code: str) -> None:
    [place] = resolve([Written(name=name, path=(path,))])
    assert place.code == code


def test_the_xinjiang_corps_is_passed_over_in_a_path_and_is_no_region_itself() -> None:
    corps = ("新疆生产建设兵团",)
    rows = [
        Written(name="石河子市", path=(*corps, "第八师")),
        Written(name="石河子", path=corps),
        Written(name="第八师石河子市", path=corps),
        Written(name="兵团一五二团", path=("新疆-兵团-石河子市",)),
    ]
    assert [resolve([row])[0].code for row in rows] == ["659001", "659001", "659001", "659001500000"]
    assert [resolve([Written(name=name)])[0].problem for name in ("新疆生产建设兵团", "兵团第八师")] == ["unknown"] * 2


def test_a_column_of_names_may_hold_codes() -> None:
    assert codes(Written(name="610115"), Written(name=" 610115004000 "), Written(name="881115")) == [
        "610115", "610115004000", None
    ]  # fmt: skip
