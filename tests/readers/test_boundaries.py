"""Boundary files as bureaus have them: what each draws, and what becomes of every feature."""

import gzip
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pipelines.readers import Reading, boundary_json
from tests.readers.files import checked, messages, rules
from tests.readers.shapes import collection, corners, feature, file, polygon, square, two_counties

Found = Callable[[str], Path]
LONGYANG, TENGCHONG = {"name": "隆阳区", "adcode": 530502}, {"name": "腾冲市", "adcode": 530581}


def drawn(reading: Reading, *columns: str) -> list[tuple[Any, ...]]:
    assert reading.boundaries is not None
    return reading.boundaries.select(columns or ("region_code", "region_name")).rows()


def codes(reading: Reading) -> list[str]:
    return [row[0] for row in drawn(reading, "region_code")]


def refused(path: Path) -> list[str]:
    reading = checked(path)
    assert (reading.reader, reading.rows_read, reading.boundaries) == ("unreadable", 0, None)
    return rules(reading)


def test_a_collection_gives_one_row_per_region_with_level_year_and_place(tmp_path: Path) -> None:
    reading = checked(file(tmp_path / "保山市县界_2024.json", two_counties(LONGYANG, TENGCHONG)))
    assert (reading.reader, reading.rows_read, reading.rows_accepted) == ("boundaries", 2, 2)
    assert drawn(reading, "source_locator", "region_code", "region_name", "region_level", "vintage", "coordinates") == [
        ("#1", "530502", "隆阳区", "county", 2024, "degrees"),
        ("#2", "530581", "腾冲市", "county", 2024, "degrees"),
    ]
    assert corners(drawn(reading, "geometry")[1][0]) == [[(98, 25), (98, 26), (99, 25), (99, 26)]]
    assert [round(float(number), 1) for number in drawn(reading, "label_x", "label_y", "label_radius")[1]] == [
        98.5,
        25.5,
        0.5,
    ]
    assert rules(reading) == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_the_encoding_does_not_matter(encoding: str, tmp_path: Path) -> None:
    reading = checked(file(tmp_path / "2024.geojson", two_counties(LONGYANG, TENGCHONG), encoding))
    assert drawn(reading) == [("530502", "隆阳区"), ("530581", "腾冲市")]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"id": "530502"}, {"id": "530581"}),
        ({"id": 1, "XZQDM": "530502"}, {"id": 2, "XZQDM": "530581"}),
        ({"gb": "156530502"}, {"gb": "156530581"}),
        ({"PAC": 530502.0}, {"PAC": 530581.0}),
        ({"区划代码": "530502000000"}, {"区划代码": "530581000000"}),
        ({"行政区划代码": " ５３０５０２ "}, {"行政区划代码": "530581.0"}),
        ({"Ad_Code": "530502", "parent": {"adcode": 530500}}, {"Ad_Code": "530581", "parent": {"adcode": 530500}}),
        ({"市代码": "530500", "县代码": "530502"}, {"市代码": "530500", "县代码": "530581"}),
        ({"无名列": "530502", "人口": 935618}, {"无名列": "530581", "人口": 644765}),
        ({"id": 11, "NAME": "隆阳区"}, {"id": 12, "NAME": "腾冲市"}),
        ({"name": "云南省保山市隆阳区"}, {"name": "云南省保山市腾冲市"}),
    ],
)
def test_codes_stand_under_many_names_and_in_many_forms(
    first: dict[str, Any], second: dict[str, Any], tmp_path: Path
) -> None:
    assert codes(checked(file(tmp_path / "2024.json", two_counties(first, second)))) == ["530502", "530581"]


def test_township_codes_have_nine_or_twelve_digits(tmp_path: Path) -> None:
    towns = two_counties({"code": "530581001", "mc": "腾越街道"}, {"code": 530581102000, "mc": "固东镇"})
    assert drawn(checked(file(tmp_path / "2024.json", towns)), "region_code", "region_level") == [
        ("530581001000", "township"), ("530581102000", "township"),
    ]  # fmt: skip


def test_the_code_of_the_county_on_every_township_is_no_code_of_its_own(tmp_path: Path) -> None:
    names = ("腾越街道", "固东镇", "滇滩镇", "无此镇")
    towns = [feature(polygon(square(98 + at, 25)), 县代码="530581", 乡镇=name) for at, name in enumerate(names)]
    reading = checked(file(tmp_path / "2024.json", collection(*towns)))
    assert codes(reading) == ["530581001000", "530581102000", "530581103000"]
    assert rules(reading) == ["F150", "F161"]
    assert "“530581 无此镇”" in messages(reading, "F150")[0]


