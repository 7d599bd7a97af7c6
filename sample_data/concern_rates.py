"""How often a concern of a cell reaches the log: exposure, quality, and who reports at all.

Belongs here: the rate, and how strongly professions outside medicine are under-reported. Drawing concerns
from it is `concerns.py`.
"""

import numpy as np
import numpy.typing as npt

from expectations import reference
from sample_data.places import Places
from sample_data.providers import Providers

SEVERITY = 1.1  # log-rate of a concern per unit of latent quality lost
EXPOSURE_POWER = 0.7  # a place with twice the learners has less than twice the concerns
# Chance that an issue reaches the log, by profession; everyone not listed has `_ELSEWHERE`.
REPORTING = {"doctors_in_training": 1.0, "medical_student": 0.4, "dental": 0.4}
_ELSEWHERE = 0.18
DOMAIN_WEIGHT = {"D1": 0.34, "D2": 0.13, "D3": 0.22, "D4": 0.12, "D5": 0.11, "D6": 0.08}


def reporting_rates() -> dict[str, float]:
    """Return the chance that an issue reaches the log, for every profession in governed order."""
    return {p: REPORTING.get(p, _ELSEWHERE) for p in reference.codes("profession")}


def concern_rate(
    providers: Providers, places: Places, quality: npt.NDArray[np.float64], on: np.datetime64
) -> npt.NDArray[np.float64]:
    """Return the relative rate of recorded concerns, shape (providers, professions, domains)."""
    reporting = np.array(list(reporting_rates().values()))
    shape = (len(providers), len(reporting))
    cell = places.provider * shape[1] + places.profession
    learners = np.bincount(cell, places.learners(providers, on, 1.0), shape[0] * shape[1]).reshape(shape)
    domains = np.array([DOMAIN_WEIGHT[d] for d in reference.codes("eqf_domain")])
    exposure = learners**EXPOSURE_POWER * reporting
    return np.asarray(exposure[:, :, None] * domains * np.exp(-SEVERITY * quality))
