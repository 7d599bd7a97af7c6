"""A data home with a tiny hand-made warehouse, ready to be exported and released."""

import json
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

from orchestration.lib.gates.verdict import Verdict
from orchestration.lib.home import Home
from orchestration.lib.release.build import publish_release
from orchestration.lib.release.candidate import export_candidate
from orchestration.lib.release.catalogue import Release, find_release

NOVEMBER = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)

_WAREHOUSE = """
create schema published;
create table published.dim_profession (profession_code varchar, profession_name varchar);
insert into published.dim_profession values ('nursing', 'Nursing'), ('dental', 'Dental'), ('ahp', 'Allied');
create table published.fct_domain_risk (
    profession_code varchar, domain_code varchar, composite double,
    method_version varchar, parameter_hash varchar);
insert into published.fct_domain_risk values
    ('nursing', 'D1', 1.25, '1', 'abc'),
    ('nursing', 'D2', null, '1', 'abc'),
    ('dental', 'D1', -0.5, '1', 'abc');
"""

_AUDIT = """
copy (
    select 'psa' as feed, 'l1' as load_id, 'psa_2024.csv' as file_name, repeat('a', 64) as sha256,
        10 as bytes, 1 as load_sequence,
        'accepted' as status, null::varchar as rule_ids, null::varchar as reason,
        1 as contract_version, 100 as rows_in, 98 as rows_accepted, 2 as rows_quarantined, 1 as rows_waiting,
        0 as cells_in, 0 as cells_accepted, 0 as cells_quarantined, 1 as unknown_columns,
        null::varchar as warnings
    union all by name
    select 'psa' as feed, 'l2' as load_id, 'psa|odd.csv' as file_name, repeat('b', 64) as sha256,
        10 as bytes, 2 as load_sequence,
        'set_aside' as status, 'psa.has_rows' as rule_ids, 'sent twice' as reason,
        1 as contract_version, 5 as rows_in, 0 as rows_accepted, 5 as rows_quarantined, 0 as rows_waiting,
        'psa.odd' as warnings
) to '{ops}/load_audit.parquet' (format parquet);
copy (
    select 'psa' as feed, 'l1' as load_id, 'psa_2024.csv' as file_name, unnest([7, 9]) as source_row,
        'provider_code' as column_name, 'unknown_provider' as rule_id, 'SECRETVALUE' as offending_value,
        'Load the register.' as remedy, 'row' as scope, unnest([true, false]) as is_waiting
) to '{ops}/quarantine.parquet' (format parquet);
"""


def _model(name: str, key: list[str], columns: list[str], **meta: Any) -> dict[str, Any]:
    readers = {"years": "2024", "caveats": ["Invented."], "example_query": f"select * from {name}"}
    return {
        "resource_type": "model",
        "unique_id": name,
        "name": f"pub_{name}",
        "schema": "published",
        "alias": name,
        "language": "sql",
        "package_name": "warehouse",
        "original_file_path": f"models/published/pub_{name}.sql",
        "description": f"Table {name}, the analyst's own.",
        "depends_on": {"nodes": []},
        "config": {"meta": {"grain": f"one {name}", "primary_key": key, **readers, **meta}},
        "columns": {
            column: {"name": column, "description": f"What {column} is", "data_type": "varchar"}
            for column in columns
        },
    }


def _manifest() -> dict[str, Any]:
    """Return the part of dbt's manifest that a release reads."""
    to_profession = {
        "columns": ["profession_code"],
        "references": "dim_profession",
        "referenced_columns": ["profession_code"],
    }
    models = [
        _model(
            "fct_domain_risk",
            ["profession_code", "domain_code"],
            ["profession_code", "domain_code", "composite", "method_version", "parameter_hash"],
            foreign_keys=[to_profession],
        ),
        _model("dim_profession", ["profession_code"], ["profession_code", "profession_name"]),
        {"resource_type": "model", "unique_id": "answer", "schema": "marts", "alias": "fct_survey_answer"},
        {"resource_type": "test", "unique_id": "test", "schema": "published"},
    ]
    return {
        "nodes": {model["unique_id"]: model for model in models},
        "sources": {},
        "metadata": {"project_name": "p"},
    }


def _compile(home: Home, model: dict[str, Any]) -> None:
    """Write the SQL of a model as dbt would compile it; its tables stand in no lineage."""
    file = home.dbt_target / "compiled" / "warehouse" / model["original_file_path"]
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"select {', '.join(f'1 as {column}' for column in model['columns'])}")


def _write_manifest(home: Home, manifest: dict[str, Any]) -> None:
    (home.dbt_target / "manifest.json").write_text(json.dumps(manifest))
    for model in manifest["nodes"].values():
        if "original_file_path" in model:
            _compile(home, model)


def _make_home(root: Path) -> Home:
    home = Home(root)
    for folder in (home.warehouse.parent, home.dbt_target, home.ops):
        folder.mkdir(parents=True)
    _run(home, _WAREHOUSE)
    _write_manifest(home, _manifest())
    duckdb.sql(_AUDIT.format(ops=home.ops), connection=duckdb.connect())
    return home


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A home whose warehouse holds two published tables."""
    return _make_home(tmp_path / "home")


@pytest.fixture(scope="session")
def released_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with one release, made once; tests get copies."""
    home = _make_home(tmp_path_factory.mktemp("released") / "home")
    publish_release(home, _passing(export_candidate(home)), now=NOVEMBER)
    return home.releases


@pytest.fixture
def released(released_once: Path, home: Home) -> Release:
    """The home's first release, in a copy of its own."""
    shutil.copytree(released_once, home.releases, symlinks=True)
    return find_release(home, "current")


@pytest.fixture
def change_warehouse(home: Home) -> Callable[[str], None]:
    """Run statements in the warehouse."""
    return lambda sql: _run(home, sql)


def _run(home: Home, sql: str) -> None:
    with duckdb.connect(str(home.warehouse)) as connection:
        connection.execute(sql)


@pytest.fixture
def change_manifest(home: Home) -> Callable[[Callable[[dict[str, Any]], None]], None]:
    """Let a function change the models of dbt's manifest."""

    def _change(change: Callable[[dict[str, Any]], None]) -> None:
        manifest = _manifest()
        change(manifest["nodes"])
        _write_manifest(home, manifest)

    return _change


@pytest.fixture
def verdicts() -> Callable[[dict[str, str]], list[Verdict]]:
    """Return a passing verdict for each exported table."""
    return _passing


def _passing(exported: dict[str, str]) -> list[Verdict]:
    return [
        Verdict(
            subject=table, sha256=sha256, suite_version="s1", passed=True, rules=3, warnings=("a bit old",)
        )
        for table, sha256 in exported.items()
    ]


@pytest.fixture
def publish(home: Home) -> Callable[..., Release]:
    """Export the candidate and publish it with passing verdicts."""

    def _publish(**arguments: Any) -> Release:
        return publish_release(home, _passing(export_candidate(home)), **{"now": NOVEMBER, **arguments})

    return _publish
