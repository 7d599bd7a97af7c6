"""Events over several files: which version of an event counts for the others, wherever they lie."""

from pathlib import Path

import pytest

from orchestration.lib.home import Home
from orchestration.lib.ingest.load import load_feed
from tests.order.replay import Outcome
from tests.unit.ingest.bench import CONCERN, EVENT, Bench

Events = list[dict[str, str]]


def change(event_id: str, day: str, before: str, after: str, concern_id: str = "C1") -> dict[str, str]:
    told = {"event_id": event_id, "occurred_on": day, "event_type": "categorised", "concern_id": concern_id}
    return EVENT | told | {"from_category": before, "to_category": after}


def waiting(bench: Bench, *files: Events) -> set[str]:
    """Identifiers of the events that wait, after the files were taken in one after the other."""
    for number, rows in enumerate(files):
        bench.load("concern_events", f"{9 - number}.csv", rows)
    made = load_feed(bench.home, "concern_events")
    accepted = {row for manifest in made for (row,) in bench.accepted(manifest, "event_id")}
    return {row["event_id"] for rows in files for row in rows} - accepted


@pytest.fixture
def log(tmp_path: Path) -> Bench:
    bench = Bench(Home(tmp_path / "home"))
    bench.know_providers("ZA1")
    bench.accept(bench.load("concerns", "concerns.csv", [CONCERN]))
    return bench


def test_a_correction_counts_for_the_file_it_corrects(log: Bench) -> None:
    wrong, follows = change("E1", "2024-03-01", "2", "1"), change("E2", "2024-04-01", "3", "4")
    assert waiting(log, [wrong, follows]) == {"E2"}
    right = [change("E1", "2024-03-01", "2", "3")]
    assert waiting(log, [wrong, follows], right) == set()


def test_it_counts_the_same_where_the_events_lie_apart(log: Bench) -> None:
    wrong, follows = change("E1", "2024-03-01", "2", "1"), change("E2", "2024-04-01", "3", "4")
    assert waiting(log, [wrong], [follows], [change("E1", "2024-03-01", "2", "3")]) == set()


def test_an_older_version_does_not_come_back(log: Bench) -> None:
    right, follows = change("E1", "2024-03-01", "2", "3"), change("E2", "2024-04-01", "3", "4")
    wrong = change("E1", "2024-03-01", "2", "1")
    assert waiting(log, [wrong], [right, follows]) == set()


@pytest.mark.parametrize("apart", [False, True])
@pytest.mark.parametrize("kind", ["raised", "reopened"])
def test_raising_and_reopening_say_what_the_category_is(log: Bench, kind: str, apart: bool) -> None:
    """As C04-04 and C04-05 of the small world: the warehouse reads it so, and nothing waits for ever."""
    first = EVENT | {"event_id": "E1", "occurred_on": "2024-03-01", "event_type": kind, "to_category": "3"}
    remark = EVENT | {"event_id": "E2", "occurred_on": "2024-03-20", "to_category": "1"}
    follows = change("E3", "2024-04-01", "3", "4")
    files = [[follows], [remark], [first]] if apart else [[first, remark, follows]]
    assert waiting(log, *files) == set()
    wrong = change("E4", "2024-03-10", "2", "3")
    assert waiting(log, [wrong]) == {"E4"}


@pytest.mark.parametrize("apart", [False, True])
def test_an_event_moved_to_an_unknown_concern_leaves_its_old_one(log: Bench, apart: bool) -> None:
    first, moved = change("E1", "2024-03-01", "2", "3"), change("E1", "2024-03-01", "2", "3", "C99")
    follows = change("E2", "2024-04-01", "3", "4")
    files = [[first], [moved], [follows]] if apart else [[first], [moved, follows]]
    assert waiting(log, *files) == {"E2"}


def test_of_the_small_world_waits_only_what_never_comes(reference: Outcome) -> None:
    waiting_names = {str(name) for name, *_, waits in reference.facts if waits}
    events = {name for name in waiting_names if name.startswith("concern_events")}
    assert events == {f"concern_events/W-{number} v0" for number in (1, 2, 3)}
