"""Which rows make a cell, as a table declares it: read strictly, and never guessed."""

from typing import Any

import pytest

from orchestration.lib.lineage.trace_rules import TraceError, feed_of, reference_tables, trace_rules


def model(name: str, trace: Any, *columns: str, parents: tuple[str, ...] = ()) -> dict[str, Any]:
    return {
        "resource_type": "model", "schema": "published", "name": name, "alias": name,
        "original_file_path": f"models/{name}.sql", "config": {"meta": {"trace": trace}},
        "columns": {column: {} for column in columns}, "depends_on": {"nodes": list(parents)},
    }  # fmt: skip


RULE = {"rows": "stg", "where": "input.k = cell.k", "adds_up": {"n": "count(*)", "m": "sum(input.m)"}}
MANIFEST: dict[str, Any] = {
    "nodes": {
        "fct": model("fct", [RULE], "k", "n", "m", "provider_code", parents=("stg", "seed")),
        "rpt": model("rpt", {"like": "fct"}, "k", "n", parents=("fct",)),
        "dim_x": model("dim_x", [], "provider_code"),
        "silent": model("silent", None, "k"),
        "wrong": model("wrong", [{"rows": "stg", "were": "1"}], "k"),
        "stg": model("stg", [], parents=("concerns", "audit")) | {"schema": "staging"},
        "seed": {"resource_type": "seed", "name": "codes", "depends_on": {}},
    },
    "sources": {"concerns": {"name": "concerns"}, "audit": {"name": "load_audit"}},
}


def test_the_provider_of_a_fact_is_described_by_the_register() -> None:
    own, provider = trace_rules(MANIFEST, "fct")
    assert (own.rows, own.role, own.adds_up) == ("stg", "counted", {"n": "count(*)", "m": "sum(input.m)"})
    assert (provider.rows, provider.role) == ("stg_register__provider_snapshot", "described")
    assert trace_rules(MANIFEST, "dim_x") == ()


def test_a_table_like_another_adds_up_only_what_it_shows() -> None:
    assert trace_rules(MANIFEST, "rpt")[0].adds_up == {"n": "count(*)"}


@pytest.mark.parametrize(
    ("table", "told"),
    [
        ("nowhere", "There is no released table 'nowhere'. Tables: dim_x, fct, rpt, silent, wrong."),
        ("silent", "models/silent.sql: config.meta.trace must list the staging rows of a cell"),
        ("wrong", "models/wrong.sql: config.meta.trace must list the staging rows of a cell"),
    ],
)
def test_a_table_without_rules_or_with_wrong_ones_is_named(table: str, told: str) -> None:
    with pytest.raises(TraceError) as raised:
        trace_rules(MANIFEST, table)
    assert str(raised.value).startswith(told)


def test_the_feed_of_a_staging_model_is_the_one_it_reads() -> None:
    assert feed_of(MANIFEST, "stg") == "concerns"
    with pytest.raises(TraceError, match="'fct' is no staging model of one feed"):
        feed_of(MANIFEST, "fct")


def test_reference_tables_are_found_however_far_up() -> None:
    assert reference_tables(MANIFEST, "rpt") == ("codes",)
