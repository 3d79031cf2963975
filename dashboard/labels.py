"""Domain words of a release in the language of the session: indicators, hazards, regions, units."""

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from dashboard import i18n, snapshot
from dashboard.formats import Numbers, unit_name
from dashboard.i18n import t
from dashboard.snapshot import Release


@lru_cache(maxsize=20)
def words_of(release: Release, name: str, key: str) -> dict[str, dict[str, Any]]:
    """The rows of a small table by their code; kept per release, because a page asks for hundreds of names."""
    return {row[key]: row for row in snapshot.table(release, name).iter_rows(named=True)}


def indicators(release: Release) -> dict[str, dict[str, Any]]:
    """The indicators of the codebook by column name."""
    return words_of(release, "meta.indicators", "column_name")


def indicator(release: Release, column: str, *, short: bool = True) -> str:
    """An indicator's name, or the column itself when the codebook does not know it."""
    row = indicators(release).get(column, {})
    language = i18n.language()
    return (short and row.get(f"short_{language}")) or row.get(f"name_{language}") or row.get("name_zh") or column


def told_apart(release: Release, names: Mapping[str, str], parents: Mapping[str, str]) -> dict[str, str]:
    """Names by code, each once: where two are the same, with the region above in brackets, or else with the code."""
    counted = Counter(names.values())
    longer = {
        code: t("words.with_parent", name=name, parent=region(release, parents.get(code) or code))
        if counted[name] > 1 else name
        for code, name in names.items()
    }  # fmt: skip
    counted = Counter(longer.values())
    return {
        code: t("words.with_parent", name=names[code], parent=code) if counted[name] > 1 else name
        for code, name in longer.items()
    }


def regions_apart(release: Release, codes: Iterable[str]) -> dict[str, str]:
    """The names of regions, each once."""
    known = words_of(release, "core.regions", "region_code")
    parents = {code: str(known.get(code, {}).get("parent_code") or "") for code in codes}
    return told_apart(release, {code: region(release, code) for code in parents}, parents)


def column(release: Release, name: str) -> str:
    """What a finding is about, as people call it: an indicator, a column of a ledger, what a row says of itself."""
    if name in indicators(release):
        return indicator(release, name)
    if i18n.has(i18n.language(), f"column.{name}"):
        return i18n.word("column", name)
    row = words_of(release, "meta.ledger_columns", "column_name").get(name, {})
    return str(row.get(f"name_{i18n.language()}") or row.get("name_zh") or name)


def heading(release: Release, column: str) -> str:
    """An indicator with its unit, as a column heading."""
    unit = indicators(release).get(column, {}).get("unit")
    name = indicator(release, column)
    return t("words.with_unit", name=name, unit=unit_name(unit, i18n.language())) if unit else name


def hazard(release: Release, key: str) -> str:
    """A hazard's name."""
    if key == "all":
        return t("words.all_hazards")
    row = words_of(release, "meta.hazards", "hazard_key").get(key)
    return str(row[f"name_{i18n.language()}"]) if row else key


def is_rest(code: str) -> bool:
    """Whether a node is no place, but what a region has not broken down."""
    return code.endswith("-rest")


def region(release: Release, code: str) -> str:
    """A region's name; what is not broken down has a name of the catalogue."""
    if is_rest(code):
        return t("words.unallocated")
    row = words_of(release, "core.regions", "region_code").get(code)
    return str(row["name_zh"]) if row else code


def parent(release: Release, code: str) -> str | None:
    """The code of the region above in the tree of the release."""
    row = words_of(release, "core.regions", "region_code").get(code)
    return row["parent_code"] if row else None


def choice(release: Release, kind: str, value: str | None) -> str:
    """A word that a ledger chooses from (stage, payer, purpose, scheme), or the code itself when it is new to us."""
    if value is None:
        return ""
    row = choices(release).get((kind, value))
    return str(row["name_en"] if i18n.language() == "en" else row["word"]) if row else value


@lru_cache(maxsize=20)
def choices(release: Release) -> dict[tuple[str, str], dict[str, Any]]:
    """The words that name the choices of the ledgers, by list and code."""
    rows = snapshot.table(release, "meta.ledger_choices")
    return {(row["list"], row["value"]): row for row in rows.iter_rows(named=True) if row["is_label"]}


def in_order(release: Release, kind: str, found: Iterable[str] = ()) -> list[str]:
    """The values of a list of choices as the codebook orders them, then those found that are new to it."""
    known = [value for of_list, value in choices(release) if of_list == kind]
    return [*known, *sorted(set(found) - set(known))]


@lru_cache(maxsize=20)
def ledger_columns(release: Release, ledger: str) -> dict[str, dict[str, Any]]:
    """The columns of a ledger, in its order."""
    rows = snapshot.table(release, "meta.ledger_columns").iter_rows(named=True)
    return {row["column_name"]: row for row in rows if row["ledger"] == ledger}


def ledger_column(release: Release, ledger: str, name: str) -> str:
    """A column as its own ledger calls it, or the code itself when the release does not know it."""
    row = ledger_columns(release, ledger).get(name, {})
    return str(row.get(f"name_{i18n.language()}") or row.get("name_zh") or name)


def unit(release: Release, written: str) -> str:
    """A unit in the language of the session; what the pages have no word for has one in the release."""
    known = unit_name(written, i18n.language())
    row = words_of(release, "meta.units", "unit").get(written)
    return str(row["name_en"]) if row and known == written and i18n.language() == "en" and row["name_en"] else known


def numbers(release: Release) -> Numbers:
    """How numbers are written: the language of the session, the rounding of the bureau."""
    return Numbers(i18n.language(), str(snapshot.facts(release).get("rounding") or "half_even"))
