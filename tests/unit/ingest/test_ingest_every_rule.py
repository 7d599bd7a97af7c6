"""Every rule of ingest has been seen to fire: one small file each, of which it is told and no other rule."""

import gzip
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

from orchestration.lib.ingest.manifest import LoadManifest
from orchestration.lib.ingest.rule_catalogue import rule_catalogue
from orchestration.lib.ingest.rules import RULES
from tests.unit.ingest.bench import CONCERN, EVENT, NETS, Bench, csv_text, questions_2024
from tests.unit.ingest.workbook_bytes import set_error, workbook

ROOT = Path(__file__).resolve().parents[3]
NUMBERS_FEED, NETS_FEED = "learner_numbers", "nets_responses"
NUMBERS = {"wave": "2024", "provider_code": "ZA1", "profession": "nursing", "learners": "10"}
COUNTS = NUMBERS | {"indicator_code": "supervision", "respondents": "10", "favourable": "9"}
TEXT = csv_text([NUMBERS])
ASKED = NETS | questions_2024()
REGISTER = '"{}","T","Y56","QKK","","","","","","","{}","{}",' + ",".join(['""'] * 15) + "\n"


class File(NamedTuple):
    """A file that breaks one rule.

    Attributes:
        also: Rules that cannot but be told with it.
        before: What must have come before it.
    """

    feed: str
    name: str
    content: bytes | str
    also: frozenset[str] = frozenset()
    before: Callable[[Bench], None] = lambda bench: bench.know_providers("ZA1", "ZA2")


def numbers(**changes: str) -> File:
    return File(NUMBERS_FEED, "f.csv", csv_text([NUMBERS | changes]))


def concern(**changes: str) -> File:
    return File("concerns", "f.csv", csv_text([CONCERN | changes]))


def nets(changes: Mapping[str, str]) -> File:
    return File(NETS_FEED, "f.csv", csv_text([ASKED | changes]))


def events(*changes: Mapping[str, str]) -> File:
    rows = [EVENT | {"event_id": f"E{place}"} | dict(change) for place, change in enumerate(changes)]
    return File("concern_events", "f.csv", csv_text(rows), before=_with_a_concern)


def _with_a_concern(bench: Bench, **changes: str) -> None:
    bench.know_providers("ZA1")
    bench.accept(bench.load("concerns", "concerns.csv", [CONCERN | changes]))


def _nothing(_: Bench) -> None:
    """Nothing needs to have come before."""


def sheet(*rows: list[object], name: str = NUMBERS_FEED, error: str = "", merged: str = "") -> bytes:
    def change(book: object) -> None:
        if error:
            set_error(book[name], error, "#REF!")  # type: ignore[index]
        if merged:
            book[name].merge_cells(merged)  # type: ignore[index]

    return workbook({name: [list(NUMBERS), *rows]}, change)


ROW = [2024, "ZA1", "nursing", 10]

