"""How dates and periods are written in running text: one pattern whose groups tell the ways apart."""

import re
from functools import cache

from pipelines import codebooks
from pipelines.documents.words import either, words
from pipelines.transforms.periods import PLAN

YEAR = r"(?:(?:19|20)[0-9]{2}年)"


def _parts_of_years() -> str:
    """The names of parts of years (上半年, 前三季度), the longest first; h1 and q1 are for tables."""
    words = {row["word"] for row in codebooks.rows("period_words") if row["period_kind"] != PLAN}
    return "|".join(sorted((word for word in words if not word.isascii()), key=len, reverse=True))


_TO = r"(?:至|到|[-—–~～]+)"
_UNTIL = r"(?:截至|截止到?|截止时间[为是:]?)(?:今年|本年|当年)?"
_MONTH, _DAY = "[0-9]{1,2}月", "[0-9]{1,2}[日号]"
_MONTH_OF = f"(?<![0-9]){YEAR}?{_MONTH}"


@cache
def date_pattern() -> re.Pattern[str]:
    """The pattern: the first of its groups that fits at a place tells what the words there say."""
    groups = {**_stretches(), **_cut_offs(), **_beginnings(), **_names(), **_days()}
    return re.compile("|".join(f"(?P<{name}>{'|'.join(ways)})" for name, ways in groups.items()))


def _hour() -> str:
    times = either("time_of_day")
    return rf"(?:(?:{times})?[0-9]{{1,2}}[时点](?:[0-9]{{1,2}}分)?|{times})?"


def _day() -> str:
    """A day, which may lack its month and year."""
    return rf"(?<![0-9月年])(?:{YEAR}?{_MONTH})?{_DAY}{_hour()}"


def _moment() -> str:
    """A day with its month."""
    return rf"{_MONTH_OF}{_DAY}{_hour()}"


def _stretches() -> dict[str, list[str]]:
    """From one day or year to another one, and years that others are compared with, which are no period."""
    end, end_day = (rf"(?:{YEAR}?{_MONTH})?{day}{_hour()}" for day in (_DAY, "[0-9]{1,2}日"))
    quoted, bare = "“(?:[八九]|十[一二三四五]?)五”", "(?<![月二三四五六七八九])十[一二三四五]五"
    return {
        "compared": [f"(?:{either('compared_year')})(?:{YEAR}[和、]?)+", f"{YEAR}以来(?:同期|最|的?第)"],
        "season": [rf"(?:19|20)[0-9]{{2}}年?{_TO}(?:19|20)[0-9]{{2}}年?度?(?:冬春)?"],
        "plan": [f"(?:{quoted}|{bare})(?:时期|期间|以来)(?!{YEAR})"],
        "range": [
            rf"{_day()}{_TO}{end}",
            rf"{_day()}(?:[、和及]{end})+",
            rf"{YEAR}?{_MONTH}[0-9]{{1,2}}{_TO}{_DAY}",
            rf"(?<![0-9月年.第需约续])[0-9]{{1,2}}{_TO}[0-9]{{1,2}}日(?!内)",
        ],
        "from": [
            rf"{_moment()}[^。;0-9]{{0,14}}?,?(?:截至|到|至){end_day}",
            f"{_moment()}(?:{either('spell_begins')}),{end_day}(?={either('spell_ends')})",
        ],
        "months": [
            rf"{YEAR}{_MONTH}(?:份|[初底末])?[^。;0-9]{{0,10}}?,?(?:截至|到|至)(?:{YEAR}|[今本]年){_MONTH}(?:份|[底末])?(?![0-9])",
            # At the beginning 1、5月 is item 1, on May.
            r"(?:(?<=[^\s。;、0-9])|(?<![、0-9])(?=[0-9、]+月间))[0-9]{1,2}(?:[、和][0-9]{1,2})+月(?![0-9])",
        ],
    }


