"""An ingest that loses or doubles something never leaves a load behind; damage found later stops the run."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from orchestration.lib.ingest import apply_rules
from orchestration.lib.ingest.conservation import ConservationError
from orchestration.lib.ingest.load import load_feed
from orchestration.lib.ingest.manifest import LoadManifest, load_folder, read_manifests
from tests.unit.ingest.bench import NETS, Bench, questions_2024

NUMBERS = {"wave": "2024", "provider_code": "ZA1", "profession": "nursing", "learners": "10"}
BULLIED = {"bullying_experienced": "yes", "bullying_reported": "yes"}
RETURNS = [NETS | questions_2024() | BULLIED | {"response_id": f"R{n:04}"} for n in range(4)]


def broken(monkeypatch: pytest.MonkeyPatch, name: str, change: Callable[[str], str]) -> None:
    """Let one step of ingest write a changed file."""
    step = getattr(apply_rules, name)

    def changed(con, contract, source, folder) -> None:  # type: ignore[no-untyped-def]
        step(con, contract, source, folder)
        rewrite(next(folder.glob(f"{name.removeprefix('_write_')}*.parquet")), change)

    monkeypatch.setattr(apply_rules, name, changed)


def rewrite(path: Path, change: Callable[[str], str]) -> None:
    with duckdb.connect() as con:
        con.execute(f"create table t as select * from read_parquet('{path}')")
        con.execute(change("t"))
        con.execute(f"copy t to '{path}'")


@pytest.mark.parametrize(
    ("step", "change", "told"),
    [
        (
            "_write_accepted",
            "delete from {} where _source_row = 3",
            "4 rows in; counted 3 accepted and 1 quarantined (1 waiting); the files hold 2 accepted and 1",
        ),
        ("_write_accepted", "insert into {} select * from {} limit 1", "1 rows are there twice"),
        # The sum holds; only the row numbers show that one row is gone and another counted for it.
        ("_write_accepted", "update {} set _source_row = 2 where _source_row = 3", "1 rows are there twice"),
        ("_write_accepted", "update {} set _source_row = 5 where _source_row = 3", "1 rows are there twice"),
        ("_write_quarantine", "delete from {}", "3 accepted and 0 quarantined"),
        ("_write_quarantine", "update {} set is_waiting = false", "1 quarantined (0 waiting)"),
    ],
    ids=["lost", "doubled", "lost_and_doubled", "in_both", "fault_lost", "no_longer_waiting"],
)
def test_a_row_lost_or_doubled_leaves_no_load(
    known: Bench, monkeypatch: pytest.MonkeyPatch, step: str, change: str, told: str
) -> None:
    broken(monkeypatch, step, lambda table: change.replace("{}", table))
    rows = [NUMBERS | {"profession": name} for name in ("nursing", "midwifery", "dental")]
    with pytest.raises(ConservationError) as fault:
        known.load("learner_numbers", "n.csv", [*rows, NUMBERS | {"provider_code": "ZB1"}])
    for part in ("learner_numbers/n.csv: ", told):
        assert part in str(fault.value)
    assert read_manifests(known.home, "learner_numbers") == []
    assert [path.name[0] for path in (known.home.loads / "learner_numbers").iterdir()] == ["."]
    monkeypatch.undo()
    assert [m.rows_in for m in load_feed(known.home, "learner_numbers")] == [4]


def test_a_row_lost_by_the_rules_themselves_leaves_no_load(
    known: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_parsed = build_parsed(monkeypatch)
    with pytest.raises(
        ConservationError, match=r"learner_numbers/n\.csv: 2 in, 1 accepted and 0 quarantined"
    ):
        known.load("learner_numbers", "n.csv", [NUMBERS, NUMBERS | {"wave": "2023"}])
    assert make_parsed == ["learner_numbers"]
    assert read_manifests(known.home, "learner_numbers") == []


def build_parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Let the reading of cells drop a row, as a wrong join would."""
    from orchestration.lib.ingest import build

    original, made = build.make_parsed, []

    def dropping(con, contract, raw, match, snapshot) -> None:  # type: ignore[no-untyped-def]
        original(con, contract, raw, match, snapshot)
        con.execute("delete from parsed where _source_row = 3")
        made.append(contract.feed)

    monkeypatch.setattr(build, "make_parsed", dropping)
    return made


@pytest.mark.parametrize(
    "change",
    [
        "update {} set bullying_reported = null where _source_row = 3",
        "update {} set bullying_dealt = 'no' where _source_row = 3",
    ],
    ids=["lost", "made_up"],
)
def test_an_answer_lost_or_made_up_leaves_no_load(
    known: Bench, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    broken(monkeypatch, "_write_accepted", lambda table: change.replace("{}", table))
    with pytest.raises(ConservationError, match=r"4 routed answers in; counted 4 accepted and 0 quarantined"):
        known.load("nets_responses", "n.csv", RETURNS)
    assert read_manifests(known.home, "nets_responses") == []


def test_a_quarantined_answer_that_is_lost_leaves_no_load(
    known: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken(monkeypatch, "_write_quarantine", lambda table: f"delete from {table}")
    with pytest.raises(
        ConservationError, match="counted 4 accepted and 1 quarantined; the files hold 4 and 0"
    ):
        known.load("nets_responses", "n.csv", [*RETURNS, RETURNS[0] | {"bullying_experienced": "no",
                                                                       "response_id": "R0009"}])  # fmt: skip


def whole(bench: Bench) -> tuple[LoadManifest, Path]:
    manifest = bench.load("nets_responses", "n.csv", RETURNS)
    return manifest, load_folder(bench.home, manifest.feed, manifest.load_id)


@pytest.mark.parametrize("damage", ["row", "manifest", "torn"])
def test_a_load_damaged_later_stops_the_next_run(known: Bench, damage: str) -> None:
    manifest, folder = whole(known)
    if damage == "row":
        rewrite(folder / "accepted.parquet", lambda table: f"delete from {table} where _source_row = 2")
    elif damage == "manifest":
        told = json.loads((folder / "manifest.json").read_text())
        told |= {"rows_in": 5, "rows_accepted": 5}
        (folder / "manifest.json").write_text(json.dumps(told))
    else:
        (folder / "quarantine.parquet").write_bytes(b"PAR1")
    with pytest.raises(ConservationError) as fault:
        load_feed(known.home, "nets_responses")
    assert "nets_responses/n.csv" in str(fault.value)
    assert f"loads/nets_responses/{manifest.load_id}" in str(fault.value)
    shutil.rmtree(folder)
    assert load_feed(known.home, "nets_responses") == [manifest]


def test_a_rejected_file_has_nothing_to_count(known: Bench) -> None:
    assert known.load("learner_numbers", "n.csv", "wave,learners\n2024,3\n").status == "rejected"
    assert [m.status for m in load_feed(known.home, "learner_numbers")] == ["rejected"]
