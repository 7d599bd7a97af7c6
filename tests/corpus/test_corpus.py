"""Each file of the corpus alone: accepted, quarantined in part, rejected or left in landing, as declared."""

import shutil
from pathlib import Path

import duckdb
import pytest

from expectations.contract import contract
from orchestration.lib.home import Home
from orchestration.lib.ingest.conservation import count_files, differences
from orchestration.lib.ingest.manifest import load_folder
from tests.corpus.case import RESTRICTED, Accepted, Case, Ignored, NotTakenIn, Quarantined, Rejected
from tests.corpus.corpus import CASES
from tests.corpus.harness import Fate, make_known, snapshot


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home that knows providers, universities and a concern, to be copied for each case."""
    home = Home(tmp_path_factory.mktemp("known") / "home")
    make_known(home)
    return home.root


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_a_file_meets_its_fate(case: Case, known: Path, tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    shutil.copytree(known, home.root)
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "secret.csv").write_text("wave,provider_code\n")
    before = snapshot(tmp_path, home.root)
    fate = Fate.of(case, home)
    assert snapshot(tmp_path, home.root) == before, "something was written outside the home"
    assert RESTRICTED not in fate.messages()
    match case.outcome:
        case NotTakenIn():
            assert_not_taken_in(fate, case.outcome)
        case Ignored():
            assert (fate.load, fate.landing_faults) == (None, [])
        case Rejected():
            assert_conserved(fate)
            assert_rejected(fate, case.outcome)
        case Accepted():
            assert_conserved(fate)
            assert_accepted(fate, case.outcome)
        case Quarantined():
            assert_conserved(fate)
            assert_quarantined(fate, case.outcome)


def assert_conserved(fate: Fate) -> None:
    manifest = fate.manifest
    assert fate.landing_faults == []
    if fate.case.make is not None:
        assert fate.archived() == fate.case.make(), "the archive does not hold the bytes as sent"
    if manifest.rejection is None:
        folder = load_folder(fate.home, fate.case.feed, manifest.load_id)
        counted = count_files(duckdb.connect(), contract(fate.case.feed), folder)
        assert differences(manifest, counted) == ()


def assert_not_taken_in(fate: Fate, expected: NotTakenIn) -> None:
    (fault,) = fate.landing_faults
    assert fault.rule_id == expected.rule
    assert expected.says in fault.message
    assert fault.remedy
    assert fate.load is None
    assert fault.path.isprintable()


def assert_rejected(fate: Fate, expected: Rejected) -> None:
    rejection = fate.manifest.rejection
    assert rejection is not None, f"not rejected: {fate.manifest}"
    assert rejection.rule_id == expected.rule, rejection
    assert expected.says in rejection.message
    assert rejection.remedy
    assert fate.load is not None
    assert fate.load.status == "rejected"
    assert fate.load.rule_ids == (expected.rule,)
    assert rejection.remedy in fate.load.reason


def assert_accepted(fate: Fate, expected: Accepted) -> None:
    assert fate.load is not None
    assert fate.manifest.rejection is None
    assert fate.faults("row") == []
    assert fate.load.status == "accepted", fate.load.reason
    assert [row for (row,) in fate.accepted("_source_row")] == list(expected.rows)
    assert fate.manifest.rows_in == len(expected.rows)
    assert {warning.rule_id for warning in fate.manifest.warnings} == expected.warns
    assert fate.load.receipt is not None
    assert expected.gate_warns <= {warning.rule_id for warning in fate.load.receipt.warnings}
    assert {tuple(fault[:3]) for fault in fate.faults("cell")} == expected.cells
    assert fate.manifest.cells_quarantined == len(expected.cells)
    if fate.case.feed == "nets_responses":
        assert fate.routed_answers_accepted() == fate.manifest.cells_accepted
    read = {(row, column): fate.accepted(f'_source_row, "{column}"') for row, column in expected.reads}
    for (row, column), value in expected.reads.items():
        assert dict(read[row, column])[row] == value


def assert_quarantined(fate: Fate, expected: Quarantined) -> None:
    assert fate.load is not None
    found = fate.faults("row")
    assert fate.manifest.rejection is None
    assert {tuple(fault[:3]) for fault in found} == expected.faults
    kept_out = {row for row, *_ in found}
    assert [row for (row,) in fate.accepted("_source_row")] == [r for r in expected.rows if r not in kept_out]
    assert fate.manifest.rows_in == len(expected.rows)
    assert fate.manifest.rows_quarantined == len(kept_out)
    assert {row for row, *_, waiting in found if waiting} == set(expected.waiting)
    assert fate.manifest.rows_waiting == len(set(expected.waiting))
    assert all(remedy for *_, remedy, _ in found)
    assert expected.told in f"{found[0][3]} {found[0][4]}"
    assert {warning.rule_id for warning in fate.manifest.warnings} == expected.warns
    assert set(fate.load.rule_ids) == expected.gate
    assert fate.load.status == ("refused" if expected.gate else "accepted")
