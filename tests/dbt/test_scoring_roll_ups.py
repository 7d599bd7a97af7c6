"""Rolled-up scores: made again from counts by other means, and what must hold of them whatever the data."""

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from roll_up_places import KEY, RHO, built, item_z, placed, places_of, risk
from scoring_project import SEEDS, ScoringProject, rows, scoring_project
from scoring_scenario import ITEMS, concern_log, scenario

FEW = settings(max_examples=4, deadline=None, derandomize=True, phases=[Phase.explicit, Phase.generate])
# Weights are kept to twelve decimals, so two scores at the cap may differ by some units of the last one.
ROUNDING = 1e-9


@pytest.fixture(scope="module")
def scoring() -> ScoringProject:
    return scoring_project()


@pytest.mark.parametrize("level", ["provider", "region"])
@pytest.mark.parametrize("seed", [3, 11])
def test_a_whole_place_is_scored_from_its_counts_alone(
    scoring: ScoringProject, level: str, seed: int
) -> None:
    inputs = placed(scenario(seed))
    units = places_of(inputs, level)
    units["z"] = np.nan
    for _, group in units.groupby("indicator_code"):
        units.loc[group.index, "z"] = item_z(group.x.to_numpy(), group.n.to_numpy(), group.target.iloc[0])
    got = built(scoring, inputs).z_survey
    for place, items in units.groupby("place_code"):
        # Fewer than thirty units: the assumed correlation between any two items.
        r = np.full((len(items), len(items)), RHO) + (1 - RHO) * np.eye(len(items))
        expected = items.z.sum() / np.sqrt(r.sum())
        assert got[level, place, "all", "all"] == pytest.approx(expected, abs=1e-9)


def test_a_profession_of_a_region_is_compared_with_its_profession_by_the_spread_of_all(
    scoring: ScoringProject,
) -> None:
    inputs = placed(scenario(5))
    survey = inputs["fct_survey_indicator"].merge(inputs["int_survey_place"])
    survey = survey[survey.indicator_code == "supervision"].assign(x=lambda f: f.respondents - f.favourable)
    units = survey.groupby(["region_code", "profession_code"], as_index=False)[["x", "respondents"]].sum()
    country = survey.groupby("profession_code")[["x", "respondents"]].sum()
    target = units.profession_code.map(country.x / country.respondents)
    expected = item_z(units.x.to_numpy(), units.respondents.to_numpy(), target.to_numpy())
    db = scoring.build("int_roll_up_item_score", inputs)
    got = db.sql(
        "select * from int_roll_up_item_score where score_level_code = 'region_profession_domain' "
        "and indicator_code = 'supervision' order by place_code, profession_code"
    ).df()
    assert got.place_code.tolist() == units.region_code.tolist()
    assert set(got.benchmark) == {"profession_pooled"}
    assert set(got.benchmark_units) == {14}
    assert got.z.to_numpy() == pytest.approx(expected, abs=1e-9)


def test_few_regions_are_said_to_be_few(scoring: ScoringProject) -> None:
    got = built(scoring, placed(scenario(5))).query("place_level_code == 'region' and z_survey.notna()")
    whole = got.query("profession_code == 'all'")
    assert set(whole.benchmark_units) == {7}
    assert set(whole.evidence_state) == {"limited"}
    assert "sufficient" in set(got.query("profession_code != 'all'").evidence_state)


@FEW
@given(seed=st.integers(0, 10_000))
def test_counts_of_a_roll_up_are_sums_of_the_counts_small_ones_included(
    scoring: ScoringProject, seed: int
) -> None:
    inputs = placed(scenario(seed))
    survey = inputs["fct_survey_indicator"]
    # Two answers are too few for a score of their own.
    tiny = (survey.provider_code == "u00") & (survey.profession_code == "dental")
    inputs["fct_survey_indicator"] = survey.assign(
        respondents=survey.respondents.mask(tiny, 2), favourable=survey.favourable.mask(tiny, 1)
    )
    db = scoring.build("int_roll_up_item_score", inputs)
    assert not db.sql("from int_survey_item_score where provider_code = 'u00' and profession_code = 'dental'")
    for level in ("provider", "region"):
        got = db.sql(
            f"select place_code, indicator_code, adverse as x, respondents as n from int_roll_up_item_score "
            f"where score_level_code = '{level}' order by all"
        ).df()
        expected = places_of(inputs, level).sort_values(["place_code", "indicator_code"])
        pd.testing.assert_frame_equal(
            got, expected[got.columns].reset_index(drop=True), check_dtype=False, check_exact=True
        )


@FEW
@given(seed=st.integers(0, 10_000), item=st.sampled_from(ITEMS[:3]))
def test_one_more_adverse_answer_never_lowers_the_risk_of_a_place(
    scoring: ScoringProject, seed: int, item: str
) -> None:
    # Seven regions are so few that one moves tau2 itself (docs/method.md, section 10): providers only.
    inputs = placed(scenario(seed, providers=40))
    survey = inputs["fct_survey_indicator"]
    mine = (survey.provider_code == "u00") & (survey.profession_code == "nursing")
    more = survey.assign(respondents=survey.respondents + (mine & (survey.indicator_code == item)))
    was, now = (
        built(scoring, frames)
        .query("place_code == 'u00' and profession_code != 'dental'")
        .dropna(subset=["z_survey"])
        for frames in (inputs, {**inputs, "fct_survey_indicator": more})
    )
    assert {"provider", "provider_domain", "provider_profession"} <= set(was.index.get_level_values(0))
    assert (now.z_survey >= was.z_survey).all()
    assert (now.z_composite >= was.z_composite - ROUNDING).all()


