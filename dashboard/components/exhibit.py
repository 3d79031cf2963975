"""A chart as every page shows it: its sentence above it, words for a screen reader, and the way to take it along."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from html import escape

import altair as alt
import pandas as pd  # noqa: F401 - altair asks whether it is loaded, and finds it half loaded while another reader's page loads it
import polars as pl
import streamlit as st

from dashboard import snapshot, theme
from dashboard.charts import Caption, pictures
from dashboard.charts.inlined import inlined
from dashboard.components import print_view, saving, tables
from dashboard.i18n import t
from dashboard.snapshot import Release

UNFIT = str.maketrans(dict.fromkeys('\\/:*?"<>|\r\n\t', "_"))
"""What no file name may hold on some system."""


@dataclass(frozen=True)
class Exhibit:
    """A chart, what it says, and the exact figures it draws (one row a mark, headed in words): the rows, or what makes
    them when somebody takes them.

    `draw` is called with the palette of the browser's theme, and with that of paper for a picture.
    """

    draw: Callable[[theme.Palette], alt.LayerChart]
    caption: Caption
    figures: pl.DataFrame | Callable[[], pl.DataFrame]
    name: str


def colours() -> theme.Palette:
    """The palette of the theme that the browser shows; that of paper in the print view."""
    return theme.LIGHT if print_view.is_wanted() else theme.palette(st.context.theme.type)


def show(release: Release, exhibit: Exhibit, *, key: str, on_select: Callable[[], None] | None = None) -> None:
    """The caption, the chart, and the corner from which it is taken along. `key` is unique on the page; `on_select` is
    called when a mark is chosen, and finds it with `selected`."""
    with st.container(key=f"exhibit_{key}", gap=None):
        st.html(heading(exhibit.caption))
        take_along(release, exhibit, key)
        # As a specification: a chart would be validated at every click, which the tests do once for all.
        spec = inlined(exhibit.draw(colours()).to_dict(validate=False))
        st.vega_lite_chart(
            spec=spec, theme=None, key=f"chart_{key}", alt=exhibit.caption.spoken, on_select=on_select or "ignore"
        )


def selected(key: str, parameter: str, field: str) -> str | None:
    """What was chosen on a chart: a field of its mark, under the parameter of the chart."""
    state = st.session_state.get(f"chart_{key}")
    marks = state["selection"].get(parameter) if state else None
    return marks[0].get(field) if marks else None


def heading(caption: Caption) -> str:
    """The sentence, unit with period and basis, and what the marks mean."""
    lines = "".join(f'<p class="ll-muted">{escape(line)}</p>' for line in (caption.details, *caption.keys) if line)
    return f'<h3 class="ll-title ll-sentence-title">{escape(caption.title)}</h3>{lines}'


def take_along(release: Release, exhibit: Exhibit, key: str) -> None:
    """PNG and SVG with the caption inside, and the figures as CSV; each is made when it is asked for."""
    around = [exhibit.caption.around] if exhibit.caption.around else []
    paper = replace(exhibit.caption, keys=(*exhibit.caption.keys, *around, origin(release)))
    files: dict[str, tuple[str, Callable[[], bytes]]] = {
        "png": ("image/png", lambda: pictures.png(exhibit.draw(theme.LIGHT), paper, theme.LIGHT)),
        "svg": ("image/svg+xml", lambda: pictures.svg(exhibit.draw(theme.LIGHT), paper, theme.LIGHT)),
        "csv": ("text/csv", lambda: tables.csv_bytes(figures_of(exhibit))),
    }
    corner = st.container(key=f"take_{key}", width="content")
    with corner.popover(t("exhibit.take"), icon=":material/download:", type="tertiary", help=t("exhibit.help")):
        for ending, (kind, content) in files.items():
            saving.button(
                t(f"exhibit.{ending}"), content, f"{exhibit.name.translate(UNFIT)}.{ending}", mime=kind,
                key=f"take_{key}_{ending}", kind="tertiary", width="stretch",
            )  # fmt: skip


def figures_of(exhibit: Exhibit) -> pl.DataFrame:
    """The exact figures that a chart draws."""
    return exhibit.figures if isinstance(exhibit.figures, pl.DataFrame) else exhibit.figures()


def origin(release: Release) -> str:
    """Where a picture comes from, for whoever meets it in another document."""
    facts = snapshot.facts(release)
    sample = f" · {t('exhibit.sample')}" if facts.get("is_sample") else ""
    return t("exhibit.origin", release=release.release_id[:12], through=snapshot.data_through(release)) + sample
