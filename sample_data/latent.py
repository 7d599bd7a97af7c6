"""Latent quality: what the three streams of evidence see through their own noise and bias.

Belongs here: the process that makes quality drift slowly over the years. How a stream sees it belongs to the
stream.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sample_data.streams import stream

PERSISTENCE = 0.85  # correlation of a cell with itself one year later
# Share of the variance that a whole provider, a profession in it, a domain in it, and the cell alone have.
VARIANCE = {"provider": 0.30, "provider_profession": 0.35, "provider_domain": 0.15, "cell": 0.20}


@dataclass(frozen=True)
class Latent:
    """Latent quality, larger is better, mean 0 and standard deviation 1 in every year.

    Attributes:
        years: Years in order.
        quality: Shape (years, providers, professions, domains).
    """

    years: tuple[int, ...]
    quality: npt.NDArray[np.float64]

    def year(self, year: int) -> npt.NDArray[np.float64]:
        """Return the quality of one year, shape (providers, professions, domains).

        Raises:
            ValueError: The year is not among `years`.
        """
        return np.asarray(self.quality[self.years.index(year)])


def make_latent(seed: int, years: range, providers: int, professions: int, domains: int) -> Latent:
    """Let the quality of every cell drift as a first-order autoregression; the same for the same seed."""
    rng = stream(seed, "latent")

    def shock() -> npt.NDArray[np.float64]:
        shapes = {
            "provider": (providers, 1, 1),
            "provider_profession": (providers, professions, 1),
            "provider_domain": (providers, 1, domains),
            "cell": (providers, professions, domains),
        }
        total: npt.NDArray[np.float64] = np.zeros((providers, professions, domains))
        for part, variance in VARIANCE.items():
            total += np.sqrt(variance) * rng.standard_normal(shapes[part])
        return total

    quality = np.empty((len(years), providers, professions, domains))
    quality[0] = shock()
    for t in range(1, len(years)):
        quality[t] = PERSISTENCE * quality[t - 1] + np.sqrt(1 - PERSISTENCE**2) * shock()
    return Latent(tuple(years), quality)
