"""The file for the sender: every fault with its row, keys and words, in a form no spreadsheet will run."""

import csv
import io
from pathlib import Path

import openpyxl
import pyarrow as pa
import pytest

from expectations.reference import codes
from orchestration.lib.durable import sha256_of
from orchestration.lib.gates.standing import standing
from orchestration.lib.home import Home
from orchestration.lib.ingest.rules import RULES
from orchestration.lib.landing.archive import ArchiveError, archive_path
from orchestration.lib.landing.ledger import set_aside
from orchestration.lib.quarantine.errors import QuarantineError
from orchestration.lib.quarantine.export import export_faults
from orchestration.lib.quarantine.sheet import csv_bytes, xlsx_bytes
from tests.unit.ingest.bench import CONCERN, NETS, Bench, questions_2024

NUMBERS = {"wave": "2024", "provider_code": "ZA1", "profession": "nursing", "learners": "10"}
EVIL = ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "\nx", "=cmd|' /C calc'!A0", "＝1+1", "#N/A"]
FORMULAS = EVIL[:-1]


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    bench = Bench(Home(tmp_path / "home"))
    bench.know_providers("ZA1")
    return bench


def lines(path: Path) -> list[dict[str, str]]:
    content = path.read_bytes()
    assert content.startswith(b"\xef\xbb\xbf"), "Excel knows UTF-8 by its byte order mark"
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_each_fault_has_its_row_keys_words_and_remedy(bench: Bench, tmp_path: Path) -> None:
    rows = [NUMBERS, NUMBERS | {"provider_code": "ZB1"}, NUMBERS | {"wave": "soon", "learners": "many"}]
    bench.load("learner_numbers", "n.csv", rows)
    done = export_faults(bench.home, "n.csv", tmp_path / "out.csv")
    assert (done.faults, done.rows, done.cells_left_out) == (3, 2, 0)
    found = lines(tmp_path / "out.csv")
    assert [(line["Row in your file"], line["Rule"]) for line in found] == [
        ("3", "unknown_provider"), ("4", "not_an_integer"), ("4", "unknown_wave"),
    ]  # fmt: skip
    assert found[0] == {
        "Row in your file": "3", "wave": "2024", "provider_code": "ZB1", "profession": "nursing",
        "Column": "provider_code", "Found": "ZB1", "What is wrong": RULES["unknown_provider"].what,
        "What to do": RULES["unknown_provider"].remedy, "Allowed codes": "", "Left out": "row",
        "Loads by itself later": "yes", "Rule": "unknown_provider",
    }  # fmt: skip
    assert (found[2]["wave"], found[2]["Loads by itself later"]) == ("soon", "no")
    # Whoever sent it has no copy of the lists.
    assert found[2]["Allowed codes"].split("; ") == list(codes("wave"))


def test_a_wrong_answer_is_told_with_the_options_of_its_question(bench: Bench, tmp_path: Path) -> None:
    wrong = NETS | questions_2024() | {"workload": "much"}
    unasked = questions_2024() | {"bullying_experienced": "no", "bullying_dealt": "yes"}
    bench.load("nets_responses", "n.csv", [wrong, NETS | unasked | {"response_id": "R2"}])
    export_faults(bench.home, "n.csv", tmp_path / "all.csv", cells=True)
    told = {line["Column"]: line["Allowed codes"] for line in lines(tmp_path / "all.csv")}
    # The list does not mend an answer that should not be there.
    assert told == {"workload": "too_quiet; about_right; too_busy; not_applicable", "bullying_dealt": ""}


def test_rows_are_sorted_as_numbers_and_a_row_that_is_no_row_of_cells_has_no_key(
    bench: Bench, tmp_path: Path
) -> None:
    text = "wave,provider_code,profession,learners\n" + "2024,ZA1,dental,1,1\n" + "2024,ZB1,nursing,1\n" * 10
    bench.load("learner_numbers", "n.csv", text)
    export_faults(bench.home, "n.csv", tmp_path / "out.csv")
    found = lines(tmp_path / "out.csv")
    assert list(dict.fromkeys(int(line["Row in your file"]) for line in found)) == list(range(2, 13))
    assert (found[0]["wave"], found[0]["Column"], found[0]["Found"]) == ("", "", "5 cells instead of 4")


