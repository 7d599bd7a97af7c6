"""Which figures to hide beside one that could otherwise be worked out.

Belongs here: the choice of companions at each level. How much they protect is `reach.py`'s; that it is
enough is checked by `protect.py` afterwards, so a poor choice costs figures, never protection.
"""

from collections.abc import Iterator

import numpy as np

from disclosure.levels import PROFESSIONS, Array, Key, Levels
from disclosure.paths import Ways
from disclosure.question import FREELY, Measure
from disclosure.reach import nation_pairs


def add_companions(
    level: Key, promised: list[Measure], short: list[Levels], hidden: Levels, people: Levels
) -> None:
    """Hide, in place, companions of every figure of a level that is not uncertain enough.

    Args:
        level: The level.
        promised: What is promised about the question.
        short: For each of them, where it is not kept.
        hidden: Masks; changed.
        people: Respondents: what hiding a figure costs.
    """
    cells = np.argwhere(np.any([found[level] for found in short], axis=0))
    cells = cells[np.argsort([people[level][tuple(cell)] for cell in cells], kind="stable")]
    lifted: set[tuple[Key, tuple[int, ...]]] = set()
    ways = Ways(hidden, people)
    for cell in map(tuple, cells):
        wanted = [measure for measure, found in zip(promised, short, strict=True) if found[level][cell]]
        name, table = level
        if name in {"leaf", "cross"}:
            if not _beside_cell(level, cell, wanted, hidden, people) and not (
                name == "leaf" and all([ways.hide_path(table, cell, measure) for measure in wanted])
            ):
                _hide_above(level, cell, wanted, hidden, people, lifted)
        elif name == "region":
            if not all([ways.hide_path(table, cell, measure) for measure in wanted]):
                _beside_region_column(table, cell, wanted, hidden, people)
        elif name == "provider":
            _beside_provider(cell, wanted, hidden, people)
        else:
            _beside_largest_totals(level, hidden, people)


def _beside_cell(
    level: Key,
    cell: tuple[int, ...],
    wanted: list[Measure],
    hidden: Levels,
    people: Levels,
) -> bool:
    """Hide the other corners of a swap; False where none helps."""
    *outer, row, column = cell
    at = tuple(outer)
    mask, count = hidden[level][at], people[level][at]

    def spans() -> Iterator[tuple[Measure, list[Array]]]:
        for measure in wanted:
            found = []
            for move in measure.moves:
                loses, gains = move.loses[level][at], move.gains[level][at]
                up = _swap(loses, gains, row, column)
                found.append(up + _swap(gains, loses, row, column))
            yield measure, found

    cost = np.where(mask, 0, count)
    price = cost + cost[row][None, :] + cost[:, column][:, None]
    there = (count > 0) & (count[row] > 0)[None, :] & (count[:, column] > 0)[:, None]
    there[row] = there[:, column] = False
    chosen = _choose(list(spans()), (level, cell), price, there)
    if chosen is not None:
        other_row, other_column = chosen
        mask[other_row, other_column] = mask[row, other_column] = mask[other_row, column] = True
    return chosen is not None


def _swap(loses: Array, gains: Array, row: int, column: int) -> Array:
    given = np.minimum(loses[row][None, :], loses[:, column][:, None])
    lowest: Array = np.minimum(np.minimum(given, gains), gains[row, column])
    return lowest


def _beside_region_column(
    table: str, cell: tuple[int, ...], wanted: list[Measure], hidden: Levels, people: Levels
) -> None:
    region, column = cell
    mask, count = hidden["region", table], people["region", table]
    spans = []
    for measure in wanted:
        found = []
        for move in measure.moves:
            loses, gains = move.loses["leaf", table], move.gains["leaf", table]
            free = move.where["region", table] & move.where["region", table][:, [column]]
            ways = ((loses, gains), (gains, loses))
            up, down = (free * _through(a, b, column) for a, b in ways)
            # up[s, g]: column up, g down in region s; what one region takes from g the other gives back.
            found.append(np.minimum(up[region], down) + np.minimum(down[region], up))
        spans.append((measure, found))
    cost = np.where(mask, 0, count)
    price = cost + cost[region][None, :] + cost[:, column][:, None]
    there = (count > 0) & (count[region] > 0)[None, :] & (count[:, column] > 0)[:, None]
    there[region] = there[:, column] = False
    chosen = _choose(spans, (("region", table), cell), price, there)
    if chosen is None:
        _beside_nation_column(table, cell, wanted, hidden, people)
        return
    other, second = chosen
    mask[other, second] = mask[region, second] = mask[other, column] = True


def _beside_nation_column(
    table: str, cell: tuple[int, ...], wanted: list[Measure], hidden: Levels, people: Levels
) -> None:
    """Where no other region can give back, as with a university of one region: two totals of the nation."""
    region, column = cell
    mask, count = hidden["nation", table], people["nation", table]
    present = {key: values > 0 for key, values in people.items()}
    spans = []
    for measure in wanted:
        found = []
        for move in measure.moves:
            ways = ((move.loses, move.gains), (move.gains, move.loses))
            up, down = (
                np.minimum(
                    _through(loses["leaf", table], gains["leaf", table], column)[region],
                    nation_pairs(loses, gains, move.where, present, table)[column],
                )
                for loses, gains in ways
            )
            found.append(up + down)
        spans.append((measure, found))
    cost = np.where(mask, 0, count)
    there = count > 0
    there[column] = False
    chosen = _choose(spans, (("region", table), cell), cost + cost[column], there)
    mask[column] = True
    if chosen is None:
        mask[...] = True
    else:
        mask[chosen] = True


