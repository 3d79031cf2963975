"""Consumer price indices as people hand them in: only an index with the year before as 100 can be chained."""

from decimal import Decimal
from pathlib import Path

from pipelines import readers


def test_an_index_of_another_base_is_told_and_left_out_and_a_rate_is_kept_to_be_told(tmp_path: Path) -> None:
    file = tmp_path / "物价.csv"
    lines = ("地区,年度,居民消费价格指数（上年=100）", "全国,2021,100.9", "全国,2022,2.0", "全国,2023,705.1")
    file.write_text("\n".join(lines), encoding="utf-8")
    reading = readers.read(file, name="reference/物价.csv")
    told = dict(reading.ledgers["cpi"].select("year", "cpi").iter_rows())
    assert told == {2021: Decimal("100.9"), 2022: Decimal(2), 2023: None}
    assert [row for row in reading.findings.select("rule_id", "value").iter_rows() if row[0] == "F067"] == [
        ("F067", "705.1")
    ]
