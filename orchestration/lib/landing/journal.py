"""Append-only files of JSON lines that survive a crash.

Belongs here: appending and reading records. What a record means belongs to its ledger.
"""

import logging
import os
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

_log = logging.getLogger(__name__)
Record = TypeVar("Record", bound=BaseModel)


class JournalError(Exception):
    """A journal holds a line that is not a record: someone edited it, or the disk is damaged."""


def append(path: Path, records: list[Record]) -> None:
    """Append records and return once they are on the disk.

    Args:
        path: The journal; made when absent.
        records: Records, one line each.
    """
    if not records:
        return
    _drop_torn_line(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = "".join(record.model_dump_json() + "\n" for record in records)
    with path.open("ab") as handle:
        handle.write(lines.encode("utf-8"))
        handle.flush()
        os.fsync(handle.fileno())


def read(path: Path, model: type[Record]) -> list[Record]:
    """Return all records, oldest first; an incomplete last line is passed over with a warning.

    Nothing is written: another process may be appending that line at this moment.

    Raises:
        JournalError: A whole line is not a record.
    """
    if not path.exists():
        return []
    content = path.read_bytes()
    whole = _whole_lines(content)
    if whole < len(content):
        _log.warning(
            "%s: passed over an incomplete last line of %d bytes, being written or cut short by a crash",
            path.name,
            len(content) - whole,
        )
    records = []
    # Only line feeds part records: JSON text may hold other characters that Python takes for line breaks.
    for number, line in enumerate(content[:whole].split(b"\n")[:-1], start=1):
        try:
            records.append(model.model_validate_json(line))
        except ValidationError as error:
            raise JournalError(
                f"{path.name}, line {number} is not a record. Restore the file from a backup; it is only "
                "ever appended to."
            ) from error
    return records


def _drop_torn_line(path: Path) -> None:
    """Cut the journal after its last whole line."""
    if not path.exists():
        return
    content = path.read_bytes()
    whole = _whole_lines(content)
    if whole < len(content):
        _log.warning(
            "%s: dropped an incomplete last line of %d bytes left by a crash", path.name, len(content) - whole
        )
        with path.open("r+b") as handle:
            handle.truncate(whole)
            os.fsync(handle.fileno())


def _whole_lines(content: bytes) -> int:
    """Return where the last whole line ends; a line is whole when its line break was written."""
    return content.rfind(b"\n") + 1
