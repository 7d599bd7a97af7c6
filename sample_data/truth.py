"""The truth folder: what the sample knows and the pipeline must not.

Belongs here: latent quality, parameters and targets as Parquet, for checking scores against. Nothing in the
pipeline reads it.
"""

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from expectations import reference
from sample_data import concern_rates, concerns, declarations, latent, survey, targets
from sample_data.latent import Latent
from sample_data.places import Places
from sample_data.providers import Providers
from sample_data.writer import SampleWriter

README = """\
Known truth behind the sample data in ../landing. The pipeline never reads this folder.

Everything is invented; no provider, university or person exists.

latent_quality.parquet  provider_code, profession_code, domain_code, year, quality: the quality that all three
                        streams of evidence see through their own noise and bias. Larger is better; mean 0,
                        standard deviation 1 over all cells of a year.
concern_rate.parquet    provider_code, profession_code, domain_code, year, rate: relative rate at which
                        concerns of a cell reach the log at the middle of the year.
national_targets.parquet
                        wave_year, indicator_code, target_pct, is_published: what the survey is made to show.
parameters.parquet      name, value: parameters of the process.
"""


def write_truth(
    providers: Providers, places: Places, qualities: Latent, seed: int, scale: float, writer: SampleWriter
) -> None:
    """Write the truth folder."""
    present = np.zeros(qualities.quality.shape[1:3], dtype=bool)
    present[places.provider, places.profession] = True
    rates = np.stack(
        [
            concern_rates.concern_rate(providers, places, qualities.year(y), np.datetime64(f"{y}-07-01"))
            for y in concerns.YEARS
        ]
    )
    writer.truth(
        "latent_quality.parquet", _cells(providers, present, qualities.years, qualities.quality, "quality")
    )
    writer.truth("concern_rate.parquet", _cells(providers, present, concerns.YEARS, rates, "rate"))
    writer.truth("national_targets.parquet", _targets(qualities.years))
    writer.truth("parameters.parquet", _parameters(seed, scale))
    writer.truth_text("README.txt", README)


def _cells(
    providers: Providers,
    present: npt.NDArray[np.bool_],
    years: tuple[int, ...],
    values: npt.NDArray[np.float64],
    name: str,
) -> pa.Table:
    shape = values.shape
    t, p, f, d = np.nonzero(np.broadcast_to(present[None, :, :, None], shape))
    return pa.table(
        {
            "provider_code": pa.array(providers.code.tolist()).take(pa.array(p)),
            "profession_code": pa.array(list(reference.codes("profession"))).take(pa.array(f)),
            "domain_code": pa.array(list(reference.codes("eqf_domain"))).take(pa.array(d)),
            "year": pa.array(np.array(years)[t]),
            name: pa.array(values[t, p, f, d]),
        }
    )


def _targets(years: tuple[int, ...]) -> pa.Table:
    rows = [
        (year, row["indicator_code"])
        for row in reference.seed("indicator")
        for year in years
        if int(row["valid_from_year"]) <= year <= int(row["valid_to_year"] or 9999)
        and row["indicator_code"] != "workload_negative"
    ]
    aims = [targets.target(indicator, year) for year, indicator in rows]
    return pa.table(
        {
            "wave_year": [year for year, _ in rows],
            "indicator_code": [indicator for _, indicator in rows],
            "target_pct": [aim.pct for aim in aims],
            "is_published": [aim.is_published for aim in aims],
        }
    )


def _parameters(seed: int, scale: float) -> pa.Table:
    values = {
        "seed": float(seed),
        "scale": scale,
        "latent_persistence": latent.PERSISTENCE,
        **{f"latent_variance_{part}": share for part, share in latent.VARIANCE.items()},
        "survey_loading": survey.LOADING,
        "survey_routed_loading": survey.ROUTED_LOADING,
        "survey_mood": survey.MOOD,
        "survey_profession_spread": survey.PROFESSION_SPREAD,
        "self_assessment_loading": declarations.LOADING,
        "self_assessment_noise": declarations.NOISE,
        "concern_severity": concern_rates.SEVERITY,
        "concern_exposure_power": concern_rates.EXPOSURE_POWER,
        **{f"concern_reporting_{p}": r for p, r in concern_rates.reporting_rates().items()},
    }
    return pa.table({"name": list(values), "value": list(values.values())})
