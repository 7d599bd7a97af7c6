"""Decide after earlier releases, so that the same cells are always decided in the same way.

Belongs here: how much of the memory a verdict must be reached with. `control` chooses companions anew where
it starts from other hidden cells, so with its own release as memory it may answer differently, and nothing
new would give a new release. The verdict is therefore that of the shortest memory that all told later fits.
"""

import pandas as pd

from disclosure.cells import COUNTS, KEY, SHOWN, SUPPRESSED
from disclosure.control import control
from disclosure.rules import Rules


def control_after(cells: pd.DataFrame, rules: Rules, told: pd.DataFrame) -> pd.DataFrame:
    """Return the keys of all cells with `status_code` and `hidden_by`, as `control` does.

    Args:
        cells: Exact counts, one row per cell, in any order.
        rules: Threshold, widths, routes.
        told: What earlier releases told: keys, `status_code`, counts where shown, and `release_number`, the
            first release that told it (1 is the oldest). Counts are of the type they have in `cells`.

    Raises:
        ValueError: The cells are not of the agreed shape.
    """
    if told.empty:
        return control(cells, rules)
    waves = [
        _decide(rows, rules, told[told["wave_code"] == wave]) for wave, rows in cells.groupby("wave_code")
    ]
    return pd.concat(waves, ignore_index=True)


def _decide(cells: pd.DataFrame, rules: Rules, told: pd.DataFrame) -> pd.DataFrame:
    verdict = control(cells, rules)
    # A released verdict fits what it told itself, and a shorter memory fits no better: it is found again.
    for number in sorted(told["release_number"].unique()):
        if _fits(verdict, cells, told[told["release_number"] >= number]):
            break
        verdict = control(cells, rules, told[told["release_number"] <= number])
    return verdict


def _fits(verdict: pd.DataFrame, cells: pd.DataFrame, told: pd.DataFrame) -> bool:
    """Whether nothing hidden before is shown, and nothing hidden has the very figures told before.

    Then the memory asks for nothing that the verdict does not give: all that must stay hidden is hidden, and
    no hidden count is known.
    """
    key, figures = list(KEY), [*KEY, *COUNTS]
    shown = verdict.loc[verdict["status_code"] == SHOWN, key]
    hidden = verdict.loc[verdict["status_code"] == SUPPRESSED, key].merge(cells[figures], on=key)
    hidden_before = told.loc[told["status_code"] == SUPPRESSED, key]
    shown_before = told.loc[told["status_code"] == SHOWN, figures]
    return shown.merge(hidden_before, on=key).empty and hidden.merge(shown_before, on=figures).empty
