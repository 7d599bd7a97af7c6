"""Which reader a file needs, decided by its bytes and not by its name.

Belongs here: telling formats apart. Does not belong here: any format itself.
"""

from dataclasses import replace
from pathlib import Path

from expectations.contract import Contract
from orchestration.lib.ingest.headings import contract_columns, required_key
from orchestration.lib.ingest.readers.delimited import read_delimited
from orchestration.lib.ingest.readers.limits import ReaderLimits
from orchestration.lib.ingest.readers.parquet import PARQUET_MAGIC, read_parquet
from orchestration.lib.ingest.readers.raw_table import RawTable
from orchestration.lib.ingest.readers.text import GZIP_MAGIC, gunzip
from orchestration.lib.ingest.readers.workbook import Layout, read_workbook
from orchestration.lib.ingest.readers.workbook_parts import ZIP_MAGIC
from orchestration.lib.ingest.rejection import FileRejectedError

_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_ENCRYPTED_OFFICE = "EncryptedPackage".encode("utf-16-le")
# Formats people land by mistake, by their first bytes.
_UNSUPPORTED = {
    _OLD_OFFICE: "an old Excel workbook (.xls)",
    b"%PDF": "a PDF",
    b"{\\rtf": "a rich text document",
    b"7z\xbc\xaf": "a 7z archive",
    b"PARE": "an encrypted Parquet file",
    b"<": "XML or HTML",
    b"\xef\xbb\xbf<": "XML or HTML",
}


def read_file(path: Path, contract: Contract, limits: ReaderLimits) -> RawTable:
    """Read a file of a feed as text cells.

    Args:
        path: The file; its name does not matter.
        contract: Contract of the feed: its columns help to find sheet and heading.
        limits: Limits the file must keep; one that is too large is not even opened.

    Raises:
        FileRejectedError: The file cannot be read as a table.
    """
    size = path.stat().st_size
    if size == 0:
        raise FileRejectedError("empty_file", "The file has no bytes.")
    limits.refuse_above("max_bytes", size, "The file has {found} bytes")
    return _read_bytes(path.read_bytes(), contract, limits)


def _read_bytes(data: bytes, contract: Contract, limits: ReaderLimits) -> RawTable:
    for magic, name in _UNSUPPORTED.items():
        if data.startswith(magic):
            protected = magic == _OLD_OFFICE and _ENCRYPTED_OFFICE in data
            kind = "a workbook protected by a password" if protected else name
            raise FileRejectedError("unsupported_format", f"The file looks like {kind}.")
    if data.startswith(GZIP_MAGIC):
        unpacked = gunzip(data, limits)
        if not unpacked:
            raise FileRejectedError("empty_file", "The gzip file unpacks to nothing.")
        if unpacked.startswith(GZIP_MAGIC):
            raise FileRejectedError("unsupported_format", "The file looks like gzip within gzip.")
        inner = _read_bytes(unpacked, contract, limits)
        return replace(inner, file_format=f"{inner.file_format}.gz")
    if data.startswith(ZIP_MAGIC):
        layout = Layout(contract_columns(contract), required_key(contract), contract.has_heading)
        return read_workbook(data, contract.feed, layout, limits)
    if data.startswith(PARQUET_MAGIC):
        return read_parquet(data, contract.has_heading, limits)
    return read_delimited(data, contract.has_heading, limits, contract_columns(contract))
