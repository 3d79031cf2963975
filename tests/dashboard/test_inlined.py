"""Small tables stand in the specification of a chart; nothing of it is lost."""

from dashboard.charts.inlined import MOST_ROWS, inlined

FEW, MANY = [{"year": 2026, "value": 1.5}], [{"n": n} for n in range(MOST_ROWS + 1)]


def test_each_mark_bears_its_rows_and_large_tables_stay_beside() -> None:
    spec = {
        "datasets": {"few": FEW, "many": MANY},
        "layer": [
            {"mark": "bar", "data": {"name": "few"}},
            {"layer": [{"mark": "text", "data": {"name": "few"}}, {"mark": "geoshape", "data": {"name": "many"}}]},
        ],
    }
    found = inlined(spec)
    assert found["datasets"] == {"many": MANY}
    assert found["layer"][0] == {"mark": "bar", "data": {"values": FEW}}
    assert found["layer"][1]["layer"][0]["data"] == {"values": FEW}
    assert found["layer"][1]["layer"][1]["data"] == {"name": "many"}
    assert "few" in spec["datasets"]


def test_the_table_that_all_marks_share_stays_where_the_chart_names_it() -> None:
    spec = {"datasets": {"few": FEW}, "data": {"name": "few"}, "layer": [{"mark": "bar"}]}
    assert inlined(spec) == spec
