"""Keys: given twice, blank, and files that come again or correct others."""

from tests.corpus.case import Accepted, Case, Quarantined
from tests.corpus.tables import LEARNER_ROWS, Edits, bytes_of, learners, text_of

_FEED = "learner_numbers"
_SAME = {"wave": "2023", "provider_code": "ZA0", "profession": "doctors_in_training"}
_KEY = "wave, provider_code, site_code, profession, learner_level"


def _twice(name: str, row: dict[str, str]) -> Case:
    """Row 7 has the key of row 2."""
    outcome = Quarantined(LEARNER_ROWS, frozenset({(7, _KEY, "duplicate_key")}))
    return Case(f"key-{name}", _FEED, outcome, lambda: bytes_of(learners({7: row})))


def _file(edits: Edits | None = None) -> bytes:
    return bytes_of(learners(edits))


CASES = (
    _twice("twice", _SAME),
    _twice("twice-in-other-case", _SAME | {"provider_code": " za0 ", "profession": "Doctors in Training"}),
    _twice("twice-in-words", _SAME | {"wave": "nets 2023", "profession": "DOCTORS_IN_TRAINING"}),
    Case(
        "key-blank",
        _FEED,
        Quarantined(LEARNER_ROWS, frozenset({(7, "wave", "missing_key")})),
        lambda: _file({7: {"wave": "  "}}),
    ),
    Case(
        "key-every-row-twice",
        _FEED,
        Quarantined(
            range(2, 402),
            frozenset((row, _KEY, "duplicate_key") for row in range(202, 402)),
            gate=frozenset({"learner_numbers.quarantined_share"}),
        ),
        lambda: (text_of(learners()) + text_of(learners()).split("\n", 1)[1]).encode(),
    ),
    Case(
        "key-again-in-a-later-file",
        _FEED,
        Accepted(LEARNER_ROWS, reads={(2, "learners"): 999}),
        lambda: _file({2: {"learners": "999"}}),
        before=(("first.csv", _file),),
    ),
    Case(
        "key-same-name-other-bytes",
        _FEED,
        Accepted(LEARNER_ROWS, reads={(2, "learners"): 999}),
        lambda: _file({2: {"learners": "999"}}),
        name="same.csv",
        before=(("same.csv", _file),),
    ),
    Case("key-same-bytes-other-name", _FEED, Accepted(LEARNER_ROWS), _file, before=(("first.csv", _file),)),
    Case(
        "key-half-then-whole-under-one-name",
        _FEED,
        Accepted(LEARNER_ROWS),
        _file,
        name="growing.csv",
        before=(("growing.csv", lambda: _file()[: len(_file()) // 2]),),
    ),
    Case(
        "key-cut-in-a-number-then-whole",
        _FEED,
        Accepted(LEARNER_ROWS, reads={(201, "learners"): 219}),
        _file,
        name="growing.csv",
        before=(("growing.csv", lambda: _file()[:-2]),),
    ),
)
