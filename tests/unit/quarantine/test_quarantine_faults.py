"""What is in quarantine, as it may be shown: of which loads, how it is counted, what is masked."""

from pathlib import Path

import pytest

from expectations.masking import MASK
from orchestration.lib.home import Home
from orchestration.lib.landing.ledger import set_aside
from orchestration.lib.quarantine.errors import QuarantineError
from orchestration.lib.quarantine.faults import count_faults, list_faults
from orchestration.lib.quarantine.selection import require_rule, select_load, select_loads
from orchestration.lib.quarantine.waiting import Waiting, waiting_rows
from tests.unit.ingest.bench import CONCERN, NETS, Bench, questions_2024

NUMBERS = {"wave": "2024", "provider_code": "ZA1", "profession": "nursing", "learners": "10"}
UNKNOWN = [NUMBERS | {"provider_code": code} for code in ("ZB1", "ZC1")]


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    bench = Bench(Home(tmp_path / "home"))
    bench.know_providers("ZA1")
    return bench


def faults(bench: Bench, **how: object) -> list[tuple[str, int, str]]:
    loads = select_loads(bench.home)
    return [(one.file_name, one.row, one.rule_id) for one in list_faults(bench.home, loads, **how)]  # type: ignore[arg-type]


def test_faults_come_by_file_and_row_and_can_be_narrowed(bench: Bench) -> None:
    bench.load("learner_numbers", "b.csv", [NUMBERS, *UNKNOWN, NUMBERS | {"wave": "soon"}])
    bench.load("learner_numbers", "a.csv", [NUMBERS | {"learners": "many", "provider_code": "ZB1"}])
    every = [
        ("b.csv", 3, "unknown_provider"), ("b.csv", 4, "unknown_provider"), ("b.csv", 5, "unknown_wave"),
        ("a.csv", 2, "not_an_integer"), ("a.csv", 2, "unknown_provider"),
    ]  # fmt: skip
    assert faults(bench) == every
    assert faults(bench, limit=2) == every[:2]
    assert faults(bench, rule_id="unknown_provider") == [*every[:2], every[4]]
    # A row that has another fault as well does not wait.
    assert faults(bench, waiting=True) == every[:2]
    assert faults(bench, waiting=True, rule_id="unknown_wave") == []


def test_faults_are_counted_by_file_rule_and_column_with_the_first_row(bench: Bench) -> None:
    rows = [NUMBERS, *UNKNOWN, NUMBERS | {"provider_code": "ZD1", "learners": ""}]
    bench.load("learner_numbers", "n.csv", rows)
    found = [
        (c.rule_id, c.column, c.rows, c.waiting, c.first_row, c.first_value)
        for c in count_faults(bench.home, select_loads(bench.home))
    ]
    assert found == [
        ("unknown_provider", "provider_code", 3, 2, 3, "ZB1"), ("missing_value", "learners", 1, 0, 5, None),
    ]  # fmt: skip


def test_restricted_and_free_text_values_are_masked_and_long_ones_cut(bench: Bench) -> None:
    secret = {
        "department": "D" * 101,
        "summary": "T" * 10_001,
        "site_code": "S" * 21,
        "isf_category": "V" * 900,
    }
    bench.load("concerns", "c.csv", [CONCERN | secret])
    answers, again = NETS | questions_2024(), {"response_id": "R0002"}
    bench.load("nets_responses", "n.csv", [answers | {"ethnicity": "E" * 61}, *[answers | again] * 2])
    shown = {(f.column, f.rule_id): f.value for f in list_faults(bench.home, select_loads(bench.home))}
    assert shown == {
        ("department", "too_long"): MASK, ("summary", "too_long"): MASK, ("ethnicity", "too_long"): MASK,
        ("site_code", "too_long"): "S" * 21 + "…", ("isf_category", "unknown_code"): "V" * 200 + "…",
        # The pseudonym is part of the key, and restricted.
        ("wave, response_id", "duplicate_key"): MASK,
    }  # fmt: skip
    counted = count_faults(bench.home, select_loads(bench.home))
    assert {(c.column, c.rule_id): c.first_value for c in counted} == shown


