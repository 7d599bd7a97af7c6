"""Delimited files: every encoding and delimiter gives the same rows; nothing malformed is lost silently."""

import gzip

import pytest

from expectations.contract import contract
from orchestration.lib.ingest.readers import delimited, quotes
from orchestration.lib.ingest.readers.delimited import read_delimited
from orchestration.lib.ingest.readers.limits import ReaderLimits
from orchestration.lib.ingest.readers.quotes import count_records
from orchestration.lib.ingest.readers.raw_table import RawTable
from orchestration.lib.ingest.rejection import FileRejectedError
from tests.unit.ingest.bench import Bench

TEXT = 'ukprn,name\n10000001,"Université, d’Été"\n10000002,Plain\n'
LIMITS = ReaderLimits()


def read(data: bytes, limits: ReaderLimits = LIMITS) -> RawTable:
    return read_delimited(data, has_heading=True, limits=limits)


def cells(raw: RawTable) -> list[tuple[str | None, ...]]:
    return [tuple(row.values()) for row in raw.table.to_pylist()]


EXPECTED = [("10000001", "Université, d’Été", 2), ("10000002", "Plain", 3)]


@pytest.mark.parametrize(
    ("encoding", "named"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("cp1252", "cp1252"),
    ],
)
def test_encodings(encoding: str, named: str) -> None:
    raw = read(TEXT.encode(encoding))
    assert raw.headings == ("ukprn", "name")
    assert cells(raw) == EXPECTED
    assert raw.encoding == named


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r"])
def test_delimiters_and_line_breaks(delimiter: str, line_break: str) -> None:
    lines = [f"ukprn{delimiter}name", f'10000001{delimiter}"Université, d’Été"', f"10000002{delimiter}Plain"]
    raw = read(line_break.join(lines).encode())
    assert raw.delimiter == delimiter
    assert cells(raw) == EXPECTED


NAMES = ("wave", "provider_code", "professions")


@pytest.mark.parametrize(
    ("text", "delimiter", "cells_of_row"),
    [
        ('wave,"a; b; c; d; e",professions\n1,2,nursing;midwifery\n', ",", 3),
        ("wave;Learners, all, of, them, now;professions\n1;2;x\n", ";", 3),
        ('wave\t"a, b, c, d"\tprofessions\n1\tx, y\tnursing;ahp\n', "\t", 3),
        ("wave\n1\n", ",", 1),
        ("professions\nnursing;midwifery;ahp\n", ",", 1),
        ('"wave, or year";professions\n1;2\n', ";", 2),
    ],
)
def test_the_delimiter_is_the_one_that_gives_the_headings(
    text: str, delimiter: str, cells_of_row: int
) -> None:
    raw = read_delimited(text.encode(), True, LIMITS, NAMES)
    assert (raw.delimiter, len(raw.headings), raw.row_count) == (delimiter, cells_of_row, 1)


def test_the_hint_of_excel_is_no_row() -> None:
    raw = read(b"sep=;\r\na,b;c\r\n1;2\r\n")
    assert (raw.delimiter, raw.headings, cells(raw)) == (";", ("a,b", "c"), [("1", "2", 3)])


def test_gzip_of_several_members_is_one_file_and_gzip_in_gzip_none(bench: Bench) -> None:
    first, second = TEXT[:30].encode(), TEXT[30:].encode()
    whole = bench.load("education_providers", "he.csv.gz", gzip.compress(first) + gzip.compress(second))
    assert whole.rows_accepted == 2
    nested = bench.load("education_providers", "n.gz", gzip.compress(gzip.compress(TEXT.encode())))
    assert nested.rejection is not None
    assert nested.rejection.message == "The file looks like gzip within gzip."


@pytest.mark.parametrize("piece", [1, 2, 3, 7, 64])
def test_records_are_counted_the_same_in_pieces(monkeypatch: pytest.MonkeyPatch, piece: int) -> None:
    text = b'a,"b\r\nc"\r\n\r"d""\n""e",f\n"g"\r\nh'
    whole = count_records(text, ",")
    monkeypatch.setattr(quotes, "_PIECE", piece)
    assert (count_records(text, ","), whole) == (5, 5)
    with pytest.raises(FileRejectedError, match="Line 4 "):
        count_records(b'a\n"b\nc"\nx"d\n', ",")


@pytest.mark.parametrize("length", [(1 << 20) - 1, 1 << 20, (1 << 20) + 1])
def test_utf8_is_checked_across_pieces(length: int) -> None:
    heading, cell = b"a,b\n1,", b"x" * (length - 6)
    limits = ReaderLimits(max_cell_characters=1 << 22)
    assert cells(read(heading + cell + "é€".encode() + b"\n", limits))[0][1] == cell.decode() + "é€"
    text = heading + "é".encode() * 99 + cell + b"\xe9" + b"\n"
    with pytest.raises(FileRejectedError, match="Near row 2 the bytes are not valid UTF-8"):
        read(text, limits)


def test_rows_are_numbered_as_a_person_counts_them() -> None:
    raw = read(b'\n,\na,b\n1,"two\nlines ""quoted"""\n\n,\nshort\n4,5,6\n7,8\n')
    assert cells(raw) == [("1", 'two\nlines "quoted"', 4), ("7", "8", 9)]
    assert [(row.source_row, row.message) for row in raw.ragged] == [
        (7, "1 cells instead of 2"),
        (8, "3 cells instead of 2"),
    ]
    assert raw.blank_rows == 2
    assert raw.row_count == 4


