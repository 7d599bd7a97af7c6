"""The corpus holds what the project promised to withstand, and says for each file what becomes of it."""

from pathlib import Path

import pytest

from orchestration.lib.ingest.rules import RULES
from tests.corpus.case import Accepted, NotTakenIn, Quarantined, Rejected
from tests.corpus.corpus import CASES

TESTS = Path(__file__).resolve().parents[1]

# What was promised -> cases by the beginning of their id, or a test as file::function.
PROMISED: dict[str, tuple[str, ...]] = {
    "empty": ("bytes-empty", "gzip-of-nothing", "workbook-without-a-cell"),
    "heading only": ("bytes-heading-only", "parquet-without-rows"),
    "truncated mid-row": ("bytes-truncated-mid-row", "bytes-truncated-in-quotes"),
    "truncated gzip": ("truncated-gzip", "truncated-zip", "truncated-parquet"),
    "zip bomb": ("gzip-bomb", "workbook-bomb", "gzip-in-gzip", "workbook-of-a-billion-laughs"),
    "wrong extension": ("bytes-csv-called-xlsx", "workbook-called-csv", "gzip-called-csv"),
    "binary junk": ("bytes-binary-junk", "bytes-pdf"),
    "NUL bytes": ("bytes-nul-in-a-cell", "bytes-nul-to-the-end"),
    "mixed line ends": ("bytes-mixed-line-ends",),
    "bare CR": ("bytes-bare-cr",),
    "unbalanced quotes": ("bytes-quote-never-closed", "bytes-quote-inside-a-cell"),
    "BOM in the middle": ("bytes-bom-and-heading-in-the-middle",),
    "duplicate headings": ("heading-twice", "parquet-with-a-column-twice"),
    "missing headings": ("heading-missing", "heading-none-at-all"),
    "nonsense headings": ("heading-nonsense", "heading-homoglyph"),
    "10,000 columns": ("heading-10000-columns",),
    "a 50 MB cell": ("bytes-a-50-mb-cell",),
    "US dates": ("value-date-us-13th-month", "value-date-day-first", "concern-raised-in-us-order"),
    "29 February 2023": ("value-date-29-february-2023",),
    "year 0024": ("value-date-year-0024",),
    "future dates": ("value-date-in-2098", "event-in-the-future"),
    "negative and absurd counts": ("value-number-negative", "value-number-absurd", "value-respondents"),
    "favourable > respondents": ("value-favourable-above-respondents",),
    "duplicated keys within a file": ("key-twice", "answer-key-twice", "event-twice"),
    "duplicated keys across files": ("key-again-in-a-later-file", "key-same-name-other-bytes"),
    "same bytes under another name": ("key-same-bytes-other-name",),
    "formula injection": (
        "text-formula-equals",
        "text-formula-minus",
        "text-formula-at",
        "heading-that-is-a-formula",
    ),
    "path traversal in names": (
        "landing-name-with-a-path",
        "landing-name-with-an-encoded-path",
        "zip-that-climbs",
    ),
    "path traversal in cells": ("text-path-traversal-in-a-code", "text-path-traversal-in-free-text"),
    "names that trick a person or a shell": (
        "landing-name-with-a-line-break",
        "landing-name-with-quotes",
        "landing-name-of-255-bytes",
        "landing-name-that-is-not-utf-8",
        "landing-name-with-a-leading-dash",
        "landing-name-reserved-on-windows",
    ),
    "symlinks in landing": ("landing-link-to", "landing-folder-of-a-feed-is-a-link"),
    "a file still being written": (
        "unit/landing/test_landing_unruly.py::test_a_growing_file_waits_and_the_others_do_not",
        "key-half-then-whole-under-one-name",
        "key-cut-in-a-number-then-whole",
    ),
    "unreadable permissions": ("unit/landing/test_landing_unruly.py::test_what_may_not_be_read_is_a_fault",),
    "pipes, sockets, hard links": ("landing-pipe", "landing-socket", "landing-hard-link"),
    "right-to-left characters": ("text-lookalike-right-to-left-override", "text-right-to-left-label"),
    "combining characters": ("text-lookalike-combining", "text-decomposed-accent", "landing-name-decomposed"),
    "emoji": ("text-lookalike-emoji", "text-emoji-in-a-label", "landing-name-emoji"),
    "non-breaking spaces around codes": ("text-spaces-nobody-sees-around-codes",),
    "zero-width characters": ("text-lookalike-zero-width-inside", "landing-name-with-a-zero-width-space"),
    "homoglyph provider codes": (
        "text-lookalike-cyrillic",
        "text-lookalike-greek",
        "text-lookalike-fullwidth",
    ),
    "an unknown wave": ("answer-of-an-unknown-wave", "answer-all-of-an-unknown-wave"),
    "a wave that lost a question": ("answer-a-question-lost", "answer-half-of-the-questions-lost"),
    "answers off the routing": ("answer-off-the-routing", "answer-not-asked-in-the-wave"),
    "person identifiers": (
        "person-gmc",
        "person-nmc",
        "person-nhs",
        "person-e-mail",
        "person-names",
        "heading-for-persons",
    ),
    "no person identifiers": ("person-near-miss", "heading-harmless", "text-person-in-free-text"),
    "histories of concerns": (
        "event-closed-before-raised",
        "event-category-jump",
        "event-after-close",
        "event-of-an-unknown",
    ),
    "several answers, yes and no": (
        "answer-one-of-several",
        "assessment-answered-yes",
        "assessment-answered-no",
    ),
    "exports gone wrong": (
        "heading-shifted-by-one",
        "heading-again-in-the-middle",
        "bytes-footer",
        "bytes-delimiter-behind-every",
        "bytes-crlf-and-blank-lines",
        "heading-one-column",
        "heading-of-another-feed",
        "heading-of-two-feeds",
    ),
    "numbers spelt oddly": (
        "value-number-with-thousands",
        "value-number-with-decimal-comma",
        "value-number-percent",
        "value-number-exponent",
        "value-number-apostrophe",
        "workbook-with-error-cells",
    ),
    "words for nothing": (
        "value-number-null",
        "value-number-n-a",
        "value-number-dash",
        "answer-option-as-null",
    ),
    "spellings of codes": ("text-case-does-not-matter", "text-label-instead-of-code", "concern-category-as"),
}


