"""Concerns of each provider: their steps on the ISF, what happened, and what may be asked about them.

Belongs here: reading the concern tables and laying out the time line.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from orchestration.lib.report import words
from orchestration.lib.report.facts import Facts, Row

WIDTH, _LEFT, _STEP, _TOP = 720, 130, 26, 24
_SHOWN = 12
_LAST = dt.date(9999, 12, 1)

_CONCERNS = """
select concern_id, provider_code, primary_domain_code, raised_on, current_isf_category, highest_isf_category,
    is_open, closed_on, patient_safety, review_due_on, months_open, has_open_requirement, as_of_on
from fct_concern order by is_open desc, current_isf_category desc, raised_on desc, concern_id
"""
_SPANS = """
select concern_id, valid_from, valid_to, isf_category, is_open from fct_concern_span
where known_to = date '9999-12-01' order by concern_id, valid_from
"""
_EVENTS = """
select concern_id, occurred_on, event_type_code, from_category, to_category from fct_concern_event
order by concern_id, event_sequence
"""
_PROMPTS = """
select provider_code, concern_id, prompt_name, question, since_on, current_isf_category
from rpt_concern_prompt
where is_open order by provider_code, current_isf_category desc, concern_id, prompt_code
"""


@dataclass(frozen=True)
class Segment:
    """A stretch of time in one category; coordinates as text."""

    x: str
    width: str
    category: int
    is_wide: bool


@dataclass(frozen=True)
class TimeLine:
    """The steps of some concerns over time.

    Attributes:
        lanes: Height, concern, its segments.
        years: Where each year begins.
    """

    height: str
    lanes: tuple[tuple[str, str, tuple[Segment, ...]], ...]
    years: tuple[tuple[str, str], ...]


def concern_views(facts: Facts) -> dict[str, dict[str, Any]]:
    """Return, for each provider with a concern on record, its concerns, prompts and time line."""
    spans = facts.grouped("concern_id", _SPANS)
    events = facts.grouped("concern_id", _EVENTS)
    prompts = facts.grouped("provider_code", _PROMPTS)
    views = {}
    for provider, concerns in facts.grouped("provider_code", _CONCERNS).items():
        for concern in concerns:
            concern["steps"] = "; ".join(_step(event) for event in events[concern["concern_id"]])
        is_open = [concern for concern in concerns if concern["is_open"]]
        views[provider] = {
            "concerns": concerns,
            "open": is_open,
            "highest": max((concern["current_isf_category"] for concern in is_open), default=None),
            "prompts": prompts[provider],
            "time_line": _time_line((is_open or concerns)[:_SHOWN], spans),
        }
    return views


def _step(event: Row) -> str:
    told = f"{words.month(event['occurred_on'])} {words.EVENTS[event['event_type_code']]}"
    if event["to_category"] is None or event["to_category"] == event["from_category"]:
        return told
    return f"{told} (ISF {event['to_category']})"


def _time_line(concerns: list[Row], spans: dict[str, list[Row]]) -> TimeLine | None:
    drawn = [(concern["concern_id"], spans[concern["concern_id"]]) for concern in concerns]
    drawn = [(concern, rows) for concern, rows in drawn if rows]
    if not drawn:
        return None
    end = max(concern["as_of_on"] for concern in concerns)
    start = min(rows[0]["valid_from"] for _, rows in drawn)
    months = max(_months(start, end), 1)
    scale = (WIDTH - _LEFT - 8) / months

    def at(day: dt.date) -> float:
        return _LEFT + _months(start, min(day, end)) * scale

    lanes = []
    for place, (concern, rows) in enumerate(drawn):
        segments = tuple(
            Segment(
                x=f"{at(row['valid_from']):.1f}",
                width=f"{max(at(row['valid_to']) - at(row['valid_from']), 2):.1f}",
                category=row["isf_category"],
                is_wide=at(row["valid_to"]) - at(row["valid_from"]) > 12,
            )
            for row in rows
            if row["is_open"] and row["isf_category"] is not None
        )
        lanes.append((str(_TOP + place * _STEP), concern, segments))
    years = [dt.date(year, 1, 1) for year in range(start.year + 1, end.year + 1)]
    return TimeLine(
        height=str(_TOP + len(drawn) * _STEP + 6),
        lanes=tuple(lanes),
        years=tuple((f"{at(day):.1f}", str(day.year)) for day in years),
    )


def _months(start: dt.date, end: dt.date) -> int:
    return (end.year - start.year) * 12 + end.month - start.month
