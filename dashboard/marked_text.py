"""The text of a document with its figures marked: by colour, a line, a number and a word. Pure: text in, HTML out."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape

SHORT = 16
"""Characters up to which a figure stays on one line."""


@dataclass(frozen=True)
class Mark:
    """One figure in the text: where, its number in the document, how it is decided, and what is said of that."""

    start: int
    end: int
    number: int
    status: str
    word: str
    is_chosen: bool = False

    @property
    def place(self) -> str:
        return f"{self.start}-{self.end}"


@dataclass(frozen=True)
class Part:
    """A paragraph or a part of one; `start` is the place of its first character in the document."""

    line: int
    start: int
    text: str

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def document(parts: Iterable[Part], marks: Sequence[Mark], link: Callable[[Mark], str], name: str) -> str:
    """The parts one below the other, in a frame that scrolls by itself; `name` is read out by a screen reader."""
    body = "".join(f"<p>{marked(part, marks, link)}</p>" for part in parts)
    return f'<div class="ll-document" tabindex="0" role="region" aria-label="{escape(name)}">{body}</div>'


def marked(part: Part, marks: Sequence[Mark], link: Callable[[Mark], str]) -> str:
    """One part with those of the marks that lie in it; a figure that reaches beyond it is marked as far as it goes."""
    words, at = [], part.start
    for mark, start, end in _within(part, marks):
        words.append(escape(part.text[at - part.start : start - part.start]))
        words.append(_figure(mark, part.text[start - part.start : end - part.start], link(mark)))
        at = end
    return "".join([*words, escape(part.text[at - part.start :])])


def sentence(text: str, start: int, mark: Mark) -> str:
    """One sentence that begins at `start` with one figure in it."""
    part = Part(0, start, text)
    words, at = [], part.start
    for _, first, last in _within(part, [mark]):
        words = [escape(text[: first - start]), f"<mark>{escape(text[first - start : last - start])}</mark>"]
        at = last
    return "".join([*words, escape(text[at - start :])])


def _within(part: Part, marks: Sequence[Mark]) -> Iterator[tuple[Mark, int, int]]:
    """The marks of a part, in its order, each from where the one before it ends."""
    at = part.start
    for mark in marks:
        start, end = max(mark.start, at), min(mark.end, part.end)
        if start < end:
            yield mark, start, end
            at = end


def _figure(mark: Mark, words: str, address: str) -> str:
    chosen = ' aria-current="true"' if mark.is_chosen else ""
    css = f"ll-figure ll-figure-{mark.status}"
    css += (" ll-short" if len(words) <= SHORT else "") + (" ll-chosen" if mark.is_chosen else "")
    return (
        f'<a class="{css}" href="{escape(address)}" target="_self" data-place="{mark.place}"{chosen}>{escape(words)}'
        f"<sup>{mark.number} {escape(mark.word)}</sup></a>"
    )
