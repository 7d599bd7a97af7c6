"""Who could answer: learners on placement by provider, site, profession and level.

Belongs here: the static pattern of places and its size on a day. The feed made of it is
`learner_numbers.py`, who of them responds is `respondents.py`.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from expectations import reference
from sample_data.providers import Providers
from sample_data.streams import stream

# Learners in England as the sample assumes them for 2024 (ours, not published), at scale 1.
LEARNERS_2024 = {
    "doctors_in_training": 40_000, "medical_student": 14_000, "dental": 2_000, "nursing": 52_000,
    "midwifery": 7_400, "nursing_associate": 3_600, "ahp": 21_000, "paramedicine": 5_200, "pharmacy": 5_000,
    "healthcare_science": 2_200, "psychological_professions": 2_200, "physician_associate": 1_200,
    "independent": 1_800, "other": 3_600,
}  # fmt: skip
_YEARLY_GROWTH = 0.02

_LEVELS = {  # share of learner levels within a profession
    "doctors_in_training": {"foundation": 0.3, "postgraduate": 0.7},
    "medical_student": {"undergraduate": 1.0},
    "dental": {"foundation": 0.5, "postgraduate": 0.5},
    "nursing": {"undergraduate": 0.8, "postgraduate": 0.12, "apprentice": 0.08},
    "midwifery": {"undergraduate": 0.92, "apprentice": 0.08},
    "nursing_associate": {"apprentice": 0.6, "foundation": 0.4},
    "ahp": {"undergraduate": 0.78, "postgraduate": 0.15, "apprentice": 0.07},
    "paramedicine": {"undergraduate": 0.85, "apprentice": 0.15},
    "pharmacy": {"foundation": 0.6, "undergraduate": 0.4},
    "healthcare_science": {"postgraduate": 0.6, "undergraduate": 0.4},
    "psychological_professions": {"postgraduate": 0.8, "apprentice": 0.2},
    "physician_associate": {"postgraduate": 1.0},
    "independent": {"other": 1.0},
    "other": {"other": 0.7, "apprentice": 0.3},
}

_EVERYWHERE = 0.15  # chance of a profession at a provider type that does not list it, times a small size
_TYPICAL = {  # professions a provider type is known for, with their relative weight
    "acute": {p: 1.0 for p in LEARNERS_2024 if p not in ("paramedicine", "independent")},
    "mental_health": {
        "doctors_in_training": 0.5, "medical_student": 0.5, "nursing": 1.2, "nursing_associate": 1.0,
        "ahp": 0.8, "pharmacy": 0.4, "psychological_professions": 6.0, "physician_associate": 0.6,
        "other": 0.8,
    },
    "community": {
        "nursing": 1.0, "nursing_associate": 1.4, "ahp": 1.6, "dental": 2.0, "pharmacy": 0.4, "other": 1.0,
        "psychological_professions": 1.5,
    },
    "ambulance": {"paramedicine": 30.0, "other": 0.4},
    "primary_care": {"doctors_in_training": 2.0, "nursing": 1.0, "pharmacy": 3.0, "physician_associate": 5.0},
    "independent": {"nursing": 1.0, "ahp": 1.5, "independent": 40.0, "dental": 3.0},
    "education": {"healthcare_science": 3.0, "dental": 2.0},
    "other": {"nursing": 2.0, "ahp": 1.0, "other": 2.0},
}  # fmt: skip


@dataclass(frozen=True)
class Places:
    """Combinations of provider, site, profession and level, one position each.

    Attributes:
        provider: Index of the provider.
        site: Number of the site within the provider, from 1.
        profession: Index of the profession (governed order).
        level: Index of the learner level (governed order).
        weight: Share of the provider's own pull on the profession, before its size.
    """

    provider: npt.NDArray[np.int64]
    site: npt.NDArray[np.int64]
    profession: npt.NDArray[np.int64]
    level: npt.NDArray[np.int64]
    weight: npt.NDArray[np.float64]

    def site_codes(self, providers: Providers) -> npt.NDArray[np.str_]:
        """Return the code of each place's site: the provider code and two digits."""
        number = np.char.zfill(self.site.astype(str), 2)
        return np.char.add(providers.code[self.provider], number)

    def learners(self, providers: Providers, on: np.datetime64, scale: float) -> npt.NDArray[np.float64]:
        """Return the expected number of learners of each place on a day (not whole numbers)."""
        pull = self.weight * providers.size_on(on)[self.provider]
        totals = np.array([LEARNERS_2024[p] for p in reference.codes("profession")], dtype=float)
        years = (on - np.datetime64("2024-10-01")).astype(float) / 365.25
        totals *= scale * (1 + _YEARLY_GROWTH) ** years
        by_profession = np.bincount(self.profession, pull, len(totals))
        return pull * (totals / by_profession)[self.profession]


def make_places(providers: Providers, seed: int) -> Places:
    """Invent which provider trains whom on which sites; the same for the same seed."""
    rng = stream(seed, "places")
    professions, levels = list(reference.codes("profession")), list(reference.codes("learner_level"))
    affinity = _affinity(providers, professions, rng)
    level_share = np.array([[_LEVELS[p].get(level, 0.0) for level in levels] for p in professions])
    sites = np.clip(np.ceil(3 * providers.size), 1, 4).astype(int)
    site_share = rng.lognormal(0.0, 0.5, (len(providers), 4)) * (np.arange(4) < sites[:, None])
    site_share /= site_share.sum(axis=1, keepdims=True)
    weight = affinity[:, None, :, None] * site_share[:, :, None, None] * level_share[None, None]
    provider, site, profession, level = np.nonzero(weight)
    return Places(provider, site + 1, profession, level, weight[provider, site, profession, level])


def _affinity(
    providers: Providers, professions: list[str], rng: np.random.Generator
) -> npt.NDArray[np.float64]:
    """Return the pull of each provider on each profession, shape (providers, professions)."""
    typical = np.array([[_TYPICAL[str(k)].get(p, 0.0) for p in professions] for k in providers.kind])
    unusual = (rng.random(typical.shape) < _EVERYWHERE) * 0.05
    absent = rng.random(typical.shape) < 0.08
    pull = np.where(typical > 0, np.where(absent, 0.0, typical), unusual)
    return np.asarray(pull * rng.lognormal(0.0, 0.35, typical.shape))
