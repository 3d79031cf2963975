"""What a title line, a sidecar or a file name states about a whole table: hazard, times, stage, region, units."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import PurePath

from pipelines import codebooks
from pipelines.readers.outcome import Outcome
from pipelines.transforms.dates import parse_moment, stamps_of, year_in
from pipelines.transforms.hazards import UNSPECIFIED, hazard_in, parse_hazard
from pipelines.transforms.place_hints import region_in_text, region_written
from pipelines.transforms.stages import parse_stage, stage_in
from pipelines.transforms.units import known_unit
from pipelines.transforms.widths import narrow

_MOMENTS = ("occurred_at", "ended_at", "as_of", "reported_at")
_LABELS = {
    *_MOMENTS, "cut_off", "hazard", "stage", "region", "unit", "typhoon_no", "magnitude", "event_name", "footnote",
}  # fmt: skip
"""The kinds of words of title_patterns.csv that a colon and a value may follow."""
SIDECAR_KEYS = {
    *_MOMENTS, "hazard", "stage", "region", "regime", "event_name", "typhoon_no", "magnitude", "unit", "units",
    "covers", "full", "basis", "state",
}  # fmt: skip
"""What a description file may state about any table; those of ledgers are in column_maps."""


@dataclass(frozen=True)
class Statement:
    """What one place (title, sidecar, name) states; `values` by name, absent where it is silent."""

    place_zh: str
    place_en: str
    values: Mapping[str, object] = field(default_factory=dict)


def title_statement(lines: Iterable[str], outcome: Outcome, locator: str) -> Statement:
    """The labelled values of the lines above the headings: “灾种名称：洪涝灾害  灾害发生时间：2021-10-03 12:37:48”."""
    values: dict[str, object] = {}
    texts = [narrow(line) for line in lines]
    for line in texts:
        for hit in _labelled().finditer(line):
            kind, written = _kinds()[hit["label"]], hit["value"].strip(" ()")
            if written:
                _take(values, kind, written, outcome, locator)
        stamps = stamps_of(line)
        if stamps.as_of:
            values.setdefault("as_of", stamps.as_of)
    joined = " ".join(texts)
    values["texts"] = texts
    _set(values, "stage", stage_in(joined))
    _set(values, "year", year_in(joined))
    _set(values, "hazard_word", hazard_in(joined))
    _set(values, "region_hint", region_in_text(joined))
    return Statement("标题", "the title", values)


def sidecar_statement(sidecar: Mapping[str, object] | None, outcome: Outcome) -> Statement:
    """What the description file beside the data states. What is wrong in it is told and left out."""
    values: dict[str, object] = {}
    file = f"{PurePath(outcome.source_file).name}.toml"
    for key, written in (sidecar or {}).items():
        if key not in SIDECAR_KEYS:
            outcome.finding("F096", value=file, detail_zh=f"不认识的项 {key}", detail_en=f"unknown key {key}")
        elif key in {"covers", "full", "regime", "event_name", "basis", "state"}:
            values[key] = written
        elif key in {"unit", "units"}:
            texts = written.values() if isinstance(written, Mapping) else [written]
            values["units"] = _units("、".join(map(str, texts)))
        else:
            before = len(values)
            _take(values, key, written, outcome, "")
            if len(values) == before:
                outcome.finding("F096", value=file, detail=f"{key} = {written}")
    return Statement("说明文件", "the sidecar", values)


def name_statement(outcome: Outcome) -> Statement:
    """What the name of the file states; what it leaves open, a name that the same bytes came under before may tell."""
    stated = [_named(name) for name in outcome.names]
    values = {key: value for values in reversed(stated) for key, value in values.items()}
    if outcome.stated_by:  # of a correction's own name the cut-off alone is believed, and only if nothing else tells it
        _set(values, "as_of", _named(outcome.source_file).get("as_of"))
    values["series"] = stated[min(1, len(stated) - 1)]["series"]  # the first name: renaming makes no new disaster
    return Statement("文件名", "the file name", values)


def _named(name: str) -> dict[str, object]:
    """The cut-off in a file's name; and the day and hazard, if nothing else tells them."""
    path = PurePath(name)
    stem = path.name[: -len(path.suffix)] if path.suffix else path.name
    stamps = stamps_of(stem)
    values: dict[str, object] = {"series": re.sub(r"[\s_\-—()（）]+", " ", stamps.rest).strip()}
    _set(values, "as_of", stamps.as_of)
    _set(values, "occurred_at", stamps.occurred_at)
    _set(values, "hazard", hazard_in(stem))
    _set(values, "stage", stage_in(stem))
    _set(values, "year", year_in(stem))
    _set(values, "region_hint", region_in_text(stem))
    return values


