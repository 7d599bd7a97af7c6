"""Which reader a file needs, decided by its bytes and not by its name.

Belongs here: telling formats apart. Does not belong here: any format itself.
"""

from dataclasses import replace
from pathlib import Path

from expectations.contract import Contract
from orchestration.lib.ingest.headings import contract_columns
from orchestration.lib.ingest.readers.delimited import read_delimited
from orchestration.lib.ingest.readers.parquet import PARQUET_MAGIC, read_parquet
from orchestration.lib.ingest.readers.raw_table import RawTable, ReaderLimits
from orchestration.lib.ingest.readers.text import GZIP_MAGIC, gunzip
from orchestration.lib.ingest.readers.workbook import ZIP_MAGIC, read_workbook
from orchestration.lib.ingest.rejection import FileRejectedError

# Formats people land by mistake, by their first bytes.
_UNSUPPORTED = {
    b"\xd0\xcf\x11\xe0": "an old Excel workbook (.xls) or a protected one",
    b"%PDF": "a PDF",
    b"{\\rtf": "a rich text document",
    b"7z\xbc\xaf": "a 7z archive",
    b"<": "XML or HTML",
}


def read_file(path: Path, contract: Contract, limits: ReaderLimits | None = None) -> RawTable:
    """Read a file of a feed as text cells.

    Args:
        path: The file; its name does not matter.
        contract: Contract of the feed: its columns help to find sheet and heading.
        limits: Limits the file must keep.

    Raises:
        FileRejectedError: The file cannot be read as a table.
    """
    limits = limits or ReaderLimits()
    size = path.stat().st_size
    if size == 0:
        raise FileRejectedError("empty_file", "The file has no bytes.")
    if size > limits.max_bytes:
        raise FileRejectedError(
            "limit_exceeded", f"The file has {size} bytes; {limits.max_bytes} are allowed."
        )
    return _read_bytes(path.read_bytes(), contract, limits)


def _read_bytes(data: bytes, contract: Contract, limits: ReaderLimits) -> RawTable:
    for magic, name in _UNSUPPORTED.items():
        if data.startswith(magic):
            raise FileRejectedError("unsupported_format", f"The file looks like {name}.")
    if data.startswith(GZIP_MAGIC):
        unpacked = gunzip(data, limits)
        if not unpacked:
            raise FileRejectedError("empty_file", "The gzip file unpacks to nothing.")
        inner = _read_bytes(unpacked, contract, limits)
        return replace(inner, file_format=f"{inner.file_format}.gz")
    if data.startswith(ZIP_MAGIC):
        return read_workbook(data, contract.feed, contract_columns(contract), contract.has_heading, limits)
    if data.startswith(PARQUET_MAGIC):
        return read_parquet(data, contract.has_heading, limits)
    return read_delimited(data, contract.has_heading, limits)
