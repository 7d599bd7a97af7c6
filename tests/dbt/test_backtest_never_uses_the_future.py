"""What comes after a cut-off day changes no score that the back-test puts to the test."""

from datetime import date

import pandas as pd
import pytest
from scoring_project import ScoringProject, rows, scoring_project
from scoring_scenario import Inputs, concern_log, scenario

SCORE = (
    "wave_code, provider_code, profession_code, domain_code, z_composite, band, z_survey, z_concerns, "
    "z_self_assessment, last_isf_category, unfavourable_share, random_score, is_like_for_like"
)
FOREVER = date(9999, 12, 31)


@pytest.fixture(scope="module")
def scoring() -> ScoringProject:
    return scoring_project()


def known(inputs: Inputs, known_from: date) -> Inputs:
    """The same log, recorded on one day; its concerns came on to a register on the day they were raised."""
    span = inputs["int_concern_span"]
    return {
        **inputs,
        "int_concern_known_span": span.assign(known_from=known_from, known_to=FOREVER),
        "int_concern_as_of": rows("as_of_on", [(date(2026, 1, 5),)]),
        "fct_concern": inputs["fct_concern"].assign(raised_on=date(2024, 3, 1)),
        "fct_concern_register": pd.DataFrame(
            {
                "concern_id": span.concern_id,
                "register_code": span.isf_category.map(lambda c: "significant" if c >= 2 else "local"),
                "entered_on": span.valid_from,
            }
        ),
    }


def said(scoring: ScoringProject, inputs: Inputs) -> pd.DataFrame:
    """The score columns of the back-test for 2024."""
    db = scoring.build("fct_backtest_cell", inputs)
    return db.sql(f"select {SCORE} from fct_backtest_cell where wave_code = '2024' order by all").df()


def joined(one: Inputs, other: Inputs) -> Inputs:
    return {
        name: pd.concat([one[name], other[name]], ignore_index=True) if name in one and name in other else f
        for name, f in (one | other).items()
    }


def test_where_nothing_was_recorded_late_it_is_the_released_score(scoring: ScoringProject) -> None:
    inputs = known(scenario(3), date(2024, 3, 5))
    key = ["wave_code", "provider_code", "profession_code", "domain_code"]
    released = scoring.build("int_domain_risk", inputs).sql("from int_domain_risk").df()
    both = said(scoring, inputs).merge(released, on=key, suffixes=("", "_released"))
    assert both.z_composite.count() == both.z_composite_released.count() > 50
    assert (both.z_composite - both.z_composite_released).abs().max() < 1e-9
    assert list(both.band) == list(both.band_released)
    assert both.band.nunique() > 3


def test_what_is_recorded_after_the_cutoff_changes_nothing_though_it_speaks_of_days_before(
    scoring: ScoringProject,
) -> None:
    inputs = known(scenario(4), date(2024, 3, 5))
    then = inputs["int_concern_known_span"].assign(known_to=date(2025, 2, 1))
    since = then.assign(known_from=date(2025, 2, 1), known_to=FOREVER, isf_category=4)
    late = known(concern_log([("late", "u01", "nursing", "D3", 3, "2024-05-01")]), date(2025, 1, 1))
    later = joined(
        {
            **inputs,
            "int_concern_known_span": pd.concat([then, since]),
            "int_concern_span": inputs["int_concern_span"].assign(isf_category=4),
        },
        late,
    )
    pd.testing.assert_frame_equal(said(scoring, inputs), said(scoring, later), check_exact=True)
    # The released score does take it in: the test would see it.
    z = "select z_concerns, band from int_domain_risk order by all"
    was, now = (scoring.build("int_domain_risk", i).sql(z).df() for i in (inputs, later))
    assert not was.equals(now)


def test_a_later_cycle_and_its_concerns_change_the_outcome_and_nothing_else(scoring: ScoringProject) -> None:
    inputs = known(scenario(5), date(2024, 3, 5))
    following = scenario(6)
    following["int_concern_span"] = following["int_concern_span"].assign(valid_from="2025-03-01")
    for name in ("fct_concern", "int_concern_span", "brg_concern_profession", "brg_concern_domain"):
        following[name] = following[name].assign(
            concern_id=[f"later{n}" for n in range(len(following[name]))]
        )
    following = known(following, date(2025, 3, 5))
    for name in ("fct_survey_indicator", "fct_learner_numbers", "int_provider_at_wave"):
        following[name] = following[name].assign(wave_code="2025")
    following["fct_self_assessment"] = following["fct_self_assessment"].assign(cycle=2025)
    later = joined(inputs, following)
    pd.testing.assert_frame_equal(said(scoring, inputs), said(scoring, later), check_exact=True)
    outcome = (
        "select outcome_status_code, count(is_outcome), count(case when is_outcome then 1 end) "
        "from fct_backtest_cell where wave_code = '2024' group by all"
    )
    (before,) = scoring.build("fct_backtest_cell", inputs).sql(outcome).fetchall()
    (after,) = scoring.build("fct_backtest_cell", later).sql(outcome).fetchall()
    assert before == ("no_later_cycle", 0, 0)
    assert after[0] == "observed"
    assert 0 < after[2] < after[1]
