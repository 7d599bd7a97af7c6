"""The rows of a trace as a CSV file."""

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from orchestration.lib.durable import write_atomically
from orchestration.lib.lineage.trace import ROW_COLUMNS
from orchestration.lib.lineage.trace_rules import TraceError


def write_rows(path: Path, rows: Iterable[Sequence[Any]]) -> None:
    """Write the rows of a trace.

    Raises:
        TraceError: There is such a file already, or no such folder.
    """
    if path.exists() or not path.parent.is_dir():
        raise TraceError(f"{path} is there already, or its folder is not. Name another file.")
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(ROW_COLUMNS)
    writer.writerows(rows)
    write_atomically(path, text.getvalue().encode("utf-8"))
