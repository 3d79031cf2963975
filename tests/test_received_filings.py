"""Filings of lower levels as folders: which are whole and untouched, now and at any earlier moment."""

import hashlib
import json
import shutil
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from pipelines import clock, receipts, received, received_tables
from pipelines.filings import seals
from pipelines.filings.manifests import chain_hash, short, written
from pipelines.raw_store import RawStore
from pipelines.received import Scan
from tests.received_folders import COUNTY, ID, seal, version, write_filing

FOLDER = f"received/长安区/{ID}"


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    return tmp_path / "raw"


def scan(raw: Path) -> Scan:
    return RawStore(raw, raw.parent / "warehouse", settle=0).scan()


def faults(found: Scan) -> list[tuple[str, str]]:
    return [(problem.rule_id, problem.path.rpartition("/")[2]) for problem in found.problems]


def states(found: Scan) -> dict[str, str]:
    return {filing.folder.rpartition("/")[2]: filing.state for filing in found.filings}


def with_form(folder: Path, said: bytes) -> dict[str, Any]:
    """A filing with a form that bears the hash of its filing, sealed; answers its manifest."""
    told = write_filing(folder)
    body = said + b" " + seals.BLANK.encode()
    told = {**told, "sealed": [{"name": "form.txt", "body_sha256": seals.body_sha256(body, seals.BLANK)}]}
    entry = {"name": "form.txt", "rows": None, "carries_hash": True}
    told["files"] = [*told["files"], entry | {"sha256": "", "bytes": 0}]
    del told["chain_hash"]
    content = body.replace(seals.BLANK.encode(), short(chain_hash(told)).encode())
    told["files"][-1] |= {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}
    (folder / "form.txt").write_bytes(content)
    return seal(folder, told)


def source_state(found: Scan) -> tuple[str, str]:
    (source,) = (s for s in found.sources if s.path.endswith("versions.csv"))
    return source.status, json.loads(source.filing or "{}")["state"]


def test_a_sound_filing_has_one_source_and_no_fault(raw: Path) -> None:
    write_filing(raw / FOLDER)
    found = scan(raw)
    assert [source.path for source in found.sources] == [f"{FOLDER}/versions.csv"]
    assert (faults(found), states(found), source_state(found)) == ([], {ID: "sound"}, ("active", "sound"))
    assert len(receipts.load(raw)) == 4  # every part has its receipt and its copy
    assert len(list((raw / "archive").iterdir())) == 4


@pytest.mark.parametrize("name", ["versions.csv", "figures.csv", "长安区_2021年.csv"])
def test_one_changed_byte_in_any_file_rejects_the_filing_and_names_the_file(raw: Path, name: str) -> None:
    write_filing(raw / FOLDER)
    file = raw / FOLDER / name
    file.write_bytes(file.read_bytes()[:-1] + b"!")
    found = scan(raw)
    assert (faults(found), states(found)) == ([("F130", name)], {ID: "tampered"})
    assert source_state(found) == ("active", "tampered")


def test_a_missing_file_an_extra_file_and_a_changed_manifest_are_told_apart(raw: Path) -> None:
    write_filing(raw / FOLDER)
    (raw / FOLDER / "figures.csv").unlink()
    assert (faults(scan(raw)), states(scan(raw))) == ([("F131", "figures.csv")], {ID: "incomplete"})
    write_filing(raw / FOLDER)
    (raw / FOLDER / "补充.csv").write_text("x", encoding="utf-8")
    assert (faults(scan(raw)), states(scan(raw))) == ([("F132", "补充.csv")], {ID: "tampered"})
    (raw / FOLDER / "补充.csv").unlink()
    manifest = raw / FOLDER / "manifest.json"
    manifest.write_text(manifest.read_text("utf-8").replace('"甲"', '"丙"'), encoding="utf-8")
    assert faults(scan(raw)) == [("F133", "manifest.json")]
    for broken in ("{", "[" * 100_000, '{"kind": "filing", "format": 1}'):
        manifest.write_text(broken, encoding="utf-8")
        assert faults(scan(raw)) == [("F134", "manifest.json")]


