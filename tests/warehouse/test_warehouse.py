"""The work database: expansion of indicator sets, tables in and out, and the order of the models."""

from decimal import Decimal
from pathlib import Path

import duckdb
import polars as pl
import pytest

from pipelines import build, codebooks, errors, models
from pipelines.errors import LedgerError
from pipelines.memory import MEMORY_VARIABLE, memory_limit
from pipelines.stretches import stretches
from pipelines.warehouse import SQL_FOLDER, Warehouse, expand


def test_a_line_that_names_a_set_stands_once_for_each_indicator_of_the_set():
    expanded = expand("select\n    year\n    , sum({category}) as {category}\nfrom t").split("\n")
    columns = [i.column_name for i in codebooks.indicator_set("category")]
    assert expanded == ["select", "    year", *(f"    , sum({c}) as {c}" for c in columns), "from t"]


def test_a_line_may_ask_for_a_property_of_the_indicator():
    lines = expand("cast({headline} as {headline.sum_type}) -- {headline.unit}").split("\n")
    assert "cast(deaths as bigint) -- 人" in lines
    assert "cast(direct_economic_loss as decimal(38,6)) -- 万元" in lines


def test_a_set_that_does_not_exist_is_an_error():
    with pytest.raises(KeyError):
        expand("select {no_such_set}")


def test_a_frame_comes_back_with_exact_decimals_and_nulls():
    frame = pl.DataFrame(
        {"code": ["610000", None], "loss": [Decimal("0.1"), None]}, schema_overrides={"loss": pl.Decimal(18, 6)}
    )
    with Warehouse() as warehouse:
        warehouse.write("core.pairs", frame)
        assert warehouse.read("select * from core.pairs").equals(frame)


def test_a_table_can_take_the_place_of_a_view():
    with Warehouse() as warehouse:
        warehouse.execute("create view staging.reports as select 1 as old")
        warehouse.write("staging.reports", pl.DataFrame({"new": [1, 2]}))
        assert warehouse.count("staging.reports") == 2


def test_the_database_lies_in_the_folder_it_was_given_and_keeps_its_tables(tmp_path: Path):
    with Warehouse(tmp_path / "warehouse") as warehouse:
        warehouse.write("core.years", pl.DataFrame({"year": [2021]}))
    with Warehouse(tmp_path / "warehouse") as warehouse:
        assert warehouse.value("select year from core.years") == 2021
    assert (tmp_path / "warehouse" / "work.duckdb").exists()


def test_a_closed_warehouse_says_so():
    with pytest.raises(RuntimeError, match="not open"):
        Warehouse().count("core.losses")


def test_every_model_comes_after_those_it_reads():
    order = models.order()
    assert set(order) == models.names()
    for place, name in enumerate(order):
        assert not models.inputs(name) & set(order[place:]), name


def test_models_read_only_what_exists():
    known = models.names()
    for name in known:
        layers = {read.split(".")[0] for read in models.inputs(name) - known}
        assert layers <= {"staging"}, name


def test_every_model_says_what_one_row_is():
    assert [name for name in models.names() if not models.description(name)] == []


def test_marts_read_core_and_steps_but_never_raw_reports():
    for name in models.names():
        if name.startswith("marts."):
            assert "core.report_versions" not in models.inputs(name)
            assert "staging.reports" not in models.inputs(name)


def test_the_public_tables_are_models():
    public = {
        "core.losses", "core.period_figures", "core.coverage", "core.events", "core.regions", "core.candidates",
        "marts.annual_losses", "marts.losses_by_day", "marts.year_on_year", "marts.loss_composition",
        "checks.findings", "checks.rejected_rows", "meta.sources", "meta.indicators", "meta.hazards", "meta.rules",
    }  # fmt: skip
    assert public <= models.names()


def test_every_sql_file_opens_with_what_it_is_and_every_rule_file_exists():
    assert [
        str(file) for file in SQL_FOLDER.rglob("*.sql") if not file.read_text(encoding="utf-8").startswith("--")
    ] == []
    rules = {rule["must_hold"] for rule in codebooks.rows("check_rules") if rule["scope"] != "record"}
    files = {file.stem for file in (SQL_FOLDER / "checks").glob("*.sql")}
    assert rules == files - {"findings.collect", "rejected_rows"}


def test_a_view_of_files_that_are_gone_is_there_and_can_be_dropped(tmp_path: Path) -> None:
    file = tmp_path / "staged.parquet"
    with Warehouse(tmp_path / "warehouse") as warehouse:
        warehouse.execute(f"copy (select 1 as one) to '{file.as_posix()}' (format parquet)")
        warehouse.execute(f"create view staging.reports as from read_parquet('{file.as_posix()}')")
        file.unlink()
        assert warehouse.has("staging.reports")
        warehouse.drop("staging.reports")
        assert not warehouse.has("staging.reports")


