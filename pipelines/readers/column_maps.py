"""A description file that says which ledger a file is and which of its columns is what: tables of other systems.

    ledger = "insurance_claims"      # a ledger of ledgers.csv
    regions = "foreign"              # optional: regions outside China, kept as written behind the prefix
    prefix = "US"                    # of the foreign codes: US-CA-06073
    currency = "USD"                 # optional: what money is in, where it is not yuan
    [columns]                        # column of the ledger = heading of the file, or several of them
    amount = ["amountPaidOnBuildingClaim", "amountPaidOnContentsClaim"]
    lost_on = "dateOfLoss"
    [constants]                      # what holds for every row
    accepted_households = 1

Several headings of a figure are added up, of a region joined from the top down, of anything else the first one that is
filled holds. Any column of a ledger may also be stated at the top: season = "2022-2023", stage = "发放到户".
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePath

from pipelines import codebooks
from pipelines.readers.outcome import Outcome
from pipelines.readers.statements import SIDECAR_KEYS
from pipelines.transforms.ledger_words import choice_of

FOREIGN = "foreign"
LEDGER_KEYS = frozenset({"ledger", "columns", "constants", "regions", "prefix", "currency"})
YUAN = frozenset({"", "元", "CNY", "RMB", "人民币"})


@dataclass(frozen=True)
class ColumnMap:
    """What a description file says about a ledger. `columns` is column → headings, `constants` column → cell."""

    ledger: str = ""
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    constants: Mapping[str, object] = field(default_factory=dict)
    is_foreign: bool = False
    prefix: str = "XX"
    currency: str = ""
    others: Mapping[str, object] = field(default_factory=dict)
    """The keys that every reader understands."""


def column_map(sidecar: Mapping[str, object] | None, outcome: Outcome) -> ColumnMap:
    """The map in a description file; what is wrong in it is told and left out."""
    stated = dict(sidecar or {})
    ledger = _ledger(stated.get("ledger"), outcome)
    names = _names(ledger)
    constants = {key: value for key, value in _table(stated.get("constants")).items()}
    for key in [key for key in stated if key in names and _is_of_ledger(key, stated[key])]:
        constants.setdefault(key, stated.pop(key))
    columns = {name: _headings(written) for name, written in _table(stated.get("columns")).items()}
    known = names | ({"region"} if ledger else set())
    for name in [name for name in (*columns, *constants) if ledger and name not in known]:
        _wrong(outcome, name, "不是这种台账的列", "is no column of this ledger")
    is_foreign = stated.get("regions") == FOREIGN
    if stated.get("regions") not in {None, FOREIGN}:
        _wrong(outcome, f"regions = {stated['regions']}", "只能写 foreign", "may only be foreign")
    currency = str(stated.get("currency", ""))
    if currency not in YUAN and not is_foreign:
        _wrong(outcome, f"currency = {currency}", "只用于境外地区", "is for foreign regions only")
    return ColumnMap(
        ledger,
        {name: headings for name, headings in columns.items() if name in known},
        {name: value for name, value in constants.items() if name in names},
        is_foreign,
        str(stated.get("prefix") or "XX"),
        currency,
        {key: value for key, value in stated.items() if key not in LEDGER_KEYS},
    )


def _ledger(written: object, outcome: Outcome) -> str:
    if written is None or written in codebooks.ledgers():
        return str(written or "")
    _wrong(outcome, f"ledger = {written}", "没有这种台账", "there is no such ledger")
    return ""


def _names(ledger: str) -> set[str]:
    """The columns that may be stated: of the ledger, or of any where none is named."""
    chosen = [codebooks.ledgers()[ledger]] if ledger else codebooks.ledgers().values()
    return {column.column_name for one in chosen for column in one.fields}


def _is_of_ledger(key: str, value: object) -> bool:
    """Whether a key at the top is meant for a ledger: `stage` may be a report's (初报) or a payment's (发放到户)."""
    if key not in SIDECAR_KEYS:
        return True
    named = (one.column(key) for one in codebooks.ledgers().values())
    lists = {column.choices for column in named if column}
    return any(choice_of(name, str(value)) for name in lists if name)


def _headings(written: object) -> tuple[str, ...]:
    return tuple(map(str, written)) if isinstance(written, list | tuple) else (str(written),)


def _table(written: object) -> Mapping[str, object]:
    return written if isinstance(written, Mapping) else {}


def _wrong(outcome: Outcome, what: str, zh: str, en: str) -> None:
    file = f"{PurePath(outcome.source_file).name}.toml"
    outcome.finding("F096", value=file, detail_zh=f"{what} {zh}", detail_en=f"{what} {en}")
