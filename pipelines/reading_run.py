"""Everything that was received, read and loaded; the sample while no real report exists."""

from pathlib import Path

from pipelines import build, staging
from pipelines.files import remove_folder
from pipelines.filings import own
from pipelines.hashes import sha256_of
from pipelines.inputs import Inputs
from pipelines.raw_store import Progress, RawStore
from pipelines.received import ACTIVE, Source
from pipelines.staging import Staged
from pipelines.warehouse import Warehouse

SAMPLE = "sample"


def read_all(warehouse: Warehouse, stock: Inputs, raw: Path, progress: Progress) -> list[Staged]:
    """Read what is new, load all of it as the staging tables, and stamp them with the inputs."""
    folder = warehouse.folder
    if folder is None:
        raise RuntimeError("Reading for a release needs a warehouse folder.")
    store = RawStore(raw, folder)
    staged = staging.stage(stock.sources, store.archived, folder, progress)
    is_sample = not any(s.reports for s in staged if s.source.status == ACTIVE)
    if is_sample:
        staged += _stage_sample(folder, progress)
    else:
        remove_folder(folder / SAMPLE)
    before = build.forget_staging(warehouse)
    staging.load(warehouse, stock, staged, is_sample=is_sample)
    own.load(warehouse, stock.filings, raw)
    build.stamp_staging(warehouse, stock.release_id, before)
    staging.prune(folder, staged)
    return staged


def read_past(warehouse: Warehouse, stock: Inputs, raw: Path, folder: Path, progress: Progress) -> None:
    """Load the sources of an earlier moment into a database of its own. What was read for it is kept in `folder`."""
    store = RawStore(raw, folder)
    staged = staging.stage(stock.sources, store.archived, folder, progress)
    staging.load(warehouse, stock, staged, is_sample=False)
    own.load(warehouse, stock.filings, raw)


def is_sample_loaded(warehouse: Warehouse) -> bool:
    """Whether the staging tables hold the sample, because no real report was received yet."""
    return bool(warehouse.value("select bool_or(is_sample) from staging.settings"))


def _stage_sample(folder: Path, progress: Progress) -> list[Staged]:
    """The fictional prefecture: made anew, so that it always is what this software makes."""
    from pipelines import sample

    place = folder / SAMPLE
    remove_folder(place)
    files = {sha256_of(file): file for file in sample.write(place)}
    sources = [
        Source(sha256, f"{SAMPLE}/{file.relative_to(place).as_posix()}", "", ACTIVE) for sha256, file in files.items()
    ]  # fmt: skip
    return staging.stage(sorted(sources, key=lambda s: s.path), lambda sha256: files[sha256], folder, progress)
