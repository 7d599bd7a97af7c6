"""What an earlier release hid stays hidden, and nothing new to decide is decided in the same way."""

import pandas as pd
from small_world import RULES, cells, respondents

from disclosure.attack import attack
from disclosure.cells import COUNTS, KEY
from disclosure.remembered import control_after

SHOWN, SUPPRESSED = "shown", "suppressed"
Releases = list[pd.DataFrame]


def exact(*answers: pd.DataFrame) -> pd.DataFrame:
    return cells(pd.concat(answers)).astype(dict.fromkeys(COUNTS, "Int64"))


def told(releases: Releases) -> pd.DataFrame:
    """What releases told, as the pipeline hands it over: not of every cell, counts only where shown."""
    found = []
    for number, released in enumerate(releases, start=1):
        # Groups of a protected characteristic are published only where they are shown.
        spoken = (released["breakdown_code"] != "age") | (released["status_code"] == SHOWN)
        rows = released[spoken & (released["status_code"] != "no_respondents")].assign(release_number=number)
        rows[list(COUNTS)] = rows[list(COUNTS)].where(rows["status_code"] == SHOWN)
        found.append(rows[[*KEY, "status_code", *COUNTS, "release_number"]])
    memory = pd.concat(found, ignore_index=True)
    return memory.drop_duplicates([*KEY, "status_code", *COUNTS])


def release(counted: pd.DataFrame, before: Releases) -> pd.DataFrame:
    memory = told(before) if before else pd.DataFrame()
    return counted.merge(control_after(counted, RULES, memory), on=list(KEY))


def statuses(released: pd.DataFrame) -> pd.Series:
    return released.set_index(list(KEY))["status_code"].sort_index()


def test_the_same_cells_are_decided_in_the_same_way_after_any_releases() -> None:
    answers, more = respondents(0, people=400), respondents(77, people=13)
    releases: Releases = []
    for counted in (exact(answers), exact(answers, more), exact(answers)):
        releases.append(release(counted, releases))
        assert (statuses(releases[-1]) == SHOWN).any()
        pd.testing.assert_series_equal(statuses(release(counted, releases)), statuses(releases[-1]))


def test_a_cell_hidden_once_stays_hidden_when_it_has_grown() -> None:
    answers = respondents(6, people=400, providers=3, professions=3)
    first = release(exact(answers), [])
    alone = first[(first["place_level_code"] == "provider") & (first["indicator_code"] == "survey_response")]
    alone = alone[(alone["breakdown_code"] == "none") & (alone["profession_code"] != "all")]
    small = alone[alone["respondents"].between(1, 9)].iloc[0]
    at = (answers["provider_code"] == small["place_code"]) & (
        answers["profession_code"] == small["profession_code"]
    )
    grown = exact(answers, *[answers[at]] * 30)
    cell = tuple(small[list(KEY)])
    assert grown.set_index(list(KEY)).loc[cell, "respondents"] >= 100
    assert statuses(release(grown, []))[cell] == SHOWN
    assert statuses(release(grown, [first]))[cell] == SUPPRESSED


def test_the_attack_on_two_releases_together_finds_nothing_in_this_world() -> None:
    few = {"regions": 2, "providers": 2, "professions": 2, "groups": 2}
    answers = respondents(18, people=400, **few)
    later = exact(answers, respondents(89, people=12, **few))
    first = release(exact(answers), [])
    assert not attack([first, release(later, [])], RULES).empty
    second = release(later, [first])
    assert (statuses(second) == SHOWN).any()
    assert attack([first, second], RULES).empty
