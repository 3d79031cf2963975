"""Two full exports of one list three weeks apart: 40 cells differ, 3 records are new, 2 are gone; and the list of that.

Seeded. Parts still add up: where a part of the loss changes, so does the whole. Among the cells are one that was blank
and is 0, one that was 0 and is blank, a figure that is blank now, and money to the 元.
"""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from pipelines import sample
from pipelines.sample import layouts
from pipelines.sample.disasters import counties_of
from pipelines.sample.draw import Draw
from pipelines.sample.figures import Figure

YEAR = 2022
CUT_OFFS = (datetime(2023, 1, 10), datetime(2023, 1, 31))
RECORDS, NEW, WITHDRAWN = 60, 3, 2
SIDECAR = "full = true\n"
LIST = "变动清单.csv"
COLUMNS = ("what", "region_code", "hazard", "occurred_at", "indicator", "prior_value", "value")
CHANGED, NEW_RECORD, GONE = "changed", "new", "withdrawn"
WHOLE, PART, REST = "direct_economic_loss", "loss_infrastructure", "loss_other"
LENGTHS = ("road_damaged_km", "power_line_damaged_km", "telecom_line_damaged_km", "dike_damaged_km")
BLANK = "grassland_affected_ha"
ONE_YUAN = Decimal("0.0001")

Row = layouts.ListRow


@dataclass
class _Cells:
    """The cells that differ: line number and indicator → the figure in the second export."""

    lines: Sequence[Row]
    changed: dict[tuple[int, str], Figure | None]

    def add(self, line: int, name: str, more: Decimal | int) -> None:
        self.changed[line, name] = (self.lines[line].figures[name] or 0) + more

    def shift_loss(self, line: int, part: str, more: Decimal) -> None:
        self.add(line, part, more)
        self.add(line, WHOLE, more)


def write(folder: Path, *, seed: int = sample.SEED, counties: Sequence[str] | None = None) -> list[Path]:
    """Write both exports with their sidecars, and the list of what differs; `counties` default to those of 示例市."""
    folder.mkdir(parents=True, exist_ok=True)
    draw = Draw(f"{seed}/two exports")
    places = counties_of(counties) if counties is not None else sample.sample_counties()
    records = sample.clean_records(places, draw, RECORDS, [YEAR])
    for record in records:
        record.townships = []
    lines = layouts.list_rows(records)
    apart = draw.some_of(range(len(lines)), NEW + WITHDRAWN)
    new, gone = apart[:NEW], apart[NEW:]
    cells = _changes(lines, [line for line in range(len(lines)) if line not in apart], draw)
    later = [_later(row, number, cells) for number, row in enumerate(lines)]
    first = [row for number, row in enumerate(lines) if number not in new]
    second = [row for number, row in enumerate(later) if number not in gone]
    written = [_export(folder, rows, cut_off) for rows, cut_off in zip((first, second), CUT_OFFS, strict=True)]
    told = [(CHANGED, lines[line], name, lines[line].figures[name], value) for (line, name), value in cells.items()]
    told += [(NEW_RECORD, later[line], "", None, None) for line in new]
    told += [(GONE, lines[line], "", None, None) for line in gone]
    return [*(path for pair in written for path in pair), _list(folder / LIST, told)]


def _changes(lines: Sequence[Row], usual: Sequence[int], draw: Draw) -> dict[tuple[int, str], Figure | None]:
    """40 cells: 3 to or from blank, 2 of one 元, 10 parts of the loss (two fall to 0) and their wholes, 15 others."""
    cells = _Cells(lines, {})
    left = draw.some_of(usual, 29)
    with_roads = next(line for line in usual if lines[line].figures["road_damaged_km"] and line not in left)
    lines[left[0]].figures[BLANK] = None
    cells.changed[left[0], BLANK] = 0
    cells.changed[left[1], BLANK] = None
    cells.changed[with_roads, "road_damaged_km"] = None
    cells.shift_loss(left[2], REST, ONE_YUAN)
    for line in left[3:11]:
        cells.shift_loss(line, PART, Decimal(draw.between(1, 99_999)).scaleb(-2))
    for line in left[11:13]:
        cells.shift_loss(line, PART, -Decimal(lines[line].figures[PART] or 0))
    for number, line in enumerate(left[13:28]):
        name = LENGTHS[number % len(LENGTHS)] if number % 3 else "affected_population"
        cells.add(line, name, draw.between(1, 500))
    return cells.changed


def _later(row: Row, number: int, cells: dict[tuple[int, str], Figure | None]) -> Row:
    changed = {name: value for (line, name), value in cells.items() if line == number}
    return replace(row, figures=row.figures | changed)


def _export(folder: Path, rows: Sequence[Row], cut_off: datetime) -> tuple[Path, Path]:
    path = folder / f"灾情组合查询表_{YEAR}年_截至{cut_off:%Y%m%d}.csv"
    title = f"{YEAR}年自然灾害灾情组合查询表（截至{cut_off.year}年{cut_off.month}月{cut_off.day}日）"
    layouts.write_list_csv(path, title, rows, encoding="utf-8-sig")
    sidecar = path.with_name(f"{path.name}.toml")
    sidecar.write_text(SIDECAR, encoding="utf-8")
    return path, sidecar


def _list(path: Path, told: Sequence[tuple[str, Row, str, Figure | None, Figure | None]]) -> Path:
    buffer = io.StringIO()
    out = csv.writer(buffer, lineterminator="\r\n")
    out.writerow(COLUMNS)
    for what, row, name, before, after in told:
        figures = ["" if figure is None else str(figure) for figure in (before, after)]
        out.writerow([what, row.place.code, row.hazard, f"{row.occurred_at:%Y-%m-%d %H:%M:%S}", name, *figures])
    path.write_bytes(buffer.getvalue().encode("utf-8-sig"))
    return path