def test_invisible_characters_around_a_cell_go() -> None:
    raw = read("a,b\n\u00a0x\u200b,\u2007\ufeffy z \t\n".encode())
    assert cells(raw) == [("x", "y z", 2)]


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (b'a,b\n1,"never closed\n3,4\n', "broken_quotes"),
        (b'a,b\n1,"ends here" not\n3,4\n', "broken_quotes"),
        (b'a,b\n1,"open\n3,4\n5,"again\n', "broken_quotes"),
        (b'a,b\n1,5" pipe\n', "broken_quotes"),
        (b"a,b\n1,\x00\n", "damaged_text"),
        ("a,b\né,é\né,é\n".encode() + b"\xe9,1\n", "damaged_text"),
        (b"a,b\n1,\x81\n", "damaged_text"),
        (b"\n \n", "empty_file"),
    ],
)
def test_malformed_text_is_refused(data: bytes, rule: str) -> None:
    with pytest.raises(FileRejectedError) as refused:
        read(data)
    assert refused.value.rule.rule_id == rule


def test_a_refused_quotation_mark_is_located() -> None:
    with pytest.raises(FileRejectedError, match="Line 3 "):
        read(b'a,b\n1,2\n3,"x\n4,5\n')


@pytest.mark.parametrize(
    ("data", "records"),
    [(b"a\nb\n", 2), (b"a\r\nb", 2), (b"a\rb\r", 2), (b'a\n"b\nc"\n', 2), (b'"a""\n""b"', 1), (b'""\n""', 2)],
)
def test_records_are_counted(data: bytes, records: int) -> None:
    assert count_records(data, ",") == records


@pytest.mark.parametrize(
    "limits",
    [
        ReaderLimits(max_columns=1),
        ReaderLimits(max_rows=1),
        ReaderLimits(max_cell_characters=3),
    ],
)
def test_limits(limits: ReaderLimits) -> None:
    with pytest.raises(FileRejectedError) as refused:
        read(b"a,b\n1,22\n3,4444\n", limits)
    assert refused.value.rule.rule_id == "limit_exceeded"


def test_a_count_that_differs_refuses_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delimited, "count_records", lambda *_: 7)
    with pytest.raises(FileRejectedError, match="7 rows were counted and 3 read"):
        read(TEXT.encode())


def test_gzip_is_read_and_damage_refused(bench: Bench) -> None:
    packed = gzip.compress(TEXT.encode(), mtime=0)
    whole = bench.load("education_providers", "he.csv.gz", packed)
    assert (whole.file_format, whole.rows_accepted) == ("csv.gz", 2)
    for name, damaged in {
        "cut.gz": packed[:-10],
        "flipped.gz": packed[:20] + bytes([packed[20] ^ 255]) + packed[21:],
        "tail.gz": packed[:-8] + b"\x00" * 8,
    }.items():
        refused = bench.load("education_providers", name, damaged)
        assert refused.rejection is not None
        assert refused.rejection.rule_id == "unreadable_file"


def test_a_gzip_bomb_is_refused(bench: Bench) -> None:
    refused = bench.load("education_providers", "bomb.gz", gzip.compress(b"a" * (80 << 20)))
    assert refused.rejection is not None
    assert refused.rejection.rule_id == "limit_exceeded"


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (b"", "empty_file"),
        (b"ukprn,name\n", "no_rows"),
        (b"ukprn,name\n,\n\n", "no_rows"),
        (b"%PDF-1.7 ...", "unsupported_format"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1old", "unsupported_format"),
        (b"<html></html>", "unsupported_format"),
        (bytes(range(256)) * 20, "damaged_text"),
        (b"PK\x03\x04 no zip", "unreadable_file"),
        (b"PAR1 no parquet PAR1", "unreadable_file"),
        (gzip.compress(b"", mtime=0), "empty_file"),
        (b"ukprn,UKPRN ,name\n1,2,3\n", "duplicate_heading"),
        (b"code,name\n1,2\n", "missing_column"),
    ],
)
def test_a_file_that_cannot_be_used_is_rejected_in_plain_words(
    bench: Bench, content: bytes, rule: str
) -> None:
    manifest = bench.load("education_providers", "file.csv", content)
    assert manifest.status == "rejected"
    assert manifest.rejection is not None
    assert manifest.rejection.rule_id == rule
    assert manifest.rejection.remedy.endswith(".")
    assert manifest.rows_accepted == 0


def test_headings_match_without_regard_to_case_space_hyphen_underscore(known: Bench) -> None:
    text = " WAVE ,Provider-Code,\u200bPROFESSION,Learners ,Site Code\n2024,ZA1,nursing,5,ZA1A1\n"
    manifest = known.load("learner_numbers", "n.csv", text)
    assert known.accepted(manifest, "wave, provider_code, site_code, learners") == [
        ("2024", "ZA1", "ZA1A1", 5)
    ]


def test_a_missing_column_is_named_with_what_was_found(known: Bench) -> None:
    manifest = known.load("learner_numbers", "n.csv", "wave,xyz,profession,learners\n2024,ZA1,nursing,5\n")
    assert manifest.rejection is not None
    assert "'provider_code'" in manifest.rejection.message
    assert "xyz" in manifest.rejection.message
    assert (manifest.rows_in, manifest.rows_quarantined) == (1, 1)


def test_every_feed_has_a_contract_with_a_version() -> None:
    assert contract("nets_responses").version >= 1