def test_a_code_that_no_table_knows_stays_with_a_finding(tmp_path: Path) -> None:
    reading = checked(file(tmp_path / "2024.json", two_counties(LONGYANG, {"name": "某新区", "adcode": 530571})))
    assert drawn(reading) == [("530502", "隆阳区"), ("530571", "某新区")]
    assert rules(reading) == ["F081"]
    assert messages(reading, "F081")[0].startswith("文件“2024.json”，第 2 个图形：行政区划代码 530571 不在区划表中")


def test_a_name_that_is_another_region_is_told_and_the_code_followed(tmp_path: Path) -> None:
    reading = checked(file(tmp_path / "2024.json", two_counties(LONGYANG, {"name": "施甸县", "adcode": 530581})))
    assert codes(reading) == ["530502", "530581"]
    assert messages(reading, "F154") == [
        "文件“2024.json”，第 2 个图形：代码 530581 在区划表中是“腾冲市”，图形写的是“施甸县”，以代码为准。请核对。"
    ]


def test_what_has_no_region_is_rejected_and_the_rest_counts(tmp_path: Path) -> None:
    nameless = feature(polygon(square(97, 25)), OBJECTID=7)
    unknown = feature(polygon(square(97, 26)), name="火星区", adcode="000001")
    shapes = [*two_counties(LONGYANG, TENGCHONG)["features"], nameless, unknown]
    reading = checked(file(tmp_path / "2024.json", collection(*shapes)))
    assert (reading.rows_accepted, reading.rows_rejected) == (2, 2)
    assert reading.rejected_rows.rows() == [("#3", "F150", ""), ("#4", "F150", "000001 火星区")]
    assert "没有代码，也没有名称" in messages(reading, "F150")[0]
    assert "shape 4" in str(reading.findings["message_en"][1])


def test_names_of_people_come_out_of_no_file(tmp_path: Path) -> None:
    parcels = [
        feature(polygon(square(98 + at, 25)), name=name, adcode=530581) for at, name in ((0, "张三"), (1, "李四"))
    ]
    nobody = feature(polygon(square(97, 25)), name="欧阳示例")
    reading = checked(file(tmp_path / "2024.json", collection(*parcels, nobody)))
    assert drawn(reading) == [("530581", "腾冲市")]
    assert reading.rejected_rows.rows() == [("#3", "F150", "（文字）")]
    told = str(reading.findings.to_dicts())
    assert not any(name in told for name in ("张三", "李四", "欧阳示例"))


def test_border_lines_and_label_points_are_skipped_with_their_reason(tmp_path: Path) -> None:
    dashes = feature(polygon(square(110, 10)), name="", adcode="100000_JD", adchar="JD")
    line = feature({"type": "LineString", "coordinates": [[98, 25], [99, 25]]}, name="境界线")
    point = feature({"type": "Point", "coordinates": [98.5, 25.2]}, **TENGCHONG)
    shapes = [*two_counties(LONGYANG, TENGCHONG)["features"], dashes, line, point]
    reading = checked(file(tmp_path / "2024.json", collection(*shapes)))
    assert reading.skipped_rows.rows() == [("#3", "border_line"), ("#4", "border_line"), ("#5", "label_point")]
    assert (reading.rows_rejected, rules(reading)) == (0, [])


@pytest.mark.parametrize(
    ("geometry", "rule_id"),
    [
        (None, "F156"),
        ({"type": "Polygon", "coordinates": []}, "F156"),
        ({"type": "Polygon", "coordinates": [[[98, 25], [99, 25]]]}, "F156"),
        ({"type": "Polygon", "coordinates": [[[98, 25], [99, "北"], [99, 26], [98, 25]]]}, "F156"),
        ({"type": "Polygon", "coordinates": [[[98, 25], [99, 25], [98.5, 25], [98, 25]]]}, "F156"),
        ({"type": "MultiPolygon", "coordinates": 7}, "F156"),
        ({"type": "Kreis", "coordinates": [98, 25]}, "F156"),
        ({"type": "Point", "coordinates": [98, 25]}, "F155"),
        ({"type": "MultiLineString", "coordinates": [[[98, 25], [99, 25]]]}, "F155"),
    ],
)
def test_a_geometry_that_is_no_area_is_rejected_alone(geometry: Any, rule_id: str, tmp_path: Path) -> None:
    shapes = collection(feature(geometry, **TENGCHONG), feature(polygon(square(99, 25)), **LONGYANG))
    reading = checked(file(tmp_path / "2024.json", shapes))
    assert (codes(reading), rules(reading), reading.rows_rejected) == (["530502"], [rule_id], 1)


