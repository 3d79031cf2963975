"""What real files do wrong or differently, put into the sample on purpose, each at a place that stays the same.

The regions are those of the fictional prefecture in the codebook of regions.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

from pipelines.sample.disasters import Blow, County, CountyRecord, Place, profiles, record_of
from pipelines.sample.draw import Draw
from pipelines.sample.figures import Figures
from pipelines.sample.funds import PAID, PASSED_DOWN, RECEIVED, Payment
from pipelines.sample.insurance import VOLUNTARY, Policies, percent
from pipelines.sample.layouts import ListRow, StackedRow

PREFECTURE = "990100"

RECODED = Place("990121", "青湖县", "示例省-示例市")
"""The name and code that 990103 青湖区 had before RECODED_ON."""
RECODED_NOW = "990103"
RECODED_ON = datetime(2020, 6, 1)
ZONE_HOST = "990102"
ZONE_TOWNSHIPS = (
    Place("990171001000", "高新街道", "示例省-示例市"),
    Place("990171002000", "科园街道", "示例省-示例市"),
)
"""Townships of a development zone whose county-level code no table knows; the host county's figures contain them."""
LEAVES_WORKS_TO_COUNTY = "990122"
"""Its townships leave works and public services blank; the county fills them."""
REPORTS_MORE_THAN_TOWNSHIPS = "990123"
WITHOUT_TOWNSHIPS = "990124"
ONLY_TOWNSHIPS_ONCE = "990181"
DIFFERENT_DAY = "990181"
"""It filed the great flood with a time of its own, a day later: a candidate for the same disaster."""

KEEPS_ITS_OWN = Place("990181", "白沙市", "示例省-示例市")
"""It keeps a book of relief funds of its own; the prefecture has what it paid for one batch, too."""
WITHOUT_POPULATION = 2020
"""A year of a census, whose communiqué gives no population: no rate per head."""
STATES_ANOTHER_RATE = ("990123", 2024, VOLUNTARY)
"""Its insurer divided by the households of the year before: the stated rate is not insured ÷ eligible."""
SEASONS_AS_WRITTEN = ("{}—{}", "{}-{}年度")
"""How a winter-spring season is written in even and in odd years."""

GREAT = 7000
"""Severity of the great flood, in thousandths of the usual."""

WORKS = (
    "road_damaged_km", "telecom_line_damaged_km", "base_stations_damaged", "power_line_damaged_km",
    "power_equipment_damaged", "reservoirs_damaged", "dike_damaged_km", "municipal_road_damaged_km",
    "municipal_water_pipe_damaged_km", "schools_damaged", "health_facilities_damaged", "loss_infrastructure",
    "loss_public_service",
)  # fmt: skip


def as_filed(record: CountyRecord) -> None:
    """The standing habits of the counties: which rows and columns each of them fills."""
    code = record.county.code
    if code == RECODED_NOW and record.occurred_at < RECODED_ON:
        record.county, record.townships = RECODED, []
    elif code == WITHOUT_TOWNSHIPS:
        record.townships = []
    elif code == LEAVES_WORKS_TO_COUNTY:
        for _, figures in record.townships:
            _leave_blank(figures, WORKS)
    elif code == REPORTS_MORE_THAN_TOWNSHIPS and record.own:
        _add_unallocated(record.own)


def _leave_blank(figures: Figures, names: Sequence[str]) -> None:
    """Take the loss parts that are left blank out of the total, too: a total never holds what is not reported."""
    for name in names:
        if name.startswith("loss_"):
            figures["direct_economic_loss"] = _number(figures, "direct_economic_loss") - _number(figures, name)
        figures[name] = None


def _add_unallocated(own: Figures) -> None:
    """The county counts people, road and loss that it does not break down to townships."""
    people = int(_number(own, "affected_population")) // 10
    road = _number(own, "road_damaged_km") / 4
    loss = (_number(own, "loss_infrastructure") / 4).quantize(Decimal("0.01"))
    own["affected_population"] = int(_number(own, "affected_population")) + people
    own["road_damaged_km"] = _number(own, "road_damaged_km") + road.quantize(Decimal("0.001"))
    own["loss_infrastructure"] = _number(own, "loss_infrastructure") + loss
    own["direct_economic_loss"] = _number(own, "direct_economic_loss") + loss


