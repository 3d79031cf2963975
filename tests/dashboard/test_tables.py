"""Tables of the pages, and what they give to take along."""

import polars as pl

from dashboard.components import tables
from dashboard.components.tables import Bar


def test_a_csv_opens_right_in_a_spreadsheet() -> None:
    assert tables.csv_bytes(pl.DataFrame({"地区": ["清河县"], "值": [1]})) == "\ufeff地区,值\r\n清河县,1\r\n".encode()


def test_text_that_would_run_as_a_formula_is_made_harmless_and_numbers_stay() -> None:
    frame = pl.DataFrame({"x": ["=1+1", "-3.0", "+12", "@sum", "-cmd", None]})
    lines = tables.csv_bytes(frame).decode("utf-8-sig").split("\r\n")
    assert lines[1:6] == ["'=1+1", "-3.0", "+12", "'@sum", "'-cmd"]


def test_what_comes_from_a_file_is_written_and_not_run() -> None:
    html = tables.table(["地区"], [["<script>alert(1)</script>"]], total=[Bar("<b>", 300)])
    assert "<script>" not in html
    assert "&lt;script&gt;" in html
    assert "width:100%" in html


def test_columns_that_say_nothing_are_left_out_only_where_that_was_allowed() -> None:
    frame = pl.DataFrame(
        {"said": ["a", None], "empty": ["", None], "kept": [None, None]},
        schema=dict.fromkeys(("said", "empty", "kept"), pl.String),
    )
    assert tables.filled(frame, "said", "empty").columns == ["said", "kept"]


def test_a_bar_leaves_room_for_the_longest_amount_of_its_table() -> None:
    assert 'style="--ll-amount: 8ch"' in tables.table(
        ["地区", "损失"], [["甲县", Bar("2,485.14", 100)], ["乙县", Bar("9.1", 1)]]
    )
    assert "--ll-amount" not in tables.table(["地区"], [["甲县"]])