def test_restricted_and_free_text_values_are_never_repeated(bench: Bench, tmp_path: Path) -> None:
    secret = "S" * 101
    bench.load("concerns", "c.csv", [CONCERN | {"department": secret, "summary": "T" * 10_001}])
    answers = NETS | questions_2024() | {"ethnicity": "U" * 61, "response_id": "R0001"}
    again = NETS | questions_2024() | {"response_id": "R0002"}
    bench.load("nets_responses", "n.csv", [answers, again, again])
    for feed in ("concerns/c.csv", "nets_responses/n.csv"):
        export_faults(bench.home, feed, tmp_path / "out.csv", force=True)
        text = (tmp_path / "out.csv").read_text(encoding="utf-8-sig")
        assert not [run for run in ("SSSS", "TTTT", "UUUU") if run in text]
        assert "[restricted]" in text
    # The pseudonym stands once, as the key by which the sender finds the row; not again as what was found.
    duplicate = next(line for line in lines(tmp_path / "out.csv") if line["Rule"] == "duplicate_key")
    assert (duplicate["response_id"], duplicate["Found"]) == ("R0002", "[restricted]")


def test_answers_left_out_of_rows_that_are_used_come_on_demand(bench: Bench, tmp_path: Path) -> None:
    answers = questions_2024() | {"bullying_experienced": "no", "bullying_reported": "yes"}
    bench.load("nets_responses", "n.csv", [NETS | answers, NETS | answers | {"response_id": ""}])
    done = export_faults(bench.home, "n.csv", tmp_path / "out.csv")
    assert (done.faults, done.cells_left_out) == (1, 1)
    done = export_faults(bench.home, "n.csv", tmp_path / "all.csv", cells=True)
    assert (done.faults, done.cells_left_out) == (2, 0)
    assert {line["Rule"]: line["Left out"] for line in lines(tmp_path / "all.csv")} == {
        "missing_key": "row", "routed_base_not_met": "this answer",
    }  # fmt: skip


def test_a_rejected_file_is_told_with_its_reason(bench: Bench, tmp_path: Path) -> None:
    bench.load("learner_numbers", "n.csv", "wave,learners\n2024,3\n")
    done = export_faults(bench.home, "n.csv", tmp_path / "out.xlsx")
    assert (done.faults, done.rows) == (1, 0)
    (line,) = list(
        openpyxl.load_workbook(tmp_path / "out.xlsx").active.iter_rows(min_row=2, values_only=True)
    )
    assert "'provider_code', 'profession'" in line[3]
    assert RULES["missing_column"].remedy in line
    assert "whole file" in line


def test_rows_of_a_workbook_are_those_of_its_sheet(bench: Bench, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (["Learner numbers"], [], list(NUMBERS), ["2024", "ZB1", "nursing", 3]):
        sheet.append(row)
    book.save(tmp_path / "n.xlsx")
    bench.load("learner_numbers", "n.xlsx", (tmp_path / "n.xlsx").read_bytes())
    export_faults(bench.home, "n.xlsx", tmp_path / "out.csv")
    assert [line["Row in your file"] for line in lines(tmp_path / "out.csv")] == ["4"]


def test_no_text_becomes_a_formula_in_a_workbook(tmp_path: Path) -> None:
    table = pa.table({"Row": pa.array(range(len(EVIL)), pa.int64()), "Found": EVIL})
    (tmp_path / "out.xlsx").write_bytes(xlsx_bytes(table, {"Row": 8, "Found": 30}))
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx").active
    cells = [row[1] for row in sheet.iter_rows(min_row=2)]
    assert [cell.data_type for cell in cells] == ["s"] * len(EVIL)
    assert [cell.value.replace("\r", "").strip() for cell in cells] == [v.strip() for v in EVIL]
    # Without the prefix, a person who edits the cell would turn its text into a formula.
    assert [cell.quotePrefix for cell in cells] == [True] * len(FORMULAS) + [False]
    assert [row[0].data_type for row in sheet.iter_rows(min_row=2)] == ["n"] * len(EVIL)


def test_no_text_becomes_a_formula_in_csv() -> None:
    table = pa.table({"Row": pa.array(range(len(EVIL)), pa.int64()), "Found": EVIL})
    rows = list(csv.reader(io.StringIO(csv_bytes(table).decode("utf-8-sig"), newline="")))
    assert [row[1] for row in rows[1:]] == [*("'" + value for value in FORMULAS), "#N/A"]


def test_hostile_cells_of_a_file_come_back_as_text(bench: Bench, tmp_path: Path) -> None:
    rows = [NUMBERS | {"provider_code": value.strip(), "wave": value.strip()} for value in EVIL]
    bench.load("learner_numbers", "n.csv", rows)
    export_faults(bench.home, "n.csv", tmp_path / "out.csv")
    export_faults(bench.home, "n.csv", tmp_path / "out.xlsx")
    cells = [value or "" for line in lines(tmp_path / "out.csv") for value in line.values()]
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))] == []
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx").active
    given = [cell for row in sheet.iter_rows(min_row=2) for cell in row[1:] if cell.value is not None]
    assert {cell.data_type for cell in given} == {"s"}
    assert "=1+1" in {cell.value for cell in given}


