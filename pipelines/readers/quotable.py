"""What of a cell may be quoted: numbers, dates, places and hazards. Any other words may be a person's name.

Findings and rejected rows name what a cell says so that it can be corrected; names of people must not come out of a
file by that way, wherever in it they stand.
"""

import re
from collections.abc import Iterable
from functools import cache, lru_cache

from pipelines import codebooks
from pipelines.readers import messages
from pipelines.transforms.hazards import hazard_words
from pipelines.transforms.numbers import number_words
from pipelines.transforms.region_paths import steps_of
from pipelines.transforms.region_tiers import regions_named
from pipelines.transforms.widths import squeezed

HIDDEN = "（文字）"
FROM_CELLS = frozenset({
    "F060", "F061", "F062", "F063", "F064", "F065", "F067", "F068", "F069", "F070", "F071",
    "F080", "F082", "F083", "F090", "F091", "F114", "F150", "F155", "F156", "F158", "F160", "F161",
})  # fmt: skip
"""The rules whose value is what a cell says."""
_WORDS = re.compile(r"[\u3400-\u9fff·]+")
_CLOCK = re.compile(
    r"[年月日号时点分秒半许整至到上中下午旬初末底前后昨今明去本晚早晨凌夜间星期周第季度报稿次终快零〇一二三四五六七八九十两]+"
)
"""Letters that only words of time and of the stages of reports are made of."""


@lru_cache(maxsize=20_000)
def redacted(text: str) -> str:
    """The text with every word left out that is no number, unit, date, place or hazard."""
    return _WORDS.sub(lambda hit: _kept(hit[0]), text)


@lru_cache(maxsize=100_000)
def region_name_of(written: str, code: str) -> str:
    """The name of a region as a row writes it; the table's own where the row writes none, or what is no place."""
    known = codebooks.region(code)
    official = known.name_zh if known else code
    name = squeezed(written)
    if not name:
        return official
    named = {region.region_code[:6] for region in regions_named(name)}
    return written if code[:6] in named or is_place_word(name) else official


def is_place_word(name: str) -> bool:
    """Whether a word ends like the name of a region, as 火星镇 and 高新区 do, whether or not there is one."""
    return any(name.endswith(ending) and len(name) >= least for ending, least in _endings().items())


@lru_cache(maxsize=100_000)
def township_names(text: str, code: str) -> str | None:
    """The names of a list of townships, separated by “,”; whatever is no name of one in this county is left out."""
    names = (part.strip() for part in re.split(r"[,，、;；\s]+", text))
    kept = dict.fromkeys(name for name in names if 1 < len(name) <= 20 and _is_township(name, code[:6]))
    return ",".join(kept) or None


def event_text(text: str) -> str | None:
    """The name or number of a disaster, such as 2305 or “6·27”暴雨; None where it is neither."""
    has_words = _WORDS.search(text) is not None
    tells = re.search(r"[0-9]", text) or any(word in text for word in hazard_words())
    return text if messages.masked(text) == text and (tells or not has_words) else None


def _is_township(name: str, county: str) -> bool:
    if not _WORDS.fullmatch(name):
        return False
    return is_place_word(name) or any(region.region_code.startswith(county) for region in regions_named(name))


def _kept(words: str) -> str:
    if _CLOCK.fullmatch(words) or _numbers().fullmatch(words) or _speaks_of_hazard(words):
        return words
    if is_place_word(words) or regions_named(words):
        return words
    steps = steps_of(words)
    return "".join(step if regions_named(step) or is_place_word(step) else HIDDEN for step in steps) or HIDDEN


def _speaks_of_hazard(words: str) -> bool:
    """Whether a word has two letters together in common with a hazard, so that a slip (洪捞灾害) is still told."""
    return any(words[at : at + 2] in _hazard_pairs() for at in range(len(words) - 1))


@cache
def _hazard_pairs() -> set[str]:
    return {word[at : at + 2] for word in hazard_words() for at in range(len(word) - 1)}


@cache
def _numbers() -> re.Pattern[str]:
    """Numerals and multipliers with a unit behind them; a unit alone or before a word of approximation, but not before
    a numeral: 张 is a unit, 张三 is a person."""
    units = {row["unit"] for row in codebooks.rows("units")}
    approximate = {row["word"] for row in codebooks.rows("approximations")}
    amount = rf"(?:{_any_of(number_words() - units)}|[零〇一二三四五六七八九十两])"
    unit = rf"(?:{_any_of(units)})"
    return re.compile(rf"(?:{amount}+{unit}?)+|{unit}(?:{_any_of(approximate)})*")


def _any_of(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


@cache
def _endings() -> dict[str, int]:
    """The words that names of regions end with → how long a name with it is at least: 法镇, but no 李园."""
    rows = [row for row in codebooks.rows("region_suffixes") if row["kind"] in {"level", "ending", "corps"}]
    return {row["suffix"]: 2 if row["kind"] == "level" else max(3, len(row["suffix"])) for row in rows} | {
        row["suffix"]: len(row["suffix"]) for row in rows if len(row["suffix"]) > 1
    }
