"""The server of the pages: Streamlit's own, with the head of its HTML page completed and every foreign address closed.

Streamlit's client, opened at the address of a page, first looks for its server below that address and logs what it
does not find; told where the server is, it does not ask. The policy makes the browser refuse any other host, whatever
a library might want to load.
"""

import json
import logging
import re
from collections.abc import MutableMapping
from typing import Any
from urllib.parse import parse_qs

import streamlit as st
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import config, net_util
from streamlit.starlette import App

from dashboard.gate import Gate
from dashboard.i18n import t

# Streamlit asks a host of the internet for this computer's address: to print it, and whenever a page of another host
# wants to connect. Nothing here asks the internet; without that address such a page is refused all the same.
net_util.get_external_ip = lambda: None

LOG = logging.getLogger("dashboard")

LANGUAGES = {"zh": "zh-CN", "en": "en"}
POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval' blob:; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self' {sockets} data: blob:; "
    "worker-src 'self' blob:; frame-src 'self' blob: data:; object-src 'none'; base-uri 'self'; "
    "form-action 'self'; frame-ancestors 'self'"
)
"""The style of charts and tables is inline; pictures and downloads that a page makes itself are blobs, and so is the
script of a component, which Streamlit sends along as text. Older browsers do not count a socket to the same host as
`'self'`: it is named."""
HOST = re.compile(r"[\w.:\[\]-]+")
HEADERS = {"x-content-type-options": "nosniff", "referrer-policy": "same-origin"}

IN_THE_WAY = (b"if-none-match", b"if-modified-since", b"accept-encoding", b"range")


class CompletedHead:
    """Middleware: says in every HTML page where the server is and in which language the page speaks."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pages are completed; everything else passes."""
        if scope["type"] != "http" or scope["method"] != "GET":
            await self.app(scope, receive, send)
            return
        page = _Page(scope, send)
        await self.app(page.scope, receive, page.send)


class _Page:
    """One answer on its way: an HTML one is held until it is whole, since its length changes."""

    def __init__(self, scope: Scope, send: Send) -> None:
        self.scope, self._send = _asking_plainly(scope), send
        self._start: Message | None = None
        self._body = b""

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start" and _is_html(message):
            self._start = message
        elif self._start is None:
            await self._send(message)
        else:
            self._body += message.get("body", b"")
            if not message.get("more_body"):
                await self._complete(self._start)

    async def _complete(self, start: Message) -> None:
        body = completed(self._body.decode("utf-8"), _language(self.scope)).encode("utf-8")
        headers = MutableHeaders(raw=start["headers"])
        headers["content-length"] = str(len(body))
        for name in ("etag", "last-modified"):  # the bytes are no longer those of the file
            del headers[name]
        for name, value in (HEADERS | {"content-security-policy": policy(self.scope)}).items():
            headers[name] = value
        await self._send(start)
        await self._send({"type": "http.response.body", "body": body})


def policy(scope: Scope) -> str:
    """What the page may load: from the host that it was asked of, and no other."""
    host = Headers(scope=scope).get("host", "")
    sockets = f"ws://{host} wss://{host}" if HOST.fullmatch(host) else ""
    return POLICY.format(sockets=sockets)


def completed(html: str, language: str) -> str:
    """Streamlit's page with the language of its words, and the address of its server."""
    base = json.dumps("/" + str(config.get_option("server.baseUrlPath")).strip("/"))
    told = f"<script>window.__streamlit={{BACKEND_BASE_URL:window.location.origin+{base}}}</script>"
    spoken = html.replace('<html lang="en"', f'<html lang="{LANGUAGES[language]}"', 1)
    return spoken.replace("<head>", f"<head>{told}", 1)


def _language(scope: Scope) -> str:
    chosen = parse_qs(scope["query_string"].decode("latin-1")).get("lang", ["zh"])[0]
    return chosen if chosen in LANGUAGES else "zh"


def _is_html(message: Message) -> bool:
    return Headers(raw=message["headers"]).get("content-type", "").startswith("text/html")


def _asking_plainly(scope: Scope) -> MutableMapping[str, Any]:
    """The request for a page without what would keep its text from us: a copy the browser has, or compression."""
    name = scope["path"].rsplit("/", 1)[-1]
    if "." in name and not name.endswith(".html"):
        return scope
    return {**scope, "headers": [(name, value) for name, value in scope["headers"] if name not in IN_THE_WAY]}


def say_what_to_do(fault: Exception) -> bool:
    """A page that failed says so in the reader's language, names nothing of the data; the rest is for the log."""
    LOG.error("a page failed", exc_info=fault)
    st.error(t("error.page", kind=type(fault).__name__), icon=":material/error:")
    st.markdown(t("error.next"))
    return True


app = App("app.py", middleware=[Middleware(Gate), Middleware(CompletedHead)], on_script_error=say_what_to_do)
