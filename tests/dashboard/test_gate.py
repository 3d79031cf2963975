"""The gate before Streamlit's own addresses: a file is for the sign-in it was made for, a sign-out ends all cookies."""

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest
from streamlit.runtime.memory_media_file_storage import MediaFileKind, MemoryMediaFileStorage
from streamlit.web.server.server_util import get_cookie_secret
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

from dashboard import access, gate, kept_files
from tests.dashboard import signed_in
from tests.dashboard.signed_in import claims

FILE, MIME, NAME = b"a,b\r\n1,2\r\n", "text/csv", "清河县.csv"


@pytest.fixture
def address(monkeypatch: pytest.MonkeyPatch) -> str:
    """Where Streamlit keeps a file that was made for the viewer."""
    monkeypatch.setattr(kept_files, "KEPT", kept_files.KeptFiles())
    kept_files.keep_for(access.sign_in_of(claims("viewer", iat=SIGNED_IN)), FILE, MIME, NAME)
    storage = MemoryMediaFileStorage("/media")
    return storage.get_url(storage.load_and_get_id(FILE, MIME, MediaFileKind.DOWNLOADABLE, NAME))


SIGNED_IN = claims("viewer")["iat"]


def cookie(told: dict[str, Any], secret: str | None = None) -> dict[str, str]:
    signed = create_signed_value(secret or get_cookie_secret(), USER_COOKIE_NAME, json.dumps(told))
    return {USER_COOKIE_NAME: signed.decode()}


def status(path: str, cookies: dict[str, str], kind: str = "http", client: str = "127.0.0.1", **headers: str) -> int:
    """What a request gets: 200 where the gate lets it pass, else its status, or the code that closes a connection."""
    answered: list[int] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})

    async def send(message: Any) -> None:
        if message["type"] in ("http.response.start", "websocket.close"):
            answered.append(message.get("status") or message["code"])

    sent = {
        "host": "127.0.0.1:8501",
        "cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()),
    } | headers
    scope = {
        "type": kind, "method": "GET", "path": path, "query_string": b"", "client": (client, 50000),
        "headers": [(name.encode(), value.encode("latin-1")) for name, value in sent.items()],
    }  # fmt: skip
    asyncio.run(gate.Gate(app)(scope, None, send))  # type: ignore[arg-type]  # nobody reads a body
    return answered[0]


def test_a_file_is_given_to_the_sign_in_it_was_made_for(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    signed_in.use(monkeypatch, tmp_path, {})
    viewer = claims("viewer", iat=SIGNED_IN)
    assert status(address, cookie(viewer)) == 200
    assert status(address, {}) == 403
    assert status(address, cookie(claims("statistician"))) == 403
    assert status(address, cookie(claims("viewer", iat=SIGNED_IN + 5))) == 403  # the same person, another sign-in
    assert status(address, cookie(claims("stranger"))) == 403
    assert status(address, cookie(viewer, secret="another-secret-another-secret-12")) == 403
    assert status(address, {USER_COOKIE_NAME: json.dumps(viewer)}) == 403
    assert status("/media/0123456789abcdef.csv", cookie(viewer)) == 403


def test_a_sign_out_by_its_address_ends_every_copy_of_the_cookie(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    signed_in.use(monkeypatch, tmp_path, {})
    viewer = cookie(claims("viewer", iat=SIGNED_IN))
    assert status(address, viewer) == 200
    assert status("/auth/logout", viewer) == 200
    assert status(address, viewer) == 403
    assert status("/auth/logout", {}) == 200


@pytest.mark.usefixtures("address")
def test_counters_are_closed_and_the_rest_passes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    signed_in.use(monkeypatch, tmp_path, {})
    assert status("/_stcore/metrics", cookie(claims("reviewer"))) == 403
    assert status("/_stcore/upload_file/s/f", {}) == 403
    assert status("/_stcore/upload_file/s/f", cookie(claims("reviewer"))) == 403
    assert [status(path, {}) for path in ("/", "/records", "/_stcore/health", "/static/js/index.js")] == [200] * 4


def test_a_broken_list_closes_files(address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = signed_in.use(monkeypatch, tmp_path, {})
    assert status(address, cookie(claims("viewer", iat=SIGNED_IN))) == 200
    file.write_text("[auth\n", encoding="utf-8")
    assert status(address, cookie(claims("viewer", iat=SIGNED_IN))) == 403


def test_without_a_sign_in_files_and_counters_are_for_this_computer(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    signed_in.use(monkeypatch, tmp_path, {}, "")
    for path in (address, "/_stcore/metrics"):
        assert status(path, {}) == status(path, {}, origin="http://localhost:8501") == 200
        assert status(path, {}, client="10.0.0.9") == 403
        assert status(path, {}, host="ledger.example.org") == 403
        assert status(path, {}, origin="http://10.0.0.5") == 403
        assert status(path, {}, **{"x-forwarded-for": "127.0.0.1"}) == 403
    assert status("/_stcore/upload_file/s/f", {}) == 403
    assert status("/auth/logout", {}) == 200


@pytest.mark.parametrize("text", ["", signed_in.AUTH + signed_in.PEOPLE])
@pytest.mark.parametrize(("headers", "answer"), [
    ({}, 200),
    ({"origin": "http://127.0.0.1:8501"}, 200),
    ({"origin": "http://localhost:8501"}, 200),
    ({"origin": "https://ledger.example.org", "host": "Ledger.example.org"}, 200),
    ({"origin": "https://ledger.example.org:8443", "host": "ledger.example.org"}, 200),
    ({"origin": "http://10.0.0.5"}, 1008),
    ({"origin": "https://elsewhere.example", "host": "ledger.example.org"}, 1008),
    ({"origin": "null"}, 1008),
    ({"origin": "http://[::1"}, 1008),
    ({"origin": "", "host": ""}, 1008),
])  # fmt: skip
def test_no_page_of_another_host_connects(
    headers: dict[str, str], answer: int, text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    signed_in.use(monkeypatch, tmp_path, {}, text)
    assert status("/_stcore/stream", {}, "websocket", **headers) == answer


@pytest.mark.usefixtures("address")
def test_a_base_path_is_no_way_around(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    signed_in.use(monkeypatch, tmp_path, {})
    monkeypatch.setattr(gate.config, "get_option", lambda name: "ledger" if name == "server.baseUrlPath" else None)
    assert [status(path, {}) for path in ("/ledger/media/x.csv", "/media/x.csv")] == [403, 403]


def test_only_so_many_files_are_remembered() -> None:
    kept = kept_files.KeptFiles()
    for number in range(kept_files.MOST_FILES + 5):
        kept.add(str(number), "x")
    assert not kept.is_for("0", "x")
    assert kept.is_for(str(kept_files.MOST_FILES + 4), "x")
