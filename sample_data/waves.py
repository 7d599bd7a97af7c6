"""Size and profession mix of the survey waves.

Belongs here: how many answer in a wave, and how they split by profession. Dates of waves are governed
(`dbt_project/seeds/wave.csv`).
"""

from dataclasses import dataclass
from datetime import date

import numpy as np

from expectations import reference
from sample_data.calibration import share_count

# Published: 2018, 2020 ("nearly 37,000"), 2023 ("over 38,000", "c. 40,000"). The others are ours.
RESPONDENTS = {
    2018: 24_000, 2019: 25_000, 2020: 36_900, 2021: 34_000, 2022: 36_000, 2023: 39_000, 2024: 40_500,
    2025: 41_000, 2026: 41_500,
}  # fmt: skip
# Nursing and midwifery together. Published: 2019 and 2020. The others are ours.
NURSING_MIDWIFERY = {
    2018: 1_400, 2019: 1_571, 2020: 8_810, 2021: 8_700, 2022: 9_900, 2023: 11_300, 2024: 12_300,
    2025: 12_600, 2026: 12_800,
}  # fmt: skip
_MIDWIFERY_SHARE = 0.15  # of nursing and midwifery together, ours
_OTHER_MIX = {  # shares of everybody else, ours
    "doctors_in_training": 0.475, "medical_student": 0.10, "dental": 0.017, "nursing_associate": 0.029,
    "ahp": 0.187, "paramedicine": 0.043, "pharmacy": 0.05, "healthcare_science": 0.022,
    "psychological_professions": 0.022, "physician_associate": 0.012, "independent": 0.014, "other": 0.029,
}  # fmt: skip


@dataclass(frozen=True)
class Wave:
    """One survey wave as the governed table describes it."""

    code: str
    year: int
    opens_on: date
    closes_on: date


def wave(code: str) -> Wave:
    """Return a governed wave.

    Raises:
        ValueError: There is no such wave, or the sample has no size for its year.
    """
    for row in reference.seed("wave"):
        if row["wave_code"] == code and int(row["wave_year"]) in RESPONDENTS:
            opens_on, closes_on = date.fromisoformat(row["opens_on"]), date.fromisoformat(row["closes_on"])
            return Wave(code, int(row["wave_year"]), opens_on, closes_on)
    known = ", ".join(r["wave_code"] for r in reference.seed("wave") if int(r["wave_year"]) in RESPONDENTS)
    raise ValueError(f"no wave {code!r}; sample data can be made for {known}")


def respondents_by_profession(survey: Wave, scale: float) -> list[int]:
    """Return how many respond, one number per profession in governed order.

    A wave that is one of two in its year (`2020-1`) gets half of the year's respondents.
    """
    part = scale * (0.5 if survey.code != str(survey.year) else 1.0)
    total = share_count(1, RESPONDENTS[survey.year] * part)
    nursing_midwifery = share_count(1, NURSING_MIDWIFERY[survey.year] * part)
    midwifery = share_count(nursing_midwifery, _MIDWIFERY_SHARE)
    others = list(_OTHER_MIX)
    bounds = np.floor((total - nursing_midwifery) * np.cumsum(list(_OTHER_MIX.values())) + 0.5)
    bounds[-1] = total - nursing_midwifery
    counts = dict(zip(others, np.diff(bounds, prepend=0).astype(int).tolist(), strict=True))
    counts |= {"nursing": nursing_midwifery - midwifery, "midwifery": midwifery}
    return [counts[p] for p in reference.codes("profession")]
