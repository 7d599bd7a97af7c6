"""Nothing is taken from a warehouse that failed, was built in part, or was built from other loads."""

from pathlib import Path

import pytest

from orchestration.lib.gates.feed_gate import check_feed
from orchestration.lib.gates.promotion import promote
from orchestration.lib.gates.receipts import GateRefused
from orchestration.lib.home import Home
from orchestration.lib.ingest.load import load_feed
from orchestration.lib.landing.ledger import register_landing, set_aside
from orchestration.lib.warehouse.build_record import (
    begin_build,
    finish_build,
    record_candidate,
    require_current_candidate,
    require_whole_build,
)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home.at(tmp_path)


def built(home: Home) -> str:
    build = begin_build(home)
    finish_build(home, build)
    return build.input


def test_a_warehouse_that_was_never_built_is_not_whole(home: Home) -> None:
    with pytest.raises(GateRefused, match="not whole"):
        require_whole_build(home)


def test_a_whole_build_is_accepted(home: Home) -> None:
    digest = built(home)
    assert require_whole_build(home) == digest


def test_a_build_that_did_not_finish_undoes_the_record(home: Home) -> None:
    built(home)
    begin_build(home)
    with pytest.raises(GateRefused, match="failed or was partial"):
        require_whole_build(home)


def test_input_that_changed_since_refuses(home: Home) -> None:
    built(home)
    extra = home.accepted / "psa" / "0123456789abcdef.parquet"
    extra.write_bytes(b"other loads")
    with pytest.raises(GateRefused, match="other loads"):
        require_whole_build(home)


def test_dbt_does_not_start_on_bytes_that_no_gate_saw(home: Home) -> None:
    promote(home, "psa")
    (home.accepted / "psa" / "0123456789abcdef.parquet").write_bytes(b"smuggled in")
    with pytest.raises(GateRefused, match="accepted/psa"):
        begin_build(home)


def test_only_a_candidate_of_this_warehouse_is_released(home: Home) -> None:
    digest = built(home)
    with pytest.raises(GateRefused, match="candidate"):
        require_current_candidate(home)
    record_candidate(home, "of another build", {})
    with pytest.raises(GateRefused, match="candidate"):
        require_current_candidate(home)
    record_candidate(home, digest, {})
    require_current_candidate(home)


def test_a_file_set_aside_since_the_build_is_not_released(home: Home) -> None:
    feed = home.landing / "education_providers"
    feed.mkdir(parents=True)
    (feed / "universities.csv").write_text("ukprn,name\n10000001,University One\n")
    register_landing(home)
    load_feed(home, "education_providers")
    check_feed(home, "education_providers")
    promote(home, "education_providers")
    record_candidate(home, built(home), {})
    require_current_candidate(home)
    set_aside(home, "universities.csv", reason="sent by mistake", by="steward")
    with pytest.raises(GateRefused, match="accepted/education_providers"):
        require_current_candidate(home)
    promote(home, "education_providers")
    with pytest.raises(GateRefused, match="other loads"):
        require_current_candidate(home)


def test_a_file_that_was_judged_since_the_build_is_not_left_out(home: Home) -> None:
    feed = home.landing / "education_providers"
    feed.mkdir(parents=True)
    record_candidate(home, built(home), {})
    (feed / "universities.csv").write_text("ukprn,name\n10000001,University One\n")
    register_landing(home)
    with pytest.raises(GateRefused, match="landed, judged or set aside"):
        require_current_candidate(home)
    load_feed(home, "education_providers")
    check_feed(home, "education_providers")
    with pytest.raises(GateRefused, match="accepted/education_providers"):
        require_current_candidate(home)