def _number(figures: Figures, name: str) -> Decimal:
    return Decimal(figures[name] or 0)


def drop_one_county_row(records: Sequence[CountyRecord]) -> None:
    """Once only the townships reported; their county has no row."""
    for record in records:
        if record.county.code == ONLY_TOWNSHIPS_ONCE and len(record.townships) > 1:
            record.own = None
            return


def repeat_one_row(lines: list[ListRow]) -> None:
    """The same line twice: the system exported it twice, and its 合计 counts it twice."""
    for position, line in enumerate(lines):
        if line.place.code == WITHOUT_TOWNSHIPS:
            lines.insert(position + 1, line)
            return


def raise_one_total(lines: Sequence[ListRow]) -> None:
    """A direct loss that is 10 万元 more than its six parts."""
    for line in lines:
        if line.place.code == WITHOUT_TOWNSHIPS:
            line.figures["direct_economic_loss"] = _number(line.figures, "direct_economic_loss") + 10
            return


def swap_one_area(lines: Sequence[ListRow]) -> None:
    """More hectares without any harvest than hectares damaged."""
    for line in lines:
        damaged, failed = line.figures["crop_damaged_ha"], line.figures["crop_failed_ha"]
        if line.place.code == WITHOUT_TOWNSHIPS and damaged and failed and damaged > failed:
            line.figures["crop_damaged_ha"], line.figures["crop_failed_ha"] = failed, damaged
            return


def type_letter_for_zero(lines: Sequence[ListRow]) -> None:
    """A township's people as “12O”: the letter O for the digit 0."""
    for line in lines:
        people = str(line.figures["affected_population"])
        if line.depth == 2 and not line.is_top and people.endswith("0"):
            line.overwritten["affected_population"] = people[:-1] + "O"
            return


def kept_apart(payments: Sequence[Payment]) -> tuple[list[Payment], list[Payment]]:
    """The prefecture's rows, and those of the county that keeps its own book; its last batch stands in both."""
    own = [row for row in payments if row.stage == PAID and row.place.code.startswith(KEEPS_ITS_OWN.code)]
    twice = own[-1].document if own else ""
    received = [row for row in received_by_counties(payments) if row.place == KEEPS_ITS_OWN]
    return [row for row in payments if row not in own or row.document == twice], [*received, *own]


def received_by_counties(payments: Sequence[Payment]) -> list[Payment]:
    """What the counties confirm: the money that was passed down to them, seen from their side."""
    return [replace(row, stage=RECEIVED) for row in payments if row.stage == PASSED_DOWN]


def stated_rate(row: Policies) -> str:
    """The rate of participation as the insurer states it, in percent."""
    is_other = (row.place.code, row.year, row.scheme) == STATES_ANOTHER_RATE
    return percent(row.insured, row.eligible * 99 // 100) if is_other else percent(row.insured, row.eligible)


def great_flood(counties: Sequence[County], seed: int, at: datetime) -> tuple[list[CountyRecord], list[StackedRow]]:
    """The great flood: the rows of the provincial sheet (place, depth, figures), and what the national list has of it.

    It was reported in the provincial system. Only one county has it in its list too, with a time of its own.
    """
    profile, draw = profiles()[0], Draw(f"{seed}/great flood")
    listed: list[CountyRecord] = []
    sheet: list[StackedRow] = []
    for county in counties:
        code = county.place.code
        hit = (*county.townships, *(ZONE_TOWNSHIPS if code == ZONE_HOST else ())) or (county.place,)
        record = record_of(profile, draw, county, Blow(at, GREAT, hit))
        as_filed(record)
        sheet += _sheet_rows(record)
        if code == DIFFERENT_DAY:
            record.occurred_at, record.townships = at + timedelta(days=1, hours=3), []
            listed.append(record)
    return listed, sheet


def _sheet_rows(record: CountyRecord) -> list[StackedRow]:
    """County, then townships, as the provincial system stacks them; the recoded county still under its old code."""
    place, prefix = record.county, record.county.code
    if prefix == RECODED_NOW:
        place, prefix = RECODED, RECODED.code
    rows: list[StackedRow] = [(place, 2, record.own or {})]
    for township, figures in record.townships:
        code = township.code.replace(record.county.code, prefix, 1)
        rows.append((Place(code, township.name, township.parent_path), 3, figures))
    return rows
