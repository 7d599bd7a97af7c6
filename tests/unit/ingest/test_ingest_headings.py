"""What a message about headings may repeat, and what it must not."""

import pytest

from tests.unit.ingest.bench import CONCERN, NETS, Bench, csv_text, questions_2024

WORDS = "The registrar shouted at the trainee in theatre 4"


def message(bench: Bench, feed: str, text: str) -> str:
    rejection = bench.load(feed, "file.csv", text).rejection
    assert rejection is not None
    return f"{rejection.rule_id}: {rejection.message}"


def renamed(**headings: str) -> str:
    row = NETS | questions_2024() | {"site_code": "", "specialty": ""}
    return csv_text([{headings.get(name, name): cell for name, cell in row.items()}])


def test_a_renamed_heading_is_repeated(known: Bench) -> None:
    told = message(known, "nets_responses", renamed(provider_code="zzxqy"))
    assert told.startswith(
        "missing_column: Required columns that are missing: 'provider_code'. "
        "Headings not recognised: 'zzxqy'. Headings recognised: response_id, wave, "
    )


def test_ten_recognised_headings_stand_for_all(known: Bench) -> None:
    told = message(known, "nets_responses", renamed(provider_code="zzxqy"))
    recognised = told.split("Headings recognised: ")[1]
    names, _, more = recognised.partition(" … and ")
    assert len(names.split(", ")) == 10
    count = len(NETS | questions_2024()) + 2 - 1
    assert more == f"{count - 10} more."
    few = message(known, "learner_numbers", "wave,xyz,profession,learners\n2024,ZA1,nursing,5\n")
    assert few.endswith("Headings recognised: wave, profession, learners.")


@pytest.mark.parametrize(
    "heading", [WORDS, "jane@trust.example.uk", "ward 1234", "x" * 41, "four words are many", "(odd)"]
)
def test_what_does_not_look_like_a_heading_is_counted_only(known: Bench, heading: str) -> None:
    told = message(known, "nets_responses", renamed(provider_code="zzxqy", specialty=heading))
    assert heading not in told
    assert "'zzxqy' … and 1 more" in told


def test_at_most_five_unknown_headings_are_repeated(known: Bench) -> None:
    row = NETS | questions_2024() | {f"extra {letter}": "" for letter in "abcdef"}
    told = message(known, "nets_responses", csv_text([row]).replace("provider_code", "zzxqy"))
    assert "'zzxqy', 'extra a', 'extra b', 'extra c', 'extra d' … and 2 more." in told


@pytest.mark.parametrize("twice", ["", "Ward 7", WORDS])
def test_no_cell_of_a_file_without_headings_is_repeated(known: Bench, twice: str) -> None:
    row = CONCERN | {"department": "Theatre", "summary": WORDS, "next_steps": twice, "monitoring": twice}
    text = csv_text([row]).split("\n", 1)[1]
    told = message(known, "concerns", text + text.replace("C1", "C2"))
    assert ("duplicate_heading" if twice else "missing_column") in told
    assert "the file seems to have no heading row" in told
    assert not any(cell in told for cell in (*CONCERN.values(), "Theatre", "Ward 7", WORDS) if len(cell) > 2)


def test_a_heading_that_occurs_twice_is_named(known: Bench) -> None:
    text = "Wave,wave,provider_code,profession,learners\n2024,2024,ZA1,nursing,5\n"
    assert message(known, "learner_numbers", text) == (
        "duplicate_heading: Headings that occur more than once: 'Wave'."
    )


def test_a_cell_that_asks_for_a_person_is_not_repeated(known: Bench) -> None:
    cell = "please ask Jane Smith for her e-mail"
    told = message(known, "concerns", csv_text([CONCERN | {cell: ""}]))
    assert told == "person_identifier: A column is for e-mail addresses."
