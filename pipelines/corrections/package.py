"""An .xlsx as a package of parts: what is added is spliced in, and everything else stays byte for byte as it was.

A library that writes the whole workbook anew would lose what it does not know: results of formulas, digits of numbers,
pictures, rules of cells. Only the parts that bear the marks are touched here.
"""

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree
from xml.sax.saxutils import escape, quoteattr

TYPES, RELATIONS, WORKBOOK = "[Content_Types].xml", "_rels/.rels", "xl/workbook.xml"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_EMPTY_RELATIONS = (
    f'<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="{_PACKAGE}/relationships"></Relationships>'
)
_CHUNK = 1 << 18
_DATE = (1980, 1, 1, 0, 0, 0)
_SHEET = re.compile(rb"<(?:\w+:)?sheet\s[^>]*>")
_ATTRIBUTE = re.compile(rb"([\w:]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")


class NotAPackage(Exception):  # noqa: N818 - a verdict on the file, not a fault of ours
    """A workbook that is put together in a way that nothing can be spliced into; its cells can still be copied."""


class Package:
    """The parts of a workbook, by their names."""

    def __init__(self, content: bytes) -> None:
        self._archive = zipfile.ZipFile(io.BytesIO(content))
        self._entries = {name.replace("\\", "/").lstrip("/"): name for name in self._archive.namelist()}
        self._changed: dict[str, bytes] = {}
        if WORKBOOK not in self._entries or TYPES not in self._entries:
            raise NotAPackage(WORKBOOK)

    def __contains__(self, part: str) -> bool:
        return part in self._changed or part in self._entries

    @property
    def parts(self) -> list[str]:
        """The names of all parts."""
        return list(dict.fromkeys((*self._entries, *self._changed)))

    def read(self, part: str) -> bytes:
        """The bytes of a part."""
        return self._changed[part] if part in self._changed else self._archive.read(self._entries[part])

    def stream(self, part: str) -> Iterator[bytes]:
        """A part as it was, piece by piece."""
        with self._archive.open(self._entries[part]) as packed:
            while chunk := packed.read(_CHUNK):
                yield chunk

    def write(self, part: str, content: bytes) -> None:
        """Put a part in, or in place of the one of that name."""
        self._changed[part] = content

    def add(self, part: str, content: bytes, content_type: str) -> None:
        """A new part with its type."""
        self.write(part, content)
        types = self.read(TYPES)
        if f'"/{part}"'.encode() not in types:
            self._splice(TYPES, b"</Types>", f'<Override PartName="/{part}" ContentType="{content_type}"/>')

    def default_type(self, ending: str, content_type: str) -> None:
        """The type of all parts with an ending that have none of their own."""
        if not re.search(rf'Extension="{ending}"'.encode(), self.read(TYPES), re.IGNORECASE):
            types = self.read(TYPES)
            at = re.search(rb"<Types[^>]*>", types)
            if at is None:
                raise NotAPackage(TYPES)
            default = f'<Default Extension="{ending}" ContentType="{content_type}"/>'.encode()
            self.write(TYPES, types[: at.end()] + default + types[at.end() :])

    def relations(self, part: str) -> dict[str, tuple[str, str]]:
        """What a part refers to: id → (the last word of the kind, the part)."""
        of_part = _relations_of(part)
        if of_part not in self:
            return {}
        root, folder = ElementTree.fromstring(self.read(of_part)), posixpath.dirname(part)
        return {
            element.get("Id", ""): (
                element.get("Type", "").rpartition("/")[2],
                _resolved(element.get("Target", ""), folder),
            )
            for element in root
            if element.get("TargetMode") != "External"
        }

    def relate(self, part: str, kind: str, target: str) -> str:
        """Let a part refer to another one; answers the id of the reference."""
        of_part = _relations_of(part)
        if of_part not in self:
            self.write(of_part, _EMPTY_RELATIONS.encode())
        taken = re.findall(rb"\bId=\"([^\"]+)\"", self.read(of_part))
        number = next(n for n in range(1, len(taken) + 2) if f"ll{n}".encode() not in taken)
        kind = kind if "://" in kind else f"{OFFICE}/{kind}"
        relation = f'<Relationship Id="ll{number}" Type="{kind}" Target="/{target}"/>'
        content = re.sub(rb"<Relationships([^>]*)/>", rb"<Relationships\1></Relationships>", self.read(of_part))
        self.write(of_part, content)
        self._splice(of_part, b"</Relationships>", relation)
        return f"ll{number}"

    def sheets(self) -> dict[str, str]:
        """Sheets in their order: name → part."""
        targets = self.relations(WORKBOOK)
        found: dict[str, str] = {}
        for tag in _SHEET.findall(self.read(WORKBOOK)):
            told = {name.rpartition(b":")[2]: first or second for name, first, second in _ATTRIBUTE.findall(tag)}
            if b"name" in told and told.get(b"id", b"").decode() in targets:
                found[_unescaped(told[b"name"])] = targets[told[b"id"].decode()][1]
        return found

    def add_sheet(self, name: str, content: bytes) -> str:
        """A further sheet behind all others; answers its part."""
        numbers = [int(n) for n in re.findall(r"xl/worksheets/sheet(\d+)\.xml", "\n".join(self.parts))]
        part = f"xl/worksheets/sheet{max(numbers, default=0) + 1}.xml"
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
        self.add(part, content, kind)
        reference = self.relate(WORKBOOK, "worksheet", part)
        workbook = self.read(WORKBOOK)
        ids = [int(n) for n in re.findall(rb"\bsheetId=[\"'](\d+)[\"']", workbook)]
        end = re.search(rb"</(\w+:)?sheets>", workbook)
        if end is None:
            raise NotAPackage("sheets")
        tag = (end[1] or b"").decode()
        element = (
            f'<{tag}sheet xmlns:r="{OFFICE}" name={quoteattr(name)} sheetId="{max(ids, default=0) + 1}" '
            f'r:id="{reference}"/>'
        ).encode()
        self.write(WORKBOOK, workbook[: end.start()] + element + workbook[end.start() :])
        return part

    def content(self) -> bytes:
        """The whole package; the same parts give the same bytes."""
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
            for part, content in self._contents():
                packed.writestr(zipfile.ZipInfo(part, _DATE), content, zipfile.ZIP_DEFLATED)
        return out.getvalue()

    def _contents(self) -> Iterator[tuple[str, bytes]]:
        for part in self.parts:
            if not part.endswith("/"):
                yield part, self.read(part)

    def _splice(self, part: str, before: bytes, text: str) -> None:
        content = self.read(part)
        at = content.rfind(before)
        if at < 0:
            raise NotAPackage(part)
        self.write(part, content[:at] + text.encode() + content[at:])


def _relations_of(part: str) -> str:
    if not part:
        return RELATIONS
    folder, _, name = part.rpartition("/")
    return f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels"


def _resolved(target: str, folder: str) -> str:
    return target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))


def _unescaped(text: bytes) -> str:
    element = ElementTree.fromstring(b"<a>" + text.replace(b"<", b"&lt;") + b"</a>")
    return element.text or ""


__all__ = ["OFFICE", "RELATIONS", "WORKBOOK", "NotAPackage", "Package", "escape", "quoteattr"]
