"""What a bureau states about itself: raw/reference/bureau.toml and raw/reference/zones.csv. Every default is safe."""

import difflib
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, fields
from decimal import Decimal
from pathlib import Path
from typing import Any

from pipelines import codebooks, filing_settings, form_settings, response_settings
from pipelines.errors import LedgerError
from pipelines.files import read_table
from pipelines.transforms.dates import is_month_day

BUREAU_FILE = "reference/bureau.toml"
ZONES_FILE = "reference/zones.csv"
ZONE_COLUMNS = ("zone_code", "zone_name", "host_code", "valid_from", "valid_to", "source")
ROUNDINGS = ("half_even", "half_up")
FIRST_YEAR, LAST_YEAR = 1949, 2099


@dataclass(frozen=True)
class Settings:
    """One bureau. `own_region` empty: the lowest common ancestor of the sources; no `price_base_year`: the last with a
    price index."""

    own_region: str = ""
    bureau_name: str = ""
    flood_season_start: str = "06-01"
    flood_season_end: str = "09-30"
    rounding: str = "half_even"
    hold_factor: Decimal = Decimal(10)
    price_base_year: str = ""
    form: str = ""
    response: str = ""
    filing: str = ""

    def as_texts(self) -> dict[str, str]:
        """The settings as SQL and the hash of a release see them."""
        return {key: str(value) for key, value in asdict(self).items()}


def load(raw: Path) -> Settings:
    """The bureau's settings as they stand."""
    return stated_in(raw / BUREAU_FILE)


def stated_in(path: Path) -> Settings:
    """The settings of a file; a key or value that cannot be meant is said at once instead of being ignored."""
    if not path.exists():
        return Settings()
    try:
        stated = tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise LedgerError(
            f"设置文件 {BUREAU_FILE} 无法读取：{problem}。请改正后再更新（文字要加英文双引号，文件存为 UTF-8）。",
            f"The settings in {BUREAU_FILE} cannot be read: {problem}. Correct it (texts in double quotes, UTF-8).",
        ) from problem
    values: dict[str, Any] = {key: _checked(key, value) for key, value in stated.items()}
    return Settings(**values)


def zones(raw: Path) -> list[dict[str, str]]:
    """Development zones and their host counties as they stand."""
    return zones_in(raw / ZONES_FILE)


def zones_in(path: Path) -> list[dict[str, str]]:
    """Development zones and their host counties: the codebook's, then the bureau's own, which prevail."""
    own = read_table(path, ZONE_COLUMNS)
    for row in own:
        for column in ("zone_code", "host_code"):
            code = codebooks.normalise_region_code(row[column])
            if code is None:
                raise LedgerError(
                    f"{ZONES_FILE} 中的{column}“{row[column]}”不是行政区划代码。请改正后再更新。",
                    f"{column} “{row[column]}” in {ZONES_FILE} is not a region code. Correct it and refresh again.",
                )
            row[column] = code
    listed = {row["zone_code"] for row in own}
    known = [row for row in codebooks.rows("zones") if row["zone_code"] not in listed]
    return [{column: row[column] for column in ZONE_COLUMNS} for row in [*known, *own]]


def _checked(key: str, value: object) -> object:
    check = CHECKS.get(key)
    if check is None:
        near = difflib.get_close_matches(key, CHECKS, n=1, cutoff=0.5)
        raise LedgerError(
            f"设置文件 {BUREAU_FILE} 中有不认识的项“{key}”。" + (f"是不是“{near[0]}”？" if near else "")
            + f"可用的项：{'、'.join(CHECKS)}。",
            f"{BUREAU_FILE} has an unknown key “{key}”. " + (f"Did you mean “{near[0]}”? " if near else "")
            + f"Known keys: {', '.join(CHECKS)}.",
        )  # fmt: skip
    checked = check(value)
    if checked is None:
        zh, en = EXPECTED[key]
        raise LedgerError(
            f"设置文件 {BUREAU_FILE} 中“{key}”的值 {value!r} 不对，应为{zh}。",
            f"The value {value!r} of “{key}” in {BUREAU_FILE} is wrong; expected {en}.",
        )
    return checked


def _region(value: object) -> str | None:
    return "" if value == "" else codebooks.normalise_region_code(str(value))


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _month_day(value: object) -> str | None:
    return value if isinstance(value, str) and is_month_day(value) else None


def _rounding(value: object) -> str | None:
    return value if isinstance(value, str) and value in ROUNDINGS else None


def _factor(value: object) -> Decimal | None:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return Decimal(str(value)) if number and Decimal(str(value)) > 1 else None


def _price_year(value: object) -> str | None:
    is_year = isinstance(value, int) and not isinstance(value, bool) and FIRST_YEAR <= value <= LAST_YEAR
    return str(value) if is_year else None


CHECKS: Mapping[str, Callable[[object], object]] = {
    "own_region": _region,
    "bureau_name": _text,
    "flood_season_start": _month_day,
    "flood_season_end": _month_day,
    "rounding": _rounding,
    "hold_factor": _factor,
    "price_base_year": _price_year,
    "form": form_settings.checked,
    "response": response_settings.checked,
    "filing": filing_settings.checked,
}
EXPECTED: Mapping[str, tuple[str, str]] = {
    "own_region": ('行政区划代码，如 "610100"', 'a region code such as "610100"'),
    "bureau_name": ("文字", "a text"),
    "flood_season_start": ('月-日，如 "06-01"', 'month-day such as "06-01"'),
    "flood_season_end": ('月-日，如 "09-30"', 'month-day such as "09-30"'),
    "rounding": ('"half_even"（四舍六入五成双）或 "half_up"（四舍五入）', '"half_even" or "half_up"'),
    "hold_factor": ("大于 1 的数", "a number above 1"),
    "price_base_year": (
        f"{FIRST_YEAR} 至 {LAST_YEAR} 的年份，如 2024，不加引号",
        f"a year from {FIRST_YEAR} to {LAST_YEAR} such as 2024",
    ),
    "form": (
        f"表 [form]，其中可写 {'、'.join(form_settings.TEXTS)}（文字），和 [form.codes]（指标列名 = 代码，文字）",
        f"a table [form] with {', '.join(form_settings.TEXTS)} (texts) and [form.codes] (column of indicator = code)",
    ),
    "response": (
        '若干个表 [[response]]，每个写 level（如 "Ⅳ级"）、criterion、threshold（大于 0 的数），'
        "可另写 region（地区代码），"
        f"同一项不重复；criterion 可用：{'、'.join(response_settings.criteria())}",
        'tables [[response]], each with level (such as "Ⅳ级"), criterion and threshold (a number above 0), perhaps '
        f"region (a region code), nothing stated twice; criteria: {', '.join(response_settings.criteria())}",
    ),
    "filing": (
        '表 [filing]，其中可写 same_person（"warn" 或 "require"）和 annual_due（年报截止日，次年的月-日，如 "01-31"，'
        "空为不设）",
        'a table [filing] with same_person ("warn" or "require") and annual_due (month-day of the next year, or empty)',
    ),
}
if tuple(CHECKS) != tuple(f.name for f in fields(Settings)):  # a setting without its check would be taken unchecked
    raise TypeError("every setting needs its check")
