"""What the warehouse was built from: a record that exists only after a whole build without a failure.

Belongs here: writing the record, and demanding it before anything is taken from the warehouse. Without it a
candidate could be exported after a failed or partial build, and mix old tables with new ones.
"""

import fcntl
import hashlib
import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from orchestration.lib.audit.record import record_act
from orchestration.lib.durable import sha256_of, write_atomically
from orchestration.lib.gates.audit import require_current_audit, write_ops
from orchestration.lib.gates.promotion import require_promoted
from orchestration.lib.gates.receipts import GateRefused
from orchestration.lib.gates.standing import require_no_refusal
from orchestration.lib.home import Home
from orchestration.lib.release.memory import told_by, write_memory
from orchestration.lib.run_lock import AnotherRunIsGoing
from orchestration.lib.warehouse.inputs import BuildInputs, build_inputs
from orchestration.lib.warehouse.stale import kept_models

_log = logging.getLogger(__name__)
_Kind = TypeVar("_Kind", bound=BaseModel)
_RECORD = "built_from.json"
_REMEDY = "Build the whole warehouse again (eqw run)."


class CandidateRecord(BaseModel):
    """What the candidate was made from.

    Attributes:
        input: One SHA-256 over every file dbt read.
        told: What a release of it tells of survey cells.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    input: str
    told: str


class BuildRecord(BaseModel):
    """What the last whole build was made from.

    Attributes:
        input: One SHA-256 over every file dbt read.
        inputs: The same source by source, and the code.
        warehouse: Size and time stamp of the file that it left; another file was not made by this build.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    input: str
    inputs: BuildInputs
    warehouse: tuple[int, int]


@dataclass(frozen=True)
class Build:
    """A build that has begun.

    Attributes:
        input: One SHA-256 over every file dbt reads.
        inputs: The same source by source, and the code.
        kept: Ids of the models and seeds that this build would only make again as they are.
    """

    input: str
    inputs: BuildInputs
    kept: frozenset[str]


def begin_build(home: Home) -> Build:
    """Check what dbt is about to read, drop the record of the last build, and say what need not be built.

    Raises:
        GateRefused: A refused load stands, or `accepted/` is not what passed its gates.
        ReleaseRefused: What a release told can no longer be read.
        AnotherRunIsGoing: Another process has the warehouse open.
    """
    _require_free(home.warehouse)
    require_no_refusal(home)
    require_promoted(home)
    # The audit follows how the loads stand now, whoever started this step and whatever ran before it.
    write_ops(home)
    write_memory(home)
    home.warehouse.parent.mkdir(parents=True, exist_ok=True)
    inputs = build_inputs(home)
    kept = _kept(home, inputs)
    _record(home).unlink(missing_ok=True)
    return Build(input_digest(home), inputs, kept)


def finish_build(home: Home, build: Build) -> None:
    """Record that the whole warehouse stands as this build would have made it."""
    tools = {package: version(package) for package in ("dbt-core", "dbt-duckdb", "duckdb")}
    record_act(home, "built", "warehouse", inputs={"input": build.input}, versions=tools)
    record = BuildRecord(input=build.input, inputs=build.inputs, warehouse=_stamp(home.warehouse))
    write_atomically(_record(home), record.model_dump_json().encode())


def require_whole_build(home: Home) -> str:
    """Return the digest of the input, if the warehouse was built whole from exactly that.

    Raises:
        GateRefused: The last build failed or was partial, or its input, or how the loads stand, has changed
            since.
    """
    recorded = _read(_record(home), BuildRecord)
    if recorded is None:
        raise GateRefused(f"The warehouse is not whole: its last build failed or was partial. {_REMEDY}")
    digest = input_digest(home)
    if recorded.input != digest:
        raise GateRefused(f"The warehouse was built from other loads than those that stand now. {_REMEDY}")
    # The files are those that were built from; a decision since then may want others.
    require_promoted(home)
    require_current_audit(home)
    return digest


def record_candidate(home: Home, digest: str, hashes: Mapping[str, str]) -> None:
    """Record which input the candidate was made from; without this a candidate is never released.

    Args:
        home: The data home.
        digest: Of the input of the build.
        hashes: SHA-256 of each table of the candidate.
    """
    record = CandidateRecord(input=digest, told=told_by(hashes))
    write_atomically(home.candidate / _RECORD, record.model_dump_json().encode())


def require_current_candidate(home: Home) -> None:
    """Let pass only a candidate of the warehouse as it stands now.

    Raises:
        GateRefused: There is none, or the warehouse or its input has changed since it was exported.
    """
    digest = require_whole_build(home)
    candidate = _read(home.candidate / _RECORD, CandidateRecord)
    if candidate is None or candidate.input != digest:
        raise GateRefused(f"The candidate is not of the warehouse as it stands now. {_REMEDY}")


def input_digest(home: Home) -> str:
    """Return one SHA-256 over every file dbt reads: the accepted loads, the audit, what releases told."""
    files = sorted([*home.accepted.rglob("*.parquet"), *home.ops.glob("*.parquet")])
    listed = "\n".join(f"{path.relative_to(home.root)} {sha256_of(path)}" for path in files)
    return hashlib.sha256(listed.encode()).hexdigest()


def _require_free(warehouse: Path) -> None:
    """Ask for the lock that DuckDB takes, and give it back: a killed run may have left its dbt at work."""
    if not warehouse.exists():
        return
    with warehouse.open("rb+") as handle:
        try:
            fcntl.lockf(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise AnotherRunIsGoing(
                f"Another process has {warehouse} open: the dbt of a run that was killed, or a reader."
                " Nothing was changed. Remedy: wait until it ends, or close it, then run again: eqw run"
            ) from error


def _kept(home: Home, inputs: BuildInputs) -> frozenset[str]:
    """Return what the last build made that this one would make again; nothing unless all of it is known."""
    before = _read(_record(home), BuildRecord)
    manifest = home.dbt_target / "manifest.json"
    if before is None or before.warehouse != _stamp(home.warehouse) or not manifest.is_file():
        return frozenset()
    candidate = _read(home.candidate / _RECORD, CandidateRecord)
    told = candidate.told if candidate and candidate.input == before.input else None
    return kept_models(json.loads(manifest.read_text(encoding="utf-8")), before.inputs, inputs, told)


def _record(home: Home) -> Path:
    return home.warehouse.parent / _RECORD


def _stamp(warehouse: Path) -> tuple[int, int]:
    """Return size and time stamp of the warehouse; zeroes where there is none."""
    if not warehouse.is_file():
        return (0, 0)
    found = warehouse.stat()
    return (found.st_size, found.st_mtime_ns)


def _read(record: Path, kind: type[_Kind]) -> _Kind | None:
    """Return a record; one that cannot be read, or of an earlier version, vouches for nothing."""
    if not record.is_file():
        return None
    try:
        return kind.model_validate_json(record.read_bytes())
    except ValidationError:
        _log.warning("%s is damaged or of an earlier version, and does not count", record)
        return None
