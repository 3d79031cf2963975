"""Who is looking: everybody at this computer, or, where `secrets.toml` asks for it, who signed in and is listed there.

Asked anew in every run of a page and before every act, so that a sign-out or a changed list holds with the next click.
Without sign-in only this computer is answered.
"""

import hashlib
import json
import os
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from ipaddress import ip_address
from pathlib import Path
from threading import Lock
from typing import Any, NoReturn
from urllib.parse import urlsplit

import streamlit as st
from streamlit import config

from dashboard import access_table
from dashboard.access_table import ON_THIS_COMPUTER, Person, Table, TableError

STATE_KEY, SIGN_IN, SIGN_OUT = "reader", "sign_in", "sign_out"
SIGN_IN_SETTING = "LOSS_LEDGER_SIGN_IN"
"""Set by the command that starts the dashboard where people sign in."""
FORWARDED = ("x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip", "forwarded", "via")
IDENTITY = ("iss", "sub", "iat", "nonce", "sid", "jti")
"""The claims that tell one sign-in from every other."""
CLOCKS_DIFFER = 300
"""Seconds by which the provider's clock may be ahead."""


@dataclass(frozen=True)
class Reader:
    """Who looks: how the person signs, what role, at which region (empty: the whole ledger), by which sign-in.

    Nobody is named, and there is no role, where nobody signs in: then everything may be done.
    """

    name: str = ""
    role: str = ""
    region: str = ""
    sign_in: str = ""

    @property
    def is_named(self) -> bool:
        return bool(self.sign_in)


@dataclass(frozen=True)
class Refusal:
    """Why nobody is let in: a key of the catalogue, with what its words name."""

    reason: str
    about: Mapping[str, object]
    user: str = ""

    @property
    def is_signed_in(self) -> bool:
        return bool(self.user)


class SignedOut:
    """The sign-ins that somebody ended, each as long as it could hold."""

    def __init__(self) -> None:
        self._ended: dict[str, float] = {}
        self._lock = Lock()

    def add(self, sign_in: str) -> None:
        """Notes one; those that are over by themselves are forgotten."""
        now, longest = time.time(), access_table.MOST_HOURS * 3600 + CLOCKS_DIFFER
        with self._lock:
            self._ended = {told: at for told, at in self._ended.items() if now - at <= longest} | {sign_in: now}

    def __contains__(self, sign_in: str) -> bool:
        with self._lock:
            return sign_in in self._ended

    def __len__(self) -> int:
        with self._lock:
            return len(self._ended)


@dataclass
class Process:
    """What holds for all sessions until the server stops."""

    was_asked_for: bool = field(default_factory=lambda: bool(os.environ.get(SIGN_IN_SETTING)))
    signed_out: SignedOut = field(default_factory=SignedOut)


PROCESS = Process()


def settings() -> Table | None:
    """The list of people; None where nobody asks for one. Raises TableError.

    Once asked for, always asked for: a file that is gone while pages are served locks them.
    """
    files = secrets_files()
    try:
        base = str(config.get_option("server.baseUrlPath") or "")
        found = _table(files, tuple(_stamp(file) for file in files), base)
    except TableError:
        PROCESS.was_asked_for = True
        raise
    if found is None and PROCESS.was_asked_for:
        raise TableError("gone")
    PROCESS.was_asked_for = found is not None
    return found


def people() -> tuple[Person, ...]:
    """Who is on the list; nobody where there is none."""
    try:
        table = settings()
    except TableError:
        return ()
    return tuple(table.people.values()) if table else ()


def secrets_files() -> tuple[Path, ...]:
    """Where Streamlit looks for secrets."""
    return tuple(Path(file) for file in config.get_option("secrets.files"))


def _stamp(file: Path) -> tuple[int, int] | None:
    """What changes when the file does."""
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size


@lru_cache(maxsize=4)
def _table(files: tuple[Path, ...], stamps: tuple[tuple[int, int] | None, ...], base: str) -> Table | None:
    """The list of people, read again when a stamp differs."""
    del stamps
    sections = access_table.read(files)
    return access_table.table(sections, base) if access_table.is_asked_for(sections) else None


def claims() -> dict[str, Any]:
    """What the provider says of the person at this session; empty where nobody signed in."""
    told = st.user.to_dict()
    return told if told.get("is_logged_in") is True else {}


def standing() -> Reader | Refusal:
    """Who looks in this session, or why nobody may."""
    try:
        table = settings()
    except TableError as error:
        return Refusal(error.reason, error.about)
    if table is None:
        return Reader() if is_this_computer() else Refusal("elsewhere", {})
    return reader_of(claims(), table)


