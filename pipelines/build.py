"""Which table was built from which inputs: what keeps a release from mixing two states of raw/, and spares work.

A model is built anew when the software, or the content of a table it reads, is other than it was: a decision about a
finding, or a new file of relief funds, leaves the losses as they stand. The tables of schema `steps` stand between core
tables. Nobody asks for them, so they are built with the table that needs them.
"""

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from pathlib import Path
from types import MappingProxyType

import duckdb

from pipelines import deltas, models, partial, parts, row_order
from pipelines import states as state_notes
from pipelines.engines import Runner
from pipelines.errors import LedgerError
from pipelines.states import State
from pipelines.versions import software_version
from pipelines.warehouse import BUILT_DATABASE, WORK_DATABASE, Warehouse

STAGING = "staging.readings"
STEPS = "steps."
OUT_OF_ORDER = 0.1
"""The share of rows of a published table that may lie behind those in order: beyond it questions slow down."""
IN_USE = ("set lock", "used by another process")
"""How the database says that another program has its file open."""
_STAGING_TABLES = """
select schema_name || '.' || table_name as name, null as sql
from duckdb_tables() where schema_name = 'staging' and table_name <> 'states'
union all
select schema_name || '.' || view_name, sql from duckdb_views() where schema_name = 'staging'
"""


def published_models(layer: str | None = None) -> tuple[str, ...]:
    """The models people see, in their order; those of one layer."""
    return tuple(n for n in models.order() if not n.startswith(STEPS) and (layer is None or n.startswith(f"{layer}.")))


@cache
def upstream(name: str) -> frozenset[str]:
    """The published models a model is made from, directly or through steps; `staging.readings` for what files said."""
    direct = {STAGING if read.startswith("staging.") else read for read in models.inputs(name)}
    asked_for = {read for read in direct if not read.startswith(STEPS)}
    return frozenset(asked_for.union(*(upstream(step) for step in _direct_steps(name)))) - {name}


def materialise(warehouse: Warehouse, name: str, run: Runner | None = None) -> int:
    """Bring one model, and the steps it needs, up to date; answers its number of rows."""
    states = state_notes.read(warehouse)
    sources = sorted(upstream(name))
    stale = {view for view in models.VIEWS & states.keys() if not states[view].content}  # it shows other rows now
    missing = [source for source in sources if source not in states or source in stale]
    if missing:
        raise LedgerError(
            f"{name} 需要先更新 {'、'.join(missing)}。请点“更新全部数据（Materialize all）”。",
            f"{name} needs {', '.join(missing)} first. Press Materialize all.",
        )
    for model in (model for model in models.order() if model in _steps_of(name) or model == name):
        made_from, before = _made_from(model, states), states.get(model)
        if before and made_from and before.made_from == made_from and warehouse.has(model):
            continue
        for view in models.VIEWS & states.keys():
            if model in models.inputs(view):  # it is about to show other rows
                old = states[view].content or states[view].before
                states[view] = replace(states[view], made_from="", content="", before=old)
        if before:  # whatever stops the run here, the next one builds it
            state_notes.note(warehouse, {known: state for known, state in states.items() if known != model})
        states[model] = _build(warehouse, model, states, run or models.run)
    for model in (*_steps_of(name), name):
        states[model] = replace(states[model], inputs=_common({states[source].inputs for source in upstream(model)}))
    state_notes.note(warehouse, states)
    return states[name].rows


def _build(warehouse: Warehouse, name: str, states: Mapping[str, State], run: Runner) -> State:
    """Build the rows of a model that changes touch where that can be, else all; answers how the table stands then."""
    made_from, before = _made_from(name, states), states.get(name)
    if name in models.VIEWS:
        return _build_view(warehouse, name, states, run)
    if before and run is models.run and warehouse.has(name):
        changed = _changed(before, made_from, states)
        moved = partial.rebuild(warehouse, name, changed) if changed else None
        if moved:
            return _in_order(warehouse, name, _state_after_part(before, made_from, moved))
    is_kept = _asks_for_changes(name, before, made_from, run) and deltas.keep(warehouse, name)
    rows = run(warehouse, name)
    content = _content(warehouse, name)
    is_noted = is_kept and deltas.compare(warehouse, name)
    return State("", made_from, content, before.content if before and is_noted else "", rows)


