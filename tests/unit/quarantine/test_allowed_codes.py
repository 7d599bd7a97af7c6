"""The codes a sender is told of."""

from typing import Any

import pytest

from expectations import reference
from expectations.contract import contract
from orchestration.lib.quarantine.allowed import allowed_codes

SEED = reference.seed


def test_an_option_that_counts_in_two_ways_over_the_years_is_listed_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    twice = next(row for row in SEED("answer_option") if row["question_code"] == "supervision")

    def seed(name: str) -> Any:
        return (*SEED(name), twice) if name == "answer_option" else SEED(name)

    monkeypatch.setattr(reference, "seed", seed)
    codes = allowed_codes(contract("nets_responses"))["supervision"].split("; ")
    assert codes.count(twice["option_code"]) == 1
