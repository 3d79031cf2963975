"""The sample's ledger of relief funds: batches received after disasters, passed down, and paid to households."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from pipelines.sample.disasters import County, Place
from pipelines.sample.draw import Draw
from pipelines.sample.relief import Aid
from pipelines.sample.struck import Disaster, figures_of, households, in_yuan, places_of, shared_out

PAYERS = (("中央", 1, 30, 14), ("省级", 2, 18, 9), ("市级", 3, 9, 2))
"""Who pays: after how many of the year's worst disasters, thousandths of the loss, and within how many days."""
PURPOSE_OF_KIND = {"drought": "旱灾救助"}
REBUILDING_YUAN = 20_000
"""What the province adds for each household that rebuilds."""
HOUSE_FIRES_YUAN = 120_000
ROUND_SUM, ROUND_SHARE = 100_000, 1_000
BY_TOWNSHIP = frozenset(("990122", "990123", "990181"))
"""Counties that write down what each township paid."""
SLOW, SLOW_DAYS, USUAL_DAYS = "990122", (48, 75), (10, 32)
"""One county takes long to pay, so that the last batches are not paid out at the cut-off."""

RECEIVED, PASSED_DOWN, PAID = "收到上级下达", "拨付下级", "发放到户"


@dataclass(frozen=True)
class Payment:
    """One row of the ledger: money in yuan; people helped only where it reached them."""

    stage: str
    payer: str
    purpose: str
    document: str
    dated_on: date
    place: Place
    yuan: int
    season: str = ""
    households: int | None = None
    person_times: int | None = None


@dataclass(frozen=True)
class Batch:
    """Money that reaches the prefecture with one document, and the counties it is for with their townships."""

    payer: str
    purpose: str
    dated_on: date
    yuan: int
    shares: tuple[tuple[Place, int, tuple[tuple[Place, int], ...]], ...]
    season: str = ""
    person_times: Mapping[str, int] | None = None


def payments(prefecture: Place, batches: Sequence[Batch], draw: Draw, until: date) -> list[Payment]:
    """Every row of the prefecture's ledger up to the day `until`: by stage, then by date."""
    rows: list[Payment] = []
    used: set[str] = set()
    for batch in sorted(batches, key=lambda b: (b.dated_on, b.payer, b.purpose)):
        received = Payment(
            RECEIVED, batch.payer, batch.purpose, _document(batch, used), batch.dated_on, prefecture, batch.yuan,
            batch.season,
        )  # fmt: skip
        rows.append(received)
        for county, yuan, townships in batch.shares:
            passed = replace(
                received, stage=PASSED_DOWN, dated_on=batch.dated_on + timedelta(draw.between(3, 9)), place=county,
                yuan=yuan,
            )  # fmt: skip
            people = batch.person_times[county.code] if batch.person_times else None
            rows += [passed, *_paid(passed, townships, people, draw)]
    known = [row for row in rows if row.dated_on <= until and row.yuan]
    order = (RECEIVED, PASSED_DOWN, PAID)
    return sorted(known, key=lambda row: (order.index(row.stage), row.dated_on, row.document, row.place.code))


def _paid(passed: Payment, townships: Sequence[tuple[Place, int]], people: int | None, draw: Draw) -> Iterator[Payment]:
    """What the county, or each of its townships, paid out of what was passed down."""
    yuan = passed.yuan * draw.between(930, 1000) // 1000
    weights = [weight for _, weight in townships]
    days = SLOW_DAYS if passed.place.code == SLOW else USUAL_DAYS
    by_township = passed.place.code in BY_TOWNSHIP and people is None and sum(weights) > 0
    places = [place for place, _ in townships] if by_township else [passed.place]
    for place, share in zip(places, shared_out(yuan, weights if by_township else [1], 10), strict=True):
        person_times = people if people is not None else max(1, share // draw.between(300, 900))
        yield replace(
            passed, stage=PAID, dated_on=passed.dated_on + timedelta(draw.between(*days)), place=place, yuan=share,
            person_times=person_times, households=max(1, person_times * 10 // draw.between(22, 34)),
        )  # fmt: skip


def _document(batch: Batch, used: set[str]) -> str:
    """A number that rises through the year: the province hands central money on with a document of its own."""
    issuer = "示市财社" if batch.payer == "市级" else "示财社"
    number = batch.dated_on.timetuple().tm_yday // 3 + 2
    while (document := f"{issuer}〔{batch.dated_on.year}〕{number}号") in used:
        number += 1
    used.add(document)
    return document


def after_disasters(disasters: Sequence[Disaster], draw: Draw) -> Iterator[Batch]:
    """Emergency money after the worst disasters of one year, by their loss."""
    worst = sorted(disasters, key=lambda d: (-d.loss, d.began_on))
    for payer, count, permille, days in PAYERS:
        for disaster in worst[:count]:
            yuan = _round_sum(draw.permille(disaster.loss, permille))
            weights = [in_yuan(figures_of(record), "direct_economic_loss") for record in disaster.records]
            shares = shared_out(yuan, weights, ROUND_SHARE)
            yield Batch(
                payer,
                PURPOSE_OF_KIND.get(disaster.kind, "应急救助"),
                disaster.began_on + timedelta(draw.between(days, 2 * days)),
                yuan,
                tuple(
                    (record.county, share, tuple((p, in_yuan(f, "direct_economic_loss")) for p, f in places_of(record)))
                    for record, share in zip(disaster.records, shares, strict=True)
                ),
            )


def for_houses(year: int, disasters: Sequence[Disaster], counties: Sequence[County]) -> Iterator[Batch]:
    """Autumn money for those who rebuild, and the prefecture's own for fires at home, which no disaster caused."""
    rebuilders: dict[str, int] = {}
    townships: dict[str, dict[Place, int]] = {}
    for record in (record for disaster in disasters for record in disaster.records):
        for place, figures in places_of(record):
            count = households(figures, "collapsed", "severe")
            rebuilders[record.county.code] = rebuilders.get(record.county.code, 0) + count
            below = townships.setdefault(record.county.code, {})
            below[place] = below.get(place, 0) + count
    shares = tuple(
        (county.place, rebuilders[county.place.code] * REBUILDING_YUAN, tuple(townships[county.place.code].items()))
        for county in counties
        if rebuilders.get(county.place.code)
    )
    yield Batch("省级", "恢复重建", date(year, 10, 16), sum(yuan for _, yuan, _ in shares), shares)
    each = HOUSE_FIRES_YUAN // len(counties)
    fires = tuple((county.place, each, ()) for county in counties)
    yield Batch("市级", "家庭火灾救助", date(year, 3, 4), HOUSE_FIRES_YUAN, fires)


def for_winter(aid: Sequence[Aid], spelt: str) -> Iterator[Batch]:
    """Money of one season: seven tenths central, three tenths provincial, before the new year."""
    first = aid[0].year - 1
    central = {row.place.code: row.person_times * 7 // 10 for row in aid}
    provincial = {row.place.code: row.person_times - central[row.place.code] for row in aid}
    for payer, tenths, day, people in (
        ("中央", 7, date(first, 12, 6), central),
        ("省级", 3, date(first, 12, 19), provincial),
    ):
        shares = tuple((row.place, row.yuan * tenths // 10 // ROUND_SHARE * ROUND_SHARE, ()) for row in aid)
        yield Batch(payer, "冬春救助", day, _round_sum(sum(yuan for _, yuan, _ in shares)), shares, spelt, people)


def _round_sum(yuan: int) -> int:
    return max(1, -(-yuan // ROUND_SUM)) * ROUND_SUM
