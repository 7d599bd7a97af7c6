"""From a dropped file to its verdict, and what the verdict lets through: now, again, and in another run."""

import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from gate_home import BAD, GOOD, DropBox

from orchestration.lib.gates import feed_gate
from orchestration.lib.gates.audit import write_ops
from orchestration.lib.gates.feed_gate import check_feed
from orchestration.lib.gates.promotion import promote
from orchestration.lib.gates.receipts import GateRefused
from orchestration.lib.gates.standing import require_no_refusal, standing
from orchestration.lib.gates.verdict import load_verdicts
from orchestration.lib.home import Home
from orchestration.lib.ingest.load import load_feed
from orchestration.lib.landing.ledger import set_aside
from orchestration.lib.overview import overview

FEED = "education_providers"
REJECTED = "number,name\n10000001,University of Northwold\n"


def statuses(home: Home, feed: str = FEED) -> list[str]:
    return [found.status for found in standing(home, [feed])]


def accepted(home: Home, feed: str = FEED) -> set[str]:
    return {path.stem for path in (home.accepted / feed).glob("*.parquet")} - {"_schema"}


def forbid_running(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise AssertionError("the suite ran although nothing had changed")

    monkeypatch.setattr(feed_gate, "run_suite", fail)


def test_passing_load_is_promoted_once(home: Home, box: DropBox) -> None:
    load_id = box.drop("a.csv", GOOD)
    (verdict,) = check_feed(home, FEED)
    assert (verdict.passed, verdict.reused) == (True, False)
    promotion = promote(home, FEED)
    assert (promotion.added, promotion.standing, promotion.row_count) == ((load_id,), (load_id,), 2)
    again = promote(home, FEED)
    assert (again.added, again.removed, again.standing) == ((), (), (load_id,))
    assert pq.read_table(home.accepted / FEED / f"{load_id}.parquet").num_rows == 2
    require_no_refusal(home)


def test_nothing_is_promoted_before_its_gate(home: Home, box: DropBox) -> None:
    box.drop("a.csv", GOOD)
    assert promote(home, FEED).standing == ()
    assert pq.read_table(home.accepted / FEED / "_schema.parquet").num_rows == 0
    with pytest.raises(GateRefused, match=r"a\.csv has not passed its gate"):
        require_no_refusal(home)


def test_refusal_names_file_rule_and_remedy_and_keeps_the_last_good_state(home: Home, box: DropBox) -> None:
    good = box.drop("a.csv", GOOD)
    check_feed(home, FEED)
    promote(home, FEED)
    box.drop("b.csv", BAD)
    assert [verdict.passed for verdict in check_feed(home, FEED)] == [True, False]
    promote(home, FEED)
    assert accepted(home) == {good}
    with pytest.raises(GateRefused) as refused:
        require_no_refusal(home)
    for part in (
        "b.csv",
        "education_providers.name_length",
        "Check the heading",
        "eqw set-aside education_providers/b.csv",
    ):
        assert part in str(refused.value)


def test_refused_again_without_running_when_nothing_changed(
    home: Home, box: DropBox, monkeypatch: pytest.MonkeyPatch
) -> None:
    box.drop("b.csv", BAD)
    check_feed(home, FEED)
    forbid_running(monkeypatch)
    load_feed(home, FEED)
    (verdict,) = check_feed(home, FEED)
    assert (verdict.passed, verdict.reused) == (False, True)
    with pytest.raises(GateRefused):
        require_no_refusal(home)


def test_file_that_cannot_be_read_is_refused_with_the_reason_of_ingest(home: Home, box: DropBox) -> None:
    box.drop("c.csv", REJECTED)
    (verdict,) = check_feed(home, FEED)
    assert not verdict.passed
    (rule,) = verdict.receipt.errors
    assert "ukprn" in rule.observed
    assert rule.how_to_resolve
    assert statuses(home) == ["rejected"]
    assert promote(home, FEED).standing == ()


def test_changed_load_needs_a_new_verdict(home: Home, box: DropBox) -> None:
    load_id = box.drop("a.csv", GOOD)
    check_feed(home, FEED)
    promote(home, FEED)
    manifest = home.loads / FEED / load_id / "manifest.json"
    content = json.loads(manifest.read_text())
    # What no rule reads asks for no new verdict.
    manifest.write_text(json.dumps({**content, "reference_hash": "other"}))
    assert statuses(home) == ["accepted"]
    manifest.write_text(json.dumps({**content, "file_name": "another.csv"}))
    assert statuses(home) == ["unchecked"]
    # What was promoted under the old receipt does not stay.
    assert promote(home, FEED).removed == (load_id,)


def test_tampered_promoted_file_is_put_right(home: Home, box: DropBox) -> None:
    load_id = box.drop("a.csv", GOOD)
    check_feed(home, FEED)
    promote(home, FEED)
    target = home.accepted / FEED / f"{load_id}.parquet"
    good = target.read_bytes()
    target.write_bytes(good[:-1] + b"X")
    promote(home, FEED)
    assert target.read_bytes() == good


def test_crash_before_the_rename_leaves_no_half_file(
    home: Home, box: DropBox, monkeypatch: pytest.MonkeyPatch
) -> None:
    load_id = box.drop("a.csv", GOOD)
    check_feed(home, FEED)
    with monkeypatch.context() as patched:

        def crash(*_: object) -> None:
            raise KeyboardInterrupt

        patched.setattr(Path, "replace", crash)
        with pytest.raises(KeyboardInterrupt):
            promote(home, FEED)
    assert accepted(home) == set()
    promote(home, FEED)
    assert accepted(home) == {load_id}
    assert not [path for path in (home.accepted / FEED).iterdir() if path.name.endswith(".new")]


def test_new_register_is_a_new_question_for_those_who_refer_to_it(home: Home, box: DropBox) -> None:
    row = '"{code}","Provider {code}","Y56","QAA","","","","","","AA1 1AA","20010401"' + ',""' * 16 + "\n"
    box.drop("ods_test_2024-07.csv", row.format(code="R0A") + row.format(code="R0B"), "providers")
    check_feed(home, "providers")
    promote(home, "providers")
    numbers = "wave,provider_code,profession,learners\n2024,R0A,nursing,120\n2024,R0B,nursing,100\n"
    box.drop("numbers.csv", numbers, "learner_numbers")
    (verdict,) = check_feed(home, "learner_numbers")
    assert verdict.passed
    set_aside(home, "ods_test_2024-07.csv", "wrong register", "a tester")
    box.drop("ods_other_2024-07.csv", row.format(code="R0B"), "providers")
    check_feed(home, "providers")
    promote(home, "providers")
    assert statuses(home, "learner_numbers") == ["unchecked"]
    load_feed(home, "learner_numbers")
    (verdict,) = check_feed(home, "learner_numbers")
    # Half of its rows name a provider that nobody knows now: they wait, and nothing of them goes on.
    assert (verdict.passed, verdict.reused) == (True, False)
    assert promote(home, "learner_numbers").row_count == 1


def test_ops_tables_say_how_every_load_stands_and_are_reproducible(home: Home, box: DropBox) -> None:
    box.drop("a.csv", GOOD + ",University without a number\n")
    with pytest.raises(GateRefused, match=r"a\.csv"):
        write_ops(home)
    # What is quarantined of files that do not go on is no fault of what does.
    box.drop("b.csv", BAD + ",University without a number\n")
    box.drop("c.csv", REJECTED)
    box.drop("d.csv", GOOD.replace("Easting", "Westing") + ",University without a number\n")
    set_aside(home, "d.csv", "sent by mistake", "a tester")
    check_feed(home, FEED)
    write_ops(home)
    audit = pq.read_table(home.ops / "load_audit.parquet").to_pylist()
    assert [row["status"] for row in audit] == ["accepted", "refused", "rejected", "set_aside"]
    assert [row["load_sequence"] for row in audit] == [1, 2, 3, 4]
    assert audit[1]["rule_ids"] == "education_providers.name_length"
    assert audit[3]["reason"] == "sent by mistake"
    assert all(row["rows_in"] == row["rows_accepted"] + row["rows_quarantined"] for row in audit)
    (fault,) = pq.read_table(home.ops / "quarantine.parquet").to_pylist()
    assert (fault["source_row"], fault["column_name"], fault["scope"]) == (4, "ukprn", "row")
    assert fault["file_name"] == "a.csv"
    before = [(home.ops / name).read_bytes() for name in ("load_audit.parquet", "quarantine.parquet")]
    write_ops(home)
    assert before == [(home.ops / name).read_bytes() for name in ("load_audit.parquet", "quarantine.parquet")]


def test_a_release_is_told_of_every_load_how_it_was_judged(home: Home, box: DropBox) -> None:
    box.drop("a.csv", GOOD)
    box.drop("b.csv", BAD)
    check_feed(home, FEED)
    assert [verdict.passed for verdict in load_verdicts(home)] == [True, False]


def test_bytes_that_no_gate_saw_are_never_where_dbt_reads(
    home: Home, box: DropBox, monkeypatch: pytest.MonkeyPatch
) -> None:
    load_id = box.drop("a.csv", GOOD)
    check_feed(home, FEED)
    folder, read = home.loads / FEED / load_id, Path.read_bytes

    def changing(path: Path) -> bytes:
        return read(path) + b"!" if path == folder / "accepted.parquet" else read(path)

    def written(*_: object) -> None:
        raise AssertionError("bytes were written before they were hashed")

    monkeypatch.setattr(Path, "read_bytes", changing)
    monkeypatch.setattr("orchestration.lib.gates.promotion.write_atomically", written)
    with pytest.raises(GateRefused, match="changed after its gate"):
        promote(home, FEED)


def test_a_rejected_file_has_no_bound_to_speak_of(home: Home, box: DropBox) -> None:
    box.drop("c.csv", REJECTED)
    check_feed(home, FEED)
    with pytest.raises(GateRefused) as refused:
        require_no_refusal(home)
    (told,) = overview(home).refusals
    assert "'ukprn'" in told.observed
    for text in (told.observed, str(refused.value)):
        assert "allowed" not in text
        assert ".." not in text.replace('"..."', "")


def test_a_refused_load_tells_what_is_allowed(home: Home, box: DropBox) -> None:
    box.drop("b.csv", BAD)
    check_feed(home, FEED)
    (told,) = overview(home).refusals
    assert "(allowed: " in told.observed


def test_a_release_records_rules_and_counts_of_a_load_and_never_what_was_observed(
    home: Home, box: DropBox
) -> None:
    box.drop("b.csv", BAD)
    box.drop("c.csv", REJECTED)
    check_feed(home, FEED)
    failures = [verdict.failures for verdict in load_verdicts(home)]
    assert failures == [("education_providers.name_length: 1 row",), ("missing_column",)]
