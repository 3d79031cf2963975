"""Files read and checked in memory: the same readers, SQL and rules as a refresh, and nothing is stored."""

import hashlib
from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from pipelines import decisions, inputs, models, rules, settings, staging, staging_inputs, tree, versions
from pipelines.codebooks.ledgers import ledgers
from pipelines.emptiness import Emptiness
from pipelines.errors import LedgerError
from pipelines.progress import Listener
from pipelines.raw_store import is_ignored
from pipelines.readers.contract import READING_TABLES, SPARSE_TABLES, Reading
from pipelines.readers.correction_marks import correction_in
from pipelines.receipts import SIDECAR
from pipelines.received import ACTIVE, Source
from pipelines.warehouse import Warehouse, sql_text

FINDINGS, STAGING = "checks.findings", "staging."
UNUSED_OPTIMIZERS = "statistics_propagation,common_subexpressions"
"""They look at long sums over all indicators longer than the sums themselves take."""
REFERENCE, REPORTING_UNITS = "reference", "reporting_units"
SENT = """
select
    s.path,
    s.reader,
    count(distinct r.region_code) as regions,
    list(distinct r.region_name order by r.region_name) as names,
    max(r.as_of) as last_as_of,
    list(distinct r.stage order by r.stage) as stages,
    cast(sum(k.figures) as bigint) as figures
from staging.sources as s
inner join staging.reports as r on r.source_id = s.source_id
inner join steps.report_keys as k on k.source_id = r.source_id and k.source_locator = r.source_locator
group by s.path, s.reader
order by s.path
"""
"""One row is one file that reports on disasters: its regions, latest cut-off, stages, and how many figures it holds."""
MISSING = "select year, region_code, unit_name from steps.expected_reports where reports = 0 order by year, region_code"


@dataclass(frozen=True)
class Checked:
    """What was found: findings, what became of each file's rows, and who sent what. `missing` are the regions that are
    expected to report, with the year in which nothing came from them; known only where a folder was checked.
    """

    findings: pl.DataFrame
    sources: pl.DataFrame
    sent: pl.DataFrame
    missing: pl.DataFrame


def check(places: Sequence[Path], raw: Path, listener: Listener) -> Checked:
    """Read and check files, and the files of folders. The bureau's settings and decisions hold, and for a folder its
    list of reporting units.
    """
    found = [pair for place in places for pair in _files(place, raw)]
    if any(place.is_dir() for place in places):
        found += [(file, file.name) for file in _lists_of_units(raw)]
    read = {source.sha256: (source, file) for file, name in reversed(found) if (source := _source(file, name))}
    readings = {source: staging.read_source(source, file, listener) for source, file in reversed(read.values())}
    stated = inputs.Inputs(
        sources=tuple(readings), problems=(), settings=settings.load(raw).as_texts(), zones=settings.zones(raw),
        decisions=decisions.all_rows(raw), codebooks="", software=versions.software_version(),
    )  # fmt: skip
    staged = Staging()
    staging.load_settings(staged, stated, is_sample=False)
    _load(staged, readings)
    asked = rules.rules_with_rows(Emptiness(staged.has_rows), rules.file_rules())
    needed = _needed(asked)
    with Warehouse() as warehouse:
        warehouse.connection.execute("set temp_directory = ''")
        warehouse.connection.execute(f"set disabled_optimizers = '{UNUSED_OPTIMIZERS}'")
        for table in sorted(name for name in needed if name.startswith(STAGING)):
            warehouse.write(table, staged.table(table))
        models.build(warehouse, needed, {tree.RESOLVED: _tree_for(needed)})
        rules.collect_findings(warehouse, asked)
        answers = (f"select * from {FINDINGS}", "select * from staging.sources order by path", SENT, MISSING)
        return Checked(*map(warehouse.few, answers))


