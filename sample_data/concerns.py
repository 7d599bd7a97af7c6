"""The `concerns` feed: what reaches the concern log, and what does not.

Belongs here: drawing concerns and describing them. How often one reaches the log is `concern_rates.py`, what
happens to it afterwards is `concern_events.py`, what its report states is `concern_reports.py`.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from expectations import reference
from sample_data.calibration import share_count
from sample_data.coded import BLANK, Coded
from sample_data.concern_rates import concern_rate
from sample_data.concern_reports import report_columns
from sample_data.places import Places
from sample_data.providers import Providers
from sample_data.streams import stream

YEARS = (2020, 2021, 2022, 2023, 2024)
CONCERNS_PER_YEAR = {2020: 190, 2021: 215, 2022: 235, 2023: 255, 2024: 275}  # at scale 1, ours
_FEWEST_PER_YEAR = 8
_CATEGORY_SHARES = (0.05, 0.42, 0.36, 0.17)  # recorded as 0, 1, 2, 3; suspension comes only later
_ALSO_PROFESSION, _ALSO_DOMAIN = 0.2, 0.35
_SOURCES = {
    "learner": 0.3, "educator": 0.1, "education_provider": 0.12, "placement_provider": 0.08, "nets": 0.14,
    "psa": 0.04, "regulator": 0.07, "visit": 0.12, "other": 0.03,
}  # fmt: skip
_DEPARTMENTS = (
    "Emergency",
    "Medicine",
    "Surgery",
    "Maternity",
    "Children",
    "Mental health",
    "Community",
    "Imaging",
)
_DEPARTMENT_BLANK = 0.15


@dataclass(frozen=True)
class Concerns:
    """Concerns in order of the day they were raised, one position each.

    Attributes:
        identifier: Concern identifiers.
        provider: Index of the provider.
        profession: Index of the first profession.
        domain: Index of the primary domain.
        raised: Day raised.
        recorded: Minute recorded.
        category: ISF category when recorded.
        quality: Latent quality of the cell when raised.
    """

    identifier: npt.NDArray[np.str_]
    provider: npt.NDArray[np.int64]
    profession: npt.NDArray[np.int64]
    domain: npt.NDArray[np.int64]
    raised: npt.NDArray[np.datetime64]
    recorded: npt.NDArray[np.datetime64]
    category: npt.NDArray[np.int64]
    quality: npt.NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.identifier)


def make_concerns(
    providers: Providers,
    places: Places,
    quality_of: dict[int, npt.NDArray[np.float64]],
    seed: int,
    scale: float,
) -> Concerns:
    """Draw the concerns of all years; the same for the same seed and scale."""
    years = [_one_year(providers, places, quality_of[y], y, seed, scale) for y in YEARS]
    return Concerns(*(np.concatenate(parts) for parts in zip(*years, strict=True)))


def _one_year(
    providers: Providers, places: Places, quality: npt.NDArray[np.float64], year: int, seed: int, scale: float
) -> tuple[npt.NDArray[np.generic], ...]:
    rng = stream(seed, "concerns", str(year))
    count = max(_FEWEST_PER_YEAR, share_count(1, CONCERNS_PER_YEAR[year] * scale))
    raised = np.sort(np.datetime64(f"{year}-01-01") + rng.integers(0, 365, count).astype("timedelta64[D]"))
    cell = np.empty(count, dtype=np.int64)
    # Month by month, so that a provider has concerns only while it is open.
    for month in range(1, 13):
        mine = np.flatnonzero((raised.astype("datetime64[M]").astype(int) % 12) + 1 == month)
        first = np.datetime64(f"{year}-{month:02d}-01")
        rate = concern_rate(providers, places, quality, first).ravel()
        cell[mine] = np.searchsorted(np.cumsum(rate), rng.random(len(mine)) * rate.sum(), side="right")
    provider, profession, domain = np.unravel_index(cell, quality.shape)
    seen = quality.ravel()[cell]
    lag = np.minimum(np.floor(rng.exponential(6.0, count)), 20).astype("timedelta64[D]")
    recorded = (raised + lag).astype("datetime64[m]") + rng.integers(510, 1050, count).astype(
        "timedelta64[m]"
    )
    leaning = rng.standard_normal(count) - 0.5 * (seen - seen.mean())
    bounds = np.quantile(leaning, np.cumsum(_CATEGORY_SHARES)[:-1])
    identifier = np.array([f"C-{year}-{number:05d}" for number in range(1, count + 1)])
    category = np.searchsorted(bounds, leaning)
    return identifier, provider, profession, domain, raised, recorded, category, seen


def concern_table(concerns: Concerns, providers: Providers, places: Places, seed: int) -> pa.Table:
    """Return the `concerns` feed in order of recording within each year."""
    rng = stream(seed, "concern details")
    size = len(concerns)
    professions, domains = list(reference.codes("profession")), list(reference.codes("eqf_domain"))
    present = np.zeros((len(providers), len(professions)), dtype=bool)
    present[places.provider, places.profession] = True
    second = rng.integers(0, len(professions), size)
    also = (
        (rng.random(size) < _ALSO_PROFESSION)
        & present[concerns.provider, second]
        & (second != concerns.profession)
    )
    other = (concerns.domain + rng.integers(1, len(domains), size)) % len(domains)
    both = rng.random(size) < _ALSO_DOMAIN
    sources = tuple(_SOURCES)
    source = np.searchsorted(np.cumsum(list(_SOURCES.values()))[:-1], rng.random(size))
    department = np.where(
        rng.random(size) < _DEPARTMENT_BLANK, BLANK, rng.integers(0, len(_DEPARTMENTS), size)
    )
    months = np.array([12, 6, 3, 1])[concerns.category]
    due = concerns.recorded.astype("datetime64[D]") + (30 * months).astype("timedelta64[D]")
    safety = rng.random(size) < np.array([0.02, 0.08, 0.2, 0.4])[concerns.category]
    return pa.table(
        {
            "concern_id": concerns.identifier.tolist(),
            "provider_code": providers.code[concerns.provider].tolist(),
            "professions": _joined(professions, concerns.profession, second, also),
            "eqf_domains": _joined(domains, concerns.domain, other, both),
            "source_type": Coded(source, sources).arrow().cast(pa.string()),
            "raised_on": pa.array(concerns.raised.astype("datetime64[D]")),
            "recorded_at": pa.array(concerns.recorded.astype("datetime64[s]")),
            "isf_category": pa.array(concerns.category.astype(str).tolist()),
            "site_code": np.char.add(providers.code[concerns.provider], "01").tolist(),
            "department": Coded(department, _DEPARTMENTS).arrow().cast(pa.string()),
            "patient_safety": np.where(safety, "Y", "N").tolist(),
            "review_due_on": pa.array(due),
            **report_columns([sources[s] for s in source], [domains[d] for d in concerns.domain], seed),
        }
    )


def _joined(
    labels: list[str],
    first: npt.NDArray[np.int64],
    second: npt.NDArray[np.int64],
    both: npt.NDArray[np.bool_],
) -> list[str]:
    names = np.array(labels)
    pair = np.char.add(np.char.add(names[first], ";"), names[second])
    return [str(value) for value in np.where(both, pair, names[first])]
