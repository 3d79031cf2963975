"""The text of a boundary file → its features, one after the other, so that a large file is never whole in memory twice.

GeoJSON (collections, single features, bare geometries, one feature a line), TopoJSON, and the JSON of ArcGIS.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from pipelines.readers.sheets import Unreadable

LISTS = ("features", "geometries")
GEOMETRY_KEYS = frozenset({"coordinates", "geometries", "rings", "encodeOffsets", "arcs"})
LARGEST_TOPOLOGY = 64 * 1024**2
"""The arcs of a TopoJSON file must be in memory all at once."""
_BLANK = re.compile(r"[\s\x1e\ufeff]*")


@dataclass(frozen=True)
class Feature:
    """One feature of a file: what is said about it, and its geometry as GeoJSON or ArcGIS write one."""

    properties: Mapping[str, Any]
    geometry: Mapping[str, Any] | None


def features_of(text: str) -> Iterator[Feature]:
    """Every feature in the order of the file. Raises Unreadable where the text breaks off or is no JSON."""
    cursor = _Cursor(text)
    while cursor.peek():
        yield from _document(cursor)


class _Cursor:
    """A place in a JSON text; what lies behind it is read piece by piece."""

    def __init__(self, text: str) -> None:
        self.text, self.at = text, 0
        self.decode = json.JSONDecoder(parse_constant=lambda _: None).raw_decode  # NaN is no coordinate

    def peek(self) -> str:
        """The next letter that is not blank; "" at the end."""
        if blank := _BLANK.match(self.text, self.at):
            self.at = blank.end()
        return self.text[self.at : self.at + 1]

    def value(self) -> Any:
        self.peek()
        try:
            found, self.at = self.decode(self.text, self.at)
        except json.JSONDecodeError as broken:
            raise _broken(broken.pos) from None
        except RecursionError:
            raise _broken(self.at) from None
        return found

    def members(self) -> Iterator[str]:
        """The keys of the object that begins here. The caller reads the value of each."""
        for _ in self._list("{", "}"):
            key = self.value()
            self._expect(":")
            yield str(key)

    def items(self) -> Iterator[Any]:
        """The values of the array that begins here."""
        for _ in self._list("[", "]"):
            yield self.value()

    def _list(self, opening: str, closing: str) -> Iterator[None]:
        self._expect(opening)
        if self.peek() != closing:
            yield None
            while self.peek() == ",":
                self.at += 1
                yield None
        self._expect(closing)

    def _expect(self, letter: str) -> None:
        if self.peek() != letter:
            raise _broken(self.at)
        self.at += 1


def _broken(at: int) -> Unreadable:
    return Unreadable("F151", detail=str(at + 1))


def _document(cursor: _Cursor) -> Iterator[Feature]:
    """The features of one JSON object: those of its list as they come, else what the object itself is."""
    rest: dict[str, Any] = {}
    has_list = False
    for key in cursor.members():
        if key in LISTS and cursor.peek() == "[":
            has_list = True
            yield from (_feature(item) for item in cursor.items())
        else:
            rest[key] = cursor.value()
    if rest.get("type") == "Topology" or ("arcs" in rest and "objects" in rest):
        if len(cursor.text) > LARGEST_TOPOLOGY:
            raise Unreadable("F152", detail=f"{len(cursor.text) / 1024**2:.0f} MB")
        yield from _of_topology(rest)
    elif not has_list and ("geometry" in rest or GEOMETRY_KEYS & rest.keys()):
        yield _feature(rest)


def _feature(item: object) -> Feature:
    """A feature, or a bare geometry with what stands beside its coordinates as its properties."""
    if not isinstance(item, Mapping):
        return Feature({}, None)
    if GEOMETRY_KEYS & item.keys():
        return Feature({key: value for key, value in item.items() if key not in {*GEOMETRY_KEYS, "type"}}, item)
    told = item.get("properties", item.get("attributes"))
    beside = {key: value for key, value in item.items() if key not in {"type", "geometry", "properties", "attributes"}}
    geometry = item.get("geometry")
    properties = beside | dict(told) if isinstance(told, Mapping) else beside
    return Feature(properties, geometry if isinstance(geometry, Mapping) else None)


def _of_topology(topology: Mapping[str, Any]) -> Iterator[Feature]:
    """The objects of a TopoJSON file, their arcs put together."""
    try:
        arcs = _absolute(topology.get("arcs") or (), topology.get("transform"))
    except (TypeError, ValueError, IndexError, KeyError, AttributeError):
        raise Unreadable("F151", detail="arcs") from None
    objects = topology.get("objects")
    for item in objects.values() if isinstance(objects, Mapping) else ():
        for one in _members_of(item):
            told = one.get("properties")
            beside = {"id": one["id"]} if "id" in one else {}
            properties = beside | dict(told) if isinstance(told, Mapping) else beside
            yield Feature(properties, _with_coordinates(one, arcs))


def _members_of(item: object) -> Iterator[Mapping[str, Any]]:
    if not isinstance(item, Mapping):
        return
    if item.get("type") == "GeometryCollection":
        for member in item.get("geometries") or ():
            yield from _members_of(member)
    else:
        yield item


def _absolute(arcs: Sequence[Any], transform: Mapping[str, Any] | None) -> list[list[tuple[float, float]]]:
    """Arcs as coordinates: with a transform each point is a difference to the one before, in whole steps."""
    if not transform:
        return [[(point[0], point[1]) for point in arc] for arc in arcs]
    (wide, high), (left, low) = transform["scale"], transform["translate"]
    return [
        [
            (x * wide + left, y * high + low)
            for x, y in zip(accumulate(p[0] for p in arc), accumulate(p[1] for p in arc), strict=True)
        ]
        for arc in arcs
    ]


def _with_coordinates(item: Mapping[str, Any], arcs: list[list[tuple[float, float]]]) -> Mapping[str, Any]:
    """The geometry with coordinates in place of its arcs; one that names an arc that is not there has none."""

    def ring(numbers: Sequence[int]) -> list[tuple[float, float]]:
        points: list[tuple[float, float]] = []
        for number in numbers:
            arc = arcs[number] if number >= 0 else arcs[~number][::-1]
            points += arc[1:] if points else arc
        return points

    kind = item.get("type")
    try:
        if kind == "Polygon":
            return {"type": kind, "coordinates": [ring(numbers) for numbers in item["arcs"]]}
        if kind == "MultiPolygon":
            return {"type": kind, "coordinates": [[ring(numbers) for numbers in part] for part in item["arcs"]]}
    except (TypeError, IndexError, KeyError):
        return {"type": kind, "coordinates": []}
    return {"type": kind}
