"""What respondents answer: unbiased but noisy views of latent quality, with exact national shares.

Belongs here: scores, routing and missing answers of one wave. Who answers is `respondents.py`, how a score
becomes an option is `scales.py`, the national shares are `targets.py`.
"""

import numpy as np
import numpy.typing as npt

from expectations import reference
from expectations.reference import Question
from sample_data.coded import BLANK, Coded
from sample_data.respondents import Respondents
from sample_data.scales import choose_grade, choose_reasons, choose_workload, choose_yes_or_no, options
from sample_data.streams import stream

LOADING = 0.6  # how strongly an answer follows latent quality, on the logit scale
ROUTED_LOADING = 0.3
MOOD = 0.8  # how strongly all answers of one person hang together
PROFESSION_SPREAD = 0.35  # professions answer differently at the same quality
_BLANK_RATES = (0.02, 0.04)
_NOT_APPLICABLE_RATES = (0.003, 0.02)
Floats = npt.NDArray[np.float64]


def asked_in(year: int) -> tuple[Question, ...]:
    """Return the questions of the bank that a wave year asks, in governed order."""
    return tuple(
        q
        for q in reference.questions()
        if q.asked_from <= year and (q.asked_to is None or q.asked_to >= year)
    )


def answer(
    respondents: Respondents, quality: Floats, year: int, seed: int, rng: np.random.Generator
) -> dict[str, Coded]:
    """Answer every question of a wave.

    Args:
        respondents: Who answers.
        quality: Latent quality of the year, shape (providers, professions, domains).
        year: Year of the wave.
        seed: Seed of the sample, for what does not change between waves.
        rng: Stream of this wave.

    Returns:
        One coded column per question asked, in governed order.
    """
    seen = quality[respondents.provider, respondents.profession]
    mood = MOOD * rng.standard_normal(len(respondents))
    answers: dict[str, Coded] = {}
    for question in asked_in(year):
        base = np.ones(len(respondents), dtype=bool)
        if question.base_questions:
            base = np.logical_or.reduce(
                [answers[b].equals(question.base_answer) for b in question.base_questions if b in answers]
            )
        score = mood + _signal(question, seen) + _profession_effect(question, seed)[respondents.profession]
        score = score + rng.logistic(size=len(respondents))
        answers[question.code] = _answer_one(question, score, base, year, rng)
    return answers


def _signal(question: Question, seen: Floats) -> Floats:
    domains = list(reference.codes("eqf_domain"))
    measured = {
        row["domain_code"]
        for row in reference.seed("indicator")
        if row["question_code"] == question.code and row["domain_code"]
    }
    which = [domains.index(d) for d in sorted(measured)] or list(range(len(domains)))
    loading = ROUTED_LOADING if question.base_questions else LOADING
    return np.asarray(loading * seen[:, which].mean(axis=1))


def _profession_effect(question: Question, seed: int) -> Floats:
    professions = len(reference.codes("profession"))
    return PROFESSION_SPREAD * stream(seed, "profession effect", question.code).standard_normal(professions)


def _answer_one(
    question: Question, score: Floats, base: npt.NDArray[np.bool_], year: int, rng: np.random.Generator
) -> Coded:
    labels = options(question.code, year)
    luck = rng.random(len(score))
    blank = rng.uniform(*_BLANK_RATES)
    skipped = blank + rng.uniform(*_NOT_APPLICABLE_RATES)
    answered = np.flatnonzero(base & (luck >= skipped))
    index = np.full(len(score), BLANK)
    if question.is_multi:
        chosen, labels = choose_reasons(question, labels, len(answered), year, rng)
    elif question.scale == "yes_no":
        chosen = choose_yes_or_no(question, labels, score[answered], year)
    elif question.scale == "workload3":
        chosen = choose_workload(labels, score[answered], year, rng)
    else:
        chosen = choose_grade(question, score[answered], year)
    index[answered] = chosen
    index[base & (luck >= blank) & (luck < skipped)] = labels.index("not_applicable")
    return Coded(index, labels)
