"""The address of a view is written once a run, and what is put into it is read at once."""

from collections.abc import Iterator
from types import SimpleNamespace

import pytest

from dashboard import address


class Params(dict[str, str]):
    """What the browser's address says, and how often it was written."""

    writings = 0

    def to_dict(self) -> dict[str, str]:
        return dict(self)

    def from_dict(self, said: dict[str, str]) -> None:
        self.writings += 1
        self.clear()
        self.update(said)


@pytest.fixture
def params(monkeypatch: pytest.MonkeyPatch) -> Iterator[Params]:
    said = Params(region="990100", period="year")
    monkeypatch.setattr(address, "st", SimpleNamespace(query_params=said, session_state={}))
    yield said


def test_what_was_put_is_said_at_once_and_written_once_at_the_end(params: Params) -> None:
    address.put("year", "2026")
    address.put("period", None)
    assert (address.get("year"), address.get("period"), address.get("region")) == ("2026", None, "990100")
    assert params == {"region": "990100", "period": "year"}
    address.write()
    assert params == {"region": "990100", "year": "2026"}
    assert params.writings == 1


def test_the_same_again_is_no_step_of_the_history(params: Params) -> None:
    address.put("region", "990100")
    address.write()
    address.write()
    assert params.writings == 0
