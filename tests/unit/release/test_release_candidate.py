"""The candidate holds every published table, its bytes depend on the rows alone, and it is swapped whole."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from orchestration.lib.durable import sha256_of
from orchestration.lib.home import Home
from orchestration.lib.release.candidate import export_candidate
from orchestration.lib.release.errors import CandidateError
from orchestration.lib.release.table import read_tables

Change = Callable[[str], None]
ChangeManifest = Callable[[Callable[[dict[str, Any]], None]], None]


def test_every_published_table_is_exported_in_key_order(home: Home) -> None:
    exported = export_candidate(home)
    assert sorted(exported) == ["dim_profession", "fct_domain_risk"]
    table = pq.read_table(home.candidate / "fct_domain_risk.parquet")
    assert [(row["profession_code"], row["domain_code"]) for row in table.to_pylist()] == [
        ("dental", "D1"),
        ("nursing", "D1"),
        ("nursing", "D2"),
    ]
    for name, digest in exported.items():
        assert sha256_of(home.candidate / f"{name}.parquet") == digest


def test_tables_json_describes_columns_and_keys(home: Home) -> None:
    export_candidate(home)
    by_name = {table.name: table for table in read_tables(home.candidate)}
    risk = by_name["fct_domain_risk"]
    assert risk.primary_key == ("profession_code", "domain_code")
    assert risk.foreign_keys[0].references == "dim_profession"
    assert (risk.rows, risk.columns[2].name, risk.columns[2].type) == (3, "composite", "DOUBLE")
    assert risk.columns[2].description == "What composite is"


def test_the_order_of_insertion_does_not_change_a_byte(
    home: Home, change_warehouse: Change, change_manifest: ChangeManifest
) -> None:
    change_warehouse(
        "create table published.big as"
        " select range as id, repeat('x', 20) || range % 7 as text from range(300000)",
    )
    big = {
        "alias": "big",
        "config": {"meta": {"grain": "one id", "primary_key": ["id"]}},
        "columns": {name: {"name": name, "description": name} for name in ("id", "text")},
    }
    change_manifest(lambda nodes: nodes.update(big=nodes["dim_profession"] | big))
    first = export_candidate(home)
    assert export_candidate(home) == first
    change_warehouse(
        "create table published.other as select * from published.big order by hash(id);"
        "drop table published.big; alter table published.other rename to big",
    )
    assert export_candidate(home) == first


def test_another_value_changes_only_its_table(home: Home, change_warehouse: Change) -> None:
    first = export_candidate(home)
    change_warehouse("update published.fct_domain_risk set composite = 1.26 where composite = 1.25")
    second = export_candidate(home)
    assert first["dim_profession"] == second["dim_profession"]
    assert first["fct_domain_risk"] != second["fct_domain_risk"]


@pytest.mark.parametrize(
    ("break_it", "words"),
    [
        ("insert into published.dim_profession values ('nursing', 'Again')", "repeat the primary key"),
        ("create table published.stray (x int)", "disagree about stray"),
        ("alter table published.dim_profession add column secret varchar", "disagree about secret"),
        ("drop table published.dim_profession", "disagree about dim_profession"),
    ],
)
def test_a_warehouse_that_does_not_fit_its_manifest_is_a_fault(
    home: Home, change_warehouse: Change, break_it: str, words: str
) -> None:
    before = export_candidate(home)
    change_warehouse(break_it)
    with pytest.raises(CandidateError, match=words):
        export_candidate(home)
    assert {table.name: table.sha256 for table in read_tables(home.candidate)} == before


def _no_key(model: dict[str, Any]) -> None:
    del model["config"]["meta"]["primary_key"]


def _no_description(model: dict[str, Any]) -> None:
    model["columns"]["profession_code"]["description"] = " "


def _stray_reference(model: dict[str, Any]) -> None:
    model["config"]["meta"]["foreign_keys"] = [
        {"columns": ["profession_code"], "references": "nowhere", "referenced_columns": ["x"]}
    ]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (_no_key, "needs grain, primary_key"),
        (_no_description, "describe the model and profession_code"),
        (_stray_reference, "name no released table"),
    ],
)
def test_an_incomplete_declaration_is_a_fault(
    home: Home, change_manifest: ChangeManifest, change: Callable[[dict[str, Any]], None], words: str
) -> None:
    change_manifest(lambda nodes: change(nodes["fct_domain_risk"]))
    with pytest.raises(CandidateError, match=words):
        export_candidate(home)


def test_without_manifest_or_warehouse_it_says_what_to_run(home: Home) -> None:
    home.warehouse.unlink()
    with pytest.raises(CandidateError, match="run dbt first"):
        export_candidate(home)
    (home.dbt_target / "manifest.json").unlink()
    with pytest.raises(CandidateError, match=r"manifest\.json is missing"):
        export_candidate(home)


@pytest.mark.parametrize("dies_at", [1, 2])
def test_a_crash_during_the_swap_never_mixes_two_sets(
    home: Home, change_warehouse: Change, monkeypatch: pytest.MonkeyPatch, dies_at: int
) -> None:
    export_candidate(home)
    change_warehouse("delete from published.fct_domain_risk where domain_code = 'D2'")
    calls = []
    real = Path.replace

    def dying(source: Path, target: Path) -> Path:
        calls.append(target)
        if len(calls) == dies_at:
            raise KeyboardInterrupt
        return real(source, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", dying)
        with pytest.raises(KeyboardInterrupt):
            export_candidate(home)
    if dies_at == 1:
        assert {table.name: table.rows for table in read_tables(home.candidate)}["fct_domain_risk"] == 3
    else:
        with pytest.raises(CandidateError, match="no candidate"):
            read_tables(home.candidate)
    export_candidate(home)
    assert {table.name: table.rows for table in read_tables(home.candidate)}["fct_domain_risk"] == 2
    assert sorted(path.name for path in home.root.glob("candidate*")) == ["candidate"]
