"""A release is written whole from exactly the gated bytes, or not at all."""

import dataclasses
import json
import subprocess
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import duckdb
import pytest

from orchestration.lib.gates.verdict import Verdict
from orchestration.lib.home import Home
from orchestration.lib.ingest.rules import RULES
from orchestration.lib.release.build import publish_release
from orchestration.lib.release.candidate import export_candidate
from orchestration.lib.release.catalogue import Release, current_release, list_releases
from orchestration.lib.release.errors import CandidateError, ReleaseRefused
from orchestration.lib.release.verify import verify_release
from orchestration.lib.run_lock import AnotherRunIsGoing, run_lock

Publish = Callable[..., Release]
Change = Callable[[str], None]
Verdicts = Callable[[dict[str, str]], list[Verdict]]

MORE = "insert into published.fct_domain_risk values ('ahp', 'D1', 2.0, '1', 'abc')"


def test_a_release_holds_what_it_should_and_is_current(home: Home, publish: Publish) -> None:
    release = publish()
    assert release.version == "v2026.11.1"
    assert str((home.releases / "current").readlink()) == "v2026.11.1"
    assert sorted(
        path.relative_to(release.path).as_posix() for path in release.path.rglob("*") if path.is_file()
    ) == [
        "BACKTEST.md",
        "QUALITY.md",
        "RELEASE.md",
        "SHA256SUMS",
        "datapackage.json",
        "dbt_docs.html",
        "dictionary.html",
        "education_quality.duckdb",
        "parquet/dim_profession.parquet",
        "parquet/fct_domain_risk.parquet",
        "quality.html",
        "report/assets/base.css",
        "report/assets/report.css",
        "report/assets/search.js",
        "report/index.html",
    ]
    for table in ("dim_profession", "fct_domain_risk"):
        gated = (home.candidate / f"{table}.parquet").read_bytes()
        assert (release.path / "parquet" / f"{table}.parquet").read_bytes() == gated
    subprocess.run(["sha256sum", "--check", "--strict", "SHA256SUMS"], cwd=release.path, check=True)
    subprocess.run(["sha256sum", "--check", "--strict", "v2026.11.1.sha256"], cwd=home.releases, check=True)
    assert verify_release(release.path) == verify_release(home.releases / "current") == []


def test_the_database_carries_keys_comments_and_its_origin(publish: Publish) -> None:
    release = publish()
    with duckdb.connect(str(release.path / "education_quality.duckdb"), read_only=True) as connection:
        constraints = connection.sql(
            "select table_name, constraint_type, constraint_column_names from duckdb_constraints()"
            " where constraint_type like '% KEY' and table_name <> 'release_info' order by all"
        ).fetchall()
        assert constraints == [
            ("dim_profession", "PRIMARY KEY", ["profession_code"]),
            ("fct_domain_risk", "FOREIGN KEY", ["profession_code"]),
            ("fct_domain_risk", "PRIMARY KEY", ["profession_code", "domain_code"]),
        ]
        assert connection.sql(
            "select comment from duckdb_columns()"
            " where table_name = 'fct_domain_risk' and column_name = 'composite'"
        ).fetchone() == ("What composite is",)
        assert connection.sql(
            "select comment from duckdb_tables() where table_name = 'dim_profession'"
        ).fetchone() == ("Table dim_profession, the analyst's own.",)
        info = dict(connection.sql("select name, value from release_info").fetchall())
    assert (info["version"], info["method_version"], info["parameter_hash"]) == ("v2026.11.1", "1", "abc")
    assert info["identity"] == release.identity


def test_the_descriptor_describes_every_table_and_what_it_was_made_from(publish: Publish) -> None:
    release = publish()
    descriptor = json.loads((release.path / "datapackage.json").read_text())
    resource = {item["name"]: item for item in descriptor["resources"]}["fct_domain_risk"]
    assert resource["path"] == "parquet/fct_domain_risk.parquet"
    assert resource["bytes"] == (release.path / resource["path"]).stat().st_size
    assert resource["schema"]["primaryKey"] == ["profession_code", "domain_code"]
    assert resource["schema"]["foreignKeys"] == [
        {
            "fields": ["profession_code"],
            "reference": {"resource": "dim_profession", "fields": ["profession_code"]},
        }
    ]
    assert resource["schema"]["fields"][2]["type"] == "number"
    assert [item["status"] for item in descriptor["provenance"]["inputs"]] == ["accepted", "set_aside"]


def test_the_documents_tell_quality_inputs_and_versions(publish: Publish) -> None:
    load = Verdict("psa/l1", "c" * 64, "s7", passed=False, rules=4, failures=("psa.has_rows: none",))
    release = publish(load_verdicts=[load])
    quality = (release.path / "QUALITY.md").read_text()
    assert "| fct_domain_risk | s1 | 3 | passed | a bit old |" in quality
    assert "| psa/l1 | s7 | 4 | refused | psa.has_rows: none |  |" in quality
    assert "| psa | accepted | 1 | 100 | 98 | 2 | 1 | 0 |" in quality
    assert "| psa\\|odd.csv | psa | l2 | set_aside | psa.has_rows | sent twice |" in quality
    assert f"| psa | unknown_provider | row | 2 | 1 | 1 | {RULES['unknown_provider'].remedy} |" in quality
    assert "Load the register." not in quality, "a row's own remedy may speak of what its file holds"
    assert "| psa_2024.csv | psa |  | 1 |" in quality
    assert "psa.odd" not in quality, "a file that is not in the release has no warning to give on it"
    assert "SECRETVALUE" not in quality
    notes = (release.path / "RELEASE.md").read_text()
    assert "This is the first release." in notes
    assert f"| psa | psa_2024.csv | accepted | {'a' * 64} |" in notes
    assert "Scoring method version 1, parameters abc." in notes
    assert "| concern_events | 1 |" in notes


