"""The intruder finds nothing in what disclosure control lets through, and plenty without companions."""

from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from small_world import RULES, cells, respondents

from disclosure.attack import attack
from disclosure.control import control

WORLDS = st.builds(
    respondents,
    seed=st.integers(0, 10_000),
    people=st.sampled_from([40, 90, 200, 400]),
    regions=st.integers(1, 2),
    providers=st.integers(1, 3),
    professions=st.integers(1, 3),
    groups=st.integers(1, 3),
)
FEW = settings(max_examples=6, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])


def published(
    exact: pd.DataFrame, earlier: pd.DataFrame | None = None, secondary: bool = True
) -> pd.DataFrame:
    return exact.merge(control(exact, replace(RULES, secondary=secondary), earlier))


@FEW
@given(answers=WORLDS)
def test_no_hidden_count_is_narrower_than_promised(answers: pd.DataFrame) -> None:
    assert attack([published(cells(answers))], RULES).empty


@pytest.mark.parametrize("seed", [1, 2])
def test_places_like_no_other_cost_no_more_than_themselves(seed: int) -> None:
    """A university of one region, an ambulance trust of one profession: no other place has what they have."""
    answers = respondents(seed, people=6000, regions=3, providers=6)
    of_region = answers["region_code"] + answers["education_provider"]
    alone = answers["provider_code"].isin(["P00", "P10", "P11"])
    answers = answers.assign(
        education_provider=of_region,
        profession_code=answers["profession_code"].where(~alone, "paramedicine"),
    )
    found = published(cells(answers))
    national = found[(found["place_level_code"] == "national") & (found["breakdown_code"] == "none")]
    plain = national[~national["indicator_code"].isin(RULES.routes) & (national["respondents"] >= 100)]
    assert (plain["status_code"] == "shown").mean() >= 0.7
    assert attack([found], RULES).empty


@pytest.mark.parametrize("seed", [3, 6])
def test_the_threshold_alone_gives_hidden_counts_back(seed: int) -> None:
    exact = cells(respondents(seed, people=400, providers=3, professions=3))
    found = attack([published(exact, secondary=False)], RULES)
    assert (found["upper"] - found["lower"] < 0.5).any()
    assert {"respondents", "favourable"} <= set(found["kind"])


@FEW
@given(answers=WORLDS, data=st.data())
def test_the_order_of_rows_plays_no_part(answers: pd.DataFrame, data: st.DataObject) -> None:
    exact = cells(answers)
    shuffled = exact.sample(frac=1, random_state=data.draw(st.integers(0, 99)))
    pd.testing.assert_frame_equal(control(shuffled, RULES), control(exact, RULES))


@FEW
@given(answers=WORLDS)
def test_a_release_of_the_same_data_shows_the_same(answers: pd.DataFrame) -> None:
    exact = cells(answers)
    first = published(exact)
    told = first.assign(
        **{
            count: first[count].where(first["status_code"] == "shown")
            for count in ("respondents", "favourable", "counted")
        }
    )
    again = control(exact, RULES, told)
    pd.testing.assert_frame_equal(again[["status_code"]], control(exact, RULES)[["status_code"]])


def test_two_releases_together_tell_no_more() -> None:
    answers = respondents(6, people=300, providers=3, professions=3)
    exact = cells(answers)
    first = published(exact)
    later = cells(pd.concat([answers, respondents(7, people=12, providers=3, professions=3)]))
    second = published(later, first)
    hidden_before = first.loc[
        first["status_code"] == "suppressed",
        ["indicator_code", "place_code", "profession_code", "breakdown_code", "group_code"],
    ]
    both = hidden_before.merge(second, on=list(hidden_before.columns))
    assert len(both)
    assert set(both["status_code"]) == {"suppressed"}
