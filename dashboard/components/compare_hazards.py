"""Hazard against hazard over ten years: strips of columns of one scale, and whose share of the figure is largest."""

from decimal import Decimal
from fractions import Fraction

import polars as pl

from dashboard import charts, comparing, labels, snapshot
from dashboard.charts import Caption
from dashboard.components import exhibit, tables
from dashboard.components.compare import Subject, bases, inside, span
from dashboard.components.exhibit import Exhibit
from dashboard.i18n import t

ALL = "all"
MOST = 8


def show(subject: Subject) -> None:
    """The main hazards, the largest first; those that never had a figure are left out."""
    page = subject.page
    hazards = snapshot.ask(page.release, "hazards", region=page.selection.region)["hazard_key"].to_list()
    rows = subject.rows([page.selection.region], [ALL, *hazards])
    frame = comparing.over_years(rows, "hazard_key", [ALL, *hazards], subject.indicator, page.selection.period)
    sums = known_sums(alike(frame))
    ranked = sorted((key for key in hazards if sums.get(key)), key=lambda key: -sums[key])
    if not ranked:
        tables.muted(t("compare.hazards_none", indicator=subject.spoken))
        return
    exhibit.show(page.release, chart(subject, frame, sums, ranked[:MOST]), key="hazards")
    if ranked[MOST:]:
        others = t("words.list_comma").join(labels.hazard(page.release, key) for key in ranked[MOST:])
        tables.muted(t("compare.hazards_more", hazards=others))


def alike(frame: pl.DataFrame) -> pl.DataFrame:
    """The years in which the total and the hazards are known on one basis: only these make shares. All years, without
    the total, where there is none."""
    known = frame.filter(pl.col("value").is_not_null())
    total = known.filter(pl.col("key") == ALL).select("year", total_basis="basis")
    hazards = known.filter(pl.col("key") != ALL).join(total, on="year")
    is_alike = hazards.group_by("year").agg((pl.col("basis") == pl.col("total_basis")).all().alias("is_alike"))
    years = is_alike.filter("is_alike")["year"]
    return frame.filter(pl.col("year").is_in(years.implode()) if len(years) else pl.col("key") != ALL)


def known_sums(frame: pl.DataFrame) -> dict[str, Decimal]:
    """What each hazard adds up to over the years that are known."""
    known = frame.filter(pl.col("value").is_not_null())
    return dict(known.group_by("key").agg(pl.col("value").sum()).iter_rows())


def chart(subject: Subject, frame: pl.DataFrame, sums: dict[str, Decimal], ranked: list[str]) -> Exhibit:
    """The strips; each hazard's worst year bears its figure."""
    page = subject.page
    names = {key: labels.hazard(page.release, key) for key in ranked}
    shown = frame.filter(pl.col("key").is_in(ranked))
    scale = subject.scale(shown["value"])
    worst = pl.col("value") == pl.col("value").max().over("key")
    drawn = subject.labelled(shown, scale).with_columns(
        name=pl.col("key").replace_strict(names),
        order=pl.col("key").replace_strict({key: place for place, key in enumerate(ranked)}),
        is_peak=(worst & (pl.col("value") > 0)).fill_null(False),
    )  # fmt: skip
    last = page.selection.year
    counted = alike(frame).filter(pl.col("value").is_not_null())["year"].unique().sort().to_list()
    no_data = t("words.no_data")
    exact = shown.sort("order", "year").select(
        pl.col("key").replace_strict(names).alias(t("filters.hazard")), pl.col("year").alias(t("trends.year")),
        pl.col("value").alias(subject.heading()),
    )  # fmt: skip
    told = [t("compare.strips_key", year=last)]
    if shown["value"].null_count():
        told.append(t("compare.strips_gaps"))
    if shown["is_break"].any():
        told.append(t("trends.break_mark"))
    caption = Caption(
        title(subject, sums, ranked, span(counted or [last])),
        subject.details(scale, page.region, page.span, bases(shown["basis"])), tuple(told),
    )  # fmt: skip
    return Exhibit(
        lambda colours: charts.strips(drawn, no_data, colours), caption, exact,
        page.file_name(subject.name, t("compare.hazards_name")),
    )  # fmt: skip


def title(subject: Subject, sums: dict[str, Decimal], ranked: list[str], years: str) -> str:
    """2018—2025年直接经济损失：洪涝灾害最多，占71.3%，其次是风雹灾害，占12.0%"""
    page, total = subject.page, sums.get(ALL)

    def share(key: str) -> str:
        return page.numbers.percent(Fraction(sums[key]) * 100 / Fraction(total)) if total else ""

    words = {"years": years, "indicator": subject.spoken,
             "hazard": inside(labels.hazard(page.release, ranked[0])), "share": share(ranked[0])}  # fmt: skip
    if not total:
        return t("compare.hazards_without_share", **words)
    if len(ranked) == 1:
        return t("compare.hazards_alone", **words)
    second = inside(labels.hazard(page.release, ranked[1]))
    return t("compare.hazards_sentence", second=second, second_share=share(ranked[1]), **words)