def _asks_for_changes(name: str, before: State | None, made_from: str, run: Runner) -> bool:
    """Whether something can be built from the changes of a model: nothing can after the software changed."""
    is_comparable = before is not None and before.made_from.partition("\n")[0] == made_from.partition("\n")[0]
    return is_comparable and run is models.run and name in parts.watched()


def _state_after_part(before: State, made_from: str, moved: partial.Moved) -> State:
    """How a table stands after some of its keys were built."""
    count, total = (
        old - went + came
        for old, went, came in zip(map(int, before.content.split()), moved.went, moved.came, strict=True)
    )
    content = f"{count} {total}"
    noted = before.before if content == before.content else before.content
    return State("", made_from, content, noted, count, before.out_of_order + moved.behind)


def _in_order(warehouse: Warehouse, name: str, state: State) -> State:
    """A published table of which many rows lie behind the others is written anew."""
    if name not in row_order.sort_keys() or state.out_of_order <= OUT_OF_ORDER * state.rows:
        return state
    partial.put_in_order(warehouse, name)
    return replace(state, out_of_order=0)


def _build_view(warehouse: Warehouse, name: str, states: Mapping[str, State], run: Runner) -> State:
    """A view, and the changes of what it shows. It holds what it is made from."""
    made_from, before = _made_from(name, states), states.get(name)
    rows = run(warehouse, name)
    old = (before.content or before.before) if before else ""
    shown = models.shown_by(name)
    earlier = _made_from(name, {**states, shown: replace(states[shown], content=states[shown].before)})
    is_known = bool(old and earlier) and old == _hash(earlier) and warehouse.has(deltas.table_of(shown))
    is_noted = is_known and name in parts.watched()  # else nobody asks what changed
    if is_noted:
        deltas.note_of_view(warehouse, name, shown, models.statement(name))
    return State("", made_from, _hash(made_from) if made_from else "", old if is_noted else "", rows)


def _made_from(name: str, states: Mapping[str, State]) -> str:
    """The software and the content of every table that a model reads; empty where one of these is not known."""
    read = sorted(models.inputs(name))
    contents = [states[table].content if table in states else "" for table in read]
    if not all(contents):
        return ""
    versions = f"{software_version()} {duckdb.__version__}"
    return "\n".join((versions, *(f"{table} {content}" for table, content in zip(read, contents, strict=True))))


def _changed(before: State, made_from: str, states: Mapping[str, State]) -> frozenset[str]:
    """The tables that changed since a model was built from them; none where what changed in them is not noted."""
    (old_software, *old), (software, *new) = before.made_from.split("\n"), made_from.split("\n")
    then, now = (dict(line.split(" ", 1) for line in lines) for lines in (old, new))
    if old_software != software or then.keys() != now.keys():
        return frozenset()
    changed = frozenset(table for table, content in now.items() if then[table] != content)
    return changed if all(states[table].before == then[table] for table in changed) else frozenset()


def _content(warehouse: Warehouse, table: str) -> str:
    """A hash of the rows of a table, in whatever order."""
    return " ".join(map(str, warehouse.sums(table)))


def forget_staging(warehouse: Warehouse) -> dict[str, State]:
    """Note that other files are about to be loaded: until they are stamped, nothing is built from them. Answers how the
    tables stood whose changes can be told afterwards.
    """
    states = state_notes.read(warehouse)
    state_notes.note(warehouse, {name: s for name, s in states.items() if not name.startswith("staging.")})
    views = _views_of_staging(warehouse)
    return {
        name: replace(states[name], made_from=view or "")
        for name, view in views.items()
        if name in parts.watched() & states.keys() and (view or deltas.keep(warehouse, name))
    }


