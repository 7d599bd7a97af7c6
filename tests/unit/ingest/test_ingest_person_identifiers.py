"""Files with identifiers of persons are refused whole, and the message never repeats one."""

import pytest

from tests.unit.ingest.bench import CONCERN, NETS, Bench, questions_2024

ROW = NETS | questions_2024() | {"specialty": "", "site_code": ""}


def responses(**cells: list[str]) -> list[dict[str, str]]:
    count = len(next(iter(cells.values())))
    return [
        ROW | {"response_id": f"R{place:06}"} | {name: values[place] for name, values in cells.items()}
        for place in range(count)
    ]


@pytest.mark.parametrize(
    "heading",
    [
        "GMC number",
        "gmc_no",
        "NMC PIN",
        "NHS Number",
        "E-mail",
        "email address",
        "First name",
        "Surname",
        "Name",
        "Trainee-Name",
        "date of birth",
        "signed_off_by_name",
        "professional registration number",
    ],
)
def test_a_heading_for_identifiers_refuses_the_file(known: Bench, heading: str) -> None:
    rejection = known.load("nets_responses", "n.csv", [ROW | {heading: ""}]).rejection
    assert rejection is not None
    assert rejection.rule_id == "person_identifier"


@pytest.mark.parametrize(
    "heading",
    ["gmc_programme", "provider name", "filename", "nhs_region", "cqc registration number", "renamed"],
)
def test_harmless_headings_pass(known: Bench, heading: str) -> None:
    assert known.load("nets_responses", "n.csv", [ROW | {heading: ""}]).status == "candidate"


@pytest.mark.parametrize(
    "cells",
    [
        {"specialty": ["", "jane.doe@trust.example.uk"]},
        {"specialty": ["", "Dr Jane Doe"]},
        {"specialty": ["", "Prof. J. Doe"]},
        {"specialty": ["", "943 476 5919"]},
        {"site_code": ["9434765919", ""]},
        {"site_code": ["1234567", ""]},
        {"site_code": ["1234567", "1234568"]},
        {"site_code": ["4010000090", ""]},
        {"site_code": ["GMC 7654321", ""]},
        {"profession": ["nursing", "75A1234E"]},
        {"profession": ["nursing", "12a3456e"]},
        {"staff code": ["99i1234e", "75A1234E"]},
        {"supervision": ["good", "jane.doe@trust.example.uk"]},
        {"response_id": ["R1", "9434765919", "R3"]},
        {"response_id": ["R1", "7654321", "R3"]},
        {"response_id": ["6012345", "7654321", "3298761"]},
        {"staff code": ["99I1234E", "75A1234E"]},
        {"contact": ["", "x@y.org"]},
    ],
)
def test_a_value_that_identifies_a_person_refuses_the_file(known: Bench, cells: dict[str, list[str]]) -> None:
    manifest = known.load("nets_responses", "n.csv", responses(**cells))
    assert manifest.rejection is not None
    assert manifest.rejection.rule_id == "person_identifier"
    told = manifest.model_dump_json()
    assert not any(
        value and len(value) > 4 and value in told for values in cells.values() for value in values
    )


@pytest.mark.parametrize(
    "cells",
    [
        {"response_id": ["1000001", "1000002", "1000003"]},
        {"response_id": [str(4010232137 + 987654321 * i) for i in range(5)]},
        {"response_id": ["a1b2c3d4", "99i1234e"]},
        {"specialty": ["Director of education", "Professor of nursing"]},
        {"specialty": ["9434765918", ""]},
        {"site_code": ["ZA101", "ZA1"]},
    ],
)
def test_pseudonyms_and_codes_pass(known: Bench, cells: dict[str, list[str]]) -> None:
    assert known.load("nets_responses", "n.csv", responses(**cells)).status == "candidate"


NAMES = ["Jane Smith", "SMITH, Jane", "Ngozi Okafor-Bell", "O'Neil, Siân Mary", "Łukasz Nowak"]


@pytest.mark.parametrize(
    "professions",
    [
        ["Jane Smith"] * 3 + ["nursing"] * 20,
        [*NAMES, *["nursing"] * 40],
        ["SMITH, Jane", *["nursing"] * 4],
        ["Jane Smith"],
    ],
)
def test_names_in_many_cells_of_a_coded_column_refuse_the_file(known: Bench, professions: list[str]) -> None:
    manifest = known.load("nets_responses", "n.csv", responses(profession=professions))
    assert manifest.rejection is not None
    assert manifest.rejection.rule_id == "person_identifier"
    assert "'profession'" in manifest.rejection.message
    assert not any(name in manifest.model_dump_json() for name in NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_names_of_every_form_count(known: Bench, name: str) -> None:
    manifest = known.load("nets_responses", "n.csv", responses(profession=[name] * 3 + ["nursing"] * 20))
    assert manifest.status == "rejected"


def test_a_name_in_a_few_cells_is_quarantined(known: Bench) -> None:
    professions = ["Jane Smith", "SMITH, Jane", *["nursing"] * 10]
    manifest = known.load("nets_responses", "n.csv", responses(profession=professions))
    assert manifest.status == "candidate"
    assert known.rules(manifest) == [(2, "unknown_profession"), (3, "unknown_profession")]


@pytest.mark.parametrize(
    "label",
    [
        "Allied Health Professions",
        "Learning Environment And Culture",
        "Adult Nursing",
        "Mental Helath",
        "Nusring Adult",
        "General Practise",
        "Not Known",
        "Physician Associate",
        "Allied health professions",
        "ADULT NURSING",
        "Dental",
    ],
)
def test_labels_are_no_names_however_they_are_spelt(known: Bench, label: str) -> None:
    manifest = known.load("nets_responses", "n.csv", responses(profession=[label] * 5 + ["nursing"] * 5))
    assert manifest.status == "candidate"


def test_names_are_looked_for_in_coded_columns_only(known: Bench) -> None:
    cells = {"specialty": ["Acorn House"] * 4, "site_code": ["Oak Lodge"] * 4}
    assert known.load("nets_responses", "n.csv", responses(**cells)).status == "candidate"


def test_free_text_is_not_searched(known: Bench) -> None:
    manifest = known.load(
        "concerns", "c.csv", [CONCERN | {"summary": "Wrote to team@trust.example.uk about Dr Doe"}]
    )
    assert manifest.rows_accepted == 1


def test_a_register_of_doctors_is_refused(known: Bench) -> None:
    rows = [CONCERN | {"gmc": "7654321", "full_name": "Jane Doe"}]
    rejection = known.load("concerns", "c.csv", rows).rejection
    assert rejection is not None
    assert rejection.rule_id == "person_identifier"


def test_a_register_may_hold_numbers_of_its_own(bench: Bench) -> None:
    rows = [
        {"ukprn": "10000001", "name": "U", "charity": "1137123"},
        {"ukprn": "10000002", "name": "V", "charity": "0529876"},
    ]
    assert bench.load("education_providers", "he.csv", rows).rows_accepted == 2
