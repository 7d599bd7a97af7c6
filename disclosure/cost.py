"""What disclosure control costs: how many figures each table loses, and why."""

import pandas as pd

from disclosure.cells import BY_COMPANION, BY_THRESHOLD, NO_RESPONDENTS, SHOWN


def cost(statuses: pd.DataFrame) -> pd.DataFrame:
    """Return the shares of cells shown and hidden, per table.

    Args:
        statuses: What `control` returned.

    Returns:
        One row per level of place, breakdown and whether professions are told apart: `cells` (number of cells
        with anybody in them) and, as shares of them, `shown`, `threshold` and `secondary`.
    """
    somebody = statuses[statuses["status_code"] != NO_RESPONDENTS]
    table = [
        somebody["place_level_code"],
        somebody["breakdown_code"],
        somebody["profession_code"].ne("all").rename("by_profession"),
    ]
    flags = pd.DataFrame(
        {
            "shown": somebody["status_code"] == SHOWN,
            BY_THRESHOLD: somebody["hidden_by"] == BY_THRESHOLD,
            BY_COMPANION: somebody["hidden_by"] == BY_COMPANION,
        }
    )
    found = flags.groupby(table).mean()
    return found.assign(cells=flags.groupby(table).size()).reset_index()
