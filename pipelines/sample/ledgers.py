"""The ledgers of the sample: relief funds and supplies, winter-spring aid, rebuilding, house insurance, GDP and people.

They follow from the disasters of its last three years, so that what was paid out stands beside what was lost. Each file
is laid out as bureaus do, none of them like our templates.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from pipelines.sample import funds, insurance, quirks, reference_figures, relief
from pipelines.sample.disasters import County, CountyRecord, Place
from pipelines.sample.draw import Draw
from pipelines.sample.ledger_files import Table, Value, write_book, write_csv
from pipelines.sample.struck import YUAN, Disaster, disasters_of

YEARS = 3
"""So many last years of the sample have ledgers."""
TEN_THOUSAND, HUNDRED_MILLION = Decimal(YUAN), Decimal(10**8)


@dataclass(frozen=True)
class Bureau:
    """Who keeps the ledgers, of which disasters, and up to which day."""

    above: Place
    counties: Sequence[County]
    people: Mapping[str, int]
    disasters: Mapping[int, Sequence[Disaster]]
    seed: int
    until: date

    @property
    def years(self) -> list[int]:
        """The years that have ledgers."""
        return list(self.disasters)

    @property
    def winters(self) -> dict[int, list[relief.Aid]]:
        """Winter-spring aid by the year in which the season ends."""
        return {
            year: relief.winter_spring(self.counties, self.people, year, self.draw("winter", year))
            for year in self.years[1:]
        }

    def draw(self, subject: str, year: int) -> Draw:
        """The stream of draws for one subject and year."""
        return Draw(f"{self.seed}/{subject}/{year}")

    def file(self, folder: Path, subject: str, suffix: str = "xlsx") -> Path:
        """A file named after the prefecture, what is in it, and the years."""
        return folder / f"{self.above.name}{subject}_{self.years[0]}-{self.years[-1]}.{suffix}"


def write(
    folder: Path, counties: Sequence[County], seed: int, by_year: Mapping[int, Sequence[CountyRecord]], until: date
) -> list[Path]:
    """Write the ledgers into `folder`; nothing in them is dated after `until`."""
    disasters = {year: disasters_of(by_year[year]) for year in sorted(by_year)[-YEARS:]}
    path = counties[0].place.parent_path.split("-")
    above = Place(quirks.PREFECTURE, path[-1], "-".join(path[:-1]))
    bureau = Bureau(
        above, counties, reference_figures.people_of(counties, Draw(f"{seed}/people")), disasters, seed, until
    )
    book, own = quirks.kept_apart(_payments(bureau))
    return [
        _write_funds(bureau.file(folder, "救灾资金台账"), bureau, book),
        _write_confirmed(bureau.file(folder, "各县收到救灾资金"), bureau, book),
        _write_funds_of_county(folder / f"{quirks.KEEPS_ITS_OWN.name}救灾资金发放明细.csv", own),
        _write_winters(bureau.file(folder, "冬春救助"), bureau),
        write_book(bureau.file(folder, "救灾物资"), [_supplies(bureau)]),
        _write_rebuilding(bureau.file(folder, "倒损住房重建修缮"), bureau),
        _write_policies(bureau.file(folder, "农房保险参保"), bureau),
        _write_claims(bureau.file(folder, "农房保险理赔", "csv"), bureau),
        _write_reference(folder / f"{above.name}人口和经济.xlsx", bureau, min(by_year)),
    ]


def _payments(bureau: Bureau) -> list[funds.Payment]:
    batches: list[funds.Batch] = []
    for year, struck in bureau.disasters.items():
        batches += funds.after_disasters(struck, bureau.draw("funds", year))
        batches += funds.for_houses(year, struck, bureau.counties)
    for year, aid in bureau.winters.items():
        batches += funds.for_winter(aid, f"{year - 1}—{year}")
    return funds.payments(bureau.above, batches, bureau.draw("payments", 0), bureau.until)


def _write_funds(path: Path, bureau: Bureau, payments: Sequence[funds.Payment]) -> Path:
    """The prefecture's book in 万元, one sheet for each stage."""
    headings = ("序号", "文号", "日期", "资金来源", "用途", "冬春年度", "资金阶段", "收款地区", "金额（万元）",
                "救助户数", "救助人次")  # fmt: skip
    tables = []
    for stage in (funds.RECEIVED, funds.PASSED_DOWN, funds.PAID):
        rows: list[list[Value]] = [
            [number, row.document, row.dated_on, row.payer, row.purpose, row.season, stage, row.place.name,
             row.yuan / TEN_THOUSAND, row.households, row.person_times]
            for number, row in enumerate((row for row in payments if row.stage == stage), start=1)
        ]  # fmt: skip
        tables.append(Table(stage, f"{bureau.above.name}救灾资金台账（{stage}）", headings, rows, summed=headings[8:]))
    return write_book(path, tables)


