"""A form bears the hash of its own filing. Its seal is the checksum of the form with that hash blanked out.

The hash covers the seal, so a form that was edited shows even where its checksum in the manifest was edited along.
"""

import hashlib
import io
import zipfile

from pipelines.files import BROKEN_ZIP
from pipelines.filings.manifests import FiledFile, Filing, short

BLANK = short("0" * 64)
"""What a form bears while its filing has no hash yet: as long as a hash, so that nothing else of the form moves."""


def body_sha256(content: bytes, mark: str) -> str:
    """The checksum of a form without the short hash it bears; a workbook is taken part by part."""
    digest = hashlib.sha256()
    for name, part in _parts(content):
        blanked = part.replace(mark.encode(), BLANK.encode())
        digest.update(f"{name}\0{len(blanked)}\0".encode() + blanked)
    return digest.hexdigest()


def holds(filing: Filing, file: FiledFile, content: bytes) -> bool:
    """Whether a file that bears the hash of its filing says, but for the hash, what was sealed. Others need no seal."""
    if not file.carries_hash:
        return True
    sealed = {entry["name"]: entry["body_sha256"] for entry in filing.told.get("sealed", ())}
    try:
        return body_sha256(content, short(filing.chain_hash)) == sealed.get(file.name)
    except BROKEN_ZIP:
        return False


def _parts(content: bytes) -> list[tuple[str, bytes]]:
    if not zipfile.is_zipfile(io.BytesIO(content)):
        return [("", content)]
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return [(name, book.read(name)) for name in sorted(book.namelist())]
