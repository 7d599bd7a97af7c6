"""The scoring models run with other parameters, in a warehouse that is thrown away.

Belongs here: making that warehouse and building the scores in it. The home's own warehouse is only read.
What comes out is as restricted as that is.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb

from orchestration.lib.duck import connect, quoted
from orchestration.lib.gates.receipts import GateRefused
from orchestration.lib.home import DBT_PROJECT, Home
from orchestration.lib.run_lock import run_lock
from orchestration.lib.warehouse.build_record import require_whole_build
from orchestration.lib.warehouse.manifest import MANIFEST, manifest_path, prepare_manifest

_FOLDERS = ("models/scoring/", "models/marts/risk/")
# What of a risk cell a release may show: it depends on the items scored, so other parameters may change it.
_SHOWN = "int_risk_disclosure"
_PARAMETERS = '"warehouse"."reference"."scoring_parameter"'


@contextmanager
def scored_with(home: Home, parameters: Mapping[str, str]) -> Iterator[Path]:
    """Score the home's data with some parameters changed, in a warehouse that lives as long as this.

    Args:
        home: The data home; held for as long as this lasts, its warehouse is only read.
        parameters: The parameters that differ, value as text.

    Yields:
        The DuckDB file with the scores.

    Raises:
        GateRefused: The home's warehouse is not whole, or an earlier version of the project built it.
        AnotherRunIsGoing: Another process is using the home.
        RuntimeError: dbt could not build the scores; carries dbt's own words.
    """
    prepare_manifest()
    with run_lock(home):
        require_whole_build(home)
        # Beside the warehouse: as restricted as that, and cleared by the next run should this one be killed.
        with tempfile.TemporaryDirectory(prefix=".score-", dir=home.warehouse.parent) as folder:
            scratch = Home(Path(folder))
            _copy_inputs(home, scratch, parameters)
            _build(scratch)
            yield scratch.warehouse


def _scoring_models(nodes: Mapping[str, Any]) -> set[str]:
    return {
        key
        for key, node in nodes.items()
        if node["resource_type"] == "model"
        and (node["original_file_path"].startswith(_FOLDERS) or node["name"] == _SHOWN)
    }


def _inputs(nodes: Mapping[str, Any]) -> list[str]:
    """Return every relation that the scoring models, or the tests on them, read and do not make."""
    built = _scoring_models(nodes)
    readers = [nodes[key] for key in built]
    readers += [
        n for n in nodes.values() if n["resource_type"] == "test" and built & set(n["depends_on"]["nodes"])
    ]
    needed = {key for node in readers for key in node["depends_on"]["nodes"]} - built
    return sorted(nodes[key]["relation_name"] for key in needed)


def _copy_inputs(home: Home, scratch: Home, parameters: Mapping[str, str]) -> None:
    """Copy what the scoring reads into the scratch warehouse, and change the parameters there."""
    nodes = json.loads(manifest_path().read_text(encoding="utf-8"))["nodes"]
    scratch.warehouse.parent.mkdir()
    with connect() as db:
        db.execute(f"attach {quoted(str(home.warehouse))} as home (read_only)")
        db.execute(f"attach {quoted(str(scratch.warehouse))} as warehouse")
        for relation in _inputs(nodes):
            schema, table = relation.replace('"', "").split(".")[1:]
            db.execute(f'create schema if not exists warehouse."{schema}"')
            try:
                db.execute(f'create table {relation} as from home."{schema}"."{table}"')
            except duckdb.CatalogException as error:
                raise GateRefused(
                    f"The warehouse has no {schema}.{table}: an earlier version of the project built it."
                    " Remedy: build it again (eqw run)."
                ) from error
        # A weight of one item has no row of its own until somebody sets it.
        for name, value in parameters.items():
            db.execute(f"delete from {_PARAMETERS} where parameter = ?", [name])
            db.execute(f"insert into {_PARAMETERS} by name select ? as parameter, ? as value", [name, value])


def _build(scratch: Home) -> None:
    """Build and test the scoring models, and nothing else, in the scratch warehouse."""
    scratch.dbt_target.mkdir()
    parsed = MANIFEST.with_name("partial_parse.msgpack")
    if parsed.is_file():
        # Parsing from nothing would take longer than scoring.
        shutil.copy2(parsed, scratch.dbt_target)
    select = [*(f"path:{folder.rstrip('/')}" for folder in _FOLDERS), _SHOWN]
    done = subprocess.run(  # noqa: S603  # our own interpreter's dbt, fixed arguments
        [
            str(Path(sys.executable).parent / "dbt"),
            "--no-version-check",
            "--quiet",
            "build",
            *("--select", *select, "--exclude-resource-type", "unit_test"),
            *("--project-dir", str(DBT_PROJECT), "--profiles-dir", str(DBT_PROJECT)),
            *("--target-path", str(scratch.dbt_target), "--log-path", str(scratch.dbt_target)),
        ],
        env={**os.environ, "EQW_HOME": str(scratch.root)},
        cwd=DBT_PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise RuntimeError(
            f"The scoring could not be built with these parameters:\n{done.stdout}{done.stderr}"
        )
