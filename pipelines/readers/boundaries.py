"""Reader of boundary files: which regions they draw, and their shapes, repaired and simplified."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePath

import polars as pl

from pipelines import codebooks
from pipelines.readers import boundary_areas as areas
from pipelines.readers.boundary_areas import Area, area_of
from pipelines.readers.boundary_json import features_of
from pipelines.readers.boundary_places import Located, Properties, code_in, is_border, located
from pipelines.readers.contract import BOUNDARY_SCHEMA, Reading
from pipelines.readers.messages import SHAPE
from pipelines.readers.outcome import Outcome
from pipelines.readers.quotable import redacted, region_name_of
from pipelines.readers.received_files import received_bytes
from pipelines.readers.row_places import name_above
from pipelines.readers.sheets import Unreadable
from pipelines.readers.statements import sidecar_statement
from pipelines.readers.text_encodings import decoded
from pipelines.transforms import shapes
from pipelines.transforms.place_hints import region_in_text, region_written

READER = "boundaries"
LARGEST = 256 * 1024**2
SHOWN = 5
KINDS = {areas.POINT: ("点", "a point"), areas.LINE: ("线", "a line")}
REASONS = {
    "blank": ("没有代码，也没有名称", "it has neither code nor name"),
    "unknown": ("找不到这个代码或名称", "its code or name is not known"),
    "ambiguous": ("有几个地方叫这个名称", "several places bear its name"),
}
BORDER, LABEL_POINT = "border_line", "label_point"
_YEAR = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})(?:(?:0[1-9]|1[0-2])(?:[0-3][0-9])?)?(?![0-9])")


@dataclass(frozen=True)
class _Shape:
    """A feature that has a region and an area."""

    number: int
    place: Located
    area: Area


def read_boundaries(path: Path, sidecar: Mapping[str, object] | None, outcome: Outcome) -> Reading:
    """Every feature of the file: a region's shape, a line between regions, or rejected with the reason."""
    if path.stat().st_size > LARGEST:
        raise Unreadable("F152", detail=f"{path.stat().st_size / 1024**2:.0f} MB")
    stated, vintage = _stated(sidecar, outcome)
    told: list[tuple[Properties, Area]] = [
        (one.properties, area_of(one.geometry)) for one in features_of(decoded(received_bytes(path)).text)
    ]
    if not told:
        raise Unreadable("F162")

    def about() -> str | None:
        stem = PurePath(outcome.source_file).stem
        return stated or code_in(stem) or region_in_text(stem)

    places = located([properties for properties, _ in told], about)
    if len(told) == 1 and not places[0].written and (region := about()):
        places = [Located(region, "", region)]
    kept = _kept(told, places, outcome)
    _tell(kept, outcome)
    frame = _frame(kept, vintage, outcome)
    return replace(outcome.reading(READER), boundaries=frame)


def _stated(sidecar: Mapping[str, object] | None, outcome: Outcome) -> tuple[str | None, int | None]:
    """Region and year as the description file states them; the year else as the name or a folder of the file does."""
    rest = dict(sidecar or {})
    code, as_of = rest.pop("region_code", None), rest.pop("as_of", None)
    year = re.fullmatch(r"\s*((?:19|20)\d\d)\s*年?\s*", str(as_of))
    statement = sidecar_statement(rest if year or as_of is None else rest | {"as_of": as_of}, outcome)
    day = statement.values.get("as_of")
    vintage = int(year[1]) if year else getattr(day, "year", None)
    for part in reversed(PurePath(outcome.source_file).parts):
        found = _YEAR.findall(PurePath(part).stem)
        vintage = vintage or (int(found[-1]) if found else None)
    if vintage is None:
        outcome.finding("F157")
    region = statement.values.get("region") if code is None else region_written(str(code))
    return (str(region) if region else None), vintage


