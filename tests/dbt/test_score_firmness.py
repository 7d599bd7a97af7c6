"""The ranges in which parameters are tried, and bands recomposed from parts against bands built anew."""

import pandas as pd
import pytest
from scoring_project import SEEDS, ScoringProject, scoring_project
from scoring_scenario import Inputs, scenario

KEY = ["wave_code", "provider_code", "profession_code", "domain_code"]


@pytest.fixture(scope="module")
def scoring() -> ScoringProject:
    return scoring_project()


@pytest.fixture(scope="module")
def inputs() -> Inputs:
    return scenario(7, providers=60)


@pytest.fixture(scope="module")
def governed(scoring: ScoringProject, inputs: Inputs) -> dict[str, pd.DataFrame]:
    db = scoring.build("fct_domain_risk", inputs)
    return {
        "score": db.sql(f"select {', '.join(KEY)}, band from fct_domain_risk").df(),
        "recomposed": db.sql("from int_domain_band_alternative").df(),
    }


def test_every_range_holds_its_governed_value_and_lies_within_the_limits() -> None:
    asked = pd.read_csv(SEEDS / "scoring_sensitivity.csv", index_col="parameter")
    parameter = pd.read_csv(SEEDS / "scoring_parameter.csv", index_col="parameter").loc[asked.index]
    value = parameter.value.astype(float)
    assert len(asked) > 8
    assert (asked.low < value).all()
    assert (value < asked.high).all()
    assert (parameter.minimum <= asked.low).all()
    assert (asked.high <= parameter.maximum).all()
    # Bands keep their order at every end.
    band = {name: (asked.low[f"band_{name}_z"], asked.high[f"band_{name}_z"]) for name in ("watch", "risk")}
    assert band["watch"][1] <= value["band_risk_z"] <= band["risk"][1] <= value["band_elevated_z"]
    assert value["band_watch_z"] <= band["risk"][0]


def test_under_the_governed_parameters_no_band_is_another(governed: dict[str, pd.DataFrame]) -> None:
    assert "governed" not in set(governed["recomposed"].alternative_code)
    assert len(governed["recomposed"]) > 0


@pytest.mark.parametrize(
    ("parameter", "end"),
    [
        ("source_weight_survey", "low"),
        ("source_weight_concerns", "high"),
        ("source_rho", "low"),
        ("source_z_cap", "low"),
        ("item_rho_default", "high"),
        ("item_rho_shrinkage", "low"),
        ("band_risk_z", "high"),
        ("band_watch_z", "low"),
    ],
)
def test_a_recomposed_band_is_the_one_that_a_build_gives(
    scoring: ScoringProject, inputs: Inputs, governed: dict[str, pd.DataFrame], parameter: str, end: str
) -> None:
    value = pd.read_csv(SEEDS / "scoring_sensitivity.csv", index_col="parameter").loc[parameter, end]
    built = scoring.build("int_domain_risk", inputs, {parameter: float(value)})
    then = built.sql(f"select {', '.join(KEY)}, band as alternative_band from int_domain_risk").df()
    both = governed["score"].merge(then, on=KEY)
    expected = both[both.band != both.alternative_band]
    found = governed["recomposed"][governed["recomposed"].alternative_code == f"{parameter}_{end}"]
    columns = [*KEY, "band", "alternative_band"]
    pd.testing.assert_frame_equal(
        found[columns].sort_values(KEY, ignore_index=True),
        expected[columns].sort_values(KEY, ignore_index=True),
        check_dtype=False,
    )


@pytest.mark.parametrize("end", ["low", "high"])
@pytest.mark.parametrize("parameter", ["item_rho_shrinkage", "item_rho_default"])
def test_the_survey_under_other_correlations_is_the_one_that_a_build_gives(
    scoring: ScoringProject, inputs: Inputs, parameter: str, end: str
) -> None:
    value = pd.read_csv(SEEDS / "scoring_sensitivity.csv", index_col="parameter").loc[parameter, end]
    survey = inputs["fct_survey_indicator"]
    # Two of three items move together, and some cells have these two alone: where all pairs weigh alike,
    # moving them to their mean changes no sum. Too few units have a fourth: its correlations are assumed.
    lone = (survey.indicator_code == "unsupervised_tasks") & (survey.provider_code > "u40")
    kept = survey[(survey.indicator_code != "induction") & ~lone]
    twin = kept[kept.indicator_code == "supervision"].assign(indicator_code="induction")
    rare = twin[twin.provider_code < "u10"].assign(indicator_code="wellbeing_know")
    given = {**inputs, "fct_survey_indicator": pd.concat([kept, twin, rare])}
    recomposed = (
        scoring.build("int_survey_z_alternative", given)
        .sql(f"from int_survey_z_alternative where alternative_code in ('governed', '{parameter}_{end}')")
        .df()
        .pivot(index=KEY, columns="alternative_code", values="z_survey")
    )
    built = scoring.build("int_survey_domain_score", given, {parameter: float(value)})
    anew = built.sql("from int_survey_domain_score").df().set_index(KEY).z_survey.reindex(recomposed.index)
    found = recomposed[f"{parameter}_{end}"].to_numpy()
    assert found == pytest.approx(anew.to_numpy(), abs=1e-9)
    assert abs(found - recomposed["governed"].to_numpy()).max() > 1e-3


def test_another_phi_consistency_is_recomposed_but_for_the_correlations(
    scoring: ScoringProject, inputs: Inputs
) -> None:
    """Items z are exact; the domain's z differs by what the estimated correlations move."""
    z = "select * exclude (z_survey), z_survey from {} order by provider_code, profession_code, domain_code"
    db = scoring.build("int_survey_z_alternative", inputs)
    recomposed = db.sql(
        "select provider_code, profession_code, domain_code, z_survey from int_survey_z_alternative"
        " where alternative_code = 'phi_consistency_high'"
    ).df()
    built = scoring.build("int_survey_domain_score", inputs, {"phi_consistency": 1.0})
    anew = built.sql(z.format("int_survey_domain_score")).df()
    both = recomposed.merge(anew, on=KEY[1:], suffixes=("", "_anew"))
    assert len(both) == len(anew) > 100
    single = both[both.items_used == 1]
    assert len(single) > 20
    assert single.z_survey.to_numpy() == pytest.approx(single.z_survey_anew.to_numpy(), abs=1e-9)
    ratio = both.z_survey / both.z_survey_anew
    assert ratio.between(0.9, 1.1).mean() > 0.98
