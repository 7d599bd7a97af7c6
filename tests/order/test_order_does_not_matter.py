"""Order does not matter: any history of the same files ends in the same marts.

The law. Take the rows of `world.py` and part those of each feed into files in any way; name the files as you
like (a register's name ends in its date), write them in any format, let them arrive in any order, over any
number of runs; drop any of them again at any time, under its own name or another. Then

* every table of the marts, reports, disclosure and published schemas, and the qc tables, hold the same rows,
* the same facts are in quarantine: row, column, rule, value, and whether it waits,
* the same versions of rows are accepted, each once, and the same ones were superseded,
* rows in = rows accepted + rows quarantined, and rows in is the same.

Its limits are the contract's own:

* A correction must be first seen after what it corrects: later wins, and nothing else says which is right.
* A key given twice within one file keeps its first row and quarantines the second; over two files the later
  wins. So no file here holds a key twice.
* The same bytes are one file for ever, of the register for each date that a name gives them
  (`test_order_limits.py`). To go back to an older version, the row must arrive in other bytes.
* A correction replaces rows and withdraws none.
* "In the future" means after the day on which a file was first seen; here files are seen after all dates.
* Gates judge file by file, so a verdict may depend on the split: one faulty row is 1 % of a large file and
  all of a small one. The law speaks of files that pass. Here readable files pass at once, except where a
  test says that the real gates judge.
* Which files a load warns of, and what a gate compares with the loads before, is told in the load audit and
  depends on order; the audit is no mart.
"""

import logging
import secrets
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings

from orchestration.lib.gates.standing import standing
from orchestration.lib.ingest import load
from tests.dbt.warehouse_home import run_dbt
from tests.order.compiled_project import CompiledProject
from tests.order.conftest import Law
from tests.order.histories import History, backwards, histories, late_references, reference_history
from tests.order.replay import Outcome, open_gates, replay
from tests.order.world import World

_log = logging.getLogger(__name__)
_EXAMPLES = settings(deadline=None, database=None, suppress_health_check=list(HealthCheck), print_blob=True)


def keeps_the_law(law: Law, history: History) -> None:
    with tempfile.TemporaryDirectory() as root, open_gates():
        law.check(replay(Path(root), history))


def test_any_order_and_any_split_end_in_the_same_marts(law: Law, world: World) -> None:
    # The same histories each time, so that nothing but a change of the code turns the test red. Each takes
    # seconds, so none is made smaller: the failing one is told as it is.
    @settings(
        _EXAMPLES,
        max_examples=12,
        derandomize=True,
        phases=[Phase.generate],
    )
    @given(history=histories(world, most_files=2, most_runs=3))
    def hold(history: History) -> None:
        keeps_the_law(law, history)

    hold()


@pytest.mark.full
def test_many_orders_and_splits_end_in_the_same_marts(law: Law, world: World) -> None:
    chosen = secrets.randbelow(2**32)
    _log.warning("--hypothesis-seed %d", chosen)

    @seed(chosen)
    @settings(_EXAMPLES, max_examples=150)
    @given(history=histories(world, most_files=4, most_runs=6))
    def hold(history: History) -> None:
        keeps_the_law(law, history)

    hold()


@pytest.mark.parametrize("files", [1, pytest.param(3, marks=pytest.mark.full)])
def test_everything_backwards(law: Law, world: World, files: int) -> None:
    keeps_the_law(law, backwards(world, files))


def test_references_that_come_last(law: Law, turned: Outcome) -> None:
    law.check(turned)


def test_dbt_itself_builds_the_same_tables(law: Law) -> None:
    home = law.reference.home
    run_dbt(home, "build", "--exclude-resource-type", "unit_test")
    law.project.expect_built_by_dbt(home)
    law.project.build(home)
    assert law.project.differences() == {}


@pytest.mark.full
def test_the_law_holds_with_real_gates(compiled: CompiledProject, world: World, tmp_path: Path) -> None:
    passing = world.without_faults()
    with open_gates():
        usual = replay(tmp_path / "usual", reference_history(passing))
    compiled.build(usual.home)
    compiled.expect()
    judged = replay(tmp_path / "judged", late_references(passing))
    assert [found.reason for found in standing(judged.home) if found.status != "accepted"] == []
    Law(compiled, usual).check(judged)


# What would break the law, as a change of one model: order of arrival in place of the order of the facts.
_BREAKS = {
    "a later file does not win": (
        "stg_nets__response",
        "load_audit.load_sequence desc nulls last",
        "accepted_row._load_id desc",
    ),
    "events in order of arrival": (
        "int_concern_event_ordered",
        "event.occurred_on,\n            -- Within",
        "event.load_sequence,\n            -- Within",
    ),
    "the snapshot that arrived last": (
        "int_provider_state",
        "max(snapshot.snapshot_date) as snapshot_on",
        "max_by(snapshot.snapshot_date, snapshot.load_sequence) as snapshot_on",
    ),
}


@pytest.mark.parametrize("how", _BREAKS)
def test_a_model_that_heeds_arrival_breaks_the_law(
    compiled: CompiledProject, reference: Outcome, turned: Outcome, how: str
) -> None:
    with compiled.broken(*_BREAKS[how]):
        compiled.build(reference.home)
        compiled.expect()
        compiled.build(turned.home)
    assert compiled.differences()


def test_rows_that_wait_must_be_looked_at_again(
    law: Law, world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(load, "_is_outdated", lambda *_: False)
    with open_gates():
        outcome = replay(tmp_path, backwards(world, 1))
    assert outcome.facts != law.reference.facts


@pytest.fixture(scope="module")
def turned(world: World, tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    """What is left when each stream comes in two files, last feed first."""
    with open_gates():
        return replay(tmp_path_factory.mktemp("turned"), late_references(world))
