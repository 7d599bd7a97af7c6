"""Refusing files that hold identifiers of persons.

Belongs here: what a registration number, NHS number, e-mail address or person's name looks like. Messages
name the column and the kind and never repeat a value. Free text is not searched: it is restricted, and a
word in it proves nothing. Names without a title are `person_names.py`.
"""

import re
from dataclasses import dataclass

import duckdb

from expectations import reference
from expectations.contract import Contract
from expectations.masking import is_about_people
from orchestration.lib.duck import quoted
from orchestration.lib.ingest.headings import HeadingMatch, looks_like_heading, normalise_heading
from orchestration.lib.ingest.rejection import FileRejectedError
from orchestration.lib.ingest.row_rules import written

_NUMBER = "(_?(number|numbers|no|num|ref|reference|pin|id|code|registration))"
_HEADINGS = {
    "registration numbers": re.compile(
        rf"(.*_)?(gmc|nmc|hcpc|gdc|gphc){_NUMBER}?|(professional_)?registration{_NUMBER}"
    ),
    "NHS numbers": re.compile(r"(.*_)?nhs_?(number|numbers|no|num)"),
    "e-mail addresses": re.compile(r"(.*_)?e?_?mail(_address(es)?)?"),
    "names of persons": re.compile(
        r"name|(.*_)?((first|last|middle|given|family|maiden|full|known_as|fore|sur)_?name|initials)s?"
        r"|(learner|trainee|student|doctor|nurse|midwife|respondent|person|patient|reporter|contact"
        r"|supervisor|educator|tutor|staff|employee|raised_by|recorded_by|signed_off_by)_name"
    ),
    "dates of birth": re.compile(r"(.*_)?(date_of_birth|birth_date|birthdate|dob)"),
    "National Insurance numbers": re.compile(r"(.*_)?(ni|nino|national_insurance)(_?(number|no))?"),
}


@dataclass(frozen=True)
class _Kind:
    """A kind of value.

    Attributes:
        looks: SQL condition on `value`.
        shape: Form that harmless pseudonyms share with it; None when there is none.
    """

    name: str
    looks: str
    shape: str | None = None


_DIGITS = "regexp_replace(value, '[ -]', '', 'g')"
# Modulus 11: weights 10 … 2 over nine digits; remainder 11 counts as 0, and 10 never matches a digit.
_CHECK = (
    f"(11 - list_sum(list_transform(range(1, 10), lambda i: "
    f"try_cast(substr({_DIGITS}, i, 1) AS INTEGER) * (11 - i))) % 11) % 11"
)
_NHS_FORM = "regexp_full_match(value, '[1-9][0-9]{2}[ -]?[0-9]{3}[ -]?[0-9]{4}')"
_KINDS = (
    _Kind("e-mail addresses", "regexp_matches(value, '[^@ ]+@[^@ ]+[.][A-Za-z]{2,}')"),
    _Kind(
        "names of persons",
        "regexp_full_match(value, '(?i:dr|mr|mrs|ms|miss|prof)[.]? +[A-Z][A-Za-z.''’-]*( .*)?')",
    ),
    _Kind(
        "NHS numbers",
        f"CASE WHEN {_NHS_FORM} THEN {_CHECK} = try_cast(right({_DIGITS}, 1) AS INTEGER) ELSE false END",
        _NHS_FORM,
    ),
    _Kind(
        "NMC registration numbers",
        "regexp_full_match(value, '(?i:[0-9]{2}[A-L][0-9]{4}[ENSWO])')",
        "regexp_full_match(value, '[0-9A-Za-z]{8}')",
    ),
    _Kind(
        "GMC registration numbers",
        "regexp_full_match(value, '(?i:gmc[ :#-]*)?[0-9]{7}')",
        "regexp_full_match(value, '[0-9]+')",
    ),
)


def refuse_person_headings(contract: Contract, headings: tuple[str, ...]) -> None:
    """Refuse a file one of whose headings names an identifier of persons.

    Raises:
        FileRejectedError: With the heading and the kind.
    """
    own = {column.name for column in contract.columns}
    for heading in headings:
        normalised = normalise_heading(heading)
        for kind, pattern in _HEADINGS.items():
            if normalised not in own and pattern.fullmatch(normalised):
                raise FileRejectedError("person_identifier", f"{_column(heading.strip())} is for {kind}.")


