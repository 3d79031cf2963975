"""`loss-ledger serve`: this computer only, unless people sign in."""

import socket
from pathlib import Path

import pytest

from pipelines import sign_in
from pipelines.commands import serve
from pipelines.errors import LedgerError

AUTH = '[auth]\nclient_id = "x"\n'


def written(folder: Path, text: str) -> Path:
    file = folder / "secrets.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_without_a_sign_in_only_this_computer_is_answered() -> None:
    command = serve.dashboard_command(8501)
    assert "--server.address=127.0.0.1" in command
    assert {"--server.allowedHosts=127.0.0.1", "--server.allowedHosts=localhost"} <= set(command)
    assert not any("showErrorDetails" in word for word in command)


def test_no_greeting_asks_the_internet_for_an_address() -> None:
    assert "--logger.hideWelcomeMessage=true" in serve.dashboard_command(8501, "0.0.0.0", has_sign_in=True)


@pytest.mark.parametrize("address", ["0.0.0.0", "10.0.0.5", "::", "ledger.example.org"])
def test_another_address_is_refused_without_a_sign_in(address: str) -> None:
    with pytest.raises(LedgerError, match="没有设置登录"):
        sign_in.require_for(address, False)
    sign_in.require_for(address, True)


def test_with_a_sign_in_errors_show_no_place_in_the_program() -> None:
    command = serve.dashboard_command(8501, "0.0.0.0", "/ledger/", has_sign_in=True, secrets=(Path("s.toml"),))
    assert {"--server.address=0.0.0.0", "--server.baseUrlPath=ledger", "--secrets.files=s.toml"} <= set(command)
    assert "--client.showErrorDetails=none" in command
    assert not any("allowedHosts" in word for word in command)


@pytest.mark.parametrize(("text", "is_asked"), [
    (AUTH, True), ("[access]\n", True), ("[other]\n", False), ("", False), ("[auth\n", True),
])  # fmt: skip
def test_a_file_asks_for_sign_in_or_may(text: str, is_asked: bool, tmp_path: Path) -> None:
    assert sign_in.is_asked_for((tmp_path / "none.toml", written(tmp_path, text))) == is_asked


def test_a_named_file_that_sets_up_nothing_is_refused(tmp_path: Path) -> None:
    for file in (tmp_path / "none.toml", written(tmp_path, "[other]\n")):
        with pytest.raises(LedgerError, match="不是登录设置文件"):
            sign_in.files(file)
    assert sign_in.files(written(tmp_path, AUTH)) == (tmp_path / "secrets.toml",)


@pytest.mark.parametrize(
    ("address", "path", "url"),
    [
        ("127.0.0.1", "", "http://127.0.0.1:8501"),
        ("0.0.0.0", "/ledger/", "http://127.0.0.1:8501/ledger"),
        ("::", "", "http://[::1]:8501"),
        ("10.0.0.5", "ledger", "http://10.0.0.5:8501/ledger"),
    ],
)
def test_the_address_told_is_one_that_this_computer_reaches(address: str, path: str, url: str) -> None:
    assert serve.Place(address, 8501, path).url == url


@pytest.mark.parametrize("address", ["127.0.0.2", "127.0.0.1", "0.0.0.0"])
def test_a_port_is_tried_at_the_address_that_was_asked_for(address: str) -> None:
    with socket.socket() as other:
        try:
            other.bind((serve.REACHED_AT.get(address, address), 0))
        except OSError:
            pytest.skip("this computer has one loopback address only")
        place = serve.Place(address, other.getsockname()[1])
        assert not serve.answers(place)
        other.listen()
        assert serve.answers(place)
        with pytest.raises(LedgerError, match=f"已被占用.*{place.host}:{place.port}"):
            serve.require_free("看板 dashboard", place)
    serve.require_free("看板 dashboard", place)


def test_an_address_of_another_computer_is_told_as_such() -> None:
    with pytest.raises(LedgerError, match=r"192\.0\.2\.1 上打开：这不是本机的地址"):
        serve.require_free("看板 dashboard", serve.Place("192.0.2.1", 8501))