def _kept(told: Sequence[tuple[Properties, Area]], places: Sequence[Located], outcome: Outcome) -> list[_Shape]:
    """The features that are a region's area; every other one is skipped or rejected."""
    drawn = {place.code for place, (_, area) in zip(places, told, strict=True) if area.shape is not None}
    kept = []
    for number, ((properties, area), place) in enumerate(zip(told, places, strict=True), 1):
        where = f"{SHAPE}{number}"
        if place.code is None and is_border(properties):
            outcome.skip(where, BORDER)
        elif area.problem == areas.POINT and place.code in drawn - {None}:
            outcome.skip(where, LABEL_POINT)
        elif place.code is None or area.shape is None:
            _reject(where, place, area, outcome)
        else:
            outcome.accepted += 1
            kept.append(_Shape(number, place, area))
    return kept


def _reject(where: str, place: Located, area: Area, outcome: Outcome) -> None:
    rule_id = "F155" if area.problem in KINDS else "F156" if area.shape is None else "F150"
    zh, en = KINDS.get(area.problem) or REASONS.get(place.problem, ("", ""))
    if place.candidates:
        zh, en = (f"{words}（{'、'.join(place.candidates[:SHOWN])}）" for words in (zh, en))
    outcome.finding(rule_id, where, value=place.written or "—", detail_zh=zh, detail_en=en)
    outcome.reject(where, rule_id, redacted(place.written))


def _tell(kept: Sequence[_Shape], outcome: Outcome) -> None:
    """What should be checked about the shapes that are used, each kind once in a file."""
    broken = [one for one in kept if one.area.was_broken]
    named = [one for one in kept if one.place.is_by_name]
    for rule_id, found in (("F158", broken), ("F161", named)):
        if found:
            outcome.finding(rule_id, f"{SHAPE}{found[0].number}", value=_names(found), detail=str(len(found)))
    unknown = [one for one in kept if codebooks.region(one.place.code or "") is None]
    if unknown:
        code = unknown[0].place.code or ""
        outcome.finding("F081", f"{SHAPE}{unknown[0].number}", region_code=code, value=_and_more(code, unknown),
                        detail=name_above(code))  # fmt: skip
    other = [one for one in kept if one.place.other_names]
    for one in other[:1]:
        code = one.place.code or ""
        known = codebooks.region(code)
        outcome.finding("F154", f"{SHAPE}{one.number}", region_code=code, value=_and_more(code, other),
                        detail=known.name_zh if known else "", suggestion=one.place.other_names[0])  # fmt: skip


def _frame(kept: Sequence[_Shape], vintage: int | None, outcome: Outcome) -> pl.DataFrame:
    """One row per region, in the order of the file."""
    regions: dict[str, list[_Shape]] = {}
    for one in kept:
        regions.setdefault(one.place.code or "", []).append(one)
    for code, several in regions.items():
        if len(several) > 1:
            name, where = several[0].place.name or code, f"{SHAPE}{several[0].number}"
            outcome.finding("F160", where, region_code=code, value=name, detail=str(len(several)))
    if not regions:
        return pl.DataFrame(schema=BOUNDARY_SCHEMA)
    whole = [_whole(several) for several in regions.values()]
    coordinates, is_turned = shapes.coordinates_of(whole)
    if is_turned:
        outcome.finding("F159")
        whole = shapes.turned(whole)
    levels = [codebooks.region_level_of_code(code) for code in regions]
    drawn = shapes.simplified(whole, levels)
    rows = [
        {
            "source_locator": f"{SHAPE}{several[0].number}", "region_code": code,
            "region_name": region_name_of(several[0].place.name, code), "region_level": level, "vintage": vintage,
            "coordinates": coordinates, "geometry": one.geometry,
            "label_x": one.label_x, "label_y": one.label_y, "label_radius": one.label_radius,
        }
        for (code, several), level, one in zip(regions.items(), levels, drawn, strict=True)
    ]  # fmt: skip
    return pl.DataFrame(rows, schema=BOUNDARY_SCHEMA)


def _whole(several: Sequence[_Shape]) -> shapes.Shape:
    parts = [one.area.shape for one in several]
    return parts[0] if len(parts) == 1 else shapes.joined(parts)


def _names(found: Iterable[_Shape]) -> str:
    names = [one.place.name or one.place.code or "" for one in found]
    return "、".join(names[:SHOWN]) + ("……" if len(names) > SHOWN else "")


def _and_more(code: str, found: Sequence[object]) -> str:
    return code if len(found) == 1 else f"{code}（等 {len(found)} 处 / {len(found)} places）"