def _cut_offs() -> dict[str, list[str]]:
    """Up to when is counted. A mere 到 or 至 needs a month, or the beginning of a clause."""
    end = rf"(?:{YEAR}?{_MONTH})?{_DAY}{_hour()}"
    month = f"{YEAR}?{_MONTH}份?"
    return {
        "now": [
            rf"(?:{_UNTIL}|到|至)(?:目前|发稿|(?:[昨今][日天]|{either('same_day')}){_hour()})",
            rf"(?:{either('same_day')}){_hour()}(?=[^,。;0-9]{{0,4}}(?:{either('told_on')}|{either('counted_on')}))",
        ],
        "until": [
            f"{_UNTIL}{end}",
            f"(?:至|到)?{end}止",
            f"(?<![遇遭受达收得])(?:至|到){YEAR}?{_MONTH}{_DAY}",
            rf"(?:(?<![^,。;:\s])|(?<=统计))(?:至|到)(?:{YEAR}?{_MONTH})?[0-9]{{1,2}}日{_hour()}",
            f"{_UNTIL}{month}(?![0-9上中下底末])",
            rf"{_MONTH_OF}[底末](?=[^。;]{{0,20}}累计)",
            f"(?:{_UNTIL}|至|到){month}(?:{either('month_part')})",
        ],
        "ahead": [f"{_moment()}(?:{either('ahead_of')})(?!{either('not_ahead_of')})"],
    }


def _beginnings() -> dict[str, list[str]]:
    """Since when is counted, and the running year."""
    since = either("since")
    return {
        "days_since": [f"{_day()}(?:{since})", f"(?:{either('counted_from')})[为是:]?{_day()}"],
        "months_since": [f"{_MONTH_OF}(?:份|[上中下]旬|[初底末])?(?:{since})", either("since_new_year")],
        "running": [f"(?:{either('this_year')})(?![0-9第以的])"],
    }


def _names() -> dict[str, list[str]]:
    """What is called by its year or day, thirds of months, and the day on which somebody told of it."""
    struck, recalled = either("struck"), "".join(words("recalled_by"))
    others = "”?(?:[、和及]?“[0-9]{1,2}·[0-9]{1,2})*"
    called = rf"(?={others}”?[^,。;0-9]{{0,6}}(?:{struck}|[0-9.]+级))(?![^,。;]{{0,14}}(?:{either('remembered')}))"
    teller = (
        rf"(?:{either('reporter')})[^,。;0-9]{{0,24}}?",
        rf"(?:(?!灾|情况|{struck})[^,。;0-9]){{0,8}}?",  # 7月10日暴雨灾情报告 is no telling
    )
    return {
        "numbered": [f"{YEAR}(?=第[0-9]+号)"],
        "disaster": [rf"(?<![0-9.{recalled}])(?<![{recalled}]“)(?:1[0-2]|0?[1-9])·(?:3[01]|[12][0-9]|0?[1-9]){called}"],
        "third": [f"{_MONTH_OF}[上中下]旬"],
        "told_on": [
            f"(?:{either('reporter')}){_day()}",
            rf"{_day()}[讯电](?=[\s(:]|$|记者)",
            f"{_day()},?(?:{'|'.join(teller)})(?:{either('told_on')})",
        ],
        "counted_on": [f"{_day()},?(?:{'|'.join(teller)})(?:{either('counted_on')})(?!{either('not_counted_on')})"],
    }


def _days() -> dict[str, list[str]]:
    """Days, months, parts of years and years that are simply named."""
    months = (
        f"{_MONTH}?份?{_TO}{_MONTH}份?(?!份?的)",
        f"{_MONTH}份?(?!份?的|[0-9]*[日号]|以来|起|初|底|末|[上中下]旬)",
    )
    part = "|".join((_parts_of_years(), *months))
    return {
        "plain": [
            f"{YEAR}{_MONTH}{_DAY}",
            rf"{YEAR}?(?<![0-9])[1-4一二三四]{_TO}[1-4一二三四]季度",
            rf"(?:{YEAR}|(?<![^,。;:(\s]))(?:{either('first_months')})[0-9一二三四五六七八九十两]{{1,2}}个月",
            f"{YEAR}(?:{part})?(?![春夏秋冬])",
            f"(?<![0-9])(?!{either('only_of_a_year')})(?:{part})",
            f"(?<![0-9]){_MONTH}{_DAY}",
        ],
        "hour": [rf"(?<![0-9:日号午晨晚夜早])[0-9]{{1,2}}时(?:[0-9]{{1,2}}分)?(?={either('hour_of')})"],
        "bare": [rf"(?<![0-9月年—–~～-])[0-9]{{1,2}}日(?!(?:{either('not_bare')})(?:[,。;:\s]|$))"],
    }
