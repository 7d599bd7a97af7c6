"""One question of one wave: its counts, and by how much each may be changed without showing.

Belongs here: what kinds of answers there are and which changes of them a reader could not rule out.
"""

from dataclasses import dataclass

import numpy as np

from disclosure.levels import Array, Levels
from disclosure.rules import Rules

# More than any width: a count that may grow as far as is needed.
FREELY = 99


@dataclass(frozen=True)
class Question:
    """Counts of one wave and question at every level.

    Attributes:
        code: Question code, or a pseudo-question (`survey_response`, `learners`).
        people: Respondents.
        protected: Counts whose width is promised: favourable, or counted where nothing is favourable.
        parts: Counts that add up to the respondents (single choice); empty for options that overlap.
        options: Overlapping counts (several options may be chosen); empty for single choice.
    """

    code: str
    people: Levels
    protected: tuple[Levels, ...] = ()
    parts: tuple[Levels, ...] = ()
    options: tuple[Levels, ...] = ()


@dataclass(frozen=True)
class Move:
    """A kind of change: each cell may lose so many of a count, and gain so many.

    Attributes:
        loses: How many a cell can give away.
        gains: How many a cell can take.
        where: Cells whose hidden figures may change in this way.
    """

    loses: Levels
    gains: Levels
    where: Levels


@dataclass(frozen=True)
class Measure:
    """Something whose width is promised, and the changes that would widen it.

    Attributes:
        moves: Changes, each of one of the counts.
        adds_up: Whether the changes can be made together; otherwise the widest counts.
        needed: Width needed at every cell, people.
    """

    moves: tuple[Move, ...]
    adds_up: bool
    needed: Levels


def measures(question: Question, asked_hidden: Levels, rules: Rules) -> list[Measure]:
    """Return what must be protected, respondents first, and the changes that protect it.

    Where the number of those asked is shown, the respondents are known up to those who skipped the question:
    they are not protected there. A count of some of them is uncertain by their number at most.

    Args:
        question: The counts.
        asked_hidden: Where the number of those asked is hidden as well, so that respondents may change.
        rules: Widths.
    """
    people = question.people
    together = [_with_respondents(loss, asked_hidden, people) for loss in _losses(question)]
    # How many answered a routed question is how many gave a certain answer to another: not promised here.
    promised = question.code not in rules.routes
    needed = {
        key: np.where(asked_hidden[key] & promised, _width(everyone, rules.respondents_width, rules), 0)
        for key, everyone in people.items()
    }
    found = [Measure(tuple(together), not question.options, needed)]
    for count in question.protected:
        needed = {
            key: np.minimum(_width(everyone, rules.favourable_width, rules), everyone)
            for key, everyone in people.items()
        }
        kinds = zip(together, question.parts or question.options, strict=True)
        own = [move for move, kind in kinds if kind is count]
        found.append(Measure((*own, *_within_respondents(question, count)), False, needed))
    return found


def _width(people: Array, small: int, rules: Rules) -> Array:
    """Width needed: that of a small cell, or that of a companion."""
    width: Array = np.where(people < rules.threshold, small, rules.companion_width)
    return width


def _losses(question: Question) -> list[Levels]:
    """People of each kind who could be elsewhere, so that one person stays: an empty cell is known."""
    people = question.people
    if question.options:
        return [_only(count, question.options, people) for count in question.options]
    parts = question.parts or (people,)
    largest = {key: np.argmax(np.stack([part[key] for part in parts]), axis=0) for key in people}
    return [
        {key: np.maximum(part[key] - (largest[key] == number), 0) for key in people}
        for number, part in enumerate(parts)
    ]


def _only(count: Levels, options: tuple[Levels, ...], people: Levels) -> Levels:
    """People who may have chosen this option and no other."""
    found = {}
    for key, everyone in people.items():
        others = [other[key] for other in options if other is not count]
        most = np.max(np.stack(others), axis=0) if others else np.zeros_like(everyone)
        found[key] = np.maximum(np.minimum(count[key], everyone - np.maximum(most, 1)), 0)
    return found


def _with_respondents(loss: Levels, asked_hidden: Levels, people: Levels) -> Move:
    loses = {key: np.where(asked_hidden[key], loss[key], 0) for key in people}
    gains = {key: np.where(asked_hidden[key] & (people[key] > 0), FREELY, 0) for key in people}
    return Move(loses, gains, asked_hidden)


def _within_respondents(question: Question, count: Levels) -> list[Move]:
    """The same respondents, some of them answering differently."""
    people = question.people
    everywhere = {key: everyone > 0 for key, everyone in people.items()}
    if question.options:
        chosen = {key: sum(option[key] for option in question.options) for key in people}
        # Nobody answers without choosing anything.
        loses = {key: np.clip(chosen[key] - people[key], 0, count[key]) for key in people}
        return [Move(loses, {key: people[key] - count[key] for key in people}, everywhere)]
    return [Move(count, part, everywhere) for part in question.parts if part is not count]
