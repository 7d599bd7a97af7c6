"""Choosing an option on each scale, so that exactly the national share chooses the counted ones.

Belongs here: one function per scale of the question bank. Who is asked, and with which score, is `survey.py`.
"""

import numpy as np
import numpy.typing as npt

from expectations import reference
from expectations.reference import Question
from sample_data.calibration import graded, highest, share_count
from sample_data.targets import target

# How favourable and unfavourable answers split over the five grades, worst first; ours.
_UNFAVOURABLE_SPLIT = {"quality5": (0.32, 0.68), "agree5": (0.15, 0.35, 0.5)}
_FAVOURABLE_SPLIT = {"quality5": (0.3, 0.45, 0.25), "agree5": (0.6, 0.4)}

Floats = npt.NDArray[np.float64]
Indexes = npt.NDArray[np.int64]


def options(question: str, year: int) -> tuple[str, ...]:
    """Return the options of a question in a wave year, in governed order, `not_applicable` last."""
    rows = [
        row
        for row in reference.seed("answer_option")
        if row["question_code"] == question
        and int(row["valid_from_year"]) <= year <= int(row["valid_to_year"] or 9999)
    ]
    return tuple(row["option_code"] for row in sorted(rows, key=lambda row: int(row["option_order"])))


def _share(question: str, year: int) -> float:
    (indicator,) = [
        r["indicator_code"] for r in reference.seed("indicator") if r["question_code"] == question
    ]
    return target(indicator, year).pct / 100


def choose_grade(question: Question, score: Floats, year: int) -> Indexes:
    """Return the grade of each score on a five-point scale, 0 the worst.

    Args:
        question: A question with the scale `quality5` or `agree5`.
        score: One continuous score per respondent, higher is better.
        year: Year of the wave.
    """
    favourable = _share(question.code, year)
    low = [(1 - favourable) * part for part in _UNFAVOURABLE_SPLIT[question.scale]]
    high = [favourable * part for part in _FAVOURABLE_SPLIT[question.scale]]
    return graded(score, low + high)


def choose_yes_or_no(question: Question, labels: tuple[str, ...], score: Floats, year: int) -> Indexes:
    """Return yes or no for each score, as a position in the labels.

    Args:
        question: A question with the scale `yes_no`.
        labels: Its options.
        score: One continuous score per respondent, higher is better, whichever answer is the good one.
        year: Year of the wave.
    """
    (counted,) = {
        row["counted_options"] for row in reference.seed("indicator") if row["question_code"] == question.code
    }
    good = {r["option_code"] for r in reference.seed("answer_option")
            if r["question_code"] == question.code and r["is_favourable"] == "true"}  # fmt: skip
    count = share_count(len(score), _share(question.code, year))
    chosen = highest(score if counted in good else -score, count)
    other = "no" if counted == "yes" else "yes"
    return np.where(chosen, labels.index(counted), labels.index(other))


def choose_workload(labels: tuple[str, ...], score: Floats, year: int, rng: np.random.Generator) -> Indexes:
    """Return the workload answer for each score: low scores are too busy, anyone else may be too quiet.

    Args:
        labels: Options of the question.
        score: One continuous score per respondent, higher is better.
        year: Year of the wave.
        rng: Stream of the wave.
    """
    busy = highest(-score, share_count(len(score), target("workload_too_busy", year).pct / 100))
    rest = np.flatnonzero(~busy)
    quiet = highest(
        rng.logistic(size=len(rest)), share_count(len(score), target("workload_too_quiet", year).pct / 100)
    )
    index = np.where(busy, labels.index("too_busy"), labels.index("about_right"))
    index[rest[quiet]] = labels.index("too_quiet")
    return index


def choose_reasons(
    question: Question, labels: tuple[str, ...], size: int, year: int, rng: np.random.Generator
) -> tuple[Indexes, tuple[str, ...]]:
    """Return a combination of reasons per respondent, and the texts of all combinations.

    Args:
        question: A question with the scale `multi`.
        labels: Its options.
        size: Number of respondents.
        year: Year of the wave.
        rng: Stream of the wave.
    """
    reasons = [label for label in labels if label not in ("not_applicable", "other")]
    indicators = {r["counted_options"]: r["indicator_code"]
                  for r in reference.seed("indicator") if r["question_code"] == question.code}  # fmt: skip
    mask = np.zeros(size, dtype=np.int64)
    for bit, reason in enumerate(reasons):
        count = share_count(size, target(indicators[reason], year).pct / 100)
        mask |= highest(rng.logistic(size=size), count).astype(np.int64) << bit
    # Whoever found no reason in the list has another one.
    missing = mask == 0
    other = share_count(size, target(indicators["other"], year).pct / 100)
    also = highest(rng.random(size) + missing, max(other, int(missing.sum())))
    mask |= also.astype(np.int64) << len(reasons)
    every = [*reasons, "other"]
    combinations = tuple(
        ";".join(reason for bit, reason in enumerate(every) if number >> bit & 1)
        for number in range(1, 2 ** len(every))
    )
    return mask - 1, (*combinations, "not_applicable")
