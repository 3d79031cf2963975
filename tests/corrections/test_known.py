"""The note of what corrects what: whatever stands in it, or nothing, the files themselves decide."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from pipelines.corrections.known import FILE, KnownCorrections
from pipelines.receipts import ARCHIVE
from tests.corrections.test_marks import SHA, marked


def archived(folder: Path) -> str:
    """A correction among the archived files; answers its hash."""
    content = marked(folder / "更正.xlsx").read_bytes()
    sha256 = hashlib.sha256(content).hexdigest()
    (folder / ARCHIVE).mkdir()
    (folder / ARCHIVE / sha256).write_bytes(content)
    return sha256


def entry(**other: Any) -> dict[str, Any]:
    mark = {"corrects": ["0" * 64], "names": ["a.xlsx"], "kind": "xlsx", "cells": "c", "sketch": ["s"]}
    return {"mark": mark | other, "state": "valid"}


BAD = (
    {}, [], "valid", {"mark": {}, "state": "valid"}, {"mark": None}, entry(corrects="text"), entry(names=[1]),
    entry(cells=5),
)  # fmt: skip


@pytest.mark.parametrize("files", [[], "text", 5, None, *({"{sha}": one} for one in BAD)], ids=str)
def test_a_note_of_another_shape_means_that_the_file_is_looked_at_again(tmp_path: Path, files: Any) -> None:
    sha256 = archived(tmp_path)
    told = json.dumps({"format": 1, "files": files}).replace("{sha}", sha256)
    (tmp_path / FILE).write_text(told, encoding="utf-8")
    known = KnownCorrections(tmp_path, tmp_path)
    found = known(sha256)
    assert found is not None and found.mark.corrects == (SHA,)
    known.save()
    assert KnownCorrections(tmp_path, tmp_path)(sha256) == found


@pytest.mark.parametrize("note", ["[]", "5", "null", "{", '{"format": 1}', '{"format": 2, "files": {}}', "[1, 2]"])
def test_a_note_that_is_no_note_is_none(tmp_path: Path, note: str) -> None:
    sha256 = archived(tmp_path)
    (tmp_path / FILE).write_text(note, encoding="utf-8")
    assert KnownCorrections(tmp_path, tmp_path)(sha256) is not None


def test_a_good_entry_is_believed_beside_a_bad_one(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text(
        json.dumps({"format": 1, "files": {"a": entry(), "b": {}, "c": None}}), encoding="utf-8"
    )
    known = KnownCorrections(tmp_path, tmp_path)
    found = known("a")
    assert found is not None and found.mark.corrects == ("0" * 64,)
    assert (known("b"), known("c")) == (None, None)