def test_numbers_count_up_within_a_month_and_start_again(home: Home, publish: Publish) -> None:
    versions = [
        publish(force=True, now=datetime(2026, month, 1, tzinfo=UTC)).version for month in (11, 11, 12)
    ]
    assert versions == ["v2026.11.1", "v2026.11.2", "v2026.12.1"]
    (home.releases / "v2026.12.9.sha256").touch()
    assert publish(force=True, now=datetime(2026, 12, 2, tzinfo=UTC)).version == "v2026.12.10"
    assert [release.version for release in list_releases(home)] == ["v2026.12.10", *reversed(versions)]


def test_the_same_content_is_the_same_release_unless_forced(home: Home, publish: Publish) -> None:
    first = publish()
    again = publish()
    assert (again.version, again.reused, first.reused) == ("v2026.11.1", True, False)
    forced = publish(force=True)
    assert (forced.version, forced.reused) == ("v2026.11.2", False)
    for table in ("dim_profession", "fct_domain_risk"):
        file = f"parquet/{table}.parquet"
        assert (forced.path / file).read_bytes() == (first.path / file).read_bytes()
    assert "Nothing changed." in (forced.path / "RELEASE.md").read_text()


def test_other_rows_or_other_inputs_are_another_release(
    home: Home, publish: Publish, change_warehouse: Change
) -> None:
    publish()
    change_warehouse(MORE)
    second = publish()
    assert second.version == "v2026.11.2"
    assert "| fct_domain_risk | 4 | 1 | 0 | 0 |  |" in (second.path / "RELEASE.md").read_text()
    audit = home.ops / "load_audit.parquet"
    rows = duckdb.sql(f"select * replace ('late' as reason) from '{audit}'").arrow().read_all()
    duckdb.from_arrow(rows).write_parquet(str(audit))
    assert publish().version == "v2026.11.3"


@pytest.mark.parametrize("name", ["parquet/dim_profession.parquet", "datapackage.json", "QUALITY.md"])
def test_a_damaged_release_is_not_reused_and_not_compared_with(publish: Publish, name: str) -> None:
    first = publish()
    (first.path / name).write_bytes(b"")
    second = publish()
    assert second.version == "v2026.11.2"
    assert "v2026.11.1 is no longer intact" in (second.path / "RELEASE.md").read_text()
    assert verify_release(second.path) == []


def test_a_number_is_never_given_twice(publish: Publish, home: Home) -> None:
    release = publish()
    release.path.rename(home.root / "gone")
    assert publish().version == "v2026.11.2"


def _nothing(verdicts: list[Verdict]) -> list[Verdict]:
    return []


def _failed(verdicts: list[Verdict]) -> list[Verdict]:
    return [dataclasses.replace(verdicts[0], passed=False), *verdicts[1:]]


def _other_bytes(verdicts: list[Verdict]) -> list[Verdict]:
    return [dataclasses.replace(verdicts[0], sha256="0" * 64), *verdicts[1:]]


def _other_table(verdicts: list[Verdict]) -> list[Verdict]:
    return [dataclasses.replace(verdicts[0], subject="elsewhere"), *verdicts[1:]]


@pytest.mark.parametrize("spoil", [_nothing, _failed, _other_bytes, _other_table])
def test_a_table_without_a_passing_verdict_for_its_bytes_refuses(
    home: Home,
    publish: Publish,
    verdicts: Verdicts,
    change_warehouse: Change,
    spoil: Callable[..., list[Verdict]],
) -> None:
    publish()
    change_warehouse(MORE)
    with pytest.raises(ReleaseRefused, match="dim_profession"):
        publish_release(home, spoil(verdicts(export_candidate(home))))
    assert [release.version for release in list_releases(home)] == ["v2026.11.1"]


def test_bytes_changed_after_their_gate_refuse(home: Home, verdicts: Verdicts) -> None:
    passed = verdicts(export_candidate(home))
    with (home.candidate / "dim_profession.parquet").open("ab") as handle:
        handle.write(b"x")
    with pytest.raises(ReleaseRefused, match="not what the gate saw"):
        publish_release(home, passed)
    assert list_releases(home) == []


def test_two_publishers_never_mix(home: Home, verdicts: Verdicts) -> None:
    passed = verdicts(export_candidate(home))
    with ThreadPoolExecutor(1) as other, run_lock(home):
        with pytest.raises(AnotherRunIsGoing):
            other.submit(publish_release, home, passed).result()
        with pytest.raises(AnotherRunIsGoing):
            other.submit(export_candidate, home).result()


def test_rows_that_break_a_declared_key_are_a_fault(
    home: Home, publish: Publish, change_warehouse: Change
) -> None:
    change_warehouse("insert into published.fct_domain_risk values ('nobody', 'D1', 0.0, '1', 'abc')")
    with pytest.raises(CandidateError, match="fct_domain_risk breaks a declared key"):
        publish()
    assert current_release(home) is None
