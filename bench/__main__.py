"""What the product costs, measured.

    python -m bench refreshes [--records 200 1000 4000]
    python -m bench pages [--rows 100000 10000000]

See `docs/performance.md` for what was measured and on which machine.
"""

import sys

from bench import pages, refreshes

MEASURED = {"refreshes": refreshes.main, "pages": pages.main}


def main() -> None:
    """Measure what is named."""
    what, *arguments = sys.argv[1:] or [""]
    if what not in MEASURED:
        sys.exit(__doc__)
    MEASURED[what](arguments)


if __name__ == "__main__":
    main()
