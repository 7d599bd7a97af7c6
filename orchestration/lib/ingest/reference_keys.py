"""The keys of other feeds that a load may refer to.

Belongs here: which providers, education providers and concerns are known, and the hash of that knowledge.
Only accepted loads count: a refused register makes nothing known.
"""

import hashlib
from dataclasses import dataclass
from typing import Literal

import duckdb

from expectations.contract import Contract, contract
from orchestration.lib.home import Home

Entity = Literal["provider", "education_provider", "concern"]

# entity -> (feed that knows it, its key column)
_SOURCES: dict[str, tuple[str, str]] = {
    "provider": ("providers", "provider_code"),
    "education_provider": ("education_providers", "ukprn"),
    "concern": ("concerns", "concern_id"),
}
_DETAILS = {
    "provider": "snapshot_date, opened_on, closed_on",
    "education_provider": "",
    "concern": "raised_on, isf_category",
}
_EMPTY_DETAILS = {
    "provider": "CAST(NULL AS DATE) AS snapshot_date, CAST(NULL AS DATE) AS opened_on, "
    "CAST(NULL AS DATE) AS closed_on",
    "education_provider": "",
    "concern": "CAST(NULL AS DATE) AS raised_on, CAST(NULL AS VARCHAR) AS isf_category",
}


@dataclass(frozen=True)
class ReferenceKeys:
    """Tables of known keys in a DuckDB connection, and what they hash to.

    Attributes:
        tables: Entity -> name of a table with column `key` and what rules need to know of it.
        digest: SHA-256 of the keys the feed may refer to.
    """

    tables: dict[str, str]
    digest: str


def entities(contract: Contract) -> dict[str, str]:
    """Return the columns of a feed that refer to another feed, with the entity they refer to."""
    return {column.name: column.reference for column in contract.columns if column.reference is not None}


def key_pattern(entity: str) -> str | None:
    """Return the form that every key of an entity has, or None when the contract gives none."""
    feed, key = _SOURCES[entity]
    return contract(feed).column(key).pattern


def load_reference_keys(con: duckdb.DuckDBPyConnection, home: Home, contract: Contract) -> ReferenceKeys:
    """Make one table `known_<entity>` for each entity that the feed refers to."""
    tables: dict[str, str] = {}
    parts: list[str] = []
    for entity in sorted(set(entities(contract).values())):
        tables[entity] = f"known_{entity}"
        con.execute(f"CREATE OR REPLACE TABLE {tables[entity]} AS {_known_sql(home, entity)}")
        parts.append(entity + _digest(con, tables[entity], entity))
    return ReferenceKeys(tables, hashlib.sha256("\n".join(parts).encode()).hexdigest())


def _known_sql(home: Home, entity: str) -> str:
    feed, key = _SOURCES[entity]
    details = _DETAILS[entity]
    folder = home.accepted / feed
    if not any(folder.glob("*.parquet")):
        empty = _EMPTY_DETAILS[entity]
        return f"SELECT CAST(NULL AS VARCHAR) AS key{', ' + empty if empty else ''} WHERE false"
    source = str(folder / "*.parquet").replace("'", "''")
    more = f", {details}" if details else ""
    return f"SELECT DISTINCT {key} AS key{more} FROM read_parquet('{source}') WHERE {key} IS NOT NULL"


def _digest(con: duckdb.DuckDBPyConnection, table: str, entity: str) -> str:
    # Events are judged by what the concern says; elsewhere only the key counts.
    columns = "key, raised_on, isf_category" if entity == "concern" else "key"
    row = con.execute(
        f"SELECT sha256(coalesce(string_agg(line, chr(10) ORDER BY line), '')) "
        f"FROM (SELECT DISTINCT concat_ws('|', {columns}) AS line FROM {table})"
    ).fetchone()
    return str(row[0]) if row else ""
