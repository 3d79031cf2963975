"""What the product costs, measured.

    python -m bench [refreshes] [--records 200 1000 4000]
    python -m bench checks [--rows 2000]
    python -m bench pages [--rows 100000 10000000]
    python -m bench rebuild [--rows 1000000 10000000] [--kind csv|parquet]

See `docs/performance.md` for what was measured and on which machine.
"""

import sys

from bench import checks, pages, rebuild, refreshes

MEASURED = {"refreshes": refreshes.main, "checks": checks.main, "pages": pages.main, "rebuild": rebuild.main}


def main() -> None:
    """Measure what is named, refreshes unless something is."""
    given = sys.argv[1:]
    named = given[:1] if given and not given[0].startswith("-") else []
    what = named[0] if named else "refreshes"
    if what not in MEASURED:
        sys.exit(__doc__)
    MEASURED[what](given[len(named) :])


if __name__ == "__main__":
    main()
