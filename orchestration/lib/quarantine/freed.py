"""Rows in quarantine whose provider is known by now: a run would load them.

Belongs here: finding them, by the files of the loads and of the accepted registers. Loading them is ingest's.
"""

from dataclasses import dataclass

from expectations.contract import FEEDS, contract
from orchestration.lib.duck import connect
from orchestration.lib.home import Home
from orchestration.lib.ingest.manifest import load_folder, read_manifests
from orchestration.lib.ingest.reference_keys import load_reference_keys
from orchestration.lib.ingest.source import QUARANTINE_NAME
from orchestration.lib.landing.ledger import loads_in_order

_WAITS = "unknown_provider"


@dataclass(frozen=True)
class Freed:
    """Rows of one load that wait for a provider that is known by now.

    Attributes:
        reference_hash: Of the keys that are known now: what makes this finding another than the last.
    """

    feed: str
    load_id: str
    file_name: str
    rows: int
    reference_hash: str


def freed_rows(home: Home) -> tuple[Freed, ...]:
    """Return the loads with rows that an accepted register of providers has freed, in reading order."""
    found = []
    with connect() as con:
        for feed in FEEDS:
            described = contract(feed)
            if not any(column.reference == "provider" for column in described.columns):
                continue
            keys = load_reference_keys(con, home, described)
            stands = {sighting.load_id for sighting in loads_in_order(home, feed)}
            for made in read_manifests(home, feed):
                if made.load_id not in stands or not made.rows_waiting:
                    continue
                quarantine = load_folder(home, feed, made.load_id) / QUARANTINE_NAME
                row = con.execute(
                    f"select count(distinct source_row) from read_parquet(?) where rule_id = '{_WAITS}'"
                    f" and offending_value in (select key from {keys.tables['provider']})",
                    [str(quarantine)],
                ).fetchone()
                if row and row[0]:
                    found.append(Freed(feed, made.load_id, made.file_name, row[0], keys.digest))
    return tuple(found)
