"""上年同期，当时口径: last year as it was known at the end of the same day, in place of how it stands now."""

from dataclasses import replace
from datetime import date

from dashboard import periods, snapshot, viewpoint
from dashboard.i18n import t
from dashboard.page import KnownThen, Page


def applied(page: Page) -> Page:
    """The page with the figures to compare with that the reader wants."""
    if page.selection.view.prior != viewpoint.THEN:
        return page
    return replace(page, known_then=known(page, same_day_last_year(page)))


def details(page: Page) -> str:
    """Which day of last year is meant; nothing for the usual view."""
    if page.known_then is None:
        return ""
    return t("known_then.details", day=page.known_then.day, year=page.known_then.day.year)


def same_day_last_year(page: Page) -> date:
    """The last day of the period, a year before."""
    return periods.day_of(page.selection.year - 1, page.selection.period.to_day)


def known(page: Page, day: date) -> KnownThen:
    """Last year's figures as known at the end of the day; none of them where nothing had been received."""
    rows = snapshot.ask(page.release, "known_then", year=day.year, region=page.selection.region, day=day)
    return KnownThen(day, rows.row(0, named=True) if len(rows) else {})
