"""What a map of places says: the sentence above it, what it leaves out, the exact words and figures of each place."""

from decimal import Decimal

import polars as pl

from dashboard import labels, place_figures
from dashboard.charts import Caption
from dashboard.figures import spacer
from dashboard.formats import Numbers
from dashboard.i18n import has, t
from dashboard.page import Page
from dashboard.place_figures import PlaceFigure, PlaceFigures

NAMED = 3


def range_words(limits: tuple[Decimal | None, Decimal | None], numbers: Numbers) -> str:
    """50以下, 50—200, 200以上"""
    low, high = (None if limit is None else numbers.plain(limit, _decimals(limit)) for limit in limits)
    if low is None:
        return t("map.below", high=high) if high is not None else t("map.above", low=0)
    return t("map.above", low=low) if high is None else t("map.between", low=low, high=high)


def _decimals(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def shown(value: Decimal, figures: PlaceFigures) -> Decimal:
    """A figure in the unit of the map."""
    return value / figures.scale.divisor


def written(page: Page, place: PlaceFigure, figures: PlaceFigures) -> str:
    return page.numbers.seen(place.value, figures.scale) or t("words.no_data")


def _amount(page: Page, value: Decimal | None, figures: PlaceFigures) -> str:
    """A figure with its unit; what only rounds to nought says that it is less than the smallest."""
    return f"{page.numbers.seen(value, figures.scale)}{spacer(page.numbers.language)}{figures.scale.unit}"


def told(page: Page, place: PlaceFigure, figures: PlaceFigures) -> str:
    """The exact words of a place: its figure to the last digit, its share, the name it had then."""
    one = page.codebook.get(figures.indicator, {})
    words = t("words.no_data")
    if place.value is not None:
        number = page.numbers.plain(place.value, int(one.get("decimals") or 0))
        part = figures.share(place.value)
        share = "" if part is None else t("map.share", share=page.numbers.percent(part))
        words = t("map.told", number=number, unit=page.unit(figures.indicator), share=share)
    return words + t("map.then", names=t("words.list_comma").join(place.names_then)) if place.names_then else words


def caption(page: Page, figures: PlaceFigures) -> Caption:
    """The sentence, unit with period and basis, what the map cannot show, and of which year its borders are."""
    hazard = [] if page.selection.hazard == "all" else [page.hazard]
    facts = [t("map.unit", unit=figures.scale.unit), page.period, *hazard, page.children_basis(figures.indicator)]
    keys = (_left_out(page, figures), _borders(figures))
    return Caption(title(page, figures), t("words.middle_dot").join(facts), tuple(line for line in keys if line))


def brief_caption(page: Page, figures: PlaceFigures) -> Caption:
    """The same for a small map: the heaviest place, and what the map cannot show."""
    basis = page.children_basis(figures.indicator)
    facts = (t("map.unit", unit=figures.scale.unit), page.period_short, basis)
    left_out = _left_out(page, figures)
    keys = (left_out,) if left_out else ()
    return Caption(brief_title(page, figures), t("words.middle_dot").join(facts), keys, page.whose(basis))


def brief_title(page: Page, figures: PlaceFigures) -> str:
    """直接经济损失：云岭县（35.0%）较重"""
    heaviest = _heaviest(page, figures)
    if not heaviest:
        return title(page, figures)
    return t("map.title_brief", indicator=labels.indicator(page.release, figures.indicator), place=heaviest[0])


def _heaviest(page: Page, figures: PlaceFigures) -> list[str]:
    """The first few places with their shares: 云岭县（35.0%）."""
    first = [place for place in figures.with_figures if (place.value or 0) > 0][:NAMED]
    parts = [(place.name, figures.share(place.value)) for place in first]
    return [
        name if part is None else t("map.place", name=name, share=page.numbers.percent(part)) for name, part in parts
    ]


def title(page: Page, figures: PlaceFigures) -> str:
    """直接经济损失3,914.33万元，受灾较重的县（市、区）是云岭县（35.0%）、清河县（20.1%）和…"""
    name = labels.indicator(page.release, figures.indicator)
    if figures.total is None and not figures.with_figures:
        return t("map.title_unknown", indicator=name)
    words = {"indicator": name, "amount": page.said(figures.total, figures.scale)}
    heaviest = _heaviest(page, figures)
    if not heaviest:
        return t("map.title_nowhere" if figures.total else "map.title_nought", **words)
    return t(f"map.title_{level_of(figures)}", places=t("words.list_comma").join(heaviest), **words)


def level_of(figures: PlaceFigures) -> str:
    """The level that most of the places have, as titles know it."""
    level = place_figures.level_of([{"region_level": place.level} for place in figures.places])
    return level if has("zh", f"map.title_{level}") else "other"


def _left_out(page: Page, figures: PlaceFigures) -> str:
    """图上没有的：未分解到下级3.20万元；没有图形的地区：甲镇 1.20万元、乙镇 0.30万元。"""
    said = [t("map.rest", amount=_amount(page, figures.rest, figures))] if figures.rest else []
    missing = figures.without_shape if figures.shapes else ()
    named = [f"{place.name} {_amount(page, place.value, figures)}" for place in missing[:NAMED]]
    names = t("words.list_comma").join(named)
    if len(missing) > NAMED:
        amount = _amount(page, sum((place.value or Decimal(0) for place in missing), Decimal(0)), figures)
        said.append(t("map.without_shapes", count=len(missing), amount=amount, names=names))
    elif missing:
        said.append(t("map.without_shape", names=names))
    return t("map.left_out", what=t("note.separator").join(said)) if said else ""


def _borders(figures: PlaceFigures) -> str:
    """边界为2015年；腾冲市当时为腾冲县。"""
    if not figures.shapes:
        return ""
    year, renamed = figures.shapes.vintage, [place for place in figures.places if place.names_then][:NAMED]
    said = [t("map.borders", year=year) if year else t("map.borders_undated")]
    said += [t("map.was", name=one.name, then=t("words.list_comma").join(one.names_then)) for one in renamed]
    return t("map.sentence", what=t("note.separator").join(said))


def exact(page: Page, figures: PlaceFigures) -> pl.DataFrame:
    """What is drawn, as a table: every place, what is not broken down, and the total."""
    amount = labels.heading(page.release, figures.indicator)
    lines = [(place.region_code, place.name, place.value) for place in figures.places]
    if figures.rest is not None:
        lines.append(("", t("words.unallocated"), figures.rest))
    lines.append((page.selection.region, page.region, figures.total))
    rows = [
        {
            t("map.code"): code, t("children.region"): name, amount: None if value is None else f"{value:f}",
            t("children.share"): None if (part := figures.share(value)) is None else str(page.numbers.rounded(part, 2)),
        }
        for code, name, value in lines
    ]  # fmt: skip
    return pl.DataFrame(rows, schema=dict.fromkeys(rows[0], pl.String))


def file_name(page: Page, figures: PlaceFigures) -> str:
    return page.file_name(labels.indicator(page.release, figures.indicator), t("map.name"))