def test_characters_that_a_workbook_cannot_hold_do_not_stop_it(tmp_path: Path) -> None:
    table = pa.table({"Found": ["a\x01b\ufffec", "kept\u200b😀"]})
    (tmp_path / "out.xlsx").write_bytes(xlsx_bytes(table, {"Found": 30}))
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx").active
    assert [row[0] for row in sheet.iter_rows(min_row=2, values_only=True)] == [
        "a\ufffdb\ufffdc",
        "kept\u200b😀",
    ]


def test_a_workbook_is_made_to_be_read(bench: Bench, tmp_path: Path) -> None:
    bench.load("learner_numbers", "n.csv", [NUMBERS | {"provider_code": "ZB1"}])
    export_faults(bench.home, "n.csv", tmp_path / "out.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx").active
    assert all(cell.font.bold for cell in sheet[1])
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:L2")
    assert sheet.column_dimensions["H"].width == 60


def test_what_is_there_is_replaced_only_by_force(bench: Bench, tmp_path: Path) -> None:
    bench.load("learner_numbers", "n.csv", [NUMBERS | {"provider_code": "ZB1"}])
    target = tmp_path / "out.csv"
    target.write_text("mine")
    with pytest.raises(QuarantineError, match="--force"):
        export_faults(bench.home, "n.csv", target)
    assert target.read_text() == "mine"
    export_faults(bench.home, "n.csv", target, force=True)
    assert len(lines(target)) == 1


@pytest.mark.parametrize(
    ("to", "told"),
    [
        ("out.txt", "ends neither in .csv nor in .xlsx"),
        ("nowhere/out.csv", "does not exist"),
        ("home/landing/learner_numbers/out.csv", "data home"),
        ("folder.csv", "is a folder"),
    ],
)
def test_where_it_cannot_be_written(bench: Bench, tmp_path: Path, to: str, told: str) -> None:
    bench.load("learner_numbers", "n.csv", [NUMBERS | {"provider_code": "ZB1"}])
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(QuarantineError, match=told):
        export_faults(bench.home, "n.csv", tmp_path / to)


def test_a_crash_while_writing_leaves_nothing(
    bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench.load("learner_numbers", "n.csv", [NUMBERS | {"provider_code": "ZB1"}])

    def crash(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", crash)
    with pytest.raises(KeyboardInterrupt):
        export_faults(bench.home, "n.csv", tmp_path / "out.csv")
    assert not (tmp_path / "out.csv").exists()


def test_the_last_file_of_a_name_is_meant_and_an_older_one_by_its_hash(bench: Bench, tmp_path: Path) -> None:
    first = bench.load("learner_numbers", "n.csv", [NUMBERS | {"provider_code": "ZB1"}])
    last = bench.load("learner_numbers", "n.csv", [NUMBERS | {"provider_code": "ZC1"}])
    assert export_faults(bench.home, "n.csv", tmp_path / "1.csv").load_id == last.load_id
    assert export_faults(bench.home, first.load_id, tmp_path / "2.csv").load_id == first.load_id
    bench.load("nets_aggregates", "n.csv", "wave\n2024\n")
    with pytest.raises(QuarantineError, match=r"learner_numbers/n\.csv, nets_aggregates/n\.csv"):
        export_faults(bench.home, "n.csv", tmp_path / "3.csv")


def test_a_file_that_was_set_aside_is_told_when_it_is_named(bench: Bench, tmp_path: Path) -> None:
    bench.load("learner_numbers", "n.csv", [NUMBERS | {"provider_code": "ZB1"}])
    set_aside(bench.home, "n.csv", "sent twice", "a tester")
    assert export_faults(bench.home, "n.csv", tmp_path / "out.csv").status == "set_aside"


def test_keys_are_read_from_bytes_that_are_those_of_the_load(bench: Bench, tmp_path: Path) -> None:
    manifest = bench.load("learner_numbers", "n.csv", [NUMBERS | {"provider_code": "ZB1"}])
    standing(bench.home)  # makes the empty file by which each feed shows its columns
    before = {path: sha256_of(path) for path in bench.home.root.rglob("*") if path.is_file()}
    export_faults(bench.home, "n.csv", tmp_path / "out.csv")
    assert {path: sha256_of(path) for path in bench.home.root.rglob("*") if path.is_file()} == before
    archived = archive_path(bench.home, manifest.sha256)
    archived.chmod(0o644)
    archived.write_text("other")
    with pytest.raises(ArchiveError, match=r"n\.csv"):
        export_faults(bench.home, "n.csv", tmp_path / "again.csv")
