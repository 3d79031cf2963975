"""One byte anywhere, a file or filing gone, added, renamed: each is found and named."""

import hashlib
import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from pipelines.cli import main
from pipelines.filings import filing, manifests, register, verification
from pipelines.filings.manifests import ManifestError, short
from tests.bureau import Bureau, at
from tests.filings.requests import request


@pytest.fixture(scope="module")
def chain(first: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three filings: a list, a form, and the list again."""
    folder = tmp_path_factory.mktemp("chain")
    for profile in ("national_wide", "form_vertical", "national_wide"):
        filing.make(request(profile), folder / "raw", first / "warehouse")
    return folder


@pytest.fixture
def filed(chain: Path, tmp_path: Path) -> Bureau:
    shutil.copytree(chain / "raw", tmp_path / "raw")
    for path in (tmp_path / "raw").rglob("*.*"):
        path.chmod(0o644 if path.is_file() else 0o755)
    return at(tmp_path)


def folders(bureau: Bureau) -> list[Path]:
    """The three, in the order of the chain."""
    return [one.folder for one in verification.own(bureau.raw).filings]


def wrong(bureau: Bureau) -> list[tuple[str, str, str]]:
    """(folder, kind, file) of every fault."""
    found = verification.own(bureau.raw).filings
    return [(one.folder.name, fault.kind, fault.file) for one in found for fault in one.faults]


def edited(bureau: Bureau, folder: Path, change: Callable[[dict[str, object]], None], *, hashed: bool = False) -> None:
    """Edit a manifest, and its hash along with it."""
    file = folder / "manifest.json"
    told = json.loads(file.read_text("utf-8"))
    change(told)
    if hashed:
        told["chain_hash"] = manifests.chain_hash(told)
    file.write_bytes(manifests.written(told))


def test_untouched_filings_are_sound_and_the_last_one_is_the_head(filed: Bureau) -> None:
    verified = verification.own(filed.raw)
    assert verified.is_sound
    assert verified.head is not None
    assert verified.head.filing_id == folders(filed)[-1].name
    assert [one.folder.name.split("-")[1] for one in verified.filings] == [
        "national_wide", "form_vertical", "national_wide"
    ]  # fmt: skip


def test_one_changed_byte_in_any_file_is_found_and_named(filed: Bureau) -> None:
    for folder in folders(filed):
        for file in sorted(folder.iterdir()):
            content = file.read_bytes()
            middle = len(content) // 2
            file.write_bytes(content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :])
            named = [(name, told) for name, _, told in wrong(filed) if name == folder.name]
            assert (folder.name, file.name) in named, file
            file.write_bytes(content)
    assert wrong(filed) == []


def test_a_manifest_that_says_the_same_in_another_spelling_is_named(filed: Bureau) -> None:
    last = folders(filed)[-1] / "manifest.json"
    content = last.read_bytes()
    for spelling in (content.replace(b"\n", b"\r\n"), content.replace(b"\n ", b"\n\t", 1), b"\xef\xbb\xbf" + content):
        last.write_bytes(spelling)
        assert wrong(filed) == [(last.parent.name, "manifest_edited", "manifest.json")]


def test_a_manifest_of_odd_types_is_named_and_stops_nothing(filed: Bureau) -> None:
    first = folders(filed)[0]
    original = (first / "manifest.json").read_bytes()
    for odd in ({"previous": "x"}, {"sealed": "x"}, {"counts": []}, {"files": [{}]}, {"filed_at": None}):
        edited(filed, first, lambda told, odd=odd: told.update(odd))  # type: ignore[misc]  # bound now
        assert (first.name, "manifest_unreadable", "manifest.json") in wrong(filed)
        assert register.listed(filed.raw)[-1]["soundness"] == "broken"
        (first / "manifest.json").write_bytes(original)


def test_a_received_filing_that_lost_its_manifest_is_named(filed: Bureau, tmp_path: Path) -> None:
    sent = shutil.copytree(folders(filed)[0], tmp_path / "sent" / "新城区")  # renamed on its way
    shutil.copytree(folders(filed)[1], tmp_path / "sent" / folders(filed)[1].name)
    (sent / "manifest.json").unlink()
    found = verification.received(tmp_path / "sent").filings
    assert [(one.folder.name, fault.kind) for one in found for fault in one.faults] == [("新城区", "manifest_missing")]


def test_a_received_folder_may_be_called_anything(filed: Bureau, tmp_path: Path) -> None:
    shutil.copytree(folders(filed)[0], tmp_path / "sent" / "新城区 - 副本")
    (one,) = verification.received(tmp_path / "sent").filings
    assert (one.faults, [note.kind for note in one.notes]) == ((), ["renamed"])


def test_a_missing_an_extra_and_a_stray_file_are_named(filed: Bureau) -> None:
    first, _, last = folders(filed)
    (first / "figures.csv").unlink()
    (last / "more.csv").write_text("x", encoding="utf-8")
    (last / "~$open.xlsx").write_text("x", encoding="utf-8")
    (filed.raw / "filings" / "loose.csv").write_text("x", encoding="utf-8")
    assert wrong(filed) == [
        (first.name, "file_missing", "figures.csv"), (last.name, "file_extra", "more.csv"),
        ("loose.csv", "stray_file", "loose.csv"),
    ]  # fmt: skip


def test_a_filing_without_its_manifest_is_named(filed: Bureau) -> None:
    first, second, _ = folders(filed)
    (first / "manifest.json").unlink()
    assert (first.name, "manifest_missing", "manifest.json") in wrong(filed)
    assert (second.name, "previous_missing", "") in wrong(filed)


def test_an_edited_manifest_is_found_even_with_its_hash_made_anew(filed: Bureau) -> None:
    first, second, _ = folders(filed)
    original = (first / "manifest.json").read_bytes()
    edited(filed, first, lambda told: told.update(reviewed_by="王五"))
    assert (first.name, "manifest_edited", "manifest.json") in wrong(filed)
    (first / "manifest.json").write_bytes(original)
    edited(filed, first, lambda told: told.update(reviewed_by="王五"), hashed=True)
    assert wrong(filed) == [(second.name, "previous_differs", "")]


def test_a_filing_removed_from_the_middle_or_renamed_is_named(filed: Bureau) -> None:
    _, second, last = folders(filed)
    second.rename(second.with_name(second.name.replace("-1", "-9")))
    assert wrong(filed) == [(second.name.replace("-1", "-9"), "renamed", second.name.replace("-1", "-9"))]
    shutil.rmtree(second.with_name(second.name.replace("-1", "-9")))
    assert wrong(filed) == [(last.name, "previous_missing", "")]


def test_a_form_edited_together_with_its_checksum_is_found(filed: Bureau) -> None:
    """The hash does not cover a form's bytes, as the form bears the hash; but it covers what the form says."""
    _, form, _ = folders(filed)
    (book,) = form.glob("*.xlsx")
    with zipfile.ZipFile(book) as parts:
        contents = {name: parts.read(name) for name in parts.namelist()}
    with zipfile.ZipFile(book, "w") as parts:
        for name, content in contents.items():
            parts.writestr(name, content.replace("张三".encode(), "王五".encode()))

    def update(told: dict[str, object]) -> None:
        for entry in told["files"]:  # type: ignore[attr-defined]  # a list
            if entry["name"] == book.name:
                content = book.read_bytes()
                entry |= {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}

    edited(filed, form, update)
    assert (form.name, "form_changed", book.name) in wrong(filed)


def test_two_filings_after_the_same_one_fork_the_chain(filed: Bureau) -> None:
    _, second, last = folders(filed)
    before = json.loads((second / "manifest.json").read_text("utf-8"))["previous"]
    edited(filed, last, lambda told: told.update(previous=before), hashed=True)
    assert {(name, kind) for name, kind, _ in wrong(filed)} == {
        (second.name, "chain_forks"),
        (last.name, "chain_forks"),
    }


def test_a_received_filing_is_verified_on_its_own(filed: Bureau, tmp_path: Path) -> None:
    _, _, last = folders(filed)
    sent = tmp_path / "from the county" / last.name
    shutil.copytree(last, sent)
    (one,) = verification.received(sent.parent).filings
    assert one.is_sound
    assert [note.kind for note in one.notes] == ["previous_not_sent"]
    (one,) = verification.received(sent).filings
    assert one.is_sound
    (sent / "versions.csv").write_bytes((sent / "versions.csv").read_bytes().replace(b"100", b"101"))
    (one,) = verification.received(sent.parent).filings
    assert [(fault.kind, fault.file) for fault in one.faults] == [("file_changed", "versions.csv")]


def test_the_command_prints_the_head_and_says_with_its_code_that_something_is_wrong(
    filed: Bureau, capsys: pytest.CaptureFixture[str]
) -> None:
    head = verification.own(filed.raw).head
    assert head is not None
    assert main(["verify", "--raw", str(filed.raw)]) == 0
    printed = capsys.readouterr().out
    assert short(head.chain_hash) in printed
    assert head.chain_hash in printed
    (folders(filed)[1] / "figures.csv").write_text("x", encoding="utf-8")
    assert main(["verify", "--raw", str(filed.raw), "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    (place,) = told["places"]
    assert (told["is_sound"], place["head"]["chain_short"]) == (False, short(head.chain_hash))
    assert [one["is_sound"] for one in place["filings"]] == [True, False, True]
    assert place["filings"][1]["faults"][0]["message_zh"] == "文件 figures.csv 与存档时不同"
    assert main(["verify", str(filed.raw / "nowhere"), "--raw", str(filed.raw)]) == 2


def test_the_list_says_which_filing_replaced_which(filed: Bureau, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["filings", "--raw", str(filed.raw), "--json"]) == 0
    last, form, first = json.loads(capsys.readouterr().out)
    assert (first["replaced_by"], last["replaces"], form["replaced_by"]) == (
        last["filing_id"],
        first["filing_id"],
        None,
    )
    assert (last["soundness"], last["records"], last["is_zero"]) == ("sound", 2, False)
    assert Path(last["folder"]).is_dir()
    assert main(["filings", "--raw", str(filed.raw)]) == 0
    assert form["filing_id"] in capsys.readouterr().out
    (folders(filed)[0] / "manifest.json").write_text("{", encoding="utf-8")
    (broken,) = [entry for entry in register.listed(filed.raw) if entry["profile"] is None]
    assert (broken["soundness"], broken["faults"][0]["kind"]) == ("broken", "manifest_unreadable")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"\xff\xfe",
        b'{"kind": "export"}',
        b'{"kind": "filing", "format": 2}',
        b'{"kind": "filing", "format": 1}',
    ],
)
def test_what_is_no_manifest_of_a_filing_is_said(content: bytes) -> None:
    with pytest.raises(ManifestError):
        manifests.parsed(content)


@pytest.mark.parametrize("name", ["../x.csv", "a/b.csv", "a\\b.csv", "", ".", "manifest.json"])
def test_a_file_outside_its_folder_is_no_file_of_a_filing(name: str) -> None:
    assert not manifests.is_plain(name)
