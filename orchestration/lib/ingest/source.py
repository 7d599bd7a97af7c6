"""What a load is made from and the names of what it is made into.

Belongs here: the archived file of a load. Does not belong here: its contents.
"""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

ACCEPTED_NAME = "accepted.parquet"
QUARANTINE_NAME = "quarantine.parquet"


@dataclass(frozen=True)
class LoadSource:
    """The file a load is made from.

    Attributes:
        load_id: Name of the load.
        path: Its archived bytes.
        today: Day it was first seen (UTC); later dates in it are in the future.
    """

    load_id: str
    path: Path
    sha256: str
    file_name: str
    bytes: int
    today: dt.date