@pytest.mark.parametrize(
    "odd",
    [
        {"previous": "x"}, {"year": "2021年"}, {"explained": "x"}, {"adjustments": [1]}, {"filed_at": 5}, {"zones": {}},
        {"sealed": [{}]}, {"files": [{"name": "../a.csv", "sha256": "", "bytes": 0}]},
    ],
)  # fmt: skip
def test_a_manifest_of_odd_types_is_none(raw: Path, odd: dict[str, object]) -> None:
    write_filing(raw / FOLDER, **odd)
    found = scan(raw)
    assert states(found) == {ID: "tampered"} and ("F134", "manifest.json") in faults(found)
    assert received_tables.of(found)["received_explanations"] == []


def test_a_manifest_whose_spelling_alone_was_changed_is_no_original(raw: Path) -> None:
    write_filing(raw / FOLDER)
    manifest = raw / FOLDER / "manifest.json"
    content = manifest.read_bytes()
    for spelling in (
        content.replace(b"\n", b"\r\n"),
        b"\xef\xbb\xbf" + content,
        content.replace(b'": ', b'":\t', 1),
        content[:-1],
    ):
        manifest.write_bytes(spelling)
        assert (faults(scan(raw)), states(scan(raw))) == ([("F133", "manifest.json")], {ID: "tampered"})


def test_a_form_edited_together_with_its_checksum_is_no_original(raw: Path) -> None:
    manifest = with_form(raw / FOLDER, b"dead: 3")
    assert states(scan(raw)) == {ID: "sound"}
    edited = f"dead: 0 {short(manifest['chain_hash'])}".encode()
    (raw / FOLDER / "form.txt").write_bytes(edited)
    manifest["files"][-1] |= {"sha256": hashlib.sha256(edited).hexdigest(), "bytes": len(edited)}
    (raw / FOLDER / "manifest.json").write_bytes(written(manifest))
    assert (faults(scan(raw)), states(scan(raw))) == ([("F130", "form.txt")], {ID: "tampered"})


def test_a_filing_speaks_of_its_own_regions_and_year_only(raw: Path) -> None:
    told = {"indicator": "deaths", "delta": "1"}
    places = (("2021", COUNTY), ("2020", COUNTY), ("2021", "610102"), ("2021", "610163"))
    adjusted = [told | {"year": year, "region_code": code} for year, code in places]
    zones = [{"zone_code": zone, "host_code": host}
             for zone, host in (("610163", COUNTY), ("610102", COUNTY), ("610164", "610102"))]  # fmt: skip
    write_filing(raw / FOLDER, adjustments=adjusted, zones=zones)
    found = scan(raw)
    assert states(found) == {ID: "sound"}
    details = [problem.detail for problem in found.problems if problem.rule_id == "F142"]
    assert details == [f"{COUNTY} 2020", "610102 2021", f"610102 {COUNTY}", "610164 610102"]
    tables = received_tables.of(found)
    assert [(row["year"], row["region_code"]) for row in tables["received_adjustments"]] == [
        ("2021", COUNTY), ("2021", "610163")
    ]  # fmt: skip
    assert [row["zone_code"] for row in tables["received_zones"]] == ["610163"]


def test_newer_software_is_asked_for_by_name(raw: Path) -> None:
    write_filing(raw / FOLDER, format=2)
    found = scan(raw)
    assert faults(found) == [("F136", "manifest.json")] and states(found) == {ID: "tampered"}


def test_notes_of_the_computer_are_no_extra_files(raw: Path) -> None:
    write_filing(raw / FOLDER)
    for name in (".DS_Store", "Thumbs.db", "desktop.ini"):
        (raw / FOLDER / name).write_bytes(b"x")
    assert faults(scan(raw)) == []


def test_a_folder_that_is_still_being_copied_gives_nothing_until_it_is_whole(
    raw: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(2022, 1, 11))
    write_filing(raw / FOLDER)
    manifest = (raw / FOLDER / "manifest.json").rename(raw.parent / "later.json")
    first = scan(raw)
    assert (faults(first), states(first)) == ([("F135", "manifest.json")], {ID: "incomplete"})
    assert source_state(first) == ("active", "incomplete") and first.sources[0].spans == ()
    monkeypatch.setattr(clock, "now", lambda: datetime(2022, 1, 12))
    manifest.rename(raw / FOLDER / "manifest.json")
    second = scan(raw)
    assert (faults(second), source_state(second)) == ([], ("active", "sound"))
    assert second.sources[0].spans[0].counts_from == "2022-01-12 00:00:00"
    known = receipts.until(receipts.load(raw), datetime(2022, 1, 11, 12))
    assert states(received.state(raw, known, ())) == {ID: "incomplete"}


