"""Bureaus of five counties, three prefectures and a province, each in its own folder; filings travel as folders."""

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from pipelines import codebooks, decisions, return_notices
from pipelines.cli import main
from pipelines.filings import filing
from pipelines.filings.manifests import Filing
from pipelines.filings.request import Request
from pipelines.releases import Release
from pipelines.return_notices import ReturnNotice
from tests.bureau import Bureau, at
from tests.received_folders import seal, version, write_filing

YEAR = 2021
PROVINCE, PREFECTURE, BAOJI, XIANYANG = "610000", "610100", "610300", "610400"
WEIBIN, ZONE = "610302", "610363"
XINCHENG, BEILIN, LIANHU, BAQIAO, WEIYANG = "610102", "610103", "610104", "610111", "610112"
HEADING = (
    "region_code,region_name,hazard_key,occurred_at,as_of,stage,missing,deaths,affected_population,direct_economic_loss"
)
FLOOD = "2021-07-01 08:00:00"
OTHER_YEAR = f"{BEILIN},碑林区,flood_mountain,2020-07-01 08:00:00,2020-07-03 00:00:00,final,0,0,5,1"
LATE = f"20220220-national_wide-{LIANHU}-1"
REASON = "死亡人数与民政不符"
WHOLE_HEADING = "region_code,region_name,hazard_key,occurred_at,as_of,stage," + ",".join(
    column.column_name for column in codebooks.loss_columns()
)
SUMMED = "events, event_records, deaths, affected_population, direct_economic_loss"
EXPLAINED = "rule_id,source_file,reason\nR010,disaster_reports/final.csv,外地务工人员遇难，已核实\n"


def whole(code: str, hazard: str, on: str, first: int, **told: str) -> str:
    """One final report that fills in every indicator, each with a figure of its own."""
    cells = {
        column.column_name: str(first + number) if column.is_integer else f"{first + number}.{number:03}"
        for number, column in enumerate(codebooks.loss_columns())
    } | told
    return f"{code},,{hazard},2021-{on} 08:00:00,2021-12-01 00:00:00,final,{','.join(cells.values())}"


def report(code: str, stage: str, day: int, figures: str, begun: str = FLOOD) -> str:
    """One report of a flood: deaths, people, loss."""
    return f"{code},,flood_mountain,{begun},2021-07-{day:02} 00:00:00,{stage},0,{figures}"


@dataclass
class World:
    """Every bureau in its own folder, and what each knew at a time: releases by name."""

    folder: Path
    set_clock: Callable[[datetime], None]
    known: dict[str, Release] = field(default_factory=dict)
    filed: dict[str, Filing] = field(default_factory=dict)

    def bureau(self, code: str, settings: str = "") -> Bureau:
        bureau = at(self.folder / code)
        reference = bureau.raw / "reference"
        if not reference.exists():
            reference.mkdir(parents=True)
            (reference / "bureau.toml").write_text(f'own_region = "{code}"\n{settings}', encoding="utf-8")
        return bureau

    def put(self, code: str, name: str, *rows: str, heading: str = HEADING) -> None:
        file = self.bureau(code).raw / "disaster_reports" / name
        file.parent.mkdir(exist_ok=True)
        file.write_text("\n".join([heading, *rows, ""]), encoding="utf-8")

    def refresh(self, code: str, when: datetime, name: str = "") -> None:
        self.set_clock(when)
        bureau = self.bureau(code)
        refreshed = bureau.refresh()
        if refreshed.held:  # a closed year moved: somebody confirms
            main(["publish", refreshed.release.release_id, f"--raw={bureau.raw}", f"--warehouse={bureau.warehouse}"])
        self.known[name or code] = refreshed.release

    def file(self, code: str, when: datetime, **asked: Any) -> Filing:
        self.set_clock(when)
        bureau = self.bureau(code)
        request = Request("national_wide", YEAR, code, "填表人", "审核人", **asked)
        self.filed[code] = filing.make(request, bureau.raw, bureau.warehouse)
        return self.filed[code]

    def explain(self, code: str) -> Path:
        """A file that explains all that holds a filing of this bureau back."""
        errors = self.ask(code, "select distinct rule_id, source_file from checks.findings where status = 'open' "
                                "and severity in ('error', 'reject')")  # fmt: skip
        lines = ["rule_id,source_file,reason", *(f"{rule},{file},已知" for rule, file in errors)]
        file = self.folder / f"explain{code}.csv"
        file.write_text("\n".join([*lines, ""]), encoding="utf-8")
        return file

    def send(self, code: str, above: str) -> Path:
        """Copy a bureau's last filing into the upper level's received files."""
        name = self.filed[code].filing_id
        target = self.bureau(above).raw / "received" / code / name
        return Path(shutil.copytree(at(self.folder / code).raw / "filings" / name, target))

    def ask(self, name: str, sql: str) -> list[tuple[Any, ...]]:
        return at(self.folder).ask(sql, self.known[name])


