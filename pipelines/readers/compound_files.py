"""OLE compound files ([MS-CFB]): the container of .xls, of WPS .et, of old Word files and of encrypted workbooks."""

import struct
from array import array
from collections.abc import Iterator

HEADER_SLOTS = 109
SECTOR_TYPES = 0xFFFFFFFA
"""Sector numbers from here on mark the end of a chain or a free sector."""

STREAM, ROOT = 2, 5


class CompoundFile:
    """Names and bytes of the streams in a compound file. Raises ValueError if it is cut off or its chains break."""

    def __init__(self, content: bytes) -> None:
        try:
            self._content = content
            shift, mini_shift = struct.unpack_from("<HH", content, 30)
            self._size, self._mini_size = 1 << shift, 1 << mini_shift
            _refuse_impossible_counts(content, shift, mini_shift)
            (directory,) = struct.unpack_from("<I", content, 48)
            self._cutoff, mini_fat = struct.unpack_from("<II", content, 56)
            self._fat = self._table(self._fat_sectors())
            entries = b"".join(self._sector(number) for number in self._chain(directory, self._fat))
            if len(entries) % self._size:
                raise ValueError("the file is cut off within its directory")
            self._streams = dict(_entries(entries))
            if any(size > len(content) for _, size in self._streams.values()):
                raise ValueError("a stream is larger than the file")
            self._mini_fat = self._table(self._chain(mini_fat, self._fat))
        except (struct.error, IndexError) as error:
            raise ValueError("not a whole compound file") from error

    @property
    def names(self) -> frozenset[str]:
        """The names of all streams, whatever storage they stand in."""
        return frozenset(self._streams)

    def stream(self, name: str) -> bytes:
        """The bytes of a stream; small ones live in 64-byte sectors inside the root's own stream."""
        start, size = self._streams[name]
        if size >= self._cutoff:
            return b"".join(self._sector(number) for number in self._chain(start, self._fat))[:size]
        root_start, root_size = self._streams[""]
        root = b"".join(self._sector(number) for number in self._chain(root_start, self._fat))[:root_size]
        starts = (number * self._mini_size for number in self._chain(start, self._mini_fat))
        return b"".join(root[at : at + self._mini_size] for at in starts)[:size]

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._size
        if start >= len(self._content):
            raise ValueError("the file is cut off")
        return self._content[start : start + self._size]

    def _fat_sectors(self) -> Iterator[int]:
        """Sectors of the allocation table: the first are listed in the header, the rest in sectors of their own."""
        count, more = struct.unpack_from("<I", self._content, 44)[0], struct.unpack_from("<I", self._content, 68)[0]
        listed = list(struct.unpack_from(f"<{HEADER_SLOTS}I", self._content, 76))
        while len(listed) < count and more < SECTOR_TYPES:
            *numbers, more = array("I", self._sector(more))
            listed += numbers
        return iter(listed[:count])

    def _table(self, sectors: Iterator[int]) -> "array[int]":
        return array("I", b"".join(self._sector(number) for number in sectors))

    @staticmethod
    def _chain(start: int, table: "array[int]") -> Iterator[int]:
        number, steps = start, 0
        while number < SECTOR_TYPES:
            yield number
            number, steps = table[number], steps + 1
            if steps > len(table):
                raise ValueError("a chain of sectors runs in a circle")


def _refuse_impossible_counts(content: bytes, shift: int, mini_shift: int) -> None:
    """Readers reserve memory for the counts in the header: a damaged one would ask for more than any machine has."""
    counts = (struct.unpack_from("<I", content, at)[0] for at in (40, 44, 64, 72))
    if shift not in (9, 12) or mini_shift != 6 or any(count << shift > len(content) for count in counts):
        raise ValueError("the header is damaged")


def _entries(directory: bytes) -> Iterator[tuple[str, tuple[int, int]]]:
    """Name, first sector and size of every stream; the root, which holds the small streams, has the name ""."""
    for at in range(0, len(directory) - 127, 128):
        name_length, kind = struct.unpack_from("<HB", directory, at + 64)
        place = struct.unpack_from("<II", directory, at + 116)
        if kind == ROOT:
            yield "", place
        elif kind == STREAM:
            yield directory[at : at + max(name_length - 2, 0)].decode("utf-16-le", "replace"), place
