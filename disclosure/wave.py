"""Cells of one wave as arrays: from rows to levels and back.

Belongs here: which row is which entry of which table. Codes are sorted, so the order of rows plays no part.
"""

from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd

from disclosure.levels import PROFESSIONS, Array, Key, Levels, Shape
from disclosure.question import Question

ALL = "all"


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
        keys = self.shape.keys()
        number = {key: index for index, key in enumerate(keys)}
        region = cells["region_code"].map(self._region).fillna(0).to_numpy(np.int64)
        place = cells["place_code"].map(self._place).fillna(0).to_numpy(np.int64)
        level, position = np.full(len(cells), -1), np.zeros(len(cells), np.int64)
        of = cells["place_level_code"].to_numpy(object)
        profession, group = cells["profession_code"].to_numpy(object), cells["group_code"].to_numpy(object)
        breakdown = cells["breakdown_code"].to_numpy(object)
        codes = {table: {code: n for n, code in enumerate(found)} for table, found in self._columns.items()}
        for key in keys:
            name, table = key
            in_table = breakdown == (table or PROFESSIONS)
            column_code = profession if table in {"", PROFESSIONS} else group
            is_all = column_code == ALL
            if name == "cross":
                rows = (of == "national") & in_table & (profession != ALL)
                across = pd.Series(profession[rows]).map(codes[PROFESSIONS]).to_numpy(np.int64)
                index: tuple[Array, ...] = (across,)
            else:
                place_level = {
                    "leaf": "provider",
                    "provider": "provider",
                    "region": "region",
                    "region_all": "region",
                }
                rows = (of == place_level.get(name, "national")) & in_table
                rows &= is_all if table == "" else ~is_all
                if table not in {"", PROFESSIONS}:
                    rows &= profession == ALL
                index = {
                    "leaf": (region[rows], place[rows]),
                    "provider": (region[rows], place[rows]),
                    "region": (region[rows],),
                    "region_all": (region[rows],),
                }.get(name, ())
            if table:
                column = pd.Series(column_code[rows]).map(codes[table]).to_numpy(np.int64)
                index = (*index, column)
            level[rows] = number[key]
            shape = self.shape.of(key)
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
