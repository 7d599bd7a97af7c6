"""Headings: missing, repeated, shifted, foreign, or none at all."""

from collections.abc import Sequence

from tests.corpus.case import Accepted, Case, Outcome, Quarantined, Rejected
from tests.corpus.tables import (
    LEARNER_ROWS,
    PROVIDERS,
    Row,
    as_csv,
    as_lists,
    bytes_of,
    concerns,
    counts,
    learners,
)

_HEADING, *_ROWS = as_lists(learners())
_UNKNOWN = Accepted(LEARNER_ROWS, frozenset({"unknown_columns"}))


def _case(name: str, outcome: Outcome, rows: Sequence[Sequence[str]]) -> Case:
    data = as_csv(rows).encode()
    return Case(f"heading-{name}", "learner_numbers", outcome, lambda: data)


def _headed(*names: str) -> list[list[str]]:
    return [list(names), *_ROWS]


def _with_column(name: str, value: str = "x") -> list[list[str]]:
    return [[*_HEADING, name], *([*row, value] for row in _ROWS)]


def _many(count: int) -> list[list[str]]:
    extra = [f"extra_{n}" for n in range(count)]
    return [[*_HEADING, *extra], *([*row, *[""] * count] for row in _ROWS[:3])]


def _rows_of(feed: str, name: str, outcome: Outcome, rows: Sequence[Row]) -> Case:
    return Case(f"heading-{name}", feed, outcome, lambda: bytes_of(rows))


_PERSONS = {
    "gmc-number": "GMC number",
    "nmc-pin": "NMC PIN",
    "nhs-number": "NHS No",
    "e-mail": "E-mail address",
    "first-name": "First name",
    "name-of-learner": "learner_name",
    "date-of-birth": "DOB",
    "national-insurance": "NI number",
}
_HARMLESS = (
    "programme_name",
    "ward name",
    "trust_name",
    "nmc_approved",
    "email_reminders_sent",
    "nhs_region",
    "Domain",
)

CASES = (
    _case("order-is-free", _UNKNOWN, [[*row[::-1], "x"] for row in [_HEADING, *_ROWS]]),
    _case(
        "spelt-as-people-do",
        Accepted(LEARNER_ROWS),
        _headed(" WAVE", "Provider-Code ", "PROFESSION", "Learners"),
    ),
    _case(
        "with-spaces-nobody-sees",
        Accepted(LEARNER_ROWS),
        _headed("wave\u00a0", "provider\u00a0code", "\u200bprofession", "\ufefflearners"),
    ),
    _case("twice", Rejected("duplicate_heading", "'wave'"), [[*row, row[0]] for row in [_HEADING, *_ROWS]]),
    _case(
        "twice-in-two-spellings",
        Rejected("duplicate_heading", "'provider_code'"),
        [[*_HEADING, "Provider Code"], *([*row, row[1]] for row in _ROWS)],
    ),
    _case(
        "missing", Rejected("missing_column", "missing: 'learners'"), [row[:3] for row in [_HEADING, *_ROWS]]
    ),
    _case("nonsense", Rejected("missing_column", "'wave'"), _headed("zzxqy", "§§§", "\U0001f4a9", "?")),
    _case(
        "misspelt",
        Rejected("misspelt_heading", "'site kode' (is it 'site_code'?)"),
        _with_column("site kode"),
    ),
    _case("homoglyph", Rejected("missing_column", "'wave'"), _headed("w\u0430ve", *_HEADING[1:])),
    _case("none-at-all", Rejected("missing_column", "not repeated"), _ROWS),
    _case(
        "title-above-it",
        Rejected("missing_column", "'wave'"),
        [["Learners on placement"], [], _HEADING, *_ROWS],
    ),
    _case(
        "one-column-only",
        Rejected("missing_column", "'provider_code'"),
        [[row[0]] for row in [_HEADING, *_ROWS]],
    ),
    _case("10000-columns", Rejected("limit_exceeded", "10,004 columns"), _many(10_000)),
    _case("400-columns", Accepted(range(2, 5), frozenset({"unknown_columns"})), _many(400)),
    _case("blank", _UNKNOWN, _with_column("")),
    _case("with-a-line-break", _UNKNOWN, _with_column("notes\nand more")),
    _case("that-injects", _UNKNOWN, _with_column('x"; DROP TABLE parsed; --')),
    _case("that-is-a-formula", _UNKNOWN, _with_column("=cmd|' /C calc'!A0")),
    _case("of-unknown-columns", _UNKNOWN, _with_column("colour")),
    _case(
        "shifted-by-one",
        Quarantined(
            LEARNER_ROWS,
            frozenset(
                (row, column, rule)
                for row in LEARNER_ROWS
                for column, rule in (
                    ("wave", "missing_key"),
                    ("provider_code", "unknown_provider"),
                    ("profession", "unknown_profession"),
                    ("learners", "not_an_integer"),
                )
            ),
            gate=frozenset({"learner_numbers.has_rows", "learner_numbers.quarantined_share"}),
            warns=frozenset({"unknown_columns"}),
        ),
        [[*_HEADING, "more"], *(["", *row] for row in _ROWS)],
    ),
    _case(
        "again-in-the-middle",
        Quarantined(
            range(2, 203),
            frozenset(
                {
                    (50, "wave", "unknown_wave"),
                    (50, "provider_code", "malformed_value"),
                    (50, "profession", "unknown_profession"),
                    (50, "learners", "not_an_integer"),
                }
            ),
        ),
        [_HEADING, *_ROWS[:48], _HEADING, *_ROWS[48:]],
    ),
    _rows_of("learner_numbers", "of-another-feed", Rejected("missing_column", "'learners'"), counts()),
    _rows_of("learner_numbers", "of-concerns", Rejected("missing_column", "'wave'"), concerns({})),
    _case(
        "of-two-feeds",
        _UNKNOWN,
        [
            [*_HEADING, "indicator_code", "respondents", "favourable"],
            *([*r, "supervision", "9", "8"] for r in _ROWS),
        ],
    ),
    *(
        _case(f"for-persons-{kind}", Rejected("person_identifier", "is for"), _with_column(heading))
        for kind, heading in _PERSONS.items()
    ),
    _case(
        "harmless-though-near-a-person",
        _UNKNOWN,
        [[*_HEADING, *_HARMLESS], *([*row, *["x"] * len(_HARMLESS)] for row in _ROWS)],
    ),
    Case(
        "heading-on-a-register",
        "providers",
        Rejected("wrong_column_count", "columns"),
        lambda: as_csv([["code", "name"], *([p, "SAMPLE"] for p in PROVIDERS)]).encode(),
        name="ods_etr_2019.csv",
    ),
)
