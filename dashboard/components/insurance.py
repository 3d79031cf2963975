"""农房保险: one card a scheme, because households of two schemes are never added; claims by the chosen year basis."""

from decimal import Decimal
from html import escape
from typing import Any

import streamlit as st

from dashboard import controls, i18n, labels
from dashboard.components import tables
from dashboard.components.tables import Cell
from dashboard.formats import Scale
from dashboard.i18n import t
from dashboard.ledger_page import YUAN, LedgerPage

SCHEME, UNSTATED = "insurance_scheme", "unstated"
BASES = ("policy_year", "loss_year", "payment_year")
POLICY = ("eligible_households", "insured_households", "participation_pct_reported", "participation_pct", "premium")
CLAIM = ("claims_reported_households", "claims_accepted_households", "claims_paid_households", "claims_paid")
MOST_YEARS = 10
Rows = dict[tuple[int, str, str], dict[str, Any]]


def show(page: LedgerPage) -> None:
    """The whole block."""
    st.subheader(t("insurance.title"), anchor=False)
    rows: Rows = {(row["year"], row["year_basis"], row["scheme"]): row
                  for row in page.ask("house_insurance").iter_rows(named=True)}  # fmt: skip
    if not rows:
        tables.muted(t("insurance.none", region=page.region_name))
        return
    tables.muted(t("insurance.details"))
    basis = choose_basis(rows, page.year)
    schemes = labels.in_order(page.release, SCHEME, (scheme for _, _, scheme in rows))
    cards = [scheme_card(page, rows, scheme, basis) for scheme in schemes if is_shown(page, rows, scheme, basis)]
    st.html(f'<div class="ll-cards ll-schemes">{"".join(cards)}</div>')
    claims_by_year(page, rows, basis)


def choose_basis(rows: Rows, year: int) -> str:
    """The switch: 保险年度, 出险年, 赔付年. First what the claims of the year are known by."""
    known = [basis for basis in reversed(BASES) if any(has_claims(row) for key, row in rows.items()
                                                      if key[:2] == (year, basis))]  # fmt: skip
    start = controls.remembered("year_basis", list(BASES), known[0] if known else BASES[-1], str)
    st.session_state.setdefault("pick_year_basis", start)
    st.session_state["pick_year_basis"] = st.session_state["pick_year_basis"]
    chosen = st.segmented_control(t("insurance.basis"), list(BASES), format_func=lambda one: t(f"insurance.{one}"),
                                  key="pick_year_basis", required=True)  # fmt: skip
    controls.remember("year_basis", chosen)
    return str(chosen)


def has_claims(row: dict[str, Any]) -> bool:
    """Whether anything is known of claims."""
    return any(row.get(name) is not None for name in CLAIM)


def has_policies(row: dict[str, Any]) -> bool:
    """Whether anything is known of policies."""
    return any(row.get(name) is not None for name in POLICY)


def is_shown(page: LedgerPage, rows: Rows, scheme: str, basis: str) -> bool:
    """The schemes of the codebook always; what tells no scheme apart, or is new, only where there is something."""
    found = (rows.get((page.year, one, scheme), {}) for one in {basis, "policy_year"})
    is_known = scheme != UNSTATED and scheme in labels.in_order(page.release, SCHEME)
    return is_known or any(has_claims(row) or has_policies(row) for row in found)


def scheme_card(page: LedgerPage, rows: Rows, scheme: str, basis: str) -> str:
    """Eligible → insured → accepted → paid → amount → average, with what every rate is divided by."""
    policy, claim = rows.get((page.year, "policy_year", scheme), {}), rows.get((page.year, basis, scheme), {})
    scale = page.money([policy.get("premium"), claim.get("claims_paid")])
    lines = []
    if scheme != UNSTATED or has_policies(policy):
        lines += (
            policy_lines(page, policy, scale)
            if has_policies(policy)
            else [note(t("insurance.no_policies", year=page.year))]
        )
    title = t("insurance.claims_by", basis=t(f"insurance.{basis}"), year=page.year)
    lines.append(f"<h4>{escape(title)}</h4>")
    lines += claim_lines(page, claim, scale) if has_claims(claim) else [note(no_claims(page, rows, basis))]
    if policy.get("is_approximate") or claim.get("is_approximate"):
        lines.append(note(t("ledger.approximate")))
    name = page.choice(SCHEME, scheme)
    return f'<section class="ll-card"><h3>{escape(name)}</h3>{"".join(lines)}</section>'


def line(words: str, value: str | None, how: str = "") -> str:
    """One figure of a card: its name, the value or 无资料, and in small how it is made or why it is not known."""
    said = t("words.no_data") if value is None else value
    small = f'<p class="ll-small">{escape(how)}</p>' if how else ""
    return f'<p class="ll-pair"><span>{escape(words)}</span><b>{escape(said)}</b></p>{small}'


