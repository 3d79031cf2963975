"""The change report in every release: what the last change moved, written as profile `changes` writes it."""

from pipelines.exports import tables
from pipelines.exports.outputs import ENCODINGS, Outputs
from pipelines.exports.snapshot import Snapshot
from pipelines.releases import Release

PROFILE = "changes"


def write(release: Release) -> None:
    """Write the report beside the snapshot; from the snapshot alone, so that a rebuild gives the same bytes."""
    with Snapshot(release.folder, release) as source:
        tables.writer_of(PROFILE)(source, Outputs(release.folder, ENCODINGS[0]), year=None, region=None)
