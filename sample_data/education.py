"""Invented universities and which of them place learners at which provider.

Belongs here: the `education_providers` feed and the partnerships. Names come from `names.py`.
"""

from datetime import date

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from sample_data import names
from sample_data.providers import Providers
from sample_data.streams import stream
from sample_data.writer import SampleWriter

UNIVERSITIES = 60
PARTNERS = 4  # universities per provider


def ukprns() -> npt.NDArray[np.str_]:
    """Return the number of every invented university."""
    return np.array([names.ukprn(i) for i in range(UNIVERSITIES)])


def partners(providers: Providers, seed: int) -> npt.NDArray[np.int64]:
    """Return the universities that place learners at each provider, shape (providers, `PARTNERS`).

    They are of the provider's own region: university u belongs to region u modulo the number of regions.
    """
    rng = stream(seed, "education")
    regions = int(providers.region.max()) + 1
    rounds = rng.integers(0, UNIVERSITIES // regions, (len(providers), PARTNERS))
    return rounds * regions + providers.region[:, None]


def write_education_providers(seed: int, writer: SampleWriter) -> None:
    """Write the list of universities into landing."""
    places = names.place_names(UNIVERSITIES, stream(seed, "university names"))
    table = pa.table({"ukprn": ukprns().tolist(), "name": [names.university_name(p) for p in places]})
    writer.feed("education_providers", "education_providers_2018.csv", table, date(2018, 4, 1))
