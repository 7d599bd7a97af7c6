"""The shape of what is handed in, remembered and handed back.

Belongs here: names of columns and what is asked of them. One row is one count of people: an indicator at a
place, in a profession or in a group.
"""

import pandas as pd

KEY = (
    "wave_code",
    "question_code",
    "indicator_code",
    "place_level_code",
    "place_code",
    "profession_code",
    "breakdown_code",
    "group_code",
)
COUNTS = ("respondents", "favourable", "counted")
COLUMNS = (*KEY, "region_code", *COUNTS)
# Pseudo-questions: how many answered at all, and how many could have.
RESPONSES = "survey_response"
LEARNERS = "learners"

SHOWN, SUPPRESSED, NO_RESPONDENTS = "shown", "suppressed", "no_respondents"
BY_THRESHOLD, BY_COMPANION = "threshold", "secondary"


def check(cells: pd.DataFrame) -> pd.DataFrame:
    """Return the cells in a fixed order.

    Raises:
        ValueError: A column is missing, a key is not unique, or a count is larger than its base.
    """
    missing = [name for name in COLUMNS if name not in cells]
    if missing:
        raise ValueError(f"Cells lack {', '.join(missing)}.")
    if cells.duplicated(list(KEY)).any():
        raise ValueError("Two cells have the same key.")
    for count in ("favourable", "counted"):
        if (cells[count].fillna(0) > cells["respondents"]).any() or (cells[count] < 0).any():
            raise ValueError(f"{count} is negative or larger than respondents.")
    return cells.sort_values(list(KEY), ignore_index=True)
