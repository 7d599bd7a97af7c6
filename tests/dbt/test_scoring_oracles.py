"""The scoring models against files of reference results that published implementations gave, to 1e-9."""

import numpy as np
import pandas as pd
import pytest
from oracles import oracle
from scipy import stats
from scoring_project import ScoringProject, rows, scoring_project
from scoring_scenario import one_item

WITHIN = 1e-9


@pytest.fixture(scope="module")
def scoring() -> ScoringProject:
    return scoring_project()


def test_ten_units_of_the_funnel(scoring: ScoringProject) -> None:
    expected = oracle("funnel_proportion_10_units").sort_values("group")
    survey = one_item(
        expected.rename(columns={"group": "provider_code", "numerator": "x", "denominator": "n"})
    )
    db = scoring.build("int_survey_item_score", survey, {"phi_consistency": 1})
    got = db.sql(
        "select * from int_survey_item_score where profession_code = 'nursing' order by provider_code"
    ).df()
    pairs = {"y": "Y", "s": "s", "target": "target_transformed", "benchmark_share": "target"}
    pairs |= {"z_raw": "Uzscore", "z": "adj_z", "phi": "phi", "tau2": "tau2", "benchmark_units": "n_used"}
    for ours, theirs in pairs.items():
        assert got[ours].to_numpy() == pytest.approx(expected[theirs].to_numpy(), rel=0, abs=WITHIN), ours


def _limits(scoring: ScoringProject, observed: "pd.Series[int]", exact_below: int) -> pd.DataFrame:
    """The limits the models give for counts, each in a cell of its own."""
    exposure = rows("observed", [(int(o),) for o in observed]).assign(
        wave_code="2024",
        profession_code="nursing",
        domain_code="D1",
        learners=100,
        expected=1.0,
        inverse_variance=4.0,
        z_raw=0.0,
    )
    exposure["provider_code"] = [f"u{o:02}" for o in observed]
    db = scoring.build(
        "int_concern_score", {"int_concern_exposure": exposure}, {"concern_exact_below": exact_below}
    )
    return db.sql("select * from int_concern_score order by provider_code").df()


def test_exact_poisson_limits(scoring: ScoringProject) -> None:
    expected = oracle("poisson_exact_ci")
    got = _limits(scoring, expected.o, exact_below=len(expected))
    for ours, theirs in (("lower_95", "lo95"), ("upper_95", "hi95")):
        assert got[ours].to_numpy() == pytest.approx(expected[theirs].to_numpy(), rel=0, abs=WITHIN)
    for ours, theirs in (("lower_998", "lo998"), ("upper_998", "hi998")):
        assert got[ours].to_numpy() == pytest.approx(expected[theirs].to_numpy(), rel=0, abs=WITHIN)


def test_from_ten_on_byar_stands_where_the_exact_limits_stood(scoring: ScoringProject) -> None:
    expected = oracle("poisson_exact_ci").query("o >= 9")
    got = _limits(scoring, expected.o, exact_below=10)
    o, z = 10.0, stats.norm.isf(0.025).round(6)
    assert got.lower_95[0] == pytest.approx(expected.lo95.iloc[0], rel=0, abs=WITHIN), "nine is still exact"
    assert got.lower_95[1] == pytest.approx(o * (1 - 1 / (9 * o) - z / (3 * o**0.5)) ** 3, rel=0, abs=WITHIN)
    o += 1
    assert got.upper_95[1] == pytest.approx(o * (1 - 1 / (9 * o) + z / (3 * o**0.5)) ** 3, rel=0, abs=WITHIN)
    assert got.upper_998.to_numpy()[1:] == pytest.approx(expected.hi998.to_numpy()[1:], rel=5e-3)


def test_benjamini_and_hochberg(scoring: ScoringProject) -> None:
    expected = oracle("p_adjust_bh1995")
    # A p of one is a z of minus infinity; nine deviations below are one in double precision.
    z = np.maximum(stats.norm.isf(expected.p), -9)
    contribution = pd.DataFrame({"provider_code": [f"u{i:02}" for i in range(len(z))], "contribution": z})
    contribution = contribution.assign(wave_code="2024", profession_code="nursing", domain_code="D1")
    contribution = contribution.assign(source="survey", item_code="supervision", z=0.0, weight=1.0)
    db = scoring.build("int_domain_band", {"int_risk_contribution": contribution})
    got = db.sql("select p_value, q_value from int_domain_band order by provider_code").df()
    assert got.p_value.to_numpy() == pytest.approx(expected.p.to_numpy(), rel=0, abs=WITHIN)
    assert got.q_value.to_numpy() == pytest.approx(expected.bh.to_numpy(), rel=0, abs=WITHIN)


def test_moments_of_the_beta_binomial(scoring: ScoringProject) -> None:
    expected = oracle("beta_binomial_moments_10_units").sort_values("unit")
    db = scoring.build(
        "int_survey_item_estimate", one_item(expected.rename(columns={"unit": "provider_code"}))
    )
    got = db.sql(
        "select * from int_survey_item_estimate where profession_code = 'nursing' order by provider_code"
    ).df()
    pairs = {
        "prior_share": "p_bar",
        "gamma": "gamma_mom",
        "prior_size": "prior_size",
        "adverse_share": "eb_mean",
    }
    for ours, theirs in pairs.items():
        assert got[ours].to_numpy() == pytest.approx(expected[theirs].to_numpy(), rel=0, abs=WITHIN), ours
