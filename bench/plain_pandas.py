"""What an analyst would write in pandas for the same files, for comparison: only parts within wholes are checked, and
sums are of floats.

python -m bench.plain_pandas FOLDER OUT
"""

import sys
from pathlib import Path

import pandas as pd

from bench import figures_sql
from pipelines import codebooks
from pipelines.hashes import sha256_of

LEVELS = {"township": 9, "county": 6, "prefecture": 4, "province": 2, "country": 0}
"""The first digits of a code that name a place of each level."""


def main(folder: Path, out: Path) -> None:
    """Read, keep best versions, check parts, add up, compare, write files."""
    out.mkdir(exist_ok=True)
    names = list(figures_sql.national())
    losses = best_versions(folder, names)
    broken(losses, names).to_csv(out / "findings.csv", index=False)
    annual = compared(added_up(losses, names), names)
    annual.to_csv(out / "annual_losses.csv", index=False)
    losses.to_parquet(out / "losses.parquet")
    print(len(losses), "records,", len(annual), "sums")


def best_versions(folder: Path, names: list[str]) -> pd.DataFrame:
    """One row per disaster and region; figures as floats, which pandas makes of decimals as soon as it adds them."""
    files = sorted(path for path in folder.iterdir() if path.suffix in (".csv", ".parquet"))
    print(len({sha256_of(path) for path in files}), "files")
    text = dict.fromkeys(("event_id", "region_code", "hazard_key", "typhoon_no", "magnitude"), str)
    frames = [
        (pd.read_parquet(path) if path.suffix == ".parquet" else pd.read_csv(path, dtype=text)).assign(source=path.name)
        for path in files
    ]
    reports = pd.concat(frames, ignore_index=True)
    parents = {row["hazard_key"]: row["parent_key"] or row["hazard_key"] for row in codebooks.rows("hazards")}
    reports["hazard"] = reports["hazard_key"].map(parents)
    reports["occurred_at"] = pd.to_datetime(reports["occurred_at"])
    reports["year"] = reports["occurred_at"].dt.year
    unnamed = reports["occurred_at"].astype(str) + reports["hazard"] + reports["region_code"]
    reports["event_id"] = reports["event_id"].fillna(unnamed)
    reports["stage_rank"] = reports["stage"].map(
        {row["stage"]: int(row["rank"]) for row in codebooks.rows("stages") if row["rank"]}
    )
    reports = reports.sort_values(["as_of", "stage_rank", "reported_at"])
    losses = reports.drop_duplicates(["event_id", "region_code"], keep="last").copy()
    losses[names] = losses[names].astype(float)
    return losses


def broken(losses: pd.DataFrame, names: list[str]) -> pd.DataFrame:
    """A row per record and part that is larger than its whole."""
    parts = [
        i for i in figures_sql.national().values()
        if i.parent in names and i.part_kind in ("nested", "subset", "part")
    ]  # fmt: skip
    told = ["source", "event_id", "region_code"]
    return pd.concat(
        losses.loc[losses[i.column_name] > losses[i.parent], told].assign(part=i.column_name) for i in parts
    )


def added_up(losses: pd.DataFrame, names: list[str]) -> pd.DataFrame:
    """A row per place of every level, year and hazard."""
    sums = []
    for digits in LEVELS.values():
        losses["place"] = losses["region_code"].str[:digits]
        for keys in (["place", "year", "hazard"], ["place", "year"]):
            grouped = losses.groupby(keys, sort=False)
            found = grouped[names].sum(min_count=1)
            found["events"] = grouped["event_id"].nunique()
            sums.append(found.reset_index().assign(digits=digits))
    annual = pd.concat(sums, ignore_index=True).fillna({"hazard": "all"})
    return annual.sort_values(["digits", "place", "hazard", "year"])


def compared(annual: pd.DataFrame, names: list[str]) -> pd.DataFrame:
    """The same with the year before and the mean of five of every headline figure."""
    headlines = [i.column_name for i in codebooks.indicator_set("headline") if i.column_name in names]
    by_place = annual.groupby(["digits", "place", "hazard"], sort=False)
    for name in headlines:
        annual[f"{name}_prior"] = by_place[name].shift()
    means = by_place[headlines].rolling(5, min_periods=1, closed="left").mean().droplevel([0, 1, 2])
    return annual.join(means.add_suffix("_mean"))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
