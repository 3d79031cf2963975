"""The clock that receipts and decisions are stamped by: one place, so that nothing else asks for the time of day."""

from datetime import datetime


def now() -> datetime:
    """The time of day on this computer, to the second: as receipts and decisions state it."""
    return datetime.now().replace(microsecond=0)


def text(moment: datetime) -> str:
    """A moment as receipts and decisions write it."""
    return moment.isoformat(sep=" ", timespec="seconds")
