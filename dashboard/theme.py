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
    steps: tuple[str, ...]  # from little to much: one hue, told apart by how far from the paper they are
    nought: str


LIGHT = Palette(
    current="#1f6fb2", on_current="#ffffff", prior="#d08700", pale="#b9d3ea", band="#c9ced6",
    mean="#4b5563", text="#1f2933", muted="#5f6b7a", grid="#e3e7ec", paper="#ffffff",
    steps=("#d3e4f3", "#a3c8e6", "#68a4d4", "#2c76b5", "#0b4075"), nought="#f4f5f7",
)  # fmt: skip
DARK = Palette(
    current="#63b3ed", on_current="#14181d", prior="#f0b429", pale="#2c4a66", band="#48525f",
    mean="#b6c0cc", text="#e6eaee", muted="#a3aebb", grid="#323a44", paper="#14181d",
    steps=("#1d3d5c", "#2a5f8f", "#4389c2", "#7cb6e6", "#d0e8fb"), nought="#242a32",
)  # fmt: skip


def variables() -> str:
    """The colours for style.css, --ll-current, --ll-prior …: the browser picks those of the theme it shows.

    Where it cannot, those of light hold.
    """
    light, dark = asdict(LIGHT), asdict(DARK)
    plain = "".join(f"--ll-{name.replace('_', '-')}: {colour};" for name, colour in light.items())
    both = "".join(f"--ll-{name.replace('_', '-')}: light-dark({light[name]}, {dark[name]});" for name in light)
    return f"<style>.stApp {{ {plain} }} @supports (color: light-dark(red, red)) {{ .stApp {{ {both} }} }}</style>"


def palette(theme_type: str | None) -> Palette:
    """The palette of Streamlit's theme; light while the browser has not said which it shows."""
    return DARK if theme_type == "dark" else LIGHT
