"""The intruder: what can be worked out about hidden counts from all that was ever published.

Belongs here: asking, by linear programming (HiGHS), for the smallest and largest value each hidden count can
have. What a reader knows is `knowledge.py`'s. Does not belong here: how cells are hidden; nothing of that is
used.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy.optimize import linprog
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import connected_components

from disclosure.knowledge import Count, Knowledge, Terms
from disclosure.levels import Array
from disclosure.rules import Rules

# Larger than any count; no bound of its own.
_PLENTY = 1e7
_TOLERANCE = 1e-6
# Worlds looked at in random directions before each count is asked for by itself.
_GLANCES = 6


class NoWorldError(Exception):
    """The published figures contradict each other, or the solver gave up."""


def attack(releases: Sequence[pd.DataFrame], rules: Rules) -> pd.DataFrame:
    """Return the hidden counts that lie within less than the promised width.

    Args:
        releases: Cells with `status_code`, oldest first. Exact counts of hidden cells serve only to tell
            which
            cells did not change between releases, what the question bank makes equal, and the width promised.
        rules: What was promised.

    Returns:
        One row per finding: wave_code, kind, code, cell, edition, lower, upper and needed, in people.

    Raises:
        NoWorldError: No exact counts fit what is published.
    """
    found = []
    for wave in sorted(set().union(*(release["wave_code"] for release in releases))):
        parts = [release[release["wave_code"] == wave] for release in releases]
        found += [{"wave_code": wave, **finding} for finding in _attack_wave(Knowledge(parts, rules))]
    return pd.DataFrame(found)


def _attack_wave(known: Knowledge) -> list[dict[str, object]]:
    unknown = [count for count in known.exact if count not in known.told]
    number = {count: n for n, count in enumerate(unknown)}
    equal, sums = _rows(known.equal, known, number)
    at_most, bounds = _rows(known.at_most, known, number)
    links = abs(equal).T @ abs(equal) + abs(at_most).T @ abs(at_most)
    groups, label = connected_components(links, directed=False)
    needed = np.array([known.needed.get(count, 0.0) for count in unknown])
    floor = np.array([1.0 if count.kind == "respondents" else 0.0 for count in unknown])
    findings: list[dict[str, object]] = []
    for group in range(groups):
        chosen = np.flatnonzero(label == group)
        programme = _Programme(*_about(equal, sums, chosen), *_about(at_most, bounds, chosen), floor[chosen])
        lower, upper = programme.narrow(needed[chosen])
        for place in np.flatnonzero(upper - lower < needed[chosen] - _TOLERANCE):
            count: Count = unknown[chosen[place]]
            findings.append(
                {
                    **count._asdict(),
                    "lower": lower[place],
                    "upper": upper[place],
                    "needed": needed[chosen[place]],
                }
            )
    return findings


class _Programme:
    """Unknowns that hang together, and all worlds in which the publication is true."""

    def __init__(
        self, equal: csr_array, sums: Array, at_most: csr_array, bounds: Array, floor: Array
    ) -> None:
        self._rows = {"A_eq": equal, "b_eq": sums, "A_ub": at_most, "b_ub": bounds}
        self._limits = np.column_stack([floor, np.full(floor.size, _PLENTY)])
        self._lower, self._upper = np.full(floor.size, np.inf), np.full(floor.size, -np.inf)

    def narrow(self, needed: Array) -> tuple[Array, Array]:
        """Return bounds of every unknown: the narrowest, or already wider apart than needed."""
        if not (needed > 0).any():
            return np.zeros(needed.size), np.zeros(needed.size)
        directions = np.random.default_rng(0)
        for _ in range(_GLANCES):
            self._look(directions.normal(size=needed.size))
        for unknown in np.flatnonzero(needed > 0):
            for sign in (1.0, -1.0):
                # Every world narrows what is left to ask: most counts are wide enough before their turn.
                if self._upper[unknown] - self._lower[unknown] < needed[unknown]:
                    objective = np.zeros(needed.size)
                    objective[unknown] = sign
                    self._look(objective)
        return self._lower, self._upper

    def _look(self, objective: Array) -> None:
        world = linprog(objective, **self._rows, bounds=self._limits, method="highs")
        if world.status != 0:
            raise NoWorldError(world.message)
        np.minimum(self._lower, world.x, out=self._lower)
        np.maximum(self._upper, world.x, out=self._upper)


def _rows(expressions: list[Terms], known: Knowledge, number: dict[Count, int]) -> tuple[csr_array, Array]:
    """Expressions over the unknowns, and what the known counts leave of each."""
    row, column, factor, left = [], [], [], np.zeros(len(expressions))
    for place, terms in enumerate(expressions):
        for count, times in terms.items():
            if count in number:
                row.append(place)
                column.append(number[count])
                factor.append(times)
            else:
                left[place] -= times * known.exact[count]
    rows = coo_array((factor, (row, column)), shape=(len(expressions), len(number))).tocsr()
    return rows, left


def _about(rows: csr_array, values: Array, unknowns: Array) -> tuple[csr_array, Array]:
    chosen = rows[:, unknowns].tocsr()
    speaks = np.diff(chosen.indptr) > 0
    return chosen[speaks], values[speaks]
