"""Whatever stands in a ledger's cells: nothing is raised, every row is counted, every row of a ledger has a region."""

import random
from pathlib import Path
from typing import Any

import pytest

from tests.readers.files import book, checked, text

Rows = list[list[Any]]
TABLES: tuple[Rows, ...] = (
    [
        ["腾冲市2023年中央自然灾害救灾资金发放台账（万元）", None, None, None, None],
        ["序号", "文号", "乡镇", "金额", "发放时间"],
        [1, "保财社〔2023〕12号", "腾越街道", 12.5, "2023-06-28"],
        [2, "保财社〔2023〕12号", "固东镇", "5000元", "2023-07-01"],
        ["合计", None, None, 13.0, None],
    ],
    [
        ["地区", "下达资金", None, None, "已发放资金", "救助人次"],
        [None, "合计", "中央", "省级", None, None],
        ["腾冲市", 100, 60, 30, 80, 1000],
        ["合计", 100, 60, 30, 80, 1000],
    ],
    [
        ["2022—2023年度冬春救助情况统计表", None, None, None],
        ["县区", "需救助户数", "需救助人口", "资金（万元）"],
        ["腾冲市", 4441, 10252, 614],
        ["龙陵县", "1.2万", "约500", "xx"],
    ],
    [["农房保险参保情况", None, None], ["乡镇", "统保参保户数", "自愿参保户数"], ["固东镇", 5000, 4300]],
    [["地区", "2021年", "2022年"], ["云南省", 4690, 4693]],
)
CELLS: tuple[Any, ...] = (
    None, "", "x", "-5", "#N/A", True, "2023-02-31", -3, 1e18, "合计", "中央", "腾冲市", 0, "22/23", "单位：万元",
    "2023", 12345678901234567890, "约3万余元", "金额", "地区", "年度", "发放", "小计", "★", "\n", " 0 ",
    "100床", "1/2", "三百",
)  # fmt: skip


def disturbed(rows: Rows, chance: random.Random) -> Rows:
    """The table with cells replaced, exchanged, rows and columns inserted, repeated and taken out."""
    width = max(map(len, rows))
    table = [row + [None] * (width - len(row)) for row in rows]
    for _ in range(chance.randint(0, 8)):
        at, column, what = chance.randrange(len(table)), chance.randrange(width), chance.randrange(6)
        if what == 0:
            table[at][column] = chance.choice(CELLS)
        elif what == 1:
            other, place = chance.randrange(len(table)), chance.randrange(width)
            table[at][column], table[other][place] = table[other][place], table[at][column]
        elif what == 2 and len(table) > 1:
            table.pop(at)
        elif what == 3:
            table.insert(at, [chance.choice(CELLS) for _ in range(width)])
        elif what == 4:
            table.insert(at, list(table[at]))
        else:
            for row in table:
                row.insert(column, chance.choice((row[column], *CELLS)))
            width += 1
    return table


@pytest.mark.parametrize("table", range(len(TABLES)))
def test_disturbed_tables_are_read_and_counted(tmp_path: Path, table: int) -> None:
    for seed in range(30):
        chance = random.Random(f"{table} {seed}")
        rows = disturbed([list(row) for row in TABLES[table]], chance)
        write = chance.choice((book, text))
        reading = checked(write(tmp_path / "a.any", rows), name=chance.choice((None, "腾冲市2023年发放台账.xlsx")))
        for ledger in reading.ledgers.values():
            assert ledger.height and not ledger["region_code"].null_count(), seed
            assert set(ledger["source_locator"]) <= _locators(reading.rows_read, ledger["source_locator"][0]), seed


def _locators(rows: int, example: str) -> set[str]:
    sheet = example.rpartition("!")[0]
    return {f"{sheet}!{row}" if sheet else str(row) for row in range(1, rows + 3)}
