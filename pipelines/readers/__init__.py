"""Files → tables. `read` recognises a file by its content and never raises for what is wrong in it."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from pipelines.readers.contract import Reading
from pipelines.readers.outcome import Outcome
from pipelines.readers.recognise import read_file

__all__ = ["Reading", "read"]


def read(
    path: Path,
    *,
    name: str | None = None,
    sidecar: Mapping[str, object] | None = None,
    former_names: Sequence[str] = (),
    progress: Callable[[str], None] | None = None,
) -> Reading:
    """All that one file says. `name` is its path below raw/: what messages show, and where a cut-off may stand;
    `former_names` are names that the same bytes were received under before.

    A file that cannot be opened, or that nobody recognises, gives a reading without records and a `reject` finding.
    """
    return read_file(path, Outcome(name or path.name, tuple(former_names)), sidecar, progress)
