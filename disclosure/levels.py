"""The tables of one wave and question as arrays, and how hiding a total hides what lies below it.

Belongs here: the shape that everything else works on. Every table is a set of places by a set of columns; the
columns of table `none` are professions, those of any other are the groups of that breakdown.

    ("leaf", b)  region x provider x column     ("provider", "")  region x provider
    ("region", b)  region x column              ("region_all", "")  region
    ("nation", b)  column                       ("nation_all", "")  one
    ("cross", b)  profession x group, national

Providers are padded to the size of the largest region; a padded one has nobody and is never hidden.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Key: TypeAlias = tuple[str, str]
Array: TypeAlias = NDArray[Any]
Levels: TypeAlias = dict[Key, Array]
PROFESSIONS = "none"


@dataclass(frozen=True)
class Shape:
    """Sizes of the tables of a wave.

    Attributes:
        regions: Number of regions.
        providers: Largest number of providers in a region.
        columns: Number of columns of each table; `none` comes first.
    """

    regions: int
    providers: int
    columns: Mapping[str, int]

    def of(self, key: Key) -> tuple[int, ...]:
        """Return the shape of one level."""
        name, table = key
        columns = self.columns.get(table, 0)
        return {
            "leaf": (self.regions, self.providers, columns),
            "provider": (self.regions, self.providers),
            "region": (self.regions, columns),
            "region_all": (self.regions,),
            "nation": (columns,),
            "nation_all": (1,),
            "cross": (self.columns[PROFESSIONS], columns),
        }[name]

    def keys(self) -> list[Key]:
        """Return all levels, totals before their parts."""
        tables = list(self.columns)
        return [
            ("nation_all", ""),
            ("region_all", ""),
            *(("nation", table) for table in tables),
            *(("region", table) for table in tables),
            ("provider", ""),
            *(("cross", table) for table in tables if table != PROFESSIONS),
            *(("leaf", table) for table in tables),
        ]

    def zeros(self, kind: type = np.int64) -> Levels:
        """Return every level filled with zeros (or False)."""
        return {key: np.zeros(self.of(key), kind) for key in self.keys()}


def close(hidden: Levels, people: Levels) -> None:
    """Hide, in place, everything that lies below a hidden total and has people in it.

    What is all of a total is the total under another name: it is hidden just where that is.

    Args:
        hidden: Masks of every level; changed.
        people: Respondents of every level.
    """
    tables = [table for name, table in hidden if name == "leaf"]
    nation_all, region_all = hidden["nation_all", ""], hidden["region_all", ""]
    region_all |= nation_all
    provider = hidden["provider", ""]
    provider |= region_all[:, None]
    for table in tables:
        nation, region, leaf = (hidden[name, table] for name in ("nation", "region", "leaf"))
        nation |= nation_all
        _follow_total(nation, people["nation", table], nation_all[0])
        region |= nation | region_all[:, None]
        _follow_total(region, people["region", table], region_all[:, None])
        leaf |= region[:, None, :] | provider[:, :, None]
        _follow_total(leaf, people["leaf", table], provider[:, :, None])
        if table != PROFESSIONS:
            of_profession, cross = hidden["nation", PROFESSIONS], hidden["cross", table]
            cross |= of_profession[:, None] | nation
            _follow_total(cross.T, people["cross", table].T, nation[:, None])
            _follow_total(cross, people["cross", table], of_profession[:, None])
    for key, mask in hidden.items():
        mask &= people[key] > 0


def _follow_total(mask: Array, people: Array, total: Array) -> None:
    alone = (people > 0).sum(axis=-1, keepdims=True) == 1
    np.copyto(mask, total, where=alone & (people > 0))