def _through(loses: Array, gains: Array, column: int) -> Array:
    """Region x column: how far `column` can rise at the expense of another, providers' totals kept."""
    through: Array = np.minimum(gains[:, :, [column]], np.minimum(loses, FREELY)).sum(axis=1)
    return through


def _beside_provider(cell: tuple[int, ...], wanted: list[Measure], hidden: Levels, people: Levels) -> None:
    region, place = cell
    mask, count = hidden["provider", ""][region], people["provider", ""][region]
    spans = []
    for measure in wanted:
        found = []
        for move in measure.moves:
            up = np.full(count.shape, FREELY)
            down = up
            for name, table in people:
                if name == "leaf" and people[name, table][region, place].any():
                    loses, gains = move.loses[name, table][region], move.gains[name, table][region]
                    up = np.minimum(up, np.minimum(gains[place], loses).sum(axis=1))
                    down = np.minimum(down, np.minimum(loses[place], gains).sum(axis=1))
            free = move.where["provider", ""][region]
            found.append((up + down) * (free & free[place]))
        spans.append((measure, found))
    there = count > 0
    there[place] = False
    chosen = _choose(spans, (("provider", ""), cell), np.where(mask, 0, count), there)
    if chosen is None:
        _hide_widely(int(region), hidden, people)
        return
    mask[chosen] = True


def _beside_largest_totals(level: Key, hidden: Levels, people: Levels) -> None:
    """Totals of the nation or of whole regions: the smallest shown one goes with them, or everything."""
    shown = np.where(hidden[level] | (people[level] == 0), np.iinfo(np.int64).max, people[level])
    if (hidden[level] | (people[level] == 0)).all():
        hidden["nation_all", ""][...] = True
    else:
        hidden[level][np.argmin(shown)] = True


def _choose(
    spans: list[tuple[Measure, list[Array]]], target: tuple[Key, tuple[int, ...]], price: Array, there: Array
) -> tuple[int, ...] | None:
    """Return the cheapest companion that suffices, else the one that helps most; None where none helps."""
    level, cell = target
    enough, help_given = there.copy(), np.zeros(price.shape, np.int64)
    for measure, moves in spans:
        span = np.sum(moves, axis=0) if measure.adds_up else np.max(moves, axis=0)
        needed = measure.needed[level][cell]
        enough &= span >= needed
        help_given += np.minimum(span, needed)
    if enough.any():
        # At no price where the companion of another cell serves this one too.
        pick = np.argmin(np.where(enough, price, np.iinfo(np.int64).max))
        return tuple(int(i) for i in np.unravel_index(pick, price.shape))
    # What is hidden already was counted before, and is not enough: only a new companion can help.
    fresh = there & (price > 0) & (help_given > 0)
    if not fresh.any():
        return None
    ranked = np.lexsort((np.where(fresh, price, 0).ravel(), -np.where(fresh, help_given, -1).ravel()))
    return tuple(int(i) for i in np.unravel_index(ranked[0], price.shape))


def _hide_above(
    level: Key,
    cell: tuple[int, ...],
    wanted: list[Measure],
    hidden: Levels,
    people: Levels,
    lifted: set[tuple[Key, tuple[int, ...]]],
) -> None:
    """Hide the total above a cell on the side, row or column, that has less to move; else the next one up.

    One total at a time: what it does for the other cells below it is seen before another is hidden.
    """
    name, table = level
    *outer, row, column = cell
    at = tuple(outer)
    if name == "cross":
        totals = [(("nation", PROFESSIONS), cell[:1]), (("nation", table), cell[1:])]
    else:
        totals = [(("provider", ""), cell[:2]), (("region", table), (cell[0], column))]
    if lifted.intersection(totals):
        return
    moves = [move for measure in wanted for move in measure.moves]
    to_move = [
        max(int(move.loses[level][at][line].sum() + move.gains[level][at][line].sum()) for move in moves)
        for line in ((row, slice(None)), (slice(None), column))
    ]
    shown = [
        (amount, total)
        for amount, total in zip(to_move, totals, strict=True)
        if not hidden[total[0]][total[1]]
    ]
    if shown:
        key, place = min(shown)[1]
        hidden[key][place] = True
        lifted.add((key, place))
    elif name == "leaf":
        _hide_widely(int(cell[0]), hidden, people)
        lifted.update(totals)


def _hide_widely(region: int, hidden: Levels, people: Levels) -> None:
    """Hide all providers of a region; if they are already, all providers."""
    providers = hidden["provider", ""]
    if (providers[region] | (people["provider", ""][region] == 0)).all():
        providers[...] = True
    providers[region] = True