def stamp_staging(warehouse: Warehouse, inputs: str, before: Mapping[str, State] = MappingProxyType({})) -> None:
    """Note that what the files say was loaded, how each table of it stands, and what changed in it."""
    states = state_notes.read(warehouse)
    for name, view in _views_of_staging(warehouse).items():
        # A view names the files it is over: what was read of a file is kept under a hash and never changes.
        content, old = _hash(view) if view else _content(warehouse, name), before.get(name)
        is_noted = old is not None and content != old.content and _note_changes(warehouse, name, old.made_from, view)
        deltas.drop_kept(warehouse, name)
        noted = "" if old is None else old.content if is_noted else old.before if content == old.content else ""
        states[name] = State("", "", content, noted)
    state_notes.note(warehouse, states | {STAGING: State(inputs)})


def _note_changes(warehouse: Warehouse, name: str, old_view: str, view: str | None) -> bool:
    if bool(old_view) != bool(view):
        return False
    if view is None:
        return deltas.compare(warehouse, name)
    deltas.note_sources(warehouse, name, old_view, view)
    return True


def _views_of_staging(warehouse: Warehouse) -> dict[str, str | None]:
    """The staging tables; of a view its SQL."""
    return dict(warehouse.read(_STAGING_TABLES).iter_rows())


def stamp(warehouse: Warehouse, name: str, inputs: str) -> None:
    """Note which inputs a table was built from, whatever it holds."""
    state_notes.note(warehouse, state_notes.read(warehouse) | {name: State(inputs)})


def _hash(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


def require_unmixed(warehouse: Warehouse, release_id: str) -> None:
    """Refuse to go on unless every published model was built from these inputs."""
    states = state_notes.read(warehouse)
    stale = [name for name in published_models() if name not in states or states[name].inputs != release_id]
    if stale:
        named = "、".join(stale[:5]) + ("……" if len(stale) > 5 else "")
        raise LedgerError(
            f"下列数据表不是由当前这批文件算出的：{named}。没有发布，上一个数据版本不变。"
            "请点“更新全部数据（Materialize all）”。",
            f"These tables were not built from the files as they are now: {named}. Nothing was published; "
            "the last release stays. Press Materialize all.",
        )


@cache
def _steps_of(name: str) -> frozenset[str]:
    steps = _direct_steps(name)
    return steps.union(*(_steps_of(step) for step in steps))


def _direct_steps(name: str) -> frozenset[str]:
    """The steps a model reads; scratch tables of its own driver are none."""
    return frozenset(read for read in models.inputs(name) if read.startswith(STEPS) and read in models.names())


def _common(stamps: set[str]) -> str:
    return stamps.pop() if len(stamps) == 1 else "mixed" if stamps else ""


@contextmanager
def opened(folder: Path) -> Iterator[Warehouse]:
    """The work database, open for writing. One that a crash spoiled is made anew: all it holds is derived."""
    warehouse = Warehouse(folder)
    try:
        warehouse.open()
    except duckdb.Error as problem:
        if any(words in str(problem) for words in IN_USE):
            raise LedgerError(
                f"{folder} 中的 {WORK_DATABASE} 或 {BUILT_DATABASE} 正被其他程序打开（例如数据库查看工具）。"
                "请关闭它，再更新一次。",
                f"{WORK_DATABASE} or {BUILT_DATABASE} in {folder} is open in another program (such as a database "
                "viewer). Close it there and try again.",
            ) from problem
        warehouse.close()
        for database in (WORK_DATABASE, BUILT_DATABASE):
            for spoiled in (database, f"{database}.wal"):
                (folder / spoiled).unlink(missing_ok=True)
        warehouse.open()
    try:
        _drop_views_of_steps(warehouse)
        yield warehouse
    finally:
        warehouse.close()


def _drop_views_of_steps(warehouse: Warehouse) -> None:
    """Steps that a refresh on Spark left when it was cut off: views of files that may be gone."""
    for view in warehouse.read("select view_name from duckdb_views() where schema_name = 'steps'")["view_name"]:
        warehouse.drop(f"{STEPS}{view}")
