"""A small invented world for the scoring tests: survey, learner numbers, self-assessment and concern log.

What belongs here: inputs. What does not: building the models (scoring_project) and any expectation.
"""

import numpy as np
import pandas as pd
from scoring_project import rows

WAVE = "2024"
ITEMS = ["supervision", "induction", "unsupervised_tasks", "facilities", "simulation"]
Inputs = dict[str, pd.DataFrame]


def scenario(seed: int, providers: int = 14) -> Inputs:
    """A small invented world with all three sources; u00, worse than most, is the one the tests change."""
    rng = np.random.default_rng(seed)
    cells = [(f"u{u:02}", p) for u in range(providers) for p in ("nursing", "dental")]
    survey = [
        (WAVE, u, p, i, n, rng.binomial(n, rng.uniform(0.3, 0.6) if u == "u00" else rng.uniform(0.75, 0.9)))
        for u, p in cells
        for i in ITEMS
        if (n := int(rng.integers(3, 120)))
    ]
    learners = [(WAVE, u, p, int(rng.integers(5, 300))) for u, p in cells if rng.random() < 0.9]
    concerns = [(f"c{c}", *cells[rng.integers(len(cells))]) for c in range(20)]
    psa = [
        (2024, u, "assurance_d3", "all", "D3", code, score, True, True)
        for u in sorted({u for u, _ in cells})
        for code, score in [[("met", 0.0), ("met_with_exceptions", 0.5), ("not_met", 1.0)][rng.integers(3)]]
    ]
    return {
        "fct_survey_indicator": rows(
            "wave_code provider_code profession_code indicator_code respondents favourable", survey
        ),
        "fct_learner_numbers": rows("wave_code provider_code profession_code learners", learners),
        "fct_self_assessment": rows(
            "cycle provider_code question_code profession_code domain_code answer_code adverse_score "
            "is_signed_off is_current",
            psa,
        ),
        **concern_log([(c, u, p, "D3", int(rng.integers(1, 3)), "2024-03-01") for c, u, p in concerns]),
        "int_provider_at_wave": rows(
            "wave_code provider_code provider_key", [(WAVE, u, u) for u in sorted({u for u, _ in cells})]
        ),
    }


def one_item(units: pd.DataFrame, profession: str = "nursing", item: str = "supervision") -> Inputs:
    """Survey of one item: x adverse of n answers per provider_code."""
    survey = pd.DataFrame(
        {
            "wave_code": WAVE,
            "provider_code": units.provider_code,
            "profession_code": profession,
            "indicator_code": item,
            "respondents": units.n,
            "favourable": units.n - units.x,
        }
    )
    return {"fct_survey_indicator": survey}


def concern_log(concerns: list[tuple[str, str, str, str, int, str]]) -> Inputs:
    """Open concerns: identifier, provider, profession, domain, category, day raised."""
    frame = rows("concern_id provider_code profession_code domain_code isf_category valid_from", concerns)
    return {
        "fct_concern": frame[["concern_id", "provider_code"]].assign(patient_safety=False),
        "int_concern_span": frame[["concern_id", "valid_from", "isf_category"]].assign(
            valid_to="9999-12-31", is_open=True
        ),
        "brg_concern_profession": frame[["concern_id", "profession_code"]],
        "brg_concern_domain": frame[["concern_id", "domain_code"]],
    }
