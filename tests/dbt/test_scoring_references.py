"""The scoring models against statsmodels and SciPy, which know nothing of this project.

Where a definition of ours is not quite theirs, the test says by what identity the two must differ.
"""

import duckdb
import numpy as np
import pandas as pd
import pytest
from scipy import stats
from scoring_project import ScoringProject, compile_inline, rows, scoring_project
from scoring_scenario import one_item
from statsmodels.stats.meta_analysis import combine_effects
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

# DerSimonian and Laird know neither winsorising nor the factor that makes up for it.
UNWINSORISED = {"winsor_lower": 0, "winsor_upper": 1, "phi_consistency": 1, "min_respondents_spread": 3}


@pytest.fixture(scope="module")
def scoring() -> ScoringProject:
    return scoring_project()


def _item(scoring: ScoringProject, units: pd.DataFrame, parameters: dict[str, float]) -> pd.DataFrame:
    db = scoring.build("int_survey_item_score", one_item(units), parameters)
    return db.sql(
        "select * from int_survey_item_score where profession_code = 'nursing' order by provider_code"
    ).df()


def _units(x: "list[int] | np.ndarray", n: "list[int] | np.ndarray") -> pd.DataFrame:
    return rows(
        "provider_code x n", [(f"u{i:03}", int(a), int(b)) for i, (a, b) in enumerate(zip(x, n, strict=True))]
    )


def test_tau2_is_dersimonian_and_lairds_where_both_centre_on_the_same_value(scoring: ScoringProject) -> None:
    # Each share beside its mirror at one half: the weighted mean of Y is then the transformed overall share.
    n = np.array([40, 55, 80, 120, 200, 64])
    x = np.array([9, 20, 22, 44, 71, 25])
    got = _item(scoring, _units([*x, *(n - x)], [*n, *n]), UNWINSORISED)
    theirs = combine_effects(got.y.to_numpy(), got.s.to_numpy() ** 2, method_re="dl")
    assert theirs.mean_effect_fe == pytest.approx(got.target[0], abs=1e-12)
    assert got.tau2[0] == pytest.approx(theirs.tau2, abs=1e-9)
    assert got.tau2[0] > 0.001
    assert got.phi[0] == pytest.approx(theirs.q / len(got), abs=1e-9)


@pytest.mark.parametrize("seed", range(6))
def test_tau2_differs_from_dersimonian_and_lairds_by_the_distance_of_the_centres(
    scoring: ScoringProject, seed: int
) -> None:
    """Ours centres on the transformed overall share, theirs on the weighted mean of Y: Q grows by W d^2."""
    rng = np.random.default_rng(seed)
    n = rng.integers(5, 150, 25)
    got = _item(scoring, _units(rng.binomial(n, rng.beta(6, 14, 25)), n), UNWINSORISED)
    weight = got.s.to_numpy() ** -2
    theirs = combine_effects(got.y.to_numpy(), 1 / weight, method_re="dl")
    scale = weight.sum() - (weight**2).sum() / weight.sum()
    distance = theirs.mean_effect_fe - got.target[0]
    assert got.tau2[0] == pytest.approx(theirs.tau2 + weight.sum() * distance**2 / scale, abs=1e-9)


def test_benjamini_and_hochberg_with_ties(scoring: ScoringProject) -> None:
    rng = np.random.default_rng(7)
    z = np.round(rng.normal(0.5, 1.2, 500), 1)
    contribution = pd.DataFrame({"provider_code": [f"u{i:03}" for i in range(len(z))], "contribution": z})
    contribution = contribution.assign(wave_code="2024", profession_code="nursing", domain_code="D1")
    contribution = contribution.assign(source="survey", item_code="supervision", z=0.0, weight=1.0)
    db = scoring.build("int_domain_band", {"int_risk_contribution": contribution})
    got = db.sql("select p_value, q_value from int_domain_band order by provider_code").df()
    assert got.p_value.to_numpy() == pytest.approx(stats.norm.sf(z), rel=1e-12)
    assert got.q_value.to_numpy() == pytest.approx(
        multipletests(stats.norm.sf(z), method="fdr_bh")[1], rel=1e-9
    )
    assert got.q_value.to_numpy() == pytest.approx(
        stats.false_discovery_control(stats.norm.sf(z), method="bh"), rel=1e-9
    )