def test_what_is_changed_later_counted_until_then(raw: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(2022, 1, 11))
    write_filing(raw / FOLDER)
    scan(raw)
    monkeypatch.setattr(clock, "now", lambda: datetime(2022, 1, 20))
    (raw / FOLDER / "figures.csv").write_text("x", encoding="utf-8")
    found = scan(raw)
    assert source_state(found) == ("withdrawn", "sound")
    (span,) = found.sources[0].spans
    assert (span.counts_from, span.counts_to, span.ended) == ("2022-01-11 00:00:00", "2022-01-20 00:00:00", "withdrawn")
    known = receipts.until(receipts.load(raw), datetime(2022, 1, 15))
    assert states(received.state(raw, known, ())) == {ID: "sound"}


def test_zero_filings_of_two_counties_share_their_bytes_and_stay_two(raw: Path) -> None:
    other = "20220111-national_wide-610115-1"
    write_filing(raw / FOLDER, ())
    write_filing(raw / f"received/临潼区/{other}", (), region_code="610115")
    assert (raw / FOLDER / "versions.csv").read_bytes() == (raw / f"received/临潼区/{other}/versions.csv").read_bytes()
    (raw / FOLDER / "figures.csv").write_bytes(b"x")
    found = scan(raw)
    assert states(found) == {ID: "tampered", other: "sound"} and source_state(found) == ("active", "sound")
    told = received_tables.of(found)["received_filings"]
    assert [(row["region_code"], row["is_zero"], row["state"]) for row in told] == [
        ("610115", "true", "sound"), (COUNTY, "true", "tampered")
    ]  # fmt: skip


def test_a_copy_of_a_folder_is_the_same_filing(raw: Path) -> None:
    write_filing(raw / FOLDER)
    shutil.copytree(raw / FOLDER, raw / "received/再发一次" / ID)
    assert states(scan(raw)) == {ID: "sound"}


def test_a_chain_that_differs_from_what_was_received_is_an_error(raw: Path) -> None:
    write_filing(raw / FOLDER)
    before = {"filing_id": ID, "chain_hash": "x", "manifest_sha256": "0" * 64}
    second = "20220301-national_wide-610116-1"
    write_filing(raw / f"received/{second}", previous=before)
    assert faults(scan(raw)) == [("F137", "manifest.json")]
    right = hashlib.sha256((raw / FOLDER / "manifest.json").read_bytes()).hexdigest()
    manifest = json.loads((raw / f"received/{second}/manifest.json").read_text("utf-8"))
    del manifest["chain_hash"]
    seal(raw / f"received/{second}", manifest | {"previous": before | {"manifest_sha256": right}})
    assert faults(scan(raw)) == []


def test_a_filing_before_that_never_came_is_no_fault(raw: Path) -> None:
    write_filing(raw / FOLDER, previous={"filing_id": "x", "chain_hash": "x", "manifest_sha256": "x"})
    assert faults(scan(raw)) == []


def test_only_the_latest_filing_says_what_is_explained_and_adjusted(raw: Path) -> None:
    adjustment = {"year": "2021", "region_code": COUNTY, "indicator": "deaths", "delta": "1"}
    write_filing(raw / FOLDER, adjustments=[adjustment], explained=[{"rule_id": "R010", "reason": "旧"}])
    later = "20220301-level_stack-610116-1"
    write_filing(
        raw / f"received/{later}", [version(value="160")], profile="level_stack", filed_at="2022-03-01 09:00:00",
        explained=[{"rule_id": "R010", "reason": "新"}],
    )  # fmt: skip
    tables = received_tables.of(scan(raw))
    assert [row["reason"] for row in tables["received_explanations"]] == ["新"]
    assert tables["received_adjustments"] == []


def test_notices_of_return_are_no_sources(raw: Path) -> None:
    (raw / "received").mkdir(parents=True)
    (raw / f"received/return-{ID}.json").write_text("{}", encoding="utf-8")
    (raw / f"received/return-{ID}.txt").write_text("退回", encoding="utf-8")
    found = scan(raw)
    assert (found.sources, faults(found)) == ((), [("F139", f"return-{ID}.json")])
