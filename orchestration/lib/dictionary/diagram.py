"""A drawing of lineage: tables as boxes from left (landing) to right (published), arrows between them.

Belongs here: where each box and arrow stands. Escaping and SVG itself are in the template.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

Edges = Mapping[str, Iterable[str]]

_CHARACTER = 6.7
_PADDING = 10
_LINE = 15
_GAP_X = 46
_GAP_Y = 12
_MOST_LINES = 5


@dataclass(frozen=True)
class Item:
    """A table to be drawn.

    Attributes:
        name: As people call it.
        layer: landing, reference, staging and so on.
        lines: Columns of it that matter here.
    """

    name: str
    layer: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class Box:
    """A table where it stands, in pixels."""

    x: int
    y: int
    width: int
    height: int
    name: str
    layer: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Diagram:
    """A drawing: its size in pixels, boxes, and the path of each arrow (SVG path data)."""

    width: int
    height: int
    boxes: tuple[Box, ...]
    arrows: tuple[str, ...]


def draw(items: Mapping[str, Item], sources: Edges) -> Diagram:
    """Lay out tables so that every arrow runs from left to right.

    Args:
        items: Tables by id.
        sources: For each id, the ids it comes from; ids that are not among the items are left out.
    """
    edges = {key: [other for other in sources.get(key, ()) if other in items] for key in items}
    depth = _depths(edges)
    columns: dict[int, list[str]] = {}
    for key in sorted(items, key=lambda key: (items[key].layer, items[key].name)):
        columns.setdefault(depth[key], []).append(key)
    boxes: dict[str, Box] = {}
    x = 0
    for number in sorted(columns):
        placed = _column([(key, items[key]) for key in columns[number]], x)
        boxes |= placed
        x += max(box.width for box in placed.values()) + _GAP_X
    return Diagram(
        width=x - _GAP_X,
        height=max(box.y + box.height for box in boxes.values()),
        boxes=tuple(boxes.values()),
        arrows=tuple(_arrow(boxes[other], boxes[key]) for key in edges for other in sorted(edges[key])),
    )


def _depths(edges: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """Return the length of the longest way from a table without a source to each table."""
    known: dict[str, int] = {}

    def depth(key: str) -> int:
        if key not in known:
            known[key] = max((depth(other) + 1 for other in edges[key]), default=0)
        return known[key]

    return {key: depth(key) for key in edges}


def _column(items: Sequence[tuple[str, Item]], x: int) -> dict[str, Box]:
    shown = {key: _lines(item) for key, item in items}
    longest = max(len(text) for key, item in items for text in (item.name, item.layer, *shown[key]))
    width = round(longest * _CHARACTER) + 2 * _PADDING
    boxes, y = {}, 0
    for key, item in items:
        height = (2 + len(shown[key])) * _LINE + _PADDING
        boxes[key] = Box(x, y, width, height, item.name, item.layer, shown[key])
        y += height + _GAP_Y
    return boxes


def _lines(item: Item) -> tuple[str, ...]:
    if len(item.lines) <= _MOST_LINES:
        return item.lines
    return (*item.lines[: _MOST_LINES - 1], f"and {len(item.lines) - _MOST_LINES + 1} more columns")


def _arrow(start: Box, end: Box) -> str:
    x1, y1 = start.x + start.width, start.y + start.height // 2
    x2, y2 = end.x, end.y + end.height // 2
    middle = (x1 + x2) // 2
    return f"M{x1} {y1}C{middle} {y1} {middle} {y2} {x2} {y2}"
