"""The server asks nobody."""

import pytest
from streamlit import net_util
from streamlit.web import bootstrap
from streamlit.web.server import server_util

from dashboard import server


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses that were asked over the network."""
    found: list[str] = []
    monkeypatch.setattr(net_util, "_make_blocking_http_get", lambda url, timeout=5: found.append(url))
    monkeypatch.setattr(net_util, "_external_ip", None)
    return found


def test_a_page_of_another_host_that_wants_to_connect_makes_nobody_ask_the_internet(asked: list[str]) -> None:
    assert server.app is not None
    assert not server_util.is_url_from_allowed_origins("https://elsewhere.example")
    assert asked == []


def test_a_greeting_would_not_ask_either(asked: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    settings = {"server.headless": True, "server.address": "0.0.0.0", "logger.hideWelcomeMessage": False}
    known = bootstrap.config.get_option
    monkeypatch.setattr(bootstrap.config, "get_option", lambda name: settings.get(name, known(name)))
    monkeypatch.setattr(bootstrap.config, "is_manually_set", lambda name: name == "server.address")
    bootstrap._print_url(is_running_hello=False)
    assert asked == []
