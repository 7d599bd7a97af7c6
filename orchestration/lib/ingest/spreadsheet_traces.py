"""What a spreadsheet leaves in a table: totals, formulas without a result, codes it turned into numbers.

Belongs here: recognising these, in a workbook and in a CSV saved from one. Faults of values as such are
`row_rules.py`.
"""

import re

import duckdb

from expectations import reference
from expectations.contract import Column, Contract
from orchestration.lib.duck import quoted
from orchestration.lib.ingest.readers.formulas import WITHOUT_VALUE
from orchestration.lib.ingest.readers.raw_table import SOURCE_ROW, RawTable
from orchestration.lib.ingest.reference_keys import key_pattern
from orchestration.lib.ingest.row_rules import fault_sql, written

# Totals stand in the last rows of a sheet; nowhere else is a row taken for one.
_LAST_ROWS = 10
_SUMMARY_WORD = re.compile(r"((grand|sub|overall)[ -]?)?totals?\s?:?|sum\s?:?", re.IGNORECASE)
_ERRORS = (
    "#N/A",
    "#REF!",
    "#NAME?",
    "#VALUE!",
    "#DIV/0!",
    "#NUM!",
    "#NULL!",
    "#SPILL!",
    "#CALC!",
    "#FIELD!",
    "#BLOCKED!",
    "#CONNECT!",
    "#BUSY!",
    "#UNKNOWN!",
    "#GETTING_DATA",
)
# Excel always writes the sign, so a code like 5E1 is not meant.
_SCIENTIFIC = "[0-9]([.][0-9]+)?[Ee][+][0-9]{2,3}"


def summary_rows(con: duckdb.DuckDBPyConnection, contract: Contract, raw: RawTable) -> dict[int, str]:
    """Return the rows that only sum up the rows above them: row number to the word that says so.

    Such a row is among the last of the file, below at least one other row; a cell of it is such a word and
    nothing more; and its key cannot be read.

    Args:
        con: Connection with the table `parsed`.
        contract: The feed's contract.
        raw: The file as text.
    """
    words = {
        row[SOURCE_ROW]: cell
        for row in raw.table.slice(max(raw.table.num_rows - _LAST_ROWS, 0)).to_pylist()
        for cell in row.values()
        if isinstance(cell, str) and _SUMMARY_WORD.fullmatch(cell)
    }
    if not words:
        return {}
    listed = ", ".join(map(str, words))
    no_key = _no_key_sql(contract)
    above = con.execute(
        f"SELECT max(_source_row) FROM parsed WHERE _source_row NOT IN ({listed}) OR NOT ({no_key})"
    ).fetchone()
    last = max([row.source_row for row in raw.ragged], default=0)
    if above is not None and above[0] is not None:
        last = max(last, above[0])
    return {row: word for row, word in words.items() if row > last > 0}


def spreadsheet_fault_sql(contract: Contract) -> list[str]:
    """Return one SELECT per column of the faults that a spreadsheet put into cells."""
    columns = [column.name for column in contract.columns]
    if contract.question_columns:
        columns += [question.code for question in reference.questions()]
    found = []
    for name in columns:
        text = written(name)
        found.append(fault_sql("parsed", name, "formula_error", text, _is_error_sql(text)))
        found.append(fault_sql("parsed", name, "formula_without_value", text, _has_no_result_sql(text)))
    for column in contract.columns:
        if column.type == "string" and (column.name in contract.key or column.reference or column.pattern):
            text = written(column.name)
            found.append(
                fault_sql("parsed", column.name, "scientific_notation", text, _is_scientific_sql(text))
            )
    return found


def unreadable_key_sql(contract: Contract) -> str:
    """Return the SQL condition that the key of a row in `parsed` cannot be read: a part of it is no value."""
    optional = [column for column in _key_columns(contract) if column.may_be_blank]
    spoilt = [f"({written(c.name)} IS NOT NULL AND ({_no_value_sql(c)}))" for c in optional]
    return " OR ".join([_no_key_sql(contract), *spoilt])


def _no_key_sql(contract: Contract) -> str:
    """Return the SQL condition that a required part of the key is blank, unreadable or no key at all."""
    return " OR ".join(_no_value_sql(column) for column in _key_columns(contract) if not column.may_be_blank)


def _key_columns(contract: Contract) -> list[Column]:
    return [contract.column(name) for name in contract.key if name != "snapshot_date"]


def _is_error_sql(text: str) -> str:
    return f"upper({text}) IN ({', '.join(map(quoted, _ERRORS))})"


def _has_no_result_sql(text: str) -> str:
    return f"{text} = {quoted(WITHOUT_VALUE)}"


def _is_scientific_sql(text: str) -> str:
    return f"regexp_full_match({text}, {quoted(_SCIENTIFIC)})"


def _no_value_sql(column: Column) -> str:
    name, text = f'"{column.name}"', written(column.name)
    pattern = column.pattern or (key_pattern(column.reference) if column.reference else None)
    found = f"{name} IS NULL OR regexp_full_match({text}, {quoted(_SUMMARY_WORD.pattern)}, 'i')"
    found += f" OR {_is_error_sql(text)} OR {_has_no_result_sql(text)} OR {_is_scientific_sql(text)}"
    return f"{found} OR NOT regexp_full_match({name}, {quoted(pattern)})" if pattern else found
