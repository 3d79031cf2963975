"""More regions and releases than are kept open, asked at once: every question is answered, each of its own region."""

import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import pytest

from dashboard import snapshot
from dashboard.snapshot import Release
from tests.dashboard.snapshots import COUNTIES, RELEASE

SLOW = "select count(*) as rows, any_value(region_code) as region from marts.annual_losses, range(300) as t(n)"


@pytest.fixture
def releases(release: Release, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Release]]:
    """More releases, each of them for the whole ledger and every county, than connections are kept."""
    folders = [tmp_path / f"{RELEASE}{number}" for number in range(4)]
    for folder in folders:
        shutil.copytree(release.folder, folder)
    monkeypatch.setattr(snapshot._whole._info, "max_entries", 2)
    monkeypatch.setattr(snapshot._confined._info, "max_entries", 2)
    snapshot.forget()
    yield [Release(RELEASE, folder, scope) for folder in folders for scope in ("", *COUNTIES)]
    monkeypatch.undo()
    snapshot.forget()


def test_a_question_is_answered_though_its_connection_is_no_longer_kept(releases: list[Release]) -> None:
    def ask(number: int) -> tuple[str, str]:
        asked = releases[number % len(releases)]
        sql = f"{SLOW} where n <> {-1 - number}"  # no answer twice from the cache
        row = snapshot._rows(str(asked.database), asked.scope, sql, ()).row(0, named=True)
        return asked.scope, row["region"]

    with ThreadPoolExecutor(12) as threads:
        answers = list(threads.map(ask, range(240)))
    assert all(region.startswith(scope) for scope, region in answers)


@pytest.mark.usefixtures("releases")
def test_a_connection_that_was_closed_is_opened_anew(release: Release) -> None:
    for asked in (release, Release(RELEASE, release.folder, "990121")):
        database = str(asked.database)
        kept = snapshot._confined(database, asked.scope) if asked.scope else snapshot._whole(database)
        kept.close()
        with pytest.raises(duckdb.ConnectionException):
            kept.cursor()
        assert len(snapshot.table(asked, "marts.annual_losses")) > 0