@pytest.mark.parametrize("promise", PROMISED)
def test_what_was_promised_has_its_files(promise: str) -> None:
    for wanted in PROMISED[promise]:
        file, _, function = wanted.partition("::")
        if function:
            assert f"def {function}(" in (TESTS / file).read_text(encoding="utf-8")
        else:
            assert any(case.id.startswith(wanted) for case in CASES), wanted


def test_the_corpus_is_large_and_its_cases_differ() -> None:
    assert len(CASES) >= 100
    assert len({case.id for case in CASES}) == len(CASES)
    assert all((case.make is None) != (case.put is None) for case in CASES)
    for kind, least in ((Accepted, 40), (Quarantined, 60), (Rejected, 40), (NotTakenIn, 10)):
        assert sum(isinstance(case.outcome, kind) for case in CASES) >= least


def test_every_rule_of_ingest_is_met_by_a_file() -> None:
    met = {case.outcome.rule for case in CASES if isinstance(case.outcome, Rejected)}
    met |= {
        fault[2] for case in CASES if isinstance(case.outcome, Quarantined) for fault in case.outcome.faults
    }
    for case in CASES:
        if isinstance(case.outcome, Accepted | Quarantined):
            met |= case.outcome.warns
        if isinstance(case.outcome, Accepted):
            met |= {rule for _, _, rule in case.outcome.cells}
    assert set(RULES) - met == set()


def test_the_files_are_the_same_on_every_call() -> None:
    for case in CASES[::7]:
        assert case.make is None or case.make() == case.make()