def test_rings_that_cross_themselves_are_repaired_and_told(tmp_path: Path) -> None:
    bow_tie = polygon([[98, 25], [99, 26], [99, 25], [98, 26], [98, 25]])
    shapes = collection(feature(bow_tie, **TENGCHONG), feature(polygon(square(99, 25)), **LONGYANG))
    reading = checked(file(tmp_path / "2024.json", shapes))
    assert codes(reading) == ["530581", "530502"]
    assert len(corners(drawn(reading, "geometry")[0][0])) == 2
    assert "有 1 个图形的边线自相交（腾冲市）" in messages(reading, "F158")[0]


def test_islands_of_one_region_are_joined_and_told(tmp_path: Path) -> None:
    island = feature(polygon(square(97, 24, 0.3)), **TENGCHONG)
    reading = checked(file(tmp_path / "2024.json", collection(*two_counties(LONGYANG, TENGCHONG)["features"], island)))
    assert (codes(reading), reading.rows_accepted) == (["530502", "530581"], 3)
    assert len(corners(drawn(reading, "geometry")[1][0])) == 2
    assert "腾冲市 有 2 个图形" in messages(reading, "F160")[0]


def test_exclaves_and_enclaves_stay_and_specks_go(tmp_path: Path) -> None:
    ring = polygon(square(98, 24, 2), square(98.5, 24.5, 0.5), square(99.7, 25.7, 0.001))
    speck = {"type": "MultiPolygon", "coordinates": [[square(98.5, 24.5, 0.5)], [square(97.9, 24, 0.001)]]}
    shapes = collection(feature(ring, **LONGYANG), feature(speck, **TENGCHONG))
    reading = checked(file(tmp_path / "2024.json", shapes))
    outer, inner = (corners(row[0]) for row in drawn(reading, "geometry"))
    assert outer == [[(98, 24), (98, 26), (100, 24), (100, 26)], [(98.5, 24.5), (98.5, 25), (99, 24.5), (99, 25)]]
    assert inner == [[(98.5, 24.5), (98.5, 25), (99, 24.5), (99, 25)]]


def test_neighbours_keep_one_border(tmp_path: Path) -> None:
    border = [[99 + 0.002 * (at % 2), 25 + at / 500] for at in range(501)]
    left = polygon([[98, 25], *border, [98, 26], [98, 25]])
    right = polygon([[100, 25], [100, 26], *reversed(border), [100, 25]])
    reading = checked(file(tmp_path / "2024.json", collection(feature(left, **TENGCHONG), feature(right, **LONGYANG))))
    one, other = (set(corners(row[0])[0]) for row in drawn(reading, "geometry"))
    assert one - other == {(98, 25), (98, 26)}
    assert other - one == {(100, 25), (100, 26)}
    assert len(one) < 300


def test_a_bare_geometry_takes_its_code_from_name_sidecar_or_what_stands_beside(tmp_path: Path) -> None:
    bare = polygon(square(98, 25))
    assert codes(checked(file(tmp_path / "530581_county.json", bare))) == ["530581"]
    assert codes(checked(file(tmp_path / "腾冲市_2024.json", bare))) == ["530581"]
    assert codes(checked(file(tmp_path / "shape.json", bare), sidecar={"region_code": "530581"})) == ["530581"]
    typeless = {"coordinates": [bare["coordinates"]], "center": ["98.4", "25.0"], "code": "530581", "name": "腾冲市"}
    assert drawn(checked(file(tmp_path / "shape.json", typeless))) == [("530581", "腾冲市")]
    parts = {"type": "GeometryCollection", "geometries": [bare]}
    assert codes(checked(file(tmp_path / "530581.json", parts))) == ["530581"]


def test_a_bare_geometry_that_nothing_names_is_rejected(tmp_path: Path) -> None:
    reading = checked(file(tmp_path / "shape.json", polygon(square(98, 25))))
    assert (codes(reading), reading.rows_rejected, rules(reading)) == ([], 1, ["F150", "F157"])


