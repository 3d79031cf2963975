"""Whether people sign in to the dashboard: `secrets.toml` says so, at the places where Streamlit looks for it."""

import tomllib
from collections.abc import Sequence
from pathlib import Path

from pipelines import places
from pipelines.errors import LedgerError

SECRETS = Path(".streamlit") / "secrets.toml"
SECTIONS = ("auth", "access")
ON_THIS_COMPUTER = ("127.0.0.1", "localhost", "::1")


def files(named: Path | None = None) -> tuple[Path, ...]:
    """The file named, else those of the home folder, the program, its pages. Raises where a named one is of no use."""
    if named is None:
        return tuple(folder / SECRETS for folder in (Path.home(), places.ROOT, places.ROOT / "dashboard"))
    if not named.is_file() or not is_asked_for((named,)):
        raise LedgerError(
            f"{named} 不是登录设置文件：没有这个文件，或其中没有 [auth]。请按 docs/access.md 写好。",
            f"{named} sets up no sign-in: there is no such file, or it has no [auth]. Write it as docs/access.md says.",
        )
    return (named.resolve(),)


def is_asked_for(secrets: Sequence[Path]) -> bool:
    """Whether any file asks for sign-in; one that cannot be read may, and the pages then let nobody in."""
    return any(_asks(file) for file in secrets if file.exists())


def _asks(file: Path) -> bool:
    try:
        told = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return True
    return any(section in told for section in SECTIONS)


def require_for(address: str, has_sign_in: bool) -> None:
    """Raises where other computers would see the pages without anybody signing in."""
    if has_sign_in or address in ON_THIS_COMPUTER:
        return
    raise LedgerError(
        f"没有设置登录，看板不能在 {address} 上打开：能连到这台计算机的人都会看到全部数据。"
        f"请先按 docs/access.md 写好 {SECRETS.as_posix()}，或去掉 --address，只在本机打开。",
        f"Without sign-in the dashboard cannot be opened at {address}: whoever reaches this computer would see "
        f"everything. Write {SECRETS.as_posix()} as docs/access.md says, or leave out --address.",
    )
