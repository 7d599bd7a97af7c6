"""What a person should know of a load although no row is kept out for it.

Belongs here: warnings. Does not belong here: anything that keeps a row or file out, and what other feeds tell
unless a load is made again when that changes (`load.py`): a warning would go stale. Such are for the gate.
"""

import duckdb

from expectations import reference
from expectations.contract import Contract
from orchestration.lib.ingest.headings import HeadingMatch, looks_like_heading
from orchestration.lib.ingest.history import SETS_CATEGORY
from orchestration.lib.ingest.manifest import LoadWarning
from orchestration.lib.ingest.readers.raw_table import RawTable
from orchestration.lib.ingest.rejection import FileRejectedError
from orchestration.lib.ingest.rules import RULES


def collect_warnings(
    con: duckdb.DuckDBPyConnection, contract: Contract, match: HeadingMatch, raw: RawTable
) -> tuple[LoadWarning, ...]:
    """Return the warnings of a load.

    Args:
        con: Connection with the tables of the load.
        contract: The feed's contract.
        match: Where the columns lie.
        raw: The file as text.
    """
    found = []
    if match.unknown:
        found.append(_warning("unknown_columns", ", ".join(match.unknown)))
    if raw.blank_rows:
        found.append(_warning("blank_rows", f"{raw.blank_rows} rows"))
    if raw.merged_cells:
        found.append(_warning("merged_cells", f"{raw.merged_cells} cells were filled in"))
    if raw.rows_above_heading:
        found.append(_warning("rows_above_heading", f"{raw.rows_above_heading} rows"))
    if raw.other_sheets:
        found.append(_warning("other_sheets", _told_sheets(raw.other_sheets)))
    found += _summary_rows(con)
    if contract.question_columns:
        missing = [code for codes in missing_questions(con, match).values() for code in codes]
        if missing:
            found.append(_warning("missing_question_columns", ", ".join(dict.fromkeys(missing))))
    if contract.feed == "concern_events":
        found += _suspended_without_event(con)
    return tuple(found)


def refuse_too_few_questions(con: duckdb.DuckDBPyConnection, match: HeadingMatch) -> None:
    """Refuse a file that has fewer than half of the questions one of its waves asks.

    Raises:
        FileRejectedError: With the wave and the number of questions found.
    """
    for wave, missing in missing_questions(con, match).items():
        expected = len(_asked_in(wave))
        present = expected - len(missing)
        if 2 * present < expected:
            raise FileRejectedError(
                "too_few_questions", f"Wave {wave} asks {expected} questions; the file has {present} of them."
            )


def missing_questions(con: duckdb.DuckDBPyConnection, match: HeadingMatch) -> dict[int, list[str]]:
    """Return, for each wave year in the table `parsed`, the questions asked then that the file lacks."""
    years = con.execute(
        "SELECT DISTINCT wave_year FROM parsed WHERE wave_year IS NOT NULL ORDER BY wave_year"
    ).fetchall()
    return {year: [code for code in _asked_in(year) if code not in match.positions] for (year,) in years}


def _asked_in(year: int) -> list[str]:
    return [q.code for q in reference.questions() if q.asked_from <= year <= (q.asked_to or year)]


def _told_sheets(names: tuple[str, ...]) -> str:
    # The name of a sheet may be anything, that of a person too.
    quotable = [f"'{name}'" for name in names if looks_like_heading(name)]
    return f"{len(names)} sheets" + (f": {', '.join(quotable)}" if quotable else "")


def _summary_rows(con: duckdb.DuckDBPyConnection) -> list[LoadWarning]:
    rows = con.execute(
        "SELECT source_row, offending_value FROM fault WHERE rule_id = 'summary_row' ORDER BY source_row"
    ).fetchall()
    told = ", ".join(f"row {row} '{word}'" for row, word in rows)
    return [_warning("summary_rows", told)] if rows else []


def _warning(rule_id: str, detail: str) -> LoadWarning:
    return LoadWarning(rule_id=rule_id, message=f"{RULES[rule_id].what} {detail[:1000]}.")


def _suspended_without_event(con: duckdb.DuckDBPyConnection) -> list[LoadWarning]:
    row = con.execute(
        "SELECT count(*), string_agg(key, ', ' ORDER BY key) FROM (SELECT DISTINCT key FROM known_concern "
        "WHERE isf_category = '4' AND key IN (SELECT concern_id FROM own_event) "
        f"AND key NOT IN (SELECT concern_id FROM event WHERE {SETS_CATEGORY} AND to_category = '4'))"
    ).fetchone()
    if row is None or row[0] == 0:
        return []
    return [_warning("suspended_without_event", f"{row[0]} concerns: {row[1]}")]
