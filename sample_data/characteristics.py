"""What a response says about its sender besides the answers: university, specialty, characteristics.

Belongs here: the shares of these values and how they are drawn. They carry no signal about quality.
"""

import numpy as np
import numpy.typing as npt

from expectations import reference
from sample_data.coded import BLANK, Coded

_NOT_SAID = "Prefer not to say"
CHARACTERISTICS: dict[str, dict[str, float]] = {
    "age_band": {"18 to 24": 0.34, "25 to 34": 0.41, "35 to 44": 0.15, "45 and over": 0.07, _NOT_SAID: 0.03},
    "disability": {"Yes": 0.12, "No": 0.81, _NOT_SAID: 0.07},
    "ethnicity": {
        "Asian or Asian British": 0.2, "Black or Black British": 0.08, "Mixed": 0.04, "White": 0.57,
        "Other ethnic group": 0.04, _NOT_SAID: 0.07,
    },
    "religion": {
        "No religion": 0.4, "Christian": 0.31, "Muslim": 0.11, "Hindu": 0.05, "Other religion": 0.04,
        _NOT_SAID: 0.09,
    },
    "sex": {"Female": 0.69, "Male": 0.27, _NOT_SAID: 0.04},
    "sexual_orientation": {
        "Heterosexual": 0.8, "Gay or lesbian": 0.04, "Bisexual": 0.05, "Other": 0.01, _NOT_SAID: 0.1,
    },
    "gender_reassignment": {"No": 0.94, "Yes": 0.005, _NOT_SAID: 0.055},
    "marital_status": {
        "Single": 0.6, "Married or in a civil partnership": 0.3, "Other": 0.04, _NOT_SAID: 0.06,
    },
}  # fmt: skip
_CHARACTERISTIC_BLANK = 0.03
_SPECIALTIES = {
    "doctors_in_training": ("Acute medicine", "Anaesthetics", "Emergency medicine", "General practice",
                            "General surgery", "Obstetrics and gynaecology", "Paediatrics", "Psychiatry"),
    "medical_student": ("Medicine", "Surgery", "Primary care", "Psychiatry"),
    "dental": ("Dental foundation", "Orthodontics", "Oral surgery"),
    "nursing": ("Adult", "Child", "Mental health", "Learning disability"),
    "ahp": ("Physiotherapy", "Occupational therapy", "Radiography", "Dietetics",
            "Speech and language therapy"),
    "pharmacy": ("Hospital pharmacy", "Community pharmacy"),
    "healthcare_science": ("Life sciences", "Physiological sciences", "Physical sciences"),
}  # fmt: skip
_NO_UNIVERSITY = ("doctors_in_training", "dental", "independent")  # trained by other bodies
_UNIVERSITY_BLANK = 0.02


def draw_characteristics(
    provider: npt.NDArray[np.int64],
    profession: npt.NDArray[np.int64],
    partners: npt.NDArray[np.int64],
    universities: npt.NDArray[np.str_],
    rng: np.random.Generator,
) -> dict[str, Coded]:
    """Draw university, specialty and characteristics of every respondent.

    Args:
        provider: Index of the provider per respondent.
        profession: Index of the profession per respondent.
        partners: Universities of each provider, shape (providers, partners).
        universities: UKPRN of each university.
        rng: Stream of the wave.

    Returns:
        Columns of the `nets_responses` feed by name.
    """
    size = len(provider)
    professions = list(reference.codes("profession"))
    university = partners[provider, rng.integers(0, partners.shape[1], size)]
    elsewhere = np.isin(profession, [professions.index(p) for p in _NO_UNIVERSITY])
    university = np.where(elsewhere | (rng.random(size) < _UNIVERSITY_BLANK), BLANK, university)

    specialties = sorted({s for group in _SPECIALTIES.values() for s in group})
    specialty = np.full(size, BLANK)
    for name, group in _SPECIALTIES.items():
        mine = np.flatnonzero(profession == professions.index(name))
        codes = np.array([specialties.index(s) for s in group])
        specialty[mine] = codes[rng.integers(0, len(codes), len(mine))]

    details = {
        "education_provider_ukprn": Coded(university, tuple(universities.tolist())),
        "specialty": Coded(specialty, tuple(specialties)),
    }
    for name, shares in CHARACTERISTICS.items():
        drawn = np.searchsorted(np.cumsum(list(shares.values()))[:-1], rng.random(size))
        blank = rng.random(size) < _CHARACTERISTIC_BLANK
        details[name] = Coded(np.where(blank, BLANK, drawn), tuple(shares))
    return details
