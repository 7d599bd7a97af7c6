"""The command line says what is wrong and ends with the right code; nothing is a traceback."""

import multiprocessing
import os
import socket
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from orchestration.cli.app import app
from orchestration.cli.console import Exit
from orchestration.cli.errors import exit_code_of
from orchestration.cli.sample import parse_waves
from orchestration.lib.gates.receipts import GateRefused
from orchestration.lib.home import Home
from orchestration.lib.landing.errors import LandingError
from orchestration.lib.landing.ledger import register_landing
from orchestration.lib.release.catalogue import ReleaseNotFoundError
from orchestration.lib.release.errors import ReleaseRefused
from orchestration.lib.run_lock import AnotherRunIsGoing, run_lock

runner = CliRunner()


@pytest.fixture(autouse=True)
def _environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    # The options callback writes these two; monkeypatch puts back what was there.
    monkeypatch.setenv("EQW_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("DAGSTER_HOME", str(tmp_path / "home" / "dagster"))


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (GateRefused("no"), Exit.GATE_REFUSED),
        (ReleaseRefused("no"), Exit.GATE_REFUSED),
        (LandingError("what?"), Exit.BAD_USAGE),
        (AnotherRunIsGoing("wait"), Exit.FAULT),
        (ZeroDivisionError(), Exit.FAULT),
    ],
)
def test_each_ending_has_its_code(error: Exception, code: Exit) -> None:
    assert exit_code_of(error) == code


@pytest.mark.parametrize(
    ("text", "waves"),
    [("2024", ["2024"]), ("2019-2021", ["2019", "2020", "2021"]), ("2019,2024", ["2019", "2024"])],
)
def test_waves_are_years_and_ranges(text: str, waves: list[str]) -> None:
    assert parse_waves(text) == waves


@pytest.mark.parametrize("text", ["", "x", "2017", "2024-2030", "2024-2019", "2019;2020"])
def test_waves_that_do_not_exist_are_refused(text: str) -> None:
    with pytest.raises(typer.BadParameter):
        parse_waves(text)


@pytest.mark.parametrize(
    "arguments",
    [
        ["land", "x.csv", "--feed", "nonsense"],
        ["sample", "--waves", "1999"],
        ["sample", "--scale", "-1"],
        ["set-aside", "x.csv", "--reason", " "],
        ["set-aside", "x.csv"],
        ["no-such-command"],
    ],
)
def test_bad_usage_ends_with_two(arguments: list[str]) -> None:
    assert runner.invoke(app, arguments).exit_code == Exit.BAD_USAGE


def test_an_empty_home_has_a_status(tmp_path: Path) -> None:
    told = runner.invoke(app, ["--home", str(tmp_path / "new"), "status"])
    assert told.exit_code == Exit.DONE
    assert "none yet" in told.output


def test_landing_says_that_bytes_were_set_aside(tmp_path: Path) -> None:
    source = tmp_path / "he.csv"
    source.write_text("ukprn,name\n10000001,University of Northwold\n")
    assert "set aside" not in runner.invoke(app, ["land", str(source)]).output
    register_landing(Home.from_environment())
    assert runner.invoke(app, ["set-aside", "he.csv", "--reason", "sent twice"]).exit_code == Exit.DONE
    told = " ".join(runner.invoke(app, ["land", str(source)]).output.split())
    assert "these bytes were set aside on" in told
    assert "because: sent twice; they stay set aside." in told
    assert '"set_aside": "sent twice"' in runner.invoke(app, ["land", str(source), "--json"]).output


def test_status_writes_to_no_journal(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    source = tmp_path / "he.csv"
    source.write_text("ukprn,name\n10000001,University of Northwold\n")
    runner.invoke(app, ["land", str(source)])
    register_landing(home)
    journal = home.ledger / "sightings.jsonl"
    appending = journal.read_bytes() + b'{"sequence": 2'
    journal.write_bytes(appending)
    runner.invoke(app, ["status"])
    assert journal.read_bytes() == appending


def test_the_home_option_reaches_every_tool(tmp_path: Path) -> None:
    runner.invoke(app, ["--home", str(tmp_path / "here"), "status"])
    assert os.environ["EQW_HOME"] == str(tmp_path / "here")
    assert os.environ["DAGSTER_HOME"] == str(tmp_path / "here" / "dagster")


def test_a_file_cannot_be_a_home(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert runner.invoke(app, ["--home", str(tmp_path / "file"), "status"]).exit_code == Exit.BAD_USAGE


def _hold(
    home: Home, held: "multiprocessing.synchronize.Event", done: "multiprocessing.synchronize.Event"
) -> None:
    with run_lock(home):
        held.set()
        done.wait(30)


def test_a_second_run_is_told_to_wait(tmp_path: Path) -> None:
    home = Home.at(tmp_path)
    spawn = multiprocessing.get_context("spawn")
    held, done = spawn.Event(), spawn.Event()
    other = spawn.Process(target=_hold, args=(home, held, done))
    other.start()
    try:
        assert held.wait(30)
        with pytest.raises(AnotherRunIsGoing, match=str(other.pid)), run_lock(home):
            pass
    finally:
        done.set()
        other.join(30)
    with run_lock(home):
        pass


def test_sample_data_is_never_mixed_with_other_files(tmp_path: Path) -> None:
    landing = tmp_path / "home" / "landing" / "psa"
    landing.mkdir(parents=True)
    (landing / "psa_2025.csv").write_text("real", encoding="utf-8")
    told = runner.invoke(app, ["sample", "--scale", "0.001", "--waves", "2024"])
    assert isinstance(told.exception, LandingError)
    assert "already holds files" in str(told.exception)
    assert [file.name for file in (tmp_path / "home" / "landing").rglob("*.csv")] == ["psa_2025.csv"]


def test_a_port_in_use_is_bad_usage() -> None:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        told = runner.invoke(app, ["ui", "--port", str(server.getsockname()[1])])
    assert told.exit_code == Exit.BAD_USAGE
    assert "in use" in told.output


def test_a_home_with_a_quotation_mark_is_refused_at_once(tmp_path: Path) -> None:
    told = runner.invoke(app, ["--home", str(tmp_path / "it's"), "status"])
    assert told.exit_code == Exit.BAD_USAGE


def test_an_unknown_release_is_bad_usage() -> None:
    assert exit_code_of(ReleaseNotFoundError("no such release")) == Exit.BAD_USAGE
