"""The change report in every release: what the last change moved, written as profile `changes` writes it."""

import shutil

from pipelines.exports import tables
from pipelines.exports.outputs import ENCODINGS, Outputs
from pipelines.exports.snapshot import Snapshot
from pipelines.releases import Release

PROFILE = "changes"


READ = ("marts.changes", "core.regions", "meta.hazards", "meta.indicators", "meta.ledger_choices")
"""The tables that the report is written from."""


def write(release: Release, same: Release | None = None) -> None:
    """Write the report beside the snapshot; from the snapshot alone, so that a rebuild gives the same bytes.

    `same` is a release in which the tables that it is written from are the same: so is its report.
    """
    if same:
        for file in tables.TABLES[PROFILE]:
            shutil.copyfile(same.folder / f"{file}.csv", release.folder / f"{file}.csv")
        return
    with Snapshot(release.folder, release) as source:
        tables.writer_of(PROFILE)(source, Outputs(release.folder, ENCODINGS[0]), year=None, region=None)
