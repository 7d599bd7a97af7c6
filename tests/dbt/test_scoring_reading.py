"""What stands beside a score for reading: shares and rates drawn to their group, Beta intervals, colours."""

import importlib.util
from collections.abc import Callable
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import pytest
from scipy import stats
from scoring_project import ROOT, ScoringProject, rows, scoring_project
from scoring_scenario import one_item

POSTERIOR = ROOT / "dbt_project" / "models" / "scoring" / "int_survey_item_posterior.py"


@pytest.fixture(scope="module")
def scoring() -> ScoringProject:
    return scoring_project()


@pytest.fixture(scope="module")
def posterior_model() -> Callable[[Any, Any], pd.DataFrame]:
    """The dbt model that is Python, as dbt calls it."""
    spec = importlib.util.spec_from_file_location("int_survey_item_posterior", POSTERIOR)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)  # type: ignore[union-attr]
    return module.model  # type: ignore[no-any-return]


class _Dbt:
    """What dbt hands to a Python model."""

    def __init__(self, db: duckdb.DuckDBPyConnection) -> None:
        self.db = db

    def config(self, **_: Any) -> None:
        return

    def ref(self, name: str) -> duckdb.DuckDBPyRelation:
        return self.db.sql(f"select * from {name} order by provider_code")


def _units(seed: int, spread: float = 0.15, units: int = 40) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    n = rng.integers(3, 120, units)
    x = rng.binomial(n, np.clip(rng.normal(0.3, spread, units), 0, 1))
    return rows(
        "provider_code x n", [(f"u{i:03}", int(a), int(b)) for i, (a, b) in enumerate(zip(x, n, strict=True))]
    )


def test_the_interval_and_the_tail_are_those_of_scipys_beta(
    scoring: ScoringProject, posterior_model: Callable[[Any, Any], pd.DataFrame]
) -> None:
    units = _units(1)
    db = scoring.build("int_survey_item_estimate", one_item(units))
    got = posterior_model(_Dbt(db), None)
    estimate = db.sql("select * from int_survey_item_estimate order by provider_code").df()
    p, size = units.x.sum() / units.n.sum(), estimate.prior_size[0]
    beta = stats.beta(units.x + p * size, units.n - units.x + (1 - p) * size)
    assert got.lower_95.to_numpy() == pytest.approx(beta.ppf(0.025), abs=1e-9)
    assert got.upper_95.to_numpy() == pytest.approx(beta.ppf(0.975), abs=1e-9)
    assert got.above_benchmark_probability.to_numpy() == pytest.approx(beta.sf(p), abs=1e-9)
    assert estimate.adverse_share.to_numpy() == pytest.approx(beta.mean(), abs=1e-9)


def test_without_spread_every_estimate_is_the_groups_and_there_is_no_interval(
    scoring: ScoringProject, posterior_model: Callable[[Any, Any], pd.DataFrame]
) -> None:
    alike = rows("provider_code x n", [(f"u{i:03}", 6, 20) for i in range(12)])
    db = scoring.build("int_survey_item_estimate", one_item(alike))
    estimate = db.sql("select * from int_survey_item_estimate").df()
    assert set(estimate.adverse_share) == {0.3}
    assert estimate.prior_size.isna().all()
    assert posterior_model(_Dbt(db), None).empty


def test_the_interval_of_drawn_shares_holds_the_truth(
    scoring: ScoringProject, posterior_model: Callable[[Any, Any], pd.DataFrame]
) -> None:
    rng = np.random.default_rng(4)
    n, truth = rng.integers(10, 120, 4000), rng.beta(6, 14, 4000)
    x = rng.binomial(n, truth)
    units = rows(
        "provider_code x n", [(f"u{i:04}", int(a), int(b)) for i, (a, b) in enumerate(zip(x, n, strict=True))]
    )
    got = posterior_model(_Dbt(scoring.build("int_survey_item_estimate", one_item(units))), None)
    assert 0.93 <= ((got.lower_95 <= truth) & (truth <= got.upper_95)).mean() <= 0.97


@pytest.mark.parametrize("seed", range(4))
def test_colours_are_quarters_and_clear_intervals(scoring: ScoringProject, seed: int) -> None:
    units = _units(seed)
    db = scoring.build("int_survey_item_colour", one_item(units))
    got = db.sql("select colour_code from int_survey_item_colour order by provider_code").df().colour_code
    share, z = 1 - units.x / units.n, 1.959964
    low, high = np.quantile(share, [0.25, 0.75])

    def wilson(x: Any, n: Any) -> tuple[Any, Any]:
        half = z * np.sqrt(x * (n - x) / n + z * z / 4)
        return (x + z * z / 2 - half) / (n + z * z), (x + z * z / 2 + half) / (n + z * z)

    lower, upper = wilson(units.n - units.x, units.n)
    group_lower, group_upper = wilson(units.n.sum() - units.x.sum(), units.n.sum())
    expected = np.select(
        [
            (share < low) & (upper < group_lower),
            share < low,
            (share > high) & (lower > group_upper),
            share > high,
        ],
        ["red", "pink", "green", "light_green"],
        "white",
    )
    assert got.tolist() == expected.tolist()
    assert {"red", "pink", "white"} <= set(got)


def test_rates_are_drawn_by_the_moments_of_their_group(scoring: ScoringProject) -> None:
    rng = np.random.default_rng(2)
    expected = rng.uniform(0.2, 12, 30)
    observed = rng.poisson(expected * rng.gamma(2, 0.5, 30))
    expected *= observed.sum() / expected.sum()
    cell = pd.DataFrame({"provider_code": [f"u{i:02}" for i in range(30)], "concerns_open": observed})
    cell = cell.assign(
        concerns_expected=expected, wave_code="2024", profession_code="nursing", domain_code="D1"
    )
    db = scoring.build("int_concern_estimate", {"int_concern_score": cell})
    got = db.sql("select * from int_concern_estimate order by provider_code").df()
    rate = observed / expected
    variance = (expected * (rate - 1) ** 2).sum() / expected.sum() - 1 / expected.mean()
    assert variance > 0
    weight = variance / (variance + 1 / expected)
    assert got.rate_variance.to_numpy() == pytest.approx(np.full(30, variance), abs=1e-9)
    assert got.rate_ratio.to_numpy() == pytest.approx(1 + weight * (rate - 1), abs=1e-9)
