"""What holds for every row of a table that says nothing else: title line, then sidecar, then file name."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from pipelines.readers.outcome import Outcome
from pipelines.readers.statements import Statement, hazard_name, moment_text
from pipelines.transforms.dates import parse_moment
from pipelines.transforms.hazards import level1

_HEADINGS = {
    "hazard": ("灾种", "hazard"),
    "occurred_at": ("灾害发生时间", "time of occurrence"),
    "as_of": ("数据截至时间", "cut-off"),
    "stage": ("报告阶段", "stage"),
}


@dataclass(frozen=True)
class Context:
    """The statements about a table, merged. `guessed_*` stand in a file's name or an unlabelled title only."""

    hazard: str | None = None
    occurred_at: datetime | None = None
    ended_at: datetime | None = None
    as_of: datetime | None = None
    reported_at: datetime | None = None
    stage: str = "unknown"
    region: str | None = None
    regime: str | None = None
    event_name: str | None = None
    typhoon_no: str | None = None
    magnitude: str | None = None
    year: int | None = None
    guessed_hazard: str | None = None
    guessed_time: datetime | None = None
    series: str = ""
    units: tuple[str, ...] = ()
    covers: tuple[date, date] | None = None
    is_full: bool = False
    basis: str | None = None
    state: str | None = None
    texts: tuple[str, ...] = field(default=())

    @property
    def year_hint(self) -> int | None:
        """The year of a row that has no time of its own."""
        return self.as_of.year if self.as_of else self.year


def merged(title: Statement, sidecar: Statement, name: Statement, outcome: Outcome) -> Context:
    """The context of one table; statements that contradict each other are told, and the first in order holds."""
    order = (title, sidecar, name)
    for key in _HEADINGS:
        _compare(key, order, outcome)

    def first(key: str, *places: Statement) -> object:
        return next((place.values[key] for place in places or order if key in place.values), None)

    as_of, year = first("as_of"), first("year")
    region = first("region", title, sidecar) or first("region_hint", title, name)
    return Context(
        hazard=_text(first("hazard", title, sidecar)),
        occurred_at=_moment(first("occurred_at", title, sidecar)),
        ended_at=_moment(first("ended_at", title, sidecar)),
        as_of=_moment(as_of),
        reported_at=_moment(first("reported_at", title, sidecar)),
        stage=_text(first("stage")) or "unknown",
        region=_text(region),
        regime=_text(first("regime", sidecar)),
        event_name=_text(first("event_name", sidecar, title)),
        typhoon_no=_text(first("typhoon_no", title, sidecar)),
        magnitude=_text(first("magnitude", title, sidecar)),
        year=int(str(year)) if year else None,
        guessed_hazard=_text(first("hazard_word", title) or first("hazard", name)),
        guessed_time=_moment(first("occurred_at", name)),
        series=str(name.values.get("series", "")),
        units=_names(first("units", title, sidecar)),
        covers=_span(sidecar.values.get("covers"), outcome),
        is_full=bool(sidecar.values.get("full", False)),
        basis=_text(sidecar.values.get("basis")),
        state=_text(sidecar.values.get("state")),
        texts=_names(title.values.get("texts")),
    )


def _compare(key: str, order: Sequence[Statement], outcome: Outcome) -> None:
    """Tell a contradiction between two places once: other level-1 hazards, other days, other stages."""
    said = [(place, place.values[key]) for place in order if key in place.values]
    if len({_comparable(key, value) for _, value in said}) < 2:
        return
    heading_zh, heading_en = _HEADINGS[key]
    outcome.finding(
        "F095",
        heading=heading_zh,
        heading_en=heading_en,
        value=_shown(key, said[0][1]),
        detail_zh="，".join(f"{place.place_zh}写“{_shown(key, value)}”" for place, value in said),
        detail_en=", ".join(f'{place.place_en} says "{_shown(key, value)}"' for place, value in said),
    )


def _comparable(key: str, value: object) -> object:
    if key == "hazard":
        return level1(str(value))
    return value.date() if isinstance(value, datetime) else value


def _shown(key: str, value: object) -> str:
    return hazard_name(str(value)) if key == "hazard" else moment_text(value)


def _text(value: object) -> str | None:
    return str(value) if value not in (None, "") else None


def _moment(value: object) -> datetime | None:
    return value if isinstance(value, datetime) else None


def _names(value: object) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, tuple | list) else ()


def _span(written: object, outcome: Outcome) -> tuple[date, date] | None:
    """The period a sidecar declares complete: `covers = [start, end]`."""
    if written is None:
        return None
    days = (
        [parse_moment(value) for value in written]
        if isinstance(written, Sequence) and not isinstance(written, str)
        else []
    )
    if len(days) == 2 and days[0] and days[1] and days[0] <= days[1]:
        return days[0].date(), days[1].date()
    outcome.finding("F096", value=f"{outcome.source_file}.toml", detail=f"covers = {written}")
    return None
