"""Dagster's records of a run stay open while the run is made, where they are SQLite files.

Dagster opens such a file for each of the six hundred events of a refresh, closes it, and waits for the disk each time:
with a small ledger that took half of the refresh.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from functools import cache
from typing import Any

import sqlalchemy as sa
from dagster import DagsterInstance
from dagster._core.storage.event_log import SqliteEventLogStorage
from dagster._core.storage.runs import SqliteRunStorage

INDEX = "index"
"""The file with what concerns all runs; each run has one of its own."""
BUSY_SECONDS = 60
"""So long a process waits for another one that writes, such as Dagster's pages."""


@contextmanager
def kept_open(instance: DagsterInstance) -> Iterator[None]:
    """Every file is opened once and closed at the end; a Postgres has connections that stay by itself.

    What is written is there for others at once. A kill loses nothing; a power cut may lose the last events, and what
    is left is whole.
    """
    with ExitStack() as opened:

        @cache
        def engine(address: str) -> sa.Engine:
            made = sa.create_engine(address, connect_args={"timeout": BUSY_SECONDS})
            sa.event.listen(made, "connect", _leave_to_the_system)
            opened.callback(made.dispose)
            return made

        events, runs = instance.event_log_storage, instance.run_storage
        if isinstance(events, SqliteEventLogStorage):
            _keep_events(events, engine, opened)
        if isinstance(runs, SqliteRunStorage):
            address = runs._conn_string
            _put(runs, "connect", lambda: engine(address).begin(), opened)
        yield


def _keep_events(events: SqliteEventLogStorage, engine: Callable[[str], sa.Engine], opened: ExitStack) -> None:
    makes_tables = events._connect

    def connect(shard: str) -> AbstractContextManager[sa.Connection]:
        if shard not in events._initialized_dbs:
            with makes_tables(shard):
                pass
        return engine(events.conn_string_for_shard(shard)).begin()

    def has_table(table: str) -> bool:
        return sa.inspect(engine(events.conn_string_for_shard(INDEX))).has_table(table)

    _put(events, "_connect", connect, opened)
    _put(events, "has_table", has_table, opened)


def _put(storage: object, name: str, connect: Any, opened: ExitStack) -> None:
    """Another way to connect, for this one storage and until the end: the library has no setting for it. Who keeps it
    open already goes on doing so.
    """
    if name not in vars(storage):
        setattr(storage, name, connect)
        opened.callback(delattr, storage, name)


def _leave_to_the_system(connection: Any, _: object) -> None:
    """When the disk is written is left to the system: the log before the file, nothing waits for it."""
    connection.execute("pragma synchronous = normal")
