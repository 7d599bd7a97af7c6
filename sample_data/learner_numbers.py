"""The `learner_numbers` feed: denominators for response rates and exposure, one file per wave.

Belongs here: whole numbers of learners per wave. The pattern behind them is `places.py`.
"""

from datetime import date

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from expectations import reference
from sample_data.calibration import whole_numbers
from sample_data.places import Places
from sample_data.providers import Providers
from sample_data.streams import stream
from sample_data.writer import SampleWriter


def count_learners(
    places: Places, providers: Providers, wave: str, opens_on: date, seed: int, scale: float
) -> npt.NDArray[np.int64]:
    """Return the whole number of learners of each place when a wave opens."""
    rng = stream(seed, "learners", wave)
    expected = places.learners(providers, np.datetime64(opens_on), scale)
    return whole_numbers(expected * rng.lognormal(0.0, 0.08, len(expected)), rng)


def write_learner_numbers(
    learners: npt.NDArray[np.int64],
    places: Places,
    providers: Providers,
    wave: str,
    opens_on: date,
    writer: SampleWriter,
) -> None:
    """Write the learner numbers of one wave into landing; places without learners have no row."""
    kept = np.flatnonzero(learners)
    professions, levels = (
        np.array(list(reference.codes("profession"))),
        np.array(list(reference.codes("learner_level"))),
    )
    table = pa.table(
        {
            "wave": pa.array([wave] * len(kept), pa.string()),
            "provider_code": providers.code[places.provider[kept]].tolist(),
            "site_code": places.site_codes(providers)[kept].tolist(),
            "profession": professions[places.profession[kept]].tolist(),
            "learner_level": levels[places.level[kept]].tolist(),
            "learners": learners[kept],
            "census_date": pa.array(np.full(len(kept), np.datetime64(opens_on))),
        }
    )
    writer.feed("learner_numbers", f"learner_numbers_{wave}.csv", table, opens_on)
