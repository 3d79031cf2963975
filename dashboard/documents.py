"""Documents as the page shows them: every figure with its place and state, decisions since the release included."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from dashboard import labels, snapshot
from dashboard.decided import DECISIONS, Decision
from dashboard.marked_text import Part
from dashboard.snapshot import Release

TABLES = ("core.documents", "core.document_lines", "core.document_figures")
UNDECIDED, CONFIRMED, CHANGED, REFUSED, ADDED = "undecided", "confirmed", "changed", "refused", "added"
STATUSES = (UNDECIDED, CONFIRMED, CHANGED, REFUSED, ADDED)
COUNTED = (CONFIRMED, CHANGED, ADDED)
SECTION = 4000
"""Characters of a document that are shown at a time, and those of the paragraphs that reach into them."""
Row = dict[str, Any]


@dataclass(frozen=True)
class Place:
    """One figure of a document: where it stands, its number, its state; `waits` if the release does not tell it yet."""

    start: int
    end: int
    number: int
    status: str
    lacks: tuple[str, ...] = ()
    waits: bool = False

    @property
    def key(self) -> str:
        """As the command and the link name it."""
        return f"{self.start}-{self.end}"

    @property
    def is_undecided(self) -> bool:
        return self.status == UNDECIDED


@dataclass(frozen=True)
class Document:
    """One document of a release."""

    release: Release
    source_id: str
    path: str
    title: str

    @property
    def name(self) -> str:
        return self.path.rsplit("/", 1)[-1]

    @property
    def _kept_under(self) -> tuple[str, str]:
        return str(self.release.database), self.source_id

    def decisions(self) -> dict[str, Decision]:
        """What was decided since the release."""
        return DECISIONS.of(*self._kept_under)

    def remember(self, keys: Sequence[str], decision: Decision) -> None:
        """Keep a decision that a command has written down, until a release tells of it."""
        DECISIONS.add(*self._kept_under, keys, decision)

    def places(self) -> list[Place]:
        """All figures in the order of the text; those added since the release among them."""
        decisions = self.decisions()
        known = snapshot.ask(self.release, "document_places", document=self.source_id)
        told = {f"{start}-{end}" for start, end, _, _ in known.iter_rows()}
        found = [place for row in known.iter_rows() if (place := _place(row, decisions))]
        for key, decision in decisions.items():
            if key not in told and decision.status == ADDED:
                start, end = map(int, key.split("-"))
                found.append(Place(start, end, 0, ADDED, waits=True))
        found.sort(key=lambda place: (place.start, place.end))
        return [replace(place, number=number) for number, place in enumerate(found, 1)]

    def rows(self, places: Sequence[Place]) -> list[Row]:
        """What is known of some figures, decisions since the release included."""
        starts = sorted({place.start for place in places}) or [-1]
        asked = snapshot.ask(self.release, "document_figures", document=self.source_id, starts=starts)
        known = {row["source_locator"]: row for row in asked.iter_rows(named=True)}
        decisions = self.decisions()
        return [_row(known.get(place.key, {}), decisions.get(place.key)) | {"place": place} for place in places]

    def length(self) -> int:
        """In characters."""
        return int(snapshot.ask(self.release, "document_length", document=self.source_id).item())

    def text(self, section: int) -> list[Part]:
        """The paragraphs of one section, with those that begin before it or end behind it."""
        first = section * SECTION
        asked = snapshot.ask(
            self.release, "document_text", document=self.source_id, first=first, last=first + SECTION, size=SECTION
        )
        return [Part(*row) for row in asked.iter_rows()]


def listed(release: Release) -> dict[str, tuple[Document, int]]:
    """The documents of a release by path, each with the number of figures on which nobody has decided."""
    found = {}
    for row in snapshot.ask(release, "documents").iter_rows(named=True):
        document = Document(release, row["source_id"], row["path"], row["title"] or "")
        undecided = int(row["undecided"] or 0)
        if document.decisions():
            undecided = sum(place.is_undecided for place in document.places())
        found[document.path] = (document, undecided)
    return found


def waiting(release: Release) -> int:
    """How many decisions take effect with the next refresh."""
    return DECISIONS.count(str(release.database))


def regions(release: Release, limit: int) -> list[str]:
    """The codes of regions that a figure may be of, the widest first."""
    return snapshot.ask(release, "document_regions", limit=limit)["region_code"].to_list()


def region_name(release: Release, row: Row) -> str:
    """The region of a figure: its name in the release, else as the document's reader knew it."""
    code = row.get("region_code")
    if not code:
        return ""
    known = labels.region(release, code)
    return known if known != code else str(row.get("region_name") or code)


def _place(row: tuple[Any, ...], decisions: dict[str, Decision]) -> Place | None:
    """One figure as it stands now; none where one that a person added was taken back."""
    start, end, status, lacks = row
    decision = decisions.get(f"{start}-{end}")
    missing = tuple(part.strip() for part in lacks.split(",") if part.strip())
    if decision is None:
        return Place(start, end, 0, status, missing)
    if status == ADDED and decision.status == UNDECIDED:
        return None
    still = () if decision.status in COUNTED else missing
    return Place(start, end, 0, decision.status, still, waits=True)


def _row(known: Row, decision: Decision | None) -> Row:
    if decision is None:
        return known
    proposed = {name.removeprefix("proposed_"): value for name, value in known.items() if name.startswith("proposed_")}
    is_as_read = decision.status in (UNDECIDED, REFUSED, CONFIRMED) and bool(known.get("proposed_indicator"))
    stale: Row = {}
    if "region_code" in decision.changed:
        stale["region_name"] = None
    if decision.changed.keys() & {"period_start", "period_end"}:
        stale["period_kind"] = ""
    return known | (proposed if is_as_read else {}) | stale | decision.as_row()


def start_of(place: str) -> int:
    """Where a figure begins; before all others where there is none."""
    return int(place.partition("-")[0]) if place else -1


def next_undecided(places: Sequence[Place], after: str) -> str:
    """The place to decide on next: the first behind this one, else the first of all, else the same."""
    undecided = [place for place in places if place.is_undecided and place.key != after]
    start = start_of(after)
    return next((place.key for place in undecided if place.start >= start), undecided[0].key if undecided else after)


def marks_between(places: Sequence[Place], parts: Sequence[Part], mark: Callable[[Place], Any]) -> list[Any]:
    """The marks of the figures that stand in some parts of a text."""
    if not parts:
        return []
    first, last = parts[0].start, parts[-1].end
    return [mark(place) for place in places if place.start < last and place.end > first]