def _take(values: dict[str, object], kind: str, written: object, outcome: Outcome, locator: str) -> None:
    """Understand one labelled value and keep it under its kind; what cannot be understood is told."""
    text = str(written)
    if kind in _MOMENTS or kind == "cut_off":
        moment = parse_moment(written)
        kind = "as_of" if kind == "cut_off" else kind
        if moment:
            values.setdefault(kind, moment)
        elif kind == "occurred_at" and locator:
            outcome.finding("F063", locator, heading="灾害发生时间", value=text)
    elif kind == "hazard":
        hazard = parse_hazard(text)
        if hazard.problem == "unknown":
            outcome.finding("F090", locator, value=text)
        elif hazard.problem:
            outcome.finding("F091", locator, value=text, detail=hazard_name(hazard.hazard_key))
        if hazard.hazard_key != UNSPECIFIED:
            values.setdefault("hazard", hazard.hazard_key)
    elif kind == "stage":
        _set(values, "stage", parse_stage(text))
    elif kind == "region":
        _set(values, "region", region_written(text))
    elif kind == "unit":
        values.setdefault("units", _units(text))
    else:
        values.setdefault(kind, text)


def hazard_name(hazard_key: str) -> str:
    """The Chinese name of a hazard."""
    return next((row["name_zh"] for row in codebooks.rows("hazards") if row["hazard_key"] == hazard_key), hazard_key)


def moment_text(moment: object) -> str:
    """A moment as people write it, the day alone where no time is known."""
    if not isinstance(moment, datetime):
        return str(moment)
    return moment.strftime("%Y-%m-%d") if moment.time() == datetime.min.time() else moment.strftime("%Y-%m-%d %H:%M:%S")


def _units(text: str) -> tuple[str, ...]:
    """The units of “人、公顷、万元”."""
    names = [known_unit(part) for part in re.split(r"[、,，;；\s]+", text)]
    whole = known_unit(text)
    return tuple(name for name in ([whole] if whole else names) if name)


def _set(values: dict[str, object], key: str, value: object) -> None:
    if value is not None:
        values.setdefault(key, value)


def is_statement(text: str) -> bool:
    """Whether a cell states a labelled value (填表人：张三): such a cell is no heading. A unit is."""
    hit = _stated().match(narrow(text))
    return hit is not None and not known_unit(text)


def states_disaster(text: str) -> bool:
    """Whether a text states a hazard or a time of occurrence behind its label."""
    return bool(stated_kinds(text) & {"hazard", "occurred_at"})


def stated_kinds(text: str) -> set[str]:
    """What the labels in a text state: hazard, occurred_at, stage."""
    return {_kinds()[hit["label"]] for hit in _labelled().finditer(narrow(text))}


def tells_disaster(text: str) -> bool:
    """Whether a line says which disaster a table is about, labelled or not: 2021年11月3日风雹灾害情况表."""
    return states_disaster(text) or hazard_in(narrow(text)) is not None or stamps_of(text).occurred_at is not None


@cache
def _stated() -> re.Pattern[str]:
    words = [narrow(row["word"]).rstrip(":") for row in codebooks.rows("title_patterns") if row["kind"] in _LABELS]
    return re.compile(rf"(?:{'|'.join(sorted(map(re.escape, words), key=len, reverse=True))})\s*:\s*\S")


def is_footnote(text: str) -> bool:
    """Whether a row that begins with this text is a note or a signature below a table."""
    return narrow(text).lstrip("(*※ ").startswith(_footnotes())


@cache
def _footnotes() -> tuple[str, ...]:
    return tuple(narrow(row["word"]) for row in codebooks.rows("title_patterns") if row["kind"] == "footnote")


@cache
def _kinds() -> dict[str, str]:
    labels = (row for row in codebooks.rows("title_patterns") if row["kind"] in _LABELS - {"footnote"})
    return {row["word"]: row["kind"] for row in labels}


@cache
def _labelled() -> re.Pattern[str]:
    labels = "|".join(sorted(map(re.escape, _kinds()), key=len, reverse=True))
    return re.compile(
        rf"(?<![\u4e00-\u9fff])(?P<label>{labels}):\s*(?P<value>.*?)(?=\s{{2,}}|\s+(?:{labels}):|[;；]|$)"
    )
