"""The Dagster code location: loads every definition below `defs/` and nothing else.

Belongs here: assembly. What an asset does is in `defs/<stage>.py`, how it does it in `lib/<stage>/`.
"""

import dagster as dg

from orchestration.lib.home import PROJECT_ROOT


@dg.definitions
def defs() -> dg.Definitions:
    """Return everything below `orchestration/defs`."""
    return dg.load_from_defs_folder(project_root=PROJECT_ROOT)
