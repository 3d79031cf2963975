"""One piece of a tidy table → records. Values that repeat (regions, hazards, dates) are understood once each."""

from collections.abc import Callable, Sequence
from functools import partial

import polars as pl

from pipelines import codebooks
from pipelines.readers.context import Context
from pipelines.readers.contract import REPORT_SCHEMA
from pipelines.readers.figures import PLACES, are_figures, measure_of, typed_frame
from pipelines.readers.layouts import Column
from pipelines.readers.outcome import Outcome
from pipelines.readers.quotable import event_text, redacted, region_name_of, township_names
from pipelines.readers.records import full_frame
from pipelines.readers.row_dimensions import MOMENTS, TEXTS
from pipelines.readers.row_places import FREE_TEXT, REASONS, corps_suggestion, name_above
from pipelines.readers.rows import is_total
from pipelines.readers.sheet_figures import settled_measure, tell_doubt
from pipelines.readers.statements import hazard_name
from pipelines.readers.tidy_columns import TidyColumns
from pipelines.readers.tidy_times import ROW, column_texts, is_missing, moments, year_hints
from pipelines.transforms.hazards import UNSPECIFIED, level1, parse_hazard
from pipelines.transforms.places import Place, Written, resolve
from pipelines.transforms.stages import UNKNOWN, parse_stage
from pipelines.transforms.units import conversion

_PLACE = ("@region_code", "@region_name", "@parent_path", "@province", "@prefecture", "@county", "@township")
Cache = dict[str, object]


def records_of_frame(  # noqa: PLR0917, PLR0913 - one piece and what holds for all pieces
    frame: pl.DataFrame, first_row: int, columns: TidyColumns, context: Context, outcome: Outcome, cache: Cache
) -> pl.DataFrame:
    """The records of a piece whose first row stands at `first_row`."""
    frame = frame.with_row_index(ROW, offset=first_row)
    frame = _without_skipped(frame, columns, outcome)
    different, which = _places(frame, columns, context, outcome, cache)
    codes = pl.Series("region_code", [place.code for place in different], dtype=pl.String).gather(which)
    kept = frame.with_columns(codes)
    if codes.null_count():
        nowhere = [different[number] for number in which.filter(codes.is_null())]
        _reject(frame.filter(codes.is_null()), nowhere, columns, outcome)
        kept = kept.filter(codes.is_not_null())
    outcome.accepted += kept.height
    series = [*_keys(kept, columns, context, outcome), *_figures(kept, columns, context, outcome)]
    return full_frame({values.name: values for values in series}, kept.height)


def _without_skipped(frame: pl.DataFrame, columns: TidyColumns, outcome: Outcome) -> pl.DataFrame:
    """Blank lines, 合计 lines and records that the sender held out are no records here."""
    blank = frame.select(pl.all_horizontal(pl.exclude(ROW).is_null())).to_series()
    names = column_texts(frame, columns, "@region_name")
    totals = names.is_in([name for name in names.unique().drop_nulls() if is_total(name)])
    held = next((str(c.position) for c in columns.known if c.heading.strip() == "held_out"), None)
    held_out = (
        frame[held].cast(pl.String).str.to_lowercase() == "true"
        if held
        else pl.Series([False] * frame.height, dtype=pl.Boolean)
    )
    skipped = pl.Series([False] * frame.height, dtype=pl.Boolean)
    for mask, reason in ((blank, "blank"), (totals.fill_null(False), "total"), (held_out.fill_null(False), "held_out")):
        for number in frame[ROW].filter(mask & ~skipped):
            outcome.skip(str(number), reason)
        skipped |= mask
    return frame.filter(~skipped) if skipped.any() else frame


def _places(
    frame: pl.DataFrame, columns: TidyColumns, context: Context, outcome: Outcome, cache: Cache
) -> tuple[list[Place], pl.Series]:
    """The different places that the rows name, and for each row which of them it is."""
    known: dict[tuple[str, ...], Place] = cache.setdefault("places", {})  # type: ignore[assignment]
    parts = pl.DataFrame([column_texts(frame, columns, target).fill_null("").alias(target) for target in _PLACE])
    different = parts.with_columns(frame[ROW]).unique(_PLACE, keep="first", maintain_order=True)
    written = different.select(_PLACE).rows()
    new = [(number, key) for number, key in zip(different[ROW], written, strict=True) if key not in known]
    rows = [Written(code, name, tuple(step for step in path if step)) for _, (code, name, *path) in new]
    for (number, key), place in zip(new, resolve(rows, context.region), strict=True):
        known[key] = place
        _tell_about_code(number, place, outcome)
    numbered = different.select(_PLACE).with_row_index("which")
    return [known[key] for key in written], _looked_up(parts, numbered)


