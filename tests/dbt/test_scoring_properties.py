"""What must hold of every score, whatever the data: order, monotony, floors, exact sums, determinism."""

from collections.abc import Callable

import duckdb
import numpy as np
import pandas as pd
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from scoring_project import ScoringProject, rows, scoring_project
from scoring_scenario import ITEMS, WAVE, Inputs, concern_log, scenario

# An example is a whole build: few of them, and none spent on making a failing one smaller.
# The further blocks, other worlds each, run with the long tests.
BLOCKS = pytest.mark.parametrize(
    "block", [0, *(pytest.param(b, marks=pytest.mark.full) for b in range(10_000, 110_000, 10_000))]
)
FEW = settings(max_examples=6, deadline=None, derandomize=True, phases=[Phase.explicit, Phase.generate])
# Weights are kept to twelve decimals, so two scores at the cap may differ by some units of the last one.
ROUNDING = 1e-9


@pytest.fixture(scope="module")
def scoring() -> ScoringProject:
    return scoring_project()


def _risk(db: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    return db.sql("select * from fct_domain_risk order by provider_code, profession_code, domain_code").df()


def _cell(db: duckdb.DuckDBPyConnection, domain: str = "D3") -> dict[str, float]:
    frame = _risk(db)
    chosen = frame[
        (frame.provider_code == "u00") & (frame.profession_code == "nursing") & (frame.domain_code == domain)
    ]
    return dict(chosen.iloc[0])


def _cell_with(
    scoring: ScoringProject, inputs: Inputs, item: str, adverse: int, answers: int
) -> tuple[dict[str, float], dict[str, float]]:
    """The changed cell before and after: favourable answers turned adverse, adverse answers added."""
    survey = inputs["fct_survey_indicator"]
    mine = (
        (survey.provider_code == "u00")
        & (survey.profession_code == "nursing")
        & (survey.indicator_code == item)
    )
    changed = survey.assign(
        favourable=survey.favourable - adverse * (mine & (survey.favourable > 0)),
        respondents=survey.respondents + answers * mine,
    )
    was = _cell(scoring.build("fct_domain_risk", inputs))
    return was, _cell(scoring.build("fct_domain_risk", {**inputs, "fct_survey_indicator": changed}))


@BLOCKS
@FEW
@given(seed=st.integers(0, 10_000), item=st.sampled_from(ITEMS[:3]))
def test_an_answer_that_turns_adverse_never_lowers_risk(
    scoring: ScoringProject, block: int, seed: int, item: str
) -> None:
    # Among a dozen units a cell far beyond every bound moves tau2 itself: see int_survey_item_score.
    was, now = _cell_with(scoring, scenario(block + seed, providers=40), item, adverse=1, answers=0)
    assert now["z_survey"] >= was["z_survey"]
    assert now["z_composite"] >= was["z_composite"] - ROUNDING


@BLOCKS
@FEW
@given(seed=st.integers(0, 10_000), item=st.sampled_from(ITEMS[:3]))
def test_one_more_adverse_answer_never_lowers_risk(
    scoring: ScoringProject, block: int, seed: int, item: str
) -> None:
    was, now = _cell_with(scoring, scenario(block + seed, providers=40), item, adverse=0, answers=1)
    assert now["z_survey"] >= was["z_survey"]
    assert now["z_composite"] >= was["z_composite"] - ROUNDING


@BLOCKS
@FEW
@given(seed=st.integers(0, 10_000))
def test_a_declaration_never_lowers_a_score(scoring: ScoringProject, block: int, seed: int) -> None:
    inputs = scenario(block + seed)
    answers = inputs["fct_self_assessment"]
    mine = answers.provider_code == "u00"
    composites = [_cell(scoring.build("fct_domain_risk", {**inputs, "fct_self_assessment": answers[~mine]}))]
    for code, score in (("met", 0.0), ("met_with_exceptions", 0.5), ("not_met", 1.0)):
        changed = answers.assign(
            answer_code=answers.answer_code.mask(mine, code),
            adverse_score=answers.adverse_score.mask(mine, score),
        )
        composites.append(_cell(scoring.build("fct_domain_risk", {**inputs, "fct_self_assessment": changed})))
    z = [c["z_composite"] for c in composites]
    assert z == sorted(z)
    assert z[0] == z[1], "met neither helps nor harms"


@BLOCKS
@FEW
@given(seed=st.integers(0, 10_000), count=st.integers(0, 4))
def test_a_concern_never_lowers_a_score_and_none_earns_no_credit(
    scoring: ScoringProject, block: int, seed: int, count: int
) -> None:
    inputs = scenario(block + seed)
    no_learners = inputs["fct_learner_numbers"].query(
        "not (provider_code == 'u00' and profession_code == 'nursing')"
    )
    learners = pd.concat(
        [
            no_learners,
            rows("wave_code provider_code profession_code learners", [(WAVE, "u00", "nursing", 40)]),
        ]
    )
    elsewhere = [(f"x{i}", "u01", "nursing", "D3", 1, "2024-02-01") for i in range(3)]

    def composite(here: int, frame: pd.DataFrame) -> float:
        log = concern_log(
            [*elsewhere, *[(f"h{i}", "u00", "nursing", "D3", 1, "2024-02-01") for i in range(here)]]
        )
        cell = _cell(scoring.build("fct_domain_risk", {**inputs, **log, "fct_learner_numbers": frame}))
        return float(str(cell["z_composite"]))

    assert composite(0, learners) == composite(0, no_learners), "no concern on record is not good news"
    assert composite(count + 1, learners) >= composite(count, learners)


@BLOCKS
@FEW
@given(seed=st.integers(0, 10_000))
def test_no_other_source_lowers_what_the_survey_says(scoring: ScoringProject, block: int, seed: int) -> None:
    cells = _risk(scoring.build("fct_domain_risk", scenario(block + seed))).dropna(subset=["z_survey"])
    assert len(cells) > 0
    assert (cells.z_composite >= cells.z_survey.clip(-4, 4) - ROUNDING).all()


@BLOCKS
@pytest.mark.parametrize(
    "floor",
    [
        (2, "2024-12-01", "risk"),
        (3, "2024-12-01", "elevated"),
        (4, "2024-12-01", "training_suspended"),
        (1, "2023-01-01", "watch"),
    ],
    ids=["ISF 2", "ISF 3", "ISF 4", "long ISF 1"],
)
@settings(FEW, max_examples=2)
@given(seed=st.integers(0, 10_000))
def test_floors_hold_for_any_survey(
    scoring: ScoringProject, block: int, floor: tuple[int, str, str], seed: int
) -> None:
    category, raised_on, least = floor
    order = [
        "insufficient_evidence",
        "no_evidence_of_risk",
        "watch",
        "risk",
        "elevated",
        "training_suspended",
    ]
    inputs = {**scenario(block + seed), **concern_log([("c", "u00", "nursing", "D3", category, raised_on)])}
    for survey in (
        inputs["fct_survey_indicator"],
        inputs["fct_survey_indicator"].query("provider_code != 'u00'"),
    ):
        cell = _cell(scoring.build("fct_domain_risk", {**inputs, "fct_survey_indicator": survey}))
        assert order.index(str(cell["band"])) >= order.index(least)
        assert order.index(str(cell["band"])) >= order.index(str(cell["band_raw"]))
        assert cell["floor_reason"]


@BLOCKS
@FEW
@given(seed=st.integers(0, 10_000))
def test_contributions_sum_exactly_in_any_order(scoring: ScoringProject, block: int, seed: int) -> None:
    db = scoring.build("fct_domain_risk", scenario(block + seed))
    parts = db.sql("select * from int_risk_contribution").df().sample(frac=1, random_state=seed)
    key = ["wave_code", "provider_code", "profession_code", "domain_code"]
    total = parts.groupby(key).contribution.sum()
    risk = _risk(db).dropna(subset=["z_composite"]).set_index(key).z_composite
    assert len(risk) > 0
    assert (total.loc[risk.index] == risk).all()


@BLOCKS
@FEW
@given(seed=st.integers(0, 10_000))
def test_adjusted_p_is_monotone_and_never_below_p(scoring: ScoringProject, block: int, seed: int) -> None:
    scored = (
        _risk(scoring.build("fct_domain_risk", scenario(block + seed)))
        .dropna(subset=["p_value"])
        .sort_values("p_value")
    )
    assert scored.q_value.is_monotonic_increasing
    assert (scored.q_value >= scored.p_value).all()
    assert scored.q_value.max() <= 1


@BLOCKS
@FEW
@given(seed=st.integers(0, 10_000))
def test_row_order_empty_units_and_split_files_change_nothing(
    scoring: ScoringProject, block: int, seed: int
) -> None:
    inputs = scenario(block + seed)
    survey, learners = inputs["fct_survey_indicator"], inputs["fct_learner_numbers"]
    empty = survey.head(3).assign(provider_code="empty", respondents=0, favourable=0)
    halves = [
        learners.assign(learners=learners.learners // 2),
        learners.assign(learners=-(-learners.learners // 2)),
    ]
    shuffle: Callable[[pd.DataFrame], pd.DataFrame] = lambda f: f.sample(frac=1, random_state=seed)  # noqa: E731
    changed = {name: shuffle(frame) for name, frame in inputs.items()}
    changed["fct_survey_indicator"] = shuffle(pd.concat([survey, empty]))
    changed["fct_learner_numbers"] = shuffle(pd.concat(halves))
    one = scoring.build("rpt_triangulation", inputs)
    other = scoring.build("rpt_triangulation", changed, threads=4)
    pd.testing.assert_frame_equal(_risk(one), _risk(other), check_exact=True)


@BLOCKS
@FEW
@given(seed=st.integers(0, 10_000), factor=st.sampled_from([4, 9, 25]))
def test_more_of_the_same_answers_leaves_y_and_sharpens_s(
    scoring: ScoringProject, block: int, seed: int, factor: int
) -> None:
    survey = scenario(block + seed)["fct_survey_indicator"]
    larger = survey.assign(respondents=survey.respondents * factor, favourable=survey.favourable * factor)
    query = "select y, target, s from int_survey_item_score order by all"
    was, now = (
        scoring.build("int_survey_item_score", {"fct_survey_indicator": frame})
        .sql(query.replace("order by all", "order by provider_code, profession_code, indicator_code"))
        .df()
        for frame in (survey, larger)
    )
    assert now.y.to_numpy() == pytest.approx(was.y.to_numpy(), abs=1e-15)
    assert now.target.to_numpy() == pytest.approx(was.target.to_numpy(), abs=1e-15)
    assert now.s.to_numpy() == pytest.approx(was.s.to_numpy() / np.sqrt(factor), rel=1e-14)
