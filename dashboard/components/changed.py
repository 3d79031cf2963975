"""How a figure that changed is said: its name, the value exactly as kept, the difference and percent, the cause."""

from decimal import Decimal
from pathlib import PurePosixPath

from dashboard import figures, i18n, labels, period_words
from dashboard.figures import Figure
from dashboard.formats import Numbers, Scale, decimal, unit_name
from dashboard.i18n import t
from dashboard.snapshot import Release

DASH = "—"
DECISIONS, FILED_VERSIONS = "decisions", "versions.csv"
COUNTED = {"events": "起", "event_records": "条"}  # counts that are no indicators of the codebook, and their units


def name(release: Release, indicator: str) -> str:
    """The name of an indicator, or of a count."""
    return t(f"counted.{indicator}") if indicator in COUNTED else labels.indicator(release, indicator)


def unit(release: Release, indicator: str, *, is_annual: bool) -> str:
    """The unit of one disaster (人), or of a year (人次)."""
    row = labels.indicators(release).get(indicator, {})
    stored = COUNTED.get(indicator) or (is_annual and row.get("period_unit")) or row.get("unit") or ""
    return unit_name(str(stored), i18n.language())


def heading(release: Release, indicator: str, *, is_annual: bool) -> str:
    """A figure with its unit, as a column heading."""
    known = unit(release, indicator, is_annual=is_annual)
    return t("words.with_unit", name=name(release, indicator), unit=known) if known else name(release, indicator)


def amount(value: Decimal | int | None, numbers: Numbers) -> str:
    """The figure with all decimals that it has; a dash where there is none."""
    return DASH if value is None else period_words.number(Decimal(value), numbers)


def difference(value: Decimal | int | None, prior: Decimal | int | None, numbers: Numbers) -> str:
    """↑ 750（+19.2%）; gone or new figures say so; nothing for what came first."""
    now, before = decimal(value), decimal(prior)
    if before is None:
        return ""
    if now is None:
        return t("revisions.gone", prior=amount(before, numbers))
    change = now - before
    places = max(0, -int(change.normalize().as_tuple().exponent))
    return figures.change_words(
        Figure("", "", "", places, now, before, change), Scale("", 1, places), numbers, prior=t("revisions.prior")
    )


def percent(value: Decimal | int | None, prior: Decimal | int | None, numbers: Numbers) -> str:
    """The change in percent, divided anew from the exact figures; nothing without a base."""
    if value is None or not prior:
        return ""
    one = Figure("", "", "", 0, Decimal(value), Decimal(prior), Decimal(value) - Decimal(prior))
    return "" if one.change_pct is None else numbers.signed_percent(one.change_pct)


def cause(path: str | None, kind: str | None) -> str:
    """The file that changed it, and how: 7月9日洪涝续报2.csv（收到）."""
    files = [file_name(part) for part in (path or "").split("、")]
    file = t("words.list_comma").join(name for name in files if name)
    if not kind:
        return file
    how = i18n.word("cause_kind", kind)
    return t("revisions.cause", file=file, how=how) if file else how


def file_name(path: str) -> str:
    """The file as people call it: a received filing by its number; nothing for a list of decisions, which is no file
    that came."""
    known = PurePosixPath(path)
    if known.parts[:1] == (DECISIONS,):
        return ""
    return known.parent.name if known.name == FILED_VERSIONS else known.name
