"""What is declared of models that are built in part fits the models; that it is true, test_incremental proves."""

import pytest

from pipelines import models, row_order
from pipelines import parts as declared
from pipelines.warehouse import SQL_FOLDER, sql_text
from tests.scenario import ledger, report

PARTS = declared.parts()


@pytest.mark.parametrize("name", PARTS)
def test_a_declared_input_is_read_by_the_model(name: str):
    assert PARTS[name].inputs.keys() <= models.inputs(name)


@pytest.mark.parametrize("name", PARTS)
def test_what_touches_by_rows_has_the_whole_key(name: str):
    for one in PARTS[name].inputs.values():
        assert one.touches in (declared.ROWS, declared.QUERY, declared.NEVER)
        assert one.columns.keys() <= set(PARTS[name].key)
        if one.touches == declared.ROWS:
            assert one.columns.keys() == set(PARTS[name].key)


def test_every_query_of_touched_keys_is_asked_for_and_reads_what_asks_for_it():
    asking = {name for name, part in PARTS.items() if any(i.touches == declared.QUERY for i in part.inputs.values())}
    assert {file.stem for file in (SQL_FOLDER / "touched").glob("*.sql")} == asking
    for name in asking:
        text = sql_text(f"touched/{name}.sql")
        wanted = {table for table, one in PARTS[name].inputs.items() if one.touches == declared.QUERY}
        assert {table for table in wanted if f"changes.{table.replace('.', '_')}" in text} == wanted


def test_key_columns_are_columns():
    made = ledger({"list.csv": [report("990101")]})
    for name, part in PARTS.items():
        for table, columns in ((name, part.key), *((t, tuple(i.columns.values())) for t, i in part.inputs.items())):
            if columns and not table.startswith("staging."):
                made.table(table, *columns)


def test_a_published_table_that_is_built_in_part_has_an_order_of_its_own():
    published = {name for name in PARTS if not name.startswith(("steps.", "core."))}
    assert published <= row_order.sort_keys().keys()
