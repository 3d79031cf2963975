"""A fictional land of honeycomb cells: grown outwards, cut by a river, shared out, its borders smoothed.

Whole numbers only. A cell is the place of its middle; cells lie 2 apart in a row, rows lie 3 apart and half a cell
sideways, so that the six corners of a cell are whole numbers too, and three cells meet at each.
"""

from collections.abc import Iterable, Mapping
from itertools import pairwise

from pipelines.sample.draw import Draw

Cell = tuple[int, int]
Ring = list[Cell]
BESIDE = ((2, 0), (1, 3), (-1, 3), (-2, 0), (-1, -3), (1, -3))
CORNERS = ((1, -1), (1, 1), (0, 2), (-1, 1), (-1, -1), (0, -2))
"""Of a cell, against the clock from its lower right: two of them in a row are an edge."""
FINE = 1000
"""Steps of a corner's place between two whole numbers."""
ROUNDS, JITTER = 2, 420
ROUGH, COMPACT = 2, 4
"""Of so many cells at random the best is taken: the fewer, the more winding a border."""


def land(draw: Draw, size: int) -> set[Cell]:
    """So many cells grown around the middle."""
    owners = dict.fromkeys([(0, 0)], "")
    shore = beside((0, 0))
    while len(owners) < size:
        cell = _next(draw, shore, owners, "", ROUGH)
        if cell not in owners:
            owners[cell] = ""
            shore += [one for one in beside(cell) if one not in owners]
    return set(owners)


def banks(cells: Iterable[Cell], draw: Draw) -> dict[Cell, int]:
    """Which side of a winding river each cell lies on: 0 or 1."""
    rows = sorted({y for _, y in cells})
    course, turn, at = {}, 0, 0
    for y in rows:
        turn = max(-2, min(2, turn + draw.between(-1, 1)))
        at += turn - (at > 7) + (at < -7)
        course[y] = at
    return {cell: int(cell[0] > course[cell[1]]) for cell in cells}


def shared(cells: set[Cell], parts: Mapping[str, int], draw: Draw) -> dict[Cell, str]:
    """The cells shared out to parts that grow side by side, each as large as its number says among the others."""
    owners: dict[Cell, str] = {}
    for name, seed in zip(parts, _apart(cells, len(parts), draw), strict=True):
        owners[seed] = name
    shores = {name: [one for one in beside(seed) if one in cells] for seed, name in owners.items()}
    sizes = dict.fromkeys(parts, 1)
    while open_ := [name for name in parts if shores[name]]:
        name = min(open_, key=lambda one: (sizes[one] * 1000 // parts[one], one))
        cell = _next(draw, shores[name], owners, name, COMPACT)
        if cell not in owners:
            owners[cell], sizes[name] = name, sizes[name] + 1
            shores[name] += [one for one in beside(cell) if one in cells and one not in owners]
    return _with_strays(cells, owners)


def _with_strays(cells: set[Cell], owners: dict[Cell, str]) -> dict[Cell, str]:
    """Cells that nobody could reach go to a neighbour."""
    while strays := sorted(cells - owners.keys()):
        for cell in strays:
            near = [owners[one] for one in beside(cell) if one in owners]
            if near:
                owners[cell] = near[0]
    return owners


def _next(draw: Draw, shore: list[Cell], owners: Mapping[Cell, str], name: str, looks: int) -> Cell:
    """A cell taken from the shore: of a few at random the one with most neighbours of one's own."""
    tried = [draw.between(0, len(shore) - 1) for _ in range(looks)]
    at = max(tried, key=lambda one: sum(owners.get(near) == name for near in beside(shore[one])))
    shore[at], shore[-1] = shore[-1], shore[at]
    return shore.pop()


def _apart(cells: set[Cell], count: int, draw: Draw) -> list[Cell]:
    """So many cells far from each other and not at the edge."""
    inner = sorted(cell for cell in cells if all(one in cells for one in beside(cell)))
    choices = inner if len(inner) >= count else sorted(cells)
    chosen = [draw.one_of(choices)]
    while len(chosen) < count:
        tried = draw.some_of(choices, 40)
        chosen.append(max(tried, key=lambda cell: min(_distance(cell, other) for other in chosen)))
    return chosen


def _distance(one: Cell, other: Cell) -> int:
    return 3 * (one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2


def beside(cell: Cell) -> list[Cell]:
    """The six cells around one."""
    return [(cell[0] + x, cell[1] + y) for x, y in BESIDE]


def places(owners: Mapping[Cell, str], draw: Draw) -> dict[Cell, Cell]:
    """Where each corner on a border is drawn: shaken, then drawn towards its neighbours along the border."""
    neighbours: dict[Cell, set[Cell]] = {}
    for name in sorted(set(owners.values())):
        for start, end in _edges({cell for cell, owner in owners.items() if owner == name}):
            neighbours.setdefault(start, set()).add(end)
            neighbours.setdefault(end, set()).add(start)
    found = {
        (x, y): (x * FINE + draw.between(-JITTER, JITTER), y * FINE + draw.between(-JITTER, JITTER))
        for x, y in sorted(neighbours)
    }
    for _ in range(ROUNDS):
        found = {corner: _eased(corner, neighbours[corner], found) for corner in found}
    return found


def _eased(corner: Cell, beside_it: set[Cell], found: Mapping[Cell, Cell]) -> Cell:
    """Half-way between where a corner is and its two neighbours; where three borders meet it stays."""
    if len(beside_it) != 2:
        return found[corner]
    (x, y), ((a, b), (c, d)) = found[corner], sorted(found[one] for one in beside_it)
    return (a + 2 * x + c) // 4, (b + 2 * y + d) // 4


def rings(cells: set[Cell]) -> list[Ring]:
    """The borders of some cells as closed rings of corners: outer ones against the clock, holes with it."""
    following = dict(sorted(_edges(cells)))
    found = []
    while following:
        ring = [next(iter(following))]
        while ring[-1] in following:
            ring.append(following.pop(ring[-1]))
        found.append(ring)
    return found


def _edges(cells: set[Cell]) -> list[tuple[Cell, Cell]]:
    """The edges between these cells and others, against the clock."""
    edges = []
    for x, y in sorted(cells):
        corners = [(x + a, y + b) for a, b in CORNERS]
        for (start, end), step in zip(pairwise([*corners, corners[0]]), BESIDE, strict=True):
            if (x + step[0], y + step[1]) not in cells:
                edges.append((start, end))
    return edges


def is_outer(ring: Ring) -> bool:
    """Whether a ring runs against the clock."""
    return sum(x * d - c * y for (x, y), (c, d) in pairwise(ring)) > 0