def _write_confirmed(path: Path, bureau: Bureau, payments: Sequence[funds.Payment]) -> Path:
    """What the other counties confirm to have received, in 元, as the prefecture collects it (stage in the title)."""
    headings = ("县（市、区）", "文号", "到账日期", "资金来源", "用途", "冬春年度", "金额（元）")
    rows: list[list[Value]] = [
        [row.place.name, row.document, row.dated_on, row.payer, row.purpose, row.season, row.yuan]
        for row in quirks.received_by_counties(payments)
        if row.place != quirks.KEEPS_ITS_OWN
    ]
    title = f"{bureau.above.name}各县（市、区）收到上级下达救灾资金汇总表"
    return write_book(path, [Table("到账", title, headings, rows, summed=headings[6:])])


def _write_funds_of_county(path: Path, payments: Sequence[funds.Payment]) -> Path:
    """What one county wrote down itself, in 元."""
    headings = ("文号", "资金来源", "用途", "冬春年度", "资金阶段", "地区代码", "地区", "日期", "金额（元）",
                "救助户数", "救助人次")  # fmt: skip
    rows: list[list[Value]] = [
        [row.document, row.payer, row.purpose, row.season, row.stage, row.place.code, row.place.name, row.dated_on,
         row.yuan, row.households, row.person_times]
        for row in payments
    ]  # fmt: skip
    return write_csv(path, Table("", "", headings, rows), encoding="gb18030")


def _write_winters(path: Path, bureau: Bureau) -> Path:
    headings = (
        "地区",
        "冬春年度",
        "截至日期",
        "需救助/户数",
        "需救助/人口",
        "已救助/户数",
        "已救助/人口",
        "已救助/人次",
    )
    tables = []
    for year, aid in bureau.winters.items():
        season = quirks.SEASONS_AS_WRITTEN[year % 2].format(year - 1, year)
        rows: list[list[Value]] = [
            [row.place.name, season, row.as_of, row.need_households, row.need_people, row.aided_households,
             row.aided_people, row.person_times]
            for row in aid
        ]  # fmt: skip
        title = f"{bureau.above.name}{year - 1}—{year}年度冬春救助情况统计表"
        tables.append(Table(f"冬春{year - 1}-{year}", title, headings, rows, summed=headings[3:]))
    return write_book(path, tables)


def _supplies(bureau: Bureau) -> Table:
    rows: list[list[Value]] = [
        [row.dated_on, row.place.name, row.stage, row.item, row.unit, row.quantity, row.yuan]
        for year, struck in bureau.disasters.items()
        for row in relief.supplies(bureau.above, struck, bureau.draw("supplies", year), bureau.until)
    ]
    headings = ("日期", "地区", "物资环节", "物资名称", "计量单位", "数量", "折款（元）")
    return Table("物资", f"{bureau.above.name}救灾物资收发台账", headings, rows)


def _write_rebuilding(path: Path, bureau: Bureau) -> Path:
    headings = (
        "地区",
        "年度",
        "截至日期",
        "需重建户数",
        "已重建户数",
        "需修缮户数",
        "已修缮户数",
        "已拨付补助资金（万元）",
    )
    rows: list[list[Value]] = [
        [
            row.place.name,
            row.year,
            row.as_of,
            row.rebuild,
            row.rebuilt,
            row.repair,
            row.repaired,
            row.yuan / TEN_THOUSAND,
        ]
        for year, struck in bureau.disasters.items()
        for row in relief.rebuilding(bureau.counties, year, struck, bureau.until, bureau.draw("rebuilding", year))
    ]
    title = f"{bureau.above.name}因灾倒损住房恢复重建进度表"
    return write_book(path, [Table("重建修缮", title, headings, rows, summed=headings[3:])])


