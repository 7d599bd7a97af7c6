"""Every rule that ingest applies: its id, what it found, and what a person can do about it.

Belongs here: the one registry of rule ids. Where a rule is tested against data is `row_rules.py`,
`routing.py`, `history.py` and the readers.
"""

from dataclasses import dataclass
from typing import Literal

Scope = Literal["file", "row", "cell", "warning"]


@dataclass(frozen=True)
class Rule:
    """One rule.

    Attributes:
        rule_id: Stable identifier, shown in manifests, quarantine and messages.
        scope: What is kept out: the file, the row, the cell; or nothing (`warning`).
        what: What was found.
        remedy: What a data engineer can do about it.
        waits: The row may become valid by itself when other data arrive.
    """

    rule_id: str
    scope: Scope
    what: str
    remedy: str
    waits: bool = False


_SAVE_AS_CSV = "Save the sheet again as CSV UTF-8 or .xlsx and land the new file."

# scope -> rule id -> what was found, remedy
_TOLD: dict[Scope, dict[str, tuple[str, str]]] = {
    "file": {
        "unsupported_format": ("The file is not CSV, gzipped CSV, XLSX or Parquet.", _SAVE_AS_CSV),
        "unreadable_file": ("The file is damaged or cut short.", "Export or copy the file again."),
        "empty_file": ("The file holds nothing.", "Export the file again and check it before landing."),
        "no_rows": ("The file has a heading and no rows.", "Export the file again with its rows."),
        "limit_exceeded": (
            "The file is larger than the limits allow.",
            "Split the file. If its size is right, raise the limit in section reader_limits of settings.yaml "
            "in the data home: the next run then reads the same file again.",
        ),
        "broken_quotes": (
            "A quotation mark opens or closes in the wrong place, so rows cannot be told apart.",
            "Enclose the cell in quotation marks and double those inside it, or export the file again.",
        ),
        "damaged_text": (
            "The text holds NUL bytes, or bytes that no supported encoding explains.",
            _SAVE_AS_CSV,
        ),
        "ambiguous_sheet": (
            "The workbook has several sheets, and it is not clear which one holds the data.",
            "Name the sheet with the data like the feed and let it be seen, or remove the other sheets.",
        ),
        "several_headings": (
            "The sheet holds two tables.",
            "Keep one table per sheet: land each of them as a file of its own.",
        ),
        "missing_column": (
            "A required column is missing.",
            "Rename the heading to the column's name (case, spaces, hyphens and underscores do not matter).",
        ),
        "misspelt_heading": (
            "A heading is nearly that of a column which the file lacks.",
            "Rename the heading to the column's name; if it is something else, to one that is not so near.",
        ),
        "duplicate_heading": (
            "A heading occurs more than once.",
            "Remove or rename one of the columns, so that each heading occurs once.",
        ),
        "wrong_column_count": (
            "The file does not have the number of columns that its layout fixes.",
            "Land the register file as published, with all its columns and no heading row.",
        ),
        "missing_snapshot_date": (
            "The file name does not say which date the snapshot is of.",
            "Name the file like name_2026-07-15.csv, name_2026-07.csv or name_2026.csv.",
        ),
        "person_identifier": (
            "The file holds what looks like identifiers of persons.",
            "Remove the column or replace the values by pseudonyms that are neither names, addresses nor "
            "registration or NHS numbers, then land the new file and delete the old one.",
        ),
        "too_few_questions": (
            "Fewer than half of the questions that the wave asks are columns of the file.",
            "Land the complete export; each question of the question bank is one column.",
        ),
    },
    "row": {
        "wrong_field_count": (
            "The row does not have as many cells as the heading.",
            "Look for a missing or additional delimiter in this row, and quote cells that hold one.",
        ),
        "summary_row": (
            "The row only sums up the rows above it.",
            "None needed: it counts for nothing. Leave it out of the next file.",
        ),
        "formula_error": (
            "The cell holds an error of a spreadsheet formula.",
            "Correct the formula in the source, or leave the cell blank.",
        ),
        "formula_without_value": (
            "The cell holds a formula whose result was not saved.",
            "Open the workbook in Excel, save it and land it again.",
        ),
        "scientific_notation": (
            "A spreadsheet turned the code into a number, and its digits cannot be told any more.",
            "Format the column as text in the source, then export or type the codes again.",
        ),
        "missing_key": ("A part of the row's key is blank.", "Fill in the key column."),
        "missing_value": ("A required value is blank.", "Fill in the value."),
        "unknown_wave": ("The survey wave is unknown.", "Use a wave of dbt_project/seeds/wave.csv."),
        "unknown_profession": (
            "The profession is unknown.",
            "Use a code or name of dbt_project/seeds/profession.csv.",
        ),
        "unknown_option": (
            "The answer is not an option of the question in that wave.",
            "Use an option of dbt_project/seeds/answer_option.csv, or leave the cell blank.",
        ),
        "unknown_code": (
            "The value is not in the code list of its column.",
            "Use a code or label of the code list that the contract names.",
        ),
        "impossible_date": (
            "The value is not a possible date from 1900 on.",
            "Write dates as YYYY-MM-DD or DD/MM/YYYY.",
        ),
        "future_date": (
            "The date lies in the future.",
            "Correct the date. If it is right, land the row in another file once the day has come: the same "
            "bytes again change nothing, for a file keeps the day on which it was first seen.",
        ),
        "not_an_integer": ("The value is not a whole number.", "Write a whole number without separators."),
        "out_of_range": ("The number is outside the bounds of its column.", "Correct the number."),
        "not_a_boolean": ("The value is neither yes nor no.", "Write Y or N."),
        "malformed_value": ("The value does not have the form of its column.", "Correct the value."),
        "lookalike_character": (
            "A code holds a character that cannot be seen or only looks like a letter or digit.",
            "Type the code again.",
        ),
        "too_long": ("The text is longer than its column allows.", "Shorten the text."),
        "unknown_provider": (
            "No provider snapshot holds this provider code.",
            "Correct the code, or land a provider register that holds it: the row then loads by itself.",
        ),
        "unknown_education_provider": (
            "No education provider with this UKPRN is known.",
            "Correct the UKPRN, or land a register of education providers that holds it.",
        ),
        "unknown_concern": (
            "The concern of this event has not arrived.",
            "Land the concern: the event then loads by itself.",
        ),
        "duplicate_key": (
            "An earlier good row of the file has the same key.",
            "Keep one of the rows; only the first without another fault is used.",
        ),
        "favourable_exceeds_respondents": (
            "More favourable answers than respondents.",
            "Correct one of the two counts.",
        ),
        "closed_before_opened": ("The organisation closes before it opens.", "Correct one of the two dates."),
        "missing_for_event_type": (
            "This kind of event needs a value here.",
            "Fill in the column, or correct the event type.",
        ),
        "closed_before_raised": (
            "The concern is closed before it was raised.",
            "Correct the date of the event or of the concern.",
        ),
        "category_jump": (
            "The category before this event is not the one that was in force, so an event is missing.",
            "Land the missing 'categorised' event: this one then loads by itself; or correct from_category.",
        ),
        "suspension_without_event": (
            "The event leaves category 4, and no event or record put the concern there.",
            "Land the event that suspended training: this one then loads by itself.",
        ),
        "event_after_close": (
            "The event follows a closure, and the concern was not reopened in between.",
            "Land the 'reopened' event: this one then loads by itself; or correct the date.",
        ),
    },
    "cell": {
        "routed_base_not_met": (
            "The question is asked only after another answer, which this respondent did not give.",
            "Leave the cell blank, or correct the answer to the question before it.",
        ),
        "not_asked_in_wave": (
            "The question was not asked in this wave.",
            "Leave the cell blank, or correct the wave.",
        ),
    },
    "warning": {
        "unknown_columns": ("Columns that the contract does not know were left out.", "None needed."),
        "missing_question_columns": (
            "Questions that the wave asks are not columns of the file.",
            "Add the columns, or accept that the wave has no answers to them.",
        ),
        "merged_cells": (
            "Cells merged over several rows were read as the value of each of these rows.",
            "Check that this is meant; merged cells are best undone in the source.",
        ),
        "summary_rows": ("Rows that only sum up the others were left out.", "None needed."),
        "blank_rows": ("Blank rows were passed over.", "None needed."),
        "rows_above_heading": (
            "Rows above the heading hold something and were not read.",
            "None needed for titles and notes; rows of data belong below the heading.",
        ),
        "other_sheets": (
            "Other sheets hold something and were not read.",
            "None needed for notes; land each table as a file of its own.",
        ),
        "suspended_without_event": (
            "Concerns recorded at category 4 have no event that suspended training.",
            "Land the 'categorised' event that put them there.",
        ),
    },
}

# The row may become valid by itself when other data arrive.
_WAITING = frozenset(
    {
        "unknown_provider",
        "unknown_education_provider",
        "unknown_concern",
        "category_jump",
        "suspension_without_event",
        "event_after_close",
    }
)

RULES: dict[str, Rule] = {
    rule_id: Rule(rule_id, scope, what, remedy, rule_id in _WAITING)
    for scope, rules in _TOLD.items()
    for rule_id, (what, remedy) in rules.items()
}
