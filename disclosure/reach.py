"""How far a hidden count can provably be changed without any shown figure changing.

Belongs here: lower bounds by construction. Each is a set of changes of hidden cells, made in rows and columns
so that every shown total stays as it is; two alternatives a reader cannot tell apart are then as far apart as
the bounds up and down together. That a bound is small does not mean that a cell can be solved for.

Three constructions:

- a *swap* inside a table: one cell up, others of its row and column down, those where they cross up again;
- a *transfer between providers* whose totals are hidden: the same change in every table at once;
- a *transfer between columns* of a region whose totals are hidden, paid back in other regions, or, where the
  nation's totals are hidden too, in the table of professions by groups.
"""

from collections.abc import Mapping

import numpy as np

from disclosure.levels import PROFESSIONS, Array, Levels
from disclosure.question import FREELY
from disclosure.swaps import column_rises, swaps


def rise(loses: Levels, gains: Levels, usable: Levels, present: Levels, target: Levels) -> Levels:
    """Return by how much each hidden count can be raised, at most as far as is wanted.

    Args:
        loses: How many each cell can give away.
        gains: How many each cell can take.
        usable: Cells that may be changed: hidden ones.
        present: Cells with anybody in them.
        target: How far is wanted; nothing is worked out where it is zero.
    """
    width = max(int(wanted.max(initial=0)) for wanted in target.values())
    loses = {key: np.where(usable[key], np.minimum(values, width), 0) for key, values in loses.items()}
    gains = {key: np.where(usable[key], np.minimum(values, width), 0) for key, values in gains.items()}
    found = {key: np.zeros_like(values) for key, values in loses.items()}
    by_provider: Levels = {}
    beyond_cross = any(wanted.any() for (name, _), wanted in target.items() if name != "cross")
    if beyond_cross and usable["provider", ""].any():
        by_provider = _between_providers(loses, gains, usable, present, found)
    tables = [table for name, table in usable if name == "leaf"]
    within = {
        table: within_regions(loses, gains, usable, table)
        for table in tables
        if usable["region", table].any()
    }
    for table in within:
        national = nation_pairs(loses, gains, usable, present, table)
        paid = _paid_elsewhere(within[table], national, usable["region", table])
        found["region", table] = np.minimum(within[table], paid).max(axis=2, initial=0)
        found["nation", table] = np.minimum(within[table].sum(axis=0), national).max(axis=1, initial=0)
        for region, made_good in enumerate(paid):
            cells = loses["leaf", table][region], gains["leaf", table][region]
            by_row = by_provider["leaf", table][region] if by_provider else None
            for level, outside in (("region", made_good), ("nation", national)):
                risen, wanted = (
                    levels[level, table][region if level == "region" else slice(None)]
                    for levels in (found, target)
                )
                short = np.where(risen < wanted, wanted, 0)
                if short.any():
                    np.maximum(risen, column_rises(*cells, short, outside, by_row), out=risen)
    for key in usable:
        name, table = key
        if name == "cross" and target[key].any():
            outside = [
                _beside_cross(side, loses, gains, usable, present, table, within)
                for side in (table, PROFESSIONS)
            ]
            found[key] = swaps(loses[key], gains[key], target[key], *outside)
        elif name == "leaf" and target[key].any():
            national = nation_pairs(loses, gains, usable, present, table)
            outside = (
                _paid_elsewhere(within[table], national, usable["region", table]) if table in within else None
            )
            for wanting in np.flatnonzero(target[key].any(axis=(1, 2))):
                found[key][wanting] = swaps(
                    loses[key][wanting],
                    gains[key][wanting],
                    target[key][wanting],
                    None if outside is None else outside[wanting],
                    by_provider[key][wanting] if by_provider else None,
                )
    return {key: np.minimum(values, target[key]) for key, values in found.items()}


