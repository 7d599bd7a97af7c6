"""The concerns of the small world and their histories: late, out of order, corrected, with gaps.

Belongs here: concerns and events. Everything else of the world is `world.py` and `world_survey.py`.
"""

from collections.abc import Iterator

from tests.order.world import Row, corrected

# concern: provider, professions, domains, source, raised on, category on record
_CONCERNS = {
    "C01": ("ZA1", "nursing", "D1;D3", "learner", "2023-03-01", "1"),
    "C02": ("ZA3", "ahp;nursing", "D3", "educator", "2023-05-10", "1"),
    "C03": ("ZA3", "ahp", "D1", "visit", "2023-09-01", "2"),
    "C04": ("ZA2", "nursing", "D2", "regulator", "2024-01-15", "2"),
    "C05": ("ZA6", "nursing", "D6;D5", "learner", "2024-02-20", "0"),
    "C06": ("ZA5", "ahp", "D4", "education_provider", "2022-11-05", "3"),
    "C07": ("ZA4", "nursing", "D3;D1", "placement_provider", "2024-05-01", "2"),
    "C08": ("ZA1", "ahp", "D1", "nets", "2024-06-12", "1"),
    "C09": ("ZA2", "ahp", "D5", "other", "2024-07-01", "2"),
    "C10": ("ZA3", "nursing", "D3", "learner", "2024-08-08", "3"),
}
# concern: event type, occurred on, days until recorded, from, to
_HISTORIES: dict[str, tuple[tuple[str, str, int, str, str], ...]] = {
    "C01": (
        ("raised", "2023-03-01", 0, "", "1"),
        ("plan_agreed", "2023-03-20", 40, "", ""),
        ("categorised", "2023-04-02", 1, "1", "2"),
        ("plan_off_track", "2023-06-01", 90, "", ""),
        ("categorised", "2023-07-01", 2, "2", "1"),
        ("closed", "2023-09-01", 0, "", ""),
        ("reopened", "2024-02-01", 5, "", "2"),
        ("progress", "2024-03-01", 0, "", ""),
        ("closed", "2024-10-10", 60, "", ""),
        ("condition_set", "2024-10-10", 60, "", ""),
        ("condition_met", "2024-11-01", 60, "", ""),
    ),
    # Each change begins where the one before ended: any of them missing leaves the next waiting.
    "C02": (
        ("raised", "2023-05-10", 3, "", "1"),
        ("categorised", "2023-06-01", 120, "1", "2"),
        ("categorised", "2023-08-01", 0, "2", "3"),
        ("immediate_requirement", "2023-08-20", 1, "", ""),
        ("categorised", "2023-09-01", 30, "3", "4"),
        ("requirement_met", "2023-11-01", 0, "", ""),
        ("categorised", "2023-12-01", 10, "4", "2"),
        ("shared", "2023-12-05", 0, "", ""),
        ("progress", "2024-05-01", 0, "", ""),
    ),
    "C03": (
        ("categorised", "2023-10-01", 0, "2", "3"),
        ("plan_agreed", "2023-10-01", 2, "", ""),
        ("categorised", "2024-04-01", 200, "3", "2"),
        ("closed", "2024-09-01", 1, "", ""),
        ("reopened", "2024-09-01", 2, "", ""),
        ("progress", "2024-09-15", 0, "", ""),
    ),
    "C04": (
        ("raised", "2024-01-15", 0, "", "2"),
        ("shared", "2024-01-20", 0, "", ""),
        ("condition_set", "2024-02-01", 9, "", ""),
        ("closed", "2024-04-01", 0, "", ""),
        # Nothing may follow a closure before the reopening, which was recorded long after.
        ("reopened", "2024-05-01", 150, "", "3"),
        ("categorised", "2024-06-01", 0, "3", "2"),
        ("condition_met", "2024-07-01", 0, "", ""),
        ("progress", "2024-08-01", 0, "", ""),
    ),
    "C05": (
        ("raised", "2024-02-20", 0, "", "0"),
        ("categorised", "2024-03-01", 1, "0", "1"),
        ("categorised", "2024-04-01", 1, "1", "2"),
    ),
    "C06": (
        ("raised", "2022-11-05", 0, "", "3"),
        ("plan_agreed", "2022-12-01", 0, "", ""),
        ("categorised", "2023-02-01", 0, "3", "2"),
        ("categorised", "2023-03-01", 0, "2", "1"),
        ("closed", "2023-05-01", 300, "", ""),
    ),
    "C07": (
        ("raised", "2024-05-01", 0, "", "2"),
        ("categorised", "2024-06-01", 0, "2", "3"),
        ("categorised", "2024-08-01", 0, "3", "1"),
        ("closed", "2024-09-09", 0, "", ""),
    ),
    "C08": (("raised", "2024-06-12", 0, "", "1"), ("progress", "2024-07-01", 20, "", "")),
    "C10": (
        ("raised", "2024-08-08", 0, "", "3"),
        ("immediate_requirement", "2024-08-09", 0, "", ""),
        ("progress", "2024-10-01", 0, "", ""),
    ),
}