def _write_policies(path: Path, bureau: Bureau) -> Path:
    headings = ("县（市、区）", "保险年度", "参保方式", "应保户数", "参保户数", "参保率（%）", "每户保费（元）",
                "保费合计（万元）", "财政补贴保费（万元）", "农户自缴保费（万元）")  # fmt: skip
    tables = []
    for year in bureau.years:
        rows: list[list[Value]] = [
            [row.place.name, row.year, row.scheme, row.eligible, row.insured, Decimal(quirks.stated_rate(row)),
             insurance.PREMIUM_YUAN[row.scheme], *_premium_parts(row)]
            for row in insurance.policies(bureau.counties, bureau.people, year, bureau.draw("policies", year))
        ]  # fmt: skip
        title = f"{bureau.above.name}{year}年农房保险参保情况表"
        tables.append(Table(f"{year}年", title, headings, rows, summed=headings[7:]))
    return write_book(path, tables)


def _premium_parts(row: insurance.Policies) -> tuple[Decimal, Decimal, Decimal]:
    """Premium in 万元: all of it, the part of public budgets, the part of households."""
    premium = row.premium / TEN_THOUSAND
    return (premium, premium, Decimal(0)) if row.scheme == insurance.UNIVERSAL else (premium, Decimal(0), premium)


def _write_claims(path: Path, bureau: Bureau) -> Path:
    headings = ("县（市、区）", "乡镇（街道）", "参保方式", "出险日期", "出险原因", "报案户数", "受理户数",
                "已赔付户数", "赔付日期", "赔款（元）")  # fmt: skip
    rows: list[list[Value]] = [
        [row.county.name, row.place.name if row.place != row.county else None, row.scheme, row.lost_on, row.hazard,
         row.reported, row.accepted, row.paid, row.paid_on, row.yuan]
        for year, struck in bureau.disasters.items()
        for row in insurance.claims(struck, bureau.draw("claims", year), bureau.until)
    ]  # fmt: skip
    return write_csv(path, Table("", "", headings, rows), encoding="utf-8-sig")


def _write_reference(path: Path, bureau: Bureau, first: int) -> Path:
    """Closed years of the sample, three at least; prices of the last year up to the middle of it. One year's communiqué
    gives no population."""
    name, last = bureau.above.name, bureau.years[-1]
    residents: list[list[Value]] = []
    products: list[list[Value]] = []
    prices: list[list[Value]] = []
    gdp_of_last = reference_figures.gdp_of(bureau.people, bureau.draw("gdp", last))
    for year in range(min(first, last - YEARS), last):
        source = f"{name}{year}年国民经济和社会发展统计公报"
        people = reference_figures.people_in(bureau.people, last - year)
        gdp = reference_figures.gdp_in(gdp_of_last, last - year)
        places = {name: list(people), **{county.place.name: [county.place.code] for county in bureau.counties}}
        for place, codes in places.items():
            if year != quirks.WITHOUT_POPULATION:
                counted = sum(people[c] for c in codes) / TEN_THOUSAND
                residents.append([place, year, "年末常住人口", counted, source])
            products.append([place, year, sum(gdp[c] for c in codes) / HUNDRED_MILLION, source])
        prices.append([name, year, reference_figures.price_of(year), source])
    prices.append(
        [name, last, reference_figures.price_of(last), f"{name}{last}年上半年居民消费价格变动情况（1—6月平均）"]
    )
    return write_book(
        path,
        [
            Table("人口", f"{name}人口", ("地区", "年度", "人口口径", "人口（万人）", "资料来源"), residents),
            Table("生产总值", f"{name}地区生产总值", ("地区", "年度", "地区生产总值（亿元）", "资料来源"), products),
            Table(
                "物价", f"{name}居民消费价格指数（上年=100）", ("地区", "年度", "居民消费价格指数", "资料来源"), prices
            ),
        ],
    )
