"""Which waves, cycles, months and snapshot dates the accepted loads of a feed carry.

Belongs here: reading it from the promoted files, and telling what has changed since it was last told. A load
is a function of one file, which may carry many partitions; one may come in many files (decision 62).
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from orchestration.lib.duck import connect
from orchestration.lib.durable import sha256_of, write_atomically
from orchestration.lib.gates.accepted_folder import SCHEMA_FILE
from orchestration.lib.home import Home

_TOLD = "partitions.json"


@dataclass(frozen=True)
class Dimension:
    """What the rows of a feed are divided by.

    Attributes:
        name: Of the partitions definition; feeds with the same name share their partitions.
        key: SQL that gives a row's partition.
    """

    name: str
    key: str


_WAVE = Dimension("wave", "wave")
_MONTH = Dimension("month_recorded", "strftime(recorded_at, '%Y-%m')")
DIMENSIONS: Mapping[str, Dimension] = {
    "providers": Dimension("snapshot_date", "strftime(snapshot_date, '%Y-%m-%d')"),
    "learner_numbers": _WAVE,
    "nets_responses": _WAVE,
    "nets_aggregates": _WAVE,
    "psa": Dimension("cycle", "cast(cycle as varchar)"),
    "concerns": _MONTH,
    "concern_events": _MONTH,
}


@dataclass(frozen=True)
class Partition:
    """What accepted loads hold of one partition.

    Attributes:
        loads: Ids of the loads that carry rows of it.
        rows: Rows they carry; a row that a later file replaced counts too.
        digest: Of the bytes of these loads.
    """

    loads: tuple[str, ...]
    rows: int
    digest: str


def carried(home: Home, feed: str) -> dict[str, Partition]:
    """Return every partition that the accepted loads of a feed carry, in order."""
    files = [path for path in sorted((home.accepted / feed).glob("*.parquet")) if path.name != SCHEMA_FILE]
    if not files:
        return {}
    sha256 = {path.stem: sha256_of(path) for path in files}
    with connect() as con:
        found = con.execute(
            "select partition_key, list(load_id order by load_id), sum(row_count) from ("
            f"select {DIMENSIONS[feed].key} as partition_key, _load_id as load_id, count(*) as row_count"
            " from read_parquet(?, union_by_name = true) group by all) group by 1 order by 1",
            [[str(path) for path in files]],
        ).fetchall()
    return {
        key: Partition(tuple(loads), int(rows), _digest(f"{load} {sha256[load]}" for load in loads))
        for key, loads, rows in found
    }


def changed(home: Home, feed: str, now: Mapping[str, Partition]) -> tuple[list[str], list[str]]:
    """Return the partitions whose loads are others than were last told, and those that are gone."""
    told = _read(home).get(feed, {})
    return (
        [key for key, partition in now.items() if told.get(key) != partition.digest],
        sorted(set(told) - set(now)),
    )


def tell(home: Home, feed: str, now: Mapping[str, Partition]) -> None:
    """Record what was told of a feed, once it was."""
    told = {**_read(home), feed: {key: partition.digest for key, partition in now.items()}}
    write_atomically(home.ops / _TOLD, json.dumps(told, indent=1, sort_keys=True).encode())


def _read(home: Home) -> dict[str, dict[str, str]]:
    path = home.ops / _TOLD
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}


def _digest(lines: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