def _recorded(day: str, days: int) -> str:
    from datetime import date, timedelta

    return f"{date.fromisoformat(day) + timedelta(days=days)}T10:00:00Z"


def _concerns() -> Iterator[Row]:
    for concern_id, (provider, professions, domains, source, raised_on, category) in _CONCERNS.items():
        values = {"concern_id": concern_id, "provider_code": provider, "professions": professions}
        values |= {"eqf_domains": domains, "source_type": source, "raised_on": raised_on}
        values |= {"recorded_at": _recorded(raised_on, 1), "isf_category": category}
        row = Row("concerns", {**values, "patient_safety": "Y" if category == "3" else "N"})
        yield row
        if concern_id == "C08":
            yield corrected(row, isf_category="2", eqf_domains="D3;D1")
        if concern_id == "C09":
            yield corrected(row, provider_code="ZA6", professions="ahp;midwifery")
    yield Row("concerns", {**row.values, "concern_id": "C50", "provider_code": "ZX0"}, kept_out=True)


def _event(event_id: str, concern_id: str, told: tuple[str, str, int, str, str]) -> Row:
    kind, occurred_on, days, before, after = told
    values = {"event_id": event_id, "concern_id": concern_id, "occurred_on": occurred_on}
    values |= {"recorded_at": _recorded(occurred_on, days), "event_type": kind}
    values |= {"from_category": before, "to_category": after}
    values |= {"recipient": "regulator" if kind == "shared" else ""}
    values |= {"provider_informed": "Y" if kind == "shared" else ""}
    return Row("concern_events", values | {"condition_code": "K1" if kind.startswith("condition") else ""})


def _events() -> Iterator[Row]:
    found = {}
    for concern_id, history in _HISTORIES.items():
        for place, told in enumerate(history):
            event_id = f"{concern_id}-{place:02}"
            found[event_id] = _event(event_id, concern_id, told)
    yield from found.values()
    # A change first told wrongly: what follows it is right only by the correction.
    wrong = _event("C08-90", "C08", ("categorised", "2024-09-01", 0, "1", "2"))
    yield wrong
    yield _event("C08-91", "C08", ("categorised", "2024-10-01", 0, "3", "2"))
    yield corrected(wrong, to_category="3")
    # Moved to another concern, and moved in time: the histories of both concerns change.
    yield corrected(
        found["C03-05"], concern_id="C10", occurred_on="2024-10-15", recorded_at="2024-10-16T08:00:00Z"
    )
    yield corrected(found["C06-04"], occurred_on="2023-06-15")
    yield corrected(found["C10-02"], event_type="plan_agreed")
    yield from _never_complete()


def _never_complete() -> Iterator[Row]:
    """Events that wait for what never comes, and events that are wrong for good."""
    yield _event("W-1", "C99", ("progress", "2024-05-01", 0, "", ""))
    yield _event("W-2", "C09", ("categorised", "2024-09-01", 0, "0", "1"))
    yield _event("W-3", "C06", ("progress", "2024-01-01", 0, "", ""))
    faulty = _event("F-1", "C01", ("progress", "2023-04-01", 0, "", ""))
    yield Row(faulty.stream, faulty.values | {"event_type": "celebrated"}, kept_out=True)
    early = _event("F-2", "C10", ("closed", "2024-01-01", 0, "", ""))
    yield Row(early.stream, early.values, kept_out=True)


def concern_rows() -> Iterator[Row]:
    """Concerns and events, with their faults and corrections."""
    yield from _concerns()
    yield from _events()
