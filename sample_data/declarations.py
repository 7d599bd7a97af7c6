"""What a provider declares when it assesses itself: too optimistic, and only weakly informed by quality.

Belongs here: one answer per provider and question, with exact national shares. Versions and the file are
`self_assessment.py`. The published shares live in `dbt_project/seeds/psa_published_figure.csv`;
`ASSUMED_PCT` is invented.
"""

import numpy as np
import numpy.typing as npt

from expectations import reference
from sample_data.calibration import graded, highest, share_count
from sample_data.coded import BLANK

LOADING = 0.5  # how strongly a declaration follows latent quality
NOISE = 1.5  # and how much it does not
# Invented share of providers that declare "met" where nothing is published.
ASSUMED_PCT = {
    "edi_lead": 97, "reporting_considers_learners": 95, "policy_discrimination": 98,
    "policy_sexual_harassment": 90, "sexual_safety_charter": 90, "sexual_safety_lead": 85,
    "guardian_in_post": 99, "fair_culture": 94, "safe_environment": 98,
}  # fmt: skip
# Assurance by profession: not met, met with exceptions, met. Optimistic: quality would justify less.
ASSURANCE_SHARES = (0.03, 0.11, 0.86)
_NOT_APPLICABLE_RATE = 0.01
_UNANSWERED_RATE = 0.01
ANSWERS = ("not_met", "met_with_exceptions", "met", "not_applicable")


def met_target(question: str, cycle: int) -> float:
    """Return the share (0..1) of answering providers that declare an organisation-level question met.

    Between published cycles it is interpolated; without any it is `ASSUMED_PCT`.
    """
    known = {int(r["cycle"]): float(r["published_pct"])
             for r in reference.seed("psa_published_figure") if r["question_code"] == question}  # fmt: skip
    if question in ASSUMED_PCT:
        known = {2022: ASSUMED_PCT[question]} | known
    years = sorted(known)
    return float(np.interp(cycle, years, [known[y] for y in years])) / 100


def declare(
    items: dict[str, npt.NDArray[np.int64]],
    returning: npt.NDArray[np.int64],
    scored: npt.NDArray[np.bool_],
    quality: npt.NDArray[np.float64],
    cycle: int,
    rng: np.random.Generator,
) -> npt.NDArray[np.int64]:
    """Draw one answer per item, a position in `ANSWERS` or `BLANK`.

    Args:
        items: Positions of provider (among those returning), question and profession, one per item.
        returning: Index of each returning provider.
        scored: Whether a version of each returning provider's self-assessment was signed off.
        quality: Latent quality of the year, shape (providers, professions, domains).
        cycle: Year of the self-assessment.
        rng: Stream of the cycle.
    """
    domains = list(reference.codes("eqf_domain"))
    answers = np.full(len(items["position"]), BLANK)
    for number, row in enumerate(reference.seed("psa_question")):
        mine = np.flatnonzero((items["question"] == number) & (rng.random(len(answers)) >= _UNANSWERED_RATE))
        seen = quality[returning[items["position"][mine]], :, domains.index(row["domain_code"])]
        own = items["profession"][mine]
        view = np.where(
            own == BLANK, seen.mean(axis=1), np.take_along_axis(seen, own[:, None] % seen.shape[1], 1)[:, 0]
        )
        score = LOADING * view + NOISE * rng.standard_normal(len(mine))
        if row["answer_level"] == "profession":
            chosen = graded(score, ASSURANCE_SHARES)
            chosen[rng.random(len(mine)) < _NOT_APPLICABLE_RATE] = ANSWERS.index("not_applicable")
        else:
            chosen = _met_or_not(
                score, scored[items["position"][mine]], met_target(row["question_code"], cycle)
            )
        answers[mine] = chosen
    return answers


def _met_or_not(
    score: npt.NDArray[np.float64], counts: npt.NDArray[np.bool_], share: float
) -> npt.NDArray[np.int64]:
    """Let the best-scoring share declare "met": exactly so among returns that count and others."""
    chosen = np.full(len(score), ANSWERS.index("not_met"))
    for group in (np.flatnonzero(counts), np.flatnonzero(~counts)):
        chosen[group[highest(score[group], share_count(len(group), share))]] = ANSWERS.index("met")
    return chosen
