"""Small drawings within the rows of tables: where they lie, as text that a template prints.

Belongs here: geometry. The row beside a drawing tells the same in words, so the drawing is hidden from
screen readers. Provider pages hold thousands of them; a picture of the library takes 0.15 s (decision 70).
"""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH = 160  # of every strip, in its own units
HEIGHT = 22
Z_REACH = 4.2
_PAD = 4


@dataclass(frozen=True)
class Strip:
    """An interval on an axis: coordinates as text.

    Attributes:
        band: Left edge and width of the reach of chance; None when there is none.
        place: `low`, `within` or `high` of it: the shape of the mark.
    """

    at: str
    low: str
    high: str
    tick: str | None
    band: tuple[str, str] | None
    place: str


@dataclass(frozen=True)
class Spark:
    """A line over the waves: one path per unbroken run, its points, and breaks of comparability."""

    paths: tuple[str, ...]
    points: tuple[tuple[str, str], ...]
    breaks: tuple[str, ...]


def share_strip(
    value: float, low: float, high: float, benchmark: float | None, chance: tuple[float, float] | None
) -> Strip:
    """Place a share, its interval, its benchmark and the reach of chance on an axis from 0 to 100 %."""
    place = "within"
    if chance is not None:
        place = "low" if value < chance[0] else "high" if value > chance[1] else "within"
    return Strip(
        at=_x(value / 100),
        low=_x(low / 100),
        high=_x(high / 100),
        tick=None if benchmark is None else _x(benchmark / 100),
        band=None
        if chance is None
        else (_x(chance[0] / 100), f"{(chance[1] - chance[0]) / 100 * _span():.1f}"),
        place=place,
    )


def z_strip(value: float, reach: float) -> Strip:
    """Place a score and its interval on an axis from -4.2 to 4.2."""
    return Strip(
        at=z_at(value),
        low=z_at(value - reach),
        high=z_at(value + reach),
        tick=None,
        band=None,
        place="within",
    )


def z_at(value: float) -> str:
    """Return where a score lies; beyond the axis means at its end."""
    kept = max(-Z_REACH, min(Z_REACH, value))
    return _x((kept + Z_REACH) / (2 * Z_REACH))


def spark(values: Sequence[float | None], breaks: Sequence[int]) -> Spark | None:
    """Draw values over equal steps; a gap breaks the line, and so does a break of comparability.

    Args:
        values: One per wave, None where nothing is shown.
        breaks: Positions before which the series may not be compared.

    Returns:
        The drawing, or None when fewer than two values are shown.
    """
    shown = [value for value in values if value is not None]
    if len(shown) < 2:
        return None
    middle, reach = (min(shown) + max(shown)) / 2, max(max(shown) - min(shown), 10.0)
    step = _span() / max(len(values) - 1, 1)
    placed = [
        None if v is None else (f"{_PAD + i * step:.1f}", f"{HEIGHT / 2 - (v - middle) / reach * 14:.1f}")
        for i, v in enumerate(values)
    ]
    runs: list[list[tuple[str, str]]] = [[]]
    for i, point in enumerate(placed):
        if i in breaks or point is None:
            runs.append([])
        if point is not None:
            runs[-1].append(point)
    return Spark(
        paths=tuple("M" + "L".join(f"{x} {y}" for x, y in run) for run in runs if len(run) > 1),
        points=tuple(point for point in placed if point is not None),
        breaks=tuple(f"{_PAD + (i - 0.5) * step:.1f}" for i in breaks if 0 < i < len(values)),
    )


def _span() -> float:
    return WIDTH - 2 * _PAD


def _x(share: float) -> str:
    return f"{_PAD + share * _span():.1f}"
