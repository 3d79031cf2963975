"""The region that a document speaks of, and the hazards and regions that its sentences name."""

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache, lru_cache

from pipelines import codebooks
from pipelines.codebooks import ALL_HAZARDS
from pipelines.codebooks.regions import children
from pipelines.documents.words import either, names_any, words
from pipelines.transforms.hazards import UNSPECIFIED, hazard_in, hazard_words, level1, parse_hazard
from pipelines.transforms.place_hints import region_in_text
from pipelines.transforms.region_tiers import region_under, regions_named

_HEADINGS = 6
_LOOKED_AT = 300
_CLAUSES = 12
"""So many clauses back may say who was struck."""
_TITLES = re.compile(r"《[^》]*》?")
"""What stands in the title of a law or a plan is no region of the document: 《陕西省安全生产条例》."""
_MANY = "[0-9]+|[两一二三四五六七八九十]+"
_SEVERAL = re.compile(
    rf"[^,。;:(\s]{{0,40}}(?:等(?:{_MANY})?个?多?(?:省|市|州|县|区|乡|镇|地)|等(?:{_MANY})个|、[^,。;:(\s、]{{2,9}}?(?:{_MANY})个?省)"
)
"""Regions that are named as some of several: 甲县、乙市等5个县; as all of them: 甲、乙两省."""
_PROVINCES = re.compile(rf"[^,。;:(\s]{{2,40}}(?:等(?:{_MANY})个?|、[^,。;:(\s、]{{2,9}}?(?:{_MANY})个?)省(?!级)")
_DATELINE = re.compile(r"^\s*[^,。;:0-9]{2,14}(?:(?:19|20)[0-9]{2}年)?[0-9]{1,2}月[0-9]{1,2}日[讯电](?=[\s(:]|$|记者)")
"""Where and when a report was sent: 新华社某市6月9日电."""
_WHEN = re.compile(r"^[0-9年月日号时点分许,、左右凌晨上中下午日晚间至到-]+")
_OPENING = "、,和及与:;( "


def document_region(lines: Sequence[str]) -> str | None:
    """The code of the document's region: of its title, of the office that issued it, else the one named most often.

    A region that is not of the kind of which the text speaks (全县) is not the document's own: its author hid that.
    """
    untitled = [_DATELINE.sub("", _TITLES.sub("", line)) for line in lines[: 10 * _LOOKED_AT]]
    lines = [_SEVERAL.sub("○", line) for line in untitled]
    head = [line for line in lines if line.strip()][:_HEADINGS]
    title = region_in_text(head[0][:120]) if head else None
    if title is None and any(_PROVINCES.search(line) for line in untitled[:_HEADINGS]):
        return codebooks.COUNTRY
    if re.search(f"^(?:.{{0,12}}[年月])?{_country_name()}", head[0] if head else ""):
        return codebooks.COUNTRY
    issuers = [line for line in head if names_any("issuer", line)]
    found = next(filter(None, (region_in_text(line[:120]) for line in (*head[:1], *issuers))), None)
    found = found or next((code for line in head if (code := _place_in(line[:120]))), None)
    if found is None:
        named = Counter(filter(None, (_place_in(line[:200]) for line in lines[:_LOOKED_AT] if line.strip())))
        found = named.most_common(1)[0][0] if named else None
    of_nation = f"(?:{either('nation')})[^,。;]{{0,16}}(?:{either('loss')})"
    if found is None and any(re.search(of_nation, line) for line in head):
        return codebooks.COUNTRY
    return found if found and (_is_named(found, head[:1]) or _is_of_kind(found, lines)) else None


def region_reported(text: str) -> str | None:
    """The name of the region whose office tells what follows: 据某省应急管理厅报告; None where none does."""
    told = re.match(
        rf"\s*(?:根?据)(?P<name>[^,。;:0-9]{{2,14}}?)(?:{either('office')})[^,。;]{{0,14}}?(?:{either('office_says')})",
        text,
    )
    return told["name"] if told else None


def region_called(name: str, within: str | None) -> str | None:
    """The code of a region by its name: of one below the document's own, else of one anywhere."""
    bare = name.strip()
    code = (_exactly(bare, within) if within else None) or _exactly(bare, codebooks.COUNTRY)
    region = codebooks.region(code) if code else None
    return code if region and len(region.name_zh) > 1 else None  # 县人民政府 is no place


def region_struck(text: str, within: str | None) -> str | None:
    """The region of the last clause of `text` that says who was struck (6月7日，某镇遭受冰雹灾害); None where several
    were, and where the whole is spoken of since."""
    for clause in reversed(re.split("[,;。]", text)[-_CLAUSES:]):
        if names_any("whole", clause):
            return None
        if names_any("struck", clause) and within:
            bare = re.sub(f"^(?:{either('opening')}|[{_OPENING}])+", "", _WHEN.sub("", clause))
            code = _named(bare[:12], within)
            if code or re.search("[、和]|等[^,]", bare[:12]):
                return code
    return None


def _is_named(code: str, head: Sequence[str]) -> bool:
    """Whether the title names a region in full: no author hides a name and writes it there."""
    region = codebooks.region(code)
    return region is not None and any(region.name_zh in line for line in head)


def _place_in(text: str) -> str | None:
    """A region that a text names; not the country, as 全国防灾减灾日 is spoken of everywhere."""
    found = region_in_text(text)
    return None if found == codebooks.COUNTRY else found


