"""Findings in words: a rule of reading_rules.csv, a place and the details → one row of FINDING_SCHEMA."""

import re
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from string import Formatter

from pipelines import codebooks

LONGEST_QUOTE = 60
SHAPE = "#"
"""Before the number of a feature in a boundary file, which has no rows."""
PERSONAL_NUMBER = re.compile(
    r"(?<!\d)\d{6}[ -]?\d{8}[ -]?\d{3}[\dXx](?!\d)"  # identity number, also in groups
    r"|(?<!\d)1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)"  # mobile phone, also in groups
    r"|\d\.\d{6,}[eE]\+1\d"  # an identity number that a spreadsheet took for a number
    r"|\d{11,}[Xx]?"
)

_HEADING = re.compile(r"“([^“”]*)”列：")


def finding(  # noqa: PLR0913 - the columns of a finding
    rule_id: str,
    *,
    source_file: str,
    locator: str,
    indicator: str = "",
    region_code: str = "",
    event_id: str = "",
    value: object = "",
    amount: Decimal | None = None,
    **details: object,
) -> dict[str, object]:
    """One finding. `locator` is `sheet!row`, a row, or "" for the whole file; a detail `heading` names the column.

    Any quoted text loses what looks like an identity or phone number. `value` and `details` fill the templates of the
    rule: `{detail}` takes `detail`, or `detail_zh` and `detail_en` where the two languages differ. `words_zh` and
    `words_en` are sentences of ours, which are told whole.
    """
    rule = _rules()[rule_id]
    quoted = quote(value)
    heading = str(details.get("heading") or _indicator_name(indicator))
    sheet, _, row = locator.rpartition("!")
    known = {"sheet": sheet, "row": row, "value": quoted}
    known |= {name: str(detail) if name.startswith("words") else quote(detail) for name, detail in details.items()}
    known["heading"] = quote(heading)
    return {
        "rule_id": rule_id,
        "severity": rule["severity"],
        "status": "open",
        "source_file": source_file,
        "source_locator": locator,
        "event_id": event_id or None,
        "region_code": region_code or None,
        "indicator": indicator or None,
        "value": quoted or None,
        "amount": amount,
        "message_zh": place_zh(source_file, locator, quote(heading)) + _fill(rule["message_zh"], known, "_zh"),
        "message_en": place_en(source_file, locator, quote(heading)) + _fill(rule["message_en"], known, "_en"),
    }


def quote(value: object) -> str:
    """A value as a message may quote it: personal numbers masked, line breaks as blanks, never longer than a line."""
    text = " ".join(masked("" if value is None else str(value)).split())
    return text if len(text) <= LONGEST_QUOTE else text[: LONGEST_QUOTE - 1] + "…"


def masked(text: str) -> str:
    """The text with only the first three digits of identity and phone numbers (from 11 digits); region codes stay."""
    return PERSONAL_NUMBER.sub(_masked_number, text)


def place_zh(source_file: str, locator: str, heading: str = "") -> str:
    """File, sheet, row and column as the opening of a Chinese message."""
    sheet, _, row = locator.rpartition("!")
    parts = [f"文件“{source_file}”" if source_file else "", f"工作表“{sheet}”" if sheet else ""]
    if row.startswith(SHAPE):
        parts.append(f"第 {row.removeprefix(SHAPE)} 个图形")
    elif row:
        parts.append(f"第 {row} 行" if row.isdecimal() else f"位置 {row}")
    parts.append(f"“{heading}”列" if heading else "")
    place = "，".join(part for part in parts if part)
    return f"{place}：" if place else ""


def heading_in(message_zh: str) -> str:
    """The heading that a Chinese message names, as `place_zh` writes it; “” where it names none."""
    found = _HEADING.search(message_zh)
    return found[1] if found else ""


def place_en(source_file: str, locator: str, heading: str = "") -> str:
    """File, sheet, row and column as the opening of an English message."""
    sheet, _, row = locator.rpartition("!")
    parts = [f'File "{source_file}"' if source_file else "", f'sheet "{sheet}"' if sheet else ""]
    if row.startswith(SHAPE):
        parts.append(f"shape {row.removeprefix(SHAPE)}")
    elif row:
        parts.append(f"row {row}" if row.isdecimal() else f"place {row}")
    parts.append(f'column "{heading}"' if heading else "")
    place = ", ".join(part for part in parts if part)
    return f"{place}: " if place else ""


def severity(rule_id: str) -> str:
    """`reject`, `error` or `warning`."""
    return _rules()[rule_id]["severity"]


@cache
def _rules() -> dict[str, dict[str, str]]:
    return {row["rule_id"]: row for row in codebooks.rows("reading_rules")}


def _fill(template: str, known: Mapping[str, str], language: str) -> str:
    """The template with its fields; a detail nobody gave is left out rather than failing the reading."""
    given = {name.removesuffix(language): text for name, text in known.items() if name.endswith(language)}
    fields = {**known, **given}
    pieces = (text + (fields.get(field, "") if field else "") for text, field, _, _ in Formatter().parse(template))
    return re.sub(r"（）| \(\)|(?<= ) ", "", "".join(pieces))


def _indicator_name(indicator: str) -> str:
    known = codebooks.indicators().get(indicator)
    return known.name_zh if known else ""


def _masked_number(hit: re.Match[str]) -> str:
    return hit[0] if _is_region_code(hit[0]) else hit[0][:3] + "*" * (len(hit[0]) - 3)


def _is_region_code(digits: str) -> bool:
    """Whether 12 digits are a township's code: under a known prefecture, or of the fictional sample (99…)."""
    if len(digits) != 12 or not digits.isdecimal():
        return False
    return digits.startswith("99") or codebooks.region(digits[:4] + "00") is not None
