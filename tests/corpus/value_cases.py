"""Values: dates, numbers, counts and blanks, one odd spelling in a file that is good otherwise."""

import datetime as dt

from tests.corpus.case import Accepted, Case, Fault, Quarantined, Rejected
from tests.corpus.tables import LEARNER_ROWS, bytes_of, counts, learners, register


def _kept_out(name: str, column: str, value: str, rule: str) -> Case:
    """A value in row 5 that keeps the row out."""
    outcome = Quarantined(LEARNER_ROWS, frozenset({(5, column, rule)}))
    return Case(f"value-{name}", "learner_numbers", outcome, lambda: bytes_of(learners({5: {column: value}})))


def _date(name: str, value: str, rule: str = "impossible_date") -> Case:
    return _kept_out(f"date-{name}", "census_date", value, rule)


def _number(name: str, value: str, rule: str = "not_an_integer") -> Case:
    return _kept_out(f"number-{name}", "learners", value, rule)


def _read(name: str, column: str, value: str, as_what: object) -> Case:
    outcome = Accepted(LEARNER_ROWS, reads={(5, column): as_what})
    return Case(f"value-{name}", "learner_numbers", outcome, lambda: bytes_of(learners({5: {column: value}})))


def _counted(name: str, respondents: str, favourable: str, *faults: Fault) -> Case:
    outcome = Quarantined(LEARNER_ROWS, frozenset(faults))
    edit = {5: {"respondents": respondents, "favourable": favourable}}
    return Case(f"value-{name}", "nets_aggregates", outcome, lambda: bytes_of(counts(edit)))


_TOO_MANY = {row: {"learners": "n/a"} for row in (5, 6, 7)}

CASES = (
    _date("us-13th-month", "10/25/2024"),
    _date("29-february-2023", "29/02/2023"),
    _date("29-february-1900", "1900-02-29"),
    _date("31-april", "31/04/2024"),
    _date("13th-month", "2024-13-01"),
    _date("zeroes", "00/00/0000"),
    _date("year-0024", "0024-10-05"),
    _date("two-digit-year", "05/10/24"),
    _date("in-words", "5 October 2024"),
    _date("before-1900", "1899-12-31"),
    _date("with-dots", "05.10.2024"),
    _date("in-arabic-digits", "\u0662\u0660\u0662\u0664-10-05"),
    _date("null-in-words", "NULL"),
    _date("in-2098", "2098-01-01", "future_date"),
    _date("in-9999", "31/12/9999", "future_date"),
    # Never in US order: the first number is the day, so this is the third of April.
    _read("date-day-first", "census_date", "03/04/2024", dt.date(2024, 4, 3)),
    _read("date-29-february-2024", "census_date", "29/02/2024", dt.date(2024, 2, 29)),
    _read("date-excel-serial", "census_date", "45385", dt.date(2024, 4, 3)),
    _read("date-without-dashes", "census_date", "20240403", dt.date(2024, 4, 3)),
    _read("date-far-east-of-utc", "census_date", "2024-04-03T01:00:00+14:00", dt.date(2024, 4, 3)),
    _number("negative", "-5", "out_of_range"),
    _number("absurd", "100001", "out_of_range"),
    _number("of-twenty-digits", "99999999999999999999"),
    _number("with-thousands", "1,234"),
    _number("with-thousands-by-space", "1\u00a0234"),
    _number("with-decimal-comma", "12,0"),
    _number("with-a-fraction", "12.5"),
    _number("percent", "50%"),
    _number("exponent", "1E5"),
    _number("hexadecimal", "0x10"),
    _number("apostrophe", "'120"),
    _number("nan", "NaN"),
    _number("infinity", "inf"),
    _number("true", "TRUE"),
    _number("fullwidth", "\uff11\uff12"),
    _number("arabic", "\u0661\u0662"),
    _number("unicode-minus", "\u22125"),
    _number("in-words", "twelve"),
    _number("excel-error", "#REF!", "formula_error"),
    _number("null", "NULL"),
    _number("n-a", "N/A"),
    _number("dash", "-"),
    _number("blank", "", "missing_value"),
    _read("number-with-zero-fraction", "learners", "12.0", 12),
    _read("number-with-plus", "learners", "+12", 12),
    _read("number-with-leading-zeroes", "learners", "0012", 12),
    _counted("favourable-above-respondents", "10", "11", (5, "favourable", "favourable_exceeds_respondents")),
    _counted(
        "respondents-negative",
        "-1",
        "0",
        (5, "respondents", "out_of_range"),
        (5, "favourable", "favourable_exceeds_respondents"),
    ),
    _counted("respondents-absurd", "7000000", "9", (5, "respondents", "out_of_range")),
    Case(
        "value-more-faults-than-tolerated",
        "learner_numbers",
        Quarantined(
            LEARNER_ROWS,
            frozenset((row, "learners", "not_an_integer") for row in _TOO_MANY),
            gate=frozenset({"learner_numbers.quarantined_share"}),
        ),
        lambda: bytes_of(learners(_TOO_MANY)),
    ),
    Case(
        "value-provider-closed-long-ago",
        "learner_numbers",
        Accepted(LEARNER_ROWS, gate_warns=frozenset({"learner_numbers.provider_open"})),
        lambda: bytes_of(learners({5: {"provider_code": "OLD1"}})),
    ),
    Case(
        "value-register-closed-before-opened",
        "providers",
        Quarantined(
            range(1, 12),
            frozenset({(2, "closed_on", "closed_before_opened")}),
            gate=frozenset({"providers.quarantined_share"}),
        ),
        lambda: register(closed={"ZA1": "19990401"}),
        name="ods_etr_2022.csv",
    ),
    Case(
        "value-register-of-no-date",
        "providers",
        Rejected("missing_snapshot_date", "holds no date"),
        register,
        name="ods_etr.csv",
    ),
)
