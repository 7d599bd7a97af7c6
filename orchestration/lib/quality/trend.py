"""What a rule found over the loads of a feed, or over the releases of a table, as a small picture.

Belongs here: the points, their words and their drawing. Which results they come from is `view.py`.
"""

from dataclasses import dataclass

from orchestration.lib.quality.text import number, visible

SHOWN_POINTS = 24
WIDTH, HEIGHT, _MARGIN = 132.0, 32.0, 5.0


@dataclass(frozen=True)
class Point:
    """One judgement of a rule.

    Attributes:
        label: What was judged: a file, or the day of a table's check.
        value: The rule's measure, or the number of rows that break it; None where it cannot be told.
    """

    label: str
    value: float | None
    failed: bool


@dataclass(frozen=True)
class Mark:
    """A point as it is drawn; units of the picture's own grid."""

    x: float
    y: float
    failed: bool


@dataclass(frozen=True)
class Trend:
    """Points in the order in which files were first seen, or tables checked.

    Attributes:
        unit: What a value counts, in words.
    """

    unit: str
    points: tuple[Point, ...]

    @property
    def shown(self) -> tuple[Point, ...]:
        """The latest points."""
        return self.points[-SHOWN_POINTS:]

    @property
    def is_drawn(self) -> bool:
        """Whether there is more to see than one number that never changed."""
        return len(self.points) > 1 and len({(point.value, point.failed) for point in self.shown}) > 1

    @property
    def words(self) -> str:
        """The same as the picture: every value in order, failures named."""
        if not self.points:
            return "not judged yet"
        left_out = len(self.points) - len(self.shown)
        after = f", {left_out} earlier ones not shown" if left_out else ""
        if self.is_drawn:
            return f"{self.unit}: {'; '.join(map(_told, self.shown))}{after}"
        value = _value(self.shown[-1])
        return f"{value} each of {len(self.points):,} times" if len(self.points) > 1 else f"{value}, once"

    @property
    def marks(self) -> tuple[Mark, ...]:
        """Where each point is drawn; one without a value only if it failed, on the base line."""
        values = [point.value for point in self.shown if point.value is not None] or [0.0]
        low, high = min(0.0, *values), max(0.0, *values)
        span, steps = (high - low) or 1.0, max(len(self.shown) - 1, 1)
        return tuple(
            Mark(
                x=round(_MARGIN + place * (WIDTH - 2 * _MARGIN) / steps, 1),
                y=round(HEIGHT - _MARGIN - ((point.value or 0.0) - low) / span * (HEIGHT - 2 * _MARGIN), 1),
                failed=point.failed,
            )
            for place, point in enumerate(self.shown)
            if point.value is not None or point.failed
        )

    @property
    def line(self) -> str:
        """The marks as the points of an SVG polyline."""
        return " ".join(f"{mark.x:g},{mark.y:g}" for mark in self.marks)


def _value(point: Point) -> str:
    return "no number" if point.value is None else number(point.value)


def _told(point: Point) -> str:
    return f"{visible(point.label)} {_value(point)}{' (failed)' if point.failed else ''}"
