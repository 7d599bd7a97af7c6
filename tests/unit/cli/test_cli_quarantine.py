"""`eqw quarantine` and `eqw status` on a home with files that stand in every way; nothing is run by them."""

import json
from pathlib import Path

import duckdb
import pytest
from typer.testing import CliRunner, Result

from orchestration.cli.app import app
from orchestration.cli.console import Exit
from orchestration.cli.errors import exit_code_of
from orchestration.lib.home import Home
from orchestration.lib.ingest.conservation import ConservationError
from orchestration.lib.landing.ledger import set_aside
from orchestration.lib.quarantine.errors import QuarantineError
from tests.unit.ingest.bench import NETS, questions_2024
from tests.unit.quarantine.line import Line

runner = CliRunner()
NUMBERS = {"wave": "2024", "provider_code": "ZA1", "profession": "nursing", "learners": "10"}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home with an accepted, a refused, a superseded, a rejected and a set-aside file."""
    line = Line(Home(tmp_path_factory.mktemp("quarantine") / "home"))
    line.register("ods_etr_2024.csv", "ZA1")
    line.drop("learner_numbers", "waits.csv", [NUMBERS, NUMBERS | {"provider_code": "ZB1"}])
    line.drop("learner_numbers", "again.csv", [NUMBERS | {"wave": "2023", "learners": "[bold]"}])
    line.run("providers", "learner_numbers")
    line.drop("learner_numbers", "again.csv", [NUMBERS | {"wave": "2023"}])
    line.drop("learner_numbers", "refused.csv", [NUMBERS | {"wave": "2022", "learners": "many"}])
    line.drop("learner_numbers", "rejected.csv", "wave,learners\n2024,3\n")
    line.drop("learner_numbers", "aside.csv", [NUMBERS | {"wave": "2021", "learners": "none"}])
    answers = NETS | questions_2024() | {"bullying_experienced": "yes", "bullying_reported": "yes"}
    line.drop(
        "nets_responses", "nets.csv", [answers | {"considered_leaving": "no", "leaving_reasons": "other"}]
    )
    found = line.run("providers", "learner_numbers", "nets_responses")
    set_aside(line.home, "aside.csv", "sent twice", "a tester")
    assert {found[name].status for name in ("refused.csv", "aside.csv")} == {"refused"}
    return line.home


@pytest.fixture(autouse=True)
def _environment(monkeypatch: pytest.MonkeyPatch, home: Home) -> None:
    monkeypatch.setenv("EQW_HOME", str(home.root))
    monkeypatch.setenv("DAGSTER_HOME", str(home.root / "dagster"))


def eqw(*arguments: str, expect: Exit = Exit.DONE) -> Result:
    told = runner.invoke(app, arguments)
    code = told.exit_code if told.exception is None or isinstance(told.exception, SystemExit) else None
    assert (code if code is not None else exit_code_of(told.exception)) == expect, told.output  # type: ignore[arg-type]
    return told


def test_the_list_sums_up_and_tells_fault_by_fault() -> None:
    told = eqw("quarantine", "list").output
    assert "rejected.csv  not taken in (rejected), no row was read" in told
    for line in (
        "learner_numbers/waits.csv  row 3  provider_code  unknown_provider  'ZB1'  waits  Correct the code",
        "learner_numbers/again.csv  row 2  learners  not_an_integer  '[bold]'  Write a whole number",
        "learner_numbers/refused.csv  row 2  learners  not_an_integer  'many'  Write a whole number",
        "nets_responses/nets.csv  row 2  leaving_reasons  routed_base_not_met  'other'  Leave the cell blank",
    ):
        assert line in told
    assert "aside.csv" not in told
    assert "superseded" in told
    assert "none" in eqw("quarantine", "list", "--file", "aside.csv").output


def test_the_list_can_be_narrowed_and_read_by_a_script() -> None:
    found = json.loads(eqw("quarantine", "list", "--json").output)
    assert [load["file_name"] for load in found["rejected_files"]] == ["rejected.csv"]
    assert {(fault["file_name"], fault["status"]) for fault in found["faults"]} == {
        ("waits.csv", "accepted"), ("again.csv", "superseded"),
        ("refused.csv", "refused"), ("nets.csv", "accepted"),
    }  # fmt: skip
    assert sum(count["rows"] for count in found["summary"]) == 4

    def narrowed(*how: str) -> list[tuple[str, int]]:
        read = json.loads(eqw("quarantine", "list", "--json", *how).output)
        return [(fault["file_name"], fault["row"]) for fault in read["faults"]]

    assert narrowed("--waiting") == [("waits.csv", 3)]
    assert narrowed("--rule", "not_an_integer", "--limit", "1") == [("again.csv", 2)]
    assert narrowed("--feed", "nets_responses") == [("nets.csv", 2)]
    assert narrowed("--file", "refused.csv") == [("refused.csv", 2)]
    assert narrowed("--file", "rejected.csv") == []


def test_a_list_that_is_cut_says_so_and_an_empty_one_too() -> None:
    assert "… 1 more: --limit 0 shows all" in eqw("quarantine", "list", "--limit", "3").output
    assert "more:" not in eqw("quarantine", "list", "--limit", "0").output
    assert "Nothing is in quarantine here." in eqw("quarantine", "list", "--feed", "psa").output


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["list", "--feed", "nets"], "nets_responses"),
        (["list", "--file", "nope.csv"], "learner_numbers/waits.csv"),
        (["list", "--rule", "nope"], "unknown_provider"),
        (["list", "--limit", "-1"], "--limit"),
        (["export", "nope.csv", "--to", "/tmp/x.csv"], "learner_numbers/waits.csv"),
        (["export", "waits.csv", "--to", "/nowhere/x.csv"], "/nowhere"),
    ],
)
def test_what_does_not_exist_is_bad_usage_with_what_does(arguments: list[str], told: str) -> None:
    ended = eqw("quarantine", *arguments, expect=Exit.BAD_USAGE)
    assert told in (str(ended.exception) if isinstance(ended.exception, QuarantineError) else ended.output)


def test_an_export_says_what_it_wrote_and_what_it_left_out(tmp_path: Path) -> None:
    told = eqw("quarantine", "export", "waits.csv", "--to", str(tmp_path / "w.xlsx")).output
    assert f"learner_numbers/waits.csv (accepted): 1 fault in 1 row -> {tmp_path / 'w.xlsx'}" in told
    assert "to nobody else" in told
    told = eqw("quarantine", "export", "nets.csv", "--to", str(tmp_path / "n.csv")).output
    assert "nothing that keeps a row out" in told
    assert "1 single answers were left out of rows that are used: --all adds them" in told
    eqw("quarantine", "export", "nets.csv", "--to", str(tmp_path / "n.csv"), expect=Exit.BAD_USAGE)
    again = eqw(
        "quarantine", "export", "nets.csv", "--to", str(tmp_path / "n.csv"), "--force", "--all", "--json"
    )
    assert json.loads(again.output)["faults"] == 1
    told = eqw("quarantine", "export", "rejected.csv", "--to", str(tmp_path / "r.csv")).output
    assert "(rejected): why the file was not taken in" in told


def test_status_says_that_all_is_conserved_and_what_waits() -> None:
    told = eqw("status").output
    assert "conserved: yes" in told
    assert "WAITS  1 row of learner_numbers/waits.csv waits for provider ZB1: land a register" in told
    read = json.loads(eqw("status", "--json").output)
    assert (read["conserved"], read["not_conserved"]) == (True, [])
    feeds = {feed["feed"]: feed for feed in read["feeds"]}
    assert feeds["learner_numbers"] | {
        "rows_in": 3, "rows_accepted": 2, "rows_quarantined": 1, "rows_waiting": 1,
    } == feeds["learner_numbers"]  # fmt: skip
    assert (
        feeds["nets_responses"] | {"cells_in": 2, "cells_accepted": 1, "cells_quarantined": 1}
        == (feeds["nets_responses"])
    )


def test_status_has_one_line_per_file() -> None:
    told = eqw("status", "--files").output
    for name, status in (("waits.csv", "accepted"), ("rejected.csv", "rejected"), ("aside.csv", "set_aside")):
        (line,) = [line for line in told.splitlines() if f"learner_numbers/{name} " in line and "20" in line]
        assert status in line
    assert "first seen" not in eqw("status").output


def test_lost_rows_are_loud_and_end_with_a_fault(home: Home) -> None:
    (folder,) = (home.loads / "nets_responses").iterdir()
    path = folder / "accepted.parquet"
    whole = path.read_bytes()
    try:
        with duckdb.connect() as con:
            con.execute(f"create table t as select * from read_parquet('{path}'); delete from t")
            con.execute(f"copy t to '{path}'")
        told = eqw("status", expect=Exit.FAULT).output
        assert "conserved: NO" in told
        assert "NOT CONSERVED  nets_responses/nets.csv: 1 rows in; counted 1 accepted" in told
        assert "the files hold 0 accepted" in told
        assert f"loads/nets_responses/{folder.name}" in told
        read = json.loads(eqw("status", "--json", expect=Exit.FAULT).output)
        assert (read["conserved"], len(read["not_conserved"])) == (False, 1)
    finally:
        path.write_bytes(whole)
    eqw("status")


def test_a_conservation_fault_is_a_fault_and_told_plainly() -> None:
    assert exit_code_of(ConservationError("lost")) == Exit.FAULT
    assert exit_code_of(QuarantineError("what?")) == Exit.BAD_USAGE
