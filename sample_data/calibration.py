"""Exact counts instead of lucky draws: how a realised share is made to equal its target.

Belongs here: choosing *how many* and *which* so that a national share comes out as wanted while the order
of the respondents' scores still decides who it is. Does not belong here: the targets (see `targets.py`).
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
Booleans = npt.NDArray[np.bool_]


def highest(score: Floats, count: int) -> Booleans:
    """Mark the `count` highest scores.

    Args:
        score: One continuous score per respondent of the base.
        count: How many to mark; clipped to 0..len(score).
    """
    chosen = np.zeros(len(score), dtype=bool)
    count = min(max(count, 0), len(score))
    if count:
        chosen[np.argpartition(-score, count - 1)[:count]] = True
    return chosen


def share_count(size: int, share: float) -> int:
    """Return the whole number of respondents nearest to a share (0..1) of a base."""
    return int(np.floor(size * share + 0.5))


def graded(score: Floats, shares: Sequence[float]) -> Integers:
    """Cut scores into ordered grades that hold given shares.

    Every boundary is rounded on its own, so the share above any boundary is exact to one respondent.

    Args:
        score: One continuous score per respondent, higher is better.
        shares: Share (0..1) of each grade from the worst to the best, adding up to 1.
    """
    bounds = [share_count(len(score), part) for part in np.cumsum(shares)[:-1]]
    ranks = np.empty(len(score), dtype=np.int64)
    ranks[np.argsort(score, kind="stable")] = np.arange(len(score))
    return np.asarray(np.searchsorted(np.asarray(bounds), ranks, side="right"), dtype=np.int64)


def whole_numbers(expected: Floats, rng: np.random.Generator) -> Integers:
    """Round expectations to whole numbers that add up to the rounded total (systematic sampling).

    Each result differs from its expectation by less than one.
    """
    total = share_count(1, float(expected.sum()))
    if total == 0:
        return np.zeros(len(expected), dtype=np.int64)
    running = np.cumsum(expected) * (total / expected.sum())
    steps = np.minimum(np.floor(running + rng.random()), total)
    steps[-1] = total
    return np.asarray(np.diff(steps, prepend=0.0), dtype=np.int64)
