"""Who may look: the list of people lets in who stands there, and a doubtful list lets in nobody."""

import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from dashboard import access, access_table, acts
from dashboard.access import Reader, Refusal
from dashboard.access_table import TableError
from pipelines.commands import serve
from tests.dashboard import signed_in
from tests.dashboard.signed_in import AUTH, PEOPLE, claims


def standing(monkeypatch: pytest.MonkeyPatch, folder: Path, told: dict[str, Any], text: str = AUTH + PEOPLE) -> Any:
    signed_in.use(monkeypatch, folder, told, text)
    return access.standing()


def test_without_a_sign_in_everybody_at_this_computer_sees_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = standing(monkeypatch, tmp_path, {}, "[other]\nkey = 1\n")
    assert found == Reader()
    assert acts.hindrance(found, "publish") is None


@pytest.mark.parametrize(("host", "address", "is_here"), [
    ("localhost:8501", None, True), ("127.0.0.1:8501", None, True), ("[::1]:8501", None, True),
    ("ledger.example.org", None, False), ("127.0.0.1.example.org:8501", None, False), ("localhost", "10.1.2.3", False),
])  # fmt: skip
def test_without_a_sign_in_no_other_computer_is_answered(host: str, address: str | None, is_here: bool) -> None:
    assert (access.is_local_host(host) and access.is_local_address(address)) == is_here


@pytest.mark.parametrize(("headers", "address", "is_here"), [
    ({"Host": "localhost:8501", "Origin": "http://localhost:8501"}, None, True),
    ({"Host": "127.0.0.1:8501", "Origin": "http://[::1]:8501"}, "127.0.0.1", True),
    ({"Host": "127.0.0.1:8501"}, "127.0.0.1", True),
    ({"Host": "127.0.0.1:8501", "Origin": "http://10.0.0.5"}, "127.0.0.1", False),  # a proxy that passes neither
    ({"Host": "127.0.0.1:8501", "Origin": "https://ledger.example.org"}, "127.0.0.1", False),
    ({"Host": "127.0.0.1:8501", "Origin": "null"}, "127.0.0.1", False),
    ({"Host": "127.0.0.1:8501", "Origin": "http://[::1"}, "127.0.0.1", False),
    ({"Host": "127.0.0.1:8501", "Via": "1.1 proxy"}, "127.0.0.1", False),
    ({"Host": "127.0.0.1:8501", "X-Forwarded-Proto": "https"}, "127.0.0.1", False),
])  # fmt: skip
def test_without_a_sign_in_no_page_of_another_host_is_answered(
    headers: dict[str, str], address: str | None, is_here: bool
) -> None:
    assert access.is_from_here(headers, address) == is_here


