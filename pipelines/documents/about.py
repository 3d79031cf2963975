"""What a whole document tells of its figures, and what one sentence has told so far."""

from dataclasses import dataclass, field
from datetime import date

from pipelines.documents.told_spells import Spell
from pipelines.transforms.periods import Period


@dataclass(frozen=True, slots=True)
class About:
    """What the document tells: `region` is that of the section in hand, `whole_region` its own, where 全县 means it;
    `spell` what is counted when, where a bulletin on one disaster tells it sentence by sentence; `is_of_last_year` that
    去年 is the document's year."""

    title: str
    region: str | None
    hazard: str
    period: Period | None
    published: date | None = None
    spell: Spell | None = None
    whole_region: str | None = None
    is_of_last_year: bool = False


@dataclass(slots=True)
class Said:
    """What one sentence said so far: (indicator, hazard, region, period) of its figures; of the last one indicator,
    region and where it ends; up to where letters are taken, and by how long a word."""

    keys: set[tuple[str, str, str | None, Period | None]] = field(default_factory=set)
    last: str = ""
    taken: int = 0
    letters: int = 0
    region: str | None = None
    end: int = 0
    period: Period | None = None
