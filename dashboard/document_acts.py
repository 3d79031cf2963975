"""Decisions on figures of documents as the command takes them. Pure: what a person chose in, arguments out."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from dashboard.documents import ADDED, CHANGED, CONFIRMED, REFUSED, UNDECIDED, Row

CONFIRM, REFUSE, REOPEN = "confirm", "refuse", "reopen"
STATUS_AFTER = {CONFIRM: CONFIRMED, REFUSE: REFUSED, REOPEN: UNDECIDED}
OPTIONS = {
    "indicator": "--indicator", "value": "--value", "unit": "--unit", "state": "--state", "hazard_key": "--hazard",
    "region_code": "--region", "period_start": "--from", "period_end": "--to",
}  # fmt: skip
FILLS = {"region": ("region_code",), "period": ("period_start", "period_end")}
"""The fields that a figure lacks which lacks a region or a period."""
EVERY = "--all"
"""In place of places: every undecided figure of the document that lacks nothing."""
MASKED = "masked"


def arguments(  # noqa: PLR0913 - a decision is what, where, how, by whom and why
    path: str, places: Sequence[str], act: str, changed: Mapping[str, Any], *, by: str, reason: str
) -> list[str]:
    """`decide figure FILE --at 12-17 --confirm --value 3 --by … --reason …`; without places every one that can be."""
    where = [word for place in places for word in ("--at", place)] or [EVERY]
    options = [word for name, option in OPTIONS.items() if name in changed for word in (option, written(changed[name]))]
    return ["decide", "figure", path, *where, f"--{act}", *options, "--by", by, "--reason", reason]


def written(value: Any) -> str:
    """A value as an option: 4634.2, 2025-01-01."""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return value.isoformat() if isinstance(value, date) else str(value)


def number(text: str) -> Decimal | None:
    """What somebody typed as a figure: 1,204 or １２０４; None for what is none."""
    try:
        value = Decimal(text.replace(",", "").replace("，", "").strip())
    except InvalidOperation:
        return None
    return value if value.is_finite() and value >= 0 else None


def changes(row: Row, told: Mapping[str, Any]) -> dict[str, Any]:
    """What has to be told to the command: what is not as proposed, or not as it stands. With a value go its unit and
    state, which the command would else take from how the value is written."""
    said = {name: value for name, value in told.items() if value not in (None, "")}
    if is_told_whole(row):
        return said if "value" in said else {name: value for name, value in said.items() if name != "unit"}
    names = {name for name, value in said.items() if not value == row.get(f"proposed_{name}") == row.get(name)}
    names |= {"unit", "state"} if "value" in names else set()
    names -= {"unit"} if "value" not in names else set()
    return {name: value for name, value in said.items() if name in names}


def is_told_whole(row: Row) -> bool:
    """Whether the command has to be told everything: of an added figure nothing was proposed."""
    return row.get("status") in (None, ADDED) or not row.get("proposed_indicator")


def as_it_stands(row: Row) -> dict[str, Any]:
    """What to tell the command to confirm a figure as the page shows it: nothing, where the command sees the same."""
    return changes(row, {name: row.get(name) for name in OPTIONS}) if is_told_whole(row) else {}


def missing(told: Mapping[str, Any]) -> list[str]:
    """The fields without which a figure cannot be confirmed; a masked one has no value."""
    needed = ["indicator", "region_code", "period_start", "period_end"]
    needed += [] if told.get("state") == MASKED else ["value"]
    return [name for name in needed if told.get(name) in (None, "")]


def filled(lacks: Sequence[str], told: Mapping[str, Any]) -> dict[str, Any] | None:
    """What a figure that lacks region, period or both takes of them; None where something still lacks."""
    names = [name for one in lacks for name in FILLS[one]]
    return {name: told[name] for name in names} if all(told.get(name) for name in names) else None


def status_after(row: Row, changed: Mapping[str, Any]) -> str:
    """What a confirmed figure is called."""
    if row.get("status") in (None, ADDED):
        return ADDED
    is_as_proposed = all(value == row.get(f"proposed_{name}") for name, value in changed.items())
    return CONFIRMED if is_as_proposed else CHANGED
