"""Cases in which building only the rows that are touched once went wrong, or easily could."""

import os
from pathlib import Path

import pytest

from pipelines import build, partial, publishing, release_tables
from tests import test_incremental
from tests.bureau import Bureau, row
from tests.test_incremental import confirm, contents, cut_off, rebuilt

bureau = test_incremental.bureau
TIMES = {"on": "2021-08-01", "at": "2021-08-31"}


@pytest.fixture(autouse=True)
def in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """However much is touched, and however few rows a table has."""
    monkeypatch.setattr(partial, "WORTH", 0)
    monkeypatch.setattr(partial, "SMALL", 0)


def interrupted(*_: object) -> None:
    raise KeyboardInterrupt


@pytest.mark.parametrize("where", ["publish", "marts.losses_by_day"])
def test_what_a_refresh_that_was_cut_off_changed_is_in_the_next_release(
    bureau: Bureau, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    bureau.put("a.csv", [row(**TIMES, people=200), row("610302", name="渭滨区", on="2021-06-01", at="2021-08-31")])
    bureau.refresh()
    bureau.put("b.csv", [row("610303", name="金台区", **TIMES, people=70)])
    if where == "publish":
        with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
            patched.setattr(publishing, "publish", interrupted)
            bureau.refresh()
    else:
        cut_off(bureau, monkeypatch, where)
    # An older version of the same record touches the disaster and changes nothing of it.
    bureau.put("c.csv", [row("610303", name="金台区", on="2021-08-01", at="2021-08-20", people=50)])
    confirm(bureau)
    assert bureau.people(2021, "610303") == 70
    assert bureau.people(2021, "610000") == 370
    assert contents(bureau) == rebuilt(bureau, tmp_path / "other")


def test_a_township_that_is_named_no_more_while_its_zone_moves(bureau: Bureau, tmp_path: Path) -> None:
    zones(bureau, host="610116")
    name_townships(bureau, "610171,甲区", "子午街道")
    bureau.put("b.csv", [row("610112", name="未央区", on="2019-05-01"), row("610302", name="渭滨区", on="2021-05-01")])
    bureau.refresh()
    zones(bureau, host="610112")
    name_townships(bureau, "610172,乙区", "")
    confirm(bureau)
    told = (
        "select townships_affected from marts.annual_losses where year = 2020 and hazard_key = 'all' and region_code = "
    )
    assert bureau.ask(f"{told} '610116'") == [(None,)]
    assert contents(bureau) == rebuilt(bureau, tmp_path / "other")


def zones(bureau: Bureau, host: str) -> None:
    """Two development zones, of which the first is counted to a county of choice."""
    file = bureau.raw / "reference" / "zones.csv"
    file.parent.mkdir(parents=True, exist_ok=True)
    headings = "zone_code,zone_name,host_code,valid_from,valid_to,source"
    lines = (headings, f"610171,甲区,{host},,,文件", "610172,乙区,610116,,,文件", "")
    file.write_text("\n".join(lines), encoding="utf-8")
    os.utime(file, (1, int(host)))


def name_townships(bureau: Bureau, zone: str, townships: str) -> None:
    """A list in which a county and a zone report, and the zone names townships."""
    told = "flood,2020-07-01 08:00:00,2020-12-31 00:00:00,300"
    lines = (
        "region_code,region_name,hazard_key,occurred_at,as_of,affected_population,affected_township_names",
        f"610116,长安区,{told},", f"{zone},{told},{townships}", "",
    )  # fmt: skip
    file = bureau.raw / "disaster_reports" / "a.csv"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("\n".join(lines), encoding="utf-8")
    os.utime(file, (1, 1 + len(townships)))


def test_a_release_that_lies_two_changes_back_is_no_ground_to_change_rows_in(bureau: Bureau, tmp_path: Path) -> None:
    bureau.put("a.csv", [row(**TIMES), row("610302", name="渭滨区", **TIMES)])
    bureau.refresh()
    first = bureau.current
    for name, people in (("b.csv", 30), ("c.csv", 40)):
        bureau.put(name, [row("610303", name="金台区", on=f"2021-0{people // 10}-01", at="2021-08-31", people=people)])
        confirm(bureau)
    with build.opened(bureau.warehouse) as warehouse:
        written = release_tables.write(warehouse, tmp_path / "next.duckdb", first)
    told = bureau.current.manifest["tables"]
    assert {n: (f["rows"], f["checksum"]) for n, f in written.items()} == {
        n: (f["rows"], f["checksum"]) for n, f in told.items()
    }
