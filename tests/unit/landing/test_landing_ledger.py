"""What is seen is archived first, recorded once and never forgotten."""

import datetime as dt
import hashlib
import json
import logging
import os
from pathlib import Path

import pytest

from orchestration.lib.landing import intake, journal
from orchestration.lib.landing.archive import archive_file, archive_path
from orchestration.lib.landing.errors import LedgerError
from orchestration.lib.landing.journal import JournalError
from orchestration.lib.landing.ledger import (
    landing_faults,
    loads_in_order,
    register_landing,
    set_aside,
    set_asides,
    sightings,
)
from tests.unit.ingest.bench import Bench

FEED = "education_providers"


def test_a_new_file_is_archived_and_recorded(bench: Bench) -> None:
    path = bench.drop(FEED, "he.csv", "ukprn,name\n")
    (seen,) = register_landing(bench.home)
    assert seen.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert (seen.sequence, seen.feed, seen.file_name, seen.bytes) == (1, FEED, "he.csv", 11)
    assert seen.seen_at.utcoffset() == dt.timedelta(0)
    assert archive_path(bench.home, seen.sha256).read_bytes() == path.read_bytes()
    assert sightings(bench.home) == [seen]
    assert register_landing(bench.home) == []
    os.utime(path, (1, 1))
    assert register_landing(bench.home) == []


def test_files_of_one_pass_come_by_time_then_name(bench: Bench) -> None:
    for name, written in (("c.csv", 100), ("b.csv", 200), ("a.csv", 200)):
        os.utime(bench.drop(FEED, name, name), (written, written))
    os.utime(bench.drop("psa", "b2.csv", "x"), (150, 150))
    assert [s.file_name for s in register_landing(bench.home)] == ["c.csv", "b2.csv", "a.csv", "b.csv"]
    assert [s.sequence for s in sightings(bench.home)] == [1, 2, 3, 4]


def test_the_same_bytes_again_are_seen_but_make_no_load(bench: Bench) -> None:
    for name, content in (("a.csv", "same"), ("b.csv", "same"), ("a.csv", "other"), ("a.csv", "same")):
        bench.drop(FEED, name, content)
        register_landing(bench.home)
    assert [(s.sequence, s.file_name, s.bytes) for s in sightings(bench.home)] == [
        (1, "a.csv", 4),
        (2, "b.csv", 4),
        (3, "a.csv", 5),
        (4, "a.csv", 4),
    ]
    assert [s.sequence for s in loads_in_order(bench.home, FEED)] == [1, 3]


def test_temporary_files_and_folders_of_nothing_else_are_passed_over(bench: Bench) -> None:
    for name in (
        ".hidden",
        "~$book.xlsx",
        "a.csv.part",
        "b.TMP",
        ".old/c.csv",
        "old/.hidden",
        "old/.d/c.csv",
    ):
        bench.drop(FEED, name, "x")
    (bench.home.landing / FEED / "empty" / "below").mkdir(parents=True)
    assert register_landing(bench.home) == []
    assert landing_faults(bench.home) == []


def test_what_is_neither_file_nor_empty_folder_is_a_fault(bench: Bench) -> None:
    bench.drop(FEED, "old/2024/c.csv", "x")
    os.mkfifo(bench.home.landing / FEED / "pipe.csv")
    assert register_landing(bench.home) == []
    told = {(fault.path, fault.rule_id): fault.remedy for fault in landing_faults(bench.home)}
    assert set(told) == {(f"{FEED}/old", "sub_folder"), (f"{FEED}/pipe.csv", "not_a_file")}
    assert f"landing/{FEED}/" in told[f"{FEED}/old", "sub_folder"]


def test_what_cannot_be_taken_in_is_a_fault(bench: Bench, tmp_path: Path) -> None:
    outside = tmp_path / "outside.csv"
    outside.write_text("x")
    bench.drop("nets", "a.csv", "x")
    bench.drop(FEED, "good.csv", "x")
    (bench.home.landing / FEED / "link.csv").symlink_to(outside)
    (bench.home.landing / "psa").symlink_to(tmp_path)
    (bench.home.landing / "loose.csv").write_text("x")
    assert [s.file_name for s in register_landing(bench.home)] == ["good.csv"]
    assert {(f.path, f.rule_id) for f in landing_faults(bench.home)} == {
        ("nets", "unknown_feed_folder"),
        (f"{FEED}/link.csv", "symlink"),
        ("psa", "symlink"),
        ("loose.csv", "outside_feed_folder"),
    }
    register_landing(bench.home)
    recorded = (bench.home.ledger / "faults.jsonl").read_text().splitlines()
    assert len(recorded) == 4
    assert all(json.loads(line)["remedy"] for line in recorded)


