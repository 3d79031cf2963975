"""The things a person may name in a decision: looked up in the current release, so that a typo is told at once."""

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import Any, Self

import duckdb

from pipelines import codebooks
from pipelines.errors import LedgerError
from pipelines.releases import Releases

NEAR = 3
SUBTREE = """
with recursive subtree as (
    select region_code from core.regions where region_code = $region
    union
    select r.region_code from core.regions as r inner join subtree as s on r.parent_code = s.region_code
)
select region_code from subtree
"""


@dataclass(frozen=True)
class ReceivedFiling:
    """One filing of a lower level, as far as a return must know it."""

    region_code: str
    chain_hash: str
    state: str
    is_latest: bool


class Published:
    """The current release, open for questions."""

    def __init__(self, warehouse: Path) -> None:
        """`warehouse` is the folder with the releases."""
        release = Releases(warehouse).current()
        if release is None:
            raise LedgerError(
                "还没有数据版本，无法核对所写的编号。请先运行 loss-ledger refresh。",
                "There is no release to check the names against yet. Run loss-ledger refresh first.",
            )
        self._snapshot = release.snapshot

    def __enter__(self) -> Self:
        self._connection = duckdb.connect(str(self._snapshot), read_only=True)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()

    def rules(self) -> list[str]:
        """Ids of all rules, of reading and of checking."""
        ids = [row["rule_id"] for name in ("reading_rules", "check_rules") for row in codebooks.rows(name)]
        return list(dict.fromkeys(ids))

    def files(self) -> list[str]:
        """Received files, and files that only a finding names."""
        return self._column(
            "select path from meta.sources union select source_file from checks.findings where source_file is not null"
        )

    def lists(self) -> list[str]:
        """Received files that count and that tell a region and period as a list."""
        return self._column(
            "select distinct s.path from meta.sources as s "
            "inner join core.coverage as c on c.source_id = s.source_id where s.status = 'active'"
        )

    def sha256_of(self, path: str) -> str:
        """The checksum of the received file that counts at this path."""
        quoted = path.replace("'", "''")
        return self._column(f"select sha256 from meta.sources where path = '{quoted}' and status = 'active'")[0]

    def events(self) -> list[str]:
        """Ids of the disasters, those that were merged or held out too."""
        return self._column("select event_id from core.events union select event_id from core.report_versions")

    def regions(self) -> list[str]:
        """Codes of the regions in use."""
        return self._column("select region_code from core.regions union select zone_code from core.zone_hosts")

    def counties(self) -> list[str]:
        """Codes that may be the host of a zone."""
        return self._column("select region_code from core.regions where level in ('county', 'prefecture')")

    def indicators(self) -> list[str]:
        """Names of the indicators, and of other columns that a finding names."""
        named = self._column("select distinct indicator from checks.findings where indicator is not null")
        return list(dict.fromkeys([*codebooks.indicators(), *named]))

    def received_filings(self) -> dict[str, ReceivedFiling]:
        """The filings of lower levels by their id; of two folders of one id the sound one."""
        rows = self._connection.execute(
            "select filing_id, region_code, chain_hash, state, is_latest from core.received_filings "
            "order by state = 'sound', is_latest, folder"
        ).fetchall()
        return {row[0]: ReceivedFiling(*row[1:]) for row in rows}

    def matching_findings(self, given: Mapping[str, str]) -> int:
        """How many findings an explanation would explain; none is an error, told with what there is under the rule."""
        filled = {column: value for column, value in given.items() if value}
        where = " and ".join(f"{column} = ${column}" for column in filled)
        found = self._connection.execute(f"select count(*) from checks.findings where {where}", filled).fetchone()
        if found and found[0]:
            return int(found[0])
        rule = {"rule_id": given["rule_id"]}
        near = self._connection.execute(
            "select concat_ws(' ', source_file, source_locator, region_code, indicator) from checks.findings "
            "where rule_id = $rule_id order by all limit 5",
            rule,
        ).fetchall()
        listed = "；".join(row[0] for row in near)
        raise LedgerError(
            f"现行版本中没有符合这些条件的核查问题，没有登记。规则 {given['rule_id']} 的问题在：{listed or '无'}。",
            "No finding of the current release fits; nothing was recorded. "
            f"Rule {given['rule_id']}: {listed or 'none'}.",
        )

    def has(self, table: str) -> bool:
        """Whether the release has this table: one made by earlier software may not."""
        schema, name = table.split(".")
        asked = "select 1 from information_schema.tables where table_schema = $schema and table_name = $name"
        return bool(self.rows(asked, {"schema": schema, "name": name}))

    def below(self, region: str) -> set[str]:
        """A region and all regions below it; none where the release does not know it."""
        return {code for (code,) in self.rows(SUBTREE, {"region": region})}

    def rows(self, sql: str, parameters: Mapping[str, object]) -> list[tuple[Any, ...]]:
        """The rows of a query."""
        return self._connection.execute(sql, dict(parameters)).fetchall()

    def _column(self, sql: str) -> list[str]:
        return [row[0] for row in self._connection.execute(f"select * from ({sql}) order by all").fetchall()]


def require(kind_zh: str, kind_en: str, value: str, known: Sequence[str], *, by_name: bool = False) -> str:
    """The value if it is known; with `by_name`, a bare file name stands for its only path. Raises with near matches."""
    text = value.strip()
    if text in known:
        return text
    if by_name:
        fits = [path for path in known if PurePosixPath(path).name == text or path == text.removeprefix("raw/")]
        if len(fits) == 1:
            return fits[0]
    near = difflib.get_close_matches(text, known, n=NEAR, cutoff=0.5)
    raise LedgerError(
        f"没有{kind_zh}“{value}”，没有登记。" + (f"相近的：{'、'.join(near)}。" if near else "请核对。"),
        f"There is no {kind_en} “{value}”; nothing was recorded." + (f" Near: {', '.join(near)}." if near else ""),
    )


def same_twice(event: str) -> LedgerError:
    """Somebody compared a disaster with itself."""
    return LedgerError(f"两次写的是同一个灾害过程 {event}。", f"Both are the same disaster, {event}.")
