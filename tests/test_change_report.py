"""The change report: two exports of one list three weeks apart differ in exactly what the sample's script changed."""

import csv
import shutil
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

import pytest

from pipelines import clock, codebooks, exports, history
from pipelines.commands.export import end_of
from pipelines.releases import Release
from pipelines.sample import two_exports
from tests.bureau import REPORTS, Bureau, at, without_dagster

DAYS = ("2023-01-10", "2023-01-31")
LOOKED = datetime(2023, 1, 31, 9, 30)
OWN = "990100"
SUMMED = [indicator.column_name for indicator in codebooks.indicator_set("summed")]
Cell = tuple[str, str, str, Decimal | None, Decimal | None]


class Told(NamedTuple):
    """The bureau after both exports, the releases of both, and what the script says it changed."""

    bureau: Bureau
    first: Release
    second: Release
    what: list[dict[str, str]]


@pytest.fixture(scope="module", params=["list.csv", ""], ids=["superseding", "beside"])
def told(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Told]:
    folder = tmp_path_factory.mktemp("two")
    *written, listed = two_exports.write(folder / "made")
    bureau = at(folder)
    (bureau.raw / REPORTS).mkdir(parents=True)
    releases = []
    with pytest.MonkeyPatch.context() as patch:
        for variable in ("LOSS_LEDGER_RAW", "LOSS_LEDGER_WAREHOUSE", "LOSS_LEDGER_DAGSTER", "DAGSTER_HOME"):
            patch.setenv(variable, "")
        without_dagster(patch)
        for day, file, sidecar in zip(DAYS, written[::2], written[1::2], strict=True):
            moment = datetime.fromisoformat(f"{day} 09:30:00")
            patch.setattr(clock, "now", lambda moment=moment: moment)
            name = request.param or file.name
            shutil.copy(file, bureau.raw / REPORTS / name)
            shutil.copy(sidecar, bureau.raw / REPORTS / f"{name}.toml")
            releases.append(bureau.refresh().release)
        with listed.open(encoding="utf-8-sig", newline="") as lines:
            yield Told(bureau, releases[0], releases[1], list(csv.DictReader(lines)))


def as_told(rows: list[dict[str, str]]) -> Counter[Cell]:
    """The changed cells of the script's list: region, time, indicator, value before and now."""
    return Counter(
        (
            row["region_code"], row["occurred_at"], row["indicator"],
            *(Decimal(row[name]) if row[name] else None for name in ("prior_value", "value")),
        )
        for row in rows
        if row["what"] == two_exports.CHANGED
    )  # fmt: skip


def as_found(told: Told, where: str) -> Counter[Cell]:
    """Cells of records in the change report; the time stands in the id of the disaster."""
    moment = "strftime(strptime(left(event_id, 14), '%Y%m%d%H%M%S'), '%Y-%m-%d %H:%M:%S')"
    return Counter(
        told.bureau.ask(
            f"select region_code, {moment}, indicator, prior_value, value from marts.changes "
            f"where kind = 'record' and {where}",
            told.second,
        )
    )


def losses(told: Told, release: Release) -> dict[tuple[str, str], dict[str, Decimal | None]]:
    """The records of a release, each by region and time."""
    found = told.bureau.ask(f"select region_code, occurred_at, {', '.join(SUMMED)} from core.losses", release)
    return {(row[0], f"{row[1]}"): dict(zip(SUMMED, row[2:], strict=True)) for row in found}


def annual(told: Told, release: Release) -> dict[tuple[str, str], dict[str, Decimal | None]]:
    """The annual figures of a release, county and up, of all hazards and of each level-1 hazard."""
    found = told.bureau.ask(
        f"select region_code, hazard_key, {', '.join(SUMMED)} from marts.annual_losses where year = 2022 "
        "and region_level in ('province', 'prefecture', 'county') "
        "and (hazard_key = 'all' or hazard_key in (select distinct hazard_level1 from core.events))",
        release,
    )
    return {row[:2]: dict(zip(SUMMED, row[2:], strict=True)) for row in found}


def test_exactly_the_40_cells_3_new_and_2_withdrawn_records_are_listed(told: Told) -> None:
    changed = as_told(told.what)
    assert changed.total() == 40
    whole = "select event_id from marts.changes where kind = 'record' and indicator = 'event_records'"
    assert as_found(told, f"event_id not in ({whole})") == changed
    stood = as_found(told, "indicator = 'event_records'")
    by_kind = {
        kind: {(row["region_code"], row["occurred_at"]) for row in told.what if row["what"] == kind}
        for kind in (two_exports.NEW_RECORD, two_exports.GONE)
    }
    assert {cell[:2] for cell in stood if cell[3:] == (None, 1)} == by_kind[two_exports.NEW_RECORD]
    assert {cell[:2] for cell in stood if cell[3:] == (1, None)} == by_kind[two_exports.GONE]
    assert stood.total() == 5


