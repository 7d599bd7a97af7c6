"""Survey responses and self-assessments: waves, questions, routing, options."""

from tests.corpus.case import Accepted, Case, Fault, Outcome, Quarantined, Rejected
from tests.corpus.tables import ANSWER_ROWS, ASSESSMENT_ROWS, Edits, answers, assessments, bytes_of

_NETS, _PSA = "nets_responses", "psa"
# Each answer is given although the question that opens it was answered otherwise, or not at all.
_OFF_ROUTE: Edits = {
    5: {"bullying_experienced": "no", "bullying_reported": "yes"},
    6: {"sexual_behaviour_acted_on": "no"},
    7: {"recommend_work": "not_applicable", "recommend_reasons": "other"},
    8: {"bullying_experienced": "yes", "bullying_reported": "no"},
}


def _answers(name: str, outcome: Outcome, edits: Edits, **more: object) -> Case:
    return Case(f"answer-{name}", _NETS, outcome, lambda: bytes_of(answers(edits, **more)))  # type: ignore[arg-type]


def _row(name: str, edit: dict[str, str], *faults: Fault) -> Case:
    return _answers(name, Quarantined(ANSWER_ROWS, frozenset(faults)), {5: edit})


def _assessed(name: str, outcome: Outcome, edit: dict[str, str]) -> Case:
    return Case(f"assessment-{name}", _PSA, outcome, lambda: bytes_of(assessments({5: edit})))


def _assessed_as(name: str, answer: str, code: str | None) -> Case:
    outcome = Accepted(ASSESSMENT_ROWS, reads={(5, "answer"): code})
    return _assessed(name, outcome, {"answer": answer})


def _without(count: int) -> tuple[str, ...]:
    asked = [
        name for name in answers()[0] if name not in ("response_id", "wave", "submitted_on", "provider_code")
    ]
    return tuple(name for name in asked if name not in ("profession", "specialty", "supervision"))[:count]


_EVERY = frozenset((row, "wave", "unknown_wave") for row in ANSWER_ROWS)
_NOTHING_LEFT = frozenset({"nets_responses.has_rows", "nets_responses.quarantined_share"})

CASES = (
    _row("of-an-unknown-wave", {"wave": "2031"}, (5, "wave", "unknown_wave")),
    _answers(
        "all-of-an-unknown-wave",
        Quarantined(ANSWER_ROWS, _EVERY, gate=_NOTHING_LEFT),
        {row: {"wave": "1999"} for row in ANSWER_ROWS},
    ),
    _answers(
        "a-question-lost",
        Accepted(ANSWER_ROWS, frozenset({"missing_question_columns"})),
        {},
        without=("guardian_know",),
    ),
    _answers(
        "half-of-the-questions-lost",
        Rejected("too_few_questions", "Wave 2024 asks 34"),
        {},
        without=_without(18),
    ),
    _answers(
        "off-the-routing",
        Accepted(
            ANSWER_ROWS,
            cells=frozenset(
                {
                    (5, "bullying_reported", "routed_base_not_met"),
                    (6, "sexual_behaviour_acted_on", "routed_base_not_met"),
                    (7, "recommend_reasons", "routed_base_not_met"),
                }
            ),
            reads={(5, "bullying_reported"): None, (8, "bullying_reported"): "no"},
        ),
        _OFF_ROUTE,
    ),
    _answers(
        "not-asked-in-the-wave",
        Accepted(
            ANSWER_ROWS,
            cells=frozenset({(5, "recommend_treatment", "not_asked_in_wave")}),
            reads={(5, "recommend_treatment"): None},
        ),
        {5: {"recommend_treatment": "yes"}},
    ),
    _row("unknown-option", {"supervision": "superb"}, (5, "supervision", "unknown_option")),
    _row("option-of-another-scale", {"supervision": "strongly_agree"}, (5, "supervision", "unknown_option")),
    _row("option-as-null", {"supervision": "NULL"}, (5, "supervision", "unknown_option")),
    _row("option-as-dash", {"supervision": "-"}, (5, "supervision", "unknown_option")),
    _row("option-in-cyrillic", {"recommend_work": "\u0443es"}, (5, "recommend_work", "unknown_option")),
    _row(
        "one-of-several-options-unknown",
        {"considered_leaving": "yes", "leaving_reasons": "workload;weather"},
        (5, "leaving_reasons", "unknown_option"),
    ),
    _row(
        "option-of-the-wave-before",
        {"considered_leaving": "yes", "leaving_reasons": "stress"},
        (5, "leaving_reasons", "unknown_option"),
    ),
    _answers(
        "options-repeated-and-untidy",
        Accepted(ANSWER_ROWS, reads={(5, "leaving_reasons"): "workload;culture"}),
        {5: {"considered_leaving": "YES", "leaving_reasons": " workload ;; Culture;workload;"}},
    ),
    _answers(
        "not-applicable",
        Accepted(ANSWER_ROWS, reads={(5, "supervision"): "not_applicable"}),
        {5: {"supervision": "Not applicable"}},
    ),
    _row("key-blank", {"response_id": ""}, (5, "response_id", "missing_key")),
    _row("key-twice", {"response_id": "r0"}, (5, "wave, response_id", "duplicate_key")),
    _answers(
        "university-unknown",
        Quarantined(
            ANSWER_ROWS,
            frozenset({(5, "education_provider_ukprn", "unknown_education_provider")}),
            waiting=(5,),
        ),
        {5: {"education_provider_ukprn": "10009999"}},
    ),
    _row("restricted-text-too-long", {"specialty": "zq-restricted-words " * 9}, (5, "specialty", "too_long")),
    _assessed_as("answered-yes", "Yes", "met"),
    _assessed_as("answered-no", "no", "not_met"),
    _assessed_as("not-answered", "", None),
    _assessed(
        "answered-perhaps",
        Quarantined(ASSESSMENT_ROWS, frozenset({(5, "answer", "unknown_code")})),
        {"answer": "perhaps"},
    ),
    _assessed(
        "of-cycle-1066",
        Quarantined(ASSESSMENT_ROWS, frozenset({(5, "cycle", "out_of_range")})),
        {"cycle": "1066"},
    ),
    _assessed(
        "sent-in-2098",
        Quarantined(ASSESSMENT_ROWS, frozenset({(5, "submitted_at", "future_date")})),
        {"submitted_at": "2098-01-01T00:00:00Z"},
    ),
    _assessed(
        "draft",
        Accepted(ASSESSMENT_ROWS, reads={(5, "version"): 2}),
        {"signed_off_by_role": "", "version": "2"},
    ),
)
