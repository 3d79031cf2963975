"""What must hold in every codebook: targets exist, nothing is said twice in different ways."""

import re
from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path

import pytest

from pipelines import codebooks
from pipelines.codebooks import tables
from pipelines.transforms.headings import parse_heading

DIMENSIONS = {
    "@region_code", "@region_name", "@parent_path", "@province", "@prefecture", "@county", "@township", "@hazard",
    "@occurred_at", "@ended_at", "@as_of", "@reported_at", "@stage", "@regime", "@typhoon_no", "@magnitude",
    "@event_name", "@event_id", "@affected_township_names", "@text", "@row_number", "@held_out", "@period",
    "@period_kind", "@period_start", "@period_end", "@indicator", "@value", "@unit", "@basis", "@state",
    "@reservation", "@half_width",
}  # fmt: skip
REGIMES = {"", "2016", "2020", "2024"}
STAGES = {"initial", "update", "final", "unknown"}
STATES = {"exact", "approximate", "at_least", "rounded", "reported_zero", "masked", "implied"}


def column(name: str, of: str) -> list[str]:
    return [row[of] for row in codebooks.rows(name)]


def repeated(values: Iterable[object]) -> list[object]:
    seen: set[object] = set()
    return [value for value in values if value in seen or seen.add(value)]  # type: ignore[func-returns-value]


def test_every_heading_leads_to_an_indicator_or_a_dimension() -> None:
    assert set(column("heading_aliases", "target")) <= DIMENSIONS | set(codebooks.indicators())
    assert set(column("heading_aliases", "regime")) <= REGIMES


def test_no_heading_of_one_regime_means_two_things() -> None:
    meanings = {(parse_heading(r["heading"]).form, r["regime"], r["target"]) for r in codebooks.rows("heading_aliases")}
    assert repeated((form, regime) for form, regime, _ in sorted(meanings)) == []


def test_only_the_telecom_line_means_different_things_in_different_regimes() -> None:
    targets: dict[str, set[str]] = {}
    for row in codebooks.rows("heading_aliases"):
        targets.setdefault(parse_heading(row["heading"]).form, set()).add(row["target"])
    assert {form for form, found in targets.items() if len(found) > 1} == {"受损通信线路长度"}


def test_every_export_heading_of_the_national_layout_is_an_alias_of_its_indicator() -> None:
    aliases = {(parse_heading(r["heading"]).form, r["regime"]): r["target"] for r in codebooks.rows("heading_aliases")}
    national = [i for i in codebooks.loss_columns() if i.national_seq]
    assert {i.column_name: aliases[parse_heading(i.export_header_zh).form, "2024"] for i in national} == {
        i.column_name: i.column_name for i in national
    }


def test_the_unit_of_an_alias_converts_to_the_unit_of_its_indicator() -> None:
    known = codebooks.indicators()
    for row in codebooks.rows("heading_aliases"):
        if row["unit"]:
            assert codebooks.unit_factor(row["unit"], known[row["target"]].unit) is not None, row


def test_every_unit_of_an_indicator_is_a_known_unit() -> None:
    assert {i.unit for i in codebooks.indicators().values()} <= set(column("units", "unit"))


def test_no_unit_is_listed_twice_and_canonical_units_are_their_own() -> None:
    assert repeated(column("units", "unit")) == []
    own = {r["unit"]: (r["canonical_unit"], r["numerator"], r["denominator"]) for r in codebooks.rows("units")}
    assert all(own[canonical] == (canonical, "1", "1") for canonical in column("units", "canonical_unit"))


@pytest.mark.parametrize(
    ("written", "wanted", "factor"),
    [
        ("亩", "公顷", Fraction(1, 15)),
        ("万亩", "公顷", Fraction(2000, 3)),
        ("元", "万元", Fraction(1, 10_000)),
        ("亿元", "万元", Fraction(10_000)),
        ("万人次", "人", Fraction(10_000)),
        ("座", "个", Fraction(1)),
        ("万人", "人次", Fraction(10_000)),
    ],
)
def test_units_convert_exactly(written: str, wanted: str, factor: Fraction) -> None:
    assert codebooks.unit_factor(written, wanted) == factor


@pytest.mark.parametrize(("written", "wanted"), [("间", "户"), ("千米", "皮长公里"), ("公顷", "万元"), ("斗", "公顷")])
def test_units_of_different_things_do_not_convert(written: str, wanted: str) -> None:
    assert codebooks.unit_factor(written, wanted) is None


def test_every_hazard_has_its_parent_and_every_alias_its_hazard() -> None:
    keys = set(column("hazards", "hazard_key"))
    assert set(column("hazards", "parent_key")) - {""} <= keys
    assert "unspecified" in keys
    assert set(column("hazard_aliases", "hazard_key")) <= keys
    assert repeated(column("hazard_aliases", "alias")) == []


def test_reasons_of_reservations_are_unique() -> None:
    assert repeated(column("reservations", "reservation")) == []
    assert "other" in column("reservations", "reservation")


def test_words_are_unique_and_lead_to_known_keys() -> None:
    assert set(column("stages", "stage")) == STAGES
    signs = {"decrease", "increase", "unchanged"}
    assert {row["state"] for row in codebooks.rows("approximations") if row["position"] == "sign"} == signs
    assert set(column("approximations", "state")) <= STATES | signs
    for name, key in (
        ("stages", "alias"),
        ("missing_marks", "mark"),
        ("total_words", "word"),
        ("approximations", "word"),
    ):
        assert repeated(column(name, key)) == []


def test_none_is_not_read_as_zero() -> None:
    assert "无" in column("missing_marks", "mark")


def test_patterns_of_personal_headings_are_regular_expressions_that_spare_the_indicators() -> None:
    patterns = [re.compile(pattern) for pattern in column("personal_headings", "pattern")]
    for heading in column("heading_aliases", "heading"):
        assert not any(pattern.search(heading) for pattern in patterns), heading


@pytest.mark.parametrize(
    "heading", ["户主姓名", "身份证号码", "联系电话", "手机号", "一卡通账号", "家庭住址", "姓名", "phone"]
)
def test_headings_of_personal_data_are_recognised(heading: str) -> None:
    assert any(re.search(pattern, heading) for pattern in column("personal_headings", "pattern"))


def test_every_code_of_a_form_is_given_once() -> None:
    codes = [(r["regime"], r["form_no"], r["code"]) for r in codebooks.rows("indicator_codes")]
    assert repeated(codes) == []
    assert set(column("indicator_codes", "indicator")) <= set(codebooks.indicators())


def test_the_fingerprint_changes_with_a_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "FOLDER", tmp_path)
    (tmp_path / "units.csv").write_text("unit\n亩\n", encoding="utf-8")
    before = tables.fingerprint.__wrapped__()
    (tmp_path / "units.csv").write_text("unit\n亩\n公顷\n", encoding="utf-8")
    assert tables.fingerprint.__wrapped__() != before


def test_files_are_plain_utf8_with_unix_line_ends_and_complete_rows() -> None:
    for path in sorted(tables.FOLDER.glob("*.csv")):
        content = path.read_bytes()
        assert not content.startswith(b"\xef\xbb\xbf"), path.name
        assert b"\r" not in content, path.name
        assert content.endswith(b"\n"), path.name
        assert all(None not in row and None not in row.values() for row in codebooks.rows(path.stem)), path.name


def test_no_word_of_boundary_files_stands_twice() -> None:
    assert set(column("boundary_words", "kind")) == {"code", "id", "name", "border"}
    folded = [row["word"].upper().replace("_", "") for row in codebooks.rows("boundary_words")]
    assert repeated(folded) == []