def by_hand(folder: Path, code: str, figures: tuple[str, str, str], **told: str) -> None:
    """A filing of one flood (deaths, people, loss) as software elsewhere writes it."""
    names = (("deaths", "人"), ("affected_population", "人"), ("direct_economic_loss", "万元"))
    flood = {"region_code": code, "event_id": f"20210701080000-flood-{code}", "region_name": ""}
    rows = [version(**flood, indicator=n, unit=unit, value=v) for (n, unit), v in zip(names, figures, strict=True)]
    write_filing(folder, rows, region_code=code, **told)


def counties(world: World) -> None:
    """新城 has a history, 碑林 nothing, 莲湖 is late, 未央's folder is changed on its way, 灞桥 sends nothing."""
    for name, stage, day, figures in (
        ("first", "initial", 2, "0,100,10"), ("then", "update", 5, "0,180,25.5"), ("final", "final", 20, "1,150,30.25"),
    ):  # fmt: skip
        world.put(XINCHENG, f"{name}.csv", report(XINCHENG, stage, day, figures))
    world.put(XINCHENG, "final.csv", report(XINCHENG, "final", 20, "1,150,30.25"),
              report(XINCHENG, "final", 28, "2,1,0.5", begun="2021-07-20 06:00:00"))  # fmt: skip
    given = {"year": "2021", "region_code": XINCHENG, "indicator": "direct_economic_loss", "delta": "4.25"}
    world.set_clock(datetime(2022, 1, 9))
    decisions.record(world.bureau(XINCHENG).raw, decisions.ADJUSTMENTS, given, by="会商", reason="核定")
    explain = world.folder / "explain.csv"
    explain.write_text(EXPLAINED, encoding="utf-8")
    world.put(BEILIN, "old.csv", OTHER_YEAR)
    for code in (XINCHENG, BEILIN):
        world.refresh(code, datetime(2022, 1, 10, 9))
        explain = explain if code == XINCHENG else None
        world.file(code, datetime(2022, 1, 10, 9), explain=explain, zero=code == BEILIN)
        world.send(code, PREFECTURE)
    received = world.bureau(PREFECTURE).raw / "received"
    by_hand(received / LATE, LIANHU, ("0", "70", "7.125"), filed_at="2022-02-20 09:00:00")
    folder = received / "20220110-national_wide-610112-1"
    write_filing(folder, [version(region_code=WEIYANG, value="900")], region_code=WEIYANG, region_name="未央区")
    versions = folder / "versions.csv"
    versions.write_bytes(versions.read_bytes().replace(b",900,", b",100,"))


