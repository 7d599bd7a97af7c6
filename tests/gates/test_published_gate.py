"""The published gate: exact candidate bytes, every table, in this run and in any later one."""

import subprocess
import sys
from collections.abc import Iterator

import duckdb
import pytest
import yaml
from gate_cases import CASES, published_schema

from expectations import reference
from expectations.registry import published_tables
from orchestration.lib.durable import sha256_of
from orchestration.lib.gates import published_gate
from orchestration.lib.gates.published_gate import check_published, require_release_gates
from orchestration.lib.gates.receipts import GateRefused
from orchestration.lib.home import Home


def write_table(home: Home, table: str, change: str = "") -> None:
    star = yaml.safe_load((CASES / "published_star.yaml").read_text())
    columns = ", ".join(f'"{name}" {kind}' for name, kind in published_schema(table))
    with duckdb.connect() as connection:
        connection.execute(f"create table t ({columns})")
        connection.execute(f"insert into t by name {star[table].replace('{seeds}', str(reference.SEEDS))}")
        if change:
            connection.execute(change)
        connection.table("t").write_parquet(str(home.candidate / f"{table}.parquet"))


@pytest.fixture(scope="module")
def shared_home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = Home(tmp_path_factory.mktemp("candidate"))
    home.candidate.mkdir()
    for table in published_tables():
        write_table(home, table)
    check_published(home)
    return home


@pytest.fixture
def restored(shared_home: Home) -> Iterator[Home]:
    """The shared home, its candidate as it was gated."""
    gated = {path: path.read_bytes() for path in shared_home.candidate.glob("*.parquet")}
    yield shared_home
    for path in shared_home.candidate.iterdir():
        path.unlink()
    for path, content in gated.items():
        path.write_bytes(content)


def test_gated_candidate_may_be_released_without_running_again(
    shared_home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise AssertionError("the suite ran although nothing had changed")

    monkeypatch.setattr(published_gate, "run_suite", fail)
    assert all(receipt.passed for receipt in check_published(shared_home).values())
    verdicts = require_release_gates(shared_home)
    assert [verdict.subject for verdict in verdicts] == list(published_tables())
    for verdict in verdicts:
        assert verdict.sha256 == sha256_of(shared_home.candidate / f"{verdict.subject}.parquet")


def released_elsewhere(home: Home) -> str:
    """What another process says when it asks for the receipts of a release."""
    code = (
        "import sys; from pathlib import Path; from orchestration.lib.home import Home; "
        "from orchestration.lib.gates.published_gate import GateRefused, require_release_gates\n"
        "try: print(len(require_release_gates(Home(Path(sys.argv[1])))), 'passed')\n"
        "except GateRefused as refused: print(refused)"
    )
    command = [sys.executable, "-c", code, str(home.root)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def test_receipts_count_in_another_process_and_only_for_these_bytes(restored: Home) -> None:
    assert released_elsewhere(restored) == f"{len(published_tables())} passed"
    write_table(restored, "dim_date", "delete from t where date_day = date '2024-12-31'")
    assert "published.dim_date was not checked" in released_elsewhere(restored)


def test_a_gate_that_was_killed_half_way_lets_nothing_through(restored: Home) -> None:
    (receipt,) = (restored.receipts / "published" / "dim_isf_category").glob("*.json")
    receipt.unlink()
    with pytest.raises(GateRefused, match=r"published\.dim_isf_category was not checked"):
        require_release_gates(restored)
    assert check_published(restored)["dim_isf_category"].passed
    assert len(require_release_gates(restored)) == len(published_tables())


def test_other_bytes_are_not_released(restored: Home) -> None:
    write_table(restored, "dim_date", "delete from t where date_day = date '2024-12-31'")
    with pytest.raises(GateRefused, match=r"published\.dim_date was not checked"):
        require_release_gates(restored)


def test_change_of_a_referenced_table_asks_for_a_new_verdict(restored: Home) -> None:
    write_table(restored, "dim_education_provider", "delete from t where ukprn = '10000002'")
    checked = check_published(restored)
    assert checked["dim_education_provider"].passed
    write_table(restored, "fct_concern", "delete from t where concern_id = 'C1'")
    with pytest.raises(GateRefused, match=r"published\.brg_concern_domain was not checked"):
        require_release_gates(restored)
    assert not check_published(restored)["fct_concern_event"].passed


def test_refused_table_is_refused_again_and_names_rule_and_remedy(restored: Home) -> None:
    write_table(restored, "fct_learner_numbers", "update t set learners = 5 where provider_code = 'R0A'")
    assert not check_published(restored)["fct_learner_numbers"].passed
    for _ in range(2):
        with pytest.raises(GateRefused, match=r"is refused\. \w+\.\w+: .* break the rule .*Do not release"):
            require_release_gates(restored)
        assert not check_published(restored)["fct_learner_numbers"].passed


def test_missing_and_surplus_tables_refuse(restored: Home) -> None:
    (restored.candidate / "dim_date.parquet").rename(restored.candidate / "secret.parquet")
    for gate in (check_published, require_release_gates):
        with pytest.raises(GateRefused, match="dim_date, secret"):
            gate(restored)


def test_no_candidate_refuses(home: Home) -> None:
    with pytest.raises(GateRefused, match="export the candidate"):
        require_release_gates(home)