def _between_providers(
    loses: Levels, gains: Levels, usable: Levels, present: Levels, found: Levels
) -> Levels:
    """Set the rise of providers' totals; return per table how far pairs can move in all other tables."""
    tables = [table for name, table in usable if name == "leaf"]
    region, place = np.nonzero(usable["provider", ""])
    width = int(max(values.max(initial=0) for values in gains.values()))
    pairs, freely = [], []
    for table in tables:
        # A provider of whom nobody is in a table (learners are not broken down) is not bound by it.
        gain, loss = gains["leaf", table][region, place], loses["leaf", table][region, place]
        absent = np.logical_not(present["leaf", table][region, place].any(axis=1))
        total = np.minimum(gain[:, None, :], loss[None, :, :]).sum(axis=2)
        pairs.append(np.where(absent[:, None] & absent[None, :], FREELY, total))
        # Columns that can take all that is wanted can take it from several providers.
        room = np.where(gain >= width, gain, 0)
        shared = np.minimum(room[:, None, :], loss[None, :, :]).sum(axis=2)
        freely.append(np.where(absent[:, None] & absent[None, :], FREELY, shared))
    free = usable["region_all", ""][region]
    same = region[:, None] == region[None, :]
    apart = free[:, None] & free[None, :] & ~same
    partners = (same | apart) & ~np.eye(region.size, dtype=bool)
    stacked = np.where(partners, np.stack(pairs), 0)
    together = stacked.min(axis=0)
    several = np.where(partners, np.stack(freely), 0).min(axis=0).sum(axis=1)
    found["provider", ""][region, place] = np.maximum(together.max(axis=1), np.minimum(several, width))
    np.maximum.at(found["region_all", ""], region, np.where(apart, together, 0).max(axis=1))
    others: Levels = {}
    one, other = np.nonzero(same)
    for number, table in enumerate(tables):
        rest = np.delete(stacked, number, axis=0).min(axis=0, initial=FREELY)
        size = usable["provider", ""].shape
        others["leaf", table] = np.zeros((*size, size[1]), np.int64)
        others["leaf", table][region[one], place[one], place[other]] = rest[one, other]
    return others


def within_regions(loses: Levels, gains: Levels, usable: Levels, table: str) -> Array:
    """Return per region how far column f can rise while column g falls, where both totals are hidden.

    Args:
        loses: How many each cell can give away.
        gains: How many each cell can take.
        usable: Totals of columns that may be changed.
        table: Table of the columns.
    """
    hidden = usable["region", table]
    loss, gain = loses["leaf", table], gains["leaf", table]
    pair = hidden[:, :, None] & hidden[:, None, :] & ~np.eye(hidden.shape[1], dtype=bool)
    within: Array = np.where(pair, np.minimum(gain[:, :, :, None], loss[:, :, None, :]).sum(axis=1), 0)
    return within


def _paid_elsewhere(within: Array, national: Array, hidden: Array) -> Array:
    """Return how far a change of two columns in each region can be made good outside it."""
    turned = within.swapaxes(1, 2)
    elsewhere: Array = np.maximum(turned.sum(axis=0) - turned, national)
    return np.where(hidden[:, :, None] & hidden[:, None, :], elsewhere, 0)


def _beside_cross(
    side: str,
    loses: Levels,
    gains: Levels,
    usable: Levels,
    present: Levels,
    table: str,
    within: Mapping[str, Array],
) -> Array | None:
    """Return how far groups, or professions, of the nation can change outside their common table."""
    if side not in within:
        return None
    elsewhere = nation_pairs(loses, gains, usable, present, side, without=table)
    changed: Array = np.minimum(within[side].sum(axis=0), elsewhere)
    return changed


def nation_pairs(
    loses: Levels, gains: Levels, usable: Levels, present: Levels, table: str, without: str | None = None
) -> Array:
    """Return how much can pass to column f from column g of the nation in tables of professions by groups.

    Args:
        loses: How many each cell can give away.
        gains: How many each cell can take.
        usable: Columns of the nation that may be changed.
        present: Cells with anybody in them.
        table: Table of the columns.
        without: Groups whose table is left out.
    """
    hidden = usable["nation", table]
    pair = hidden[:, None] & hidden[None, :] & ~np.eye(hidden.size, dtype=bool)
    found = np.where(pair, FREELY, 0)
    for name, other in usable:
        if name != "cross" or table not in {PROFESSIONS, other} or other == without:
            continue
        gain, loss = gains["cross", other], loses["cross", other]
        if table != PROFESSIONS:
            gain, loss = gain.T, loss.T
        if present["cross", other].any():
            found = np.minimum(found, np.minimum(gain[:, None, :], loss[None, :, :]).sum(axis=2))
    return found
