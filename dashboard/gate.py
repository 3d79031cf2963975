"""Middleware before Streamlit's own routes: a file made for one person is given to that person's sign-in only.

Streamlit gives `/media/<id>` to whoever knows the id, as long as the file lies in memory. Where people sign in, the
gate asks for the cookie of the sign-in for which the file was made. It closes the server's counters, and notes a
sign-out, by whichever way it comes, so that copies of the cookie end with it. Where nobody signs in, everything passes.
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


class Gate:
    """Middleware: lets pass what this cookie may have."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Files, uploads, counters and the sign-out are looked at; everything else passes."""
        if scope["type"] != "http" or is_open(path_of(scope), HTTPConnection(scope).cookies):
            await self.app(scope, receive, send)
            return
        refused = PlainTextResponse("请先登录 / Sign in first", status_code=403, headers={"Cache-Control": "no-store"})
        await refused(scope, receive, send)


def is_open(path: str, cookies: dict[str, str]) -> bool:
    """Whether a request may pass; a sign-out always may, and is noted."""
    if not path.startswith((MEDIA, UPLOAD, METRICS, SIGN_OUT)):
        return True
    try:
        table = access.settings()
    except TableError:
        return path.startswith(SIGN_OUT)
    if table is None:
        return True
    if path.startswith(SIGN_OUT):
        access.end(claims_of(cookies))
        return True
    return may_pass(path, cookies, table)


def may_pass(path: str, cookies: dict[str, str], table: Table) -> bool:
    """Whether the person of this cookie is listed, and the file was made for that sign-in."""
    reader = access.reader_of(claims_of(cookies), table)
    if not isinstance(reader, Reader) or path.startswith(METRICS):
        return False
    if path.startswith(MEDIA):
        return kept_files.KEPT.is_for(path.removeprefix(MEDIA).split(".", maxsplit=1)[0], reader.sign_in)
    return True


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