def reader_of(told: Mapping[str, Any], table: Table) -> Reader | Refusal:
    """The person of these claims as listed; refused where anything is missing."""
    if told.get("provider") != table.provider:
        return Refusal("sign_in", {})
    user = told.get(table.claim)
    about = {"contact": table.contact, "claim": table.claim, "hours": table.hours}
    if not isinstance(user, str) or not user.strip():
        return Refusal("no_claim", about, str(told.get("sub") or table.claim))
    reason = _ended(told, table) or _unproved(told, table)
    person = table.people.get(table.key(user))
    if reason or person is None:
        return Refusal(reason or "unlisted", about, user)
    return Reader(person.name, person.role, person.region, sign_in_of(told))


def _ended(told: Mapping[str, Any], table: Table) -> str:
    """Why a sign-in is over."""
    if not _is_fresh(told.get("iat"), table.hours):
        return "expired"
    return "signed_out" if sign_in_of(told) in PROCESS.signed_out else ""


def _unproved(told: Mapping[str, Any], table: Table) -> str:
    """Why an address does not count: anybody may write any address into an account of his own."""
    is_doubted = table.claim == access_table.EMAIL and table.verified_email and told.get("email_verified") is not True
    return "unverified" if is_doubted else ""


def _is_fresh(issued: object, hours: int) -> bool:
    """Whether the sign-in is young enough; one that does not say when it was is not."""
    if not isinstance(issued, (int, float)) or isinstance(issued, bool):
        return False
    return -CLOCKS_DIFFER <= time.time() - issued <= hours * 3600


def sign_in_of(told: Mapping[str, Any]) -> str:
    """One sign-in, without what it says of the person."""
    known = json.dumps([told.get(name) for name in IDENTITY], default=str)
    return hashlib.sha256(known.encode()).hexdigest()


def required() -> Reader:
    """Who looks; the page ends here where nobody may. A session that changes hands forgets what it held."""
    found = standing()
    if isinstance(found, Refusal):
        forget()
        st.stop()
    if st.session_state.get(STATE_KEY, found) != found:
        forget()
    st.session_state[STATE_KEY] = found
    return found


def forget() -> None:
    """Drops what the session chose and made."""
    for key in list(st.session_state):
        if key not in ("language", SIGN_IN, SIGN_OUT):
            del st.session_state[key]


def holds(reader: Reader, told: Mapping[str, Any]) -> bool:
    """Whether the person of these claims is still this reader: for what runs outside a page, such as a download."""
    try:
        table = settings()
    except TableError:
        return False
    return reader == (Reader() if table is None else reader_of(told, table))


def sign_out() -> NoReturn:
    """Ends the sign-in in every tab and copy of its cookie, then the browser's own."""
    end(claims())
    st.logout()
    st.stop()


def end(told: Mapping[str, Any]) -> None:
    """From now on this sign-in is nobody's."""
    if told:
        PROCESS.signed_out.add(sign_in_of(told))


def is_this_computer() -> bool:
    """Whether this session is of somebody who sits here."""
    return is_from_here(st.context.headers, st.context.ip_address)


def is_from_here(headers: Mapping[str, str], address: str | None) -> bool:
    """Whether a request comes from this computer, from a page of it, asks for it by its own name, and through nobody in
    between who says so.
    """
    told = {name.casefold(): value for name, value in headers.items()}
    if any(name in told for name in FORWARDED):
        return False
    if "origin" in told and host_of(told["origin"]) not in ON_THIS_COMPUTER:
        return False  # the browser knows another name: a proxy that passes neither that name nor its own
    return is_local_host(told.get("host", ON_THIS_COMPUTER[0])) and is_local_address(address)


def is_of_one_host(headers: Mapping[str, str]) -> bool:
    """Whether the page that asks is of the host that is asked; what no browser asks says nothing of a page."""
    origin = headers.get("origin")
    if origin is None:
        return True
    here, there = host_of(f"//{headers.get('host', '')}"), host_of(origin)
    return there is not None and (here == there or {here, there} <= set(ON_THIS_COMPUTER))


def host_of(origin: str) -> str | None:
    """https://Ledger.example.org:8443: ledger.example.org; None for what names no host."""
    try:
        return urlsplit(origin).hostname
    except ValueError:
        return None


def is_local_host(host: str) -> bool:
    """localhost:8501, 127.0.0.1:8501, [::1]:8501"""
    name = host.rsplit("]", 1)[0].lstrip("[") if host.startswith("[") else host.rsplit(":", 1)[0]
    return name.casefold() in ON_THIS_COMPUTER


def is_local_address(address: str | None) -> bool:
    """Streamlit gives no address for this computer."""
    if not isinstance(address, str):
        return True
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False
