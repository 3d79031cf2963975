"""What stands in the place of a slot: words and numbers, or nothing; and what was asked for and is missing."""

from collections.abc import Callable
from dataclasses import dataclass, field

from pipelines.errors import LedgerError
from pipelines.reporting import calendar_words, comparing, lists
from pipelines.reporting.book import LOSS, Book, figures_of, ledger_figures, ledger_names
from pipelines.reporting.figures import Cell, Figure, Number, Phrase
from pipelines.reporting.template_files import Slot
from pipelines.reporting.words import joined, words
from pipelines.reporting.writing import Pen

ASPECTS = ("value", "prior", "mean", "change", "difference", "vs_mean", "share", "points", "size")
CONTEXT = (
    "region", "year", "period", "through", "since", "mean_period", "basis", "release", "ledger_period", "composition",
    "hazards", "hardest", "no_data", "uncompared", "notes", "claims_basis", "cover_note",
    "relief_note",
)  # fmt: skip

RELIEF_STAGES = ("relief_received", "relief_passed_down", "relief_paid")


@dataclass
class Teller:
    """Fills slots from a book, and remembers what it could not say."""

    book: Book
    pen: Pen
    file: str
    missing: dict[str, str] = field(default_factory=dict)
    uncompared: dict[str, str] = field(default_factory=dict)
    told: dict[str, Figure] = field(default_factory=dict)
    without_mean: bool = False

    def forget(self) -> None:
        """Begin anew, with another choice of clauses."""
        self.missing.clear()
        self.uncompared.clear()
        self.told.clear()
        self.without_mean = False

    def no_data(self) -> dict[str, str]:
        """What was asked for and is not known, by name; a ledger that tells nothing at all stands for its figures."""
        names: dict[str, str] = {}
        for name, label in self.missing.items():
            ledger = ledger_figures().get(name, {}).get("ledger", "")
            is_silent = ledger in ledger_names() and not any(self.book.figure(n).value for n in figures_of(ledger))
            names |= {ledger: ledger_names()[ledger]} if is_silent else {name: label}
        return names

    def figure(self, slot: Slot) -> Figure:
        """The figure that a slot names. Raises where there is no such figure, or nothing such is told of one."""
        if slot.name not in self.book.labels or slot.aspect not in ASPECTS:
            raise _unknown(slot, self.file)
        return self.book.figure(slot.name)

    def is_context(self, slot: Slot) -> bool:
        """Whether the slot is about the report rather than a figure."""
        return slot.name in CONTEXT and slot.aspect == "value"

    def phrase(self, slot: Slot, *, is_needed: bool = True) -> Phrase | None:
        """What stands in the place of the slot; what is not needed is not missed."""
        if self.is_context(slot):
            return self._context(slot.name)
        figure = self.figure(slot)
        found = self._aspect(figure, slot.aspect)
        if found is not None:
            self.told[figure.name] = figure
        elif is_needed:
            self._miss(figure, slot.aspect)
        return found

    def _miss(self, figure: Figure, aspect: str) -> None:
        if figure.value is None:
            self.missing[figure.name] = figure.label
        elif aspect in ("change", "difference", "prior"):
            self.uncompared[figure.name] = figure.label
        elif aspect in ("mean", "vs_mean"):
            self.without_mean = True

    def _aspect(self, figure: Figure, aspect: str) -> Phrase | None:
        pen, since = self.pen, calendar_words.since(self.book.period)
        whole = self.book.figure(LOSS)
        makers: dict[str, Callable[[], Phrase | Number | None]] = {
            "value": lambda: comparing.amount(pen, figure),
            "prior": lambda: pen.known(figure.prior, figure.unit),
            "mean": lambda: pen.known(figure.mean_5y, figure.unit, is_mean=True),
            "change": lambda: comparing.change(pen, figure, since),
            "difference": lambda: comparing.change(pen, figure, since, as_difference=True),
            "vs_mean": lambda: comparing.versus_mean(pen, figure, (words()["since"]["mean"],), self.usual_years),
            "share": lambda: comparing.share(pen, figure, whole),
            "points": lambda: comparing.points(pen, figure, whole),
            "size": lambda: pen.known(figure.value, figure.unit, sized=True),
        }
        found = makers[aspect]()
        return (found,) if isinstance(found, Number) else found

    @property
    def usual_years(self) -> Cell | None:
        """How many years the mean of the loss has, else of whatever has one."""
        figures = [self.book.figure(name) for name in (LOSS, *self.book.headline)]
        return next((figure.years_5y for figure in figures if figure.years_5y is not None), None)

    def _context(self, name: str) -> Phrase | None:
        book, pen, since = self.book, self.pen, calendar_words.since(self.book.period)
        makers: dict[str, Callable[[], Phrase | None]] = {
            "region": lambda: (lists.region_name(book, book.region),),
            "year": lambda: (calendar_words.year(book.period),),
            "period": lambda: calendar_words.told(book.period),
            "through": lambda: calendar_words.through(book),
            "since": lambda: since,
            "mean_period": lambda: calendar_words.mean(book.period, self.usual_years),
            "ledger_period": lambda: calendar_words.of_ledgers(book),
            "release": lambda: (_release(book),),
            "composition": lambda: lists.composition(book, pen, since),
            "hazards": lambda: lists.hazards(book, pen),
            "hardest": lambda: lists.hardest(book, pen),
            "no_data": lambda: _names(list(self.no_data().values())),
            "uncompared": lambda: _names(list(self.uncompared.values())),
            "basis": self._basis,
            "notes": self._notes,
            "claims_basis": lambda: _words("claims_basis", self._cover("claims_year_basis")),
            "cover_note": lambda: _words("cover_notes", self._cover("note")),
            "relief_note": self._relief_note,
        }
        return makers[name]()

    def _basis(self) -> Phrase | None:
        known = dict.fromkeys(figure.basis for figure in self.told.values() if figure.basis)
        return _words("basis", " ".join(known))

    def _notes(self) -> Phrase | None:
        noted = {note for figure in self.told.values() for note in figure.notes}
        noted |= {"no_mean"} if self.without_mean else set()
        if not any(figure.is_approximate for figure in self.told.values()):
            noted.discard("approximate")
        return _words("notes", " ".join(note for note in words()["notes"] if note in noted), between="；")

    def _relief_note(self) -> Phrase | None:
        """Where money is told of at several stages, somebody might add them."""
        known = [name for name in RELIEF_STAGES if self.book.figure(name).value is not None]
        return (words()["relief"]["stages"],) if len(known) > 1 else None

    def _cover(self, column: str) -> str:
        """Of claims beside losses; where there are no claims there is nothing to remark on them."""
        found = next(iter(self.book.rows("cover_note")), {})
        return "" if found.get("claims_paid") is None else str(found[column] or "")


def _words(table: str, codes: str, between: str = "、") -> Phrase | None:
    found = [(words()[table][code],) for code in codes.split() if code in words()[table]]
    return joined(list(found), between) if found else None


def _names(labels: list[str]) -> Phrase | None:
    return ("、".join(labels),) if labels else None


def _release(book: Book) -> Number:
    cell = Cell("meta.release", f"release_id={book.source.id}", "release_id", book.source.id)
    return Number(book.source.id, (cell,), "name")


def _unknown(slot: Slot, file: str) -> LedgerError:
    stated = slot.name if slot.aspect == "value" else f"{slot.name}.{slot.aspect}"
    return LedgerError(
        f"报告模板 {file} 第 {slot.line} 行的占位符“{{{stated}}}”不存在。可用的名称见 docs/reports.md 和指标表；"
        f"点后面可写：{'、'.join(ASPECTS[1:])}。",
        f"Line {slot.line} of the report template {file} names “{{{stated}}}”, which there is not. Names: "
        f"docs/reports.md and the indicators; after a dot: {', '.join(ASPECTS[1:])}.",
    )
