"""Rows are told as freed when an accepted register holds the provider they wait for, until they load."""

import pytest

from orchestration.lib.quarantine.freed import freed_rows
from tests.unit.quarantine.line import Line
from tests.unit.quarantine.test_quarantine_empties_itself import GOOD, rows_of


def found(line: Line) -> list[tuple[str, str, int]]:
    return [(one.feed, one.file_name, one.rows) for one in freed_rows(line.home)]


@pytest.mark.parametrize("feed", GOOD)
def test_rows_are_freed_by_a_register_that_was_accepted_alone(line: Line, feed: str) -> None:
    line.register("ods_etr_2023.csv", "ZA1")
    line.drop(feed, "some.csv", rows_of(feed, "ZA1", "ZB1", "ZC1"))
    line.run()
    assert found(line) == []
    line.register("ods_etr_2024.csv", "ZA1", "ZB1")
    line.run("providers")
    assert found(line) == [(feed, "some.csv", 1)]
    line.run()
    assert found(line) == []


def test_a_refused_register_frees_nothing_and_the_key_tells_another_finding(line: Line) -> None:
    line.register("ods_etr_2023.csv", "ZA1")
    line.drop("psa", "some.csv", rows_of("psa", "ZA1", "ZB1", "ZC1"))
    line.run()
    line.drop("providers", "ods_etr_2024.csv", "no register")
    line.run("providers")
    assert found(line) == []
    line.register("ods_etr_2024-05-01.csv", "ZB1")
    line.run("providers")
    (first,) = freed_rows(line.home)
    line.register("ods_etr_2024-06-01.csv", "ZC1")
    line.run("providers")
    (second,) = freed_rows(line.home)
    assert (first.rows, second.rows) == (1, 2)
    assert first.reference_hash != second.reference_hash
