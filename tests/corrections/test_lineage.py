"""Which version counts: a correction takes the place of its file wherever it lies, and never brings an old one back."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from pipelines import clock, codebooks, decisions, receipts, received
from pipelines.raw_store import RawStore
from pipelines.received import Scan, Source
from tests.corrections.test_marks import ROWS, marked
from tests.readers.files import book
from tests.test_raw_store import put

ORIGINAL = "disaster_reports/山西灾情-截至20211011.xlsx"


class Desk:
    """A raw folder, and files for it by short names: `t` a report, `c1` its correction, `c1.c2` that one's."""

    def __init__(self, folder: Path) -> None:
        self.raw, self._folder = folder / "raw", folder / "desk"
        self._folder.mkdir()
        self._made: dict[str, bytes] = {}

    def bytes_of(self, name: str) -> bytes:
        if name not in self._made:
            file = self._folder / f"{name}.xlsx"
            *above, own = name.split(".")
            rows = [*ROWS[:-1], [f"{own}镇", 5000 + len(self._made)]]
            chain = [self.sha256(".".join(above[:n])) for n in range(len(above), 0, -1)]
            if above:
                marked(file, rows, sha256=",".join(chain), names=(ORIGINAL,))
            else:
                book(file, rows)
            self._made[name] = file.read_bytes()
        return self._made[name]

    def sha256(self, name: str) -> str:
        import hashlib

        return hashlib.sha256(self.bytes_of(name)).hexdigest()

    def put(self, name: str, path: str) -> None:
        put(self.raw, path, self.bytes_of(name))

    def scan(self) -> Scan:
        return RawStore(self.raw, self.raw.parent / "warehouse", settle=0).scan()

    def states(self, found: Scan | None = None) -> dict[str, str]:
        names = {self.sha256(name): name for name in self._made}
        return {names[source.sha256]: source.status for source in (found or self.scan()).sources}

    def problems(self) -> list[tuple[str, str, str]]:
        return [(p.rule_id, p.path.rpartition("/")[2], p.detail.rpartition("/")[2]) for p in self.scan().problems]

    def source(self, name: str) -> Source:
        return next(source for source in self.scan().sources if source.sha256 == self.sha256(name))


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


@pytest.fixture
def tick(monkeypatch: pytest.MonkeyPatch) -> None:
    """A clock that is ten minutes later at every look."""
    moments = (datetime(2021, 10, 12, 8) + timedelta(minutes=10 * n) for n in range(1000))
    monkeypatch.setattr(clock, "now", lambda: next(moments))


@pytest.mark.parametrize("order", [("t", "t.c"), ("t.c", "t"), ("both",)], ids=" then ".join)
def test_a_correction_counts_in_whatever_order_the_two_arrive(desk: Desk, order: tuple[str, ...]) -> None:
    for name in order if order != ("both",) else ():
        desk.put(name, ORIGINAL if name == "t" else "received/改好的.xlsx")
        desk.scan()
    if order == ("both",):
        desk.put("t", ORIGINAL)
        desk.put("t.c", "received/改好的.xlsx")
    assert desk.states() == {"t": "superseded", "t.c": "active"}
    assert desk.problems() == []


@pytest.mark.usefixtures("tick")
def test_the_original_counted_until_its_correction_came(desk: Desk) -> None:
    desk.put("t", ORIGINAL)
    desk.scan()
    desk.put("t.c", "改好的.xlsx")
    desk.scan()
    (span,), (own,) = desk.source("t").spans, desk.source("t.c").spans
    assert span.ended == "superseded" and span.counts_to == own.counts_from and own.counts_to is None


def test_a_correction_over_the_original_is_as_any_new_content(desk: Desk) -> None:
    desk.put("t", ORIGINAL)
    desk.scan()
    desk.put("t.c", ORIGINAL)
    assert desk.states() == {"t": "superseded", "t.c": "active"}
    assert desk.source("t.c").corrected_names == (ORIGINAL,)


