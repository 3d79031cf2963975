"""What can be wrong with a filing, in words that name it and say what to do."""

from dataclasses import dataclass

WORDS: dict[str, tuple[str, str]] = {
    "file_changed": ("文件 {file} 与存档时不同", "the file {file} differs from what was filed"),
    "form_changed": ("报表 {file} 的内容被改过", "the content of the form {file} was edited"),
    "file_missing": ("缺少文件 {file}", "the file {file} is missing"),
    "file_extra": ("多出文件 {file}，存档时没有", "the file {file} was not part of it"),
    "manifest_missing": ("没有清单 manifest.json", "there is no manifest.json"),
    "manifest_edited": (
        "清单 manifest.json 被改过，与其校验值不符",
        "manifest.json was edited and differs from its hash",
    ),
    "renamed": ("文件夹名应为 {other}", "its folder should be called {other}"),
    "previous_missing": ("上一份存档 {other} 不在", "the filing before it, {other}, is not there"),
    "previous_not_sent": (
        "上一份存档 {other} 不在（可能没有一并送来）",
        "the filing before it, {other}, is not there (perhaps it was not sent along)",
    ),
    "previous_differs": ("上一份存档 {other} 与当时不同", "the filing before it, {other}, is not what it was then"),
    "chain_forks": ("与 {other} 接在同一份之后，链条分叉", "it and {other} follow the same filing: the chain forks"),
    "stray_file": ("文件 {file} 不属于任何存档", "the file {file} belongs to no filing"),
}


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong: `kind` is a key of WORDS or `manifest_unreadable`; without `file`, with all of it."""

    kind: str
    filing_id: str
    file: str
    zh: str
    en: str

    def as_object(self) -> dict[str, str]:
        """As `verify --json` says it."""
        return {"kind": self.kind, "file": self.file, "message_zh": self.zh, "message_en": self.en}


def fault(kind: str, filing_id: str, file: str, other: str = "") -> Fault:
    """A fault in its words."""
    zh, en = (words.format(file=file, other=other) for words in WORDS[kind])
    return Fault(kind, filing_id, file, zh, en)
