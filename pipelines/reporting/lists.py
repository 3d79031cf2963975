"""Sentences that go through several figures: the parts of the loss, the hazards, the places hit hardest."""

from pipelines.reporting import comparing
from pipelines.reporting.book import LOSS, Book
from pipelines.reporting.figures import Cell, Figure, Number, Phrase, Piece
from pipelines.reporting.words import joined, phrase, words
from pipelines.reporting.writing import Pen

PEOPLE, EVENTS = "affected_population", "events"
MOST_HAZARDS = 4
MOST_PLACES = 3


def composition(book: Book, pen: Pen, base: Phrase) -> Phrase | None:
    """The parts of the direct economic loss, the largest first, with their shares and how these moved."""
    whole = book.figure(LOSS)
    told = [_category(pen, part, whole, base) for part in book.loss_parts if part.value is not None]
    return joined(told, words()["list"]["between"]) if told else None


def hazards(book: Book, pen: Pen) -> Phrase | None:
    """The hazards that did most, with disasters, loss and share."""
    keys = {
        hazard for place in (*book.compared, *book.added) if place[0] == book.region and (hazard := place[1]) != "all"
    }
    found = [hazard for hazard in keys if _first_known(book, hazard=hazard)]
    found.sort(
        key=lambda hazard: (*(-book.figure(name, hazard=hazard).size for name in (LOSS, PEOPLE, EVENTS)), hazard)
    )
    told = [_hazard(book, pen, hazard) for hazard in found[:MOST_HAZARDS]]
    return joined(told, words()["list"]["between"]) if told else None


def hardest(book: Book, pen: Pen) -> Phrase | None:
    """The places directly below that were hit hardest; not a ranking of anybody's work."""
    keys = {region for region, hazard in (*book.compared, *book.added) if region != book.region and hazard == "all"}
    found = [region for region in keys if book.figure(LOSS, region).size > 0 or book.figure(PEOPLE, region).size > 0]
    found.sort(key=lambda region: (-book.figure(LOSS, region).size, -book.figure(PEOPLE, region).size, region))
    if not found:
        return None
    items = [_place(book, pen, region) for region in found[:MOST_PLACES]]
    level = words()["level"].get(book.source.regions[found[0]]["level"], "")
    return phrase(words()["list"]["hardest"], level=level, items=joined(items, words()["list"]["between"]))


def region_name(book: Book, region: str) -> Piece:
    """A place by its name; one that no table knows bears its code, which is a number of the release."""
    name = str(book.source.regions[region]["name_zh"])
    if not any(letter.isdigit() for letter in name):
        return name
    return Number(name, (Cell("core.regions", f"region_code={region}", "name_zh", name),), "name")


def _category(pen: Pen, part: Figure, whole: Figure, base: Phrase) -> Phrase:
    pieces = phrase(words()["list"]["category"], name=part.label, value=comparing.amount(pen, part) or ())
    size, moved = comparing.share(pen, part, whole), comparing.points(pen, part, whole)
    if size is None:
        return pieces
    return (
        *pieces,
        *phrase(words()["list"]["points" if moved else "share_alone"], size=size, base=base, points=moved or ()),
    )


def _hazard(book: Book, pen: Pen, hazard: str) -> Phrase:
    loss, whole = book.figure(LOSS, hazard=hazard), book.figure(LOSS)
    size = comparing.share(pen, loss, whole)
    facts = [_known(pen, book.figure(EVENTS, hazard=hazard), named=False), _known(pen, loss)]
    facts += [phrase(words()["list"]["share"], size=size)] if size is not None and loss.size > 0 else []
    return _item(str(book.source.hazards[hazard]["name_zh"]), facts)


def _place(book: Book, pen: Pen, region: str) -> Phrase:
    return _item(region_name(book, region), [_known(pen, book.figure(name, region)) for name in (PEOPLE, LOSS)])


def _item(name: Piece, facts: list[Phrase]) -> Phrase:
    told = joined([fact for fact in facts if fact], words()["list"]["within"])
    return phrase(words()["list"]["item"], name=name, facts=told)


def _known(pen: Pen, figure: Figure, *, named: bool = True) -> Phrase:
    told = comparing.amount(pen, figure) or ()
    return (figure.label, *told) if told and named else told


def _first_known(book: Book, hazard: str) -> bool:
    return any(book.figure(name, hazard=hazard).size > 0 for name in (LOSS, PEOPLE, EVENTS))
