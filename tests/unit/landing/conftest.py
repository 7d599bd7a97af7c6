"""Fixtures of the landing tests."""

from pathlib import Path

import pytest

from orchestration.lib.home import Home
from tests.unit.ingest.bench import Bench


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(Home(tmp_path / "home"))


@pytest.fixture
def known(bench: Bench) -> Bench:
    """A home that knows the providers ZA1 and ZA2."""
    bench.know_providers("ZA1", "ZA2")
    return bench
