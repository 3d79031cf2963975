"""Names of regions, with the word for their level heeded: 火星区 is not 火星街道, though both are 火星."""

from collections.abc import Iterable
from functools import cache, lru_cache

import polars as pl

from pipelines import codebooks
from pipelines.codebooks import Region
from pipelines.transforms.widths import squeezed


@lru_cache(maxsize=50_000)
def regions_named(name: str) -> tuple[Region, ...]:
    """The regions a written name may mean, of the tier (county and above, or township) that its last word says."""
    return tuple(region for region in codebooks.regions_named(name) if _may_be(name, region))


def regions_by_path(path: Iterable[str], name: str) -> tuple[Region, ...]:
    """As `codebooks.regions_by_path`, without regions of another tier."""
    return tuple(found for found in codebooks.regions_by_path(path, name) if _may_be(name, found))


def region_by_path(path: Iterable[str], name: str) -> Region | None:
    """The one region of `regions_by_path`; None if none or several fit."""
    found = regions_by_path(path, name)
    return found[0] if len(found) == 1 else None


def region_under(parent: str, name: str) -> Region | None:
    """As `codebooks.region_under`; None where only a region of another tier fits."""
    found = codebooks.region_under(parent, name)
    return found if found and _may_be(name, found) else None


def _may_be(name: str, region: Region) -> bool:
    suffix = next((suffix for suffix in _tiers() if name.endswith(suffix)), None)
    return (
        suffix is None
        or name == squeezed(region.name_zh)
        or len(name) <= len(suffix) + 1
        or _tiers()[suffix] == len(region.region_code)
    )


@cache
def _tiers() -> dict[str, int]:
    """Word for a level → length of the codes that most regions so named bear; longest words first."""
    words = {row["suffix"]: row["canonical"] for row in codebooks.rows("region_suffixes") if row["kind"] == "level"}
    endings = sorted({canonical for canonical in words.values() if canonical})
    ends = [pl.col("name_zh").str.tail(length) for length in (4, 3, 2, 1)]
    counted = (
        codebooks.table("regions")
        .select(
            pl.coalesce(pl.when(end.is_in(endings)).then(end) for end in ends).alias("ending"),
            pl.col("region_code").str.len_chars().alias("length"),
        )
        .drop_nulls()
        .group_by("ending", "length", maintain_order=True)
        .len()
        .sort("len", descending=True, maintain_order=True)
        .unique("ending", keep="first", maintain_order=True)
    )
    lengths = dict(counted.select("ending", "length").iter_rows())
    tiers = {word: lengths[canonical] for word, canonical in words.items() if canonical in lengths}
    return dict(sorted(tiers.items(), key=lambda item: -len(item[0])))