def refuse_person_values(con: duckdb.DuckDBPyConnection, contract: Contract, match: HeadingMatch) -> None:
    """Refuse a file whose codes look like identifiers of persons.

    In a column of pseudonyms (keys, and columns the contract does not know) a number proves nothing by
    itself: one random ten-digit number in eleven passes the check of NHS numbers. There the file is refused
    when most values of the same shape match, and runs of consecutive seven-digit numbers pass as counters.

    Args:
        con: Connection with the tables `raw` and `parsed` of the load.
        contract: The feed's contract.
        match: Where the columns lie.

    Raises:
        FileRejectedError: With column, kind and number of distinct values, never a value.
    """
    searched = _searched_sql(contract, match)
    if not searched:
        return
    con.execute(f"CREATE OR REPLACE TEMP TABLE searched AS {' UNION ALL '.join(searched)}")
    for kind in _KINDS:
        row = con.execute(_found_sql(kind)).fetchone()
        if row is not None:
            raise FileRejectedError(
                "person_identifier",
                f"{_column(row[0])} holds {row[1]} values that look like {kind.name}.",
            )


def _column(heading: str) -> str:
    # What lies where a heading should be may itself be the cell of a person.
    return f"The column '{heading}'" if looks_like_heading(heading) else "A column"


def _found_sql(kind: _Kind) -> str:
    # A run of numbers: at least two, and no more gaps than numbers.
    counter = (
        "(count(*) FILTER (WHERE looks) > 1 AND max(number) FILTER (WHERE looks) - "
        "min(number) FILTER (WHERE looks) < 2 * count(*) FILTER (WHERE looks))"
    )
    pseudonyms = f"matches > 0.5 * alike AND NOT ({'counter' if 'GMC' in kind.name else 'false'})"
    return (
        f"WITH tested AS (SELECT column_name, is_pseudonym, {kind.looks} AS looks, "
        f"{kind.shape or 'false'} AS alike, try_cast(value AS BIGINT) AS number FROM searched), "
        "counted AS (SELECT column_name, is_pseudonym, count(*) FILTER (WHERE looks) AS matches, "
        f"count(*) FILTER (WHERE alike) AS alike, {counter} AS counter "
        "FROM tested GROUP BY column_name, is_pseudonym) "
        f"SELECT column_name, matches FROM counted WHERE matches > 0 "
        f"AND (NOT is_pseudonym OR ({pseudonyms})) ORDER BY column_name LIMIT 1"
    )


def _searched_sql(contract: Contract, match: HeadingMatch) -> list[str]:
    """Return SELECTs of the distinct values to look at: column_name, is_pseudonym, value."""
    selects = []
    for column in contract.columns:
        if column.name not in match.positions or column.free_text:
            continue
        text = written(column.name)
        if column.type == "string":
            pseudonym = column.reference == "concern" or (
                column.name in contract.key and column.reference is None
            )
            selects.append(_distinct_sql(column.name, pseudonym, "parsed", text))
        elif column.type == "code":
            selects.append(_distinct_sql(column.name, False, "parsed", text, f'"{column.name}" IS NULL'))
    if contract.question_columns:
        selects += [
            _distinct_sql(q.code, False, "parsed", written(q.code), f'"{q.code}" IS NULL')
            for q in reference.questions()
            if q.code in match.positions
        ]
    if is_about_people(contract.feed):
        # Registers have numbers of their own, as charities and companies do.
        selects += [
            _distinct_sql(heading, True, "raw", f"c{position}") for heading, position in match.unknown.items()
        ]
    return selects


def _distinct_sql(name: str, pseudonym: bool, source: str, text: str, condition: str = "true") -> str:
    return (
        f"SELECT DISTINCT {quoted(name)} AS column_name, {str(pseudonym).lower()} AS is_pseudonym, "
        f"{text} AS value FROM {source} WHERE {text} IS NOT NULL AND {condition}"
    )
