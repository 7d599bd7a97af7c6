"""A data home whose files go through landing, ingest, gates and promotion, as a run takes them."""

import pytest

from orchestration.lib.home import Home
from tests.unit.quarantine.line import Line


@pytest.fixture
def line(tmp_path) -> Line:  # type: ignore[no-untyped-def]
    return Line(Home(tmp_path / "home"))