class Staging:
    """The staging tables of a check by their names; the work database gets those that are asked for."""

    def __init__(self) -> None:
        self._written: dict[str, pl.DataFrame] = {}

    def write(self, table: str, frame: pl.DataFrame) -> None:
        """Replace `table` by the rows of `frame`."""
        self._written[table] = frame

    def table(self, table: str) -> pl.DataFrame:
        """The rows of a table; of one that nobody wrote the codebook it is, or none."""
        written = self._written.get(table)
        return staging_inputs.unwritten(table) if written is None else written

    def has_rows(self, table: str) -> bool | None:
        """Whether a staging table has rows; of models nobody knows."""
        if not table.startswith(STAGING):
            return None
        return table.startswith(staging_inputs.CODEBOOK) or not self.table(table).is_empty()


def _needed(asked: Sequence[rules.Rule]) -> frozenset[str]:
    """The tables that the findings of these rules come from, staging tables included."""
    texts = (rules.COLLECT, *map(rules.file_of, asked))
    read = set().union(*(models.tables_read(text) for text in (*map(sql_text, texts), SENT, MISSING)))
    wanted, found = {*read, rules.OF_RECORDS} - {rules.FAILURES}, set[str]()
    while wanted:
        found |= wanted
        wanted = {table for model in wanted & models.names() for table in models.inputs(model)} - found
    return frozenset(found)


def _tree_for(needed: Set[str]) -> Callable[[Warehouse], int]:
    """The short way where the rules alone read the tree: they compare what was filed. Annual sums need all of it."""
    is_summed_up = any(tree.RESOLVED in models.inputs(model) for model in needed & models.names() - {FINDINGS})
    return tree.resolve_tree if is_summed_up else tree.resolve_filed


def _files(place: Path, raw: Path) -> list[tuple[Path, str]]:
    """A file, or the files of a folder, each with the name that messages show; that of a received file is its path."""
    if not place.is_dir():
        full, received = place.resolve(), raw.resolve()
        return [(place, full.relative_to(received).as_posix() if full.is_relative_to(received) else place.name)]
    below = [(file, file.relative_to(place)) for file in sorted(place.rglob("*")) if file.is_file()]
    files = [(file, name.as_posix()) for file, name in below if not is_ignored(name)]
    if not files:
        raise LedgerError(
            f"文件夹 {place} 中没有文件。请核对路径。", f"There is no file in the folder {place}. Check its path."
        )
    return files


def _lists_of_units(raw: Path) -> list[Path]:
    """The bureau's lists of who is expected to report, by their names: reporting_units.csv, 应报送单位.xlsx."""
    names = (REPORTING_UNITS, ledgers()[REPORTING_UNITS].name_zh)
    return [file for file in sorted((raw / REFERENCE).glob("*")) if any(name in file.name for name in names)]


def _load(warehouse: Staging, readings: dict[Source, Reading]) -> None:
    counts = ("reader", *staging.COUNTS)
    told = [(source, {name: getattr(reading, name) for name in counts}) for source, reading in readings.items()]
    staging.load_sources(warehouse, told)
    for name, schema in READING_TABLES.items():
        frames = [staging.typed(getattr(r, name), schema, source) for source, r in readings.items()]
        warehouse.write(f"staging.{name}", pl.concat(frames))
    for table, schema in SPARSE_TABLES.items():
        empty = pl.DataFrame(schema=schema | {"source_id": pl.String()})
        frames = [staging.typed(r.sparse[table], schema, s) for s, r in readings.items() if table in r.sparse]
        warehouse.write(f"staging.{table}", pl.concat([empty, *frames]))


def _source(file: Path, name: str) -> Source:
    if not file.is_file():
        raise LedgerError(f"没有文件 {file}。请核对路径。", f"There is no file {file}. Check its path.")
    try:
        sha256 = hashlib.sha256(file.read_bytes()).hexdigest()
    except PermissionError as problem:
        raise LedgerError(
            f"无法读取 {file}：没有权限或被占用。", f"{file} cannot be read: no permission, or in use."
        ) from problem
    sidecars = (file.with_name(file.name + SIDECAR), file.with_suffix(SIDECAR))
    described = next((s.read_text("utf-8-sig", errors="replace") for s in sidecars if s.is_file() and s != file), None)
    correction = correction_in(file)
    mark = correction.mark if correction and correction.is_valid else None
    corrected = (mark.corrects, mark.names) if mark else ((), ())
    return Source(sha256, name, "", ACTIVE, described, corrects=corrected[0], corrected_names=corrected[1])
