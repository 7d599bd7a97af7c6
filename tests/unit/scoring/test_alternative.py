"""The scratch warehouse: what is copied into it, and what is refused."""

from pathlib import Path

import duckdb
import pytest

from orchestration.lib.gates.receipts import GateRefused
from orchestration.lib.home import Home
from orchestration.lib.scoring.alternative import scored_with


def test_a_warehouse_of_an_earlier_version_is_told_with_its_remedy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = Home(tmp_path)
    home.warehouse.parent.mkdir()
    duckdb.connect(str(home.warehouse)).close()
    monkeypatch.setattr("orchestration.lib.scoring.alternative.require_whole_build", lambda _: "digest")
    refused = pytest.raises(GateRefused, match=r"has no .*: an earlier version.*Remedy: .*eqw run")
    with refused, scored_with(home, {"source_rho": "0.2"}):
        raise AssertionError("nothing may be scored")
    assert [file.name for file in home.warehouse.parent.iterdir()] == ["warehouse.duckdb"]


def test_a_home_without_a_whole_build_is_refused(tmp_path: Path) -> None:
    refused = pytest.raises(GateRefused, match="not whole")
    with refused, scored_with(Home(tmp_path), {"source_rho": "0.2"}):
        raise AssertionError("nothing may be scored")
