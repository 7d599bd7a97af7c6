"""Tests in this process drop files and take them in at once: nobody waits for them to settle."""

import pytest

from orchestration.lib.landing import settle


@pytest.fixture(autouse=True)
def no_waiting_for_files_to_settle(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settle, "PAUSE_SECONDS", 0.0)
