"""The Dagster code location: loads every definition below `defs/` and nothing else.

Belongs here: assembly. What an asset does is in `defs/<stage>.py`, how it does it in `lib/<stage>/`.
"""

from pathlib import Path

import dagster as dg


@dg.definitions
def defs() -> dg.Definitions:
    """Return everything below `orchestration/defs`."""
    return dg.load_from_defs_folder(path_within_project=Path(__file__).parent)
