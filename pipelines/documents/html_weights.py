"""How much of a web page's parts is text, and how much is links: what tells a menu from an article."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pipelines.readers.html_tables import HIDDEN

NEVER_SEEN = frozenset({
    "script", "style", "noscript", "template", "head", "iframe", "object", "svg", "canvas", "audio", "video", "button",
    "select", "option", "textarea", "input", "datalist", "rt", "rp",
})  # fmt: skip
INLINE = frozenset({
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "img",
    "ins", "kbd", "label", "mark", "nobr", "q", "ruby", "rb", "s", "samp", "small", "span", "strike", "strong", "sub",
    "sup", "time", "tt", "u", "var", "wbr", "o:p", "st1:chmetcnv",
})  # fmt: skip
MENU_DENSITY = 0.5
"""A block is a menu if so much of its text is links, and there are several."""

PROSE = 25
"""A piece of text so long and outside links is a sentence, even without a full stop."""

DATE = re.compile(r"\d{2,4}[-/.年]\d{1,2}(?:[-/.月]\d{1,2}日?)?(?:\d{1,2}:\d{2}(?::\d{2})?)?")

Element = Any
"""An element of lxml, which has no types of its own."""


@dataclass(slots=True)
class Weight:
    """How much text an element holds, how much of it in links, in how many, and what speaks for an article."""

    text: int = 0
    linked: int = 0
    links: int = 0
    figures: int = 0
    """Digits outside links that are no date."""

    has_prose: bool = False

    @property
    def is_menu(self) -> bool:
        """Whether it is a list of links. What holds a sentence too is none: the lists within it are looked at."""
        return self.links > 1 and self.linked >= MENU_DENSITY * self.text and not self.has_prose

    def count(self, text: str | None, *, is_linked: bool) -> None:
        """Add a piece of text."""
        shown = "".join((text or "").split())
        self.text += len(shown)
        if is_linked:
            self.linked += len(shown)
        else:
            self.figures += sum(map(str.isdigit, DATE.sub("", shown)))
            self.has_prose |= "。" in shown or len(shown) >= PROSE

    def include(self, part: "Weight") -> None:
        """Add what a part of the element holds."""
        self.text += part.text
        self.linked += part.linked
        self.links += part.links
        self.figures += part.figures
        self.has_prose |= part.has_prose


def weights(tree: Element) -> dict[Element, Weight]:
    """The weight of every block that shows."""
    found: dict[Element, Weight] = {}
    links = 0
    stack: list[Weight] = [Weight()]
    for event, element in events(tree):
        is_link = element.tag == "a" and element.get("href") is not None
        if event == "start":
            links += is_link
            stack.append(Weight(links=int(is_link)))
            stack[-1].count(element.text, is_linked=links > 0)
        elif event == "end":
            weight = stack.pop()
            links -= is_link
            stack[-1].include(weight)
            if element.tag not in INLINE:
                found[element] = weight
        else:
            stack[-1].count(element.tail, is_linked=links > 0)
    return found


def events(tree: Element) -> Iterator[tuple[str, Element]]:
    """`start` and `end` of every element that shows, and `tail` for the text after it."""
    stack: list[tuple[Element, Iterator[Element]]] = [(tree, iter(tree))]
    yield "start", tree
    while stack:
        element, children = stack[-1]
        child = next(children, None)
        if child is None:
            stack.pop()
            yield "end", element
            if stack:
                yield "tail", element
        elif _is_seen(child):
            stack.append((child, iter(child)))
            yield "start", child
        else:
            yield "tail", child


def _is_seen(element: Element) -> bool:
    if not isinstance(element.tag, str) or element.tag in NEVER_SEEN or element.get("hidden") is not None:
        return False
    return not HIDDEN.search(element.get("style") or "")
