"""What all kept releases told about survey cells: the memory of disclosure control.

Belongs here: reading published survey tables back as cells, and writing `ops/released_survey_cell.parquet`,
which dbt reads. Does not belong here: what follows from it, which is for the package `disclosure`.
"""

import hashlib
import io
from collections.abc import Mapping
from pathlib import Path

import pyarrow.parquet as pq

from orchestration.lib.duck import connect
from orchestration.lib.durable import sha256_of, write_atomically
from orchestration.lib.home import Home
from orchestration.lib.release.catalogue import whole_releases
from orchestration.lib.release.datapackage import PARQUET, read_descriptor, tables_of
from orchestration.lib.release.errors import ReleaseRefused

RELEASED_SURVEY_CELL = "released_survey_cell.parquet"
_CODES = (
    "wave_code",
    "indicator_code",
    "place_level_code",
    "place_code",
    "profession_code",
    "breakdown_code",
    "group_code",
    "status_code",
)
# Where the memory itself says what it was made from: reading all releases again takes as long as a short run.
_TOLD = b"eqw.told"
_COUNTS = ("respondents", "favourable", "counted")

# Every column that the tables below are asked for: one that a release does not have is empty.
_ASKED = {
    **dict.fromkeys(
        (
            *_CODES,
            "provider_code",
            "ukprn",
            "characteristic_code",
            "site_code",
            "learner_level_code",
            "response_status_code",
            "learner_status_code",
        ),
        "varchar",
    ),
    **dict.fromkeys((*_COUNTS, "responses", "learners"), "bigint"),
}

# The cells of each published table; `told` holds its rows in one release.
_CELLS = {
    "fct_survey_indicator": """
        select * replace (
            'provider' as place_level_code, provider_code as place_code,
            'none' as breakdown_code, 'all' as group_code)
        from told""",
    "fct_survey_place": """
        select * replace ('none' as breakdown_code, 'all' as group_code)
        from told""",
    # A group that is not listed is not spoken of: nobody may have been there, or too few.
    "fct_survey_equality": """
        select * replace (characteristic_code as breakdown_code)
        from told""",
    "fct_survey_education_provider": """
        select * replace (
            case when provider_code = 'all' then 'national' else 'provider' end as place_level_code,
            case when provider_code = 'all' then 'ENGLAND' else provider_code end as place_code,
            'education_provider' as breakdown_code, ukprn as group_code)
        from told""",
    "fct_response_rate": """
        select * replace (
            'survey_response' as indicator_code, response_status_code as status_code,
            responses as respondents, 'none' as breakdown_code, 'all' as group_code)
        from told
        union all by name
        select * replace (
            'learners' as indicator_code, learner_status_code as status_code,
            learners as respondents, 'none' as breakdown_code, 'all' as group_code)
        from told""",
    # Parts of a provider and profession add up; a hidden one tells of the total only where it is all of it.
    "fct_learner_numbers": """
        select
            wave_code, 'learners' as indicator_code, 'provider' as place_level_code,
            provider_code as place_code, profession_code, 'none' as breakdown_code, 'all' as group_code,
            case when bool_or(status_code = 'suppressed') then 'suppressed' else 'shown' end as status_code,
            sum(learners) as respondents, null as favourable, null as counted
        from told
        group by wave_code, provider_code, profession_code
        having
            not bool_or(status_code = 'suppressed')
            or bool_and(site_code = 'all' and learner_level_code = 'all')""",
}


def write_memory(home: Home) -> None:
    """Write every different thing that a release told about a cell; the same releases give the same bytes.

    Columns are those of a cell without its question, `status_code` (shown or suppressed), the counts where
    shown, and `release_number`, the first release that told it (1 is the oldest kept). An older release
    without one of the tables or columns contributes what it has.

    Raises:
        ReleaseRefused: A table is not as it was released, and what it hid must not be forgotten.
    """
    files = [_files(release) for release in whole_releases(home)]
    told = _told(home)
    if _is_of(home.ops / RELEASED_SURVEY_CELL, told):
        return
    cell = ", ".join((*_CODES, *_COUNTS))
    columns = ", ".join(f"{name} {_ASKED[name]}" for name in (*_CODES, *_COUNTS))
    asked = ", ".join(f"{name} {kind}" for name, kind in _ASKED.items())
    with connect() as connection:
        connection.execute(f"create table cell ({columns}, release_number bigint)")
        connection.execute(f"create table asked ({asked})")
        for number, tables in enumerate(files, start=1):
            for table, path in tables.items():
                connection.read_parquet(str(path)).create_view("released", replace=True)
                connection.execute(
                    f"create or replace temporary view told as select {', '.join(_ASKED)}"
                    " from (select * from asked union all by name select * from released)"
                )
                connection.execute(
                    f"insert into cell select {cell}, {number} from ({_CELLS[table]})"
                    " where status_code in ('shown', 'suppressed')"
                )
        rows = connection.execute(
            f"select {cell}, min(release_number) as release_number from cell group by all order by all"
        )
        sink = io.BytesIO()
        table = rows.to_arrow_table().replace_schema_metadata({_TOLD: told})
        pq.write_table(table, sink, compression="zstd")
    write_atomically(home.ops / RELEASED_SURVEY_CELL, sink.getvalue())


def _told(home: Home) -> bytes:
    """Return a digest of what the memory is made from: what releases told, and how it is read."""
    lines = [*told_by_releases(home), *sorted(_CELLS.values()), *_ASKED]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest().encode()


def _is_of(memory: Path, told: bytes) -> bool:
    """Whether a memory was made from just that."""
    return memory.is_file() and (pq.read_schema(memory).metadata or {}).get(_TOLD) == told


def told_by_releases(home: Home) -> tuple[str, ...]:
    """Return what each kept release told of survey cells, as a digest; one that repeats another is left out.

    Raises:
        ReleaseRefused: A release can no longer be read.
    """
    return tuple(dict.fromkeys(told_by(_hashes(release)) for release in whole_releases(home)))


def told_by(hashes: Mapping[str, str]) -> str:
    """Return a digest of what published tables tell of survey cells.

    Args:
        hashes: SHA-256 of each table's file, by table; only those that tell of cells count.
    """
    lines = [f"{table} {hashes[table]}" for table in sorted(_CELLS) if table in hashes]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _files(release: Path) -> dict[str, Path]:
    """Return the files of a release that tell of cells, by table."""
    hashes = _hashes(release)
    files = {table: release / PARQUET / f"{table}.parquet" for table in _CELLS if table in hashes}
    if any(not path.is_file() or sha256_of(path) != hashes[table] for table, path in files.items()):
        raise _damaged(release)
    return files


def _hashes(release: Path) -> dict[str, str]:
    try:
        return {table.name: table.sha256 for table in tables_of(read_descriptor(release))}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise _damaged(release) from error


def _damaged(release: Path) -> ReleaseRefused:
    return ReleaseRefused(
        f"Release {release.name} is damaged, so what it hid cannot be kept hidden."
        f" Remedy: put {release} back from a copy (eqw release verify {release.name} tells what is wrong), or"
        " take the folder out of releases/ if nobody ever had it."
    )
