"""Cases in which building only the rows that are touched once went wrong, or easily could."""

import os
import shutil
from pathlib import Path
from typing import NamedTuple

import pytest

from pipelines import partial, publishing, row_order, rules
from pipelines.warehouse import Warehouse
from tests import test_incremental
from tests.bureau import Bureau, Row, at, row
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


DAYS = ("2021-05-01", "2021-05-11", "2021-05-21", "2021-06-01", "2021-06-11")
SOON, LATER = "2021-05-02", "2021-05-09"
EVENING = "2021-09-01 20:00:00"
RECODED = (
    [row("610125", name="户县", on=f"2015-0{month}-01", at="2015-12-31", loss="1.0") for month in range(4, 9)],
    row("610118", name="鄠邑区", on="2021-08-01", loss="9000"),
)
"""Records of one place under its code of then, and one under its code of now."""


@pytest.fixture
def built_in_part(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The models of which some keys were built, in their order."""
    names: list[str] = []
    rebuild = partial.rebuild

    def noting(warehouse: Warehouse, name: str, changed: frozenset[str]) -> partial.Moved | None:
        moved = rebuild(warehouse, name, changed)
        names.extend([name] if moved else [])
        return moved

    monkeypatch.setattr(partial, "rebuild", noting)
    return names


class Case(NamedTuple):
    """A rule, the table that keeps what it found, a file that breaks it, and the file as corrected."""

    rule: str
    kept: str
    broken: list[Row]
    sound: list[Row]


CASES = (
    (
        Case("R005", "records", [row()], [(*row()[:2], "hail", *row()[3:])]),
        Case("R062", "figures_jump", [row(on=DAYS[0], at=LATER, people=900)], [row(on=DAYS[0], at=LATER, people=200)]),
    ),
    (
        Case("R053", "loss_far_above_history", [row(on="2021-08-01", loss="9000")], [row(on="2021-08-01", loss="900")]),
        Case(
            "R061",
            "figures_fall",
            [row(on=DAYS[0], at=LATER, people=90, loss="1.0")],
            [row(on=DAYS[0], at=LATER, loss="1.0")],
        ),
    ),
    (
        Case("R053", "loss_far_above_history", [RECODED[1]], [row(on="2021-08-01", loss="900")]),
        Case("R073", "zero_over_children", [row("610100", name="西安市", on=DAYS[0], at=SOON, people=0)], []),
    ),
    (Case("R091", "possible_duplicate", [row(on="2021-09-01"), (*row()[:3], EVENING, *row()[4:])], []),),
)
"""Such as do not meddle with each other: a refresh takes seconds."""


@pytest.mark.parametrize("cases", CASES, ids=lambda cases: "+".join(case.kept for case in cases))
def test_findings_come_and_go_with_their_reasons(
    bureau: Bureau, tmp_path: Path, built_in_part: list[str], cases: tuple[Case, ...]
) -> None:
    counties = {"610302": "渭滨区", "610303": "金台区"}
    others = [row(code, name=name, on=day) for code, name in counties.items() for day in DAYS]
    bureau.put("known.csv", [*others, *RECODED[0], *(row(on=day, at=SOON, loss="1.0") for day in DAYS)])
    found = []
    for more in ([], [line for case in cases for line in case.broken], [line for case in cases for line in case.sound]):
        bureau.put("more.csv", [row("510104", name="锦江区"), *more])
        confirm(bureau)
        found.append(dict(bureau.ask("select rule_id, count(*) from checks.findings group by rule_id")))
    for case in cases:
        counts = [one.get(case.rule, 0) for one in found]
        more_than_one = case.rule == "R091"  # both records are told
        assert [count - counts[0] for count in counts] == [0, 1 + more_than_one, 0], case
        assert built_in_part.count(f"{rules.OF}{case.kept}") >= 2, case
    assert contents(bureau) == rebuilt(bureau, tmp_path / "other")


def test_records_that_may_be_one_meet_across_new_year(bureau: Bureau, tmp_path: Path, built_in_part: list[str]) -> None:
    other = row("610302", name="渭滨区", on="2021-06-01")
    bureau.put("a.csv", [row(on="2020-12-31", at="2021-01-01", people=10), other])
    bureau.put("far.csv", [row(on="2018-12-31", at="2019-01-01"), row(on="2022-05-05", at="2022-05-06")])
    bureau.refresh()
    changes = (
        ("b.csv", [row(on="2021-01-02", at="2021-01-03", people=20)]),
        ("far.csv", [row(on="2019-01-01", at="2019-01-02")]),
        ("c.csv", [row(on="2021-01-03", at="2021-01-04")]),
        ("a.csv", [other]),
    )
    counts = []
    for name, rows in changes:
        bureau.put(name, rows)
        confirm(bureau)
        counts.append(bureau.ask("select count(*) from core.losses where held_out")[0][0])
        if name in ("c.csv", "a.csv"):
            assert contents(bureau) == rebuilt(bureau, tmp_path / name)
    assert counts == [1, 1, 2, 1]
    assert built_in_part.count("steps.candidate_pairs") >= len(changes)


def test_tables_that_are_written_in_stretches_lie_in_the_same_order(
    bureau: Bureau, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    others = [
        row(code, name=name, on=day) for code, name in (("610302", "渭滨区"), ("510104", "锦江区")) for day in DAYS
    ]
    bureau.put("a.csv", [*others, row(on="2019-07-01"), row(on="2020-07-01", at="2020-07-02"), row(on="2020-07-01")])
    bureau.refresh()
    shutil.copytree(bureau.raw, tmp_path / "other" / "raw")
    other = at(tmp_path / "other")
    monkeypatch.setattr(Warehouse, "cells_at_once", 0)
    other.refresh()
    assert other.current.manifest["tables"] == bureau.current.manifest["tables"]
    for table in row_order.sort_keys():
        is_by_level = table == "core.region_losses"  # and some years at a time
        rows = f"select * from {table}" + is_by_level * " order by all"
        assert other.ask(rows) == bureau.ask(rows)
