"""Make a complete set of invented feed files with a known truth: the one public function of the package.

Belongs here: the order in which the parts are made. What each holds is in its own module.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from expectations import reference
from sample_data.concern_events import LOG_TAKEN, event_table
from sample_data.concerns import concern_table, make_concerns
from sample_data.education import partners, ukprns, write_education_providers
from sample_data.latent import make_latent
from sample_data.learner_numbers import count_learners, write_learner_numbers
from sample_data.places import make_places
from sample_data.providers import make_providers
from sample_data.register import write_register
from sample_data.respondents import draw_respondents
from sample_data.responses import write_wave
from sample_data.self_assessment import write_self_assessments
from sample_data.streams import stream
from sample_data.survey import answer
from sample_data.truth import write_truth
from sample_data.waves import RESPONDENTS, wave
from sample_data.writer import SampleWriter

DEFAULT_SEED = 20241001
DEFAULT_WAVES = ("2018", "2019", "2020", "2021", "2022", "2023", "2024")


@dataclass(frozen=True)
class SampleSummary:
    """What was written.

    Attributes:
        files: Paths in the order they were written, truth included.
        rows: Rows per feed, headings not counted.
        seconds: Time taken.
    """

    files: tuple[Path, ...]
    rows: dict[str, int]
    seconds: float


def generate(
    home: Path,
    *,
    seed: int = DEFAULT_SEED,
    scale: float = 1.0,
    waves: Sequence[str] = DEFAULT_WAVES,
    progress: Callable[[str], None] | None = None,
) -> SampleSummary:
    """Write sample files into `<home>/landing/<feed>/` and their truth into `<home>/truth/`.

    The same seed, scale and waves give the same bytes; a wave is the same whichever others are made. Files of
    the same name are replaced, others are left alone.

    Args:
        home: Data home; made when it does not exist.
        seed: Seed of everything that is drawn.
        scale: Share of the full number of respondents, learners and concerns; above 0.
        waves: Codes of governed waves.
        progress: Called with a line of text for every file of a feed.

    Raises:
        ValueError: The scale is not above 0, or there is no such wave.
    """
    if not scale > 0:
        raise ValueError(f"scale must be above 0, not {scale}")
    surveys = [wave(code) for code in waves]
    started = time.perf_counter()
    home.mkdir(parents=True, exist_ok=True)
    writer = SampleWriter(home, progress)

    providers = make_providers(seed)
    places = make_places(providers, seed)
    qualities = make_latent(
        seed,
        range(min(RESPONDENTS), max(RESPONDENTS) + 1),
        len(providers),
        len(reference.codes("profession")),
        len(reference.codes("eqf_domain")),
    )
    quality_of = {year: qualities.year(year) for year in qualities.years}
    present = np.zeros(qualities.quality.shape[1:3], dtype=bool)
    present[places.provider, places.profession] = True

    write_register(providers, writer)
    write_education_providers(seed, writer)
    for survey in surveys:
        learners = count_learners(places, providers, survey.code, survey.opens_on, seed, scale)
        write_learner_numbers(learners, places, providers, survey.code, survey.opens_on, writer)
        rng = stream(seed, "survey", survey.code)
        respondents = draw_respondents(
            survey, learners, places, providers, partners(providers, seed), ukprns(), scale, rng
        )
        answers = answer(respondents, quality_of[survey.year], survey.year, seed, rng)
        write_wave(respondents, answers, survey, places, providers, writer)
    write_self_assessments(providers, present, quality_of, seed, writer)
    concerns = make_concerns(providers, places, quality_of, seed, scale)
    dropped_on = date.fromisoformat(str(LOG_TAKEN))
    writer.feed(
        "concerns", "concerns_2020_2024.csv", concern_table(concerns, providers, places, seed), dropped_on
    )
    writer.feed("concern_events", "concern_events_2020_2024.csv", event_table(concerns, seed), dropped_on)
    write_truth(providers, places, qualities, seed, scale, writer)
    return SampleSummary(tuple(writer.files), dict(writer.rows), time.perf_counter() - started)
