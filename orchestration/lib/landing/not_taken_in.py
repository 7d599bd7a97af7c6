"""What the last pass over landing could not take in, so that it can be told until the next pass.

Belongs here: faults that only show when a file is read or watched. What can be seen by walking landing is
`scan.py`; every fault ever met is in `ledger/faults.jsonl`.
"""

import os
from collections.abc import Sequence
from pathlib import Path

from pydantic import TypeAdapter

from orchestration.lib.durable import write_atomically
from orchestration.lib.home import Home
from orchestration.lib.landing.scan import LandingFault

_FAULTS = TypeAdapter(list[LandingFault])


def write(home: Home, faults: Sequence[LandingFault]) -> None:
    """Replace what the pass before could not take in."""
    path = _path(home)
    if faults or path.exists():
        write_atomically(path, _FAULTS.dump_json(list(faults), indent=2) + b"\n")


def read(home: Home) -> list[LandingFault]:
    """Return what the last pass could not take in and still lies in landing."""
    path = _path(home)
    if not path.exists():
        return []
    faults = _FAULTS.validate_json(path.read_bytes())
    return [fault for fault in faults if os.path.lexists(home.landing / fault.path)]


def _path(home: Home) -> Path:
    return home.ledger / "not_taken_in.json"
