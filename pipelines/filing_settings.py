"""The table `[filing]` of bureau.toml: how this bureau files, and by when those who report to it are expected to."""

import json
from collections.abc import Mapping

from pipelines.transforms.dates import is_month_day

SAME_PERSON, ANNUAL_DUE = "same_person", "annual_due"
WARN, REQUIRE = "warn", "require"
"""The same person prepares and reviews: with a recorded reason, or never."""
KEYS = (SAME_PERSON, ANNUAL_DUE)


def checked(value: object) -> str | None:
    """The table as text, its keys in order; None where a key or a value cannot be meant."""
    if not isinstance(value, Mapping) or not set(value) <= set(KEYS):
        return None
    due = value.get(ANNUAL_DUE, "")
    is_meant = value.get(SAME_PERSON, WARN) in (WARN, REQUIRE) and (due == "" or is_month_day(due))
    return json.dumps(value, ensure_ascii=False, sort_keys=True) if is_meant else None


def needs_two_people(stated: str) -> bool:
    """Whether preparer and reviewer must be two people."""
    return bool(stated) and json.loads(stated).get(SAME_PERSON) == REQUIRE


def annual_due(stated: str) -> str:
    """MM-DD of the year after by which annual figures are due; empty: nothing is ever late."""
    return str(json.loads(stated).get(ANNUAL_DUE, "")) if stated else ""
