"""Every governed code that a page may meet has words; a new code in a list fails here, not in a release."""

import pytest

from expectations.reference import seed
from orchestration.lib.report import words
from orchestration.lib.report.sheets import SHORTHAND


@pytest.mark.parametrize(
    ("table", "column", "known"),
    [
        ("cell_status", "status_code", words.STATUS),
        ("psa_answer", "answer_code", words.DECLARATIONS),
        ("triangulation_movement", "movement_code", words.MOVEMENTS),
        ("concern_event_type", "event_type_code", words.EVENTS),
        ("provider_type", "provider_type_code", words.PROVIDER_TYPES),
    ],
)
def test_every_code_of_a_list_has_words(table: str, column: str, known: dict[str, str]) -> None:
    codes = {row[column] for row in seed(table)}
    assert codes
    assert codes <= set(known)


def test_every_reason_for_no_figure_has_its_shorthand() -> None:
    assert set(words.STATUS) - {"shown"} == set(SHORTHAND)


def test_figures_read_as_people_write_them() -> None:
    assert words.z(-0.5) == "\u22120.50"
    assert words.points(3.14) == "+3.1"
    assert words.pct(None) == "\u2013"
    assert words.count(1, "cell") == "1 cell"
    assert words.count(1200, "answer") == "1,200 answers"