@FEW
@given(seed=st.integers(0, 10_000))
def test_contributions_of_a_roll_up_add_up_exactly(scoring: ScoringProject, seed: int) -> None:
    db = scoring.build("fct_domain_risk_roll_up", placed(scenario(seed)))
    parts = db.sql("select * from int_roll_up_contribution").df().sample(frac=1, random_state=seed)
    total = parts.groupby(KEY).contribution.sum()
    scored = risk(db).dropna(subset=["z_composite"]).set_index(KEY).z_composite
    assert set(scored.index.get_level_values(1)) == set(pd.read_csv(SEEDS / "score_level.csv").iloc[:, 0])
    assert (total.loc[scored.index] == scored).all()


@FEW
@given(seed=st.integers(0, 10_000))
def test_row_order_and_split_files_change_no_roll_up(scoring: ScoringProject, seed: int) -> None:
    inputs = placed(scenario(seed))
    learners = inputs["fct_learner_numbers"]
    shuffle: Callable[[pd.DataFrame], pd.DataFrame] = lambda f: f.sample(frac=1, random_state=seed)  # noqa: E731
    changed = {name: shuffle(frame) for name, frame in inputs.items()}
    changed["fct_learner_numbers"] = shuffle(
        pd.concat([learners.assign(learners=part) for part in _halves(learners.learners)])
    )
    one = scoring.build("fct_domain_risk_roll_up", inputs)
    other = scoring.build("fct_domain_risk_roll_up", changed, threads=4)
    pd.testing.assert_frame_equal(risk(one), risk(other), check_exact=True)


def _halves(numbers: pd.Series) -> list[pd.Series]:
    return [numbers // 2, -(-numbers // 2)]


def test_a_concern_of_several_cells_is_one_and_its_floor_reaches_every_level(scoring: ScoringProject) -> None:
    inputs = placed(scenario(2))
    log = concern_log([("c", "u00", "nursing", "D3", 3, "2024-12-01")])
    inputs |= log
    inputs["brg_concern_profession"] = rows("concern_id profession_code", [("c", "nursing"), ("c", "dental")])
    inputs["brg_concern_domain"] = rows("concern_id domain_code", [("c", "D3"), ("c", "D1")])
    got = built(scoring, inputs)
    touched = got.query("concerns_open > 0")
    assert set(touched.concerns_open) == {1}
    assert set(touched.band) == {"elevated"}
    assert {level for level, *_ in touched.index} == set(pd.read_csv(SEEDS / "score_level.csv").iloc[:, 0])
    assert set(touched.index.get_level_values(1)) == {"u00", "Y56"}
    # u00 has learner numbers in this world: a concern per learners of the level, all professions together.
    learners = inputs["fct_learner_numbers"].groupby("provider_code").learners.sum()
    assert got.concerns_expected["provider", "u00", "all", "all"] == pytest.approx(
        learners["u00"] / learners.sum(), rel=1e-9
    )


def test_a_provider_of_one_profession_has_the_counts_of_its_cell_and_another_benchmark(
    scoring: ScoringProject,
) -> None:
    inputs = placed(scenario(8))
    for name in ("fct_survey_indicator", "fct_learner_numbers"):
        frame = inputs[name]
        inputs[name] = frame[~((frame.provider_code == "u01") & (frame.profession_code == "dental"))]
    log = [("c", "u01", "nursing", "D3", 1, "2024-03-01"), ("d", "u02", "dental", "D3", 1, "2024-03-01")]
    inputs |= concern_log(log)
    (_, whole), *_ = built(scoring, inputs).loc[[("provider_domain", "u01", "all", "D3")]].iterrows()
    part = (
        scoring.build("fct_domain_risk", inputs)
        .sql(
            "select * from fct_domain_risk where provider_code = 'u01' and profession_code = 'nursing' "
            "and domain_code = 'D3'"
        )
        .df()
    )
    same = [
        "respondents",
        "learners",
        "concerns_open",
        "open_isf_category",
        "declaration",
        "z_self_assessment",
    ]
    assert whole[same].astype(str).tolist() == part.iloc[0][same].astype(str).tolist()
    assert whole.z_survey != part.z_survey[0]
    assert whole.concerns_expected != part.concerns_expected[0]


def test_cells_score_what_they_scored_before_there_were_roll_ups(scoring: ScoringProject) -> None:
    """Composites of the models before their formulas took a key, to the last bit."""
    got = scoring.build("fct_domain_risk", scenario(7)).sql(
        "select provider_code, domain_code, z_composite from fct_domain_risk "
        "where profession_code = 'nursing' and provider_code in ('u00', 'u05') "
        "and domain_code in ('D3', 'D5')"
    )
    assert sorted(got.fetchall()) == [
        ("u00", "D3", 4.000000000003638),
        ("u00", "D5", 2.7415661386758075),
        ("u05", "D3", -0.031183823925857723),
        ("u05", "D5", -1.3874511839630941),
    ]


def test_what_a_level_leaves_out_is_a_scored_indicator_and_no_nested_one_stays() -> None:
    level = pd.read_csv(SEEDS / "score_level.csv").set_index("score_level_code")
    left_out = {code: set(str(text).split(";")) for code, text in level.left_out_indicators.dropna().items()}
    indicator = pd.read_csv(SEEDS / "indicator.csv").merge(pd.read_csv(SEEDS / "question.csv"))
    scored = indicator[indicator.is_scored]
    nested = set(scored[scored.base_question_codes.notna()].indicator_code)
    assert nested
    assert set(left_out) == set(level.index) - {"region", "region_domain"}
    assert all(nested <= codes <= set(scored.indicator_code) for codes in left_out.values())
