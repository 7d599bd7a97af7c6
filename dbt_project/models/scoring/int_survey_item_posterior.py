"""What the beta-binomial says of a unit's adverse share: its interval, and how surely it is above average.

Belongs here: quantiles and tails of the Beta distribution, which SQL has not. Its two parameters are those of
int_survey_item_estimate (scoring method section 7).
"""

from typing import Any

from scipy import special

KEY = ("wave_code", "provider_code", "profession_code", "indicator_code")
LOWER, UPPER = 0.025, 0.975


def model(dbt: Any, session: Any) -> Any:
    """Return key, `lower_95`, `upper_95` and `above_benchmark_probability` of every unit with a prior.

    Where units differ by chance alone the prior is without bound and there is no distribution: no row.
    """
    dbt.config(materialized="table")
    unit = dbt.ref("int_survey_item_estimate").filter("prior_size is not null").df()
    alpha = unit["adverse"] + unit["prior_share"] * unit["prior_size"]
    beta = unit["respondents"] - unit["adverse"] + (1 - unit["prior_share"]) * unit["prior_size"]
    # Of an empty column alone the type could not be told.
    key = unit[list(KEY)].astype("string")
    return key.assign(
        lower_95=special.betaincinv(alpha, beta, LOWER),
        upper_95=special.betaincinv(alpha, beta, UPPER),
        above_benchmark_probability=special.betaincc(alpha, beta, unit["benchmark_share"]),
    )
