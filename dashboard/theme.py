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


LIGHT = Palette(
    current="#1f6fb2", on_current="#ffffff", prior="#d08700", pale="#b9d3ea", band="#c9ced6",
    mean="#4b5563", text="#1f2933", muted="#5f6b7a", grid="#e3e7ec", paper="#ffffff",
)  # fmt: skip
DARK = Palette(
    current="#63b3ed", on_current="#14181d", prior="#f0b429", pale="#2c4a66", band="#48525f",
    mean="#b6c0cc", text="#e6eaee", muted="#a3aebb", grid="#323a44", paper="#14181d",
)  # fmt: skip


def variables(colours: Palette) -> str:
    """The colours for style.css: --ll-current, --ll-prior …"""
    named = "".join(f"--ll-{name.replace('_', '-')}: {colour};" for name, colour in asdict(colours).items())
    return f"<style>:root {{ {named} }}</style>"


def palette(theme_type: str | None) -> Palette:
    """The palette of Streamlit's theme; light while the browser has not said which it shows."""
    return DARK if theme_type == "dark" else LIGHT
