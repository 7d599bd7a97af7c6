"""From a release back to the landing files, and nothing of the restricted zone the other way."""

import csv
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from expectations.contract import FEEDS, contract
from orchestration.lib.home import Home
from orchestration.lib.landing.archive import archived_file
from orchestration.lib.lineage.project import ProjectLineage
from orchestration.lib.lineage.trace_rules import trace_rules
from orchestration.lib.warehouse.model_docs import PUBLISHED, ModelDocs, model_docs
from tests.e2e.conftest import Eqw
from tests.e2e.lineage_home import (
    CORRECTED,
    STAGING,
    compare,
    make_release,
    read_manifest,
    restricted_words,
    rows_with_their_key,
    shown_cell,
    staging_feeds,
)

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def home(eqw: Eqw, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A released home in which a later file corrects one response and brings one that is kept out."""
    make_release(eqw, tmp_path_factory.mktemp("late") / "late.csv")
    return Home.at(eqw.home)


@pytest.fixture(scope="module")
def manifest(home: Home) -> dict[str, Any]:
    return read_manifest(home)


@pytest.fixture
def warehouse(home: Home) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(home.warehouse), read_only=True) as connection:
        yield connection


@pytest.fixture
def release(home: Home) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(home.releases / "current/education_quality.duckdb", read_only=True) as connection:
        yield connection


def published(manifest: dict[str, Any]) -> tuple[ModelDocs, ...]:
    return model_docs(manifest, (PUBLISHED,))


def test_every_example_query_gives_rows_on_the_release(
    manifest: dict[str, Any], release: duckdb.DuckDBPyConnection
) -> None:
    rows = {t.name: len(release.execute(t.example_query).fetchall()) for t in published(manifest)}
    excused = {table.name for table in published(manifest) if table.may_be_empty}
    assert len(rows) > 20
    assert {name for name, count in rows.items() if not count} - excused == set()


def test_every_staging_row_is_one_accepted_row(home: Home, warehouse: duckdb.DuckDBPyConnection) -> None:
    for staging, feed in staging_feeds(home).items():
        accepted = f"read_parquet('{home.accepted / feed}/*.parquet', union_by_name = true)"
        ((rows, found, distinct),) = warehouse.execute(
            f"""select (select count(*) from staging.{staging}), count(*),
                count(distinct (load_id, source_row))
            from staging.{staging} inner join {accepted} as accepted
                on load_id = accepted._load_id and source_row = accepted._source_row"""
        ).fetchall()
        assert rows == found == distinct, staging
        assert rows or feed == "nets_aggregates"


def test_every_accepted_row_is_the_row_of_the_landing_file_that_it_names(home: Home) -> None:
    """The bytes that were landed are read again: the row that each names holds its key."""
    audit = duckdb.sql(
        "select feed, load_id, sha256, file_name"
        f" from '{home.ops}/load_audit.parquet' where status = 'accepted'"
    ).fetchall()
    assert {feed for feed, *_ in audit} == set(FEEDS) - {"nets_aggregates"}
    for feed, load_id, sha256, file_name in audit:
        rows, same, expected = rows_with_their_key(
            home, feed, load_id, archived_file(home, sha256, file_name)
        )
        assert rows == same == expected > 0, file_name


def test_every_released_table_says_which_rows_make_it(manifest: dict[str, Any]) -> None:
    by_table = {table.name: trace_rules(manifest, table.name) for table in published(manifest)}
    without = {name for name, rules in by_table.items() if not rules}
    assert without == {
        "dim_characteristic_group", "dim_date", "dim_eqf_domain", "dim_indicator", "dim_isf_category",
        "dim_profession", "dim_question", "load_audit",
    }  # fmt: skip
    assert {rule.rows for rules in by_table.values() for rule in rules} == STAGING


def test_every_shown_figure_that_rows_make_adds_up(
    manifest: dict[str, Any], warehouse: duckdb.DuckDBPyConnection
) -> None:
    checked = 0
    for table in published(manifest):
        rules = [rule for rule in trace_rules(manifest, table.name) if rule.adds_up]
        for figure in sorted({name for rule in rules for name in rule.adds_up}):
            shown, wrong = compare(warehouse, table.name, figure, rules)
            assert (table.name, figure, wrong) == (table.name, figure, 0)
            checked += shown
    assert checked > 1000


def test_a_cell_is_traced_to_rows_that_hold_its_key(eqw: Eqw, home: Home, tmp_path: Path) -> None:
    arguments = shown_cell(home)
    told = eqw("trace", *arguments, "--csv", tmp_path / "rows.csv").stdout
    assert told.splitlines()[0].startswith("RESTRICTED: for the data engineer.")
    assert "adds up" in told
    assert "DOES NOT" not in told
    key = dict(argument.split("=") for argument in arguments[1:])
    with (tmp_path / "rows.csv").open(encoding="utf-8", newline="") as handle:
        rows = [row for row in csv.DictReader(handle) if row["role"] == "counted"]
    found = eqw.json("trace", *arguments)
    assert found["sums"][0]["released"] == len(rows) > 9
    for row in rows:
        lines = list(csv.reader((home.landing / row["feed"] / row["file_name"]).open(encoding="utf-8")))
        values = dict(zip(lines[0], lines[int(row["source_row"]) - 1], strict=True))
        assert (values["provider_code"], values["profession"]) == (
            key["provider_code"],
            key["profession_code"],
        )


def test_corrected_rows_lead_to_those_they_replaced(eqw: Eqw, warehouse: duckdb.DuckDBPyConnection) -> None:
    ((load, first, rows),) = warehouse.execute(
        "select load_id, min(source_row), count(*) from staging.stg_ops__superseded_row"
        " where feed = 'nets_responses' group by load_id"
    ).fetchall()
    assert rows == CORRECTED
    found = eqw.json("trace", "dim_wave", "wave_code=2024")
    (replaced,) = [file for file in found["files"] if file["role"] == "superseded"]
    assert (replaced["load_id"], replaced["first"][0], replaced["rows"]) == (load, first, rows)


def test_a_hidden_cell_is_traced_and_no_value_of_a_row_is_shown(
    eqw: Eqw, home: Home, release: duckdb.DuckDBPyConnection
) -> None:
    table = "fct_survey_indicator"
    keys = ("wave_code", "provider_code", "profession_code", "indicator_code")
    (values,) = release.execute(
        f"select {', '.join(keys)} from {table} where status_code = 'suppressed' order by all limit 1"
    ).fetchall()
    told = eqw("trace", table, *(f"{c}={v}" for c, v in zip(keys, values, strict=True))).stdout
    assert re.search(r"respondents: not shown in the release; its rows give [1-9]\b", told)
    assert not [identifier for identifier in restricted_words(home) if identifier in told]


def test_a_wrong_key_is_told_with_the_right_one(eqw: Eqw) -> None:
    said = eqw("trace", "fct_concern", "provider_code=X", expect=2).stderr
    assert "eqw trace fct_concern concern_id=…" in said
    assert "has no row" in eqw("trace", "dim_wave", "wave_code=1066", expect=2).stderr
    assert "holds no table 'fct_survey_answer'" in eqw("trace", "fct_survey_answer", "x=1", expect=2).stderr


def test_the_lineage_of_every_model_is_read_and_is_that_of_its_asset(
    home: Home, manifest: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    import dagster as dg

    lineage = ProjectLineage(manifest, home.dbt_target)
    models = [node for node in manifest["nodes"].values() if node["resource_type"] == "model"]
    assert not [n["name"] for n in models if set(n["columns"]) - set(lineage.of(n["unique_id"]))]
    monkeypatch.setenv("DAGSTER_HOME", str(home.dagster))
    with dg.DagsterInstance.get() as instance:
        for node in models:
            event = instance.get_latest_materialization_event(dg.AssetKey([node["schema"], node["alias"]]))
            assert event is not None, node["name"]
            assert event.asset_materialization is not None
            shown = event.asset_materialization.metadata["dagster/column_lineage"].value
            assert set(shown.deps_by_column) | {"*"} == set(lineage.of(node["unique_id"]))


def test_the_dictionary_stands_alone_and_draws_every_table(home: Home, manifest: dict[str, Any]) -> None:
    page = (home.releases / "current" / "dictionary.html").read_text(encoding="utf-8")
    assert not re.findall(
        r"""(?:src|href|action|data)\s*=\s*["'](?!#)|url\(|@import|<script|<link|<iframe""", page
    )
    assert "Lineage could not be read" not in page
    for table in published(manifest):
        section = page.split(f'<h3 id="{table.name}">')[1].split("<h3 ")[0]
        assert section.count('<th scope="row">') == len(table.columns)
        assert all(f"<code>{column.name}</code>" in section for column in table.columns)
        assert "<svg" in section
    assert 'aria-label="Lineage of fct_survey_indicator.respondents"' in page


def test_a_release_leads_nowhere_else(home: Home, release: duckdb.DuckDBPyConnection) -> None:
    attached = release.execute("select database_name, readonly from duckdb_databases() where not internal")
    assert attached.fetchall() == [("education_quality", True)]
    for kind in ("views", "functions", "types"):
        query = f"select count(*) from duckdb_{kind}() where not internal"
        assert release.execute(query).fetchall() == [(0,)], kind
    for kind in ("secrets", "sequences"):
        assert release.execute(f"select count(*) from duckdb_{kind}()").fetchall() == [(0,)], kind
    schemas = release.execute("select distinct schema_name from duckdb_tables()").fetchall()
    assert schemas == [("main",)]


def test_nothing_of_the_home_or_of_a_person_is_in_a_release(
    home: Home, release: duckdb.DuckDBPyConnection
) -> None:
    words = restricted_words(home)
    assert len(words) > 1000
    folder = (home.releases / "current").resolve()
    texts = {
        path.name: path.read_bytes().decode("utf-8", "replace")
        for path in folder.rglob("*")
        if path.is_file()
    }
    assert [
        name for name, text in texts.items() if str(home.root) in text or str(Path.home()) + "/" in text
    ] == []
    tables = [name for (name,) in release.execute("select table_name from duckdb_tables()").fetchall()]
    release.execute("create temp table word (text varchar)")
    release.executemany("insert into word values (?)", [[word] for word in sorted(words)])
    for table in tables:
        columns = [
            name for name, kind, *_ in release.execute(f'describe "{table}"').fetchall() if kind == "VARCHAR"
        ]
        for column in columns:
            held = f'select distinct "{column}" as text from "{table}"'
            assert release.execute(f"select text from ({held}) inner join word using (text)").fetchall() == []
    readable = " ".join(text for name, text in texts.items() if not name.endswith((".parquet", ".duckdb")))
    assert [word for word in words if word in readable] == []


def test_no_restricted_column_is_in_a_release(release: duckdb.DuckDBPyConnection) -> None:
    restricted = {column.name for feed in FEEDS for column in contract(feed).columns if column.restricted}
    held = release.execute("select column_name from duckdb_columns() where not internal").fetchall()
    assert "response_id" in restricted
    assert not [name for (name,) in held if name in restricted]