def test_a_correction_dropped_twice_counts_once_and_the_later_one_prevails(desk: Desk) -> None:
    desk.put("t", ORIGINAL)
    for number in (1, 2):
        desk.put(f"t.c{number}", f"更正{number}.xlsx")
        desk.scan()
    assert desk.states() == {"t": "superseded", "t.c1": "superseded", "t.c2": "active"}
    assert desk.problems() == [("F172", "更正1.xlsx", "更正2.xlsx")]


def test_the_correction_of_a_correction_counts_and_nobody_is_troubled(desk: Desk) -> None:
    desk.put("t", ORIGINAL)
    desk.put("t.c1", "更正.xlsx")
    desk.scan()
    desk.put("t.c1.c2", "再更正.xlsx")
    assert desk.states() == {"t": "superseded", "t.c1": "superseded", "t.c1.c2": "active"}
    assert desk.problems() == []


def test_an_older_correction_that_comes_late_does_not_undo_a_newer_one(desk: Desk) -> None:
    desk.put("t", ORIGINAL)
    desk.put("t.c1", "更正.xlsx")
    desk.put("t.c1.c2", "再更正.xlsx")
    desk.scan()
    desk.put("t.late", "同事的更正.xlsx")
    assert desk.states()["t.c1.c2"] == "active" and desk.states()["t.late"] == "superseded"
    assert desk.problems() == [("F171", "同事的更正.xlsx", "再更正.xlsx")]


def test_a_correction_of_what_was_replaced_meanwhile_brings_nothing_back(desk: Desk) -> None:
    desk.put("t", ORIGINAL)
    desk.scan()
    desk.put("t2", ORIGINAL)
    desk.scan()
    desk.put("t.c", "更正.xlsx")
    assert desk.states() == {"t": "superseded", "t2": "active", "t.c": "superseded"}
    assert desk.problems() == [("F171", "更正.xlsx", ORIGINAL.rpartition("/")[2])]


def test_nor_does_it_when_it_is_put_over_the_newer_version(desk: Desk) -> None:
    for name in ("t", "t2", "t.c"):
        desk.put(name, ORIGINAL)
        desk.scan()
    assert desk.states() == {"t": "superseded", "t2": "active", "t.c": "superseded"}
    assert [rule for rule, _, _ in desk.problems()] == ["F171"]
    desk.put("t2", ORIGINAL)
    assert desk.states()["t2"] == "active"


def test_a_new_report_over_the_original_counts_before_the_correction_of_the_old_one(desk: Desk) -> None:
    desk.put("t", ORIGINAL)
    desk.put("t.c", "更正.xlsx")
    desk.scan()
    desk.put("t2", ORIGINAL)
    assert desk.states() == {"t": "superseded", "t.c": "superseded", "t2": "active"}
    desk.put("t2.d", "更正2.xlsx")
    assert desk.states() == {"t": "superseded", "t.c": "superseded", "t2": "superseded", "t2.d": "active"}
    assert desk.problems() == [("F171", "更正.xlsx", ORIGINAL.rpartition("/")[2])]


def test_the_correction_of_a_newer_version_at_its_place_is_newer_too(desk: Desk) -> None:
    desk.put("t", ORIGINAL)
    desk.put("t.c", "更正.xlsx")
    desk.scan()
    for name in ("t2", "t2.d"):
        desk.put(name, ORIGINAL)
        desk.scan()
    assert desk.states() == {"t": "superseded", "t.c": "superseded", "t2": "superseded", "t2.d": "active"}


def test_another_files_correction_may_take_the_name_of_a_correction(desk: Desk) -> None:
    desk.put("t", ORIGINAL)
    desk.put("u", "disaster_reports/另一份.xlsx")
    desk.put("t.c", "改好的.xlsx")
    desk.scan()
    desk.put("u.c", "改好的.xlsx")
    assert desk.states() == {"t": "active", "t.c": "superseded", "u": "superseded", "u.c": "active"}


