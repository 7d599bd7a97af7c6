"""Small invented surveys as cells: every table of a wave, counted from single respondents.

Belongs here: making cells. No expectation about what may be shown.
"""

import numpy as np
import pandas as pd

from disclosure.cells import COLUMNS
from disclosure.rules import Rules

ROUTES = {"bullying_reported": ("bullying",)}
RULES = Rules(threshold=10, respondents_width=5, favourable_width=3, companion_width=1, routes=ROUTES)
BREAKDOWNS = ("age", "education_provider")


def respondents(
    seed: int, people: int = 400, regions: int = 2, providers: int = 4, professions: int = 4, groups: int = 3
) -> pd.DataFrame:
    """Draw respondents, unevenly spread over places, professions and groups, with their answers."""
    rng = np.random.default_rng(seed)

    def uneven(size: int) -> np.ndarray:
        return rng.choice(size, people, p=rng.dirichlet(np.full(size, 0.9)))

    region = uneven(regions)
    answers = pd.DataFrame(
        {
            "region_code": [f"Y{n}" for n in region],
            "provider_code": [f"P{r}{n}" for r, n in zip(region, uneven(providers), strict=True)],
            "profession_code": [f"prof{n}" for n in uneven(professions)],
            "age": [f"age{n}" for n in uneven(groups)],
            "education_provider": [f"U{n}" for n in uneven(groups)],
        }
    )
    bullied = rng.random(people) < 0.25
    workload = rng.choice(["right", "busy", "quiet"], people, p=[0.5, 0.4, 0.1])
    # None where a question was left out or not put.
    answers["bullying"] = np.where(rng.random(people) < 0.97, np.where(bullied, "yes", "no"), None)
    asked = (answers["bullying"] == "yes") & (rng.random(people) < 0.95)
    answers["bullying_reported"] = np.where(asked, np.where(rng.random(people) < 0.4, "yes", "no"), None)
    answers["workload"] = np.where(rng.random(people) < 0.96, workload, None)
    answers["survey_response"] = "yes"
    return answers


def cells(answers: pd.DataFrame, wave: str = "2024") -> pd.DataFrame:
    """Count the answers into every cell of every table of the wave."""
    indicators = {
        # Indicator: question, favourable answers, counted answers.
        "survey_response": ("survey_response", None, None),
        "bullying": ("bullying", ["no"], ["yes"]),
        "bullying_reported": ("bullying_reported", ["yes"], ["yes"]),
        "workload_busy": ("workload", ["right"], ["busy"]),
        "workload_quiet": ("workload", ["right"], ["quiet"]),
    }
    found = []
    for indicator, (question, favourable, counted) in indicators.items():
        given = answers[answers[question].notna()]
        long = given.assign(
            respondents=1,
            favourable=given[question].isin(favourable or []).astype("Int64"),
            counted=given[question].isin(counted or []).astype("Int64"),
            question_code=question,
            indicator_code=indicator,
        )
        table = pd.concat(_tables(long), ignore_index=True)
        if favourable is None:
            table[["favourable", "counted"]] = pd.NA
        found.append(table)
    return pd.concat(found, ignore_index=True).assign(wave_code=wave)[list(COLUMNS)]


def _tables(rows: pd.DataFrame) -> list[pd.DataFrame]:
    levels = {"provider": ["provider_code", "region_code"], "region": ["region_code"], "national": []}
    found = []
    for level, place in levels.items():
        for breakdown in ("none", *BREAKDOWNS):
            for by_profession in (False, True):
                if breakdown != "none" and by_profession and level != "national":
                    continue
                by = [*place, *(["profession_code"] if by_profession else [])]
                by += [] if breakdown == "none" else [breakdown]
                counts = ["respondents", "favourable", "counted"]
                keys = ["question_code", "indicator_code", *by]
                table = rows.groupby(keys, as_index=False)[counts].sum()
                table["place_level_code"], table["breakdown_code"] = level, breakdown
                table["place_code"] = table[place[0]] if place else "ENGLAND"
                table["region_code"] = table["region_code"] if place else None
                table["profession_code"] = table["profession_code"] if by_profession else "all"
                table["group_code"] = "all" if breakdown == "none" else table[breakdown]
                found.append(table)
    return found
