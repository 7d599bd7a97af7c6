"""Answers that a respondent cannot have given: the row stays, the cell is taken out.

Belongs here: questions not asked in the wave, and routed questions whose base is not met. Does not belong
here: answers that are no option of their question (`row_rules.py`).
"""

from expectations import reference
from expectations.contract import Contract
from orchestration.lib.duck import quoted
from orchestration.lib.ingest.row_rules import asked_sql, fault_sql


def asked_answers_sql(contract: Contract, source: str) -> str:
    """Return a SELECT of `source` with the answers to questions that the wave does not ask set to null."""
    answers = ", ".join(
        f'CASE WHEN {asked_sql(q.asked_from, q.asked_to)} THEN "{q.code}" END AS "{q.code}"'
        for q in reference.questions()
    )
    return f"SELECT {_other_columns(contract)}, {answers} FROM {source}"


def routed_answers_sql(contract: Contract, source: str) -> str:
    """Return a SELECT of `source` with routed answers set to null where their base is not met."""
    answers = ", ".join(
        f'CASE WHEN {_open_sql(q)} THEN "{q.code}" END AS "{q.code}"' if q.base_questions else f'"{q.code}"'
        for q in reference.questions()
    )
    return f"SELECT {_other_columns(contract)}, {answers} FROM {source}"


def cell_fault_sql(good: str, asked: str) -> list[str]:
    """Return one SELECT of cell faults per question and rule.

    Args:
        good: Table of rows without a row fault, with `wave_year`.
        asked: The same rows after `asked_answers_sql`.
    """
    not_asked = [
        fault_sql(
            good,
            q.code,
            "not_asked_in_wave",
            f'"{q.code}"',
            f'"{q.code}" IS NOT NULL AND NOT {asked_sql(q.asked_from, q.asked_to)}',
        )
        for q in reference.questions()
    ]
    not_met = [
        fault_sql(
            asked,
            q.code,
            "routed_base_not_met",
            f'"{q.code}"',
            f'"{q.code}" IS NOT NULL AND NOT {_open_sql(q)}',
        )
        for q in reference.questions()
        if q.base_questions
    ]
    return [*not_asked, *not_met]


def routed_cells_sql(source: str) -> str:
    """Return a SELECT of how many answers to routed questions `source` holds."""
    routed = [f'count("{q.code}")' for q in reference.questions() if q.base_questions]
    return f"SELECT {' + '.join(routed)} FROM {source}"


def _other_columns(contract: Contract) -> str:
    return ", ".join(["_source_row", *(f'"{column.name}"' for column in contract.columns)])


def _open_sql(question: reference.Question) -> str:
    met = " OR ".join(f'"{base}" = {quoted(question.base_answer)}' for base in question.base_questions)
    return f"coalesce({met}, false)"
