"""The corpus: every case, by kind."""

from tests.corpus import (
    answer_cases,
    archive_cases,
    byte_cases,
    concern_cases,
    heading_cases,
    key_cases,
    landing_cases,
    parquet_cases,
    person_cases,
    text_cases,
    value_cases,
    workbook_cases,
)
from tests.corpus.case import Case

CASES: tuple[Case, ...] = (
    *byte_cases.CASES,
    *archive_cases.CASES,
    *workbook_cases.CASES,
    *parquet_cases.CASES,
    *heading_cases.CASES,
    *value_cases.CASES,
    *key_cases.CASES,
    *text_cases.CASES,
    *answer_cases.CASES,
    *concern_cases.CASES,
    *person_cases.CASES,
    *landing_cases.CASES,
)
