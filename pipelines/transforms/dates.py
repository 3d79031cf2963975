"""Dates and times as people write them. A date that does not exist is none; no year is guessed."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache

from pipelines import codebooks
from pipelines.transforms.widths import narrow

_SERIAL_START = datetime(1899, 12, 30)
_SERIALS = range(18264, 73051)  # 1950 to 2099, the days on which a spreadsheet's number can be meant as a date

_DATE = (
    r"(?P<year>(?:19|20)[0-9]{2})"
    r"(?:(?P<month>[0-9]{2})(?P<day>[0-9]{2})(?![0-9])"
    r"|(?:\s*年\s*|\s*[-/.]\s*)(?P<month2>[0-9]{1,2})(?:\s*月\s*|\s*[-/.]\s*)(?P<day2>[0-9]{1,2})\s*[日号]?)"
)
_HOUR = r"(?P<hour>[0-9]{1,2})"
_SECOND = r"(?:\s*[:]?\s*(?P<second>[0-9]{1,2})(?:\.[0-9]+)?\s*秒?)?"
_TIME = rf"{_HOUR}\s*(?:[:时点]\s*(?:(?P<minute>[0-9]{{1,2}})\s*分?{_SECOND})?)整?"
_NAME_TIME = r"(?P<hour>[0-9]{2})[-_](?P<minute>[0-9]{2})[-_](?P<second>[0-9]{2})(?![0-9])"
_MOMENT = re.compile(rf"(?<![0-9]){_DATE}(?:\s*[T_ ]?\s*{_TIME})?")
_NAME_MOMENT = re.compile(rf"(?<![0-9]){_DATE}(?:[ _T-]*{_NAME_TIME})?")
_DAY_MONTH = re.compile(rf"(?<![0-9])(?P<month>[0-9]{{1,2}})\s*月\s*(?P<day>[0-9]{{1,2}})\s*[日号]?(?:\s*{_TIME})?")


@dataclass(frozen=True, slots=True)
class Stamps:
    """The moments a file name or title tells: of the disaster, and of the data's cut-off. None is “not told”."""

    occurred_at: datetime | None = None
    as_of: datetime | None = None
    rest: str = ""


def parse_moment(value: object, year: int | None = None) -> datetime | None:
    """A date or time of a cell; None where it is none. `year` completes “10月3日”.

    A number is taken as a spreadsheet's serial day. 24:00 is the last second of its day: the day stays.
    """
    if isinstance(value, datetime):
        return value.replace(microsecond=0, tzinfo=None)
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _from_serial(value)
    written = narrow(str(value or ""))
    match = _MOMENT.fullmatch(written) or (year and _DAY_MONTH.fullmatch(written)) or None
    if match:
        return _moment(match, year)
    if re.fullmatch(r"[0-9]{14}", written):
        return parse_moment(f"{written[:8]} {written[8:10]}:{written[10:12]}:{written[12:]}")
    return _from_serial(float(written)) if re.fullmatch(r"[0-9]{5}(?:\.[0-9]+)?", written) else None


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


def _moment(match: re.Match[str], year: int | None) -> datetime | None:
    parts = {name: int(text) for name, text in match.groupdict().items() if text}
    month, day = parts.get("month") or parts.get("month2", 0), parts.get("day") or parts.get("day2", 0)
    hour, minute, second = (parts.get(name, 0) for name in ("hour", "minute", "second"))
    ends_day = (hour, minute, second) == (24, 0, 0)
    try:
        found = datetime(parts.get("year") or year or 0, month, day, 0 if ends_day else hour, minute, second)
    except ValueError:
        return None
    return found + timedelta(days=1, seconds=-1) if ends_day else found


def _from_serial(number: float) -> datetime | None:
    if int(number) not in _SERIALS:
        return None
    return _SERIAL_START + timedelta(seconds=round(number * 86400))


@cache
def _words(kind: str) -> tuple[str, ...]:
    """The words of title_patterns.csv of one kind, longest first."""
    chosen = (row["word"] for row in codebooks.rows("title_patterns") if row["kind"] == kind)
    return tuple(sorted(chosen, key=len, reverse=True))
