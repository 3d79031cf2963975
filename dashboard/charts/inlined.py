"""A chart's specification with its small tables written where they are used: a table handed over beside it is turned
into another form at every drawing, which takes longer than all the rest for the few rows of most marks."""

from typing import Any

MOST_ROWS = 400
Spec = dict[str, Any]


def inlined(spec: Spec) -> Spec:
    """The same chart. Large tables, and the one that all its marks share, stay beside it."""
    tables = spec.get("datasets", {})
    small = {name: rows for name, rows in tables.items() if isinstance(rows, list) and len(rows) <= MOST_ROWS}
    shared = spec.get("data", {}).get("name")
    layers = [_with_values(layer, small) for layer in spec.get("layer", [])]
    kept = {name: rows for name, rows in tables.items() if name not in small or name == shared}
    rest = {key: value for key, value in spec.items() if key not in ("datasets", "layer")}
    return rest | ({"layer": layers} if "layer" in spec else {}) | ({"datasets": kept} if kept else {})


def _with_values(layer: Spec, tables: dict[str, list[Any]]) -> Spec:
    inner = {"layer": [_with_values(one, tables) for one in layer["layer"]]} if "layer" in layer else {}
    name = layer.get("data", {}).get("name")
    return layer | inner | ({"data": {"values": tables[name]}} if name in tables else {})
