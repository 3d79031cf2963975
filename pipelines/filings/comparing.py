"""What differs from the last filing of the same profile, year, region and disaster."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from pipelines.codebooks import ALL_HAZARDS
from pipelines.errors import LedgerError
from pipelines.filings.contents import Line, Scope
from pipelines.filings.manifests import COUNTS, FIGURE_COLUMNS, FIGURES, VERSION_COLUMNS, VERSIONS, Filing, table_rows

Key = tuple[str, ...]
Keyed = Callable[[Line], Key]


@dataclass(frozen=True)
class Change:
    """One filed figure that is another one now, or a record that no longer counts; empty where there is no figure.

    `event_id` is empty for an annual figure.
    """

    event_id: str
    region_code: str
    hazard_key: str
    indicator: str
    unit: str
    old: str
    new: str

    def as_row(self) -> dict[str, str]:
        """As the manifest keeps it."""
        return asdict(self)


def changes(filing: Filing, folder: Path, scope: Scope, figures: list[Line], versions: list[Line]) -> list[Change]:
    """What was filed otherwise. LedgerError where the files of the last filing are not what they were.

    A record that is new changes no filed figure but the annual ones; in a filing of one disaster it changes the total.
    """
    found = [*_figure_changes(scope, _rows(filing, folder, FIGURES, FIGURE_COLUMNS), figures)]
    return [*found, *_record_changes(scope, _rows(filing, folder, VERSIONS, VERSION_COLUMNS), versions)]


def _rows(filing: Filing, folder: Path, name: str, columns: tuple[str, ...]) -> list[Line]:
    content = (folder / name).read_bytes()
    stated = next((file.sha256 for file in filing.files if file.name == name), "")
    if hashlib.sha256(content).hexdigest() != stated:
        raise LedgerError(
            f"上一份存档 {filing.filing_id} 的 {name} 与存档时不同，无法比对。",
            f"{name} of the last filing {filing.filing_id} differs from what was filed and cannot be compared.",
        )
    return list(table_rows(content, columns, f"{filing.filing_id}/{name}"))


def _figure_changes(scope: Scope, before: list[Line], now: list[Line]) -> Iterator[Change]:
    old, new = _by_key(before, _figure_key), _by_key(now, _figure_key)
    for key in [*old, *(key for key in new if key not in old and _is_headline(scope, new[key]))]:
        was, line = old.get(key), new.get(key)
        told = was or line or {}
        if (was or {}).get("value") != (line or {}).get("value"):
            yield Change("", told["region_code"], told["hazard_key"], told["indicator"], told["unit"], *_two(was, line))


def _is_headline(scope: Scope, line: Line) -> bool:
    """A figure that was not filed before is a change of the region's own totals; anything below shows in those."""
    return scope.is_ledger or (line["region_code"] == scope.region and line["hazard_key"] == ALL_HAZARDS)


def _record_changes(scope: Scope, before: list[Line], now: list[Line]) -> Iterator[Change]:
    old, new = _by_key(_counting(before), _record_key), _by_key(_counting(now), _record_key)
    records = {key[:3] for key in old}
    for key in [*old, *(key for key in new if key not in old and (scope.event or key[:3] in records))]:
        was, line = old.get(key), new.get(key)
        told = was or line or {}
        if (was or {}).get("value") != (line or {}).get("value"):
            yield Change(
                told["event_id"], told["region_code"], told["hazard_key"], told["indicator"], told["unit"],
                *_two(was, line),
            )  # fmt: skip


def _two(was: Line | None, line: Line | None) -> tuple[str, str]:
    return (was or {}).get("value", ""), (line or {}).get("value", "")


def _counting(lines: Iterable[Line]) -> Iterator[Line]:
    return (line for line in lines if line["status"] == COUNTS and line["value"])


def _by_key(lines: Iterable[Line], key: Keyed) -> dict[Key, Line]:
    """Lines by what they are of; several of one key are told apart by their order."""
    found: dict[Key, Line] = {}
    for line in lines:
        told, repeat = key(line), 0
        while (*told, str(repeat)) in found:
            repeat += 1
        found[*told, str(repeat)] = line
    return found


def _figure_key(line: Line) -> Key:
    return line["year"], line["region_code"], line["hazard_key"], line["indicator"]


def _record_key(line: Line) -> Key:
    return line["event_id"], line["region_code"], line["hazard_key"], line["indicator"]
