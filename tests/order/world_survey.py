"""The responses of the small world: invented answers, some off the routing, some faulty, some corrected.

Belongs here: survey rows. Everything else of the world is `world.py` and `world_concerns.py`.
"""

import random
from collections.abc import Iterator

from expectations import reference
from expectations.reference import Question
from tests.order.world import Row, cells, corrected

_STREAM = "nets_responses"
_FEW, _MANY = 4, 11
_SUBMITTED = {"2023": "2023-10-20", "2024": "2024-10-20"}


def _options(question: Question, year: int) -> list[str]:
    return [
        option["option_code"]
        for option in reference.seed("answer_option")
        if option["question_code"] == question.code
        and int(option["valid_from_year"]) <= year <= int(option["valid_to_year"] or 9999)
    ]


def _answers(wave: str, provider: str, draw: random.Random) -> dict[str, str]:
    given = {question.code: "" for question in reference.questions()}
    year = int(wave[:4])
    for question in reference.questions():
        asked = question.asked_from <= year <= (question.asked_to or year)
        met = not question.base_questions or any(
            given[base] == question.base_answer for base in question.base_questions
        )
        if not asked or not met or draw.random() < 0.05:
            continue
        options = _options(question, year)
        chosen = draw.sample(options, k=2 if question.is_multi else 1)
        # Otherwise every provider would look alike, and no score would differ from another.
        if provider == "ZA3" and not question.is_multi and draw.random() < 0.5:
            chosen = [options[0]]
        given[question.code] = ";".join(chosen)
    return given


def _respondent(wave: str, provider: str, profession: str, number: int) -> Row:
    draw = random.Random(f"{wave} {provider} {profession} {number}")
    values = {
        "response_id": f"{provider}-{profession[:2]}-{number:02}",
        "wave": wave,
        "submitted_on": _SUBMITTED[wave],
        "provider_code": provider,
        "profession": profession,
        "education_provider_ukprn": draw.choice(["10009001", "10009002", ""]),
        "learner_level": draw.choice(["undergraduate", "postgraduate"]),
    }
    return Row(_STREAM, values | _answers(wave, provider, draw))


def survey_rows() -> Iterator[Row]:
    """Responses of both waves, with their faults and corrections."""
    found = {}
    for wave, provider, profession in cells():
        many = _MANY if (provider, profession) in (("ZA1", "nursing"), ("ZA3", "ahp")) else _FEW
        for number in range(many):
            row = _respondent(wave, provider, profession, number)
            found[wave, row.values["response_id"]] = row
    # Answers off the routing and to a question of another wave: the cell is taken out, the row stays.
    found["2024", "ZA1-nu-01"].values.update(bullying_experienced="no", bullying_reported="yes")
    found["2024", "ZA6-nu-02"].values.update(considered_leaving="no", leaving_reasons="culture;workload")
    found["2023", "ZA2-ah-03"].values.update(recommend_treatment="yes")
    yield from found.values()
    yield from _corrections(found)
    yield from _faulty(found["2024", "ZA1-nu-00"])


def _corrections(found: dict[tuple[str, str], Row]) -> Iterator[Row]:
    first = corrected(found["2024", "ZA1-nu-02"], supervision="very_poor", induction="poor")
    yield first
    yield corrected(first, supervision="outstanding")
    yield corrected(found["2024", "ZA3-ah-01"], provider_code="ZA2")
    yield corrected(found["2024", "ZA2-ah-01"], profession="nursing")
    yield corrected(found["2023", "ZA5-nu-00"], provider_code="ZA6", workload="too_busy")
    yield corrected(found["2024", "ZA1-nu-01"], bullying_experienced="yes", bullying_reported="yes")
    # A correction that is faulty itself replaces nothing.
    yield corrected(found["2024", "ZA4-nu-01"], supervision="splendid", kept_out=True)


def _faulty(like: Row) -> Iterator[Row]:
    def row(response_id: str, *, kept_out: bool = True, **changed: str) -> Row:
        return Row(_STREAM, {**like.values, "response_id": response_id, **changed}, kept_out=kept_out)

    unknown = row("F-option", supervision="excellent")
    yield unknown
    yield corrected(unknown, supervision="good")
    yield row("F-profession", profession="astronaut")
    # Two faults, of which the first goes away once the last snapshot has arrived.
    yield row("F-two", provider_code="ZA6", teamwork="fabulous")
    yield row("F-provider", provider_code="ZX0")
    yield row("F-university", education_provider_ukprn="10009009")
    yield row("F-missing", submitted_on="")
