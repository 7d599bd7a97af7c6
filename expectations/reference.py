"""Governed reference tables, read from the dbt seeds that are their only home.

Belongs here: finding and reading `dbt_project/seeds/*.csv` as plain rows. Does not belong here: what a
feed's column may hold (see `contract.py`) or any rule about bytes (see `suites/`).
"""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

SEEDS = Path(__file__).resolve().parents[1] / "dbt_project" / "seeds"

# reference name -> (seed file, code column, label column or None)
_CODE_LISTS = {
    "profession": ("profession", "profession_code", "profession_name"),
    "eqf_domain": ("eqf_domain", "domain_code", "domain_name"),
    "isf_category": ("isf_category", "isf_category", "isf_name"),
    "provider_type": ("provider_type", "provider_type_code", "provider_type_name"),
    "learner_level": ("learner_level", "learner_level_code", "learner_level_name"),
    "concern_source_type": ("concern_source_type", "source_type_code", "source_type_name"),
    "concern_event_type": ("concern_event_type", "event_type_code", "event_type_name"),
    "psa_answer": ("psa_answer", "answer_code", "answer_name"),
    "psa_question": ("psa_question", "question_code", "question_label"),
    "indicator": ("indicator", "indicator_code", "indicator_label"),
    "wave": ("wave", "wave_code", "wave_label"),
    "cell_status": ("cell_status", "status_code", "status_label"),
    "region": ("region", "region_code", "region_name"),
    "assurance_topic": ("assurance_topic", "topic_code", "topic_name"),
    "triangulation_movement": ("triangulation_movement", "movement_code", "movement_name"),
    "score_level": ("score_level", "score_level_code", "score_level_label"),
}


@dataclass(frozen=True)
class Question:
    """One survey question of the question bank.

    Attributes:
        code: Question code, also the heading of its column in the feed.
        scale: `quality5`, `agree5`, `yes_no`, `workload3` or `multi`.
        asked_from: First wave year in which it is asked.
        asked_to: Last wave year in which it is asked, or None.
        base_questions: Questions of which at least one must hold `base_answer`; empty when not routed.
        base_answer: Answer that opens the question; empty when not routed.
    """

    code: str
    scale: str
    asked_from: int
    asked_to: int | None
    base_questions: tuple[str, ...]
    base_answer: str

    @property
    def is_multi(self) -> bool:
        """Whether several options may be chosen."""
        return self.scale == "multi"


@cache
def seed(name: str) -> tuple[dict[str, str], ...]:
    """Return the rows of one seed as dictionaries of text.

    Raises:
        FileNotFoundError: There is no such seed.
    """
    with (SEEDS / f"{name}.csv").open(encoding="utf-8", newline="") as handle:
        return tuple(csv.DictReader(handle))


@cache
def codes(reference: str) -> dict[str, str]:
    """Return every code of a reference table with its label (the code itself where it has none).

    Raises:
        KeyError: The reference is not one of the governed lists.
    """
    file, code, label = _CODE_LISTS[reference]
    return {row[code]: row[label] for row in seed(file)}


def code_file(reference: str) -> Path:
    """Return the seed file that holds a governed code list.

    Raises:
        KeyError: The reference is not one of the governed lists.
    """
    return SEEDS / f"{_CODE_LISTS[reference][0]}.csv"


def reference_names() -> frozenset[str]:
    """Return the names of all governed code lists."""
    return frozenset(_CODE_LISTS)


@cache
def questions() -> tuple[Question, ...]:
    """Return the question bank in its governed order."""
    return tuple(
        Question(
            code=row["question_code"],
            scale=row["scale_code"],
            asked_from=int(row["asked_from_year"]),
            asked_to=int(row["asked_to_year"]) if row["asked_to_year"] else None,
            base_questions=tuple(filter(None, row["base_question_codes"].split(";"))),
            base_answer=row["base_answer"],
        )
        for row in seed("question")
    )