def note(words: str) -> str:
    return f'<p class="ll-small">{escape(words)}</p>'


def known(page: LedgerPage, value: Decimal | int | None, unit: str) -> str | None:
    """A count with its unit, or nothing."""
    return None if value is None else page.with_unit(page.count(value), unit)


def money(page: LedgerPage, value: Decimal | None, scale: Scale) -> str | None:
    """An amount with its unit, or nothing."""
    return None if value is None else page.with_unit(page.amount(value, scale), scale.unit)


def policy_lines(page: LedgerPage, row: dict[str, Any], scale: Scale) -> list[str]:
    """应保、参保、参保率（上报与计算）、保费."""
    reported, computed, eligible = (
        row[name] for name in ("participation_pct_reported", "participation_pct", "eligible_households")
    )
    how = t("insurance.rate_how", households=page.count(eligible))
    if computed is None:
        how = why_unknown(row, "eligible_partial", t("insurance.no_rate"))
    return [
        line(t("insurance.eligible_households"), known(page, eligible, "户")),
        line(t("insurance.insured_households"), known(page, row["insured_households"], "户")),
        line(t("insurance.reported_rate"), None if reported is None else as_written(page, reported)),
        line(t("insurance.computed_rate"), None if computed is None else page.percent(computed, 2), how),
        line(t("insurance.premium"), money(page, row["premium"], scale)),
    ]


def why_unknown(row: dict[str, Any], partial: str, otherwise: str) -> str:
    """Why a quotient is not computed: only a part of the rows has the denominator, or none of them."""
    return i18n.word("ledger_note", partial) if partial in (row["note"] or "") else otherwise


def as_written(page: LedgerPage, percent: Decimal) -> str:
    """A reported percent with the decimals it was reported with."""
    exact = Decimal(percent).normalize()
    return page.percent(exact, max(0, -int(exact.as_tuple().exponent)))


def claim_lines(page: LedgerPage, row: dict[str, Any], scale: Scale) -> list[str]:
    """报案、受理、已赔付、赔款、户均赔款."""
    average = row["average_claim"]
    mean = None if average is None else page.with_unit(page.average(average), YUAN)
    how = t("insurance.average_how")
    if mean is None:
        how = why_unknown(row, "paid_households_partial", t("insurance.no_average"))
    reported = row["claims_reported_households"]
    return [
        *([line(t("insurance.reported"), known(page, reported, "户"))] if reported is not None else []),
        line(t("insurance.accepted"), known(page, row["claims_accepted_households"], "户")),
        line(t("insurance.paid_households"), known(page, row["claims_paid_households"], "户")),
        line(t("insurance.amount"), money(page, row["claims_paid"], scale)),
        line(t("insurance.average"), mean, how),
    ]


def no_claims(page: LedgerPage, rows: Rows, basis: str) -> str:
    """Why a scheme has no claims: they are not told apart, or are known by another year only, or not at all."""
    if has_claims(rows.get((page.year, basis, UNSTATED), {})):
        return t("insurance.not_apart", scheme=page.choice(SCHEME, UNSTATED))
    others = [t(f"insurance.{one}") for one in BASES
              if any(key[:2] == (page.year, one) and has_claims(row) for key, row in rows.items())]  # fmt: skip
    if others:
        return t("insurance.other_basis", bases=t("words.list_comma").join(others))
    return t("insurance.no_claims", year=page.year)


def claims_by_year(page: LedgerPage, rows: Rows, basis: str) -> None:
    """One line a year and scheme that has claims, newest first."""
    found = [row for (year, one, _), row in rows.items() if one == basis and year <= page.year and has_claims(row)]
    if not found:
        return
    tables.title(t("insurance.by_year", basis=t(f"insurance.{basis}")))
    scale = page.money(row["claims_paid"] for row in found)
    headings = [
        t("trends.year"), t("insurance.scheme"), t("insurance.accepted_column"), t("insurance.paid_column"),
        t("words.with_unit", name=t("insurance.amount"), unit=scale.unit),
        t("words.with_unit", name=t("insurance.average"), unit=page.unit(YUAN)),
    ]  # fmt: skip
    order = labels.in_order(page.release, SCHEME, (row["scheme"] for row in found))
    found.sort(key=lambda row: (-row["year"], order.index(row["scheme"])))
    lines: list[list[Cell]] = [
        [str(row["year"]), page.choice(SCHEME, row["scheme"]),
         page.count(row["claims_accepted_households"]), page.count(row["claims_paid_households"]),
         page.amount(row["claims_paid"], scale),
         page.average(row["average_claim"])]
        for row in found if row["year"] > page.year - MOST_YEARS
    ]  # fmt: skip
    tables.show(headings, lines, words=2)
