"""An empty data home for each test, and a hand that drops files into it."""

from pathlib import Path

import pytest
from gate_home import DropBox

from orchestration.lib.home import Home


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


@pytest.fixture
def box(home: Home) -> DropBox:
    return DropBox(home)
