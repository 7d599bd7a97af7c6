"""How far a cell of one table can be raised while every sum of the table stays as it is.

Belongs here: a network of rows and columns, and a lower bound of the flow through it that needs no search.
"""

import numpy as np

from disclosure.levels import Array

# Each doubles the number of columns a swap may pass through.
_DETOURS = 2


def swaps(
    loses: Array, gains: Array, target: Array, by_column: Array | None = None, by_row: Array | None = None
) -> Array:
    """Return the rise of each cell of a table, at most as far as is wanted.

    Cheap bounds come first: rows and columns either way round, then with detours, then a search for a path,
    each only where those before fell short.

    Args:
        loses: Rows x columns; how many a cell can give away.
        gains: How many it can take.
        target: How far is wanted.
        by_column: Columns x columns; by how much the first can fall and the second rise outside this table.
        by_row: Rows x rows; by how much the first can rise and the second fall outside this table.
    """
    found = np.zeros_like(loses)
    # All that is wanted at once is what most cells can do; less than that is looked for where they cannot.
    for entirely in (True, False):
        for detours in (0, _DETOURS):
            for turned in (False, True):
                short = np.where(found < target, target, 0)
                if not short.any():
                    return found
                if turned:
                    risen = _swaps(loses.T, gains.T, short.T, by_row, detours, entirely).T
                else:
                    risen = _swaps(loses, gains, short, by_column, detours, entirely)
                found = np.maximum(found, risen)
        short = np.where(found < target, target, 0)
        if short.any():
            found = np.maximum(found, _paths(loses, gains, short, by_column, by_row, entirely))
    return found


def _paths(
    loses: Array,
    gains: Array,
    target: Array,
    by_column: Array | None,
    by_row: Array | None,
    entirely: bool,
) -> Array:
    # A cell (p, j) rises by w where a path of changes of w each leads from row p back to column j: a cell of
    # the row reached falls, one of the column reached rises, or two rows or columns change outside.
    size, found = loses.shape[0], np.zeros_like(loses)
    for step in _sizes(target, entirely):
        ahead = _steps(loses, gains, by_column, by_row, step)
        # What could not rise by less cannot rise by more.
        wanted = target == step if entirely else (target >= step) & (found == step - 1)
        for row, column in np.argwhere(wanted & (gains >= step)):
            reached: Array = ahead[row].copy()
            reached[[row, size + column]] = False
            if _leads(ahead, reached, size + int(column), int(row)):
                found[row, column] = step
    return found


def column_rises(
    loses: Array, gains: Array, target: Array, by_column: Array, by_row: Array | None = None
) -> Array:
    """Return the rise of each column's total, another column's falling outside the table as well.

    Args:
        loses: Rows x columns; how many a cell can give away.
        gains: How many it can take.
        target: How far each column is wanted to rise.
        by_column: As in `swaps`.
        by_row: As in `swaps`.
    """
    size, found = loses.shape[0], np.zeros_like(target)
    for step in range(1, int(target.max(initial=0)) + 1):
        ahead = _steps(loses, gains, by_column, by_row, step)
        for column in np.flatnonzero((target >= step) & (found == step - 1)):
            # The path ends with another column: nobody of this one falls.
            kept = ahead.copy()
            kept[:size, size + column] = False
            reached = np.zeros(len(ahead), bool)
            reached[:size] = gains[:, column] >= step
            if _leads(kept, reached, size + int(column)):
                found[column] = step
    return found


def _steps(loses: Array, gains: Array, by_column: Array | None, by_row: Array | None, step: int) -> Array:
    """From which row or column a change of a size leads to which."""
    size = loses.shape[0]
    ahead = np.zeros((sum(loses.shape),) * 2, bool)
    ahead[:size, size:] = loses >= step
    ahead[size:, :size] = (gains >= step).T
    if by_row is not None:
        ahead[:size, :size] = by_row >= step
    if by_column is not None:
        ahead[size:, size:] = (by_column >= step).T
    return ahead


def _leads(ahead: Array, reached: Array, end: int, never: int | None = None) -> bool:
    """Whether a path leads on from what is reached to the end, and never through one place."""
    size = 0
    while size < (size := int(reached.sum())):
        onward: Array = np.logical_or.reduce(ahead[reached], axis=0)
        if onward[end]:
            return True
        reached = reached | onward
        if never is not None:
            reached[never] = False
    return False


def _sizes(target: Array, entirely: bool) -> list[int]:
    """Sizes of changes to look for: those wanted, or all up to the largest."""
    wanted = np.unique(target[target > 0]).tolist()
    return wanted if entirely else list(range(1, max(wanted) + 1))


def _swaps(
    loses: Array, gains: Array, target: Array, outside: Array | None, detours: int, entirely: bool
) -> Array:
    # Cell (p, j) rises by w when the cells (p, l) of its row give w in all, counting only columns l each of
    # which alone could give w back: through rows q, where (q, j) falls and (q, l) rises, or outside the
    # table, or through columns between. Then no cut of the network is below w.
    columns = np.flatnonzero((loses + gains).any(axis=0))
    rows = np.flatnonzero(target.any(axis=1))
    loses, gains = loses[:, columns], gains[:, columns]
    through = np.minimum(loses[:, :, None], gains[:, None, :])
    back = through.sum(axis=0) - through[rows]
    if outside is not None:
        back = np.maximum(back, outside[np.ix_(columns, columns)])
    itself = np.eye(columns.size, dtype=bool)
    rising = np.zeros((rows.size, columns.size), loses.dtype)
    for step in _sizes(target, entirely):
        reached = back >= step
        for _ in range(detours):
            links = reached.astype(np.float32)
            reached |= links @ links > 0
        given = np.where(reached & ~itself, loses[rows][:, None, :], 0).sum(axis=-1)
        rising = np.where((given >= step) & (gains[rows] >= step), step, rising)
    found = np.zeros(target.shape, loses.dtype)
    found[np.ix_(rows, columns)] = rising
    return found