def _looked_up(rows: pl.DataFrame, known: pl.DataFrame) -> pl.Series:
    """For each row what a table knows of its values: the one column that the rows lack."""
    (told,) = set(known.columns) - set(rows.columns)
    return rows.join(known, on=rows.columns, how="left", nulls_equal=True, maintain_order="left")[told]


def _reject(frame: pl.DataFrame, places: Sequence[Place], columns: TidyColumns, outcome: Outcome) -> None:
    known = [(str(column.position), column.heading) for column in columns.known if column.target != FREE_TEXT]
    for row, place in zip(frame.iter_rows(named=True), places, strict=True):
        where, rule_id = str(row[ROW]), REASONS[place.problem]
        written = [str(row[name]) for target in _PLACE if (name := columns.position(target)) and row[name] is not None]
        name = str(row.get(columns.position("@region_name") or "") or "")
        told = {"detail": "、".join(place.candidates[:5])} | corps_suggestion(name)
        outcome.finding(rule_id, where, value=" ".join(written), **told)
        cells = "；".join(f"{heading}={redacted(str(row[name]))}" for name, heading in known if row[name] is not None)
        outcome.reject(where, rule_id, cells[:500])


def _tell_about_code(number: int, place: Place, outcome: Outcome) -> None:
    """A county code that no table has, and names that contradict it, once each."""
    code = (place.code or "")[:6]
    if place.is_new_code and codebooks.region(code) is None and outcome.is_first(f"new {code}"):
        outcome.finding("F081", str(number), region_code=code, value=code, detail=name_above(code))
    for name in place.other_names:
        if len(place.code or "") == 6 and outcome.is_first(f"{code} {name}"):
            known = codebooks.region(code)
            told = known.name_zh if known else name_above(code)
            outcome.finding("F084", str(number), region_code=code, value=code, detail=told, suggestion=name)


def _keys(frame: pl.DataFrame, columns: TidyColumns, context: Context, outcome: Outcome) -> list[pl.Series]:
    codes = frame["region_code"]
    occurred = moments(frame, columns, "occurred_at", context, outcome)
    own_hazards = _mapped(frame, columns, "@hazard", lambda text: _hazard(text, outcome))
    hazards = own_hazards.fill_null(context.hazard or context.guessed_hazard or UNSPECIFIED)
    levels = {code: codebooks.region_level_of_code(code) for code in codes.unique()}
    regime = column_texts(frame, columns, "@regime").fill_null(context.regime or columns.regime)
    stage = _mapped(frame, columns, "@stage", lambda text: _stage(text, outcome))
    series = {
        "source_locator": frame[ROW].cast(pl.String),
        "region_code": codes,
        "region_name": _with_code(column_texts(frame, columns, "@region_name").fill_null(""), codes, region_name_of),
        "region_level": codes.replace_strict(levels, return_dtype=pl.String),
        "hazard_key": hazards,
        "occurred_at": occurred.fill_null(context.occurred_at) if context.occurred_at else occurred,
        "stage": stage.fill_null(context.stage),
        "regime": regime,
    }
    series |= {name: moments(frame, columns, name, context, outcome) for name in MOMENTS}
    for name in MOMENTS:
        if getattr(context, name):
            series[name] = series[name].fill_null(getattr(context, name))
    for name, longest in TEXTS.items():
        series[name] = _mapped(frame, columns, f"@{name}", partial(_short, longest=longest))
    townships = column_texts(frame, columns, "@affected_township_names").fill_null("")
    series["affected_township_names"] = _with_code(townships, codes, township_names)
    series["year_hint"] = year_hints(frame, columns, series, context)
    series["event_key"] = _event_keys(frame, columns, series, own_hazards, context)
    return [values.alias(name).cast(REPORT_SCHEMA[name]) for name, values in series.items()]


def _mapped(
    frame: pl.DataFrame, columns: TidyColumns, target: str, understand: Callable[[str], str | None]
) -> pl.Series:
    """A text column through a function that is called once for each different value."""
    texts = column_texts(frame, columns, target)
    meaning = {text: understand(text) for text in texts.unique().drop_nulls()}
    return texts.replace_strict(meaning, default=None, return_dtype=pl.String)