FILES: dict[str, File] = {
    # the file
    "unsupported_format": File(NUMBERS_FEED, "f.pdf", b"%PDF-1.7 no table"),
    "unreadable_file": File(NUMBERS_FEED, "f.csv.gz", gzip.compress(TEXT.encode() * 50)[:40]),
    "empty_file": File(NUMBERS_FEED, "f.csv", b""),
    "no_rows": File(NUMBERS_FEED, "f.csv", ",".join(NUMBERS) + "\n"),
    "limit_exceeded": File(NUMBERS_FEED, "f.csv", TEXT.replace("10\n", "1" * 2_000_000 + "\n")),
    "broken_quotes": File(NUMBERS_FEED, "f.csv", TEXT + '2024,"ZA1,nursing,3\n'),
    "damaged_text": File(NUMBERS_FEED, "f.csv", TEXT.encode() + b"2024,ZA1,nur\x00sing,3\n"),
    "ambiguous_sheet": File(
        NUMBERS_FEED, "f.xlsx", workbook({"one": [list(NUMBERS), ROW], "two": [list(NUMBERS), ROW]})
    ),
    "several_headings": File(
        "education_providers",
        "f.xlsx",
        workbook({"S": [["ukprn"], [10000001], [], ["ukprn", "name"], [10000002, "U"]]}),
        before=_nothing,
    ),
    "misspelt_heading": File(NUMBERS_FEED, "f.csv", csv_text([NUMBERS | {"site kode": "A"}])),
    "missing_column": File(NUMBERS_FEED, "f.csv", "wave,provider_code,profession\n2024,ZA1,nursing\n"),
    "duplicate_heading": File(NUMBERS_FEED, "f.csv", TEXT.replace("learners", "learners,wave", 1)),
    "wrong_column_count": File("providers", "ods_x_2024.csv", '"ZA1","T"\n', before=_nothing),
    "missing_snapshot_date": File(
        "providers", "ods_x.csv", REGISTER.format("ZA1", "20000401", ""), before=_nothing
    ),
    "person_identifier": File(
        "concerns", "f.csv", csv_text([CONCERN | {"concern_id": f"n{i}@example.org"} for i in range(30)])
    ),
    "too_few_questions": File(NETS_FEED, "f.csv", csv_text([NETS | {"supervision": "good"}])),
    # rows
    "wrong_field_count": File(NUMBERS_FEED, "f.csv", TEXT + "2024,ZA1\n"),
    "summary_row": File(NUMBERS_FEED, "f.csv", TEXT + "Total,,,10\n", also=frozenset({"summary_rows"})),
    "formula_error": File(NUMBERS_FEED, "f.xlsx", sheet(ROW, error="D2")),
    "formula_without_value": File(NUMBERS_FEED, "f.xlsx", sheet([*ROW[:3], "=5+5"])),
    "scientific_notation": File(
        "education_providers", "f.csv", "ukprn,name\n1.00E+07,University\n", before=_nothing
    ),
    "missing_key": concern(concern_id=" "),
    "missing_value": concern(source_type=""),
    "unknown_wave": numbers(wave="1999"),
    "unknown_profession": numbers(profession="astronaut"),
    "unknown_option": nets({"supervision": "superb"}),
    "unknown_code": concern(isf_category="5"),
    "impossible_date": concern(raised_on="31/02/2024"),
    "future_date": concern(raised_on="2098-01-01", recorded_at="2024-01-11T09:00:00Z"),
    "not_an_integer": numbers(learners="ten"),
    "out_of_range": numbers(learners="-1"),
    "not_a_boolean": concern(patient_safety="maybe"),
    "malformed_value": File("education_providers", "f.csv", "ukprn,name\n1000001X,U\n", before=_nothing),
    "lookalike_character": numbers(provider_code="Z\u04101"),
    "too_long": concern(concern_id="C" * 65),
    "unknown_provider": numbers(provider_code="ZZ9"),
    "unknown_education_provider": nets({"education_provider_ukprn": "10000009"}),
    "unknown_concern": events({"concern_id": "C9"}),
    "duplicate_key": File(NUMBERS_FEED, "f.csv", csv_text([NUMBERS, NUMBERS | {"learners": "11"}])),
    "favourable_exceeds_respondents": File(
        "nets_aggregates",
        "f.csv",
        csv_text([{k: v for k, v in COUNTS.items() if k != "learners"} | {"favourable": "11"}]),
    ),
    "closed_before_opened": File(
        "providers", "ods_x_2024.csv", REGISTER.format("ZA1", "20200401", "20190331"), before=_nothing
    ),
    "missing_for_event_type": events({"event_type": "shared"}),
    "closed_before_raised": events({"event_type": "closed", "occurred_on": "2024-01-09"}),
    "category_jump": events({"event_type": "categorised", "from_category": "3", "to_category": "1"}),
    "suspension_without_event": events(
        {"event_type": "categorised", "from_category": "4", "to_category": "2"}
    ),
    "event_after_close": events(
        {"event_type": "closed", "occurred_on": "2024-03-01"}, {"occurred_on": "2024-04-01"}
    ),
    # cells
    "routed_base_not_met": nets({"bullying_experienced": "no", "bullying_reported": "yes"}),
    "not_asked_in_wave": File(
        NETS_FEED,
        "f.csv",
        csv_text([ASKED | {"wave": "2018", "submitted_on": "2018-11-05", "bullying_experienced": "yes"}]),
    ),
    # warnings
    "unknown_columns": numbers(colour="green"),
    "missing_question_columns": File(
        NETS_FEED, "f.csv", csv_text([{k: v for k, v in ASKED.items() if k != "supervision"}])
    ),
    "merged_cells": File(NUMBERS_FEED, "f.xlsx", sheet(ROW, [None, "ZA2", "nursing", 5], merged="A2:A3")),
    "summary_rows": File(NUMBERS_FEED, "f.csv", TEXT + "Total,,,10\n", also=frozenset({"summary_row"})),
    "blank_rows": File(NUMBERS_FEED, "f.csv", TEXT + ",,,\n" + "2024,ZA2,nursing,3\n"),
    "rows_above_heading": File(NUMBERS_FEED, "f.xlsx", workbook({"S": [["Learners"], list(NUMBERS), ROW]})),
    "other_sheets": File(
        NUMBERS_FEED, "f.xlsx", workbook({NUMBERS_FEED: [list(NUMBERS), ROW], "Notes": [["x"]]})
    ),
    "suspended_without_event": File(
        "concern_events",
        "f.csv",
        csv_text([EVENT]),
        before=lambda bench: _with_a_concern(bench, isf_category="4"),
    ),
}


def told(bench: Bench, manifest: LoadManifest) -> set[str]:
    if manifest.rejection is not None:
        return {manifest.rejection.rule_id}
    return {rule for _, rule in bench.rules(manifest)} | {warning.rule_id for warning in manifest.warnings}


def test_every_rule_has_a_file_and_every_file_a_rule() -> None:
    assert set(FILES) == set(RULES), "a rule that was never seen to fire proves nothing: write its file"


@pytest.mark.parametrize("rule_id", RULES)
def test_rule_fires_alone(bench: Bench, rule_id: str) -> None:
    file = FILES[rule_id]
    file.before(bench)
    manifest = bench.load(file.feed, file.name, file.content)
    assert told(bench, manifest) == {rule_id} | file.also
    assert (manifest.rejection is not None) == (RULES[rule_id].scope == "file")


def test_page_of_ingest_rules_is_up_to_date() -> None:
    page = (ROOT / "docs" / "ingest-rules.md").read_text(encoding="utf-8")
    assert page == rule_catalogue(), (
        "run: python -m orchestration.lib.ingest.rule_catalogue > docs/ingest-rules.md"
    )
