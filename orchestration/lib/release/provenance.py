"""What a release was made from: input files, contracts, suites, method.

Belongs here: reading that from the data home, and the identity that tells two releases of the same content.
"""

import hashlib
import json
from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict

from expectations.contract import FEEDS, contract
from orchestration.lib.duck import rows_of
from orchestration.lib.gates.audit import LOAD_AUDIT
from orchestration.lib.gates.verdict import Verdict
from orchestration.lib.home import Home
from orchestration.lib.release.table import Table

METHOD_TABLE = "fct_domain_risk"


class Input(BaseModel):
    """One file that was sighted, and what became of it."""

    model_config = ConfigDict(frozen=True)

    feed: str
    file_name: str
    sha256: str
    status: str
    reason: str | None


class Method(BaseModel):
    """Scoring method of the released scores."""

    model_config = ConfigDict(frozen=True)

    method_version: str
    parameter_hash: str


class Provenance(BaseModel):
    """Everything a release was made from."""

    model_config = ConfigDict(frozen=True)

    inputs: tuple[Input, ...]
    contract_versions: dict[str, int]
    suite_versions: dict[str, str]
    methods: tuple[Method, ...]


def gather(home: Home, tables: tuple[Table, ...], verdicts: Sequence[Verdict]) -> Provenance:
    """Read what the candidate was made from.

    Raises:
        FileNotFoundError: The load audit is missing.
    """
    inputs = rows_of(
        home.ops / LOAD_AUDIT,
        "select feed, file_name, sha256, status, reason from rows"
        " order by feed, load_sequence, file_name, sha256",
    )
    return Provenance(
        inputs=tuple(Input(**row) for row in inputs),
        contract_versions={feed: contract(feed).version for feed in FEEDS},
        suite_versions={
            verdict.subject: verdict.suite_version for verdict in sorted(verdicts, key=lambda v: v.subject)
        },
        methods=_methods(home, tables),
    )


def identity(tables: tuple[Table, ...], provenance: Provenance) -> str:
    """Return the hash under which two releases of the same content agree."""
    content = [[table.model_dump(mode="json") for table in tables], provenance.model_dump(mode="json")]
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def _methods(home: Home, tables: tuple[Table, ...]) -> tuple[Method, ...]:
    if METHOD_TABLE not in {table.name for table in tables}:
        return ()
    found = rows_of(
        home.candidate / f"{METHOD_TABLE}.parquet",
        "select distinct cast(method_version as varchar) as method_version, parameter_hash from rows"
        " order by method_version, parameter_hash",
    )
    return tuple(Method(**row) for row in found)