def test_winsorising_takes_the_percentiles_numpy_calls_linear(scoring: ScoringProject) -> None:
    # Many ties, and a number of units whose percentiles lie between two of them.
    n = np.array([20] * 17 + [50] * 10)
    got = _item(scoring, _units(np.arange(27) % 6 + 2, n), {})
    low, high = np.quantile(got.z_raw, [0.1, 0.9], method="linear")
    phi = (np.clip(got.z_raw, low, high) ** 2).mean() / 0.6787
    assert got.phi.to_numpy() == pytest.approx(np.full(27, phi), abs=1e-9)


def test_item_correlations_are_pearsons_before_they_are_shrunk(scoring: ScoringProject) -> None:
    rng = np.random.default_rng(3)
    items = ["supervision", "induction", "unsupervised_tasks"]
    quality = rng.normal(0, 1, 60)
    frames = [
        one_item(_units(rng.binomial(80, stats.norm.cdf(-1 + 0.3 * quality * load)), [80] * 60), item=item)
        for item, load in zip(items, (1, 1, -1), strict=True)
    ]
    survey = pd.concat([f["fct_survey_indicator"] for f in frames])
    db = scoring.build("int_item_correlation", {"fct_survey_indicator": survey})
    z = db.sql("select * from int_survey_item_score where profession_code = 'nursing'").df()
    raw = z.pivot(index="provider_code", columns="indicator_code", values="z")[items].corr().to_numpy()
    off = [(0, 1), (0, 2), (1, 2)]
    assert max(raw[0, 2], raw[1, 2]) < 0, "two of the three are there to be floored"
    floored = np.maximum([raw[i, j] for i, j in off], 0)
    expected = (floored + floored.mean()) / 2
    got = (
        db.sql("select * from int_item_correlation")
        .df()
        .set_index(["indicator_code", "other_indicator_code"])
    )
    assert [got.rho[(items[i], items[j])] for i, j in off] == pytest.approx(expected, abs=1e-9)


@pytest.fixture(scope="module")
def shares(tmp_path_factory: pytest.TempPathFactory) -> pd.DataFrame:
    """Wilson and Newcombe limits by the macros for every x of some n, beside a second share."""
    sql = compile_inline(
        tmp_path_factory.mktemp("macros"),
        "with wilson as (select *, {{ wilson_lower('x', 'n', '1.959963984540054e0') }} as low, "
        "{{ wilson_upper('x', 'n', '1.959963984540054e0') }} as high, "
        "{{ wilson_lower('x2', 'n2', '1.959963984540054e0') }} as low2, "
        "{{ wilson_upper('x2', 'n2', '1.959963984540054e0') }} as high2 from grid) "
        "select *, {{ newcombe_lower('x * 1e0 / n', 'low', 'x2 * 1e0 / n2', 'high2') }} as gap_low, "
        "{{ newcombe_upper('x * 1e0 / n', 'high', 'x2 * 1e0 / n2', 'low2') }} as gap_high from wilson",
    )
    grid = rows("x n x2 n2", [(x, n, x // 2, 37) for n in (1, 3, 10, 60) for x in range(n + 1)])
    with duckdb.connect() as db:
        db.register("grid", grid)
        return db.sql(sql).df()


def test_wilson_limits(shares: pd.DataFrame) -> None:
    low, high = proportion_confint(shares.x, shares.n, method="wilson")
    assert shares.low.to_numpy() == pytest.approx(np.asarray(low), abs=1e-9)
    assert shares.high.to_numpy() == pytest.approx(np.asarray(high), abs=1e-9)


def test_newcombe_limits(shares: pd.DataFrame) -> None:
    theirs = [
        confint_proportions_2indep(r.x, r.n, r.x2, r.n2, method="newcomb")
        for r in shares.itertuples(index=False)
    ]
    assert shares[["gap_low", "gap_high"]].to_numpy() == pytest.approx(np.array(theirs), abs=1e-9)