@pytest.mark.parametrize(("person", "expected"), [
    ("viewer", ("王看", "viewer", "990121")), ("VIEWER", ("王看", "viewer", "990121")),
    ("statistician", ("张统", "statistician", "")), ("reviewer", ("赵审", "reviewer", "")),
])  # fmt: skip
def test_a_listed_person_is_let_in(
    person: str, expected: tuple[str, str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = standing(monkeypatch, tmp_path, claims(person))
    assert (found.name, found.role, found.region) == expected


@pytest.mark.parametrize(("told", "reason"), [
    ({}, "sign_in"),
    (claims("stranger"), "unlisted"),
    (claims("viewer", email_verified=False), "unverified"),
    (claims("viewer", email_verified="true"), "unverified"),
    ({k: v for k, v in claims("viewer").items() if k != "email_verified"}, "unverified"),
    (claims("viewer", email=None), "no_claim"),
    (claims("viewer", email=["viewer@example.org"]), "no_claim"),
    (claims("viewer", iat=time.time() - 13 * 3600), "expired"),
    (claims("viewer", iat=time.time() + 7200), "expired"),
    (claims("viewer", iat=None), "expired"),
    (claims("viewer", provider="another"), "sign_in"),
])  # fmt: skip
def test_nobody_else_is(told: dict[str, Any], reason: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = standing(monkeypatch, tmp_path, told)
    assert isinstance(found, Refusal) and found.reason == reason


def test_another_claim_may_name_people_and_its_case_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = AUTH + PEOPLE.replace("[access]", '[access]\nclaim = "employee"').replace("viewer@example.org", "E007")
    assert standing(monkeypatch, tmp_path, claims("x", employee="E007"), text).name == "王看"
    assert standing(monkeypatch, tmp_path, claims("x", employee="e007"), text).reason == "unlisted"


def test_a_signed_out_person_is_out_in_every_tab_until_signing_in_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = claims("viewer")
    reader = standing(monkeypatch, tmp_path, told)
    access.end(told)
    assert access.standing().reason == "signed_out"  # type: ignore[union-attr]
    assert not access.holds(reader, told)
    assert isinstance(access.reader_of(claims("viewer", iat=time.time()), access.settings()), Reader)  # type: ignore[arg-type]


def test_a_changed_list_holds_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = claims("viewer")
    file = signed_in.use(monkeypatch, tmp_path, told)
    reader = access.standing()
    assert isinstance(reader, Reader) and access.holds(reader, told)
    file.write_text(AUTH + PEOPLE.replace("viewer@example.org", "someone.else@example.org"), encoding="utf-8")
    assert access.standing().reason == "unlisted"  # type: ignore[union-attr]
    assert not access.holds(reader, told)
    file.write_text(AUTH + PEOPLE.replace("990121", "990122"), encoding="utf-8")
    assert access.standing().region == "990122"  # type: ignore[union-attr]
    assert not access.holds(reader, told)


def test_a_file_that_is_gone_locks_the_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = signed_in.use(monkeypatch, tmp_path, claims("reviewer"))
    assert isinstance(access.standing(), Reader)
    file.unlink()
    assert access.standing().reason == "gone"  # type: ignore[union-attr]


def test_a_file_that_is_gone_before_the_first_page_locks_the_pages_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    signed_in.use(monkeypatch, tmp_path, claims("reviewer")).unlink()
    assert access.standing() == Reader()
    monkeypatch.setenv(serve.SIGN_IN_SETTING, "1")
    monkeypatch.setattr(access, "PROCESS", access.Process())
    assert access.standing().reason == "gone"  # type: ignore[union-attr]


def test_no_sign_out_is_lost_when_many_sign_out_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access, "PROCESS", access.Process())
    told = [claims("viewer", nonce=f"n{number}") for number in range(400)]
    with ThreadPoolExecutor(16) as threads:
        list(threads.map(access.end, told))
    assert all(access.sign_in_of(one) in access.PROCESS.signed_out for one in told)


def test_a_sign_out_is_remembered_as_long_as_its_sign_in_could_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    ended, began = access.SignedOut(), time.time()
    longest = access_table.MOST_HOURS * 3600
    for sign_in, moment in (("first", began), ("second", began + longest)):
        monkeypatch.setattr(access.time, "time", partial(float, moment))
        ended.add(sign_in)
    assert "first" in ended and "second" in ended
    monkeypatch.setattr(access.time, "time", partial(float, began + longest + 1000))
    ended.add("third")
    assert "first" not in ended and len(ended) == 2


BROKEN = {
    "not toml": ("[auth\n", "unreadable"),
    "no list": (AUTH, "no_section"),
    "a list without a sign-in": (PEOPLE, "no_section"),
    "an empty list": (AUTH + "[access]\npeople = []\n", "nobody"),
    "nobody in it": (AUTH + '[access]\ncontact = "x"\n', "nobody"),
    "no region": (AUTH + PEOPLE.replace('region = "all"\n', "", 1), "bad_line"),
    "an empty region": (AUTH + PEOPLE.replace('region = "all"', 'region = ""', 1), "bad_line"),
    "a region that is a number": (AUTH + PEOPLE.replace('region = "990121"', "region = 990121", 1), "bad_line"),
    "a region that is no code": (AUTH + PEOPLE.replace('region = "990121"', 'region = "清河县"', 1), "bad_line"),
    "an unknown role": (AUTH + PEOPLE.replace('"viewer"', '"admin"'), "bad_line"),
    "a misspelt key": (AUTH + PEOPLE.replace('region = "990121"', 'regoin = "990121"', 1), "unknown_in_line"),
    "no name": (AUTH + PEOPLE.replace('name = "王看"\n', ""), "bad_line"),
    "the same person twice": (AUTH + PEOPLE.replace("county@", "Viewer@"), "listed_twice"),
    "two people of one name": (AUTH + PEOPLE.replace("赵审", "张统"), "name_twice"),
    "a callback that is no address": (AUTH.replace("//127.0.0.1:8501", "//[::1") + PEOPLE, "redirect_uri"),
    "a callback to another path": (AUTH.replace("8501/", "8501/ledger/") + PEOPLE, "redirect_path"),
    "an unknown setting": (AUTH + PEOPLE.replace("[access]", "[access]\nhour = 2"), "unknown_setting"),
    "hours that never end": (AUTH + PEOPLE.replace("[access]", "[access]\nhours = 100000"), "bad_setting"),
    "no hours": (AUTH + PEOPLE.replace("[access]", "[access]\nhours = 0"), "bad_setting"),
    "a switch in words": (AUTH + PEOPLE.replace("[access]", '[access]\nverified_email = "no"'), "bad_setting"),
    "a short secret": (AUTH.replace("only-for-tests-only-for-tests-only", "short") + PEOPLE, "short_secret"),
    "no client": (AUTH.replace('client_id = "loss-ledger"\n', "") + PEOPLE, "auth_lacks"),
    "two providers": (AUTH + '[auth.other]\nclient_id = "x"\n' + PEOPLE, "one_provider"),
    "no provider": ('[auth]\ncookie_secret = "x"\n' + PEOPLE, "one_provider"),
    "a callback in the clear": (AUTH.replace("127.0.0.1:8501", "ledger.example.org") + PEOPLE, "redirect_uri"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_doubtful_file_lets_in_nobody(case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text, reason = BROKEN[case]
    for told in ({}, claims("viewer"), claims("reviewer")):
        found = standing(monkeypatch, tmp_path, told, text)
        assert isinstance(found, Refusal) and found.reason == reason


def test_what_is_said_of_a_broken_list_names_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for text, _ in BROKEN.values():
        found = standing(monkeypatch, tmp_path, {}, text)
        assert not {"王看", "viewer@example.org", "990121", "only-for-tests"} & set(map(str, found.about.values()))


def test_the_callback_is_below_the_path_of_the_pages() -> None:
    sections = access_table.tomllib.loads(AUTH.replace("8501/", "8501/ledger/") + PEOPLE)
    assert access_table.table(sections, "ledger").provider == access_table.table(sections, "/ledger/").provider
    with pytest.raises(TableError) as refused:
        access_table.table(sections, "other")
    assert refused.value.about == {"path": "/ledger/oauth2callback", "expected": "/other/oauth2callback"}


def test_a_named_provider_is_the_one_that_counts() -> None:
    named = AUTH.replace("client_id", "[auth.bureau]\nclient_id").replace("[auth]\n[auth.bureau]", "[auth]")
    sections = access_table.tomllib.loads(named + PEOPLE)
    assert access_table.table(sections).provider == "bureau"


def test_an_unreadable_file_locks_rather_than_opens(tmp_path: Path) -> None:
    folder = tmp_path / "secrets.toml"
    folder.mkdir()
    with pytest.raises(TableError):
        access_table.read([folder])