@pytest.mark.parametrize(
    ("usual", "said", "is_temporary", "limit"),
    [
        ("18.8 GiB", "", False, "3GB"),
        ("1.6 GiB", "", False, None),
        ("900.0 MiB", "", False, None),
        ("18.8 GiB", "", True, None),
        ("1.6 GiB", "6GB", True, "6GB"),
        ("18.8 GiB", "1.5 GiB", False, "1.5 GiB"),
    ],
)
def test_the_database_takes_three_gigabytes_or_what_somebody_says(
    monkeypatch: pytest.MonkeyPatch, usual: str, said: str, is_temporary: bool, limit: str | None
):
    monkeypatch.setenv(MEMORY_VARIABLE, said)
    assert memory_limit(usual, is_temporary=is_temporary) == limit


@pytest.mark.parametrize("said", ["6", "lots", "0", "-1", "６GB", "6GB; select 1"])
def test_what_is_no_size_of_memory_is_said_and_deletes_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, said: str
):
    with Warehouse(tmp_path) as warehouse:
        warehouse.write("steps.made", pl.DataFrame({"a": [1]}))
    monkeypatch.setenv(MEMORY_VARIABLE, said)
    with pytest.raises(LedgerError, match=said), build.opened(tmp_path):
        pass
    monkeypatch.delenv(MEMORY_VARIABLE)
    with Warehouse(tmp_path) as warehouse:
        assert warehouse.count("steps.made") == 1


MUCH = "select list(i) as numbers from range(4000000) as t(i)"
"""A list that has to stand in memory whole."""


def test_a_statement_gets_the_memory_it_needs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(MEMORY_VARIABLE, raising=False)
    with Warehouse(tmp_path) as warehouse:
        warehouse.execute("set memory_limit = '20MB'")
        assert warehouse.create("core.much", MUCH) == 1
        assert warehouse.value("select len(numbers) from core.much") == 4_000_000


def test_what_somebody_grants_is_all_that_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(MEMORY_VARIABLE, "20MB")
    with Warehouse(tmp_path) as warehouse:
        with pytest.raises(duckdb.OutOfMemoryException) as raised:
            warehouse.create("core.much", MUCH)
        told = errors.plain(raised.value)
        assert told
        assert "内存不够" in told.zh
        assert MEMORY_VARIABLE in told.en
        assert not warehouse.has("core.much")


@pytest.mark.parametrize(("cells", "parts"), [(0, 4), (4, 3), (8, 2), (1000, 1)])
def test_every_row_lies_in_one_stretch_and_stretches_lie_in_order(
    cells: int, parts: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Warehouse, "cells_at_once", cells)
    with Warehouse() as warehouse:
        rows = "('b', 1), ('a', 2), (null, 3), ('it''s {x}', 4), ('b', 5)"
        warehouse.connection.execute(f"create table core.t as select * from (values {rows}) as t(c, n)")
        conditions = stretches(warehouse, "core.t", "c")
        found = [warehouse.few(f"select c from core.t where {one} order by c nulls last")["c"] for one in conditions]
        assert pl.concat(found).to_list() == ["a", "b", "b", "it's {x}", None]
        assert len(found) == parts
        # A value that no row has lies in one of them, too.
        assert sum(warehouse.value(f"select count(*) from (select 'aa' as c) where {one}") for one in conditions) == 1


def test_no_rows_lie_in_one_stretch() -> None:
    with Warehouse() as warehouse:
        warehouse.execute("create table core.t (c integer)")
        assert warehouse.value(f"select count(*) from core.t where {stretches(warehouse, 'core.t', 'c')[0]}") == 0


def test_a_full_disk_is_not_told_as_a_want_of_memory() -> None:
    words = "Out of Memory Error: failed to offload data block of size 256.0 KiB. This limit was set by the "
    told = errors.plain(duckdb.OutOfMemoryException(f"{words}'max_temp_directory_size' setting."))
    assert told
    assert told.zh.startswith("磁盘已满，无法写入。")
    assert told.en.startswith("The disk is full. ")


def test_joins_keep_their_written_order_only_where_that_is_asked_for() -> None:
    asked = "select current_setting('disabled_optimizers')"
    with Warehouse() as warehouse:
        warehouse.execute("create table core.few as select 1 as n")
        warehouse.execute("create table core.many as select unnest(range(10000)) as n")
        joined = "explain select * from core.few as f inner join core.many as m on m.n = f.n"
        warehouse.execute("set disabled_optimizers = 'in_clause'")
        with warehouse.joins_as_written():
            [(_, as_written)] = warehouse.connection.execute(joined).fetchall()
        [(_, usual)] = warehouse.connection.execute(joined).fetchall()
        assert warehouse.value(asked) == "in_clause"
        with pytest.raises(LedgerError), warehouse.joins_as_written():
            raise LedgerError("", "")
        assert warehouse.value(asked) == "in_clause"
    assert as_written.find("few") < as_written.find("many")
    assert usual.find("many") < usual.find("few")
