"""What the product costs, measured.

    python -m bench                 everything below, one after the other: a night's work
    python -m bench checks          a check of a small file as a multiple of loading the libraries and reading the file
    python -m bench refreshes       a refresh as a multiple of plainly reading the same spreadsheets
    python -m bench rebuild         the whole history and what comes after it, against a floor and pandas
    python -m bench pages           what one click costs
    python -m bench spark           the same ledger by DuckDB and by Spark, compared cell by cell (docs/spark.md)

Each takes options of its own (--help). See `docs/performance.md` for what was measured and on which machine.
"""

import importlib.util
import sys

from bench import checks, pages, rebuild, refreshes, spark

MEASURED = {
    "checks": checks.main,
    "refreshes": refreshes.main,
    "rebuild": rebuild.main,
    "pages": pages.main,
    "spark": spark.main,
}


def main() -> None:
    """Measure what is named, or everything."""
    what, *options = sys.argv[1:] or [""]
    if what and what not in MEASURED:
        sys.exit(__doc__)
    has_spark = importlib.util.find_spec("pyspark") is not None
    everything = [name for name in MEASURED if name != "spark" or has_spark]
    for name in [what] if what else everything:
        MEASURED[name](options)


if __name__ == "__main__":
    main()
