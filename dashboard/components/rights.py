"""What the reader of this session may do, as pages ask it: one line where he may not, his name where he signs."""

from streamlit.delta_generator import DeltaGenerator

from dashboard import access, acts
from dashboard.components import tables
from dashboard.i18n import t


def may(command: str, *, is_said: bool = True) -> bool:
    """Whether the reader may run a command; if not, one line says why instead of the button."""
    why = acts.hindrance(access.required(), command)
    if why and is_said:
        tables.muted(t(f"rights.{why}", act=t(f"rights.act_{command}"), roles=roles(command)))
    return why is None


def roles(command: str) -> str:
    """Who may."""
    act = acts.acts().get(command)
    return t("words.list_comma").join(t(f"role.{name}") for name in (act.roles if act else ()))


def signer(place: DeltaGenerator, label: str, key: str, option: str, command: str) -> str:
    """Who does it: typed where nobody signs in; the unchangeable name of the sign-in where this option bears it; else
    somebody of the list where only such may be named."""
    reader = access.required()
    if acts.signature(reader, command) == option:
        place.text_input(label, reader.name, key=f"{key}_signed", disabled=True)
        return reader.name
    act = acts.acts().get(command)
    if reader.is_named and act and option in act.listed:
        names = acts.signers(act, option, access.people())
        return place.selectbox(label, names, index=None, key=f"{key}_listed", placeholder=t("rights.choose")) or ""
    return place.text_input(label, key=key)


def sees_all() -> bool:
    """Whether the reader sees the whole ledger."""
    return not access.required().region
