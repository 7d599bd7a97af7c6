"""Good files of each feed, which the cases then damage.

Belongs here: rows and their bytes. Everything is invented and the same on every call.
"""

import csv
import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence

from expectations import reference
from tests.corpus.case import RESTRICTED

PROVIDERS = (*(f"ZA{n}" for n in range(10)), "SI1")
UNIVERSITIES = ("10000001", "10000002")
Row = dict[str, str]
Edits = Mapping[int, Mapping[str, str]]

# Source rows of `learners()`, of `answers()` and of `assessments()`: a heading is row 1.
LEARNER_ROWS = range(2, 202)
ANSWER_ROWS = range(2, 122)
ASSESSMENT_ROWS = range(2, 122)


def as_csv(rows: Iterable[Sequence[str]], delimiter: str = ",", end: str = "\n") -> str:
    buffer = io.StringIO(newline="")
    csv.writer(buffer, delimiter=delimiter, lineterminator=end).writerows(rows)
    return buffer.getvalue()


def as_lists(rows: Sequence[Row]) -> list[list[str]]:
    """Heading and cells; a column that a row lacks is blank there."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    return [names, *([row.get(name, "") for name in names] for row in rows)]


def edited(rows: list[Row], edits: Edits) -> list[Row]:
    """Change cells by source row."""
    return [row | dict(edits.get(place, {})) for place, row in enumerate(rows, 2)]


def learners(edits: Edits | None = None) -> list[Row]:
    """200 rows of `learner_numbers`; two of them may be faulty within the tolerance of the gate."""
    keys = [
        (w, p, f) for w in ("2023", "2024") for p in PROVIDERS[:10] for f in reference.codes("profession")
    ]
    rows = [
        {"wave": wave, "provider_code": provider, "profession": profession, "learners": str(20 + n)}
        for n, (wave, provider, profession) in enumerate(keys[: len(LEARNER_ROWS)])
    ]
    return edited(rows, edits or {})


def counts(edits: Edits | None = None) -> list[Row]:
    """200 rows of `nets_aggregates`."""
    extra = {"indicator_code": "supervision", "respondents": "20", "favourable": "15"}
    rows = [{k: v for k, v in row.items() if k != "learners"} | extra for row in learners()]
    return edited(rows, edits or {})


def answers(edits: Edits | None = None, wave: str = "2024", without: Sequence[str] = ()) -> list[Row]:
    """120 responses of one wave with a column for each of its questions."""
    year = int(wave[:4])
    asked = [q.code for q in reference.questions() if q.asked_from <= year <= (q.asked_to or year)]
    rows = [
        {
            "response_id": f"r{n}",
            "wave": wave,
            "submitted_on": f"{year}-11-10",
            "provider_code": PROVIDERS[n % 10],
            "profession": "nursing",
            "specialty": f"{RESTRICTED} {n}",
        }
        | {code: "good" if code == "supervision" else "" for code in asked if code not in without}
        for n in range(len(ANSWER_ROWS))
    ]
    return edited(rows, edits or {})


def assessments(edits: Edits | None = None) -> list[Row]:
    """120 answers of `psa`: ten providers, the twelve questions asked of organisations."""
    asked = [
        q["question_code"] for q in reference.seed("psa_question") if q["answer_level"] == "organisation"
    ]
    rows = [
        {
            "cycle": "2024",
            "provider_code": provider,
            "question_code": question,
            "answer": "met",
            "version": "1",
            "submitted_at": "2024-09-30T12:00:00Z",
            "signed_off_by_role": "Director of Education",
            "comment": RESTRICTED,
        }
        for provider in PROVIDERS[:10]
        for question in asked
    ]
    return edited(rows, edits or {})


def concerns(*changes: Mapping[str, str]) -> list[Row]:
    """One row of `concerns` per change."""
    good = {
        "provider_code": "ZA1",
        "professions": "nursing",
        "eqf_domains": "D1",
        "source_type": "learner",
        "raised_on": "2024-01-10",
        "recorded_at": "2024-01-11T09:00:00Z",
        "isf_category": "2",
        "summary": RESTRICTED,
    }
    return [{"concern_id": f"N{n}", **good, **change} for n, change in enumerate(changes)]


def events(*changes: Mapping[str, str]) -> list[Row]:
    """One row of `concern_events` per change, about the known concern C1 of category 2."""
    good = {
        "concern_id": "C1",
        "occurred_on": "2024-02-01",
        "recorded_at": "2024-12-31T10:00:00Z",
        "event_type": "progress",
        "from_category": "",
        "to_category": "",
        "recipient": "",
        "condition_code": "",
        "note": RESTRICTED,
    }
    return [{"event_id": f"E{n}", **good, **change} for n, change in enumerate(changes)]


def register(
    codes: Sequence[str] = PROVIDERS,
    names: Mapping[str, str] | None = None,
    closed: Mapping[str, str] | None = None,
) -> bytes:
    """A register snapshot in its 27 columns without a heading; every provider opened on 1 April 2000."""
    rows = [
        [
            code,
            (names or {}).get(code, f"SAMPLE TRUST {code}"),
            "Y56",
            "QKK",
            *[""] * 6,
            "20000401",
            (closed or {}).get(code, ""),
            *[""] * 15,
        ]
        for code in codes
    ]
    return as_csv(rows).encode()


def known_register() -> bytes:
    """The register of every home: all providers, and OLD1 that closed in 2010."""
    return register((*PROVIDERS, "OLD1"), closed={"OLD1": "20100331"})


def known_concerns() -> bytes:
    """C1 and Café-1 (its accent composed) of category 2 and C4 of category 4, all of 10 January 2024."""
    fourth = {"concern_id": "C4", "isf_category": "4"}
    return bytes_of(concerns({"concern_id": "C1"}, fourth, {"concern_id": "Caf\u00e9-1"}))


def universities() -> bytes:
    return as_csv([["ukprn", "name"], *([u, f"University of Sample {u[-1]}"] for u in UNIVERSITIES)]).encode()


def text_of(rows: Sequence[Row], delimiter: str = ",", end: str = "\n") -> str:
    return as_csv(as_lists(rows), delimiter, end)


def bytes_of(rows: Sequence[Row]) -> bytes:
    return text_of(rows).encode()


def zipped(members: Mapping[str, bytes]) -> bytes:
    """A zip archive that is the same on every call."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()