def test_new_and_withdrawn_records_are_whole(told: Told) -> None:
    before, now = losses(told, told.first), losses(told, told.second)
    expected = Counter(
        (*key, name, None, value)
        for key in now.keys() - before.keys()
        for name, value in now[key].items()
        if value is not None
    ) + Counter(
        (*key, name, value, None)
        for key in before.keys() - now.keys()
        for name, value in before[key].items()
        if value is not None
    )
    assert expected.total() > 5 * 40
    whole = "select event_id from marts.changes where kind = 'record' and indicator = 'event_records'"
    named = ", ".join(f"'{name}'" for name in SUMMED)
    assert as_found(told, f"event_id in ({whole}) and indicator in ({named})") == expected


def test_the_annual_figures_move_by_exactly_the_sum_of_the_cells(told: Told) -> None:
    moved: Counter[tuple[str, str]] = Counter()
    for region, change, indicator in told.bureau.ask(
        "select region_code, coalesce(value, 0) - coalesce(prior_value, 0), indicator from marts.changes "
        "where kind = 'record'",
        told.second,
    ):
        moved[region, indicator] += change
        moved[OWN, indicator] += change
    before, now = annual(told, told.first), annual(told, told.second)
    for region in {OWN, *(code for code, _ in now)}:
        if (region, "all") not in now or region == "990000":
            continue
        for name in SUMMED:
            difference = (now[region, "all"][name] or 0) - (before[region, "all"][name] or 0)
            assert difference == moved[region, name], (region, name)


def test_the_report_of_annual_figures_is_the_difference_of_the_two_releases(told: Told) -> None:
    before, now = annual(told, told.first), annual(told, told.second)
    nothing = dict.fromkeys(SUMMED)
    expected = {
        (*key, name): (before.get(key, nothing)[name], now.get(key, nothing)[name])
        for key in before.keys() | now.keys()
        for name in SUMMED
        if before.get(key, nothing)[name] != now.get(key, nothing)[name]
    }
    found = told.bureau.ask(
        "select region_code, hazard_key, indicator, prior_value, value, change from marts.changes "
        "where kind = 'annual' and indicator not in ('events', 'event_records') and region_code <> '000000'",
        told.second,
    )
    assert {row[:3]: row[3:5] for row in found} == expected
    assert all(row[5] == row[4] - row[3] for row in found if None not in row[3:5])


def test_blank_is_no_zero_and_every_change_tells_its_moment_and_its_cause(told: Told) -> None:
    cells = as_found(told, "indicator = 'grassland_affected_ha' and (value = 0 or prior_value = 0)")
    assert {(None, Decimal(0)), (Decimal(0), None)} <= {cell[3:] for cell in cells}
    rows = told.bureau.ask(
        "select value, prior_value, change, change_pct, cause, known_from, is_filed, filing_id from marts.changes",
        told.second,
    )
    assert {row[5:] for row in rows} == {(LOOKED, False, None)}
    assert all(row[4] for row in rows)
    for value, prior, change, percent, *_ in rows:
        assert (change is None) == (None in (value, prior))
        assert (percent is None) == (change is None or prior == 0)
    [fine] = told.bureau.ask(
        "select change, change_pct from marts.changes "
        "where kind = 'record' and change = 0.0001 and indicator = 'loss_other'",
        told.second,
    )
    assert fine == (Decimal("0.0001"), Decimal("0.004854"))


def test_a_first_load_changes_nothing(told: Told) -> None:
    assert told.bureau.ask("select count(*) from marts.changes", told.first) == [(0,)]


def test_the_report_lies_in_the_release_and_comes_back_to_the_byte(told: Told, tmp_path: Path) -> None:
    written = exports.export("changes", tmp_path / "now", warehouse=told.bureau.warehouse, release=told.second)
    kept = {path.name: path.read_bytes() for path in written}
    for name in ("changes.csv", "changes_filed.csv"):
        assert (told.second.folder / name).read_bytes() == kept[name]
    with (tmp_path / "now" / "changes.csv").open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert {row["变动时间"] for row in rows} == {"2023-01-31 09:30:00"}
    assert Counter(row["类别"] for row in rows)["年度数"] > 40
    assert {row["指标"] for row in rows if row["指标代码"] == "event_records"} == {"灾情记录"}
    shutil.rmtree(told.second.folder)
    again = history.ledger_as_known(told.bureau.raw, told.bureau.warehouse, end_of(DAYS[1]))
    exports.export("changes", tmp_path / "again", warehouse=told.bureau.warehouse, release=again)
    assert {path.name: path.read_bytes() for path in (tmp_path / "again").iterdir()} == kept
    assert (again.folder / "changes.csv").read_bytes() == kept["changes.csv"]
