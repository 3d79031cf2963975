"""Why a filing is refused: every reason in words, all of them at once."""

from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.errors import LedgerError

REFUSED = 1
"""What the command returns: nothing went wrong with it, but nothing was filed."""


@dataclass(frozen=True)
class Reason:
    """One thing that is missing, and what to do about it."""

    zh: str
    en: str


class FilingRefusedError(LedgerError):
    """Nothing was filed; `reasons` says everything that is missing."""

    def __init__(self, reasons: Sequence[Reason], commands: tuple[str, str]) -> None:
        """`commands` is what to type once the rest is done, in both languages."""
        self.reasons, self.command, self._commands = tuple(reasons), commands[0], commands
        zh = "\n".join(f"{number}. {reason.zh}" for number, reason in enumerate(reasons, 1))
        en = "\n".join(f"{number}. {reason.en}" for number, reason in enumerate(reasons, 1))
        super().__init__(
            f"没有报送，缺少以下各项：\n{zh}\n补齐后运行：{commands[0]}\n",
            f"Nothing was filed. What is missing:\n{en}\nThen run: {commands[1]}",
            exit_code=REFUSED,
        )

    def __reduce__(self) -> tuple[type["FilingRefusedError"], tuple[tuple[Reason, ...], tuple[str, str]]]:  # type: ignore[override]  # other arguments
        return type(self), (self.reasons, self._commands)
