"""Who may look, as `secrets.toml` says: the sign-in and the list of people. Pure, and strict: what is not understood
lets nobody in, and says which line is wrong without saying what stands in it."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

AUTH, ACCESS = "auth", "access"
ROLES = ("viewer", "statistician", "reviewer")
WHOLE_LEDGER = "all"
EMAIL = "email"
SHORTEST_SECRET = 32
HOURS, MOST_HOURS = 12, 720
"""How long a sign-in holds unless told; the cookie itself lives 30 days."""
ON_THIS_COMPUTER = ("localhost", "127.0.0.1", "::1")
CALLBACK = "/oauth2callback"
SETTINGS = {"people", "claim", "verified_email", "hours", "contact", "dagster"}
PERSON = {"user", "name", "role", "region"}
OF_PROVIDER = ("client_id", "client_secret", "server_metadata_url")


class TableError(Exception):
    """Why nobody is let in: a key of the catalogue, with what it names."""

    def __init__(self, reason: str, **about: object) -> None:
        super().__init__(reason)
        self.reason, self.about = reason, about


@dataclass(frozen=True)
class Person:
    """One line of the list: who, how the person signs, what role, and which region (empty: the whole ledger)."""

    user: str
    name: str
    role: str
    region: str


@dataclass(frozen=True)
class Table:
    """All that the file says."""

    provider: str
    people: Mapping[str, Person]
    claim: str = EMAIL
    verified_email: bool = True
    hours: int = HOURS
    contact: str = ""
    dagster: str = ""

    def key(self, user: str) -> str:
        """How a user is looked up: the case of an e-mail address tells nobody apart."""
        return user.strip().casefold() if self.claim == EMAIL else user


def read(files: Sequence[Path]) -> dict[str, Any]:
    """The sections of the files, a later file before an earlier one; empty where there is none. Raises TableError."""
    sections: dict[str, Any] = {}
    for file in files:
        try:
            if file.exists():
                sections |= tomllib.loads(file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            raise TableError("unreadable", file=file.name) from None
    return sections


def is_asked_for(sections: Mapping[str, Any]) -> bool:
    """Whether anybody wants people to sign in."""
    return AUTH in sections or ACCESS in sections


def table(sections: Mapping[str, Any], base: str = "") -> Table:
    """The list of people and how they sign in, to pages below `base`. Raises TableError for anything missing, unknown
    or doubtful."""
    provider = _provider(_section(sections, AUTH), base)
    settings = _section(sections, ACCESS)
    unknown = sorted(set(settings) - SETTINGS)
    if unknown:
        raise TableError("unknown_setting", setting=unknown[0])
    claim = _text(settings, "claim", EMAIL)
    found = Table(
        provider, {}, claim, _switch(settings, "verified_email"), _hours(settings), _text(settings, "contact", ""),
        _text(settings, "dagster", ""),
    )  # fmt: skip
    people: dict[str, Person] = {}
    listed = settings.get("people")
    if not isinstance(listed, list) or not listed:
        raise TableError("nobody")
    for number, row in enumerate(listed, 1):
        person = _person(row, number)
        if found.key(person.user) in people:
            raise TableError("listed_twice", number=number)
        if any(person.name.casefold() == other.name.casefold() for other in people.values()):
            raise TableError("name_twice", number=number)  # a signature that two people share proves neither
        people[found.key(person.user)] = person
    return Table(provider, people, claim, found.verified_email, found.hours, found.contact, found.dagster)


def _section(sections: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = sections.get(name)
    if not isinstance(found, Mapping):
        raise TableError("no_section", section=name)
    return found


def _provider(auth: Mapping[str, Any], base: str) -> str:
    """The one provider that people sign in with: two could each vouch for the same address."""
    named = [name for name, value in auth.items() if isinstance(value, Mapping) and name != "client_kwargs"]
    direct = any(key in auth for key in OF_PROVIDER)
    if direct + len(named) != 1:
        raise TableError("one_provider")
    given = auth if direct else auth[named[0]]
    for key in OF_PROVIDER:
        if not isinstance(given.get(key), str) or not given[key]:
            raise TableError("auth_lacks", setting=key)
    if not isinstance(auth.get("cookie_secret"), str) or len(auth["cookie_secret"]) < SHORTEST_SECRET:
        raise TableError("short_secret", length=SHORTEST_SECRET)
    _check_return(str(auth.get("redirect_uri", "")), f"/{base.strip('/')}".rstrip("/") + CALLBACK)
    return "default" if direct else named[0]


def _check_return(uri: str, expected: str) -> None:
    """Where the provider sends people back to: not in the clear over a network, and to these pages."""
    try:
        address = urlsplit(uri)
    except ValueError:
        raise TableError("redirect_uri", ending=CALLBACK) from None
    is_safe = address.scheme == "https" or (address.scheme == "http" and address.hostname in ON_THIS_COMPUTER)
    if not is_safe or not address.path.endswith(CALLBACK):
        raise TableError("redirect_uri", ending=CALLBACK)
    if address.path != expected:
        raise TableError("redirect_path", path=address.path, expected=expected)


def _person(row: object, number: int) -> Person:
    """One line; a role without a region is not the whole ledger but a mistake."""
    if not isinstance(row, Mapping):
        raise TableError("bad_line", number=number, setting="people")
    for key in sorted(set(row) - PERSON):
        raise TableError("unknown_in_line", number=number, setting=key)
    for key in sorted(PERSON):
        if not isinstance(row.get(key), str) or not row[key].strip():
            raise TableError("bad_line", number=number, setting=key)
    region = row["region"].strip()
    if row["role"] not in ROLES:
        raise TableError("bad_line", number=number, setting="role")
    if region != WHOLE_LEDGER and not re.fullmatch(r"[0-9][0-9A-Za-z]{1,11}", region):
        raise TableError("bad_line", number=number, setting="region")
    return Person(row["user"].strip(), row["name"].strip(), row["role"], "" if region == WHOLE_LEDGER else region)


def _text(settings: Mapping[str, Any], name: str, otherwise: str) -> str:
    value = settings.get(name, otherwise)
    if not isinstance(value, str):
        raise TableError("bad_setting", setting=name)
    return value.strip() or otherwise


def _switch(settings: Mapping[str, Any], name: str) -> bool:
    value = settings.get(name, True)
    if not isinstance(value, bool):
        raise TableError("bad_setting", setting=name)
    return value


def _hours(settings: Mapping[str, Any]) -> int:
    value = settings.get("hours", HOURS)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 < value <= MOST_HOURS:
        raise TableError("bad_setting", setting="hours")
    return value
