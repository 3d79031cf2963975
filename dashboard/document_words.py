"""How a figure of a document is said: its name and value, what it is of, how it is decided. A row in, words out."""

from dashboard import i18n, labels, period_words
from dashboard.documents import Place, Row, region_name
from dashboard.figures import spacer
from dashboard.i18n import t
from dashboard.snapshot import Release


def name(release: Release, row: Row) -> str:
    """The indicator; a figure that was added without a name the release knows keeps its column."""
    indicator = row.get("indicator")
    return labels.indicator(release, indicator, short=False) if indicator else t("documents.no_indicator")


def amount(release: Release, row: Row) -> str:
    """71,000人; 遮盖 for what was covered up."""
    numbers = labels.numbers(release)
    if row.get("value") is None:
        return period_words.value({"value": None, "state": row.get("state")}, 0, numbers)
    return f"{period_words.number(row['value'], numbers)}{spacer(numbers.language)}{unit(release, row)}"


def unit(release: Release, row: Row) -> str:
    """The unit in the reader's language; × 10,000 yuan, since a number stands before it."""
    words = labels.unit(release, row.get("unit") or "")
    return f"× {words}" if words[:1].isdigit() else words


def about(release: Release, row: Row) -> str:
    """清河县 · 2025年 · 全部灾种 · 四舍五入, after the words as they stand in the text."""
    language = i18n.language()
    hazard = row.get("hazard_key")
    has_period = row.get("period_start") and row.get("period_end")
    period = period_words.period({"period_kind": "", "year": None} | row, language) if has_period else ""
    state = period_words.state({"half_width": None, "note": ""} | row, unit(release, row), labels.numbers(release))
    written = t("documents.as_written", words=row.get("as_written") or "")
    hazard_words = labels.hazard(release, hazard) if hazard else ""
    return " · ".join(filter(None, (written, region_name(release, row), period, hazard_words, state)))


def lacks(place: Place) -> str:
    """What has to be told before the figure can be confirmed."""
    return t("words.list_comma").join(i18n.word("document_lack", one) for one in place.lacks)


def status(place: Place) -> str:
    """待定、已确认（更新后生效）."""
    words = t(f"documents.is_{place.status}")
    return t("documents.waits", status=words) if place.waits else words


def decided(row: Row) -> str:
    """张三 2026-07-13 09:05：与原文一致."""
    if not row.get("decided_by"):
        return ""
    return t(
        "documents.decided", by=row["decided_by"], at=str(row["decided_at"] or "")[:16], reason=row["reason"] or ""
    )
