"""`eqw score` on a real home: other parameters beside those that stand, which stay as they are."""

import hashlib
import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import duckdb
import pytest

from tests.e2e.conftest import EQW, Eqw

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def scored(eqw: Eqw) -> Eqw:
    """A very small home, run once."""
    eqw("sample", "--scale", "0.001", "--waves", "2023,2024")
    eqw("run")
    return eqw


def _parameters(folder: Path, **values: float) -> Path:
    path = folder / "tried.csv"
    lines = [f"{name},{value}" for name, value in values.items()]
    path.write_text("\n".join(["parameter,value", *lines]), encoding="utf-8")
    return path


def _state(home: Path) -> Mapping[str, str]:
    """SHA-256 of everything that `eqw score` must leave alone."""
    files = [
        *(home / "warehouse").iterdir(),
        *(home / "releases").rglob("*.parquet"),
        *(home / "ops").iterdir(),
        *(home / "candidate").rglob("*.parquet"),
    ]
    return {str(file): hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


def _governed(home: Path, changes: Mapping[str, str]) -> str:
    """The parameter hash, worked out from the warehouse's parameters with some changed."""
    with duckdb.connect(home / "warehouse/warehouse.duckdb", read_only=True) as db:
        rows = db.sql("select parameter, value from reference.scoring_parameter").fetchall()
    values = dict(rows) | dict(changes)
    return hashlib.sha256("\n".join(f"{name}={values[name]}" for name in sorted(values)).encode()).hexdigest()


def test_a_comparison_shows_how_bands_move_and_changes_nothing(scored: Eqw, tmp_path: Path) -> None:
    before = _state(scored.home)
    file = _parameters(tmp_path, self_assessment_flag_z=1.7)
    found = scored.json("score", "--params", file, "--compare", "--to", tmp_path / "cells.parquet")
    assert _state(scored.home) == before
    assert found["hash_now"] == _governed(scored.home, {})
    assert found["hash_then"] == _governed(scored.home, {"self_assessment_flag_z": "1.7"})
    # Independently: a declaration of not met alone stood at 1.96, risk, and stands at 1.7, watch.
    with duckdb.connect(scored.home / "warehouse/warehouse.duckdb", read_only=True) as db:
        ((cells, expected),) = db.sql(
            """select count(*), count(*) filter (
                abs(z_composite - 1.959964) < 1e-9 and declaration = 'not_met' and band = 'risk'
                and coalesce(open_isf_category, 0) < 2)
            from marts.fct_domain_risk
            inner join disclosure.int_risk_disclosure
                using (wave_code, provider_code, profession_code, domain_code)
            where not is_hidden"""
        ).fetchall()
    assert expected > 0
    assert (found["cells"], found["changed"], found["down"], found["up"]) == (cells, expected, expected, 0)
    moved = {(row["band_now"], row["band_then"]) for row in found["bands"]}
    assert ("risk", "watch") in moved
    written = duckdb.sql(
        f"select count(*), count(*) filter (is_changed and bands_up = -1) from '{tmp_path}/cells.parquet'"
    ).fetchone()
    assert written == (cells, expected)


def test_the_governed_parameters_compared_with_themselves_move_nothing(scored: Eqw, tmp_path: Path) -> None:
    told = scored("score", "--params", _parameters(tmp_path, source_rho=0.3), "--compare").stdout
    assert "RESTRICTED" in told
    assert "0 of " in told
    assert " cells change their band (0.0%)" in told
    cells = duckdb.sql(f"select * from '{scored.home}/scores/tried.csv'").df()
    assert len(cells) > 0
    assert not cells.is_changed.any()
    assert (cells.z_now.dropna() == cells.z_then.dropna()).all()


def test_without_comparison_the_alternative_is_summed_up_alone(scored: Eqw, tmp_path: Path) -> None:
    file = _parameters(tmp_path, self_assessment_flag_z=1.7)
    found = scored.json("score", "--params", file)
    assert found["parameter_hash"] == _governed(scored.home, {"self_assessment_flag_z": "1.7"})
    assert sum(row["cells"] for row in found["bands"]) == found["cells"] > 0
    assert {row["band_then"] for row in found["bands"]} >= {"watch", "insufficient_evidence"}


def test_what_cannot_be_tried_is_bad_usage(scored: Eqw, tmp_path: Path) -> None:
    file = _parameters(tmp_path, source_rho=2, nonsense=1)
    told = scored("score", "--params", file, expect=2).stderr
    assert "row 2: source_rho = 2 is out of range" in told
    assert "row 3: nonsense is no parameter" in told
    good = _parameters(tmp_path, source_rho=0.2)
    assert "--compare" in scored("score", "--params", good, "--to", "x.csv", expect=2).stderr
    told = scored("score", "--params", good, "--compare", "--to", tmp_path / "x.txt", expect=2).stderr
    assert "neither CSV nor Parquet" in told


def test_without_a_whole_warehouse_there_is_nothing_to_compare_with(scored: Eqw, tmp_path: Path) -> None:
    home = tmp_path / "torn"
    shutil.copytree(scored.home, home, symlinks=True)
    (home / "warehouse/built_from.json").unlink()
    done = subprocess.run(
        [EQW, "--home", home, "score", "--params", _parameters(tmp_path, source_rho=0.2)],
        env={"PATH": os.environ["PATH"], "HOME": os.environ["HOME"]},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "not whole" in done.stderr
