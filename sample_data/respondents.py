"""Who answers the survey: respondents of one wave with everything but their answers.

Belongs here: response rates, pseudonyms, dates. Their characteristics are `characteristics.py`, their answers
`survey.py`.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sample_data.calibration import whole_numbers
from sample_data.characteristics import draw_characteristics
from sample_data.coded import Coded
from sample_data.places import Places
from sample_data.providers import Providers
from sample_data.waves import Wave, respondents_by_profession

_ALPHABET = np.array(list("bcdfghjkmnpqrstvwxyz"))  # no vowels: a pseudonym is never a word or a number
_ID_LENGTH = 9


@dataclass(frozen=True)
class Respondents:
    """Respondents of one wave, one position each, in order of submission.

    Attributes:
        place: Index into the places.
        provider: Index of the provider.
        profession: Index of the profession.
        submitted: Day of submission.
        response_id: Pseudonym, unique in the wave.
        details: Further coded columns by name (university, specialty, characteristics).
    """

    place: npt.NDArray[np.int64]
    provider: npt.NDArray[np.int64]
    profession: npt.NDArray[np.int64]
    submitted: npt.NDArray[np.datetime64]
    response_id: npt.NDArray[np.str_]
    details: dict[str, Coded]

    def __len__(self) -> int:
        return len(self.place)


def pseudonyms(count: int, rng: np.random.Generator) -> npt.NDArray[np.str_]:
    """Return distinct pseudonyms of nine consonants that say nothing about order."""
    space = len(_ALPHABET) ** _ID_LENGTH
    factor = int(rng.integers(1, space // 20)) * 20 + 7  # shares no divisor with the space: no two collide
    shift = int(rng.integers(0, space))
    # Python's integers do not overflow; numpy's would.
    number = np.array([(i * factor + shift) % space for i in range(count)], dtype=np.int64)
    digits = number[:, None] // len(_ALPHABET) ** np.arange(_ID_LENGTH, dtype=np.int64) % len(_ALPHABET)
    letters = np.ascontiguousarray(_ALPHABET[digits])
    return letters.view(f"<U{_ID_LENGTH}").ravel()


def draw_respondents(
    survey: Wave,
    learners: npt.NDArray[np.int64],
    places: Places,
    providers: Providers,
    partners: npt.NDArray[np.int64],
    universities: npt.NDArray[np.str_],
    scale: float,
    rng: np.random.Generator,
) -> Respondents:
    """Draw who answers: never more than there are learners, and exact totals per profession.

    Args:
        survey: The wave.
        learners: Whole number of learners per place.
        places: The places.
        providers: The providers.
        partners: Universities of each provider, shape (providers, partners).
        universities: UKPRN of each university.
        scale: Share of the full size.
        rng: Stream of this wave.
    """
    eagerness = np.clip(rng.lognormal(0.0, 0.35, len(providers)), 0.4, 2.0)[places.provider]
    counts = np.zeros(len(learners), dtype=np.int64)
    for profession, wanted in enumerate(respondents_by_profession(survey, scale)):
        here = np.flatnonzero(places.profession == profession)
        expected = learners[here] * eagerness[here]
        if wanted and expected.sum():
            counts[here] = whole_numbers(expected * (wanted / expected.sum()), rng)
    place = np.repeat(np.arange(len(learners)), counts)
    size = len(place)
    days = (survey.closes_on - survey.opens_on).days
    # Most answer late, when they are reminded.
    offset = np.floor(rng.beta(1.3, 1.0, size) * (days + 1)).astype(int)
    order = np.lexsort((rng.random(size), offset))
    place, offset = place[order], offset[order]
    provider, profession_index = places.provider[place], places.profession[place]
    return Respondents(
        place=place,
        provider=provider,
        profession=profession_index,
        submitted=np.datetime64(survey.opens_on) + offset.astype("timedelta64[D]"),
        response_id=pseudonyms(size, rng),
        details=draw_characteristics(provider, profession_index, partners, universities, rng),
    )
