"""Small boundary files, written where a test wants them."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

Ring = list[list[float]]


def square(x: float, y: float, size: float = 1.0) -> Ring:
    """A closed ring with its lower left corner at x, y."""
    return [[x, y], [x + size, y], [x + size, y + size], [x, y + size], [x, y]]


def polygon(*rings: Ring) -> dict[str, Any]:
    """An outer ring and its holes."""
    return {"type": "Polygon", "coordinates": list(rings)}


def feature(geometry: Mapping[str, Any] | None, **properties: Any) -> dict[str, Any]:
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def collection(*features: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": list(features)}


def two_counties(first: Mapping[str, Any], second: Mapping[str, Any]) -> dict[str, Any]:
    """隆阳区 and 腾冲市 as neighbouring squares, with these properties."""
    return collection(feature(polygon(square(99, 25)), **first), feature(polygon(square(98, 25)), **second))


def file(path: Path, content: Any, encoding: str = "utf-8") -> Path:
    """The content as JSON text."""
    text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode(encoding))
    return path


def corners(geometry: str) -> list[list[tuple[float, float]]]:
    """The different points of each ring of a stored shape, in order."""
    parts: Sequence[Sequence[Ring]] = json.loads(geometry)["coordinates"]
    return [sorted({(point[0], point[1]) for point in ring}) for part in parts for ring in part]