def test_free_text_is_masked_where_it_is_not_restricted(bench: Bench) -> None:
    bench.load("education_providers", "u.csv", [{"ukprn": "10000001", "name": "N" * 201}])
    (fault,) = list_faults(bench.home, select_loads(bench.home, "education_providers"))
    assert (fault.column, fault.value) == ("name", MASK)


def test_a_blank_is_shown_as_one(bench: Bench) -> None:
    bench.load("concerns", "c.csv", [CONCERN | {"concern_id": ""}])
    (fault,) = list_faults(bench.home, select_loads(bench.home))
    assert (fault.rule_id, fault.value, fault.waits, fault.scope) == ("missing_key", None, False, "row")


def test_loads_set_aside_are_left_out_unless_they_are_named(bench: Bench) -> None:
    bench.load("learner_numbers", "n.csv", UNKNOWN)
    set_aside(bench.home, "n.csv", "sent twice", "a tester")
    assert faults(bench) == []
    (named,) = select_loads(bench.home, file="n.csv")
    assert len(list_faults(bench.home, [named])) == 2


def test_files_are_named_by_name_feed_or_hash(bench: Bench) -> None:
    manifest = bench.load("learner_numbers", "n.csv", UNKNOWN)
    for name in ("n.csv", "learner_numbers/n.csv", manifest.load_id, manifest.sha256.upper()[:8]):
        assert select_load(bench.home, name).load_id == manifest.load_id
    for name in ("N.csv", "psa/n.csv", manifest.sha256[:7], ""):
        with pytest.raises(QuarantineError, match=r"learner_numbers/n\.csv"):
            select_load(bench.home, name)


def test_a_dated_register_is_found_by_its_load_id(bench: Bench) -> None:
    made = [bench.load("providers", f"register_{year}.csv", '"ZA1"\n') for year in (2022, 2023)]
    assert made[0].sha256 == made[1].sha256
    assert [select_load(bench.home, one.load_id).file_name for one in made] == [one.file_name for one in made]


def test_what_does_not_exist_is_told_with_what_does(bench: Bench) -> None:
    with pytest.raises(QuarantineError, match=r"There is no feed 'nets'\. The feeds are providers, "):
        select_loads(bench.home, feed="nets")
    with pytest.raises(QuarantineError, match=r"There is no rule 'nope'.*unknown_provider"):
        require_rule("nope")
    # A warning keeps nothing out, so nothing is in quarantine for it.
    with pytest.raises(QuarantineError):
        require_rule("blank_rows")
    require_rule("missing_column")


def test_a_home_without_files_has_an_empty_quarantine(tmp_path: Path) -> None:
    home = Home(tmp_path)
    assert (list_faults(home, select_loads(home)), count_faults(home, []), waiting_rows(home, [])) == (
        [],
        [],
        (),
    )


def test_many_missing_codes_are_counted_and_five_are_named(bench: Bench) -> None:
    bench.load(
        "learner_numbers", "n.csv", [NUMBERS | {"provider_code": f"ZB{n}"} for n in range(8)] + [UNKNOWN[1]]
    )
    (found,) = waiting_rows(bench.home, select_loads(bench.home))
    assert (found.rows, found.distinct, found.values) == (9, 9, ("ZB0", "ZB1", "ZB2", "ZB3", "ZB4"))
    assert found.text == (
        "9 rows of learner_numbers/n.csv wait for providers ZB0, ZB1, ZB2, ZB3, ZB4 … and 4 more: "
        "land a register that holds them"
    )


def test_a_code_that_a_terminal_would_act_on_is_written_out() -> None:
    found = Waiting("learner_numbers", "n.csv", "unknown_provider", 1, ("ZB\x1b[31m",), 1, 2)
    assert "provider 'ZB\\x1b[31m'" in found.text
