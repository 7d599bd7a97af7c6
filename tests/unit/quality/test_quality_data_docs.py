"""Great Expectations' own site: built without a network, of the same verdicts, without a cell of any file."""

import socket
from typing import Any

import pytest

from expectations.registry import all_suites
from orchestration.lib.home import Home
from orchestration.lib.quality.data_docs import build_data_docs
from tests.unit.quality.conftest import HOSTILE, SECRETS, TOO_SHORT


def test_the_site_is_built_of_every_suite_and_verdict_and_sends_nothing(
    judged: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[Any] = []

    def refuse(*address: Any, **_: Any) -> None:
        calls.append(address)
        raise OSError("no network in this test")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    index = build_data_docs(judged)
    assert calls == []
    assert index == judged.quality / "data_docs" / "index.html"
    suites = {path.stem for path in (index.parent / "expectations").glob("*.html")}
    assert suites == {suite.suite for suite in all_suites()}
    results = list((index.parent / "validations").rglob("*.html"))
    assert len(results) == 5, "one per load that was judged"
    pages = {path: path.read_text(encoding="utf-8") for path in [index, *results]}
    assert any("Failed" in text for text in pages.values())
    for secret in (*SECRETS, HOSTILE, TOO_SHORT, "University of Easting"):
        assert [path.name for path, text in pages.items() if secret in text] == [], secret


def test_the_site_is_built_anew(judged: Home) -> None:
    index = build_data_docs(judged)
    stale = index.parent / "validations" / "of_yesterday.html"
    stale.write_text("old")
    build_data_docs(judged)
    assert not stale.exists()
