"""Names without the word for their level: short for exactly one region above the townships, or not resolved."""

import pytest

from pipelines import codebooks
from pipelines.transforms.places import Written, resolve


def resolved(path: str, name: str) -> str | None:
    [place] = resolve([Written(name=name, path=(path,) if path else ())])
    return place.code if place.code else place.problem


@pytest.mark.parametrize(
    ("path", "name", "expected"),
    [
        ("重庆市", "江北", "500105"),
        ("辽宁省-朝阳市", "朝阳", "ambiguous"),
        ("辽宁省", "朝阳", "ambiguous"),
        ("山西省-太原市", "万柏林", "140109"),
        ("安徽省", "固镇", "340323"),
        ("福建省", "沙县", "350405"),
        ("福建省-三明市", "沙县", "350405"),
        ("江西省", "赣县", "360704"),
        ("广东省-梅州市", "梅县", "441403"),
        ("河北省", "邢台", "130500"),
        ("辽宁省", "鞍山", "210300"),
        ("", "固镇", "340323"),
        ("重庆市-涪陵区", "江北", "500102009000"),
    ],
)
def test_a_bare_name_is_the_county_before_the_township_and_the_present_before_the_former(
    path: str, name: str, expected: str
) -> None:
    assert resolved(path, name) == expected


def test_no_bare_name_of_a_county_becomes_another_region_below_its_prefecture_or_province() -> None:
    wrong = []
    for code, name in codebooks.table("regions").select("region_code", "name_zh").iter_rows():
        region = codebooks.region(code)
        if len(code) != 6 or region is None or region.level != "county" or not region.is_current:
            continue
        stems = {name.removesuffix(ending) for ending in ("自治县", "自治旗", "街道", "区", "县", "市", "旗")}
        bare = min(stems, key=len)
        above = [found.name_zh for found in map(codebooks.region, codebooks.ancestors(code)) if found][-2::-1]
        for path in ("-".join(above), above[0]):
            answer = resolved(path, bare) if len(bare) > 1 else code
            if answer not in {code, "ambiguous", "unknown", "blank"}:
                wrong.append(f"{name} {code}: {bare} below {path} became {answer}")
    assert not wrong
