"""Region codes, the tree, and the names people write."""

from collections.abc import Sequence

import pytest

from pipelines import codebooks


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("61", "610000"),
        ("6101", "610100"),
        ("      610115", "610115"),
        ("６１０１１５", "610115"),
        (610115, "610115"),
        ("610115.0", "610115"),
        (610115.0, "610115"),
        ("'610115004000", "610115004000"),
        ("610115004", "610115004000"),
        ("610115000", "610115"),
        ("610000000000", "610000"),
        ("610115004201", "610115004201"),
        ("000000", "000000"),
        ("6.10115E+11", None),
        ("61011", None),
        ("012345", None),
        ("腾冲", None),
        ("", None),
        (None, None),
    ],
)
def test_codes_are_normalised(written: object, code: str | None) -> None:
    assert codebooks.normalise_region_code(written) == code


def test_every_parent_exists_and_stands_above() -> None:
    order = ["country", "province", "prefecture", "county", "township"]
    levels = {row["region_code"]: row["level"] for row in codebooks.rows("regions")}
    for row in codebooks.rows("regions"):
        if row["region_code"] != codebooks.COUNTRY:
            assert order.index(levels[row["parent_code"]]) < order.index(row["level"]), row


def test_codes_have_six_digits_to_the_county_and_twelve_below() -> None:
    for row in codebooks.rows("regions"):
        assert len(row["region_code"]) == (12 if row["level"] == "township" else 6), row
        assert codebooks.normalise_region_code(row["region_code"]) == row["region_code"]


@pytest.mark.parametrize(
    ("code", "parent"),
    [
        ("610115004000", "610115"),
        ("610115", "610100"),
        ("610128", "610100"),  # a development zone no list has
        ("610128001000", "610128"),
        ("619081", "610000"),  # neither the county nor the prefecture is known
        ("610115004201", "610115004000"),
        ("110105", "110000"),  # no prefecture between a municipality and its districts
        ("500199", "500000"),
        ("429004", "429000"),
        ("441900003000", "441900"),  # 东莞 has no counties
        ("441900999000", "441900"),
        ("620201001000", "620200"),
        ("620201999000", "620200"),
        ("610100-rest", "610100"),
        ("000000", None),
    ],
)
def test_the_parent_comes_from_the_table_or_from_the_prefix(code: str, parent: str | None) -> None:
    assert codebooks.parent_code(code) == parent


@pytest.mark.parametrize(
    ("code", "level"),
    [("610128", "county"), ("610128001000", "township"), ("610115004201", "village"), ("419000", "prefecture"),
     ("610100-rest", "unallocated"), ("000000", "country")],
)  # fmt: skip
def test_the_level_is_known_for_codes_no_list_has(code: str, level: str) -> None:
    assert codebooks.region_level_of_code(code) == level


def test_ancestors_lead_up_to_the_country() -> None:
    assert codebooks.ancestors("610115004000") == ("610115", "610100", "610000", "000000")


def test_children_of_a_county_without_townships_in_the_list_are_none() -> None:
    assert codebooks.children("653229") == ()
    assert "青白江区" in {child.name_zh for child in codebooks.children("510100")}


@pytest.mark.parametrize(
    ("path", "name", "code"),
    [
        (("四川省", "成都市"), "青白江区", "510113"),
        (("四川",), "青白江", "510113"),
        (("四川省",), "    成都市", "510100"),
        (("北京市", "市辖区"), "朝阳区", "110105"),
        (("山西省", "太原市", "晋源区"), "晋源街道办事处", "140110003000"),
        (("新疆", "和田地区"), "和田县", "653221"),
        ((), "大理州", "532900"),
        ((), "延边州", "222400"),
        ((), "吉林", "220000"),
        ((), "腾冲县", "530522"),
        (("贵州省", "铜仁地区"), "江口县", "522222"),
        (("贵州省", "铜仁市"), "江口县", "520621"),
        (("沈阳市",), "东陵区", "210112"),
        (("湖北省", "襄樊市"), "南漳县", "420624"),
        (("示例市",), "青湖区", "990103"),
        ((), "全国", "000000"),
    ],
)
def test_a_name_is_found_by_its_path(path: Sequence[str], name: str, code: str) -> None:
    found = codebooks.region_by_path(path, name)
    assert found is not None
    assert found.region_code == code


@pytest.mark.parametrize(
    ("path", "name"), [((), "朝阳区"), ((), "鼓楼区"), (("新疆",), "和田"), ((), "城关镇"), ((), "无此县")]
)
def test_an_ambiguous_or_unknown_name_is_not_guessed(path: Sequence[str], name: str) -> None:
    assert codebooks.region_by_path(path, name) is None


def test_the_nearest_region_of_a_name_below_another_is_found() -> None:
    found = codebooks.region_under("610115", "代王街办")
    assert found is not None
    assert found.region_code == "610115004000"
    assert codebooks.region_under("610100", "青白江区") is None


def test_every_change_leads_to_a_region_that_exists() -> None:
    for row in codebooks.rows("region_changes"):
        assert row["kind"] in {"recode", "rename", "merge", "split", "abolish"}
        assert codebooks.region(row["old_code"]), row
        assert row["kind"] == "abolish" or codebooks.region(row["new_code"]), row
        assert row["source"] and row["status"]


def test_a_change_ends_the_validity_of_the_old_code() -> None:
    for row in codebooks.rows("region_changes"):
        old = codebooks.region(row["old_code"])
        assert old is not None
        assert row["kind"] == "rename" or not old.is_current, row


def test_a_code_rolls_to_one_unit_and_never_in_a_circle() -> None:
    following = {
        r["old_code"]: r["new_code"] for r in codebooks.rows("region_changes") if r["kind"] in {"recode", "merge"}
    }
    assert len(following) == sum(r["kind"] in {"recode", "merge"} for r in codebooks.rows("region_changes"))
    for code in following:
        steps = [code]
        while steps[-1] in following:
            assert following[steps[-1]] not in steps
            steps.append(following[steps[-1]])
        last = codebooks.region(steps[-1])
        assert last is not None and last.is_current, steps


@pytest.mark.parametrize(
    ("old", "new"),
    [("530522", "530581"), ("610125", "610118"), ("610322", "610305"), ("610427", "610482"), ("610521", "610503"),
     ("610623", "610681"), ("610624", "610603"), ("610721", "610703"), ("500105", "500157"), ("990121", "990103")],
)  # fmt: skip
def test_known_changes_are_there(old: str, new: str) -> None:
    assert (old, new) in {(row["old_code"], row["new_code"]) for row in codebooks.rows("region_changes")}


def test_new_counties_and_the_sample_are_there() -> None:
    assert codebooks.region("653229") is not None
    assert codebooks.region("540481") is not None
    assert [child.name_zh for child in codebooks.children("990100") if child.is_current] == [
        "临江区", "青湖区", "云岭县", "石桥县", "南坪县", "白沙市",
    ]  # fmt: skip
