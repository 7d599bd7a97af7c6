"""Collecting dated steps of many concerns at once, kind by kind.

Belongs here: the table of steps while it grows. Which steps a concern takes is `concern_events.py`.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sample_data.coded import BLANK

Indexes = npt.NDArray[np.int64]
Booleans = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Steps:
    """Steps of concerns, one position each.

    Attributes:
        concern: Index of the concern.
        day: Indexes since the concern was raised.
        kind: Event type.
        before: ISF category before, or `BLANK`.
        after: ISF category after, or `BLANK`.
    """

    concern: Indexes
    day: Indexes
    kind: npt.NDArray[np.str_]
    before: Indexes
    after: Indexes

    def take(self, rows: Indexes) -> "Steps":
        """Return some steps in a given order."""
        return Steps(self.concern[rows], self.day[rows], self.kind[rows], self.before[rows], self.after[rows])


class StepLog:
    """Steps collected so far, one part per kind of step."""

    def __init__(self) -> None:
        self.parts: list[Steps] = []

    def add(
        self,
        kind: str,
        happens: Booleans,
        day: Indexes,
        before: Indexes | None = None,
        after: Indexes | None = None,
    ) -> None:
        """Note a step of all concerns to which it happens."""
        who = np.flatnonzero(happens)
        none = np.full(len(happens), BLANK)
        self.parts.append(
            Steps(
                concern=who,
                day=day[who],
                kind=np.full(len(who), kind, dtype="<U24"),
                before=(none if before is None else before)[who],
                after=(none if after is None else after)[who],
            )
        )

    def joined(self) -> Steps:
        """Return all steps, ordered by concern and day; on one day in the order they were noted."""
        every = Steps(
            concern=np.concatenate([part.concern for part in self.parts]),
            day=np.concatenate([part.day for part in self.parts]),
            kind=np.concatenate([part.kind for part in self.parts]),
            before=np.concatenate([part.before for part in self.parts]),
            after=np.concatenate([part.after for part in self.parts]),
        )
        return every.take(np.lexsort((every.day, every.concern)))
