"""Middleware before Streamlit's own routes: a file made for one person is given to that person's sign-in only.

Streamlit gives `/media/<id>` to whoever knows the id, as long as the file lies in memory. Where people sign in, the
gate asks for the cookie of the sign-in for which the file was made. It closes the server's counters, and notes a
sign-out, by whichever way it comes, so that copies of the cookie end with it. Where nobody signs in, files and counters
are for this computer. Nothing may be uploaded, since no page asks for a file; and no page of another host may connect.
"""

import json
from typing import Any

from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit import config
from streamlit.auth_util import get_cookie_with_chunks
from streamlit.web.server.server_util import get_cookie_secret
from streamlit.web.server.starlette.starlette_app_utils import decode_signed_value
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

from dashboard import access, kept_files
from dashboard.access import Reader
from dashboard.access_table import Table, TableError

MEDIA, UPLOAD, METRICS, SIGN_OUT = "/media/", "/_stcore/upload_file/", "/_stcore/metrics", "/auth/logout"
REFUSED = "没有权限，或请先登录 / Not allowed, or sign in first"
OF_ANOTHER_HOST = 1008
"""The code of a connection that breaks the server's rules."""


class Gate:
    """Middleware: lets pass what this cookie may have."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Files, uploads, counters, the sign-out and connections are looked at; everything else passes."""
        if scope["type"] == "websocket" and not access.is_of_one_host(HTTPConnection(scope).headers):
            await send({"type": "websocket.close", "code": OF_ANOTHER_HOST})
        elif scope["type"] == "http" and not is_open(path_of(scope), HTTPConnection(scope)):
            refused = PlainTextResponse(REFUSED, status_code=403, headers={"Cache-Control": "no-store"})
            await refused(scope, receive, send)
        else:
            await self.app(scope, receive, send)


def is_open(path: str, asking: HTTPConnection) -> bool:
    """Whether a request may pass; a sign-out always may, and is noted."""
    if not path.startswith((MEDIA, UPLOAD, METRICS, SIGN_OUT)):
        return True
    try:
        table = access.settings()
    except TableError:
        return path.startswith(SIGN_OUT)
    if path.startswith(SIGN_OUT):
        access.end(claims_of(asking.cookies))
        return True
    if path.startswith(UPLOAD):
        return False
    if table is None:
        return access.is_from_here(asking.headers, asking.client.host if asking.client else None)
    return may_pass(path, asking.cookies, table)


def may_pass(path: str, cookies: dict[str, str], table: Table) -> bool:
    """Whether the person of this cookie is listed, and the file was made for that sign-in."""
    reader = access.reader_of(claims_of(cookies), table)
    if not isinstance(reader, Reader) or path.startswith(METRICS):
        return False
    return kept_files.KEPT.is_for(path.removeprefix(MEDIA).split(".", maxsplit=1)[0], reader.sign_in)


def path_of(scope: Scope) -> str:
    """The path below the base under which the pages are served."""
    base = str(config.get_option("server.baseUrlPath") or "").strip("/")
    path = str(scope["path"])
    return path.removeprefix(f"/{base}") if base else path


def claims_of(cookies: dict[str, str]) -> dict[str, Any]:
    """What the signed cookie says of the person; empty for none, a forged one, or one signed with another secret."""

    def signed(name: str) -> bytes | None:
        value = cookies.get(name)
        return None if value is None else decode_signed_value(get_cookie_secret(), name, value.encode("latin-1"))

    try:
        told = json.loads(get_cookie_with_chunks(signed, USER_COOKIE_NAME) or b"{}")
    except (UnicodeError, ValueError):
        return {}
    return told if isinstance(told, dict) and told.get("is_logged_in") is True else {}
