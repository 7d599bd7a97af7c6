"""New concerns alone build what follows from them, and come to the same as a whole run."""

import shutil
from pathlib import Path
from typing import Any

import dagster as dg
import duckdb
import pytest

from tests.e2e.conftest import Eqw

pytestmark = pytest.mark.slow

KEPT = [
    "disclosure/dsc_survey_cell",
    "intermediate/int_survey_cell",
    "staging/stg_nets__response",
    "reference/question",
]
BUILT = ["staging/stg_concerns__concern", "marts/fct_concern", "published/fct_domain_risk"]
# The release that was cut since told of survey cells: the table of what was told is made anew.
MEMORY = "staging/stg_ops__released_survey_cell"


def drop(home: Path) -> None:
    """Land a concern like one that is there, with its events, under another number."""
    for feed in ("concerns", "concern_events"):
        heading, *rows = (
            next((home / "landing" / feed).glob("*.csv")).read_text(encoding="utf-8").splitlines()
        )
        new = [row.replace("C-2020-00001", "C-2020-90001") for row in rows if "C-2020-00001" in row]
        assert new
        text = "\n".join([heading, *new]) + "\n"
        (home / "landing" / feed / f"{feed}_new.csv").write_text(text, encoding="utf-8")


def copy_of(home: Path, folder: Path) -> Eqw:
    return Eqw(shutil.copytree(home, folder / "home", symlinks=True))


@pytest.fixture(scope="module")
def refreshed(released: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Eqw, dict[str, Any]]:
    eqw = copy_of(released, tmp_path_factory.mktemp("refreshed"))
    drop(eqw.home)
    # A survey file that came meanwhile, and is no good: it waits for a whole run, unseen.
    late = eqw.home / "landing/nets_responses/late.csv"
    late.write_text("zzxqy\n1\n")
    told = eqw.json("run", "--only", "concerns")
    late.unlink()
    return eqw, told


@pytest.fixture(scope="module")
def rebuilt(released: Path, tmp_path_factory: pytest.TempPathFactory) -> Eqw:
    """The same home after a run that builds everything."""
    eqw = copy_of(released, tmp_path_factory.mktemp("rebuilt"))
    drop(eqw.home)
    (eqw.home / "warehouse/built_from.json").unlink()
    eqw("run")
    return eqw


def materialised(home: Path, run_id: str) -> set[str]:
    with dg.DagsterInstance.from_config(str(home / "dagster")) as instance:
        logs = instance.all_logs(run_id, of_type=dg.DagsterEventType.ASSET_MATERIALIZATION)
    return {event.get_dagster_event().asset_key.to_user_string() for event in logs}


def test_only_what_follows_from_concerns_is_recorded_as_built(refreshed: tuple[Eqw, dict[str, Any]]) -> None:
    eqw, told = refreshed
    records = materialised(eqw.home, told["run_id"])
    assert {*BUILT, MEMORY, "release/candidate", "landing/concerns"} <= records
    assert not records & {*KEPT, "landing/nets_responses", "release/current"}
    assert {feed["feed"]: feed["loads"] for feed in told["feeds"]}["nets_responses"] == 2
    assert not told["is_fresh"]


def test_every_table_is_as_a_whole_run_makes_it(refreshed: tuple[Eqw, dict[str, Any]], rebuilt: Eqw) -> None:
    with duckdb.connect() as con:
        for name, home in (("short", refreshed[0].home), ("whole", rebuilt.home)):
            con.execute(f"attach '{home}/warehouse/warehouse.duckdb' as {name} (read_only)")
        found = con.execute(
            "select schema_name, table_name, list(distinct database_name) from duckdb_tables()"
            " where database_name in ('short', 'whole') group by all"
        ).fetchall()
        assert len(found) > 200
        for schema, table, homes in found:
            assert len(homes) == 2, table
            one, other = (f'select * from {name}."{schema}"."{table}"' for name in ("short", "whole"))
            differs = f"(({one}) except all ({other})) union all (({other}) except all ({one}))"
            assert con.execute(f"select count(*) from ({differs})").fetchall() == [(0,)], f"{schema}.{table}"


def test_the_release_that_follows_is_the_same_to_the_byte(
    refreshed: tuple[Eqw, dict[str, Any]], rebuilt: Eqw
) -> None:
    eqw, _ = refreshed
    eqw("run", "--only", "release")
    assert eqw.current.name == rebuilt.current.name
    ours, theirs = (
        {path.name: path.read_bytes() for path in (one.current / "parquet").iterdir()}
        for one in (eqw, rebuilt)
    )
    assert ours.keys() == theirs.keys()
    assert [name for name in ours if ours[name] != theirs[name]] == []
    docs = [(one.current / "dbt_docs.html").read_bytes() for one in (eqw, rebuilt)]
    assert docs[0] == docs[1]


def test_a_run_after_which_nothing_came_builds_nothing(refreshed: tuple[Eqw, dict[str, Any]]) -> None:
    eqw, _ = refreshed
    told = eqw.json("run")
    assert told["is_fresh"]
    groups = {key.split("/")[0] for key in materialised(eqw.home, told["run_id"])}
    assert groups == {"landing", "accepted", "audit", "release"}
