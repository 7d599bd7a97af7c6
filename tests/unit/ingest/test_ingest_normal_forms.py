"""Accents typed in two ways are one text; what only looks like a letter stays what it is."""

import io
import unicodedata
from collections.abc import Callable

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from orchestration.lib.ingest.headings import normalise_heading
from orchestration.lib.ingest.readers import raw_table
from orchestration.lib.ingest.readers.limits import ReaderLimits
from tests.unit.ingest.bench import CONCERN, NETS, Bench, csv_text, questions_2024
from tests.unit.ingest.workbook_bytes import workbook

COMPOSED = "Caf\u00e9-1"
DECOMPOSED = unicodedata.normalize("NFD", COMPOSED)
ROW = {"wave": "2024", "provider_code": "ZA1", "profession": "nursing", "site_code": "", "learners": "10"}


def as_csv(row: dict[str, str]) -> bytes:
    return csv_text([row]).encode()


def as_workbook(row: dict[str, str]) -> bytes:
    return workbook({"learner_numbers": [list(row), list(row.values())]})


def as_parquet(row: dict[str, str]) -> bytes:
    sink = io.BytesIO()
    pq.write_table(pa.Table.from_pylist([row]), sink)
    return sink.getvalue()


@pytest.mark.parametrize("write", [as_csv, as_workbook, as_parquet])
def test_every_format_gives_the_composed_text(known: Bench, write: Callable[[dict[str, str]], bytes]) -> None:
    manifest = known.load("learner_numbers", "n.bin", write(ROW | {"site_code": DECOMPOSED}))
    assert known.accepted(manifest, "site_code") == [(COMPOSED,)]


def test_an_event_finds_its_concern_however_the_accent_is_typed(known: Bench) -> None:
    known.accept(known.load("concerns", "c.csv", [CONCERN | {"concern_id": COMPOSED}]))
    event = {
        "event_id": "E1", "concern_id": DECOMPOSED, "occurred_on": "2024-02-01",
        "recorded_at": "2024-02-01T10:00:00Z", "event_type": "progress",
    }  # fmt: skip
    assert known.rules(known.load("concern_events", "e.csv", [event])) == []


def test_a_key_typed_in_both_ways_is_given_twice(known: Bench) -> None:
    rows = [NETS | questions_2024() | {"response_id": text} for text in (COMPOSED, DECOMPOSED)]
    assert known.rules(known.load("nets_responses", "r.csv", rows)) == [(3, "duplicate_key")]


@pytest.mark.parametrize(
    "text",
    [
        "\uff37\uff21\uff32\uff24",
        "\ufb01ve",
        "x\u00b2",
        "\u212a1",
        "a\u037eb",
        "\u1fefa",
        f"{DECOMPOSED}\u212a",
    ],
    ids=[
        "fullwidth",
        "ligature",
        "superscript",
        "kelvin",
        "greek question mark",
        "varia",
        "kelvin and accent",
    ],
)
def test_a_lookalike_stays_as_written(known: Bench, text: str) -> None:
    manifest = known.load("learner_numbers", "n.csv", [ROW | {"site_code": text}])
    assert known.accepted(manifest, "site_code") == [(text,)]


def test_no_other_character_becomes_ascii() -> None:
    """The list of those that are left alone is whole."""
    beyond = "".join(chr(n) for n in range(128, 0x110000) if not 0xD800 <= n < 0xE000)
    ascii_in_nfc = {c for c in beyond if any(ord(x) < 128 for x in unicodedata.normalize("NFC", c))}
    assert ascii_in_nfc == set(raw_table._ASCII_IN_NFC[1:-1])


def test_plain_text_is_not_touched() -> None:
    columns = [pa.chunked_array([["a", None], ["b", ""]]), pa.array([DECOMPOSED, "b", None, "d"])]
    table, blank = raw_table.make_raw_table(columns, pa.array([1, 2, 3, 4]), ReaderLimits())
    assert table.to_pydict() == {
        "c0": ["a", None, "b", None], "c1": [COMPOSED, "b", None, "d"], "_source_row": [1, 2, 3, 4],
    }  # fmt: skip
    assert blank == 0
    assert raw_table._composed(columns[0]) is columns[0]


def test_headings_are_compared_in_the_composed_form(known: Bench) -> None:
    assert normalise_heading(f" {DECOMPOSED} ") == normalise_heading(COMPOSED)
    assert normalise_heading("\uff57ave") != "wave"
    manifest = known.load("learner_numbers", "n.csv", [ROW | {DECOMPOSED: "x", COMPOSED: "y"}])
    assert manifest.rejection is not None
    assert manifest.rejection.rule_id == "duplicate_heading"
