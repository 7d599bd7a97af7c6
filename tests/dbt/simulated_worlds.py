"""Worlds of known truth in the shape the scoring models take, made by the sample generator's own processes.

What belongs here: one wave of survey answers, learner numbers, self-assessments and concerns for a given
quality of every cell. What does not: scoring them (scoring_project), measuring what comes out
(scoring_measures).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt
import pandas as pd
from scoring_project import SEEDS
from scoring_scenario import Inputs, concern_log

from expectations import reference
from sample_data import concern_rates
from sample_data.education import partners, ukprns
from sample_data.learner_numbers import count_learners
from sample_data.places import Places, make_places
from sample_data.providers import Providers, make_providers
from sample_data.respondents import Respondents, draw_respondents
from sample_data.responses import aggregate_table, response_table
from sample_data.streams import stream
from sample_data.survey import answer
from sample_data.waves import wave

WAVE = "2024"
GENERATOR = 20241001  # providers, places and universities are those of the sample
CONCERNS = 600  # open in the twelve months up to a wave; the sample's log has about as many
ADVERSE_SHARE, ADVERSE_SHIFT = 0.1, 1.5  # of provider-professions, in standard deviations of latent quality
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class World:
    """What the scoring models see, and what is true.

    Attributes:
        inputs: Frames by input of the scoring models.
        truth: provider_code, profession_code, is_adverse: whether the place is worse than like places.
    """

    inputs: Inputs
    truth: pd.DataFrame


@cache
def _ground() -> tuple[Providers, Places, dict[str, list[int]], npt.NDArray[np.int64]]:
    providers = make_providers(GENERATOR)
    return providers, make_places(providers, GENERATOR), partners(providers, GENERATOR), ukprns()


def world(seed: int, adverse_share: float = 0.0, exposure_power: float = 1.0) -> World:
    """Draw one wave at full size.

    Args:
        seed: Everything drawn depends on it.
        adverse_share: Share of provider-professions whose latent quality is `ADVERSE_SHIFT` below that of all
            others, which are alike; 0 is the null, in which no place differs from another.
        exposure_power: Power of the learners with which concerns come; the method assumes 1.
    """
    providers, places, universities, codes = _ground()
    professions, domains = list(reference.codes("profession")), list(reference.codes("eqf_domain"))
    survey = wave(WAVE)
    rng = stream(seed, "simulated world")
    is_adverse = rng.random((len(providers), len(professions))) < adverse_share
    quality = np.repeat(-ADVERSE_SHIFT * is_adverse[:, :, None].astype(float), len(domains), axis=2)

    count = count_learners(places, providers, WAVE, survey.opens_on, seed, 1.0)
    respondents = draw_respondents(survey, count, places, providers, universities, codes, 1.0, rng)
    answers = answer(respondents, quality, survey.year, GENERATOR, rng)
    everyone = np.ones(len(respondents), dtype=bool)
    rows = aggregate_table(response_table(respondents, answers, survey, places, providers, everyone), survey)
    learners = np.bincount(
        places.provider * len(professions) + places.profession, count, is_adverse.size
    ).reshape(is_adverse.shape)
    present = learners > 0
    provider, profession = (
        np.array(a)[i] for a, i in zip((providers.code, professions), np.nonzero(present), strict=True)
    )
    cell = {"wave_code": WAVE, "provider_code": provider, "profession_code": profession}
    inputs = {
        "fct_survey_indicator": rows.to_pandas().rename(
            columns={"wave": "wave_code", "profession": "profession_code"}
        ),
        "int_survey_total": _responses(respondents, providers, professions),
        "fct_learner_numbers": pd.DataFrame(cell | {"learners": learners[present].astype(int)}),
        "fct_self_assessment": _all_met(providers, survey.year),
        **_concerns(providers, learners**exposure_power, quality, rng),
    }
    truth = pd.DataFrame(cell | {"is_adverse": is_adverse[present]}).drop(columns="wave_code")
    return World(inputs, truth)


def _responses(respondents: Respondents, providers: Providers, professions: Sequence[str]) -> pd.DataFrame:
    """Respondents of every cell, as the models are told them beside the indicators."""
    frame = pd.DataFrame(
        {
            "provider_code": providers.code[respondents.provider],
            "profession_code": np.array(professions)[respondents.profession],
        }
    )
    total = frame.value_counts().rename("respondents").reset_index()
    return total.assign(wave_code=WAVE, indicator_code="survey_response")


def _all_met(providers: Providers, year: int) -> pd.DataFrame:
    """Every provider declares every standard met: a sound place has nothing else to declare."""
    question = pd.read_csv(SEEDS / "psa_question.csv").query("domain_code.notna()")
    answers = pd.DataFrame({"provider_code": providers.code}).merge(
        question[["question_code", "domain_code"]].drop_duplicates(), how="cross"
    )
    return answers.assign(
        cycle=year,
        profession_code="all",
        answer_code="met",
        adverse_score=0.0,
        is_signed_off=True,
        is_current=True,
    )


def _concerns(providers: Providers, exposure: Floats, quality: Floats, rng: np.random.Generator) -> Inputs:
    """Concerns of category 1, one cell each, at the rates of the generator, closed before the cut-off."""
    professions, domains = list(reference.codes("profession")), list(reference.codes("eqf_domain"))
    reporting = np.array([concern_rates.reporting_rates()[p] for p in professions])
    weight = np.array([concern_rates.DOMAIN_WEIGHT[d] for d in domains])
    rate = (exposure * reporting)[:, :, None] * weight * np.exp(-concern_rates.SEVERITY * quality)
    drawn = rng.poisson(CONCERNS * rate / rate.sum())
    p, f, d = (np.repeat(index, drawn[drawn > 0]) for index in np.nonzero(drawn))
    log = concern_log(
        [
            (f"c{i:04}", *cell, 1, "2024-06-01")
            for i, cell in enumerate(_codes(providers, p, professions, f, domains, d))
        ]
    )
    log["int_concern_span"]["valid_to"] = "2024-07-01"
    return log


def _codes(
    providers: Providers,
    p: npt.NDArray[np.int64],
    professions: Sequence[str],
    f: npt.NDArray[np.int64],
    domains: Sequence[str],
    d: npt.NDArray[np.int64],
) -> list[tuple[str, str, str]]:
    return list(zip(providers.code[p], np.array(professions)[f], np.array(domains)[d], strict=True))
