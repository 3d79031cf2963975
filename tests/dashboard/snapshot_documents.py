# ruff: noqa: E501 - rows of a table read better unbroken
"""The documents in the fixture release: a report with figures in every state, and one in which all is decided."""

from datetime import date, datetime
from decimal import Decimal

import duckdb

SOURCE, DONE = "d2025", "d2024"
PATH, DONE_PATH = "documents/2025年清河县工作总结.txt", "documents/2024年清河县工作总结.txt"
PARAGRAPHS = (
    "清河县2025年防灾减灾救灾工作总结",
    "一、总体情况",
    "2025年，我县共发生洪涝、风雹等自然灾害11起，受灾人口7.1万人，紧急转移安置1,204人；农作物受灾面积3849.3公顷。",
    "全年直接经济损失4634.2万元，其中农业损失2100余万元。<b>倒塌住房</b>7户20间，严重损坏住房31间 & 一般损坏住房402间。",
    "二、重点过程",
    "7月9日，柳林镇遭受山区洪水，受灾人口2640人，直接经济损失xx万元。",
    "三、救助",
    "下拨救灾资金386万元，发放棉被1,150床。",
)
TEXT = "\n".join(PARAGRAPHS)
YEAR = ("year", date(2025, 1, 1), date(2025, 12, 31))
DAY = ("day", date(2025, 7, 9), date(2025, 7, 9))
FIGURES = (  # as written, indicator, value, unit, state, hazard, region, period, status, lacks
    ("11起", "events", 11, "起", "exact", "all", "990121", YEAR, "confirmed", ""),
    ("7.1万人", "affected_population", 71000, "人", "rounded", "all", "990121", YEAR, "undecided", ""),
    ("1,204人", "relocated_total_cum", 1204, "人", "exact", "all", "990121", YEAR, "undecided", ""),
    ("3849.3公顷", "crop_affected_ha", "3849.3", "公顷", "exact", "all", "990121", YEAR, "undecided", ""),
    ("4634.2万元", "direct_economic_loss", "4634.2", "万元", "exact", "all", "990121", YEAR, "changed", ""),
    ("2100余万元", "loss_agriculture", 2100, "万元", "at_least", "all", None, YEAR, "undecided", "region"),
    ("7户", "collapsed_dwelling_households", 7, "户", "exact", "all", "990121", (None, None, None), "undecided", "period"),
    ("20间", "collapsed_dwelling_rooms", 20, "间", "exact", "all", "990121", YEAR, "refused", ""),
    ("31间", "severe_dwelling_rooms", 31, "间", "exact", "all", "990121", YEAR, "added", ""),
    ("2640人", "affected_population", 2640, "人", "exact", "flood_mountain", "990121100000", DAY, "undecided", ""),
    ("xx万元", "direct_economic_loss", None, "万元", "masked", "flood_mountain", "990121100000", DAY, "undecided", ""),
)  # fmt: skip
WHAT = (
    "indicator",
    "value",
    "unit",
    "state",
    "hazard_key",
    "region_code",
    "region_name",
    "period_kind",
    "period_start",
    "period_end",
)
TYPES = {"value": "decimal(18, 6)", "period_start": "date", "period_end": "date"}


def write(database: duckdb.DuckDBPyConnection) -> None:
    """The three tables of documents, and the documents among the sources."""
    create(database)
    add(database, SOURCE, PATH, PARAGRAPHS, [row_of(figure) for figure in FIGURES])
    done = [row_of(("11起", *FIGURES[0][1:]))]
    add(database, DONE, DONE_PATH, ("清河县2024年工作总结", "全年发生自然灾害11起。"), done)


def create(database: duckdb.DuckDBPyConnection) -> None:
    """The tables as a release has them, empty."""
    columns = ", ".join(f"{name} {TYPES.get(name, 'varchar')}" for name in WHAT)
    proposed = ", ".join(f"proposed_{name} {TYPES.get(name, 'varchar')}" for name in WHAT)
    database.execute("""create table core.documents (source_id varchar, path varchar, title varchar, period_start date,
        period_end date, region_code varchar, figures bigint, undecided bigint)""")
    database.execute(
        "create table core.document_lines (source_id varchar, line integer, start_offset integer, text varchar)"
    )
    database.execute(f"""create table core.document_figures (source_id varchar, source_locator varchar, start_offset integer,
        end_offset integer, as_written varchar, sentence varchar, sentence_start integer, {proposed}, {columns},
        status varchar, decided_by varchar, decided_at timestamp, reason varchar, lacks varchar)""")


def row_of(figure: tuple) -> dict[str, object]:  # type: ignore[type-arg]
    """One figure as a row, its place still to be found."""
    written, indicator, value, unit, state, hazard, region, (kind, first, last), status, lacks = figure
    name = {"990121": "清河县", "990121100000": "城关镇"}.get(region)
    said = (indicator, None if value is None else Decimal(value), unit, state, hazard, region, name, kind, first, last)
    is_decided = status != "undecided"
    row: dict[str, object] = {"as_written": written, "status": status, "lacks": lacks}
    row |= dict(zip(WHAT, said, strict=True)) | {
        f"proposed_{name}": None if status == "added" else value for name, value in zip(WHAT, said, strict=True)
    }
    if status == "changed":
        row["proposed_value"] = Decimal("46342")
    return row | {
        "decided_by": "张三" if is_decided else None, "reason": "与原文一致" if is_decided else None,
        "decided_at": datetime(2026, 7, 13, 9, 5) if is_decided else None,
    }  # fmt: skip


def add(
    database: duckdb.DuckDBPyConnection,
    source: str,
    path: str,
    paragraphs: tuple[str, ...],
    rows: list[dict[str, object]],
) -> None:
    """One document with its figures, each at the next place where it is written."""
    at, starts = 0, []
    for paragraph in paragraphs:
        starts.append(at)
        at += len(paragraph) + 1
    text, after = "\n".join(paragraphs), 0
    for row in rows:
        start = text.index(str(row["as_written"]), after)
        after = start + len(str(row["as_written"]))
        line = max(n for n, begin in enumerate(starts) if begin <= start)
        row |= {"source_id": source, "source_locator": f"{start}-{after}", "start_offset": start, "end_offset": after,
                "sentence": paragraphs[line], "sentence_start": starts[line]}  # fmt: skip
    lines = [
        (source, n, start, words) for n, (start, words) in enumerate(zip(starts, paragraphs, strict=True), 1) if words
    ]
    database.executemany("insert into core.document_lines values (?, ?, ?, ?)", lines)
    names = list(rows[0])
    database.executemany(
        f"insert into core.document_figures ({', '.join(names)}) values ({', '.join('?' for _ in names)})",
        [[row[name] for name in names] for row in rows],
    )
    undecided = sum(row["status"] == "undecided" for row in rows)
    database.execute("insert into core.documents values (?, ?, ?, ?, ?, ?, ?, ?)",
                     [source, path, paragraphs[0], YEAR[1], YEAR[2], "990121", len(rows), undecided])  # fmt: skip
