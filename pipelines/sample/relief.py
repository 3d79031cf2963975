"""Winter-spring aid, relief supplies and rebuilding in the sample."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from pipelines.sample.disasters import County, Place
from pipelines.sample.draw import Draw
from pipelines.sample.struck import Disaster, figures_of, households

NEED_PERMILLE = 11
"""People in need of aid between December and May, in thousandths of the population."""
YUAN_PER_PERSON_TIME = 130
ITEMS = (("棉被", "床", 30, 120), ("折叠床", "张", 12, 180), ("帐篷", "顶", 4, 1650), ("棉大衣", "件", 20, 145))
"""Item, unit, how many for a thousand people relocated or in need, and yuan each."""
REBUILT_BY = {2: (100, 100), 1: (88, 96)}
"""Households that have rebuilt and repaired, in hundredths, so many years after the disaster; less in its own year."""
IN_PROGRESS = (10, 45)


@dataclass(frozen=True)
class Aid:
    """Need and aid of one county in the winter-spring season that ends in `year`; money in yuan."""

    place: Place
    year: int
    as_of: date
    need_households: int
    need_people: int
    aided_households: int
    aided_people: int
    person_times: int
    yuan: int


@dataclass(frozen=True)
class Supply:
    """One item that was received, passed down or handed out."""

    stage: str
    place: Place
    item: str
    unit: str
    quantity: int
    yuan: int
    dated_on: date


@dataclass(frozen=True)
class Rebuilding:
    """How far one county is with the houses of one year's disasters; money in yuan."""

    place: Place
    year: int
    as_of: date
    rebuild: int
    rebuilt: int
    repair: int
    repaired: int
    yuan: int


def winter_spring(counties: Sequence[County], people: Mapping[str, int], year: int, draw: Draw) -> list[Aid]:
    """The season that ends in `year`, county by county."""
    rows = []
    for county in counties:
        need = draw.permille(people[county.place.code], NEED_PERMILLE)
        aided = need * draw.between(955, 1000) // 1000
        times = aided * draw.between(100, 118) // 100
        size = draw.between(22, 29)
        yuan = times * (YUAN_PER_PERSON_TIME + draw.between(-15, 25))
        rows.append(
            Aid(county.place, year, date(year, 5, 31), need * 10 // size, need, aided * 10 // size, aided, times, yuan)
        )
    return rows


def supplies(prefecture: Place, disasters: Sequence[Disaster], draw: Draw, until: date) -> Iterator[Supply]:
    """What the province sent for the worst disaster of a year, and what its counties got and handed out."""
    worst = max(disasters, key=lambda d: (d.loss, d.began_on))
    shares = [(record.county, int(figures_of(record)["relocated_total_cum"] or 0)) for record in worst.records]
    for item, unit, per_thousand, price in ITEMS:
        parts = [(place, max(5, people * per_thousand // 100 // 5 * 5)) for place, people in shares]
        sent = sum(count for _, count in parts)
        rows = [("收到", prefecture, sent, 1)]
        for place, count in parts:
            rows += [("下拨", place, count, 2), ("发放", place, count * draw.between(70, 100) // 100, 4)]
        for stage, place, count, days in rows:
            row = Supply(stage, place, item, unit, count, count * price, worst.began_on + timedelta(days))
            if row.dated_on <= until:
                yield row


def rebuilding(
    counties: Sequence[County], year: int, disasters: Sequence[Disaster], until: date, draw: Draw
) -> Iterator[Rebuilding]:
    """To rebuild is what collapsed or was severely damaged; to repair is what was moderately damaged."""
    done, mended = REBUILT_BY.get(until.year - year, IN_PROGRESS)
    for county in counties:
        records = [r for disaster in disasters for r in disaster.records if r.county.code == county.place.code]
        rebuild = sum(households(figures_of(record), "collapsed", "severe") for record in records)
        repair = sum(households(figures_of(record), "minor") for record in records)
        if rebuild or repair:
            rebuilt, repaired = rebuild * done // 100, repair * mended // 100
            yuan = rebuilt * draw.between(19, 21) * 1000 + repaired * draw.between(15, 25) * 100
            yield Rebuilding(county.place, year, until, rebuild, rebuilt, repair, repaired, yuan)
