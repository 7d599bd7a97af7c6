"""The plain way, where companions would hide nearly all of a question: only totals of places are shown.

Belongs here: a pattern that is safe for a simple reason. All professions and groups are hidden, so two people
of one pool may exchange their answers, or one may be of another profession, and no shown figure changes. A
shown provider is a pool; the hidden providers of a region are one together, and so are those of all hidden
regions.
"""

from collections.abc import Iterator

import numpy as np

from disclosure.levels import Array, Key, Levels, close
from disclosure.question import FREELY, Measure, Question
from disclosure.swaps import swaps

_COLUMNS = {"region", "nation", "cross"}


def show_places_only(question: Question, hidden: Levels, promised: list[Measure]) -> bool:
    """Hide all professions and groups, in place, and as many places as it takes.

    Args:
        question: The counts of the question.
        hidden: What must be hidden at least; changed.
        promised: What is promised: respondents, then each protected count, or respondents alone.

    Returns:
        Whether every hidden count is as uncertain as promised; if not, the question cannot be shown in this
        way.
    """
    for key, mask in hidden.items():
        if key[0] in _COLUMNS:
            mask |= question.people[key] > 0
    while not hidden["nation_all", ""].any():
        close(hidden, question.people)
        pools = _Pools(question, hidden, promised)
        short = pools.short()
        if short.any():
            if not pools.join(short):
                return False
        elif pools.columns_are_wide():
            return True
        elif not _hide_all(hidden, question.people):
            return False
    return False


def _hide_all(hidden: Levels, people: Levels) -> bool:
    """Hide all providers, or all regions where those are hidden already; False where both are."""
    for key in (("provider", ""), ("region_all", "")):
        if (hidden[key] != (people[key] > 0)).any():
            hidden[key] |= people[key] > 0
            return True
    return False


