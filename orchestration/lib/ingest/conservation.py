"""Whether a load adds up: what was read from the file is what lies in its two Parquet files, each row once.

Belongs here: counting in the files, and comparing with the manifest. The counts of the manifest come from the
reader and the rules; here they are asked of what was written, so that a fault of either shows.
"""

from dataclasses import dataclass
from pathlib import Path

import duckdb

from expectations import reference
from expectations.contract import Contract
from orchestration.lib.duck import quoted
from orchestration.lib.ingest.manifest import LoadManifest
from orchestration.lib.ingest.source import ACCEPTED_NAME, QUARANTINE_NAME


class ConservationError(Exception):
    """A load lost or doubled rows or answers: a fault of ingest or a damaged file, never of the data."""


@dataclass(frozen=True)
class FileCounts:
    """What the files of a load hold.

    Attributes:
        accepted: Rows of `accepted.parquet`.
        quarantined: Distinct rows in `quarantine.parquet`, without those of which only a cell was taken.
        waiting: Those among them that wait for other data.
        twice: Row numbers that occur more often than once, in either file or in both.
        cells_accepted: Answers to routed questions in accepted rows.
        cells_quarantined: Answers taken out of accepted rows.
    """

    accepted: int
    quarantined: int
    waiting: int
    twice: int
    cells_accepted: int
    cells_quarantined: int


def count_files(con: duckdb.DuckDBPyConnection, contract: Contract, folder: Path) -> FileCounts:
    """Count what the two files of a load hold."""
    routed = [f'count("{q.code}")' for q in reference.questions() if q.base_questions]
    cells = f"SELECT {' + '.join(routed)} FROM kept" if contract.question_columns else "SELECT 0"
    row = con.execute(
        f"""
        WITH kept AS (SELECT * FROM read_parquet({quoted(str(folder / ACCEPTED_NAME))})),
        fault AS (SELECT * FROM read_parquet({quoted(str(folder / QUARANTINE_NAME))})),
        out_row AS (
            SELECT source_row, bool_and(is_waiting) AS waits
            FROM fault WHERE scope = 'row' GROUP BY source_row
        )
        SELECT
            (SELECT count(*) FROM kept),
            (SELECT count(*) FROM out_row),
            (SELECT count(*) FROM out_row WHERE waits),
            (SELECT count(*) - count(DISTINCT _source_row) FROM kept)
                + (SELECT count(*) FROM out_row WHERE source_row IN (SELECT _source_row FROM kept)),
            ({cells}),
            (SELECT count(*) FROM fault WHERE scope = 'cell')
        """
    ).fetchone()
    if row is None:
        raise ConservationError(f"{folder} cannot be counted")
    return FileCounts(*(int(count) for count in row))


def differences(manifest: LoadManifest, found: FileCounts) -> tuple[str, ...]:
    """Say in which numbers the files of a load differ from what was read; empty when all is conserved."""
    told = (manifest.rows_accepted, manifest.rows_quarantined, manifest.rows_waiting)
    told_cells = (manifest.cells_accepted, manifest.cells_quarantined)
    said = []
    if (found.accepted, found.quarantined, found.waiting) != told or manifest.rows_in != sum(told[:2]):
        said.append(
            f"{manifest.rows_in:,} rows in; counted {_sorted_rows(*told)}; "
            f"the files hold {_sorted_rows(found.accepted, found.quarantined, found.waiting)}"
        )
    if found.twice:
        said.append(f"{found.twice:,} rows are there twice")
    if (found.cells_accepted, found.cells_quarantined) != told_cells or manifest.cells_in != sum(told_cells):
        said.append(
            f"{manifest.cells_in:,} routed answers in; counted {told_cells[0]:,} accepted and "
            f"{told_cells[1]:,} quarantined; the files hold {found.cells_accepted:,} and "
            f"{found.cells_quarantined:,}"
        )
    return tuple(said)


def conservation_fault(
    con: duckdb.DuckDBPyConnection, contract: Contract, manifest: LoadManifest, folder: Path
) -> str | None:
    """Say what a load lost or doubled, with file, numbers and remedy; None when it adds up.

    A rejected file has no rows to count: all of them stay in the archive.
    """
    if manifest.status == "rejected":
        return None
    try:
        said = differences(manifest, count_files(con, contract, folder))
    except duckdb.Error as error:
        said = (f"its files cannot be counted: {str(error).splitlines()[0]}",)
    if not said:
        return None
    return (
        f"{manifest.feed}/{manifest.file_name}: {'; '.join(said)}. Remedy: move the folder loads/"
        f"{manifest.feed}/{manifest.load_id} away, if it is there, and run again: the load is made anew from "
        "the archive. If this comes back, ingest is at fault: report it with the archived file."
    )


def require_conserved(
    con: duckdb.DuckDBPyConnection, contract: Contract, manifest: LoadManifest, folder: Path
) -> None:
    """Let a load pass only when its files hold every row and routed answer of the file, once.

    Raises:
        ConservationError: Names file and numbers.
    """
    if fault := conservation_fault(con, contract, manifest, folder):
        raise ConservationError(f"Rows or answers were lost or doubled. {fault}")


def _sorted_rows(accepted: int, quarantined: int, waiting: int) -> str:
    return f"{accepted:,} accepted and {quarantined:,} quarantined ({waiting:,} waiting)"
