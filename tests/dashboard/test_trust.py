"""What the trust line says of coverage: the days that are covered, and no day in between that is not."""

from pathlib import Path

import duckdb
import pytest

from tests.dashboard import snapshots
from tests.dashboard.test_pages import opened, words


def told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *spans: tuple[str, str, str], **query: str) -> str:
    """Overview of 2024 where only these days are covered: first, last, hazard."""
    warehouse = snapshots.build(tmp_path)
    with duckdb.connect(str(warehouse / "published" / snapshots.RELEASE / "snapshot.duckdb")) as database:
        database.execute("delete from core.coverage")
        database.executemany(
            """insert into core.coverage by name select '990100' as region_code, '990100' as current_code,
                $1::date as period_start, $2::date as period_end, $3 as hazard_key, 'full_list' as how""",
            list(spans) or [("2020-01-01", "2020-12-31", "all")],
        )
    monkeypatch.setenv("LOSS_LEDGER_WAREHOUSE", str(warehouse))
    app = opened("overview", year="2024", period="year", **query)
    assert not app.exception
    return words(app)


SPRING, MAY, AUTUMN = ("2024-01-01", "2024-03-31", "all"), ("2024-04-01", "2024-05-31", "all"), (
    "2024-09-01", "2024-12-31", "all",
)  # fmt: skip


def test_days_that_follow_each_other_are_one_stretch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "资料覆盖1月1日至5月31日" in told(tmp_path, monkeypatch, SPRING, MAY)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_gap_is_told(lang: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = told(tmp_path, monkeypatch, SPRING, AUTUMN, lang=lang)
    said = {
        "zh": "资料只覆盖1月1日至3月31日、9月1日至12月31日，其余日期未报送不等于没有灾情",
        "en": "Covered only 1 January to 31 March, 1 September to 31 December: on other days",
    }
    assert said[lang] in shown


def test_coverage_that_begins_late_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "资料只覆盖9月1日至12月31日" in told(tmp_path, monkeypatch, AUTUMN)


def test_a_declaration_for_one_hazard_covers_that_hazard_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    floods = ("2024-01-01", "2024-12-31", "flood")
    assert "该时段没有完整覆盖的资料" in told(tmp_path / "all", monkeypatch, floods)
    assert "资料覆盖1月1日至12月31日" in told(tmp_path / "flood", monkeypatch, floods, hazard="flood")