class _Pools:
    """Who may exchange answers with whom, given what is hidden."""

    def __init__(self, question: Question, hidden: Levels, promised: list[Measure]) -> None:
        self._people, self._hidden = question.people, hidden
        self._needed = promised[0].needed
        self._counts = list(zip(question.protected, promised[1:], strict=False))
        regions, places = self._people["provider", ""].shape
        own = np.arange(regions * places).reshape(regions, places)
        of_region = own.size + np.arange(regions)
        self._first_region, self._nation = own.size, own.size + regions
        self._of_region = np.where(hidden["region_all", ""], self._nation, of_region)
        self._of_provider = np.where(hidden["provider", ""], self._of_region[:, None], own)
        self._everyone = self._per_pool(self._people)

    def _per_pool(self, count: Levels) -> Array:
        weights = count["provider", ""].ravel()
        return np.bincount(self._of_provider.ravel(), weights, self._nation + 1).astype(np.int64)

    def _pool_of(self, key: Key) -> Array:
        if key[0] == "region_all":
            return np.full(self._people[key].shape, self._nation)
        shape = self._people[key].shape
        return (
            self._of_provider
            if key[0] == "provider"
            else np.broadcast_to(self._of_provider[:, :, None], shape)
        )

    def _spread(self, key: Key) -> Array:
        """By how much the people of one hidden cell of each pool can vary: each other one keeps somebody."""
        cells = np.bincount(self._pool_of(key)[self._hidden[key]], minlength=self._nation + 1)
        return np.where(cells > 1, self._everyone - cells, 0)

    def short(self) -> Array:
        """Pools whose places, or whose places' parts, do not hide each other."""
        found = np.zeros(self._nation + 1, bool)
        for key in [key for key in self._hidden if key[0] in {"leaf", "provider", "region_all"}]:
            pool, people = self._pool_of(key), self._people[key]
            bad = self._spread(key)[pool] < self._needed[key]
            for count, measure in self._counts:
                wide = _span(count[key], people, self._per_pool(count)[pool], self._everyone[pool])
                bad |= wide < measure.needed[key]
            found[pool[bad & self._hidden[key]]] = True
        return found

    def join(self, short: Array) -> bool:
        """Hide, in place, a place more in each pool that is too small; False where none is left."""
        providers, regions = self._hidden["provider", ""], self._hidden["region_all", ""]
        people = self._people["provider", ""]
        providers |= short[self._of_provider] & (people > 0)
        for region in np.flatnonzero(short[self._first_region : self._nation]):
            if not _hide_smallest(providers[region], people[region]):
                regions[region] = True
        return not short[self._nation] or _hide_smallest(regions, self._people["region_all", ""])

    def columns_are_wide(self) -> bool:
        """Whether professions and groups of regions and of the nation vary far enough."""
        for key in [key for key in self._hidden if key[0] in _COLUMNS]:
            hidden = self._hidden[key]
            if (
                key[0] != "cross"
                and (self._column(key, self._parts_spread(key[1])) < self._needed[key])[hidden].any()
            ):
                return False
            for count, measure in self._counts:
                wide = (
                    self._cross(key, count, measure)
                    if key[0] == "cross"
                    else self._column(key, self._parts_span(key[1], count))
                )
                if (wide < measure.needed[key])[hidden].any():
                    return False
        return True

    def _column(self, key: Key, parts: Iterator[tuple[Array, Array]]) -> Array:
        """Sum of what the pools of a region, or of the nation, give to each column."""
        pools, widths = (np.concatenate(found) for found in zip(*parts, strict=True))
        if key[0] == "nation":
            total: Array = widths.sum(axis=0)
            return total
        by_region = np.zeros((self._hidden["region_all", ""].size, widths.shape[1]), np.int64)
        np.add.at(by_region, pools, widths)
        return by_region

    def _parts(self, table: str, values: Array) -> Iterator[tuple[Array, Array, Array]]:
        """Yield region, pool and column counts: shown providers one by one, hidden ones region by region."""
        pooled = self._hidden["provider", ""]
        region, place = np.nonzero(~pooled & (self._people["provider", ""] > 0))
        yield region, self._of_provider[region, place], values[region, place]
        together = (values * pooled[:, :, None]).sum(axis=1)
        yield np.arange(len(together)), self._of_region, together

    def _parts_spread(self, table: str) -> Iterator[tuple[Array, Array]]:
        spread = self._spread(("leaf", table))
        for region, pool, people in self._parts(table, self._people["leaf", table]):
            yield region, np.where(people > 0, spread[pool][:, None], 0)

    def _parts_span(self, table: str, count: Levels) -> Iterator[tuple[Array, Array]]:
        found = self._parts(table, count["leaf", table])
        everyone = self._parts(table, self._people["leaf", table])
        in_pool = self._per_pool(count)
        for (region, pool, some), (_, _, people) in zip(found, everyone, strict=True):
            yield region, _span(some, people, in_pool[pool][:, None], self._everyone[pool][:, None])

    def _cross(self, key: Key, count: Levels, measure: Measure) -> Array:
        needed, people = measure.needed[key], self._people[key]
        others = people - count[key]
        moved = swaps(count[key], others, needed) + swaps(others, count[key], needed)
        # Wherever its people are, their pool has enough others of either answer.
        inhabited = self._everyone > 0
        given = self._per_pool(count)
        most = int(given[inhabited].min(initial=FREELY))
        least = int((self._everyone - given)[inhabited].min(initial=FREELY))
        wide = (most - count[key] >= needed) & (least - others >= needed)
        # All of a group in one profession is the group, which is looked at by itself.
        whole = (people == people.sum(axis=0)) | (people == people.sum(axis=1, keepdims=True))
        return np.where(wide | whole, needed, moved)


def _hide_smallest(hidden: Array, people: Array) -> bool:
    left = np.where(hidden | (people == 0), np.iinfo(np.int64).max, people)
    if left.min() == np.iinfo(np.int64).max:
        return False
    hidden[np.argmin(left)] = True
    return True


def _span(count: Array, people: Array, total: Array, everyone: Array) -> Array:
    """How far a count can vary when its people exchange answers with the rest of their pool."""
    up = np.minimum(people - count, total - count)
    down = np.minimum(count, (everyone - total) - (people - count))
    span: Array = np.maximum(up, 0) + np.maximum(down, 0)
    return span
