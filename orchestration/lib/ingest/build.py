"""Making one load folder: a pure function of the file's bytes, its contract, the limits and the known keys.

Belongs here: the order of the steps from bytes to accepted rows, quarantine and manifest. When a load is
made is `load.py`; each rule has its own file.
"""

import hashlib
import json
from pathlib import Path

import duckdb

from expectations import reference
from expectations.contract import Contract
from orchestration.lib.ingest.apply_rules import apply_rules
from orchestration.lib.ingest.conservation import require_conserved
from orchestration.lib.ingest.headings import HeadingMatch, match_headings
from orchestration.lib.ingest.load_warnings import collect_warnings, refuse_too_few_questions
from orchestration.lib.ingest.manifest import LoadManifest, Rejection, write_manifest
from orchestration.lib.ingest.natural_keys import write_natural_keys
from orchestration.lib.ingest.parse import make_parsed
from orchestration.lib.ingest.person_identifiers import refuse_person_headings, refuse_person_values
from orchestration.lib.ingest.person_names import refuse_person_names
from orchestration.lib.ingest.readers.limits import ReaderLimits
from orchestration.lib.ingest.readers.raw_table import RawTable
from orchestration.lib.ingest.readers.read_file import read_file
from orchestration.lib.ingest.reference_keys import ReferenceKeys
from orchestration.lib.ingest.rejection import FileRejectedError
from orchestration.lib.ingest.snapshot_date import snapshot_date
from orchestration.lib.ingest.source import LoadSource
from orchestration.lib.ingest.spreadsheet_traces import summary_rows
from orchestration.lib.ingest.version import ingest_version


def contract_hash(contract: Contract) -> str:
    """Return the SHA-256 of a contract with the code lists and questions it names."""
    lists = {c.codes: reference.codes(c.codes) for c in contract.columns if c.codes is not None}
    bank = ("wave", "question", "answer_option") if contract.question_columns else ("wave",)
    content = {
        "contract": contract.model_dump(mode="json"),
        "lists": lists,
        "bank": {name: reference.seed(name) for name in bank},
    }
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def build_load(
    con: duckdb.DuckDBPyConnection,
    contract: Contract,
    source: LoadSource,
    keys: ReferenceKeys,
    limits: ReaderLimits,
    folder: Path,
) -> LoadManifest:
    """Make a load in an empty folder.

    Args:
        con: Connection that holds the tables of `keys`.
        contract: The feed's contract.
        source: The file.
        keys: Known keys of other feeds.
        limits: Limits the file must keep.
        folder: Where to write; the caller moves it into place.

    Returns:
        The manifest, which is also written.

    Raises:
        ConservationError: What was written is not what was read.
    """
    head: dict[str, object] = {
        "feed": contract.feed,
        "load_id": source.load_id,
        "sha256": source.sha256,
        "file_name": source.file_name,
        "bytes": source.bytes,
        "contract_version": contract.version,
        "contract_hash": contract_hash(contract),
        "ingest_version": ingest_version(),
        "reference_hash": keys.digest,
        "limits_hash": limits.digest,
    }
    try:
        raw = read_file(source.path, contract, limits)
        head |= {
            "file_format": raw.file_format,
            "encoding": raw.encoding,
            "delimiter": raw.delimiter,
            "rows_in": raw.row_count,
        }
        match = _accept_file(con, contract, source, raw, folder)
        head |= {"unknown_columns": tuple(match.unknown), "missing_columns": match.missing}
        counts = apply_rules(con, contract, source, raw, keys, folder)
        head |= {
            "status": "candidate",
            "rows_accepted": counts.accepted,
            "rows_quarantined": counts.quarantined,
            "rows_waiting": counts.waiting,
            "rows_summary": counts.summary,
            "cells_in": counts.cells,
            "cells_accepted": counts.cells - counts.cells_quarantined,
            "cells_quarantined": counts.cells_quarantined,
            "warnings": collect_warnings(con, contract, match, raw),
        }
    except FileRejectedError as error:
        rejection = Rejection(rule_id=error.rule.rule_id, message=error.message, remedy=error.rule.remedy)
        head |= {"status": "rejected", "rejection": rejection, "rows_quarantined": head.get("rows_in", 0)}
    manifest = LoadManifest.model_validate(head)
    require_conserved(con, contract, manifest, folder)
    write_manifest(folder, manifest)
    return manifest


def _accept_file(
    con: duckdb.DuckDBPyConnection, contract: Contract, source: LoadSource, raw: RawTable, folder: Path
) -> HeadingMatch:
    """Apply the rules that refuse a file, and make the table `parsed`."""
    refuse_person_headings(contract, raw.headings)
    match = match_headings(contract, raw.headings, raw.table.num_columns - 1)
    snapshot = snapshot_date(source.file_name) if contract.snapshot_date_from_name else None
    make_parsed(con, contract, raw, match, snapshot)
    write_natural_keys(con, contract, match, summary_rows(con, contract, raw), folder)
    refuse_person_values(con, contract, match)
    refuse_person_names(con, contract, match)
    match.refuse_missing_required(contract)
    match.refuse_misspelt()
    if contract.snapshot_date_from_name and snapshot is None:
        raise FileRejectedError("missing_snapshot_date", f"The file name '{source.file_name}' holds no date.")
    if raw.row_count == 0:
        raise FileRejectedError("no_rows", "The file has no rows below its heading.")
    if contract.question_columns:
        refuse_too_few_questions(con, match)
    return match
