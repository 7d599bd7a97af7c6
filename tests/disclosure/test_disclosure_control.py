"""What is hidden by itself, what goes with it, what is refused, and what it costs."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from small_world import RULES, cells, respondents

from disclosure.control import control
from disclosure.cost import cost
from disclosure.rules import Rules
from disclosure.swaps import column_rises, swaps

EXACT = cells(respondents(6, people=400, providers=3, professions=3))
KEY = ["indicator_code", "place_code", "profession_code", "breakdown_code", "group_code"]


def test_a_cell_below_the_threshold_is_never_shown() -> None:
    decided = EXACT.merge(control(EXACT, RULES))
    assert (decided.loc[decided["status_code"] == "shown", "respondents"] >= 10).all()
    small = decided["respondents"].between(1, 9)
    assert small.any()
    assert set(decided.loc[small, "hidden_by"]) == {"threshold"}


def test_nobody_is_told_apart_from_too_few() -> None:
    nobody = EXACT.copy()
    row = nobody.index[(nobody["respondents"] < 10) & (nobody["place_level_code"] == "provider")][0]
    nobody.loc[row, ["respondents", "favourable", "counted"]] = 0
    decided = nobody.merge(control(nobody, replace(RULES, secondary=False)))
    assert decided.loc[decided["respondents"] == 0, "status_code"].eq("no_respondents").all()


def test_questions_put_to_everybody_are_hidden_together_on_the_smallest_base() -> None:
    large = (EXACT["indicator_code"] == "workload_busy") & (EXACT["place_level_code"] == "provider")
    row = EXACT.index[large & (EXACT["respondents"] >= 20)][0]
    place = EXACT.loc[row, KEY[1:]]
    skipped = EXACT.copy()
    of_question = (EXACT["question_code"] == "workload") & (EXACT[KEY[1:]] == place).all(axis=1)
    skipped.loc[of_question, ["respondents", "favourable", "counted"]] = [9, 5, 2]
    decided = control(skipped, replace(RULES, secondary=False)).set_index(KEY)
    there = [
        decided.loc[(indicator, *place)] for indicator in ("survey_response", "bullying", "workload_busy")
    ]
    assert {cell["status_code"] for cell in there} == {"suppressed"}
    assert {cell["hidden_by"] for cell in there} == {"threshold"}


def test_a_routed_question_is_hidden_with_the_one_before_it() -> None:
    exact = cells(respondents(0, people=3000, regions=3, providers=6))
    at = ("Y0", "all", "none", "all")
    before = exact[(exact["indicator_code"] == "bullying") & (exact[KEY[1:]] == list(at)).all(axis=1)]
    assert len(before) == 1
    hidden = before.assign(status_code="suppressed")
    # Without the route, what is hidden of the question before it leaves this one alone.
    apart = control(exact, replace(RULES, routes={"bullying_reported": ("other",)}), hidden).set_index(KEY)
    assert apart.loc[("bullying_reported", *at), "status_code"] == "shown"
    decided = control(exact, RULES, hidden).set_index(KEY)["status_code"]
    assert decided[("bullying", *at)] == "suppressed"
    assert decided[("bullying_reported", *at)] == "suppressed"


def test_a_swap_needs_four_cells() -> None:
    loses, gains = np.array([[1, 7, 0], [4, 0, 2], [9, 9, 9]]), np.array([[9, 9, 0], [9, 9, 0], [0, 0, 0]])
    # Up by what the row and the column beside it can both give, and not without a fourth cell to take it.
    raised = swaps(loses * (gains > 0), gains, np.full((3, 3), 5))
    assert raised[0, 0] == 4
    assert swaps(loses * 0, gains, np.full((3, 3), 5)).max() == 0


def test_a_rise_may_go_a_long_way_round() -> None:
    """Three rows and columns in a ring: no four cells make a swap, but all six make a way round."""
    ring = np.array([[9, 9, 0], [0, 9, 9], [9, 0, 9]])
    everything = np.full((3, 3), 5)
    assert (swaps(ring, ring, everything)[ring > 0] == 5).all()
    broken = ring.copy()
    broken[1, 2] = 0
    assert swaps(broken, broken, everything).max() == 0


def test_a_total_rises_where_the_way_round_ends_with_another_total() -> None:
    cells_of_place = np.array([[9, 9, 0], [0, 9, 9]])
    made_good = np.zeros((3, 3), int)
    made_good[0, 2] = 5
    # Up in column 0, down in column 2, by way of column 1 and the second row.
    wanted = np.array([5, 5, 5])
    assert column_rises(cells_of_place, cells_of_place, wanted, made_good).tolist() == [5, 0, 0]


@pytest.mark.parametrize("fault", ["column", "key", "count"])
def test_cells_of_another_shape_are_refused(fault: str) -> None:
    wrong = {
        "column": EXACT.drop(columns="counted"),
        "key": EXACT.loc[[0, 0]],
        "count": EXACT.assign(favourable=EXACT["respondents"] + 1),
    }[fault]
    with pytest.raises(ValueError, match=r"lack counted|same key|favourable"):
        control(wrong, RULES)


def test_a_width_of_nobody_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one"):
        Rules(threshold=10, respondents_width=0, favourable_width=3, companion_width=1)


def test_the_cost_adds_up() -> None:
    found = cost(control(EXACT, RULES))
    assert np.allclose(found[["shown", "threshold", "secondary"]].sum(axis=1), 1.0)
    assert found["cells"].sum() == (EXACT["respondents"] > 0).sum()
    assert (found["secondary"] > 0).any()


def test_indicators_of_one_question_on_bases_of_their_own_are_judged_each_by_itself() -> None:
    """A file of counts may give too busy of 40 and too quiet of 9: the question has no one base."""
    places = [("provider", "A", "R"), ("region", "R", "R"), ("national", "ENGLAND", None)]
    uneven = pd.DataFrame(
        [
            {
                "wave_code": "2022", "question_code": "workload", "indicator_code": indicator,
                "place_level_code": level, "place_code": place, "region_code": region,
                "profession_code": profession, "breakdown_code": "none", "group_code": "all",
                "respondents": people, "favourable": people // 2, "counted": None,
            }
            for indicator, people in (("workload_too_busy", 40), ("workload_too_quiet", 9))
            for level, place, region in places
            for profession in ("nursing", "all")
        ]
    )  # fmt: skip
    decided = control(uneven, replace(RULES, secondary=False))
    assert len(decided) == len(uneven)
    quiet = decided[decided["indicator_code"] == "workload_too_quiet"]
    assert set(quiet["hidden_by"]) == {"threshold"}
