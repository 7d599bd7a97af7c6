"""A new file is told once, when two looks found it the same and no load was made of its bytes."""

from pathlib import Path

import pytest

from orchestration.lib.home import Home
from orchestration.lib.landing.ledger import register_landing, sightings
from orchestration.lib.landing.watch import Landing, watch


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home.at(tmp_path)


def drop(home: Home, name: str, text: str) -> Path:
    path = home.landing / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def looks(home: Home, before: Landing, times: int) -> tuple[list[list[str]], Landing]:
    told = []
    for _ in range(times):
        new, before = watch(home, before)
        # A sensor keeps its look as text between two ticks.
        before = Landing.model_validate_json(before.model_dump_json())
        told.append([file.path for file in new])
    return told, before


def test_a_file_is_told_once_at_the_second_look(home: Home) -> None:
    drop(home, "psa/psa_2024.csv", "cycle")
    assert looks(home, Landing(), 4)[0] == [[], ["psa/psa_2024.csv"], [], []]


def test_a_file_that_grows_is_not_told_until_it_stays(home: Home) -> None:
    path = drop(home, "psa/psa_2024.csv", "cyc")
    told, seen = looks(home, Landing(), 1)
    path.write_text("cycle")
    more, seen = looks(home, seen, 1)
    rest, _ = looks(home, seen, 2)
    assert [*told, *more, *rest] == [[], [], ["psa/psa_2024.csv"], []]


def test_bytes_that_were_seen_are_not_told_under_another_name(home: Home) -> None:
    drop(home, "psa/psa_2024.csv", "cycle")
    register_landing(home)
    drop(home, "psa/once_more.csv", "cycle")
    drop(home, "psa/corrected.csv", "cycle,corrected")
    assert looks(home, Landing(), 2)[0] == [[], ["psa/corrected.csv"]]


def test_the_same_register_under_another_date_is_new(home: Home) -> None:
    drop(home, "providers/ods_etr_2024-04-01.csv", "code")
    register_landing(home)
    drop(home, "providers/ods_etr_2024-05-01.csv", "code")
    assert looks(home, Landing(), 2)[0] == [[], ["providers/ods_etr_2024-05-01.csv"]]


def test_a_corrected_file_of_the_same_name_is_told_again(home: Home) -> None:
    path = drop(home, "psa/psa_2024.csv", "cycle")
    _, seen = looks(home, Landing(), 2)
    register_landing(home)
    path.write_text("cycle,corrected")
    assert looks(home, seen, 2)[0] == [[], ["psa/psa_2024.csv"]]


def test_what_cannot_be_taken_in_is_not_told(home: Home) -> None:
    drop(home, "psa/still.part", "cyc")
    drop(home, "nonsense/psa.csv", "cycle")
    assert looks(home, Landing(), 2)[0] == [[], []]


def test_a_run_for_some_feeds_leaves_the_files_of_others_unseen(home: Home) -> None:
    drop(home, "psa/psa_2024.csv", "cycle")
    drop(home, "concerns/concerns.csv", "concern_id")
    assert [seen.feed for seen in register_landing(home, ["concerns", "concern_events"])] == ["concerns"]
    assert [seen.feed for seen in sightings(home)] == ["concerns"]
    assert [seen.feed for seen in register_landing(home)] == ["psa"]
