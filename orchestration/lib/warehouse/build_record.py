"""What the warehouse was built from: a record that exists only after a whole build without a failure.

Belongs here: writing the record, and demanding it before anything is taken from the warehouse. Without it a
candidate could be exported after a failed or partial build, and mix old tables with new ones.
"""

import fcntl
import hashlib
import json
from importlib.metadata import version
from pathlib import Path

from orchestration.lib.audit.record import record_act
from orchestration.lib.durable import sha256_of, write_atomically
from orchestration.lib.gates.audit import require_current_audit, write_ops
from orchestration.lib.gates.promotion import require_promoted
from orchestration.lib.gates.receipts import GateRefused
from orchestration.lib.gates.standing import require_no_refusal
from orchestration.lib.home import Home
from orchestration.lib.release.memory import write_memory
from orchestration.lib.run_lock import AnotherRunIsGoing

_RECORD = "built_from.json"
_REMEDY = "Build the whole warehouse again (eqw run)."


def begin_build(home: Home) -> str:
    """Check what dbt is about to read, drop the record of the last build, and return the digest of the input.

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
    (home.warehouse.parent / _RECORD).unlink(missing_ok=True)
    return input_digest(home)


def finish_build(home: Home, digest: str) -> None:
    """Record that the whole warehouse was built from input with this digest."""
    tools = {package: version(package) for package in ("dbt-core", "dbt-duckdb", "duckdb")}
    record_act(home, "built", "warehouse", inputs={"input": digest}, versions=tools)
    write_atomically(home.warehouse.parent / _RECORD, json.dumps({"input": digest}).encode())


def require_whole_build(home: Home) -> str:
    """Return the digest of the input, if the warehouse was built whole from exactly that.

    Raises:
        GateRefused: The last build failed or was partial, or its input, or how the loads stand, has changed
            since.
    """
    recorded = _recorded(home.warehouse.parent / _RECORD)
    if recorded is None:
        raise GateRefused(f"The warehouse is not whole: its last build failed or was partial. {_REMEDY}")
    digest = input_digest(home)
    if recorded != digest:
        raise GateRefused(f"The warehouse was built from other loads than those that stand now. {_REMEDY}")
    # The files are those that were built from; a decision since then may want others.
    require_promoted(home)
    require_current_audit(home)
    return digest


def record_candidate(home: Home, digest: str) -> None:
    """Record which input the candidate was made from; without this a candidate is never released."""
    write_atomically(home.candidate / _RECORD, json.dumps({"input": digest}).encode())


def require_current_candidate(home: Home) -> None:
    """Let pass only a candidate of the warehouse as it stands now.

    Raises:
        GateRefused: There is none, or the warehouse or its input has changed since it was exported.
    """
    digest = require_whole_build(home)
    if _recorded(home.candidate / _RECORD) != digest:
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


def _recorded(record: Path) -> str | None:
    if not record.is_file():
        return None
    return str(json.loads(record.read_text(encoding="utf-8"))["input"])
