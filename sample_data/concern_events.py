"""The `concern_events` feed: what happens to a concern after it was raised.

Belongs here: the course of a concern as a chain of dated steps, and how late each step is recorded. Which
concerns there are is `concerns.py`. A step after the end of the log has not happened yet: cutting the chain
there leaves the concern open.
"""

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from expectations import reference
from sample_data.coded import BLANK, Coded
from sample_data.concern_steps import Booleans, Indexes, StepLog, Steps
from sample_data.concerns import Concerns
from sample_data.streams import stream

LOG_ENDS = np.datetime64("2024-12-31")
LOG_TAKEN = np.datetime64("2025-02-14")  # the day the file was made; nothing was recorded later
_SUSPENDED = 0.4  # of the major concerns whose plan fails
_LATE_PLAN_EVERY = 20  # so many concerns, one of them without a plan when it should have one
_SLOW_EVERY, _SLOW_DAYS = 5, 300  # so many concerns, one of which takes so much longer to meet a demand
_URGENT_DAYS = 30  # an urgent demand comes before any plan can have failed
_RECIPIENTS = ("GMC", "NMC", "HCPC", "GDC", "GPhC", "CQC", "Integrated care board", "University partners")
_CONDITION_TEXT = "Raise the survey response rate to 40 per cent in the next wave."
_REGULAR_LAG, _LATE_LAG, _LATE = 4.0, 45.0, 0.04  # mean days until recorded; some are late


def event_table(concerns: Concerns, seed: int) -> pa.Table:
    """Return the `concern_events` feed in order of recording."""
    rng = stream(seed, "concern events")
    steps = _courses(concerns, rng).joined()
    occurred = concerns.raised[steps.concern] + steps.day.astype("timedelta64[D]")
    steps, occurred = steps.take(np.flatnonzero(occurred <= LOG_ENDS)), occurred[occurred <= LOG_ENDS]
    starts = np.flatnonzero(np.diff(steps.concern, prepend=-1))
    number = np.arange(len(occurred)) - np.repeat(starts, np.diff(starts, append=len(occurred))) + 1
    suffix = np.char.add("-E", np.char.zfill(number.astype(str), 2))
    table = _describe(concerns, steps, occurred, rng)
    event_id = np.char.add(concerns.identifier[steps.concern], suffix)
    return table.add_column(0, "event_id", pa.array(event_id.tolist())).sort_by(
        [("recorded_at", "ascending"), ("event_id", "ascending")]
    )


