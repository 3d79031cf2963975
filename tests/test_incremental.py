"""A refresh builds only what changed, and comes to what a rebuild from nothing comes to, cell by cell."""

import hashlib
import itertools
import os
import random
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import duckdb
import pytest

from pipelines import build, decisions, exports, models, partial, release_tables, states
from pipelines.errors import LedgerError
from pipelines.warehouse import Warehouse
from tests.bureau import OLD_YEAR, OPEN_YEAR, REPORTS, Bureau, Row, at, row, without_dagster

COUNTIES = {"610116": "长安区", "610302": "渭滨区", "610303": "金台区"}
REGIONS = COUNTIES | {
    "610100": "西安市",
    "610300": "宝鸡市",
    "610116001": "韦曲街道",
    "610302001": "中山东路街道",
    "610326": "眉县",
    "510104": "锦江区",
}
"""Nested ones, ones that few lists name, and one of another province, so that the tree of regions grows and shrinks."""
HAZARDS = ("flood", "flood", "hail", "")
YEARS = (2019, 2020, 2021)
STEPS = 4


@pytest.fixture
def bureau(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bureau:
    for variable in ("LOSS_LEDGER_RAW", "LOSS_LEDGER_WAREHOUSE", "LOSS_LEDGER_DAGSTER", "DAGSTER_HOME"):
        monkeypatch.setenv(variable, "")
    without_dagster(monkeypatch)
    return at(tmp_path)


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The models that were built, in their order."""
    names: list[str] = []
    run = models.run

    def noting(warehouse: Warehouse, name: str) -> int:
        names.append(name)
        return run(warehouse, name)

    def noting_parts(warehouse: Warehouse, name: str, changed: frozenset[str]) -> partial.Moved | None:
        moved = rebuild(warehouse, name, changed)
        return moved and (names.append(name) or moved)

    rebuild = partial.rebuild
    monkeypatch.setattr(partial, "rebuild", noting_parts)
    monkeypatch.setattr(models, "run", noting)
    return names


def contents(bureau: Bureau) -> dict[str, str]:
    """Every table and CSV file of the current release, and every CSV file of every export of it, hashed."""
    files = [*bureau.current.folder.glob("*.csv"), *exported(bureau)]
    hashes = {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in files}
    with duckdb.connect(str(bureau.current.snapshot), read_only=True) as snapshot:
        for name in bureau.current.manifest["tables"]:
            lines = sorted(
                map(repr, snapshot.execute(f"select * from {name}").fetchall())
            )  # exports have their own order
            hashes[name] = hashlib.sha256("\n".join(lines).encode()).hexdigest()
    return hashes


def exported(bureau: Bureau) -> list[Path]:
    """The CSV files of all profiles, of each year; each with the profile and year in its name."""
    files = []
    for profile, year in itertools.product((p["profile"] for p in exports.profiles()), YEARS):
        out = bureau.raw.parent / "exports" / f"{profile}-{year}"
        shutil.rmtree(out, ignore_errors=True)
        exports.export(profile, out, warehouse=bureau.warehouse, year=year, may_be_empty=True)
        files += [file.rename(out / f"{profile}-{year}-{file.name}") for file in sorted(out.glob("*.csv"))]
    return files


def rebuilt(bureau: Bureau, folder: Path) -> dict[str, str]:
    """The same for a ledger of the same raw/ that was never built before."""
    shutil.copytree(bureau.raw, folder / "raw")
    other = at(folder)
    other.refresh()
    assert other.current.release_id == bureau.current.release_id
    return contents(other)


def reports(chance: random.Random) -> list[Row]:
    """A list of disasters, of which some come a second time, or with figures that no rule lets pass."""
    rows = [
        row(code, name=REGIONS[code], on=f"{chance.choice(YEARS)}-0{chance.randint(5, 8)}-1{chance.randint(0, 3)}",
            at=f"2021-12-{chance.randint(10, 30)}", deaths=chance.choice((0, 0, 3)), people=chance.randint(0, 500),
            loss=f"{chance.randint(0, 90)}.{chance.randint(0, 99)}")
        for code in chance.choices(sorted(REGIONS), k=chance.randint(1, 6))
    ]  # fmt: skip
    return [(code, name, chance.choice(HAZARDS), *told) for code, name, _, *told in rows]


def add(bureau: Bureau, chance: random.Random) -> None:
    bureau.put(f"{chance.randrange(10**6)}.csv", reports(chance))


def correct(bureau: Bureau, chance: random.Random) -> None:
    file = chance.choice(sorted((bureau.raw / REPORTS).iterdir()))
    bureau.put(file.name, reports(chance))


def remove(bureau: Bureau, chance: random.Random) -> None:
    files = sorted((bureau.raw / REPORTS).iterdir())
    if len(files) > 1:
        chance.choice(files).unlink()


def withdraw(bureau: Bureau, chance: random.Random) -> None:
    file = chance.choice(sorted((bureau.raw / REPORTS).iterdir()))
    told = {"sha256": hashlib.sha256(file.read_bytes()).hexdigest(), "path": f"{REPORTS}/{file.name}"}
    way = chance.choice((decisions.WITHDRAWN, decisions.RESTORED))
    decisions.record(bureau.raw, decisions.WITHDRAWALS, told | {"decision": way}, by="王某", reason="试")


def explain(bureau: Bureau, chance: random.Random) -> None:
    found = bureau.ask("select rule_id, coalesce(region_code, '') from checks.findings order by all")
    rule, region = chance.choice(found or [("R070", "")])
    told = {"rule_id": rule, "region_code": region}
    decisions.record(bureau.raw, decisions.EXPLANATIONS, told, by="王某", reason="已核实")


def tell_apart(bureau: Bureau, chance: random.Random) -> None:
    events = [event for (event,) in bureau.ask("select event_id from core.events order by all")]
    if len(events) > 1:
        first, second = chance.sample(events, 2)
        told = {"event_id_a": first, "event_id_b": second, "decision": chance.choice(("same", "different"))}
        decisions.record(bureau.raw, decisions.SAME_DISASTER, told, by="王某", reason="现场核对")


def adjust(bureau: Bureau, chance: random.Random) -> None:
    told = {
        "year": str(chance.choice(YEARS)), "region_code": chance.choice(sorted(COUNTIES)), "hazard_key": "flood",
        "indicator": "affected_population", "delta": str(chance.randint(1, 50)),
    }  # fmt: skip
    decisions.record(bureau.raw, decisions.ADJUSTMENTS, told, by="王某", reason="会商核定")


def fund(bureau: Bureau, chance: random.Random) -> None:
    file = bureau.raw / "relief" / "funds.csv"
    file.parent.mkdir(exist_ok=True)
    code = chance.choice(sorted(COUNTIES))
    file.write_text(
        f"区划代码,年度,资金来源,环节,金额（万元）\n{code},2020,中央,收到上级下达,{chance.randint(1, 90)}\n", "utf-8"
    )
    os.utime(file, (1, chance.randint(1, 10**6)))


def set_up(bureau: Bureau, chance: random.Random) -> None:
    settings = bureau.raw / "reference" / "bureau.toml"
    settings.parent.mkdir(exist_ok=True)
    settings.write_text(f'rounding = "{chance.choice(("half_up", "half_even"))}"\n', encoding="utf-8")
    os.utime(settings, (1, 1))


ACTS: tuple[Callable[[Bureau, random.Random], None], ...] = (
    add, correct, remove, withdraw, explain, tell_apart, adjust, fund, set_up,
)  # fmt: skip


@pytest.mark.parametrize(("seed", "is_in_parts"), [(0, True), (1, True), (2, True), (3, True), (0, False)])
def test_after_any_sequence_of_changes_a_refresh_holds_what_a_rebuild_holds(
    bureau: Bureau, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int, is_in_parts: bool
) -> None:
    if is_in_parts:  # however much is touched
        monkeypatch.setattr(partial, "WORTH", 0)
        monkeypatch.setattr(partial, "SMALL", 0)
    chance = random.Random(seed)
    for name in ("first.csv", "second.csv"):
        bureau.put(name, reports(chance))
    bureau.refresh()
    for step in range(STEPS):
        ACTS[(seed * STEPS + step) % len(ACTS)](bureau, chance)
        if step % 2:
            cut_off(bureau, monkeypatch, chance.choice(build.published_models()))
        else:
            confirm(bureau)
        for act in chance.sample(ACTS, chance.randint(1, 2)):
            act(bureau, chance)
        confirm(bureau)
    assert contents(bureau) == rebuilt(bureau, tmp_path / "other")


def cut_off(bureau: Bureau, monkeypatch: pytest.MonkeyPatch, at_model: str) -> None:
    """A refresh that ends before this model, if it comes so far."""
    materialise = build.materialise

    def until(warehouse: Warehouse, name: str) -> int:
        if name == at_model:
            raise KeyboardInterrupt
        return materialise(warehouse, name)

    with monkeypatch.context() as patched, suppress(KeyboardInterrupt):
        patched.setattr(build, "materialise", until)
        bureau.refresh()


def confirm(bureau: Bureau) -> None:
    """Refresh, and let what waits for a confirmation become current."""
    done = bureau.refresh()
    if done.held:
        told = {"release_id": done.release.release_id}
        decisions.record(bureau.raw, decisions.PUBLICATIONS, told, by="王某", reason="核对无误")
        bureau.refresh()


def test_an_explanation_builds_no_loss_again(bureau: Bureau, built: list[str]) -> None:
    bureau.put("a.csv", [OLD_YEAR, row(on="2021-07-01", at="2021-06-30")])
    bureau.refresh()
    rule = bureau.ask("select rule_id from checks.findings order by all limit 1")[0][0]
    built.clear()
    decisions.record(bureau.raw, decisions.EXPLANATIONS, {"rule_id": rule}, by="王某", reason="已核实")
    bureau.refresh()
    assert built == ["checks.findings"]
    assert bureau.ask(f"select distinct status from checks.findings where rule_id = '{rule}'") == [("explained",)]


def test_a_file_that_says_nothing_of_losses_builds_no_sums_again(bureau: Bureau, built: list[str]) -> None:
    bureau.put("a.csv", [OLD_YEAR, OPEN_YEAR])
    bureau.refresh()
    built.clear()
    people = bureau.raw / "reference" / "population.csv"
    people.parent.mkdir(exist_ok=True)
    people.write_text(
        "region_code,year,kind,population,publication\n610116,2020,resident,1000000,公报\n", encoding="utf-8"
    )
    bureau.refresh()
    assert "core.population" in built
    assert [name for name in built if name in ("core.region_losses", "marts.annual_losses", "steps.window_sums")] == []


@pytest.mark.parametrize(
    "damage",
    [
        "update marts.annual_losses set affected_population = 9",
        "drop view core.losses",
        "drop view marts.loss_composition",
        "create or replace view marts.loss_composition as select 1 as year",
        "drop view marts.loss_composition; create table marts.loss_composition (year integer)",
        None,
    ],
)
def test_what_somebody_did_to_the_last_release_is_not_in_the_next_one(
    bureau: Bureau, tmp_path: Path, damage: str | None
) -> None:
    bureau.put("a.csv", [OLD_YEAR, OPEN_YEAR])
    bureau.refresh()
    last = bureau.current
    if damage:
        with duckdb.connect(str(last.snapshot)) as edited:
            edited.execute(damage)
    else:
        last.snapshot.write_bytes(last.snapshot.read_bytes()[:5000])
    with build.opened(bureau.warehouse) as warehouse:
        facts = release_tables.write(warehouse, tmp_path / "next.duckdb")
        assert facts == last.manifest["tables"]
    with duckdb.connect(str(tmp_path / "next.duckdb")) as written:
        assert written.execute("select sum(affected_population) from core.losses").fetchall() == [(300,)]
        assert len(written.execute("describe marts.loss_composition").fetchall()) > 1


def test_the_databases_of_two_warehouses_are_not_published_together(bureau: Bureau, tmp_path: Path) -> None:
    """Somebody put the one back from a backup, and not the other."""
    bureau.put("a.csv", [OLD_YEAR])
    bureau.refresh()
    shutil.copyfile(bureau.warehouse / "built.duckdb", tmp_path / "backup")
    bureau.put("b.csv", [OPEN_YEAR])
    bureau.refresh()
    shutil.copyfile(tmp_path / "backup", bureau.warehouse / "built.duckdb")
    with build.opened(bureau.warehouse) as warehouse, pytest.raises(LedgerError, match="不是上次算出的样子"):
        release_tables.write(warehouse, tmp_path / "next.duckdb")
    bureau.put("c.csv", [row("610302", name="渭滨区", on="2021-08-01", at="2021-08-31")])
    bureau.refresh()
    assert (bureau.people(), bureau.people(2021)) == (100, 200)


@pytest.mark.parametrize("lost", ["work.duckdb", "built.duckdb"])
def test_a_refresh_makes_the_lost_one_of_two_databases_anew(bureau: Bureau, lost: str) -> None:
    bureau.put("a.csv", [OLD_YEAR])
    bureau.refresh()
    (bureau.warehouse / lost).unlink()
    bureau.put("b.csv", [OPEN_YEAR])
    bureau.refresh()
    assert (bureau.people(), bureau.people(2021)) == (100, 200)


def test_files_that_were_loaded_but_not_noted_are_no_ground_to_build_on(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    bureau.put("a.csv", [OLD_YEAR])
    bureau.refresh()
    bureau.put("b.csv", [OPEN_YEAR])
    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(build, "stamp_staging", interrupted)
        bureau.refresh()
    with build.opened(bureau.warehouse) as warehouse, pytest.raises(LedgerError, match=r"staging\.readings"):
        build.materialise(warehouse, "core.report_versions")


def test_what_another_software_noted_in_another_form_is_not_built_on(bureau: Bureau) -> None:
    bureau.put("a.csv", [OLD_YEAR])
    bureau.refresh()
    with build.opened(bureau.warehouse) as warehouse:
        warehouse.execute("alter table staging.states drop column before")
        assert states.read(warehouse) == {}
    bureau.put("b.csv", [OPEN_YEAR])
    bureau.refresh()
    assert bureau.people(2021) == 200


def interrupted(*_: object) -> None:
    raise KeyboardInterrupt


def test_a_model_whose_building_was_cut_off_is_built_again(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch, built: list[str]
) -> None:
    bureau.put("a.csv", [OLD_YEAR])
    bureau.refresh()
    bureau.put("b.csv", [OPEN_YEAR])
    run = models.run

    def cut_off(warehouse: Warehouse, name: str) -> int:
        rows = run(warehouse, name)
        if name == "core.region_losses":
            raise KeyboardInterrupt
        return rows

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(models, "run", cut_off)
        patched.setattr(partial, "rebuild", lambda *_: None)
        bureau.refresh()
    (bureau.raw / REPORTS / "b.csv").unlink()
    built.clear()
    bureau.refresh()
    assert "core.region_losses" in built  # it holds what the cut-off run left there
    assert bureau.people(2021) is None
    with build.opened(bureau.warehouse) as warehouse:
        assert states.read(warehouse)["core.region_losses"].made_from
