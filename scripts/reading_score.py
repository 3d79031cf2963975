"""How well documents are read, against answer keys: precision and recall on (indicator, value, unit, period).

    python -m scripts.reading_score FOLDER [FOLDER …]

A folder holds `*answer_key.csv` and its documents: `texts/<doc_id>.txt`, or a file whose name begins with the number in
the doc_id. `documents.csv` may tell when each was published. Figures of indicators that no key names do not count.
"""

import argparse
import csv
from collections import Counter
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from pipelines.documents.contract import Proposal
from pipelines.documents.proposing import proposals
from pipelines.documents.texts import read_document

Fact = tuple[str, str, Decimal, str, str, str]


@dataclass(frozen=True)
class Score:
    """What was found of what the keys hold; `missed` and `too_many` name a fact as often as it lacks or is too many."""

    wanted: int
    proposed: int
    right: int
    missed: list[Fact]
    too_many: list[Fact]

    @property
    def precision(self) -> float:
        """Share of the proposed figures that a key holds."""
        return self.right / self.proposed if self.proposed else 0.0

    @property
    def recall(self) -> float:
        """Share of the keys' facts that were proposed."""
        return self.right / self.wanted if self.wanted else 0.0


def scored(folders: list[Path]) -> Score:
    """Read every document that has a key."""
    keys = [row for folder in folders for path in sorted(folder.glob("*answer_key.csv")) for row in _rows(path)]
    published = {row["doc_id"]: row["published"] for folder in folders for row in _rows(folder / "documents.csv")}
    counted = {row["indicator"] for row in keys}
    wanted, found = Counter(_fact(row) for row in keys), Counter[Fact]()
    for document in dict.fromkeys(row["doc_id"] for row in keys):
        path = _document(document, folders)
        for one in proposals(read_document(path), path.name, _day(published.get(document, ""))):
            if one.indicator in counted and one.value is not None:
                found[_proposed(document, one)] += 1
    right = wanted & found
    return Score(
        wanted.total(), found.total(), right.total(), *(sorted((facts - right).elements()) for facts in (wanted, found))
    )


def main() -> None:
    """Print every miss and every figure too many, then the two ratios."""
    parser = argparse.ArgumentParser(prog="python -m scripts.reading_score")
    parser.add_argument("folders", nargs="+", type=Path)
    score = scored(parser.parse_args().folders)
    for title, facts in (("missed", score.missed), ("too many", score.too_many)):
        for fact in facts:
            print(f"{title}: {' '.join(map(str, fact))}")
    print(f"facts {score.wanted}, proposed {score.proposed}, right {score.right}: ", end="")
    print(f"precision {score.precision:.4f}, recall {score.recall:.4f}")


def _rows(path: Path) -> list[dict[str, str]]:
    if not path.is_file():
        return []
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def _document(name: str, folders: list[Path]) -> Path:
    number = name.rpartition("_")[2]
    for folder in folders:
        for path in (folder / "texts" / f"{name}.txt", *sorted(folder.glob(f"{number}_*.txt"))):
            if path.is_file():
                return path
    raise SystemExit(f"no document {name}")


def _day(written: str) -> date | None:
    return date.fromisoformat(written) if len(written) == 10 else None


def _fact(row: dict[str, str]) -> Fact:
    value = Decimal(row["value"]).quantize(Decimal("0.0001")).normalize()
    return row["doc_id"], row["indicator"], value, row["unit"], row["period_start"], row["period_end"]


def _proposed(document: str, one: Proposal) -> Fact:
    value = (one.value or Decimal(0)).quantize(Decimal("0.0001")).normalize()
    return document, one.indicator, value, one.unit, str(one.period_start or ""), str(one.period_end or "")


if __name__ == "__main__":
    main()
