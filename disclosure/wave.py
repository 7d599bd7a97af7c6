"""Cells of one wave as arrays: from rows to levels and back.

Belongs here: which row is which entry of which table. Codes are sorted, so the order of rows plays no part.
"""

from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd

from disclosure.levels import PROFESSIONS, Array, Key, Levels, Shape
from disclosure.question import Question

ALL = "all"
_LEVELS = ("provider", "region", "national")
_LEVEL_OF = {
    "leaf": "provider",
    "provider": "provider",
    "region": "region",
    "region_all": "region",
    "nation": "national",
    "nation_all": "national",
    "cross": "national",
}


class Wave:
    """Where each row of a wave's cells stands in the levels.

    Args:
        cells: Rows of one wave, in the columns of `disclosure.cells.COLUMNS`.
    """

    def __init__(self, cells: pd.DataFrame) -> None:
        is_provider = cells["place_level_code"] == "provider"
        regions = sorted(set(cells.loc[cells["place_level_code"] == "region", "place_code"]))
        providers = (
            cells.loc[is_provider, ["region_code", "place_code"]]
            .drop_duplicates()
            .sort_values(["region_code", "place_code"])
        )
        self._region = {code: number for number, code in enumerate(regions)}
        place = providers.groupby("region_code").cumcount()
        self._place = dict(zip(providers["place_code"], place, strict=True))
        self._columns = {
            PROFESSIONS: sorted(set(cells["profession_code"]) - {ALL}),
            **{
                str(table): sorted(set(rows) - {ALL})
                for table, rows in cells.groupby("breakdown_code")["group_code"]
                if table != PROFESSIONS
            },
        }
        sizes = {table: len(codes) for table, codes in self._columns.items()}
        self.shape = Shape(len(regions), int(place.max()) + 1 if len(place) else 0, sizes)
        self.level, self.position = self._locate(cells)

    def _locate(self, cells: pd.DataFrame) -> tuple[Array, Array]:
        """Number of the level of each row, and its place in that level's flattened array."""
        place_level = {level: (cells["place_level_code"] == level).to_numpy() for level in _LEVELS}
        in_table = {
            table: (cells["breakdown_code"] == table).to_numpy() for table in cells["breakdown_code"].unique()
        }
        of_all_professions = (cells["profession_code"] == ALL).to_numpy()
        of_all_groups = (cells["group_code"] == ALL).to_numpy()
        region = _numbers(cells["region_code"], self._region)
        place = _numbers(cells["place_code"], self._place)
        profession = _numbers(cells["profession_code"], _numbered(self._columns[PROFESSIONS]))
        level, position = np.full(len(cells), -1), np.zeros(len(cells), np.int64)
        for number, (name, table) in enumerate(self.shape.keys()):
            rows = place_level[_LEVEL_OF[name]] & in_table.get(table or PROFESSIONS, False)
            if table in {"", PROFESSIONS}:
                rows &= of_all_professions if table == "" else ~of_all_professions
                column = profession
            else:
                rows &= ~of_all_groups & (of_all_professions if name != "cross" else ~of_all_professions)
                column = np.zeros(len(cells), np.int64)
                column[rows] = _numbers(cells.loc[rows, "group_code"], _numbered(self._columns[table]))
            axes = {"region": (region,), "provider": (region, place), "national": ()}[_LEVEL_OF[name]]
            index = [axis[rows] for axis in axes]
            if name == "cross":
                index.append(profession[rows])
            if table:
                index.append(column[rows])
            level[rows] = number
            shape = self.shape.of((name, table))
            position[rows] = np.ravel_multi_index(index, shape) if index else 0
        if (level < 0).any():
            raise ValueError(f"Cells of an unknown kind: {cells[level < 0].head(3).to_dict('records')}")
        return level, position

    def levels(self, rows: Array, values: Array) -> Levels:
        """Return values of some rows at their places, zero elsewhere; booleans stay booleans."""
        found = self.shape.zeros(bool if values.dtype == bool else np.int64)
        for number, key in enumerate(self.shape.keys()):
            here = self.level[rows] == number
            found[key].reshape(-1)[self.position[rows][here]] = values[here]
        return found

    def at(self, rows: Array, levels: Levels) -> Array:
        """Return the value of each row from the levels."""
        found = np.zeros(len(rows), next(iter(levels.values())).dtype)
        for number, key in enumerate(self.shape.keys()):
            here = self.level[rows] == number
            found[here] = levels[key].reshape(-1)[self.position[rows][here]]
        return found


def _numbered(codes: Iterable[str]) -> dict[str, int]:
    return {code: number for number, code in enumerate(codes)}


def _numbers(codes: pd.Series, numbered: Mapping[str, int]) -> Array:
    """Number of each code, 0 where it has none."""
    found, distinct = pd.factorize(codes)
    # A missing code is -1: the last entry.
    return np.array([*(numbered.get(code, 0) for code in distinct), 0], np.int64)[found]


def read_question(
    code: str, indicators: Mapping[str, tuple[Levels, Levels | None, Levels | None]]
) -> Question:
    """Return one question from the counts of its indicators.

    Args:
        code: Question code.
        indicators: Indicator -> respondents, favourable and counted at every level; None where it has no such
            count.

    Raises:
        ValueError: Indicators of the question rest on different respondents.
    """
    bases = [base for base, _, _ in indicators.values()]
    people = bases[0]
    if not all(_same(people, base) for base in bases[1:]):
        raise ValueError(f"The indicators of question {code} do not rest on the same respondents.")
    favourable = _distinct(found for _, found, _ in indicators.values() if found is not None)
    counted = _distinct(found for _, _, found in indicators.values() if found is not None)
    if not favourable:
        return Question(code, people, tuple(counted), (), tuple(counted))
    (first,) = favourable
    # Counted may be the favourable, those who are not, or some of those who are not.
    parts = [first, *(c for c in counted if not _same(c, first) and not _same(_plus(c, first), people))]
    rest = {key: people[key] - sum(part[key] for part in parts) for key in people}
    if any((values < 0).any() for values in rest.values()):
        raise ValueError(f"The counts of question {code} overlap and are not options of one another.")
    return Question(code, people, (first,), (*parts, rest))


def _same(one: Levels, other: Levels) -> bool:
    return all(np.array_equal(one[key], other[key]) for key in one)


def _plus(one: Levels, other: Levels) -> Levels:
    return {key: one[key] + other[key] for key in one}


def _distinct(counts: Iterable[Levels]) -> list[Levels]:
    found: list[Levels] = []
    for count in counts:
        if not any(_same(count, other) for other in found):
            found.append(count)
    return found


__all__ = ["Key", "Wave", "read_question"]
