"""The audit only grows, every line is sealed, and it tells who did what by which route from what."""

import itertools
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from orchestration.cli.app import app
from orchestration.defs.executor import route_of
from orchestration.lib.audit.actor import acting
from orchestration.lib.audit.query import ask
from orchestration.lib.audit.record import Act, acts_of, audit_faults, audit_path, record_act
from orchestration.lib.gates.feed_gate import check_feed
from orchestration.lib.gates.promotion import promote
from orchestration.lib.home import Home
from orchestration.lib.landing.ledger import set_aside
from tests.gates.gate_home import BAD, GOOD, DropBox

runner = CliRunner()


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    # The options callback writes these two; monkeypatch puts back what was there.
    monkeypatch.setenv("EQW_HOME", "")
    monkeypatch.setenv("DAGSTER_HOME", "")
    return Home.at(tmp_path / "home")


def _work(home: Home) -> list[bytes]:
    """Do one of each, and return the audit after each."""
    after = []
    box = DropBox(home)

    def look() -> None:
        after.append(audit_path(home).read_bytes())

    good = box.drop("good.csv", GOOD)
    look()
    with acting("eqw run", "run-1"):
        check_feed(home, "education_providers")
        promote(home, "education_providers")
    look()
    box.drop("bad.csv", BAD)
    with acting("schedule:nightly", "run-2"):
        check_feed(home, "education_providers")
    look()
    set_aside(home, "bad.csv", "wrong year", "somebody")
    look()
    set_aside(home, good, "withdrawn", "somebody")
    promote(home, "education_providers")
    look()
    return after


def test_every_act_is_there_with_actor_inputs_and_versions(home: Home) -> None:
    _work(home)
    acts = acts_of(home)
    assert [(act.action, act.outcome) for act in acts] == [
        ("landed", "done"),
        ("judged", "passed"),
        ("promoted", "added"),
        ("landed", "done"),
        ("judged", "refused"),
        ("set_aside", "done"),
        ("set_aside", "done"),
        ("promoted", "removed"),
    ]
    refused = acts[4]
    assert (refused.subject, refused.route, refused.run_id) == (
        "education_providers/bad.csv",
        "schedule:nightly",
        "run-2",
    )
    assert refused.why == "education_providers.name_length"
    assert {"batch", "load"} <= refused.inputs.keys()
    assert {"eqw", "suite", "great-expectations"} <= refused.versions.keys()
    assert acts[1].inputs == acts[2].inputs
    assert acts[5].why == "wrong year"
    assert acts[5].route == "command line"


def test_the_audit_only_ever_grows(home: Home) -> None:
    after = _work(home)
    for before, later in itertools.pairwise(after):
        assert later.startswith(before)
        assert len(later) > len(before)
    assert audit_faults(home) == []


def test_judging_again_what_was_judged_is_no_act(home: Home) -> None:
    DropBox(home).drop("good.csv", GOOD)
    for _ in range(3):
        check_feed(home, "education_providers")
        promote(home, "education_providers")
    assert [act.action for act in acts_of(home)] == ["landed", "judged", "promoted"]


def _edit(lines: list[str]) -> list[str]:
    act = json.loads(lines[4])
    return [*lines[:4], json.dumps({**act, "outcome": "passed"}), *lines[5:]]


def _edit_and_seal_again(lines: list[str]) -> list[str]:
    """What somebody would do who knows how seals are made, and does not make all later ones again."""
    edited = Act.model_validate({**json.loads(lines[4]), "outcome": "passed"})
    sealed = edited.sealed(json.loads(lines[3])["seal"])
    return [*lines[:4], sealed.model_dump_json(), *lines[5:]]


@pytest.mark.parametrize(
    "tamper",
    [
        _edit,
        _edit_and_seal_again,
        lambda lines: [*lines[:3], *lines[4:]],
        lambda lines: lines[1:],
        lambda lines: [*lines[:3], lines[4], lines[3], *lines[5:]],
        lambda lines: [*lines, lines[-1]],
    ],
    ids=["edited", "sealed_again", "removed", "first_removed", "moved", "repeated"],
)
def test_whatever_is_changed_is_noticed(home: Home, tamper: Callable[[list[str]], list[str]]) -> None:
    _work(home)
    path = audit_path(home)
    path.write_text("\n".join(tamper(path.read_text().splitlines())) + "\n")
    assert audit_faults(home)
    told = runner.invoke(app, ["--home", str(home.root), "audit", "--verify"])
    assert told.exit_code == 3
    assert "NOT as written" in told.output


def test_the_audit_answers_in_sql(home: Home) -> None:
    assert ask(home, "select count(*) from ops.audit")[1] == [(0,)]
    _work(home)
    names, rows = ask(
        home, "select subject, inputs['batch'] as seen from ops.audit where outcome = 'refused'"
    )
    assert names == ["subject", "seen"]
    assert rows == [("education_providers/bad.csv", acts_of(home)[4].inputs["batch"])]


@pytest.mark.parametrize(
    "sql",
    [
        "select * from read_csv('/etc/passwd')",
        "copy (select * from ops.audit) to '/tmp/eqw-audit-leak.csv'",
        "delete from ops.audit",
        "nonsense",
    ],
)
def test_a_question_can_only_ask(home: Home, sql: str) -> None:
    _work(home)
    before = audit_path(home).read_bytes()
    told = runner.invoke(app, ["--home", str(home.root), "audit", "--sql", sql])
    assert told.exit_code == 2
    assert audit_path(home).read_bytes() == before
    assert not Path("/tmp/eqw-audit-leak.csv").exists()


def test_the_command_filters(home: Home) -> None:
    _work(home)

    def found(*options: str) -> list[str]:
        told = runner.invoke(app, ["--home", str(home.root), "audit", "--json", *options])
        assert told.exit_code == 0, told.output
        return [act["action"] for act in json.loads(told.stdout)]

    assert found("--action", "judged") == ["judged", "judged"]
    assert found("--outcome", "refused", "--run", "run-2") == ["judged"]
    assert found("--subject", "bad.csv") == ["landed", "judged", "set_aside"]
    assert found("--limit", "2") == ["set_aside", "promoted"]
    assert found("--since", "2999-01-01") == []
    told = runner.invoke(app, ["--home", str(home.root), "audit", "--action", "judged"])
    assert "judged    refused  education_providers/bad.csv" in told.output
    assert "schedule:nightly  (education_providers.name_length)" in told.output


def test_a_torn_line_of_a_crash_is_dropped_and_the_chain_goes_on(home: Home) -> None:
    record_act(home, "landed", "a")
    with audit_path(home).open("ab") as handle:
        handle.write(b'{"sequence": 2, "at"')
    record_act(home, "landed", "b")
    assert [act.subject for act in acts_of(home)] == ["a", "b"]
    assert audit_faults(home) == []


@pytest.mark.parametrize(
    ("tags", "route"),
    [
        ({}, "ui"),
        ({"dagster/schedule_name": "nightly"}, "schedule:nightly"),
        ({"dagster/sensor_name": "landing"}, "sensor:landing"),
        ({"dagster/backfill": "b1"}, "backfill:b1"),
    ],
)
def test_what_started_a_run_is_told_by_its_tags(tags: dict[str, str], route: str) -> None:
    assert route_of(tags) == route
