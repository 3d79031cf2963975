"""Full-width and invisible characters → plain ones. Nothing else is folded: a superscript is no digit."""

_WIDE: dict[int, int | str | None] = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_BLANKS: dict[int, int | str | None] = dict.fromkeys(
    (0x3000, 0xA0, 0x2002, 0x2003, 0x2007, 0x2009, 0x202F, 0x09, 0x0A, 0x0B, 0x0D), " "
)
_INVISIBLE: dict[int, int | str | None] = dict.fromkeys((0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0x00AD))
_BRACKETS: dict[int, int | str | None] = dict(zip(map(ord, "〔【［〈《[〕】］〉》]"), "(((((())))))", strict=True))
_SIGNS: dict[int, int | str | None] = {0x2212: "-", 0xFE63: "-", 0xFF0D: "-", 0xFF0E: ".", 0x2019: "'", 0x2018: "'"}
_NARROW = _WIDE | _BLANKS | _INVISIBLE | _SIGNS
_HEADING = _NARROW | _BRACKETS
_EVENED: dict[int, int | str | None] = _NARROW | dict.fromkeys(_INVISIBLE, " ") | {0x0A: "\n"}


def narrow(text: str) -> str:
    """The text with half-width letters, digits, signs and blanks, and without blanks at its ends."""
    return text.translate(_NARROW).strip()


def squeezed(text: str) -> str:
    """As `narrow`, with all brackets written ( ) and no blanks at all: how headings and names are compared."""
    return "".join(text.translate(_HEADING).split())


def indent(text: str) -> int:
    """How far the text is indented, in half-width blanks (a full-width blank is two)."""
    depth = 0
    for letter in text:
        if letter == "\u3000":
            depth += 2
        elif letter in " \u00a0\u2002\u2003":
            depth += 1
        elif letter == "\t":
            depth += 4
        elif letter not in "\u200b\ufeff":
            break
    return depth


def evened(text: str) -> str:
    """As `narrow`, but letter for letter: what is invisible becomes a blank, so that places in the text stay."""
    return text.translate(_EVENED)
