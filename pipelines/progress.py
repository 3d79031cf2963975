"""Who hears how far a long piece of work is: the terminal, the log of a Dagster run, or nobody."""

import sys
from collections.abc import Callable

Listener = Callable[[str], None]


def nobody(line: str) -> None:
    """Nobody listens."""


def terminal(line: str) -> None:
    """To the standard error stream, so that results on standard output stay clean."""
    print(line, file=sys.stderr, flush=True)


def both(first: Listener, second: Listener) -> Listener:
    """A listener that passes a line on to two."""

    def pass_on(line: str) -> None:
        first(line)
        second(line)

    return pass_on