@pytest.mark.parametrize(
    ("name", "sidecar", "year"),
    [
        ("保山_2015.json", None, 2015),
        ("530500_20240630.json", None, 2024),
        ("2015/县界.json", None, 2015),
        ("县界.json", {"as_of": "2019-12-31"}, 2019),
        ("保山_2015.json", {"as_of": 2018}, 2018),
        ("县界.json", None, None),
    ],
)
def test_the_year_is_that_of_the_sidecar_else_of_the_name(
    name: str, sidecar: dict[str, object] | None, year: int | None, tmp_path: Path
) -> None:
    path = file(tmp_path / "a.json", two_counties(LONGYANG, TENGCHONG))
    reading = checked(path, name=f"reference/boundaries/{name}", sidecar=sidecar)
    assert {row[0] for row in drawn(reading, "vintage")} == {year}
    assert rules(reading) == ([] if year else ["F157"])


def test_a_topology_is_put_together_from_its_arcs(tmp_path: Path) -> None:
    shared, left, right = [[1000, 0], [0, 1000]], [[1000, 1000], [-1000, 0], [0, -1000], [1000, 0]], [[1000, 0]]
    right += [[1000, 0], [0, 1000], [-1000, 0]]
    counties = [
        {"type": "Polygon", "arcs": [[0, 1]], "id": "530581", "properties": {"name": "腾冲市"}},
        {"type": "MultiPolygon", "arcs": [[[2, -1]]], "properties": LONGYANG},
        {"type": "Polygon", "arcs": [[9]], "properties": {"adcode": 530521}},
    ]
    topology = {
        "type": "Topology", "transform": {"scale": [0.001, 0.001], "translate": [98, 25]},
        "arcs": [shared, left, right], "objects": {"县": {"type": "GeometryCollection", "geometries": counties}},
    }  # fmt: skip
    reading = checked(file(tmp_path / "2024.topojson", topology))
    assert drawn(reading) == [("530581", "腾冲市"), ("530502", "隆阳区")]
    assert [corners(row[0]) for row in drawn(reading, "geometry")] == [
        [[(98, 25), (98, 26), (99, 25), (99, 26)]], [[(99, 25), (99, 26), (100, 25), (100, 26)]],
    ]  # fmt: skip
    assert reading.rejected_rows.rows() == [("#3", "F156", "530521")]


def test_the_json_of_arcgis_lists_outer_rings_and_holes_alike(tmp_path: Path) -> None:
    features = [{"attributes": {"XZQDM": "530581"}, "geometry": {"rings": [square(98, 25), square(98.2, 25.2, 0.5)]}}]
    reading = checked(file(tmp_path / "2024.json", {"geometryType": "esriGeometryPolygon", "features": features}))
    assert codes(reading) == ["530581"]
    assert len(corners(drawn(reading, "geometry")[0][0])) == 2


def test_coordinates_that_echarts_packed_are_unpacked(tmp_path: Path) -> None:
    packed = {"type": "Polygon", "coordinates": ["@@ࡀ@@ࡀࠣ@"], "encodeOffsets": [[100352, 25600]]}
    packed["coordinates"] = ["@@" + chr(64 + 2048) + "@@" + chr(64 + 2048) + chr(64 + 2047) + "@"]
    reading = checked(file(tmp_path / "2024.json", {"UTF8Encoding": True} | collection(feature(packed, id="530581"))))
    assert corners(drawn(reading, "geometry")[0][0]) == [[(98, 25), (98, 26), (99, 25), (99, 26)]]


def test_features_may_stand_one_in_a_line(tmp_path: Path) -> None:
    lines = "\n".join(json.dumps(one) for one in two_counties(LONGYANG, TENGCHONG)["features"])
    assert codes(checked(file(tmp_path / "2024.geojsonl", lines))) == ["530502", "530581"]


def test_metres_stay_metres_and_exchanged_axes_are_told(tmp_path: Path) -> None:
    east = collection(feature(polygon(square(33_500_000, 2_770_000, 40_000)), **TENGCHONG))
    reading = checked(file(tmp_path / "2024.json", east))
    assert (drawn(reading, "coordinates"), rules(reading)) == ([("metres",)], [])
    north = collection(feature(polygon(square(2_770_000, 33_500_000, 40_000)), **TENGCHONG))
    turned = checked(file(tmp_path / "2024.json", north))
    assert rules(turned) == ["F159"]
    assert corners(drawn(turned, "geometry")[0][0]) == corners(drawn(reading, "geometry")[0][0])


