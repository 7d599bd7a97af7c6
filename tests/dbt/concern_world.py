"""Concerns with every kind of history, and what may be said of them, worked out one event at a time.

Belongs here: random concerns, two registers as printed, the state of a concern for a pair of dates. How the
warehouse finds the same is `test_concern_history.py`.
"""

import random
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from orchestration.lib.gates.accepted_folder import ensure_schema_file
from orchestration.lib.home import Home

FIRST, LAST = date(2022, 1, 1), date(2024, 12, 31)
_RANK = {"raised": 0, "closed": 2, "reopened": 3}
_SETS_CATEGORY = ("raised", "categorised", "reopened")
_KINDS = ("raised", "categorised", "categorised", "closed", "reopened", "progress", "plan_agreed", "shared")
_OBLIGED = ("immediate_requirement", "requirement_met", "condition_set", "condition_met")


@dataclass(frozen=True)
class Event:
    """One event of a concern; categories may be absent."""

    event_id: str
    occurred_on: date
    recorded_at: datetime
    kind: str
    before: int | None = None
    after: int | None = None
    condition: str | None = None


@dataclass(frozen=True)
class Concern:
    """One concern of the log with its events, in no particular order."""

    concern_id: str
    provider: str
    raised_on: date
    recorded_at: datetime
    category: int
    events: list[Event] = field(default_factory=list)

    def state(self, on: date, known_by: date) -> tuple[int, bool] | None:
        """Category and open state on a day, from what was recorded by another; None if nothing was."""
        if on < self.raised_on or known_by < self.recorded_at.date():
            return None
        known = [e for e in self.events if e.recorded_at.date() <= known_by]
        known.sort(key=lambda e: (e.occurred_on, e.recorded_at, _RANK.get(e.kind, 1), e.event_id))
        setting = [e for e in known if e.kind in _SETS_CATEGORY and e.after is not None]
        category = self.category
        if setting and setting[0].before is not None:
            category = setting[0].before
        is_open = True
        for event in known:
            if max(event.occurred_on, self.raised_on) > on:
                break
            if event in setting:
                category = event.after if event.after is not None else category
            is_open = {"closed": False, "reopened": True}.get(event.kind, is_open)
        return category, is_open

    @property
    def turning_days(self) -> set[date]:
        """Days on which something happened or was recorded."""
        days = {self.raised_on, self.recorded_at.date()}
        return days.union(*({e.occurred_on, e.recorded_at.date()} for e in self.events))


def random_concerns(count: int, seed: int) -> list[Concern]:
    """Concerns whose events are late, out of order, contradictory, several on one day."""
    draw = random.Random(seed)

    def moment(day: date) -> datetime:
        return datetime.combine(day, time(draw.randrange(24)))

    def some_day(span: int) -> date:
        return FIRST + timedelta(days=draw.randrange(span))

    found = []
    for number in range(count):
        raised_on = some_day(900)
        days = [raised_on + timedelta(days=draw.randrange(-5, 150)) for _ in range(4)]
        concern = Concern(
            f"R{number:03}", draw.choice(("RAA", "RBB", "RCC")), raised_on,
            moment(raised_on + timedelta(days=draw.choice((0, 3, 40)))), draw.randrange(5),
        )  # fmt: skip
        for place in range(draw.randrange(9)):
            kind = draw.choice(_KINDS + _OBLIGED)
            occurred_on = draw.choice(days)
            graded = kind == "categorised" or (kind in ("raised", "reopened") and draw.random() < 0.5)
            concern.events.append(
                Event(
                    f"{concern.concern_id}-{place}", occurred_on,
                    moment(occurred_on + timedelta(days=draw.choice((0, 0, 1, 20, 200)))), kind,
                    draw.choice((None, 0, 1, 2)) if graded else None,
                    draw.randrange(5) if graded else None,
                    draw.choice("AB") if kind.startswith("condition") else None,
                )
            )  # fmt: skip
        found.append(concern)
    return found


def printed_register(provider: str, managed: int, closed: int, new: int) -> list[Concern]:
    """Concerns of a register as printed: so many managed in a year, of these closed, and new after it."""
    at_noon = time(12)
    found = []
    for number in range(managed + new):
        raised_on = date(2022, 10, 3) if number < managed else date(2023, 10, 2)
        recorded_at = datetime.combine(raised_on, at_noon)
        concern = Concern(f"{provider}{number:03}", provider, raised_on, recorded_at, 2)
        if number < closed:
            closing = date(2023, 5, 2) + timedelta(days=10 * number)
            event_id = f"{concern.concern_id}-1"
            concern.events.append(Event(event_id, closing, datetime.combine(closing, at_noon), "closed"))
        found.append(concern)
    return found


def accept(home: Home, concerns: list[Concern], regions: dict[str, str]) -> None:
    """Put concerns, their events and a register of providers where accepted loads lie."""
    rows: dict[str, list[dict[str, Any]]] = {"concerns": [], "concern_events": [], "providers": []}
    for code, region in regions.items():
        rows["providers"].append(
            {"snapshot_date": FIRST, "provider_code": code, "provider_name": code, "region_code": region}
            | {"opened_on": date(2001, 4, 1)}
        )
    for concern in concerns:
        rows["concerns"].append(
            {
                "concern_id": concern.concern_id,
                "provider_code": concern.provider,
                "professions": "ahp;nursing",
            }
            | {"eqf_domains": "D1;D3", "source_type": "visit", "raised_on": concern.raised_on}
            | {"recorded_at": concern.recorded_at, "isf_category": str(concern.category)}
        )
        for event in concern.events:
            rows["concern_events"].append(
                {"event_id": event.event_id, "concern_id": concern.concern_id, "event_type": event.kind}
                | {"occurred_on": event.occurred_on, "recorded_at": event.recorded_at}
                | {"from_category": None if event.before is None else str(event.before)}
                | {"to_category": None if event.after is None else str(event.after)}
                | {"condition_code": event.condition, "recipient": "CQC" if event.kind == "shared" else None}
            )
    audit = pq.read_table(home.ops / "load_audit.parquet")
    loads = []
    for place, (feed, given) in enumerate(rows.items(), start=1):
        schema = pq.read_schema(ensure_schema_file(home, feed))
        full = [
            dict.fromkeys(schema.names) | row | {"_load_id": feed, "_source_row": n}
            for n, row in enumerate(given)
        ]
        pq.write_table(pa.Table.from_pylist(full, schema=schema), home.accepted / feed / "load.parquet")
        load = {
            "feed": feed,
            "load_id": feed,
            "file_name": feed,
            "load_sequence": place,
            "status": "accepted",
        }
        loads.append(dict.fromkeys(audit.schema.names) | {"sha256": ""} | load)
    pq.write_table(pa.Table.from_pylist(loads, schema=audit.schema), home.ops / "load_audit.parquet")