def test_a_torn_last_line_is_passed_over_and_only_appending_trims_it(
    bench: Bench, caplog: pytest.LogCaptureFixture
) -> None:
    bench.drop(FEED, "a.csv", "a")
    register_landing(bench.home)
    path = bench.home.ledger / "sightings.jsonl"
    whole = path.read_bytes()
    torn = whole + whole[: len(whole) // 2]
    path.write_bytes(torn)
    with caplog.at_level(logging.WARNING):
        assert len(sightings(bench.home)) == 1
    assert "incomplete last line" in caplog.text
    assert path.read_bytes() == torn
    journal.append(path, sightings(bench.home))
    assert path.read_bytes() == whole + whole
    bench.drop(FEED, "b.csv", "b")
    path.write_bytes(whole[:-1])
    assert [s.sequence for s in register_landing(bench.home)] == [1, 2]


def test_a_record_is_never_appended_to_a_torn_line(bench: Bench) -> None:
    bench.drop(FEED, "a.csv", "a")
    (seen,) = register_landing(bench.home)
    path = bench.home.ledger / "sightings.jsonl"
    path.write_bytes(path.read_bytes() + b'{"sequence":')
    journal.append(path, [seen])
    assert sightings(bench.home) == [seen, seen]


def test_a_reason_may_hold_any_line_break(bench: Bench) -> None:
    bench.drop(FEED, "a.csv", "a")
    register_landing(bench.home)
    reason = "first\u2028second\x85third\nfourth"
    set_aside(bench.home, "a.csv", reason, "me")
    assert [entry.reason for entry in set_asides(bench.home)] == [reason]


def test_a_damaged_line_in_the_middle_is_an_error(bench: Bench) -> None:
    bench.drop(FEED, "a.csv", "a")
    register_landing(bench.home)
    path = bench.home.ledger / "sightings.jsonl"
    path.write_bytes(b"nonsense\n" + path.read_bytes())
    with pytest.raises(JournalError, match=r"sightings.jsonl, line 1"):
        sightings(bench.home)


def test_a_crash_while_archiving_leaves_no_sighting(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    bench.drop(FEED, "a.csv", "a")

    def crash(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", crash)
        with pytest.raises(KeyboardInterrupt):
            register_landing(bench.home)
    assert sightings(bench.home) == []
    assert [p for p in bench.home.archive.rglob("*") if p.is_file()] == []
    assert len(register_landing(bench.home)) == 1


def test_damaged_archived_bytes_are_replaced_when_the_file_is_seen_again(bench: Bench) -> None:
    path = bench.drop(FEED, "a.csv", "good")
    sha256, _ = archive_file(bench.home, path)
    archived = archive_path(bench.home, sha256)
    archived.chmod(0o644)
    archived.write_text("bad!")
    archive_file(bench.home, path)
    assert archived.read_text() == "good"


def test_a_file_that_changes_while_it_is_read_waits(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    path = bench.drop(FEED, "a.csv", "half")
    original = intake.archive_stream

    def slow(home, stream):  # type: ignore[no-untyped-def]
        seen = original(home, stream)
        path.write_text("half and half")
        return seen

    with monkeypatch.context() as patched:
        patched.setattr(intake, "archive_stream", slow)
        assert register_landing(bench.home) == []
    (fault,) = landing_faults(bench.home)
    assert (fault.path, fault.rule_id) == (f"{FEED}/a.csv", "being_written")
    assert "next run" in fault.remedy
    assert [s.bytes for s in register_landing(bench.home)] == [path.stat().st_size]
    assert landing_faults(bench.home) == []


@pytest.mark.parametrize("how", ["name", "path", "sha", "prefix"])
def test_a_file_is_set_aside_by_name_path_or_hash(bench: Bench, how: str) -> None:
    path = bench.drop(FEED, "a.csv", "a")
    (seen,) = register_landing(bench.home)
    wanted = {"name": "a.csv", "path": str(path), "sha": seen.sha256, "prefix": seen.sha256[:12]}[how]
    record = set_aside(bench.home, wanted, " withdrawn ", "quality team")
    assert (record.sha256, record.file_name, record.reason, record.by) == (
        seen.sha256, "a.csv", "withdrawn", "quality team",
    )  # fmt: skip
    assert set_asides(bench.home) == [record]
    assert loads_in_order(bench.home, FEED) == []


def test_a_name_means_the_bytes_last_seen_under_it(bench: Bench) -> None:
    for content in ("first", "second"):
        bench.drop(FEED, "a.csv", content)
        register_landing(bench.home)
    assert set_aside(bench.home, "a.csv", "r", "me").sha256 == hashlib.sha256(b"second").hexdigest()
    assert len(loads_in_order(bench.home, FEED)) == 1


def test_setting_aside_refuses_what_is_unknown_ambiguous_or_done(bench: Bench) -> None:
    bench.drop(FEED, "a.csv", "a")
    bench.drop("psa", "a.csv", "b")
    register_landing(bench.home)
    with pytest.raises(LedgerError, match=r"No file 'b\.csv'"):
        set_aside(bench.home, "b.csv", "r", "me")
    with pytest.raises(LedgerError, match="several files"):
        set_aside(bench.home, "a.csv", "r", "me")
    path = str(bench.home.landing / "psa" / "a.csv")
    with pytest.raises(LedgerError, match="reason"):
        set_aside(bench.home, path, "  ", "me")
    set_aside(bench.home, path, "r", "me")
    with pytest.raises(LedgerError, match="was set aside on"):
        set_aside(bench.home, path, "r", "me")


def test_the_same_bytes_in_two_feeds_are_set_aside_one_by_one(bench: Bench) -> None:
    for feed in ("psa", "learner_numbers"):
        bench.drop(feed, "both.csv", "a,b\n1,2\n")
    register_landing(bench.home)
    with pytest.raises(LedgerError, match="feed and name"):
        set_aside(bench.home, "both.csv", "in the wrong feed", "steward")
    assert set_aside(bench.home, "psa/both.csv", "in the wrong feed", "steward").feed == "psa"
    second = set_aside(bench.home, "landing/learner_numbers/both.csv", "sent twice", "steward")
    assert second.feed == "learner_numbers"
