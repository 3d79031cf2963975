"""Colours and type of the charts: safe for colour-blind readers, one set for light and one for dark."""

from dataclasses import asdict, dataclass
from pathlib import Path

STYLE = Path(__file__).with_name("style.css")
FONT = "Noto Sans CJK SC, Microsoft YaHei, PingFang SC, WenQuanYi Micro Hei, sans-serif"


@dataclass(frozen=True)
class Palette:
    """The roles a colour can have; no role is told apart by hue alone (position, dash or label says it too)."""

    current: str
    on_current: str
    prior: str
    pale: str
    band: str
    mean: str
    text: str
    muted: str
    grid: str
    paper: str
    nought: str
    series: tuple[str, ...]
    """Six things side by side: as far apart for readers without red, green or blue as for others."""
    ramp: tuple[str, ...]
    """Little to much: `text` is legible on its lower half, `paper` on its upper half."""

    @property
    def steps(self) -> tuple[str, ...]:
        """The classes of a map: the ramp without its palest, which is too near to nought."""
        return self.ramp[1:]


SERIES_DASHES = ((1, 0), (7, 3), (2, 2), (9, 3, 2, 3), (4, 4), (12, 2, 2, 2))
SERIES_MARKS = ("circle", "square", "triangle-up", "diamond", "cross", "triangle-down")
"""The same six things by dash and by mark, for who sees no colours at all."""

LIGHT = Palette(
    current="#1f6fb2", on_current="#ffffff", prior="#d08700", pale="#b9d3ea", band="#c9ced6",
    mean="#4b5563", text="#1f2933", muted="#5f6b7a", grid="#e3e7ec", paper="#ffffff",
    series=("#1f6fb2", "#a98908", "#d95f63", "#2d4803", "#6d2fd6", "#79064b"),
    ramp=("#eaf2fa", "#c6dcef", "#93bfe0", "#5a9bcb", "#2b74ad", "#124a7a"), nought="#f4f5f7",
)  # fmt: skip
DARK = Palette(
    current="#63b3ed", on_current="#14181d", prior="#f0b429", pale="#2c4a66", band="#48525f",
    mean="#b6c0cc", text="#e6eaee", muted="#a3aebb", grid="#323a44", paper="#14181d",
    series=("#63b3ed", "#f3ca24", "#c24d7c", "#c9f1bf", "#8f52f5", "#8a7420"),
    ramp=("#1d2b3a", "#21476b", "#2c6a9c", "#4d93c7", "#86bde3", "#cfe5f6"), nought="#242a32",
)  # fmt: skip


def variables() -> str:
    """The colours for style.css, --ll-current, --ll-prior …: the browser picks those of the theme it shows.

    Where it cannot, those of light hold.
    """
    light, dark = single(LIGHT), single(DARK)
    plain = "".join(f"--ll-{name.replace('_', '-')}: {colour};" for name, colour in light.items())
    both = "".join(f"--ll-{name.replace('_', '-')}: light-dark({light[name]}, {dark[name]});" for name in light)
    return f"<style>.stApp {{ {plain} }} @supports (color: light-dark(red, red)) {{ .stApp {{ {both} }} }}</style>"


def typography(language: str, more: str) -> str:
    """What depends on the language of the reader.

    In English, quotation marks and dots are as wide as they are: a Chinese font gives them the room of a character.
    `more` stands for the pages that the navigation has no room for, of which Streamlit speaks English alone.
    """
    narrow = '.stApp { font-feature-settings: "palt"; }' if language == "en" else ""
    rest = ".rc-overflow-item-rest p"
    named = f'{rest} {{ font-size: 0; }} {rest}::after {{ content: "{more}"; font-size: 0.875rem; }}'
    return f"<style>{narrow} {named}</style>"


def single(colours: Palette) -> dict[str, str]:
    """The roles that are one colour; sets of colours are for charts alone."""
    return {name: colour for name, colour in asdict(colours).items() if isinstance(colour, str)}


def palette(theme_type: str | None) -> Palette:
    """The palette of Streamlit's theme; light while the browser has not said which it shows."""
    return DARK if theme_type == "dark" else LIGHT
