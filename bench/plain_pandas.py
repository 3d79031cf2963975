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
STAGES = {"initial": 1, "update": 2, "final": 3}


def main(folder: Path, out: Path) -> None:
    """Read, keep best versions, check parts, add up, compare, write CSV files."""
    names = list(figures_sql.national())
    headlines = [i.column_name for i in codebooks.indicator_set("headline") if i.column_name in names]
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
    reports["stage_rank"] = reports["stage"].map(STAGES)
    reports = reports.sort_values(["as_of", "stage_rank", "reported_at"])
    losses = reports.drop_duplicates(["event_id", "region_code"], keep="last").copy()
    losses[names] = losses[names].astype(float)  # which is what pandas does to decimals as soon as it adds them

    broken = [
        losses.loc[losses[i.column_name] > losses[i.parent], ["source", "event_id", "region_code"]].assign(
            part=i.column_name
        )
        for i in figures_sql.national().values()
        if i.parent in names and i.part_kind in ("nested", "subset", "part")
    ]
    pd.concat(broken).to_csv(out / "findings.csv", index=False)

    sums = []
    for digits in LEVELS.values():
        losses["place"] = losses["region_code"].str[:digits]
        for keys in (["place", "year", "hazard"], ["place", "year"]):
            grouped = losses.groupby(keys, sort=False)
            found = grouped[names].sum(min_count=1)
            found["events"] = grouped["event_id"].nunique()
            sums.append(found.reset_index().assign(digits=digits))
    annual = pd.concat(sums, ignore_index=True).fillna({"hazard": "all"})
    annual = annual.sort_values(["digits", "place", "hazard", "year"])
    by_place = annual.groupby(["digits", "place", "hazard"], sort=False)
    for name in headlines:
        annual[f"{name}_prior"] = by_place[name].shift()
    means = by_place[headlines].rolling(5, min_periods=1, closed="left").mean().droplevel([0, 1, 2])
    annual = annual.join(means.add_suffix("_mean"))
    annual.to_csv(out / "annual_losses.csv", index=False)
    losses.to_parquet(out / "losses.parquet")
    print(len(losses), "records,", len(annual), "sums")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
