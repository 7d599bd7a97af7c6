"""The cheapest way from a cell's row back to its column, through figures that would have to be hidden.

Belongs here: a shortest path for cells that no single swap protects. Its steps are those by which `swaps.py`
looks for a rise: a cell of the row reached falls, one of the column reached rises, two providers exchange
people in all other tables, or two columns of the region are made good elsewhere.
"""

from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from disclosure.levels import PROFESSIONS, Array, Key, Levels
from disclosure.question import Measure
from disclosure.reach import nation_pairs, within_regions

Figure: TypeAlias = tuple[Key, tuple[int, ...]]


@dataclass
class Ways:
    """What could be moved if it were hidden; worked out once for each kind of change.

    Attributes:
        hidden: Masks of every level; changed by `hide_path`.
        people: Respondents: what hiding a figure costs.
    """

    hidden: Levels
    people: Levels
    _kept: dict[tuple[object, ...], Array] = field(default_factory=dict)

    def hide_path(self, table: str, cell: tuple[int, ...], measure: Measure) -> bool:
        """Hide, in place, the cheapest path that lets a figure of a table vary as far as promised.

        Args:
            table: Table of the figure.
            cell: Region, place and column of a cell; region and column of a total.
            measure: What is promised.

        Returns:
            Whether there is one.
        """
        needed = int(measure.needed["leaf" if len(cell) == 3 else "region", table][cell])
        best: tuple[float, list[Figure]] = (np.inf, [])
        for move in measure.moves:
            for loses, gains in ((move.loses, move.gains), (move.gains, move.loses)):
                best = min(best, self._path(table, cell, needed, loses, gains, move.where), key=_price)
        for key, place in best[1]:
            self.hidden[key][place] = True
        return bool(best[1])

    def _path(
        self, table: str, cell: tuple[int, ...], needed: int, loses: Levels, gains: Levels, where: Levels
    ) -> tuple[float, list[Figure]]:
        region, *place, column = cell
        leaf, size = ("leaf", table), loses["leaf", table].shape[1]
        price = self._price(leaf)[region]
        by_row = self._between_rows(table, region, needed, loses, gains, where)
        by_column, payer = self._between_columns(table, region, needed, loses, gains, where)
        cost = np.block(
            [
                [by_row, np.where(loses[leaf][region] >= needed, price, np.inf)],
                [np.where(gains[leaf][region] >= needed, price, np.inf).T, by_column],
            ]
        )
        # A total rises only with another total falling: nobody of its own column falls.
        cost[place or slice(size), size + column] = np.inf
        first = np.full(len(cost), np.inf)
        rising = gains[leaf][region, :, column] >= needed
        first[:size] = np.where(rising, price[:, column], np.inf)
        if place:
            first[:size][np.arange(size) != place[0]] = np.inf
        # A step that costs nothing is a step all the same.
        grown = np.block([[cost + 1, np.full((len(cost), 1), np.inf)], [first + 1, np.inf]])
        start, end = np.nonzero(np.isfinite(grown))
        graph = csr_array((grown[start, end], (start, end)), shape=grown.shape)
        length, before = dijkstra(graph, indices=len(cost), return_predecessors=True)
        target = size + column
        if not np.isfinite(length[target]):
            return np.inf, []
        figures: list[Figure] = []
        while before[target] != len(cost):
            source = int(before[target])
            figures += self._figures(table, region, source, target, size, payer)
            target = source
        figures.append((leaf, (region, target, column)))
        return float(length[size + column]), figures

    def _figures(
        self, table: str, region: int, source: int, target: int, size: int, payer: Array
    ) -> list[Figure]:
        """The figures of one step."""
        if source < size and target < size:
            return [(("provider", ""), (region, place)) for place in (source, target)]
        if source < size or target < size:
            row, column = min(source, target), max(source, target) - size
            return [(("leaf", table), (region, row, column))]
        columns = (source - size, target - size)
        other = int(payer[columns])
        elsewhere: list[Figure] = [
            (("nation", table), (column,)) if other < 0 else (("region", table), (other, column))
            for column in columns
        ]
        return [*((("region", table), (region, column)) for column in columns), *elsewhere]

    def _price(self, key: Key) -> Array:
        """People of figures that are not hidden yet, with those of the figures that would go below them."""
        name, table = key
        tables = len({other for _, other in self.people if other})
        below = {"provider": tables + 1, "region": 2, "nation": tables + 2 if table == PROFESSIONS else 4}
        return np.where(self.hidden[key], 0.0, self.people[key] * below.get(name, 1))

    def _between_rows(
        self, table: str, region: int, needed: int, loses: Levels, gains: Levels, where: Levels
    ) -> Array:
        """Price at which the first provider can rise and the second fall in all other tables."""
        pairs = self._kept.get((id(loses), id(gains), table, region))
        if pairs is None:
            present = self.people["provider", ""][region] > 0
            free = where["provider", ""][region] & present
            pairs = np.where(free[:, None] & free[None, :], needed, 0)
            for key in self.people:
                if key[0] != "leaf" or key[1] == table:
                    continue
                gain, loss = gains[key][region], loses[key][region]
                absent = ~(self.people[key][region] > 0).any(axis=1)
                total = np.minimum(gain[:, None, :], loss[None, :, :]).sum(axis=2)
                pairs = np.where(absent[:, None] & absent[None, :], pairs, np.minimum(pairs, total))
            np.fill_diagonal(pairs, 0)
            self._kept[id(loses), id(gains), table, region] = pairs
        price = self._price(("provider", ""))[region]
        return np.where(pairs >= needed, price[:, None] + price[None, :], np.inf)

    def _between_columns(
        self, table: str, region: int, needed: int, loses: Levels, gains: Levels, where: Levels
    ) -> tuple[Array, Array]:
        """Price at which the first column can fall and the second rise, and who makes it good (-1: nation).

        Returns:
            Columns x columns each.
        """
        kept = (id(loses), id(gains), table)
        if kept not in self._kept:
            everywhere = {key: where[key] & (values > 0) for key, values in self.people.items()}
            # within[s, f, g]: in region s column f can rise and g fall; national likewise.
            self._kept[kept] = within_regions(loses, gains, everywhere, table)
            present = {key: values > 0 for key, values in self.people.items()}
            self._kept[*kept, "nation"] = nation_pairs(loses, gains, everywhere, present, table)
        within, national = self._kept[kept], self._kept[*kept, "nation"]
        price, nation = self._price(("region", table)), self._price(("nation", table))
        paid = np.where(within >= needed, price[:, :, None] + price[:, None, :], np.inf)
        paid[region] = np.inf
        payer = paid.argmin(axis=0)
        cheapest = paid.min(axis=0)
        # national[f, g]: f up and g down, as in this region.
        by_nation = np.where(needed <= national.T, nation[:, None] + nation[None, :], np.inf)
        payer = np.where(by_nation < cheapest, -1, payer)
        own = price[region][:, None] + price[region][None, :]
        free = where["region", table][region] & (self.people["region", table][region] > 0)
        pair = free[:, None] & free[None, :] & ~np.eye(free.size, dtype=bool)
        return np.where(pair, np.minimum(cheapest, by_nation) + own, np.inf), payer


def _price(found: tuple[float, list[Figure]]) -> float:
    return found[0]
