"""Cutting a release from exactly the gated candidate.

Belongs here: the order of steps, the refusals, and what happens after a crash. Each file of a release has its
own module beside this one.

A release is written in `.<version>.tmp`, forced to disk, sealed, renamed, and then made current. Whatever the
moment of a crash, `current` points to a whole release; the next run clears what was torn
(`lib/leftovers.py`).
"""

import shutil
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from orchestration.lib.audit.record import record_act
from orchestration.lib.durable import point_link, sha256_of, sync, sync_tree
from orchestration.lib.gates.verdict import Verdict
from orchestration.lib.home import Home
from orchestration.lib.release import catalogue
from orchestration.lib.release.checksums import sum_faults, write_seal, write_sums
from orchestration.lib.release.database import DATABASE, build_database
from orchestration.lib.release.datapackage import PARQUET, read_descriptor, tables_of, write_descriptor
from orchestration.lib.release.diff import TableChange, changes_since
from orchestration.lib.release.documents import (
    write_back_test,
    write_dictionary,
    write_quality,
    write_release_notes,
)
from orchestration.lib.release.errors import ReleaseRefused
from orchestration.lib.release.provenance import Provenance, gather, identity
from orchestration.lib.release.table import Table, read_tables
from orchestration.lib.report.write import write_report
from orchestration.lib.run_lock import run_lock


def publish_release(
    home: Home,
    verdicts: Sequence[Verdict],
    *,
    load_verdicts: Sequence[Verdict] = (),
    force: bool = False,
    now: datetime | None = None,
) -> catalogue.Release:
    """Cut a release from the candidate and make it current.

    The same tables from the same inputs under the same rules are the same release: then nothing is cut, the
    current release is returned with `reused`, unless `force` asks for a new number.

    Args:
        home: The data home.
        verdicts: Verdict of the published gate on each table of the candidate.
        load_verdicts: Verdicts of the feed gates, for QUALITY.md.
        force: Cut a new release even when nothing differs.
        now: Time of the release (UTC); the clock when left out.

    Returns:
        The release that is current afterwards.

    Raises:
        ReleaseRefused: A table has no passing verdict for exactly its bytes.
        CandidateError: There is no candidate, or it is not whole.
        AnotherRunIsGoing: Another process works on the data home.
    """
    with run_lock(home):
        tables = read_tables(home.candidate)
        _require_passing(tables, verdicts)
        _finish_last_publish(home)
        provenance = gather(home, tables, verdicts)
        own = identity(tables, provenance)
        previous = catalogue.current_release(home)
        intact = previous is not None and not sum_faults(previous.path)[0]
        if previous and intact and previous.identity == own and not force:
            return previous.model_copy(update={"reused": True})
        now = now or datetime.now(UTC)
        home.releases.mkdir(parents=True, exist_ok=True)
        release = home.releases / _next_version(home, now)
        changes = _changes(previous, tables, home.candidate) if previous and intact else None
        folder = release.with_name(f".{release.name}.tmp")
        folder.mkdir()
        _copy_tables(home.candidate, folder / PARQUET, tables)
        info = _info(release.name, previous.version if previous else None, provenance, own)
        build_database(folder / DATABASE, folder / PARQUET, tables, info)
        write_descriptor(folder, release.name, now.isoformat(timespec="seconds"), tables, provenance, own)
        write_quality(folder, release.name, home, verdicts, load_verdicts)
        write_dictionary(folder, release.name, home)
        write_back_test(folder, release.name)
        write_report(folder, release.name, home.report_look)
        write_release_notes(
            folder, release.name, provenance, tables, previous.version if previous else None, changes
        )
        write_sums(folder)
        sync_tree(folder)
        write_seal(folder, release)
        record_act(
            home,
            "released",
            release.name,
            inputs={f"{one.feed}/{one.file_name}": one.sha256 for one in provenance.inputs},
            versions={
                "identity": own,
                **{one.method_version: one.parameter_hash for one in provenance.methods},
            },
        )
        folder.replace(release)
        sync(home.releases)
        point_link(home.releases / catalogue.CURRENT, release.name)
        return catalogue.find_release(home, release.name)


def _require_passing(tables: tuple[Table, ...], verdicts: Sequence[Verdict]) -> None:
    passed = {(verdict.subject, verdict.sha256) for verdict in verdicts if verdict.passed}
    missing = [table.name for table in tables if (table.name, table.sha256) not in passed]
    if missing:
        raise ReleaseRefused(
            f"No passing gate for exactly these bytes: {', '.join(missing)}."
            " Run the published gate on the candidate."
        )


def _finish_last_publish(home: Home) -> None:
    """Make the newest release current, if a crash came between its last two steps."""
    whole = catalogue.whole_releases(home)
    link = home.releases / catalogue.CURRENT
    if whole and link.resolve() != whole[-1].resolve():
        point_link(link, whole[-1].name)
    elif not whole:
        link.unlink(missing_ok=True)


def _next_version(home: Home, now: datetime) -> str:
    # Seals count too: a version that was ever sealed is never given to other content.
    names = [path.name.removesuffix(".sha256") for path in home.releases.iterdir()]
    month = (now.year, now.month)
    taken = [number[2] for number in map(catalogue.version_of, names) if number and number[:2] == month]
    return f"v{now.year:04}.{now.month:02}.{max(taken, default=0) + 1}"


def _changes(
    previous: catalogue.Release, tables: tuple[Table, ...], candidate: Path
) -> tuple[TableChange, ...]:
    return changes_since(
        tables_of(read_descriptor(previous.path)), previous.path / PARQUET, tables, candidate
    )


def _copy_tables(candidate: Path, folder: Path, tables: tuple[Table, ...]) -> None:
    folder.mkdir()
    for table in tables:
        copy = folder / f"{table.name}.parquet"
        shutil.copyfile(candidate / copy.name, copy)
        # The copy is hashed, not the original: these are the bytes that readers get.
        if sha256_of(copy) != table.sha256:
            raise ReleaseRefused(
                f"{copy.name} is not what the gate saw. Export the candidate and gate it again."
            )


def _info(version: str, previous: str | None, provenance: Provenance, own: str) -> dict[str, str]:
    methods = provenance.methods
    return {
        "version": version,
        "previous_version": previous or "",
        "identity": own,
        "method_version": ", ".join(method.method_version for method in methods),
        "parameter_hash": ", ".join(method.parameter_hash for method in methods),
        "duckdb_version": duckdb.__version__,
    }