def _is_of_kind(code: str, lines: Sequence[str]) -> bool:
    """Whether the word for the whole (全县, 我市) that a text uses most may mean the region: 我区 is no 温州市."""
    text = "".join(lines[:_LOOKED_AT])
    used = Counter({row["word"]: text.count(row["word"]) for row in codebooks.rows("document_wholes")})
    word, times = used.most_common(1)[0]
    ending = next(row["ending"] for row in codebooks.rows("document_wholes") if row["word"] == word)
    region = codebooks.region(code)
    return not times or (region is not None and region.name_zh.endswith(ending))


def _country_name() -> str:
    country = codebooks.region(codebooks.COUNTRY)
    return country.name_zh if country else ""


def region_of(clause: str, within: str | None) -> str | None:
    """The region below the document's own that a clause begins with: 其中保山3.2亿元; None where it names none."""
    is_given = names_any("giver", clause)  # 某省下拨资金: who gives is not who lost
    if not is_given and re.match(f"[{_OPENING}]*(?:{either('nation')})", _WHEN.sub("", clause)):
        return codebooks.COUNTRY
    if within is None and not is_given and names_any("nation", clause):
        return codebooks.COUNTRY
    bare = re.sub(f"^(?:{either('opening')}|{either('whole')}|[{_OPENING}])+", "", clause)
    found = _named(bare[:12], within) if within and bare and not bare.startswith(words("no_place")) else None
    return found or (None if is_given else _province(bare))


def _province(text: str) -> str | None:
    """The province with whose full name a text begins: beside the figures of one province stand those of another."""
    found = next((text[:length] for length in range(3, 9) if text[:length] in _provinces()), "")
    return _provinces()[found] if found and not re.match("[、和及与等]", text[len(found) :]) else None


@cache
def _provinces() -> dict[str, str]:
    listed = (one for one in children(codebooks.COUNTRY) if one.is_current and len(one.name_zh) > 2)
    return {one.name_zh: one.region_code for one in listed}


def is_only_a_region(clause: str, within: str | None) -> bool:
    """Whether a clause is a region's name and nothing more, as in a list of regions with one number each."""
    bare = re.sub(f"^(?:{either('opening')}|[{_OPENING}])+", "", clause).rstrip("为约达:、 ")
    return bool(within and bare) and _exactly(bare, within) is not None


def hazard_of(*texts: str, whole: str) -> str:
    """The hazard of a figure, told by the nearest of the texts that names one (clause, segment, label, heading); else
    that of the document."""
    for text in texts:
        keys = _hazards(text)
        if names_any("all_hazards", text) and not keys:
            return ALL_HAZARDS
        tops = {level1(key) for key in keys}
        if len(tops) == 1:
            return keys.pop() if len(keys) == 1 else tops.pop()
        if tops:
            return _cause(text) or _first_of_several(text) or ALL_HAZARDS
    return whole


def _cause(text: str) -> str | None:
    """The cyclone that brought rain and wind: 受台风“某某”影响出现强降雨."""
    found = re.search(
        f'(?<!未)(?<!未受)(?:受[^,;。]{{0,16}}?)?({either("cyclone")})(?:[“"]|[^,;。、和]{{0,8}}(?:影响|引发|带来|造成))',
        text,
    )
    return level1(parse_hazard("台风").hazard_key) if found else None


def _first_of_several(text: str) -> str | None:
    """The first of the hazards that a text gives one figure for (低温冷冻和雪灾造成…); None where it names them only
    as what the year was like."""
    names = "|".join(sorted(map(re.escape, hazard_words()), key=len, reverse=True))
    several = f"({names})(?:[、和及与](?:{names}))+(?:灾害)?(?:共|累计)*(?:造成|使|致)"
    listed = re.match(f"(?:{either('opening')}|,)*{several}", text)
    return level1(parse_hazard(listed[1]).hazard_key) if listed else None


def document_hazard(title: str, opening: Sequence[str] = ()) -> str:
    """The one hazard that a title speaks of; `all` where it speaks of several. Where it speaks of none, that of the
    first sentence of a bulletin (`opening`) that says what struck."""
    found = hazard_in(title) or _cause(title)
    if found or _hazards(title):
        return found or ALL_HAZARDS
    told = (hazard_of(text, whole=ALL_HAZARDS) for text in opening if names_any("struck", text))
    return next((hazard for hazard in told if hazard != ALL_HAZARDS), ALL_HAZARDS)


@lru_cache(maxsize=4096)
def _hazards_named(text: str) -> frozenset[str]:
    found: list[str] = []
    for name in sorted(hazard_words(), key=len, reverse=True):
        if name in text:
            text = text.replace(name, "○")
            key = parse_hazard(name).hazard_key
            found += [key] if key != UNSPECIFIED else []
    tops = {level1(key) for key in found}
    return frozenset(key for key in found if key not in tops or not any(k != key and level1(k) == key for k in found))


def _hazards(text: str) -> set[str]:
    for word in words("no_hazard"):
        text = text.replace(word, "○")
    return set(_hazards_named(text))


@lru_cache(maxsize=8192)
def _named(text: str, within: str) -> str | None:
    for length in range(len(text), 1, -1):
        found = _exactly(text[:length], within)
        if found:
            return None if re.match("[、和及与等]", text[length:]) else found  # 成都、雅安等21个市: of several
    return None


@lru_cache(maxsize=8192)
def _exactly(name: str, within: str) -> str | None:
    if not regions_named(name):
        return None
    if within != codebooks.COUNTRY:
        found = region_under(within, name)
        return found.region_code if found else None
    provinces = [region for region in regions_named(name) if len(region.region_code) == 6 and region.is_current]
    wide = [region for region in provinces if region.level == "province"] or provinces
    return wide[0].region_code if len(wide) == 1 else None
