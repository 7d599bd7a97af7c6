"""Hide companions until every hidden count of a question is as uncertain as promised.

Belongs here: which figures are hidden beside the small ones. Cheapest first, where cost is the people of
figures newly hidden; where no companion suffices, the total above is hidden too. Nothing is ever shown again,
so it ends; and what was uncertain enough stays so, so it is looked at once.
"""

import numpy as np

from disclosure.companions import add_companions
from disclosure.levels import Levels, close
from disclosure.pools import show_places_only
from disclosure.question import Measure, Move, Question
from disclosure.reach import rise


class Protection:
    """What one question of one wave still needs.

    Args:
        question: The counts of the question.
        promised: What is promised about them.
        known: Figures that an earlier release told and that have not changed: hiding them protects nothing.
        kept: Where the first promise is known to be kept.

    Attributes:
        kept: Per promise, where it is kept: hiding more never makes a count less uncertain.
    """

    def __init__(
        self, question: Question, promised: list[Measure], known: Levels, kept: Levels | None = None
    ) -> None:
        self._question = question
        self._people = question.people
        self._present = {key: values > 0 for key, values in question.people.items()}
        self._promised = [_unknown(measure, known) for measure in promised]
        self.kept = [{key: ~present for key, present in self._present.items()} for _ in self._promised]
        if kept is not None:
            self.kept[0] = kept

    def extend(self, shared: Levels) -> Levels:
        """Hide, in place, what the question needs beside what is hidden already.

        Args:
            shared: What must be hidden; places where nobody answered this question are left alone.

        Returns:
            What of this question is hidden.
        """
        hidden = {key: mask & self._present[key] for key, mask in shared.items()}
        close(hidden, self._people)
        plainly = {key: mask.copy() for key, mask in hidden.items()}
        # Where no profession and no group is left, companions would be looked for in vain; so they are among
        # options that overlap, each of them a count of its own that few chose.
        in_vain = bool(self._question.options) or not _shows_columns(hidden, self._people)
        hidden["nation_all", ""] |= in_vain
        while not hidden["nation_all", ""].any():
            name, short = self._first_failing(hidden)
            if not name:
                break
            before = _size(hidden)
            for level in [key for key in hidden if key[0] == name]:
                add_companions(level, self._promised, short, hidden, self._people)
            close(hidden, self._people)
            if before == _size(hidden):
                _hide_failing(name, short, hidden, self._people)
        if hidden["nation_all", ""].any() and show_places_only(self._question, plainly, self._promised):
            hidden = plainly
        close(hidden, self._people)
        for key, mask in hidden.items():
            shared[key] |= mask
        return hidden

    def _first_failing(self, hidden: Levels) -> tuple[str, list[Levels]]:
        """The topmost kind of level where a promise is not kept, and where it is not; empty if all are."""
        # What is hidden further up changes what lies below: that is looked at when all above it is well.
        for name in dict.fromkeys(key[0] for key in hidden):
            short = [self._failing(number, hidden, name) for number in range(len(self._promised))]
            if any(found.any() for levels in short for found in levels.values()):
                return name, short
        return "", []

    def _failing(self, number: int, hidden: Levels, name: str) -> Levels:
        """Where a hidden count is less uncertain than promised, as far as can be shown by construction."""
        measure, kept = self._promised[number], self.kept[number]
        missing = {
            key: np.where(hidden[key] & ~kept[key], needed, 0) if key[0] == name else np.zeros_like(needed)
            for key, needed in measure.needed.items()
        }
        for move in measure.moves:
            left = self._after(move, hidden, missing)
            if measure.adds_up:
                missing = left
            else:
                # Changes of other kinds count on their own: all or nothing.
                missing = {key: np.where(left[key] > 0, values, 0) for key, values in missing.items()}
        for key in (key for key in hidden if key[0] == name):
            kept[key] |= hidden[key] & (missing[key] == 0)
        return {key: values > 0 for key, values in missing.items()}

    def _after(self, move: Move, hidden: Levels, missing: Levels) -> Levels:
        """What is missing after one kind of change, down and up."""
        if not any(values.any() for values in missing.values()):
            return missing
        usable = {key: hidden[key] & move.where[key] for key in hidden}
        down = rise(move.gains, move.loses, usable, self._present, missing)
        left = {key: values - down[key] for key, values in missing.items()}
        up = rise(move.loses, move.gains, usable, self._present, left)
        return {key: values - up[key] for key, values in left.items()}


def _shows_columns(hidden: Levels, people: Levels) -> bool:
    return any(
        # One column alone is the total of its place.
        ((people[key] > 0) & ~mask & ((people[key] > 0).sum(axis=-1, keepdims=True) > 1)).any()
        for key, mask in hidden.items()
        if key[0] in {"region", "nation", "cross"}
    )


def _hide_failing(name: str, short: list[Levels], hidden: Levels, people: Levels) -> None:
    """Where no companion helps: hide every part in the failing tables, then all places, then the question."""
    wide = [
        ("nation", table)
        for level, table in hidden
        if level == name and table and any(found[level, table].any() for found in short)
    ]
    before = _size(hidden)
    for keys in (wide, [("provider", "")], [("region_all", "")], [("nation_all", "")]):
        for key in keys:
            hidden[key][...] = True
        # What is all of a shown total is shown with it.
        close(hidden, people)
        if _size(hidden) > before:
            return


def _size(masks: Levels) -> int:
    return sum(int(mask.sum()) for mask in masks.values())


def _unknown(measure: Measure, known: Levels) -> Measure:
    """The measure without what an earlier release told."""

    def cleared(values: Levels) -> Levels:
        return {key: np.where(known[key], 0, array) for key, array in values.items()}

    moves = tuple(
        Move(
            cleared(move.loses),
            cleared(move.gains),
            {key: mask & ~known[key] for key, mask in move.where.items()},
        )
        for move in measure.moves
    )
    return Measure(moves, measure.adds_up, cleared(measure.needed))
