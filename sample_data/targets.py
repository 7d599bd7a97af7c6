"""National targets of the survey: published figures first, our own assumptions where nothing is published.

Belongs here: which share a wave year is made to show. The published figures live in
`dbt_project/seeds/nets_published_figure.csv`; everything in `ASSUMED_PCT` is invented for the sample.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np

from expectations import reference

# Invented support points, indicator -> year -> per cent. They never override a published figure.
ASSUMED_PCT: dict[str, dict[int, float]] = {
    "overall_experience": {2018: 86, 2019: 88, 2022: 84.7},
    "supervision": {2019: 83},
    "induction": {2018: 80, 2019: 83, 2020: 84},
    "facilities": {2019: 82, 2024: 84},
    "teamwork": {2019: 87, 2024: 89},
    "learning_opportunities": {2019: 85},
    "education_valued": {2019: 84, 2021: 85.5},
    "multiprofessional_learning": {2019: 84},
    "simulation": {2019: 29},
    "recommend_work": {2019: 79, 2021: 76, 2023: 74},
    "wellbeing_know": {2022: 73},
    "wellbeing_able": {2022: 66},
    "safe_care": {2019: 91},
    "suggest_improvement": {2019: 49},
    "concerns_know": {2019: 92},
    "concerns_comfortable": {2019: 80},
    "guardian_know": {2019: 42},
    "recommend_treatment": {2019: 81},
    "workload_too_busy": {2019: 47, 2021: 52},
    "workload_too_quiet": {2019: 7, 2020: 9},
    "unsupervised_tasks": {2019: 82},
    "considered_leaving": {2019: 26, 2021: 31},
    "bullying_experienced": {2019: 14},
    "bullying_dealt": {2019: 40},
    "discrimination_patients": {2021: 20},
    "discrimination_staff": {2023: 12, 2024: 11},
    "discrimination_reported": {2021: 17},
    "discrimination_dealt": {2021: 13},
    "sexual_behaviour_staff": {2023: 4.5},
    "sexual_behaviour_patients": {2023: 13.5},
    "sexual_behaviour_reported": {2023: 25},
    "sexual_behaviour_acted_on": {2023: 30},
    "recommend_reason_other": {2024: 8},
    "leaving_reason_stress": {2023: 53},
    "leaving_reason_overwhelmed": {2023: 47},
    "leaving_reason_workload": {2023: 50},
    "leaving_reason_other": {2023: 12, 2024: 10},
}
# A figure printed as "more than 90" or "less than 51" is aimed at this many points beyond the bound.
_BEYOND = {"=": 0.0, ">": 0.3, "<": -0.3}


@dataclass(frozen=True)
class Target:
    """National share that one indicator is made to show in one wave year.

    Attributes:
        pct: Per cent of the indicator's base that give a counted answer.
        is_published: The figure is printed; otherwise it is interpolated or assumed by the sample.
    """

    pct: float
    is_published: bool


@cache
def _published() -> dict[str, dict[int, float]]:
    figures: dict[str, dict[int, float]] = {}
    for row in reference.seed("nets_published_figure"):
        pct = float(row["published_pct"]) + _BEYOND[row["comparator"]]
        figures.setdefault(row["indicator_code"], {})[int(row["wave_year"])] = pct
    return figures


def target(indicator: str, year: int) -> Target:
    """Return the target of an indicator in a wave year.

    Between known years the share is interpolated in a straight line, outside them it stays level.

    Raises:
        KeyError: Neither a published figure nor an assumption exists for the indicator.
    """
    published = _published().get(indicator, {})
    if year in published:
        return Target(published[year], is_published=True)
    known = ASSUMED_PCT.get(indicator, {}) | published
    if not known:
        raise KeyError(f"no published figure and no assumption for {indicator}; add one to ASSUMED_PCT")
    years = sorted(known)
    return Target(float(np.interp(year, years, [known[y] for y in years])), is_published=False)
