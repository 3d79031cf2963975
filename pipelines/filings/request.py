"""What somebody asks to file, and the command that asks for it."""

import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

PLACEHOLDERS = {"zh": ("姓名", "理由", "说明.csv"), "en": ("NAME", "REASON", "explanations.csv")}


@dataclass(frozen=True)
class Request:
    """One filing as asked for."""

    profile: str
    year: int
    region: str
    prepared_by: str
    reviewed_by: str
    reason: str = ""
    explain: Path | None = None
    same_person_reason: str = ""
    event: str | None = None
    encoding: str = "utf-8-sig"
    zero: bool = False
    """Whether the bureau declares that there was no disaster, although no received list says so."""

    @property
    def is_one_person(self) -> bool:
        """Whether preparer and reviewer are the same, however their name is written."""
        return bool(self.prepared_by.strip()) and _plain_name(self.prepared_by) == _plain_name(self.reviewed_by)

    def command(
        self, *, reason: bool, explain: bool, same_person: bool, zero: bool = False, language: str = "zh"
    ) -> str:  # fmt: skip
        """The command, with the options that are missing; what is to be filled in, in a language."""
        name, why, file = PLACEHOLDERS[language]
        parts = ["loss-ledger file", self.profile, f"--year {self.year}", f"--region {self.region}"]
        parts += [f"--event {self.event}"] if self.event else []
        parts += [f"--prepared-by {_quoted(self.prepared_by or name)}"]
        parts += [f"--reviewed-by {_quoted(self.reviewed_by or name)}"]
        if explain or self.explain:
            parts.append(f"--explain {_quoted(str(self.explain or file))}")
        if reason or self.reason:
            parts.append(f"--reason {_quoted(self.reason or why)}")
        if same_person or self.same_person_reason:
            parts.append(f"--same-person-reason {_quoted(self.same_person_reason or why)}")
        parts += ["--zero"] if zero else []
        return " ".join(parts)


def _plain_name(name: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", name)).casefold()


def _quoted(text: str) -> str:
    return f'"{text}"' if re.search(r"[\s\"'&|;<>()]", text) else text
