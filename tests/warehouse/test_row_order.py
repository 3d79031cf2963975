"""Rows lie in a release as the pages ask for them."""

from itertools import pairwise

import duckdb
import pytest

from pipelines import row_order
from pipelines.releases import Releases
from tests import sample_ledger

BY_LEVEL = {"core.region_losses": 4 * 5}
"""Written level by level of the tree, four statements each; every one of them in this order."""


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> duckdb.DuckDBPyConnection:
    found = Releases(sample_ledger.refreshed(tmp_path_factory) / "warehouse").current()
    assert found is not None
    return duckdb.connect(str(found.snapshot), read_only=True)


@pytest.mark.parametrize("table", row_order.sort_keys())
def test_a_table_lies_in_the_order_of_its_key(release: duckdb.DuckDBPyConnection, table: str) -> None:
    key = ", ".join(row_order.sort_keys()[table].columns)
    lies = release.execute(f"select {key} from {table}").fetchall()
    in_order = release.execute(f"select {key} from {table} order by {key}").fetchall()
    if table in BY_LEVEL:
        assert sorted(lies, key=repr) == sorted(in_order, key=repr)
        starts = sum(before > after for before, after in pairwise(lies))
        assert 1 < starts < BY_LEVEL[table]
    else:
        assert lies == in_order


@pytest.mark.parametrize("table", [name for name, key in row_order.sort_keys().items() if key.is_unique])
def test_a_key_that_is_said_to_tell_rows_apart_does(release: duckdb.DuckDBPyConnection, table: str) -> None:
    key = ", ".join(row_order.sort_keys()[table].columns)
    counts = f"select (select count(*) from {table}), (select count(*) from (select distinct {key} from {table}))"
    rows, keys = release.execute(counts).fetchall()[0]
    assert rows == keys
