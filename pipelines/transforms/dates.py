"""Dates and times as people write them. A date that does not exist is none; no year is guessed."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from functools import cache

from pipelines import codebooks
from pipelines.transforms.widths import narrow

MONTH_DAY = re.compile(r"(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")
_SERIAL_START = datetime(1899, 12, 30)
_SERIALS = range(18264, 73051)  # 1950 to 2099, the days on which a spreadsheet's number can be meant as a date

_DATE = (
    r"(?P<year>(?:19|20)[0-9]{2})"
    r"(?:(?P<month>[0-9]{2})(?P<day>[0-9]{2})(?![0-9])"
    r"|(?:\s*年\s*|\s*[-/.]\s*)(?P<month2>[0-9]{1,2})(?:\s*月\s*|\s*[-/.]\s*)(?P<day2>[0-9]{1,2})(?![0-9]*\s*月)\s*[日号]?)"
)  # 2023年1-6月 are months and no day
_WEEKDAY = r"(?:\s*\(?(?:星期|周|礼拜)[一二三四五六日天]\)?)?"
_HALVES = {"凌晨": 0, "清晨": 0, "早晨": 0, "早上": 0, "上午": 0, "AM": 0} | {
    "中午": 12, "午后": 12, "下午": 12, "傍晚": 12, "晚上": 12, "晚间": 12, "晚": 12, "PM": 12
}  # fmt: skip
"""Words of the clock, not of the field: the hours that a part of the day adds to an hour up to twelve."""
_HALF = rf"(?:(?P<half>{'|'.join(_HALVES)})\s*)?"
_HOUR = r"(?P<hour>[0-9]{1,2})"
_SECOND = r"(?:\s*[:]?\s*(?P<second>[0-9]{1,2})(?:\.[0-9]+)?\s*秒?)?"
_TIME = (
    rf"{_HALF}{_HOUR}\s*(?:[:时点]\s*(?:(?P<minute>[0-9]{{1,2}})\s*分?{_SECOND})?)整?"
    r"(?:\s*(?P<half2>AM|PM))?(?:\s*(?:许|左右|前后))?"
)
_PART = rf"(?:{'|'.join(_HALVES)})"
_NAME_TIME = r"(?P<hour>[0-9]{2})[-_](?P<minute>[0-9]{2})[-_](?P<second>[0-9]{2})(?![0-9])"
_CLOCK = rf"(?:{_WEEKDAY}\s*[T_ ]?\s*(?:{_TIME}|{_PART}))?"
_MOMENT = re.compile(rf"(?<![0-9]){_DATE}{_CLOCK}", re.IGNORECASE)
_NAME_MOMENT = re.compile(rf"(?<![0-9]){_DATE}(?:[ _T-]*{_NAME_TIME})?")
_DAY_MONTH = re.compile(
    rf"(?<![0-9])(?P<month>[0-9]{{1,2}})\s*月\s*(?P<day>[0-9]{{1,2}})\s*[日号]?{_CLOCK}", re.IGNORECASE
)
_DAY = re.compile(rf"(?P<day>[0-9]{{1,2}})\s*[日号]{_CLOCK}", re.IGNORECASE)
_UNTIL = re.compile(r"\s*(?:至|到|~|-+|[–—―]+)\s*")
_ZONE = re.compile(
    r"(.*[T ][0-9]{1,2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]+)?|.*T[0-9]{2}:[0-9]{2})\s*(Z|UTC|[+-][0-9]{2}:?[0-9]{2})"
)
_DIGITS = re.compile(r"(?:19|20)[0-9]{6}(?:[0-9]{4}(?:[0-9]{2})?)?")
_BEIJING = timezone(timedelta(hours=8))


@dataclass(frozen=True, slots=True)
class Stamps:
    """The moments a file name or title tells: of the disaster, and of the data's cut-off. None is “not told”."""

    occurred_at: datetime | None = None
    as_of: datetime | None = None
    rest: str = ""


def parse_moment(value: object, year: int | None = None) -> datetime | None:
    """A date or time of a cell, or the first of a range; None where it is none. `year` completes “10月3日”.

    A number is taken as 20211003 or a spreadsheet's serial day. 24:00 is the last second of its day: the day stays.
    A time with a zone becomes Beijing time, in which all reports are written.
    """
    return parse_range(value, year)[0]


def parse_range(value: object, year: int | None = None) -> tuple[datetime | None, datetime | None]:
    """The first and last moment of “6月27日至29日”; the last is None where the cell tells one moment only."""
    if isinstance(value, datetime):
        local = value.astimezone(_BEIJING) if value.tzinfo else value
        return local.replace(microsecond=0, tzinfo=None), None
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day), None
    if isinstance(value, int | float) and not isinstance(value, bool):
        as_digits = str(int(value)) if value == int(value) else ""
        return (_from_digits(as_digits) if _DIGITS.fullmatch(as_digits) else _from_serial(value)), None
    return _from_text(narrow(str(value or "")), year)


def year_told(text: str) -> int | None:
    """The year of a cell that is no date: of a month (2023年6月, 2023-06), a year, or a day that does not exist."""
    written = narrow(text)
    first = re.match(r"((?:19|20)[0-9]{2})(?:(?:0[1-9]|1[0-2])?$|\s*[-/.\\年])", written)
    hit = first or re.search(r"[-/. ]((?:19|20)[0-9]{2})$", written)
    return int(hit[1]) if hit else year_in(written)


