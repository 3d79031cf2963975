"""Which software made a release: the version and a hash of the package's own sources, the same on every system."""

import hashlib
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

PACKAGE = Path(__file__).parent
SOURCE_KINDS = {".py", ".sql", ".csv", ".toml"}
READING_FOLDERS = ("readers", "documents", "transforms", "codebooks", "sample")


@cache
def software_version() -> str:
    """Version and hash of all sources: two releases with the same one were computed by the same rules."""
    try:
        number = version("loss-ledger")
    except PackageNotFoundError:
        number = "0"
    return f"{number}+{_hash_of_sources(PACKAGE)[:8]}"


@cache
def reading_version() -> str:
    """Hash of what turns a file into rows: what was read by the same one need not be read again."""
    digest = hashlib.sha256()
    for folder in READING_FOLDERS:
        digest.update(_hash_of_sources(PACKAGE / folder).encode())
    return digest.hexdigest()


def _hash_of_sources(folder: Path) -> str:
    """Line ends do not count: a checkout on Windows is the same software."""
    digest = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.suffix in SOURCE_KINDS and "__pycache__" not in p.parts):
        content = path.read_bytes().replace(b"\r\n", b"\n")
        digest.update(f"{path.relative_to(folder).as_posix()}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()
