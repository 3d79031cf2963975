"""All figures that a report may name, asked of one release: by region, hazard and name."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from pipelines import codebooks
from pipelines.codebooks import ALL_HAZARDS
from pipelines.errors import LedgerError
from pipelines.exports.snapshot import Snapshot
from pipelines.files import read_table
from pipelines.reporting import periods
from pipelines.reporting.figures import Cell, Figure
from pipelines.reporting.periods import Period

SQL_FOLDER = Path(__file__).parent / "sql"
LEDGER_FIGURES = Path(__file__).with_name("figures.csv")
KEYS = ("period_kind", "year", "region_code", "hazard_key", "indicator")
STATED_KEYS = (
    "region_code", "period_kind", "period_start", "period_end", "hazard_key", "indicator", "basis", "source_id",
)  # fmt: skip
TABLES = (
    "marts.year_on_year", "marts.annual_losses", "marts.loss_composition", "marts.relief_totals", "marts.winter_spring",
    "marts.house_insurance", "marts.loss_and_cover", "core.period_figures", "core.region_paths", "core.filed_figures",
)  # fmt: skip
CHOICES = ("fund_stage", "insurance_scheme")
COMPOSITION = "marts.loss_composition"
LOSS = "direct_economic_loss"
Row = dict[str, Any]


@cache
def ledger_figures() -> dict[str, dict[str, str]]:
    """The figures of ledgers that a template may name."""
    return {row["name"]: row for row in read_table(LEDGER_FIGURES, ("name", "label_zh", "unit", "ledger"))}


@cache
def figures_of(ledger: str) -> tuple[str, ...]:
    """The names of the figures of one ledger."""
    return tuple(name for name, row in ledger_figures().items() if row["ledger"] == ledger)


def ledger_names() -> dict[str, str]:
    """The Chinese names of the ledgers."""
    return {name: ledger.name_zh for name, ledger in codebooks.ledgers().items()}


@dataclass
class Book:
    """The figures of one region and period in one release."""

    source: Snapshot
    region: str
    period: Period

    @classmethod
    def opened(cls, source: Snapshot, kind: str, region: str, year: int | None) -> "Book":
        """With the period that a report of this kind is about."""
        period = periods.chosen(kind, source, lambda name, **given: _rows(source, name, **given), region, year)
        return cls(source, region, period)

    def rows(self, name: str) -> list[Row]:
        """The rows of the query in `sql/<name>.sql` for this region and period."""
        period = self.period
        days = {"start": period.start, "through": period.through}
        return _rows(self.source, name, kind=period.kind, year=period.year, region=self.region, **days)

    @cached_property
    def labels(self) -> dict[str, str]:
        """The Chinese names of all figures; a name that is not here is unknown."""
        indicators = {name: str(row["short_zh"] or row["name_zh"]) for name, row in self.source.indicators.items()}
        return {"events": "灾害过程"} | indicators | {name: row["label_zh"] for name, row in ledger_figures().items()}

    @cached_property
    def headline(self) -> list[str]:
        """The names of the headline indicators, in their order."""
        ranked = [(int(row["headline"]), name) for name, row in self.source.indicators.items() if row["headline"]]
        return [name for _, name in sorted(ranked)]

    @cached_property
    def categories(self) -> list[str]:
        """The parts of the direct economic loss, in their order."""
        ranked = [
            (int(row["loss_category"]), name) for name, row in self.source.indicators.items() if row["loss_category"]
        ]
        return [name for _, name in sorted(ranked)]

    @cached_property
    def loss_parts(self) -> list[Figure]:
        """The parts of the direct economic loss, the largest first; those that nobody reports among them.

        A part that the source of the total gives for two categories (公共服务和其他损失) is one, if the total has room.
        """
        whole, parts = self.figure(LOSS), [self.figure(name) for name in self.categories]
        room = whole.size - sum(part.size for part in parts)
        for one in codebooks.indicators().values():
            merged = self.figure(one.column_name) if one.parent == LOSS and one.ledger == "period" else None
            if merged and merged.value is not None and merged.basis == whole.basis and merged.size <= room:
                parts.append(merged)
                room -= merged.size
        return sorted(parts, key=lambda part: -part.size)

    @cached_property
    def names(self) -> dict[str, str]:
        """Chinese names of the codes that stand in keys and columns: places, hazards, figures, stages, schemes."""
        regions = {code: str(row["name_zh"]) for code, row in self.source.regions.items()}
        hazards = {key: str(row["name_zh"]) for key, row in self.source.hazards.items()}
        choices = {value: word for (kind, value), word in self.source.choices.items() if kind in CHOICES}
        return self.labels | regions | hazards | choices

    def figure(self, name: str, region: str | None = None, hazard: str = ALL_HAZARDS) -> Figure:
        """A figure by its name; without a value where the release knows none."""
        place = (region or self.region, hazard)
        here = self.compared.get(place, {}).get(name)
        if here is None or here.value is None:
            stated = self.stated.get(name) if place == (self.region, ALL_HAZARDS) else None
            here = stated or self.added.get(place, {}).get(name) or here
        own = here or (self.ledgers.get(name) if place == (self.region, ALL_HAZARDS) else None)
        return own or Figure(name, self.labels.get(name, name), "")

    @cached_property
    def compared(self) -> dict[tuple[str, str], dict[str, Figure]]:
        """Headline indicators with last year and the five-year mean, by region and hazard."""
        found: dict[tuple[str, str], dict[str, Figure]] = {}
        for row in self.rows("headline"):
            found.setdefault((row["region_code"], row["hazard_key"]), {})[row["indicator"]] = self._compared(row)
        return found

    @cached_property
    def added(self) -> dict[tuple[str, str], dict[str, Figure]]:
        """What the disasters of the year add up to, for indicators and levels that are not compared."""
        rows = self.rows("annual") if self.period.has_years else []
        return {(row["region_code"], row["hazard_key"]): self._added(row) for row in rows}

    @cached_property
    def stated(self) -> dict[str, Figure]:
        """What sources state for just this period."""
        return {row["indicator"]: self._stated(row) for row in self.rows("stated")}

    @cached_property
    def ledgers(self) -> dict[str, Figure]:
        """Figures of relief and insurance, by the year."""
        found, year = [row for row in self.rows("ledger") if self._is_of_period(row)], self.period.year
        cells = {(row["name"], row["year"]): self._ledger_cell(row) for row in found}
        rough = {row["name"] for row in found if row["year"] == year and row["is_approximate"]}
        before = year - 1 if self.source.is_closed(year) else None
        return {
            name: Figure(
                name, about["label_zh"], about["unit"], cells.get((name, year)), cells.get((name, before)),
                notes=frozenset({"approximate"} if name in rough else ()),
            )
            for name, about in ledger_figures().items()
        }  # fmt: skip

    def _is_of_period(self, row: Row) -> bool:
        """Ledgers are by the year, and reports say so; what goes with the losses is of their period or nothing."""
        return self.period.has_years or row["of_table"] != COMPOSITION

    def _ledger_cell(self, row: Row) -> Cell | None:
        about = ledger_figures().get(row["name"])
        if about is None or row["value"] is None:
            return None
        files = self.files.get(about["ledger"], "") if row["year"] == self.period.year else ""
        return Cell(row["of_table"], row["row_key"], row["of_column"], row["value"], about["unit"], files)

    @cached_property
    def files(self) -> dict[str, str]:
        """The received files behind the figures, by ledger."""
        return {row["ledger"]: row["paths"] for row in self.rows("files")}

    @cached_property
    def filings(self) -> dict[tuple[str, Decimal], str]:
        """The filings that hold a figure as it stands here, by indicator and value."""
        rows = self.rows("filings") if self.period.kind == "year" else []
        return {(row["indicator"], row["value"]): row["filing_id"] for row in rows if row["value"] is not None}

    def series(self) -> list[Row]:
        """Loss and affected people of the last ten years."""
        return self.rows("series")

    def compared_cell(self, row: Row, column: str) -> Cell | None:
        """A cell of the year-on-year mart."""
        if row[column] is None:
            return None
        key = "; ".join(f"{name}={row[name]}" for name in KEYS)
        value = Decimal(row[column])
        files, filing = "", ""
        if column == "value":
            files = self._files_of(row)
            filing = self.filings.get((row["indicator"], value), "") if row["region_code"] == self.region else ""
        unit = "年" if column == "mean_5y_years" else row["unit"]
        return Cell("marts.year_on_year", key, column, value, unit, files, filing)

    def _files_of(self, row: Row) -> str:
        stated = self.stated.get(row["indicator"])
        if stated and stated.value and stated.basis == row["basis"]:
            return stated.value.files
        return self.files.get("losses", "") if row["basis"] == "event_sum" and row["year"] == self.period.year else ""

    def _compared(self, row: Row) -> Figure:
        names = ("value", "prior_value", "sum_5y", "mean_5y_years", "mean_5y")
        value, prior, total, years, mean = (self.compared_cell(row, name) for name in names)
        notes = {*row["note"].split(), *(("break_flag",) if row["break_flag"] else ())}
        has_mean = mean is not None
        return Figure(
            row["indicator"], self.labels[row["indicator"]], row["unit"], value, prior,
            total if has_mean else None, years if has_mean else None, mean, row["basis"] or "", frozenset(notes),
        )  # fmt: skip

    def _added(self, row: Row) -> dict[str, Figure]:
        key = f"year={row['year']}; region_code={row['region_code']}; hazard_key={row['hazard_key']}"
        found = {}
        for name, unit, column in self._summed:
            if row.get(name) is not None:
                files = self.files.get("losses", "")
                cell = Cell("marts.annual_losses", key, column, Decimal(row[name]), unit, files)
                found[name] = Figure(name, self.labels[name], unit, cell, basis="event_sum")
        return found

    @cached_property
    def _summed(self) -> list[tuple[str, str, str]]:
        """Name, unit of a period's total and column (or expression) of what the disasters add up to."""
        told = self.source.indicators.items()
        named = [(name, str(row["period_unit"] or row["unit"]), str(row["derived_from"] or name)) for name, row in told]
        return [("events", "起", "events"), *named]

    def _stated(self, row: Row) -> Figure:
        name = str(row["indicator"])
        key = "; ".join(f"{column}={row[column]}" for column in (*STATED_KEYS, "source_locator"))
        place = f"{row['path']}!{row['source_locator']}" if row["path"] else ""
        cell = Cell("core.period_figures", key, "value", row["value"], row["unit"], place)
        notes = frozenset() if row["state"] == "exact" else frozenset({"approximate"})
        return Figure(name, self.labels.get(name, name), row["unit"], cell, basis=row["basis"] or "", notes=notes)


def _rows(source: Snapshot, name: str, **given: object) -> list[Row]:
    sql = (SQL_FOLDER / f"{name}.sql").read_text(encoding="utf-8")
    return list(source.rows(sql, {key: value for key, value in given.items() if f"${key}" in sql}))


def require_tables(source: Snapshot) -> None:
    """Refuse a release that earlier software made without what a report asks for."""
    if not all(map(source.has, TABLES)):
        raise LedgerError(
            "这个数据版本由较早的软件生成，没有写报告所需的表。请先更新全部数据：loss-ledger refresh",
            "This release was made by earlier software and lacks tables that a report needs. Run: loss-ledger refresh",
        )
