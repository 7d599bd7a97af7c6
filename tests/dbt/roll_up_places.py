"""Places of the invented world, and their scores made again from counts by numpy.

What belongs here: inputs and independent arithmetic. What does not: any expectation.
"""

import duckdb
import numpy as np
import numpy.typing as npt
import pandas as pd
from scoring_project import ScoringProject, rows
from scoring_scenario import WAVE, Inputs

KEY = ["wave_code", "score_level_code", "place_code", "profession_code", "domain_code"]
PHI_CONSISTENCY, RHO, FEWEST_FIRM, FEWEST_UNITS = 0.6787, 0.6, 10, 10
Numbers = npt.NDArray[np.float64]
REGIONS = ["Y56", "Y58", "Y59", "Y60", "Y61", "Y62", "Y63"]


def placed(inputs: Inputs) -> Inputs:
    """The same world with its providers in seven regions, u00 in the first."""
    providers = sorted(inputs["int_provider_at_wave"].provider_code)
    places = [(WAVE, u, REGIONS[i % len(REGIONS)]) for i, u in enumerate(providers)]
    return {**inputs, "int_survey_place": rows("wave_code provider_code region_code", places)}


def risk(db: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    return db.sql("select * from fct_domain_risk_roll_up order by all").df()


def built(scoring: ScoringProject, inputs: Inputs) -> pd.DataFrame:
    return risk(scoring.build("fct_domain_risk_roll_up", inputs)).set_index(KEY[1:])


def item_z(x: Numbers, n: Numbers, target: Numbers | float) -> Numbers:
    """Adjusted z of one item over its benchmark group; adverse x of n (docs/method.md, section 1)."""
    firm = n >= FEWEST_FIRM if (n >= FEWEST_FIRM).sum() >= FEWEST_UNITS else np.full(len(n), True)
    y, t, s = np.arcsin(np.sqrt(x / n)), np.arcsin(np.sqrt(target)), 1 / (2 * np.sqrt(n))
    z_raw, precision = ((y - t) / s)[firm], (s**-2)[firm]
    w = np.clip(z_raw, *np.quantile(z_raw, [0.1, 0.9]))
    k = len(w)
    excess = (w**2).sum() / PHI_CONSISTENCY - (k - 1)
    tau2 = max(0, excess / (precision.sum() - (precision**2).sum() / precision.sum()))
    z: Numbers = (y - t) / np.sqrt(s**2 + tau2)
    return z


def places_of(inputs: Inputs, level: str) -> pd.DataFrame:
    """Survey counts added up by place and item: adverse x of n, and the share of the country."""
    survey = inputs["fct_survey_indicator"].merge(inputs["int_survey_place"])
    survey["x"] = survey.respondents - survey.favourable
    place = {"provider": "provider_code", "region": "region_code"}[level]
    units = survey.groupby([place, "indicator_code"], as_index=False)[["x", "respondents"]].sum()
    country = survey.groupby("indicator_code")[["x", "respondents"]].sum()
    units["target"] = units.indicator_code.map(country.x / country.respondents)
    return units.rename(columns={place: "place_code", "respondents": "n"})
