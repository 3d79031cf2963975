"""The 66 figures of one disaster in one township, drawn so that every rule of the form holds.

A county is the sum of its townships, so what holds for each of them (parts add up, nested areas, total = collective +
dispersed) holds for the county too.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from pipelines import codebooks
from pipelines.sample.draw import Draw

Figure = int | Decimal
Figures = dict[str, Figure | None]


@dataclass(frozen=True)
class Profile:
    """How one kind of disaster behaves here: when, how often, whom and what it hits (a row of hazard_profiles.csv)."""

    report_value: str
    kind: str
    yearly_tenths: int
    months: tuple[tuple[int, int], ...]
    hours: tuple[int, ...]
    rates: Mapping[str, int]


def township_figures(profile: Profile, draw: Draw, severity: int, is_running: bool) -> Figures:
    """All indicators of one disaster in one township; `is_running` leaves people in shelter at the cut-off."""
    people = max(3, draw.permille(profile.rates["people"], severity))
    drawn = (
        _people(profile, draw, people, is_running)
        | _drought(profile, draw, people, is_running)
        | _houses(profile, draw, people)
        | _agriculture(profile, draw, people)
        | _facilities(profile, draw, people)
    )
    drawn["need_transitional_aid"] = drawn["collapsed_dwelling_households"] * 3
    drawn["affected_population"] = max(people, *(drawn[name] for name in NEVER_MORE_THAN_AFFECTED))
    figures: Figures = {name: _in_unit(name, value) for name, value in drawn.items()}
    figures |= _losses(profile, draw, drawn)
    return {name: figures[name] for name in national_columns()}


NEVER_MORE_THAN_AFFECTED = ("relocated_total_cum", "need_emergency_aid_cum", "need_transitional_aid", "_casualties")


def _people(profile: Profile, draw: Draw, people: int, is_running: bool) -> dict[str, int]:
    rate = profile.rates
    collective = draw.permille(people, rate["relocated_permille"]) * draw.between(30, 70) // 100
    dispersed = draw.permille(people, rate["relocated_permille"]) - collective
    dispersed = max(0, dispersed)
    lethal = draw.happens(rate["lethal_permille"] * people // rate["people"])
    deaths, missing = (draw.between(1, 2), draw.between(0, 1)) if lethal else (0, 0)
    injured = draw.between(1, 6) if lethal else draw.between(0, people // 4000)
    aid = draw.permille(people, rate["aid_permille"])
    left = draw.between(20, 50) if is_running else 0
    sites = -(-collective // 160)
    return {
        "flooded_townships": int(profile.kind in ("flood", "typhoon") and people > rate["people"] // 2),
        "deaths": deaths,
        "missing": missing,
        "injured": injured,
        "seriously_injured": injured // 3,
        "_casualties": deaths + missing,
        "evacuated_preemptive": (collective + dispersed) * draw.between(0, 140) // 100,
        "relocated_total_cum": collective + dispersed,
        "relocated_total_now": collective * left // 100 + dispersed * left // 100,
        "relocated_collective_cum": collective,
        "relocated_collective_now": collective * left // 100,
        "relocated_dispersed_cum": dispersed,
        "relocated_dispersed_now": dispersed * left // 100,
        "shelter_sites_cum": sites,
        "shelter_sites_now": sites if collective * left // 100 else 0,
        "need_emergency_aid_cum": aid,
        "need_emergency_aid_now": aid * left // 100,
    }


def _drought(profile: Profile, draw: Draw, people: int, is_running: bool) -> dict[str, int]:
    thirsty = profile.kind == "drought"
    aid = draw.permille(people, 90) if thirsty else 0
    water = aid * draw.between(60, 90) // 100
    left = 50 if is_running else 0
    large, small = (draw.permille(people, 40), draw.permille(people, 90)) if thirsty else (0, 0)
    return {
        "drought_need_aid_cum": aid,
        "drought_need_aid_now": aid * left // 100,
        "drought_water_need_cum": water,
        "drought_water_need_now": water * left // 100,
        "drought_livestock_thirst": large + small,
        "drought_large_livestock_thirst": large,
        "drought_small_livestock_thirst": small,
    }


def _houses(profile: Profile, draw: Draw, people: int) -> dict[str, int]:
    houses: dict[str, int] = {}
    for degree in ("collapsed", "severe", "minor"):
        dwelling = draw.permille(people, profile.rates[f"{degree}_per_10000"]) // 10
        houses[f"{degree}_rooms"] = dwelling + dwelling * draw.between(0, 40) // 100
        houses[f"{degree}_dwelling_rooms"] = dwelling
        houses[f"{degree}_dwelling_households"] = -(-dwelling // draw.between(2, 4))
    return houses


def _agriculture(profile: Profile, draw: Draw, people: int) -> dict[str, int]:
    """Areas in hundredths of a hectare: failed within damaged within affected, grain within each."""
    rate = profile.rates
    affected = draw.permille(people * 100, rate["crop_ha_per_1000"])
    damaged = affected * draw.between(30, 60) // 100
    failed = damaged * draw.between(4, 25) // 100
    grain = draw.between(55, 85)
    livestock = draw.permille(people, rate["livestock_per_1000"])
    wet = profile.kind in ("flood", "typhoon")
    return {
        "crop_affected_ha": affected,
        "grain_affected_ha": affected * grain // 100,
        "crop_damaged_ha": damaged,
        "grain_damaged_ha": damaged * grain // 100,
        "crop_failed_ha": failed,
        "grain_failed_ha": failed * grain // 100,
        "grassland_affected_ha": 0,
        "forest_affected_ha": draw.permille(people * 100, rate["forest_ha_per_1000"]),
        "livestock_dead": livestock,
        "large_livestock_dead": livestock // 5,
        "small_livestock_dead": livestock - livestock // 5,
        "aquaculture_affected_ha": draw.permille(people * 100, 2) if wet else 0,
    }


def _facilities(profile: Profile, draw: Draw, people: int) -> dict[str, int]:
    """Works and facilities; lengths in metres."""
    road = draw.permille(people, profile.rates["road_m_per_1000"])
    urban = bool(profile.rates["urban"])
    hard = people > 1500 and road > 300
    return {
        "industrial_firms_damaged": draw.between(0, people // 900) if urban else 0,
        "commercial_outlets_damaged": draw.between(0, people // 120) if urban else 0,
        "road_damaged_km": road,
        "telecom_line_damaged_km": road * draw.between(5, 40) // 100,
        "base_stations_damaged": draw.between(0, 3) if hard else 0,
        "power_line_damaged_km": road * draw.between(10, 60) // 100,
        "power_equipment_damaged": draw.between(0, 4) if hard else 0,
        "reservoirs_damaged": int(hard and draw.happens(120)),
        "dike_damaged_km": road * draw.between(5, 30) // 100 if profile.kind in ("flood", "typhoon") else 0,
        "municipal_road_damaged_km": road * draw.between(5, 25) // 100 if urban else 0,
        "municipal_water_pipe_damaged_km": road * draw.between(2, 10) // 100 if urban else 0,
        "schools_damaged": draw.between(0, 2) if hard else 0,
        "health_facilities_damaged": draw.between(0, 1) if hard else 0,
    }


def _losses(profile: Profile, draw: Draw, drawn: Mapping[str, int]) -> Figures:
    """The six parts and their exact sum, in 万元 with two decimals."""
    rate = profile.rates
    total = draw.permille(drawn["affected_population"] * 10, rate["loss_yuan_per_person"])
    houses = sum(drawn[f"{degree}_rooms"] for degree in ("collapsed", "severe", "minor"))
    parts = {
        "loss_housing_household": draw.permille(total, rate["housing"]) + houses * 5,
        "loss_agriculture": draw.permille(total, rate["agriculture"]) + (drawn["crop_affected_ha"] > 0),
        "loss_industry_commerce": draw.permille(total, rate["industry"]),
        "loss_infrastructure": draw.permille(total, rate["infrastructure"]),
        "loss_public_service": draw.permille(total, rate["public"]),
        "loss_other": draw.permille(total, rate["other"]),
    }
    return {
        "direct_economic_loss": Decimal(sum(parts.values())).scaleb(-2),
        **{name: Decimal(value).scaleb(-2) for name, value in parts.items()},
    }


def national_columns() -> tuple[str, ...]:
    """The indicators of the national layout in the order of their columns."""
    numbered = [i for i in codebooks.indicators().values() if i.national_seq]
    return tuple(i.column_name for i in sorted(numbered, key=lambda i: i.national_seq or 0))


def _in_unit(name: str, value: int) -> Figure | None:
    """A whole number of the smallest step of the indicator as a figure in its unit."""
    indicator = codebooks.indicators().get(name)
    return Decimal(value).scaleb(-indicator.decimals) if indicator and not indicator.is_integer else value


def added(many: Iterable[Figures]) -> Figures:
    """The sum of figures, indicator by indicator; None where nobody reports anything."""
    sums: Figures = dict.fromkeys(national_columns())
    for figures in many:
        for name, value in figures.items():
            if value is not None:
                sums[name] = value + (sums[name] or 0)
    return sums