def _with_code(texts: pl.Series, codes: pl.Series, understand: Callable[[str, str], str | None]) -> pl.Series:
    """A text column through a function of the text and the row's region, called once for each different pair."""
    rows = pl.DataFrame({"text": texts, "code": codes})
    pairs = rows.unique(maintain_order=True)
    meaning = pl.Series("meaning", [understand(text, code) for text, code in pairs.iter_rows()], dtype=pl.String)
    return _looked_up(rows, pairs.with_columns(meaning))


def _hazard(text: str, outcome: Outcome) -> str | None:
    if is_missing(text):
        return None
    hazard = parse_hazard(text)
    if hazard.problem and outcome.is_first(f"hazard {text}"):
        rule_id = "F090" if hazard.problem == "unknown" else "F091"
        outcome.finding(rule_id, value=text, detail=hazard_name(hazard.hazard_key))
    return hazard.hazard_key


def _stage(text: str, outcome: Outcome) -> str | None:
    stage = parse_stage(text)
    if stage is None and not is_missing(text) and outcome.is_first(f"stage {text}"):
        outcome.finding("F070", value=text)
    return stage if stage or is_missing(text) else UNKNOWN


def _short(text: str, longest: int) -> str | None:
    return None if is_missing(text) or len(text) > longest else event_text(text)


def _event_keys(
    frame: pl.DataFrame, columns: TidyColumns, series: dict[str, pl.Series], own_hazards: pl.Series, context: Context
) -> pl.Series:
    """`id:` of the row's own event; the sidecar's one disaster; a series where no time is told; else left to core."""
    ids = column_texts(frame, columns, "@event_id")
    dated = series["occurred_at"].is_not_null()
    stated = context.occurred_at
    hazard = level1(context.hazard or context.guessed_hazard or UNSPECIFIED)
    whole = f"{hazard}@{stated.isoformat()}" if stated else None
    chain = f"series:{context.series}@{context.as_of.year if context.as_of else context.year or ''}"
    rows = pl.DataFrame({"id": ids, "at": series["occurred_at"], "hazard": own_hazards, "dated": dated})
    return rows.select(
        pl.when(pl.col("id").is_not_null()).then(pl.lit("id:") + pl.col("id"))
        .when(pl.col("at") == pl.lit(stated, dtype=pl.Datetime("us"))).then(pl.lit(whole))
        .when(pl.col("dated") | pl.col("hazard").is_not_null() | pl.lit(bool(dated.any()))).then(None)
        .otherwise(pl.lit(chain))
    ).to_series()  # fmt: skip


def _as_text(frame: pl.DataFrame, column: str) -> pl.Expr:
    """A column of figures as text; floating-point noise beyond the sixth place is no part of a figure."""
    if frame.schema[column].is_float():
        return pl.col(column).cast(pl.Float64).round(PLACES).cast(pl.String)
    return pl.col(column).cast(pl.String)


def _figures(frame: pl.DataFrame, columns: TidyColumns, context: Context, outcome: Outcome) -> list[pl.Series]:
    plain = {c.target: Column(c.position, c.heading, c.target, c.unit) for c in columns.figures}
    measures = {}
    for name, column in plain.items():
        measure = measure_of(codebooks.indicators()[name], "")
        if column.unit or context.units:
            settled = settled_measure(column, context.units, "1", outcome)
            if settled is None:
                continue
            measure = settled
        measures[name] = measure
    scaled = {name for name, m in measures.items() if conversion(m.unit_written or m.unit, m.unit) != 1}
    cells = {name: frame[str(plain[name].position)] for name in measures}
    typed = {name for name in measures.keys() - scaled if are_figures(cells[name], codebooks.indicators()[name])}
    texts = frame.select(
        _as_text(frame, str(plain[name].position)).alias(name) for name in measures if name not in typed
    )
    values, doubts = typed_frame(texts, {name: measures[name] for name in texts.columns}, scaled)
    numbers = [cells[name].cast(codebooks.indicators()[name].dtype).alias(name) for name in measures if name in typed]
    for name, found in doubts.items():
        for doubt in found:
            where, code = str(frame[ROW][doubt.position]), frame["region_code"][doubt.position]
            tell_doubt(doubt, plain[name], measures[name], where, code, not columns.personal, outcome)
    return [*numbers, *values.get_columns()]
