"""What a person should know of a load although no row is kept out for it.

Belongs here: warnings. Does not belong here: anything that keeps a row or file out.
"""

import duckdb

from expectations import reference
from expectations.contract import Contract
from orchestration.lib.ingest.headings import HeadingMatch
from orchestration.lib.ingest.manifest import LoadWarning
from orchestration.lib.ingest.readers.raw_table import RawTable
from orchestration.lib.ingest.rejection import FileRejectedError
from orchestration.lib.ingest.rules import RULES

# feed -> first and last day on which the provider of a row should be open
_OPEN_SPAN = {
    "learner_numbers": ("wave_opens_on", "wave_closes_on"),
    "nets_responses": ("wave_opens_on", "wave_closes_on"),
    "nets_aggregates": ("wave_opens_on", "wave_closes_on"),
    "psa": ("CAST(submitted_at AS DATE)", "CAST(submitted_at AS DATE)"),
    "concerns": ("raised_on", "raised_on"),
}


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
    found += _summary_rows(con)
    if contract.question_columns:
        missing = [code for codes in missing_questions(con, match).values() for code in codes]
        if missing:
            found.append(_warning("missing_question_columns", ", ".join(dict.fromkeys(missing))))
    if contract.feed in _OPEN_SPAN:
        found += _provider_not_open(con, contract.feed)
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


def _summary_rows(con: duckdb.DuckDBPyConnection) -> list[LoadWarning]:
    rows = con.execute(
        "SELECT source_row, offending_value FROM fault WHERE rule_id = 'summary_row' ORDER BY source_row"
    ).fetchall()
    told = ", ".join(f"row {row} '{word}'" for row, word in rows)
    return [_warning("summary_rows", told)] if rows else []


def _warning(rule_id: str, detail: str) -> LoadWarning:
    return LoadWarning(rule_id=rule_id, message=f"{RULES[rule_id].what} {detail[:1000]}.")


def _provider_not_open(con: duckdb.DuckDBPyConnection, feed: str) -> list[LoadWarning]:
    first, last = _OPEN_SPAN[feed]
    row = con.execute(
        "WITH newest AS (SELECT key, arg_max(opened_on, snapshot_date) AS opened_on, "
        "max_by(struct_pack(closed_on := closed_on), snapshot_date).closed_on AS closed_on "
        "FROM known_provider GROUP BY key), "
        "closed AS (SELECT provider_code, count(*) AS n "
        "FROM good JOIN newest ON good.provider_code = newest.key "
        f"WHERE newest.opened_on > {last} OR newest.closed_on < {first} GROUP BY provider_code) "
        "SELECT count(*), sum(n), string_agg(provider_code, ', ' ORDER BY provider_code) FROM closed"
    ).fetchone()
    if row is None or row[0] == 0:
        return []
    return [_warning("provider_not_open", f"{row[0]} providers in {row[1]} rows: {row[2]}")]


def _suspended_without_event(con: duckdb.DuckDBPyConnection) -> list[LoadWarning]:
    row = con.execute(
        "SELECT count(*), string_agg(key, ', ' ORDER BY key) FROM (SELECT DISTINCT key FROM known_concern "
        "WHERE isf_category = '4' AND key IN (SELECT concern_id FROM own_event) "
        "AND key NOT IN (SELECT concern_id FROM event WHERE to_category = '4'))"
    ).fetchone()
    if row is None or row[0] == 0:
        return []
    return [_warning("suspended_without_event", f"{row[0]} concerns: {row[1]}")]