def test_latitude_before_longitude_is_exchanged_and_told(tmp_path: Path) -> None:
    reading = checked(file(tmp_path / "2024.json", collection(feature(polygon(square(25, 98)), **TENGCHONG))))
    assert corners(drawn(reading, "geometry")[0][0]) == [[(98, 25), (98, 26), (99, 25), (99, 26)]]
    assert rules(reading) == ["F159"]


def test_heights_and_open_rings_are_put_up_with(tmp_path: Path) -> None:
    ring = [[98, 25, 1600], [99, 25], [99, "26"], [98, 26, 0]]
    reading = checked(file(tmp_path / "2024.json", collection(feature(polygon(ring), **TENGCHONG))))
    assert corners(drawn(reading, "geometry")[0][0]) == [[(98, 25), (98, 26), (99, 25), (99, 26)]]


def test_a_file_that_breaks_off_is_refused_whole_and_says_where(tmp_path: Path) -> None:
    whole = json.dumps(two_counties(LONGYANG, TENGCHONG))
    reading = checked(file(tmp_path / "2024.json", whole[:-30]))
    assert (reading.reader, reading.rows_read) == ("unreadable", 0)
    at = re.search(r"第 (\d+) 个字符处", messages(reading, "F151")[0])
    assert at and len(whole) - 60 < int(at[1]) < len(whole) - 29
    assert refused(file(tmp_path / "2024.json", whole + "]")) == ["F151"]
    assert refused(file(tmp_path / "2024.json", '{"type": "FeatureCollection", "features": []}')) == ["F162"]
    assert refused(file(tmp_path / "2024.json", '{"type":"Polygon","coordinates":' + "[" * 100_000)) == ["F151"]


@pytest.mark.parametrize(
    "content",
    [
        b"\x00\x00\x27\x0a" + bytes(96),
        b"\x03" + bytes([124, 6, 30]) + (5).to_bytes(4, "little") + (97).to_bytes(2, "little") + bytes(90),
        b'GEOGCS["China Geodetic Coordinate System 2000",DATUM["D_China_2000"]]',
        b"UTF-8",
        b'<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document/></kml>',
        b"SQLite format 3\x00" + bytes(52) + b"GPKG" + bytes(30),
        b'var boundary = {"type":"FeatureCollection","features":[]};',
    ],
)  # fmt: skip
def test_other_formats_of_maps_say_what_to_export(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "保山.shp"
    path.write_bytes(content)
    assert refused(path) == ["F153"]


def test_other_json_is_no_boundary(tmp_path: Path) -> None:
    assert rules(checked(file(tmp_path / "a.json", {"name": "保山市", "value": 1}))) == ["F040"]


def test_the_real_files_of_baoshan_give_their_counties_in_the_codes_of_their_years(received_file: Found) -> None:
    old = checked(received_file("boundaries/530500_counties_2015.json"))
    assert sorted(drawn(old, "region_code", "vintage")) == [
        ("530502", 2015), ("530521", 2015), ("530522", 2015), ("530523", 2015), ("530524", 2015),
    ]  # fmt: skip
    new = checked(received_file("boundaries/530500_counties_2024.json"))
    assert sorted(codes(new)) == ["530502", "530521", "530523", "530524", "530581"]
    assert drawn(checked(received_file("boundaries/530581_county.json"))) == [("530581", "腾冲市")]
    for reading in (old, new):
        assert all(len(row[0]) < 8_000 for row in drawn(reading, "geometry"))


def test_the_real_outline_is_read_once_it_is_unpacked(received_file: Found, tmp_path: Path) -> None:
    packed = received_file("boundaries/530500_outline.json.gz")
    assert refused(packed) == ["F005"]
    path = tmp_path / "530500_outline.json"
    path.write_bytes(gzip.decompress(packed.read_bytes()))
    assert drawn(checked(path), "region_code", "region_level") == [("530500", "prefecture")]


def test_features_are_read_one_after_the_other() -> None:
    text = json.dumps(two_counties(LONGYANG, TENGCHONG))[:-30]
    first = next(iter(boundary_json.features_of(text)))
    assert first.properties == LONGYANG