def _courses(concerns: Concerns, rng: np.random.Generator) -> StepLog:
    """Draw the chain of steps of every concern; days never run backwards along a chain."""
    size, log = len(concerns), StepLog()
    category = concerns.category

    def chance(share: float | npt.NDArray[np.float64]) -> Booleans:
        return np.asarray(rng.random(size) < share)

    def after(day: Indexes, shortest: int, mean: float) -> Indexes:
        return day + shortest + np.floor(rng.exponential(mean, size)).astype(np.int64)

    zero = np.zeros(size, dtype=np.int64)
    log.add("raised", np.ones(size, dtype=bool), zero)
    # Minor concerns are minor because a plan is in place; of a few it is agreed only later.
    planned = (category == 1) | ((category >= 2) & chance(0.92))
    at_once = (category == 1) & (np.arange(size) % _LATE_PLAN_EVERY != 0)
    plan_day = np.where(at_once, 0, after(zero, 7, 25.0))
    log.add("plan_agreed", planned, plan_day)
    # Plans fail more often where quality is low; training is suspended only after an urgent demand.
    failing = planned & chance(1 / (1 + np.exp(1.1 + 0.9 * concerns.quality)))
    suspended = failing & (category == 3) & chance(_SUSPENDED)
    urgent = suspended | ((category == 3) & chance(0.6))
    urgent_day = np.minimum(after(zero, 3, 6.0), _URGENT_DAYS)
    # Due in five working days: some are met in time, some late, a few so late that the log ends before.
    met_day = after(urgent_day, 1, 9.0) + np.where(np.arange(size) % _SLOW_EVERY == 0, _SLOW_DAYS, 0)
    log.add("immediate_requirement", urgent, urgent_day)
    log.add("requirement_met", urgent, met_day)
    log.add("shared", (category >= 2) & chance(0.45), after(zero, 5, 20.0))

    # A plan that does not deliver takes the concern up a category.
    failing_day = after(plan_day, 40, 60.0)
    log.add("plan_off_track", failing, failing_day)
    raised_day = after(failing_day, 1, 10.0)
    higher = suspended | (failing & (category < 3))
    top = category + higher
    log.add("categorised", higher, raised_day, category, top)
    worst_day = np.where(
        higher, raised_day, np.where(failing, failing_day, np.where(planned, plan_day, zero))
    )

    conditioned = (top >= 2) & planned & chance(0.4)
    condition_day = after(worst_day, 10, 20.0)
    condition_met_day = after(condition_day, 60, 90.0)
    log.add("condition_set", conditioned, condition_day)
    log.add("condition_met", conditioned, condition_met_day)

    progress_day = after(worst_day, 30, 60.0)
    log.add("progress", planned & chance(0.7), progress_day)
    settled = np.maximum.reduce(
        [progress_day, np.where(urgent, met_day, 0), np.where(conditioned, condition_met_day, 0), worst_day]
    )
    # De-escalation goes step by step and ends with closure; without a plan a concern cannot be minor.
    level, day = top, settled
    for _ in range(4):
        lower = level > 0
        day = np.where(lower, after(day, 20, 50.0), day)
        below = np.where(planned, level - 1, 0)
        log.add("categorised", lower, day, level, below)
        level = np.where(lower, below, level)
    closed_day = after(day, 5, 20.0)
    log.add("closed", np.ones(size, dtype=bool), closed_day)
    back = chance(0.1)
    back_day = after(closed_day, 30, 120.0)
    log.add("reopened", back, back_day)
    log.add("categorised", back, after(back_day, 1, 5.0), zero, zero + 2)
    return log


def _describe(
    concerns: Concerns, steps: Steps, occurred: npt.NDArray[np.datetime64], rng: np.random.Generator
) -> pa.Table:
    size = len(occurred)
    late = rng.random(size) < _LATE
    lag = np.floor(rng.exponential(np.where(late, _LATE_LAG, _REGULAR_LAG))).astype("timedelta64[D]")
    minutes = rng.integers(510, 1050, size).astype("timedelta64[m]")
    recorded = (occurred + lag).astype("datetime64[m]") + minutes
    raised = steps.kind == "raised"
    recorded = np.where(
        raised, concerns.recorded[steps.concern], np.maximum(recorded, concerns.recorded[steps.concern] + 1)
    )
    recorded = np.minimum(recorded, LOG_TAKEN.astype("datetime64[m]") - 1)
    shared = steps.kind == "shared"
    recipient = np.where(shared, rng.integers(0, len(_RECIPIENTS), size), BLANK)
    informed = np.where(shared, (rng.random(size) < 0.1).astype(int), BLANK)
    condition = np.where(np.isin(steps.kind, ["condition_set", "condition_met"]), 0, BLANK)
    categories = tuple(reference.codes("isf_category"))
    return pa.table(
        {
            "concern_id": concerns.identifier[steps.concern].tolist(),
            "occurred_on": pa.array(occurred.astype("datetime64[D]")),
            "recorded_at": pa.array(recorded.astype("datetime64[s]")),
            "event_type": steps.kind.tolist(),
            "from_category": Coded(steps.before, categories).arrow().cast(pa.string()),
            "to_category": Coded(steps.after, categories).arrow().cast(pa.string()),
            "recipient": Coded(recipient, _RECIPIENTS).arrow().cast(pa.string()),
            "provider_informed": Coded(informed, ("Y", "N")).arrow().cast(pa.string()),
            "condition_code": Coded(condition, ("K1",)).arrow().cast(pa.string()),
            "condition_text": Coded(condition, (_CONDITION_TEXT,)).arrow().cast(pa.string()),
        }
    )
