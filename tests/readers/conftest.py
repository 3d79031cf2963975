"""Tests write their files moments before reading them: the second look at young files waits for nothing here."""

import pytest

from pipelines.readers import received_files


@pytest.fixture(autouse=True)
def second_look_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(received_files, "SECOND_LOOK_SECONDS", 0.0)
