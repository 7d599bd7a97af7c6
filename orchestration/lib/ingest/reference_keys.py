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
# entity -> what rules need to know of it beside its key: column and type. The digest covers it, or a load
# would not be made again when it changes.
_DETAILS = {
    "provider": {},
    "education_provider": {},
    "concern": {"raised_on": "DATE", "isf_category": "VARCHAR"},
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
    folder = home.accepted / feed
    if not any(folder.glob("*.parquet")):
        empty = {"key": "VARCHAR", **_DETAILS[entity]}
        nulls = ", ".join(f"CAST(NULL AS {kind}) AS {name}" for name, kind in empty.items())
        return f"SELECT {nulls} WHERE false"
    source = str(folder / "*.parquet").replace("'", "''")
    known = ", ".join([f"{key} AS key", *_DETAILS[entity]])
    return f"SELECT DISTINCT {known} FROM read_parquet('{source}') WHERE {key} IS NOT NULL"


def _digest(con: duckdb.DuckDBPyConnection, table: str, entity: str) -> str:
    columns = ", ".join(["key", *_DETAILS[entity]])
    row = con.execute(
        f"SELECT sha256(coalesce(string_agg(line, chr(10) ORDER BY line), '')) "
        f"FROM (SELECT DISTINCT concat_ws('|', {columns}) AS line FROM {table})"
    ).fetchone()
    return str(row[0]) if row else ""