def prefecture(world: World) -> None:
    """Reads what came, returns 新城's filing, and reads the new one."""
    units = [f"{code},,2015-01-01" for code in (XINCHENG, BEILIN, LIANHU, BAQIAO, WEIYANG)]
    bureau = world.bureau(PREFECTURE)
    list_of_units = "\n".join(["行政区划代码,单位名称,起报日期", *units, ""])
    (bureau.raw / "reference" / "reporting_units.csv").write_text(list_of_units, encoding="utf-8")
    first = world.filed[XINCHENG]
    told = {"filing_id": first.filing_id, "region_code": XINCHENG, "chain_hash": first.chain_hash, "kind": "figures"}
    world.set_clock(datetime(2022, 2, 24))
    decisions.record(bureau.raw, decisions.RETURNS, told, by="市局", reason=REASON)
    world.refresh(PREFECTURE, datetime(2022, 2, 25), "before")
    notice = ReturnNotice(**told, returned_by="市局", returned_at="2022-02-24 00:00:00", reason=REASON)
    return_notices.write(notice, world.bureau(XINCHENG).raw / "received")
    world.put(XINCHENG, "final.csv", report(XINCHENG, "final", 20, "0,150,31"))
    world.refresh(XINCHENG, datetime(2022, 3, 1))
    world.file(XINCHENG, datetime(2022, 3, 1, 12), reason="按退回意见更正")
    world.send(XINCHENG, PREFECTURE)
    world.refresh(PREFECTURE, datetime(2022, 3, 5))
    world.file(PREFECTURE, datetime(2022, 3, 6), explain=world.explain(PREFECTURE))
    world.send(PREFECTURE, PROVINCE)


def baoji(world: World) -> None:
    """All indicators, and all that makes a tree hard: townships, a zone, a merger, a repeated record, masked and
    approximate figures, versions without a hazard of level 2, adjustments, a record held out."""
    folder = world.bureau(BAOJI).raw
    town = f"{WEIBIN}001"
    world.put(
        BAOJI, "list.csv",
        whole(WEIBIN, "flood", "07-01", 300), whole(town, "flood", "07-01", 10),
        whole(f"{WEIBIN}002", "flood", "07-01", 20),
        whole(WEIBIN, "flood", "07-20", 50), whole(WEIBIN, "flood", "07-20", 60),
        whole(WEIBIN, "drought", "05-01", 70, affected_population="7.1万余", deaths="*"),
        whole(WEIBIN, "drought", "06-01", 80), whole(ZONE, "hail", "04-01", 90), whole(town, "hail", "04-01", 100),
        whole("610303", "earthquake", "10-01", 110, affected_population="约800", deaths="*"),
        heading=WHOLE_HEADING,
    )  # fmt: skip
    world.put(BAOJI, "town.csv", report(f"{WEIBIN}001", "final", 9, "0,5,1", begun="2021-07-02 08:00:00"))
    world.set_clock(datetime(2022, 3, 5))
    drought = "20210{}01080000-drought-" + WEIBIN
    merged = {"event_id_a": drought.format(5), "event_id_b": drought.format(6), "decision": "same"}
    decisions.record(folder, decisions.SAME_DISASTER, merged, by="市局", reason="同一次旱灾")
    decisions.record(folder, decisions.ZONE_HOSTS, {"zone_code": ZONE, "host_code": WEIBIN}, by="市局", reason="托管")
    for code, hazard, name, delta in (
        (WEIBIN, "", "direct_economic_loss", "4.25"), (BAOJI, "drought", "crop_affected_ha", "1.5"),
        (ZONE, "wind_hail", "affected_population", "-7"),
    ):  # fmt: skip
        given = {"year": str(YEAR), "region_code": code, "hazard_key": hazard, "indicator": name, "delta": delta}
        decisions.record(folder, decisions.ADJUSTMENTS, given, by="会商", reason="核定")
    world.refresh(BAOJI, datetime(2022, 3, 6))
    world.file(BAOJI, datetime(2022, 3, 6, 9), explain=world.explain(BAOJI))
    world.send(BAOJI, PROVINCE)


def province(world: World) -> None:
    """Two more prefectures, one with software of its own, and the province above all three."""
    baoji(world)
    folder = world.bureau(PROVINCE).raw / "received" / f"20220306-national_wide-{XIANYANG}-1"
    by_hand(folder, "610402", ("0", "40", "4"), filed_at="2022-03-06 09:00:00")
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    del manifest["chain_hash"]
    seal(folder, manifest | {"region_code": XIANYANG, "region_level": "prefecture"})
    world.refresh(PROVINCE, datetime(2022, 3, 10))