def test_the_original_may_be_tidied_away(desk: Desk) -> None:
    desk.put("t", ORIGINAL)
    desk.put("t.c", "更正.xlsx")
    desk.scan()
    (desk.raw / ORIGINAL).unlink()
    assert desk.states() == {"t": "superseded", "t.c": "active"}
    assert desk.problems() == []


def test_without_its_correction_the_original_counts_again_and_somebody_is_told(desk: Desk) -> None:
    desk.put("t", ORIGINAL)
    desk.put("t.c", "更正.xlsx")
    desk.scan()
    (desk.raw / "更正.xlsx").unlink()
    assert desk.states() == {"t": "active", "t.c": "withdrawn"}
    assert desk.problems() == [("F013", "更正.xlsx", "")]


def test_a_withdrawn_correction_lets_the_original_count_until_it_is_restored(desk: Desk) -> None:
    desk.put("t", ORIGINAL)
    desk.put("t.c", "更正.xlsx")
    desk.scan()
    for decision, states in (
        ("withdraw", {"t": "active", "t.c": "withdrawn"}), ("restore", {"t": "superseded", "t.c": "active"}),
    ):  # fmt: skip
        row = {"sha256": desk.sha256("t.c"), "path": "更正.xlsx", "decision": decision}
        decisions.record(desk.raw, decisions.WITHDRAWALS, row, by="张三", reason="有误")
        assert desk.states() == states
        assert desk.problems() == []


def test_a_correction_counts_by_itself_where_its_file_never_came(desk: Desk) -> None:
    desk.put("t.c", "received/下级送来的.xlsx")
    assert desk.states() == {"t.c": "active"}
    assert desk.source("t.c").corrected_names == (ORIGINAL,)


def test_the_sidecar_of_the_original_goes_on_describing_its_correction(desk: Desk) -> None:
    desk.put("t", ORIGINAL)
    put(desk.raw, f"{ORIGINAL}.toml", b'hazard = "flood"\n')
    desk.put("t.c", "更正.xlsx")
    desk.scan()
    (desk.raw / ORIGINAL).unlink()
    assert desk.source("t.c").sidecar == 'hazard = "flood"\n'
    assert desk.problems() == []


@pytest.mark.usefixtures("tick")
def test_the_state_is_the_same_without_the_warehouse_and_as_of_every_earlier_look(desk: Desk) -> None:
    steps = [("t", ORIGINAL), ("t.c1", "a.xlsx"), ("t.c1.c2", "b.xlsx"), ("t2", ORIGINAL), ("t2.d", "a.xlsx")]
    seen = []
    for name, path in steps:
        desk.put(name, path)
        seen.append(desk.states(desk.scan()))
    (desk.raw.parent / "warehouse" / "corrections.json").unlink()
    assert desk.states() == seen[-1]
    known = receipts.load(desk.raw)
    looks = sorted({receipt.at for receipt in known})
    then = [desk.states(received.state(desk.raw, receipts.until(known, at), ())) for at in looks]
    assert then == seen


def test_what_is_known_of_a_file_is_kept_for_the_next_look(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.put("t", ORIGINAL)
    desk.put("t.c", "更正.xlsx")
    before = desk.scan()
    monkeypatch.setattr("pipelines.corrections.known.correction_in", lambda path: pytest.fail(f"looked at {path}"))
    assert desk.scan() == before


@pytest.mark.parametrize("rule_id", ["F171", "F172"])
def test_a_correction_that_is_not_used_is_told_which_version_counts_and_not_that_it_came_later(rule_id: str) -> None:
    [rule] = [row for row in codebooks.rows("reading_rules") if row["rule_id"] == rule_id]
    assert "计入的是“{detail}”" in rule["message_zh"] and "counts" in rule["message_en"]
    order = ("以后", "其后", "较新", "较早", "later", "newer", "earlier")
    assert not [word for word in order if word in rule["message_zh"] + rule["message_en"]]
