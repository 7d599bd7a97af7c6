"""The folder of accepted loads of a feed, which is never without a file that shows its columns.

Belongs here: what may be read there. Putting loads there is `promotion.py`.
"""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from expectations.contract import FEEDS, contract
from orchestration.lib.durable import write_atomically
from orchestration.lib.home import Home

SCHEMA_FILE = "_schema.parquet"

_ARROW_TYPES = {
    "VARCHAR": pa.string(),
    "DATE": pa.date32(),
    "TIMESTAMP": pa.timestamp("us"),
    "BIGINT": pa.int64(),
    "BOOLEAN": pa.bool_(),
}


def accepted_files(home: Home, feed: str) -> list[Path]:
    """Return the promoted files of a feed, an empty one of its schema always among them.

    Raises:
        KeyError: There is no such feed.
    """
    if feed not in FEEDS:
        raise KeyError(f"There is no feed {feed!r}")
    ensure_schema_file(home, feed)
    return sorted((home.accepted / feed).glob("*.parquet"))


def ensure_schema_file(home: Home, feed: str) -> Path:
    """Make sure that the feed's file without rows is there and of the contract's layout; return its path.

    Whoever reads `accepted/<feed>/*.parquet` finds at least this file, and by it the columns.
    """
    schema = pa.schema([(name, _ARROW_TYPES[kind]) for name, kind in contract(feed).accepted_schema()])
    path = home.accepted / feed / SCHEMA_FILE
    if not path.is_file() or not pq.read_schema(path).equals(schema):
        sink = pa.BufferOutputStream()
        pq.write_table(schema.empty_table(), sink)
        write_atomically(path, sink.getvalue().to_pybytes())
    return path
