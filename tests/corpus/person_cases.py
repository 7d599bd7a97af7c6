"""Identifiers of persons where they must not be, and values that only come near to one."""

import random
from collections.abc import Callable

from tests.corpus.case import Accepted, Case, Quarantined, Rejected
from tests.corpus.tables import ANSWER_ROWS, answers, bytes_of, learners

_FEED = "nets_responses"
_REFUSED = Rejected("person_identifier", "look")


def _nhs(n: int) -> str:
    """A number that passes the check of NHS numbers (from the range that is never issued)."""
    for nine in range(999_000_000 + 37 * n, 999_999_999):
        check = (11 - sum(int(d) * w for d, w in zip(str(nine), range(10, 1, -1), strict=True)) % 11) % 11
        if check < 10:
            return f"{nine}{check}"
    raise AssertionError


def _random_number(digits: int) -> Callable[[int], str]:
    return lambda n: str(random.Random(n).randrange(10 ** (digits - 1), 10**digits))


def _nmc(n: int) -> str:
    return f"{10 + n % 80}{'ABCDEFGHIJKL'[n % 12]}{1000 + n}E"


def _column(name: str, column: str, value: Callable[[int], str], outcome: Accepted | Rejected) -> Case:
    """A whole column of such values."""
    return Case(
        f"person-{name}",
        _FEED,
        outcome,
        lambda: bytes_of(answers({row: {column: value(row)} for row in ANSWER_ROWS})),
    )


def _cell(name: str, column: str, value: str, outcome: Accepted | Quarantined | Rejected) -> Case:
    return Case(f"person-{name}", _FEED, outcome, lambda: bytes_of(answers({5: {column: value}})))


_UNKNOWN = Accepted(ANSWER_ROWS, frozenset({"unknown_columns"}))
_NAMES = ("Amara Okafor", "Bethan Rees", "Chidi Eze", "Dafydd Pugh", "Eilidh Munro", "Farah Aziz")

CASES = (
    _column("gmc-numbers-as-response-ids", "response_id", _random_number(7), _REFUSED),
    _column("nmc-pins-as-response-ids", "response_id", _nmc, _REFUSED),
    _column("nhs-numbers-as-response-ids", "response_id", _nhs, _REFUSED),
    _column("e-mail-as-response-ids", "response_id", lambda n: f"learner{n}@example.org", _REFUSED),
    _column("nhs-numbers-in-an-unknown-column", "reference", _nhs, _REFUSED),
    _column("e-mail-in-an-unknown-column", "reply_to", lambda n: f"learner{n}@example.org", _REFUSED),
    Case(
        "person-e-mail-beside-counts",
        "learner_numbers",
        _REFUSED,
        lambda: bytes_of([row | {"contact": f"tutor{n}@example.org"} for n, row in enumerate(learners())]),
    ),
    _column("names-in-the-profession", "profession", lambda n: _NAMES[n % 6], _REFUSED),
    _column("names-with-titles-in-the-specialty", "specialty", lambda n: f"Dr {_NAMES[n % 6]}", _REFUSED),
    _cell("e-mail-in-one-code", "site_code", "a.b@example.org", _REFUSED),
    _cell("gmc-number-in-one-code", "site_code", "7012345", _REFUSED),
    _cell(
        "one-name-in-the-profession",
        "profession",
        "Jane Smith",
        Quarantined(ANSWER_ROWS, frozenset({(5, "profession", "unknown_profession")})),
    ),
    _column(
        "near-miss-counter-of-seven-digits",
        "response_id",
        lambda n: str(1_000_000 + n),
        Accepted(ANSWER_ROWS),
    ),
    _column("near-miss-ten-random-digits", "response_id", _random_number(10), Accepted(ANSWER_ROWS)),
    _column(
        "near-miss-hexadecimal",
        "response_id",
        lambda n: f"{random.Random(n).getrandbits(64):016x}",
        Accepted(ANSWER_ROWS),
    ),
    _column("near-miss-ukprn", "education_provider_ukprn", lambda n: "10000001", Accepted(ANSWER_ROWS)),
    _column("near-miss-at-sign", "site_code", lambda n: "Ward 3 @ North", Accepted(ANSWER_ROWS)),
    _column("near-miss-title-case-label", "specialty", lambda n: "General Surgery", Accepted(ANSWER_ROWS)),
    _column("near-miss-six-digits", "batch", _random_number(6), _UNKNOWN),
)
