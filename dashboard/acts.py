"""What a reader may do: acts.toml, by the command that an act runs. Pure: a reader and a command in, a verdict out."""

import tomllib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from dashboard.access import Reader
from dashboard.access_table import Person

REGION = "--region"
SWITCHES = ("--json",)
ROLE, WHOLE, ELSEWHERE, NAME, LISTED = "role", "whole", "elsewhere", "name", "listed"
"""Why not: another role may, only readers of the whole ledger may, it asks for what is not his, another's name, a name
that nobody on the list bears who may sign so."""


@dataclass(frozen=True)
class Act:
    """One command: who may run it, what a reader of one region may say to it, which option bears the reader's name,
    which options name somebody of which roles."""

    command: str
    roles: tuple[str, ...]
    region_options: tuple[str, ...] = ()
    signs: Mapping[str, str] = field(default_factory=dict)
    listed: Mapping[str, Sequence[str]] = field(default_factory=dict)


@cache
def acts() -> dict[str, Act]:
    """acts.toml by command."""
    rows = tomllib.loads(Path(__file__).with_name("acts.toml").read_text(encoding="utf-8"))["act"]
    told = (
        Act(
            row["command"], tuple(row["roles"]), tuple(row.get("region_options", ())), row.get("signs", {}),
            row.get("listed", {}),
        )
        for row in rows
    )  # fmt: skip
    return {act.command: act for act in told}


def hindrance(reader: Reader, command: str) -> str | None:
    """Why this reader may never run a command; None where he may. Nobody is hindered where nobody signs in."""
    if not reader.is_named:
        return None
    act = acts().get(command)
    if act is None or reader.role not in act.roles:
        return ROLE
    return WHOLE if reader.region and not act.region_options else None


def refusal(
    reader: Reader, arguments: Sequence[str], below: Collection[str], people: Collection[Person] = ()
) -> str | None:
    """Why this reader may not run these arguments; `below` are the codes of his region and all below it, `people` the
    list of who may look."""
    hindered = hindrance(reader, arguments[0])
    if hindered or not reader.is_named:
        return hindered
    act = acts()[arguments[0]]
    signed = act.signs.get(reader.role)
    if signed and _values(arguments, signed) != [reader.name]:
        return NAME
    if any(not set(_values(arguments, option)) <= set(signers(act, option, people)) for option in act.listed):
        return LISTED
    return ELSEWHERE if reader.region and not _is_within(act, arguments[1:], below) else None


def signature(reader: Reader, command: str) -> str:
    """The option that bears this reader's name in a command; empty where nobody signs in."""
    act = acts().get(command)
    return act.signs.get(reader.role, "") if act and reader.is_named else ""


def signers(act: Act, option: str, people: Collection[Person]) -> list[str]:
    """Whom an option may name: people who see all regions, of the roles that it takes."""
    return [person.name for person in people if not person.region and person.role in act.listed.get(option, ())]


def _values(arguments: Sequence[str], option: str) -> list[str]:
    """What an option is given, however it is written; a shortened or repeated one is one too many."""
    found = []
    for place, told in enumerate(arguments):
        name, equals, value = told.partition("=")
        if len(name) > 2 and option.startswith(name):
            found.append(value if equals else "".join(arguments[place + 1 : place + 2]))
    return found


def _is_within(act: Act, told: Sequence[str], below: Collection[str]) -> bool:
    """One region of his, and nothing but words, known options and their values."""
    regions, waiting = [], ""
    for word in told:
        if waiting:
            if word.startswith("-"):
                return False
            regions += [word] if waiting == REGION else []
            waiting = ""
        elif word.startswith("-"):
            if word not in act.region_options:
                return False
            waiting = "" if word in SWITCHES else word
    return not waiting and len(regions) == 1 and regions[0] in below
