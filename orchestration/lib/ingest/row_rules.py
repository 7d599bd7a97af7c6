"""SQL of every fault that keeps a row out, over the table `parsed` of one load.

`parsed` holds each column twice: its typed value under its name and the text of the cell under
`written(name)`.

Belongs here: faults that one row, its file or the known keys decide. What depends on the history of a
concern is `history.py`; what takes away a single answer is `routing.py`.
"""

import datetime as dt

from expectations import reference
from expectations.contract import Column, Contract
from orchestration.lib.duck import quoted
from orchestration.lib.ingest.reference_keys import key_pattern

_ROW_RULE_SQL = {
    "closed_before_opened": ("closed_on", "closed_on < opened_on"),
    "favourable_exceeds_respondents": ("favourable", "favourable > respondents"),
}
_UNKNOWN = {
    "provider": "unknown_provider",
    "education_provider": "unknown_education_provider",
    "concern": "unknown_concern",
}
_UNREADABLE = {
    "date": "impossible_date",
    "datetime": "impossible_date",
    "integer": "not_an_integer",
    "boolean": "not_a_boolean",
}
# Every code, and every key that has a pattern, is written in printable ASCII.
_STRANGE = "regexp_matches({text}, '[^ -~]')"
_UNKNOWN_CODE = {"wave": "unknown_wave", "profession": "unknown_profession"}


def written(name: str) -> str:
    """Return the quoted name of the column that holds a cell as it was written."""
    return f'"{name}:written"'


def fault_sql(source: str, column: str | None, rule_id: str, value: str, condition: str) -> str:
    """Return a SELECT of faults: source_row, column_name, rule_id, offending_value."""
    name = "CAST(NULL AS VARCHAR)" if column is None else quoted(column)
    return (
        f"SELECT _source_row AS source_row, {name} AS column_name, {quoted(rule_id)} AS rule_id, "
        f"CAST({value} AS VARCHAR) AS offending_value FROM {source} WHERE {condition}"
    )


def row_fault_sql(contract: Contract, today: dt.date, known: dict[str, str]) -> list[str]:
    """Return one SELECT per rule and column, but for `duplicate_sql`.

    Args:
        contract: The feed's contract.
        today: Day the file was first seen; a date more than one day later is in the future.
        known: Entity -> table of known keys (column `key`).
    """
    found = [sql for column in contract.columns for sql in _column_faults(contract, column, today, known)]
    for rule in contract.row_rules:
        column_name, condition = _ROW_RULE_SQL[rule.rule]
        found.append(fault_sql("parsed", column_name, rule.rule, column_name, condition))
    if contract.question_columns:
        found += [sql for question in reference.questions() for sql in _option_faults(question)]
    return found


def _column_faults(contract: Contract, column: Column, today: dt.date, known: dict[str, str]) -> list[str]:
    name = column.name
    text = written(name)
    found = []
    if not column.may_be_blank:
        rule = "missing_key" if name in contract.key else "missing_value"
        found.append(fault_sql("parsed", name, rule, "NULL", f"{text} IS NULL"))
    strange = _STRANGE.format(text=text)
    unread = f'{text} IS NOT NULL AND "{name}" IS NULL'
    if column.codes is not None:
        found.append(fault_sql("parsed", name, "lookalike_character", text, f"{unread} AND {strange}"))
        unknown = _UNKNOWN_CODE.get(column.codes, "unknown_code")
        found.append(fault_sql("parsed", name, unknown, text, f"{unread} AND NOT {strange}"))
    elif column.type in _UNREADABLE:
        found.append(fault_sql("parsed", name, _UNREADABLE[column.type], text, unread))
    if column.type in ("date", "datetime") and not column.may_be_future:
        latest = today + dt.timedelta(days=1)
        future = f"CAST(\"{name}\" AS DATE) > DATE '{latest}'"
        found.append(fault_sql("parsed", name, "future_date", text, future))
    return [*found, *_form_faults(column), *_reference_faults(column, known)]


