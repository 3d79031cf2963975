"""Units as people write them in headings, unit rows and cells."""

import re
from fractions import Fraction
from functools import cache, lru_cache

from pipelines import codebooks
from pipelines.transforms.widths import squeezed

_LABEL = re.compile(r"^(?:计量单位|单位)[:]?")


@lru_cache(maxsize=20_000)
def known_unit(text: str) -> str | None:
    """The unit a text is, spelled as in units.csv, with or without brackets or 单位：; None if unknown."""
    bare = _LABEL.sub("", squeezed(text))
    return _spellings().get(bare) or _spellings().get(_LABEL.sub("", bare.removeprefix("(").removesuffix(")")))


def is_unit_label(text: str) -> bool:
    """Whether a text only announces units: 单位, 计量单位：."""
    return bool(text) and not _LABEL.sub("", squeezed(text))


def conversion(written: str, wanted: str) -> Fraction | None:
    """What a value in `written` is multiplied by to be in `wanted`; None where the two do not measure the same."""
    one, other = known_unit(written), known_unit(wanted)
    return codebooks.unit_factor(one, other) if one and other else None


@cache
def _spellings() -> dict[str, str]:
    return {squeezed(row["unit"]): row["unit"] for row in codebooks.rows("units")}
