"""The tables `[[response]]` of bureau.toml: from which figures on a bureau answers a disaster, level by level."""

import json
from collections.abc import Mapping
from decimal import Decimal

from pipelines import codebooks

LEVEL, CRITERION, THRESHOLD, REGION = "level", "criterion", "threshold", "region"
NEEDED = {LEVEL, CRITERION, THRESHOLD}
LARGEST = 10**12
"""No threshold has so many people or rooms."""


def criteria() -> tuple[str, ...]:
    """The criteria that a threshold may be set for."""
    return tuple(row[CRITERION] for row in codebooks.rows("response_criteria"))


def checked(value: object) -> str | None:
    """The tables as text, in their order; None where one cannot be meant, or two say of one thing different numbers."""
    if not isinstance(value, list):
        return None
    found = [_checked(table) for table in value]
    stated = [table for table in found if table is not None]
    if len(stated) < len(found) or len({(t[LEVEL], t[CRITERION], t[REGION]) for t in stated}) < len(stated):
        return None
    return json.dumps(stated, ensure_ascii=False)


def thresholds(stated: str) -> list[dict[str, object]]:
    """One row per threshold, numbered in the order stated; levels keep the order in which they first stand."""
    tables = json.loads(stated) if stated else []
    levels = list(dict.fromkeys(table[LEVEL] for table in tables))
    return [
        {
            "level_order": levels.index(table[LEVEL]) + 1,
            LEVEL: table[LEVEL],
            CRITERION: table[CRITERION],
            THRESHOLD: Decimal(table[THRESHOLD]),
            "region_code": table[REGION] or None,
        }
        for table in tables
    ]


def _checked(table: object) -> dict[str, str] | None:
    if not isinstance(table, Mapping) or not set(table) >= NEEDED or not set(table) <= {*NEEDED, REGION}:
        return None
    number, level, region = table[THRESHOLD], table[LEVEL], table.get(REGION, "")
    code = "" if region == "" else codebooks.normalise_region_code(str(region))
    is_number = isinstance(number, int | float) and not isinstance(number, bool) and 0 < number < LARGEST
    if not is_number or not isinstance(level, str) or not level.strip() or code is None:
        return None
    if table[CRITERION] not in criteria():
        return None
    return {LEVEL: level.strip(), CRITERION: table[CRITERION], THRESHOLD: str(number), REGION: code}
