"""Concerns and their events: faults that only a history shows."""

from collections.abc import Mapping

from tests.corpus.case import Accepted, Case, Fault, Outcome, Quarantined
from tests.corpus.tables import bytes_of, concerns, events

_REFUSED = frozenset({"concern_events.quarantined_share"})


def _case(name: str, outcome: Outcome, *changes: Mapping[str, str]) -> Case:
    """Events, each a day after the one before, about the concern C1 of 10 January 2024, category 2."""
    dated = [{"occurred_on": f"2024-02-0{place}", **change} for place, change in enumerate(changes, 1)]
    return Case(f"event-{name}", "concern_events", outcome, lambda: bytes_of(events(*dated)))


def _faulty(name: str, fault: Fault, *changes: Mapping[str, str]) -> Case:
    rows = range(2, 2 + len(changes))
    return _case(name, Quarantined(rows, frozenset({fault}), gate=_REFUSED), *changes)


def _waits(name: str, fault: Fault, *changes: Mapping[str, str]) -> Case:
    rows = range(2, 2 + len(changes))
    return _case(name, Quarantined(rows, frozenset({fault}), waiting=(fault[0],)), *changes)


def _moved(before: str, after: str) -> dict[str, str]:
    return {"event_type": "categorised", "from_category": before, "to_category": after}


def _logged(name: str, outcome: Outcome, **cells: str) -> Case:
    return Case(f"concern-{name}", "concerns", outcome, lambda: bytes_of(concerns({}, cells)))


def _spelt(name: str, text: str, category: str) -> Case:
    return _logged(name, Accepted((2, 3), reads={(3, "isf_category"): category}), isf_category=text)


_PLAIN: dict[str, str] = {}
_CLOSED = {"event_type": "closed"}
_LOG_REFUSED = frozenset({"concerns.quarantined_share"})

CASES = (
    _case(
        "history-that-holds",
        Accepted((2, 3, 4, 5)),
        _moved("2", "3"),
        _moved("3", "1"),
        _CLOSED,
        {"event_type": "reopened"},
    ),
    _case(
        "late-and-out-of-order",
        Accepted((2, 3)),
        {**_moved("3", "1"), "occurred_on": "2024-03-01"},
        {**_moved("2", "3"), "occurred_on": "2024-02-01"},
    ),
    _case(
        "of-a-suspension-nobody-reported",
        Accepted((2,), frozenset({"suspended_without_event"})),
        {"concern_id": "C4"},
    ),
    _faulty(
        "closed-before-raised",
        (3, "occurred_on", "closed_before_raised"),
        _PLAIN,
        {**_CLOSED, "occurred_on": "2024-01-09"},
    ),
    _waits("category-jump", (3, "from_category", "category_jump"), _PLAIN, _moved("1", "3")),
    _waits(
        "leaves-a-suspension-nobody-reported",
        (3, "from_category", "suspension_without_event"),
        _PLAIN,
        _moved("4", "2"),
    ),
    _waits("after-close", (4, "event_type", "event_after_close"), _PLAIN, _CLOSED, _PLAIN),
    _case(
        "condition-met-after-close",
        Accepted((2, 3)),
        _CLOSED,
        {"event_type": "condition_met", "condition_code": "K1"},
    ),
    _waits("of-an-unknown-concern", (3, "concern_id", "unknown_concern"), _PLAIN, {"concern_id": "C99"}),
    _waits(
        "of-a-concern-spelt-with-a-lookalike",
        (3, "concern_id", "unknown_concern"),
        _PLAIN,
        {"concern_id": "\u0421" + "1"},
    ),
    _case(
        "of-a-concern-in-decomposed-letters",
        Accepted((2, 3), reads={(3, "concern_id"): "Caf\u00e9-1"}),
        _PLAIN,
        {"concern_id": "Cafe\u0301-1"},
    ),
    _waits(
        "of-a-concern-without-its-accent",
        (3, "concern_id", "unknown_concern"),
        _PLAIN,
        {"concern_id": "Cafe-1"},
    ),
    _faulty(
        "shared-with-nobody", (3, "recipient", "missing_for_event_type"), _PLAIN, {"event_type": "shared"}
    ),
    _faulty(
        "categorised-as-nothing",
        (3, "to_category", "missing_for_event_type"),
        _PLAIN,
        {"event_type": "categorised"},
    ),
    _faulty("of-an-unknown-type", (3, "event_type", "unknown_code"), _PLAIN, {"event_type": "escalated"}),
    _faulty("in-the-future", (3, "occurred_on", "future_date"), _PLAIN, {"occurred_on": "2098-01-01"}),
    _faulty("twice", (3, "event_id", "duplicate_key"), _PLAIN, {"event_id": "E0"}),
    _spelt("category-as-cat-2", "Cat 2", "2"),
    _spelt("category-as-isf-3", "isf 3", "3"),
    _spelt("category-in-words", "Significant", "2"),
    _spelt("category-as-its-name", "Training suspended", "4"),
    _logged(
        "of-category-5",
        Quarantined((2, 3), frozenset({(3, "isf_category", "unknown_code")}), gate=_LOG_REFUSED),
        isf_category="5",
    ),
    _logged(
        "of-several-professions",
        Accepted((2, 3), reads={(3, "professions"): "nursing;midwifery"}),
        professions="Nursing; midwifery",
    ),
    _logged(
        "of-a-profession-unknown-among-known",
        Quarantined((2, 3), frozenset({(3, "professions", "unknown_profession")}), gate=_LOG_REFUSED),
        professions="nursing;wizardry",
    ),
    _logged(
        "raised-in-us-order",
        Quarantined((2, 3), frozenset({(3, "raised_on", "impossible_date")}), gate=_LOG_REFUSED),
        raised_on="01/25/2024",
    ),
    _logged(
        "patient-safety-perhaps",
        Quarantined((2, 3), frozenset({(3, "patient_safety", "not_a_boolean")}), gate=_LOG_REFUSED),
        patient_safety="perhaps",
    ),
    _logged(
        "number-as-excel-writes-it",
        Quarantined((2, 3), frozenset({(3, "concern_id", "scientific_notation")}), gate=_LOG_REFUSED),
        concern_id="1.23E+15",
    ),
)