def _form_faults(column: Column) -> list[str]:
    name = f'"{column.name}"'
    found = []
    if column.minimum is not None or column.maximum is not None:
        bounds = [f"{name} < {column.minimum}"] if column.minimum is not None else []
        bounds += [f"{name} > {column.maximum}"] if column.maximum is not None else []
        found.append(fault_sql("parsed", column.name, "out_of_range", name, " OR ".join(bounds)))
    if (pattern := _pattern(column)) is not None:
        text = written(column.name)
        strange = _STRANGE.format(text=text)
        found.append(fault_sql("parsed", column.name, "lookalike_character", text, strange))
        wrong = f"NOT {strange} AND NOT regexp_full_match({name}, {quoted(pattern)})"
        found.append(fault_sql("parsed", column.name, "malformed_value", text, wrong))
    if column.max_length is not None and column.type == "string":
        long = f"length({name}) > {column.max_length}"
        found.append(fault_sql("parsed", column.name, "too_long", f"left({name}, 80) || '…'", long))
    return found


def _pattern(column: Column) -> str | None:
    """Return the form of a column's values: its own, or that of the keys it refers to."""
    return column.pattern or (key_pattern(column.reference) if column.reference else None)


def _reference_faults(column: Column, known: dict[str, str]) -> list[str]:
    if column.reference is None:
        return []
    name = f'"{column.name}"'
    unknown = f"{name} IS NOT NULL AND {name} NOT IN (SELECT key FROM {known[column.reference]})"
    # What cannot be a key never becomes known, so it does not wait.
    if (pattern := _pattern(column)) is not None:
        unknown += f" AND regexp_full_match({name}, {quoted(pattern)})"
    return [fault_sql("parsed", column.name, _UNKNOWN[column.reference], name, unknown)]


def asked_sql(asked_from: str | int, asked_to: str | int | None) -> str:
    """Return the SQL condition that the wave of a row lies in a span of years."""
    since = f"wave_year >= {asked_from}"
    return f"({since} AND wave_year <= {asked_to})" if asked_to else f"({since})"


def _option_faults(question: reference.Question) -> list[str]:
    """Answers that are no option of the question, or none in the wave of the row."""
    text = written(question.code)
    unread = f'{text} IS NOT NULL AND "{question.code}" IS NULL'
    outside = []
    for option in reference.seed("answer_option"):
        starts, ends = int(option["valid_from_year"]), option["valid_to_year"]
        own_span = (starts, ends) != (question.asked_from, str(question.asked_to or ""))
        if option["question_code"] == question.code and own_span:
            chosen = f"list_contains(string_split(\"{question.code}\", ';'), {quoted(option['option_code'])})"
            outside.append(f"({chosen} AND NOT {asked_sql(starts, ends)})")
    condition = f"({unread})"
    if outside:
        asked = asked_sql(question.asked_from, question.asked_to)
        condition += f" OR ({asked} AND ({' OR '.join(outside)}))"
    return [fault_sql("parsed", question.code, "unknown_option", text, condition)]


def duplicate_sql(contract: Contract) -> str:
    """Return a SELECT of all good rows but the first with the same key.

    A row is good when the table `fault` holds no final fault of it; one that waits is good. So the result
    does not change when what it waits for arrives. Faults that only other files show (`history.py`) are not
    asked: which row is used is decided by the file alone.
    """
    keys = ", ".join(f'"{name}"' for name in contract.key)
    given = " AND ".join(
        f'"{name}" IS NOT NULL' for name in contract.key if not _may_be_blank(contract, name)
    )
    shown = f"concat_ws(' | ', {keys})"
    numbered = (
        f"(SELECT _source_row, {shown} AS shown, "
        f"row_number() OVER (PARTITION BY {keys} ORDER BY _source_row) AS place FROM parsed WHERE {given} "
        f"AND _source_row NOT IN (SELECT source_row FROM fault WHERE scope = 'row' AND NOT waits))"
    )
    return fault_sql(numbered, ", ".join(contract.key), "duplicate_key", "shown", "place > 1")


def _may_be_blank(contract: Contract, name: str) -> bool:
    return name != "snapshot_date" and contract.column(name).may_be_blank