def _from_text(written: str, year: int | None) -> tuple[datetime | None, datetime | None]:
    zoned = _ZONE.fullmatch(written)
    if zoned:
        return _in_beijing(zoned[1], zoned[2]), None
    if _DIGITS.fullmatch(written):
        return _from_digits(written), None
    if re.fullmatch(r"[0-9]{5}(?:\.[0-9]+)?", written):
        return _from_serial(float(written)), None
    return _range(written, year)


def _range(written: str, year: int | None) -> tuple[datetime | None, datetime | None]:
    match = _MOMENT.match(written) or (year and _DAY_MONTH.match(written)) or None
    if not match:
        return None, None
    start = _moment(match, year)
    rest = written[match.end() :]
    joint = _UNTIL.match(rest)
    if not rest or not joint or not start:
        return (start if not rest else None), None
    end = rest[joint.end() :]
    last = _MOMENT.fullmatch(end) or _DAY_MONTH.fullmatch(end) or _DAY.fullmatch(end)
    found = _moment(last, start.year, start.month) if last else None
    if found and found < start and last and last.re is _DAY_MONTH:
        found = found.replace(year=start.year + 1)
    return (start, found) if found and found >= start else (None, None)


def _in_beijing(written: str, zone: str) -> datetime | None:
    """A time of another zone, such as 2023-06-27T08:00:00Z, as the clock in Beijing showed it."""
    local, _ = _range(written, None)
    digits = zone.lstrip("+-").replace(":", "")
    away = timedelta() if zone in {"Z", "UTC"} else timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return local - (-away if zone.startswith("-") else away) + timedelta(hours=8) if local else None


def _from_digits(digits: str) -> datetime | None:
    """20230627, 202306271230 or 20230627123000."""
    clock = f" {digits[8:10]}:{digits[10:12]}:{digits[12:] or '00'}" if len(digits) > 8 else ""
    return _range(digits[:8] + clock, None)[0]


def stamps_of(text: str) -> Stamps:
    """The moments in a file name or title. A date after 截至 is the cut-off, never the day of the disaster."""
    remaining, as_of = narrow(text), None
    cut = re.search(rf"(?:{'|'.join(map(re.escape, _words('cut_off')))})[:：_\s]*", remaining)
    if cut:
        tail = remaining[cut.end() :]
        year = year_in(remaining)
        match = _MOMENT.match(tail) or (_DAY_MONTH.match(tail) if year else None)
        if match:
            as_of = _moment(match, year)
            remaining = remaining[: cut.start()] + " " + tail[match.end() :]
    occurred = next(iter(_NAME_MOMENT.finditer(remaining)), None)
    if not occurred:
        return Stamps(None, as_of, remaining)
    rest = remaining[: occurred.start()] + " " + remaining[occurred.end() :]
    return Stamps(_moment(occurred, None), as_of, rest)


def year_in(text: str) -> int | None:
    """The first year with 年 or 年度, or that begins a date, in a title or file name."""
    written = narrow(text)
    hit = re.search(r"(?<![0-9])((?:19|20)[0-9]{2})\s*年", written) or re.search(rf"(?<![0-9]){_DATE}", written)
    return int(hit[1]) if hit else None


def _moment(match: re.Match[str], year: int | None, of_month: int = 0) -> datetime | None:
    groups = match.groupdict()
    half = (groups.pop("half", None) or groups.pop("half2", None) or "").upper()
    parts = {name: int(text) for name, text in groups.items() if text and text.isdecimal()}
    month, day = parts.get("month") or parts.get("month2", of_month), parts.get("day") or parts.get("day2", 0)
    hour, minute, second = (parts.get(name, 0) for name in ("hour", "minute", "second"))
    hour = _of_day(hour, half) if half else hour
    ends_day = (hour, minute, second) == (24, 0, 0)
    try:
        found = datetime(parts.get("year") or year or 0, month, day, 0 if ends_day else hour, minute, second)
    except ValueError:
        return None
    return found + timedelta(days=1, seconds=-1) if ends_day else found


def _of_day(hour: int, half: str) -> int:
    """The hour of 24: 下午3时 is 15, 凌晨12时 is 0, 中午12时 and 12 PM are 12, 晚12时 is 24, 中午11时 stays."""
    if _HALVES[half] == 0:
        return 0 if hour == 12 and half in {"凌晨", "AM"} else hour
    if hour == 12:
        return 24 if half.startswith("晚") else 12
    return hour if hour > 12 or (half == "中午" and hour > 9) else hour + 12


def _from_serial(number: float) -> datetime | None:
    if int(number) not in _SERIALS:
        return None
    return _SERIAL_START + timedelta(seconds=round(number * 86400))


@cache
def _words(kind: str) -> tuple[str, ...]:
    """The words of title_patterns.csv of one kind, longest first."""
    chosen = (row["word"] for row in codebooks.rows("title_patterns") if row["kind"] == kind)
    return tuple(sorted(chosen, key=len, reverse=True))


def is_month_day(value: object) -> bool:
    """Whether a value is a day of any year as settings state it: MM-DD."""
    return isinstance(value, str) and MONTH_DAY.fullmatch(value) is not None
