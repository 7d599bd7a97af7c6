"""SQL that reads a text cell as a value of its column's type.

Belongs here: spellings of codes, dates, numbers; one expression per column, null where the text cannot be
read. Does not belong here: what follows from a null (`row_rules.py`).
"""

from functools import cache

from expectations import reference
from expectations.contract import Column
from orchestration.lib.duck import quoted
from orchestration.lib.ingest.readers.raw_table import INVISIBLE

_ISO_DATE = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
_CLOCK = "[0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]+)?)?"
_OFFSET = "(Z|[+-][0-9]{2}(:?[0-9]{2})?)"
_BRITISH_DATE = "[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}"
# Day 0 of Excel's calendar as it counts from March 1900 on; five digits reach from 1927 to 2173. Workbooks
# of old versions for Macintosh count from 1904.
_EXCEL_EPOCH, _EXCEL_EPOCH_1904 = "TIMESTAMP '1899-12-30'", "TIMESTAMP '1904-01-01'"
_EXCEL_SERIAL = "[1-9][0-9]{4}([.][0-9]+)?"


def typed_sql(column: Column, text: str, counts_from_1904: bool = False) -> str:
    """Return the SQL expression of a column's value.

    Args:
        column: The contract's column.
        text: SQL expression of the cell's text, null where blank.
        counts_from_1904: A bare number in a date column counts days from 1904 on.

    Returns:
        An expression of `column.sql_type`; null where the text is blank or cannot be read.
    """
    epoch = _EXCEL_EPOCH_1904 if counts_from_1904 else _EXCEL_EPOCH
    if column.type == "code":
        spellings = column_spellings(column)
        return multi_code_sql(text, spellings) if column.multi else code_sql(text, spellings)
    if column.type == "date":
        return f"CAST({_moment_sql(text, epoch, keep_day=True)} AS DATE)"
    if column.type == "datetime":
        return _moment_sql(text, epoch, keep_day=False)
    if column.type == "integer":
        whole = f"regexp_full_match({text}, '[+-]?[0-9]{{1,15}}([.]0+)?')"
        return f"CASE WHEN {whole} THEN CAST(split_part({text}, '.', 1) AS BIGINT) END"
    if column.type == "boolean":
        return (
            f"CASE WHEN lower({text}) IN ('y', 'yes', 'true', '1') THEN true "
            f"WHEN lower({text}) IN ('n', 'no', 'false', '0') THEN false END"
        )
    # Organisation codes are upper case in every register; people type them as they like.
    return _folded("upper", text) if column.pattern or column.reference == "provider" else text


def column_spellings(column: Column) -> dict[str, str]:
    """Return lower-case spelling -> code for a column of type code."""
    if column.codes is None:
        raise ValueError(f"{column.name} has no code list")
    listed = reference.codes(column.codes)
    return {
        **{label.lower(): code for code, label in listed.items()},
        **column.synonyms,
        **{code.lower(): code for code in listed},
    }


@cache
def option_spellings(question: str) -> dict[str, str]:
    """Return lower-case spelling -> option code for a question, over all waves."""
    options = [row for row in reference.seed("answer_option") if row["question_code"] == question]
    return {
        **{row["option_label"].lower(): row["option_code"] for row in options},
        **{row["option_code"].lower(): row["option_code"] for row in options},
    }


def code_sql(text: str, spellings: dict[str, str]) -> str:
    """Return the SQL of one code read from text; null where no spelling matches."""
    branches = " ".join(
        f"WHEN {quoted(spelling)} THEN {quoted(code)}" for spelling, code in spellings.items()
    )
    return f"CASE {_folded('lower', text)} {branches} END"


def _folded(case: str, text: str) -> str:
    """Return the SQL of a text in upper or lower case, unless a character of it is not ASCII.

    Unicode has letters whose other case is an ASCII letter (a long s, a dotless i, the Kelvin sign): folding
    them would make a code of what only looks like one.
    """
    return f"CASE WHEN strlen({text}) = length({text}) THEN {case}({text}) ELSE {text} END"


def multi_code_sql(text: str, spellings: dict[str, str]) -> str:
    """Return the SQL of codes joined with `;`, in the order written, each once.

    Null where any part is unknown: a row never keeps half of what it says.
    """
    parts = (
        f"list_filter(list_transform(string_split({text}, ';'), "
        f"lambda part: trim(part, {quoted(INVISIBLE)})), lambda part: part <> '')"
    )
    codes = f"list_transform({parts}, lambda part: {code_sql('part', spellings)})"
    once = f"list_filter({codes}, lambda code, i: list_position({codes}, code) = i)"
    return (
        f"CASE WHEN {text} IS NOT NULL AND len({parts}) > 0 "
        f"AND len(list_filter({codes}, lambda code: code IS NULL)) = 0 "
        f"THEN array_to_string({once}, ';') END"
    )


def _moment_sql(text: str, epoch: str, *, keep_day: bool) -> str:
    """Return the SQL of a timestamp in UTC.

    Args:
        text: The cell.
        epoch: Day 0 of bare numbers.
        keep_day: Give the calendar day as written, without moving it to UTC.
    """
    iso = f"{_ISO_DATE}([T ]{_CLOCK}{_OFFSET}?)?"
    # DuckDB needs seconds before a zone.
    seconds = f"regexp_replace({text}, '([T ][0-9]{{2}}:[0-9]{{2}})({_OFFSET}|$)', '\\1:00\\2')"
    zoned = f"CAST(try_cast({seconds} AS TIMESTAMPTZ) AS TIMESTAMP)"
    day = f"CASE WHEN {zoned} IS NOT NULL THEN try_cast(substr({text}, 1, 10) AS TIMESTAMP) END"
    pairs = (
        (iso, day if keep_day else zoned),
        ("[0-9]{8}", f"try_strptime({text}, '%Y%m%d')"),
        (_BRITISH_DATE, f"try_strptime({text}, '%d/%m/%Y')"),
        (f"{_BRITISH_DATE} [0-9]{{1,2}}:[0-9]{{2}}", f"try_strptime({text}, '%d/%m/%Y %H:%M')"),
        (f"{_BRITISH_DATE} [0-9]{{1,2}}:[0-9]{{2}}:[0-9]{{2}}", f"try_strptime({text}, '%d/%m/%Y %H:%M:%S')"),
        (
            _EXCEL_SERIAL,
            f"{epoch} + to_seconds(CAST(round(try_cast({text} AS DOUBLE) * 86400) AS BIGINT))",
        ),
    )
    branches = " ".join(f"WHEN regexp_full_match({text}, '{form}') THEN {value}" for form, value in pairs)
    moment = f"CASE {branches} END"
    return f"CASE WHEN year({moment}) >= 1900 THEN {moment} END"
