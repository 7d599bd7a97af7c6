"""What must hold of every score, whatever the data: order, monotony, floors, exact sums, determinism."""

from collections.abc import Callable

import duckdb
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scoring_project import ScoringProject, rows, scoring_project

WAVE = "2024"
ITEMS = ["supervision", "induction", "unsupervised_tasks", "facilities", "simulation"]
FEW = settings(max_examples=6, deadline=None, derandomize=True)
Inputs = dict[str, pd.DataFrame]


@pytest.fixture(scope="module")
def scoring() -> ScoringProject:
    return scoring_project()


def scenario(seed: int, providers: int = 14) -> Inputs:
    """A small invented world with all three sources; provider 0 of nursing is the one the tests change."""
    rng = np.random.default_rng(seed)
    cells = [(f"u{u:02}", p) for u in range(providers) for p in ("nursing", "dental")]
    survey = [
        (WAVE, u, p, i, n, rng.binomial(n, rng.uniform(0.5, 0.95)))
        for u, p in cells
        for i in ITEMS
        if (n := int(rng.integers(3, 120)))
    ]
    learners = [(WAVE, u, p, int(rng.integers(5, 300))) for u, p in cells if rng.random() < 0.9]
    concerns = [(f"c{c}", *cells[rng.integers(len(cells))]) for c in range(20)]
    psa = [
        (2024, u, "assurance_d3", "all", "D3", code, score, True, True)
        for u in sorted({u for u, _ in cells})
        for code, score in [[("met", 0.0), ("met_with_exceptions", 0.5), ("not_met", 1.0)][rng.integers(3)]]
    ]
    return {
        "fct_survey_indicator": rows(
            "wave_code provider_code profession_code indicator_code respondents favourable", survey
        ),
        "fct_learner_numbers": rows("wave_code provider_code profession_code learners", learners),
        "fct_self_assessment": rows(
            "cycle provider_code question_code profession_code domain_code answer_code adverse_score "
            "is_signed_off is_current",
            psa,
        ),
        **concern_log([(c, u, p, "D3", int(rng.integers(1, 3)), "2024-03-01") for c, u, p in concerns]),
        "int_provider_at_wave": rows(
            "wave_code provider_code provider_key", [(WAVE, u, u) for u in sorted({u for u, _ in cells})]
        ),
    }


def concern_log(concerns: list[tuple[str, str, str, str, int, str]]) -> Inputs:
    """Open concerns: identifier, provider, profession, domain, category, day raised."""
    frame = rows("concern_id provider_code profession_code domain_code isf_category valid_from", concerns)
    return {
        "fct_concern": frame[["concern_id", "provider_code"]].assign(patient_safety=False),
        "int_concern_span": frame[["concern_id", "valid_from", "isf_category"]].assign(
            valid_to="9999-12-31", is_open=True
        ),
        "brg_concern_profession": frame[["concern_id", "profession_code"]],
        "brg_concern_domain": frame[["concern_id", "domain_code"]],
    }


def _risk(db: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    return db.sql("select * from fct_domain_risk order by provider_code, profession_code, domain_code").df()


def _cell(db: duckdb.DuckDBPyConnection, domain: str = "D3") -> dict[str, object]:
    frame = _risk(db)
    chosen = frame[
        (frame.provider_code == "u00") & (frame.profession_code == "nursing") & (frame.domain_code == domain)
    ]
    return dict(chosen.iloc[0])


@FEW
@given(seed=st.integers(0, 10_000), item=st.sampled_from(ITEMS[:3]))
def test_one_more_adverse_answer_never_lowers_risk(scoring: ScoringProject, seed: int, item: str) -> None:
    before = scenario(seed)
    survey = before["fct_survey_indicator"].copy()
    mine = (
        (survey.provider_code == "u00")
        & (survey.profession_code == "nursing")
        & (survey.indicator_code == item)
    )
    turned = survey.assign(favourable=survey.favourable - (mine & (survey.favourable > 0)))
    added = survey.assign(respondents=survey.respondents + mine)
    was = _cell(scoring.build("fct_domain_risk", before))
    for changed in (turned, added):
        now = _cell(scoring.build("fct_domain_risk", {**before, "fct_survey_indicator": changed}))
        assert now["z_survey"] >= was["z_survey"]
        assert now["z_composite"] >= was["z_composite"]


@FEW
@given(seed=st.integers(0, 10_000))
def test_a_declaration_never_lowers_a_score(scoring: ScoringProject, seed: int) -> None:
    inputs = scenario(seed)
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


@FEW
@given(seed=st.integers(0, 10_000), count=st.integers(0, 4))
def test_a_concern_never_lowers_a_score_and_none_earns_no_credit(
    scoring: ScoringProject, seed: int, count: int
) -> None:
    inputs = scenario(seed)
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


@FEW
@given(
    seed=st.integers(0, 10_000),
    floor=st.sampled_from(
        [
            (2, "2024-12-01", "risk"),
            (3, "2024-12-01", "elevated"),
            (4, "2024-12-01", "training_suspended"),
            (1, "2023-01-01", "watch"),
        ]
    ),
)
def test_floors_hold_for_any_survey(scoring: ScoringProject, seed: int, floor: tuple[int, str, str]) -> None:
    category, raised_on, least = floor
    order = [
        "insufficient_evidence",
        "no_evidence_of_risk",
        "watch",
        "risk",
        "elevated",
        "training_suspended",
    ]
    inputs = {**scenario(seed), **concern_log([("c", "u00", "nursing", "D3", category, raised_on)])}
    for survey in (
        inputs["fct_survey_indicator"],
        inputs["fct_survey_indicator"].query("provider_code != 'u00'"),
    ):
        cell = _cell(scoring.build("fct_domain_risk", {**inputs, "fct_survey_indicator": survey}))
        assert order.index(str(cell["band"])) >= order.index(least)
        assert order.index(str(cell["band"])) >= order.index(str(cell["band_raw"]))
        assert cell["floor_reason"]


@FEW
@given(seed=st.integers(0, 10_000))
def test_contributions_sum_exactly_in_any_order(scoring: ScoringProject, seed: int) -> None:
    db = scoring.build("fct_domain_risk", scenario(seed))
    parts = db.sql("select * from int_risk_contribution").df().sample(frac=1, random_state=seed)
    key = ["wave_code", "provider_code", "profession_code", "domain_code"]
    total = parts.groupby(key).contribution.sum()
    risk = _risk(db).dropna(subset=["z_composite"]).set_index(key).z_composite
    assert len(risk) > 0
    assert (total.loc[risk.index] == risk).all()


@FEW
@given(seed=st.integers(0, 10_000))
def test_adjusted_p_is_monotone_and_never_below_p(scoring: ScoringProject, seed: int) -> None:
    scored = (
        _risk(scoring.build("fct_domain_risk", scenario(seed)))
        .dropna(subset=["p_value"])
        .sort_values("p_value")
    )
    assert scored.q_value.is_monotonic_increasing
    assert (scored.q_value >= scored.p_value).all()
    assert scored.q_value.max() <= 1


@FEW
@given(seed=st.integers(0, 10_000))
def test_row_order_empty_units_and_split_files_change_nothing(scoring: ScoringProject, seed: int) -> None:
    inputs = scenario(seed)
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


@FEW
@given(seed=st.integers(0, 10_000), factor=st.sampled_from([4, 9, 25]))
def test_more_of_the_same_answers_leaves_y_and_sharpens_s(
    scoring: ScoringProject, seed: int, factor: int
) -> None:
    survey = scenario(seed)["fct_survey_indicator"]
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
