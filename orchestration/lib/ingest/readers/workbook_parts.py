"""What a workbook's parts hold, found out before a reader trusts them.

A workbook is a ZIP archive of XML. Its directory may declare any size, and one cell far away makes a dense
table of the whole sheet, so each part is unpacked piece by piece and looked at first.

Belongs here: what kind of archive it is, real sizes, how far cells reach. Reading cells is `workbook.py`.
"""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from orchestration.lib.ingest.readers.limits import ReaderLimits
from orchestration.lib.ingest.readers.shared_strings import SharedStrings
from orchestration.lib.ingest.readers.sheet_extent import SheetExtent
from orchestration.lib.ingest.rejection import FileRejectedError

ZIP_MAGIC = b"PK\x03\x04"
_PIECE = 1 << 20
_LOCAL_HEADER = struct.Struct("<4s22xHH")
# No workbook has as many parts; a directory of a million takes seconds to read.
_MOST_PARTS = 20_000
_OTHER_KINDS = {
    "content.xml": "an OpenDocument file (.ods)",
    "xl/workbook.bin": "a binary workbook (.xlsb)",
    "word/document.xml": "a Word document",
    "ppt/presentation.xml": "a PowerPoint file",
}
_LONGEST_SOUGHT = 64
_FROM_1904 = re.compile(rb"""\bdate1904\s*=\s*["'](?:1|true|on)["']""")


@dataclass
class WorkbookParts:
    """What was found in the parts of a workbook.

    Attributes:
        counts_from_1904: Bare numbers count days as old versions of Excel for Macintosh did.
        has_merged_cells: Some sheet has merged cells.
        with_formulas: Each part that holds a formula, or the error of one (`#N/A`).
    """

    counts_from_1904: bool = False
    has_merged_cells: bool = False
    with_formulas: set[str] = field(default_factory=set)


def inspect_parts(data: bytes, limits: ReaderLimits) -> WorkbookParts:
    """Look through all parts of a workbook.

    Raises:
        FileRejectedError: It is damaged, no workbook, protected, or beyond a limit.
    """
    with open_archive(data) as archive:
        entries = archive.infolist()
        limits.refuse_expansion(len(data), sum(entry.file_size for entry in entries))
        parts = WorkbookParts()
        extents, strings, unpacked = [], SharedStrings(), 0
        for entry in entries:
            extent, is_strings, tail = SheetExtent(), False, b""
            for piece in unpack(data, entry):
                unpacked += len(piece)
                limits.refuse_expansion(len(data), unpacked)
                extent.add(piece)
                # What is looked for may begin in one piece and end in the next.
                seen = tail + piece
                tail = piece[-_LONGEST_SOUGHT:]
                # A part may lie under any name, so it is known by its outermost element.
                is_strings |= b"<sst" in seen or b":sst" in seen
                if is_strings:
                    strings.add(piece)
                if b"date1904" in seen:
                    parts.counts_from_1904 |= _FROM_1904.search(seen) is not None
            extent.refuse_above(limits)
            extents.append((entry, extent))
            parts.has_merged_cells |= extent.merged_ranges > 0
            if extent.has_formulas:
                parts.with_formulas.add(entry.filename)
        for entry, extent in extents:
            if strings.longest * extent.cells > limits.max_bytes:
                # One long text may stand in a million cells.
                written = strings.written_out(unpack(data, entry))
                limits.refuse_above("max_bytes", written, "The texts of a sheet need {found} bytes")
    return parts


def open_archive(data: bytes) -> zipfile.ZipFile:
    """Open a workbook as the archive it is.

    Raises:
        FileRejectedError: It is damaged, or another kind of file in an archive.
    """
    if data.count(b"PK\x01\x02") > _MOST_PARTS:
        raise FileRejectedError("unsupported_format", "The archive has more parts than any workbook.")
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, NotImplementedError, ValueError, struct.error) as error:
        raise FileRejectedError("unreadable_file", f"The workbook cannot be unpacked: {error}.") from error
    names = set(archive.namelist())
    for name, kind in _OTHER_KINDS.items():
        if name in names:
            raise FileRejectedError("unsupported_format", f"The file looks like {kind}.")
    if "[Content_Types].xml" not in names:
        raise FileRejectedError("unsupported_format", "The file is a ZIP archive and no workbook.")
    return archive


def unpack(data: bytes, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """Unpack one part piece by piece, as far as it really goes and not as far as it says.

    Raises:
        FileRejectedError: The part is damaged, protected, or not as long as declared.
    """
    start = _content_start(data, entry)
    packed = memoryview(data)[start : start + entry.compress_size]
    length = 0
    try:
        for piece in _inflate(packed) if entry.compress_type == zipfile.ZIP_DEFLATED else _copy(packed):
            length += len(piece)
            yield piece
    except zlib.error as error:
        raise FileRejectedError("unreadable_file", f"The workbook cannot be unpacked: {error}.") from error
    if length != entry.file_size:
        raise FileRejectedError(
            "unreadable_file",
            f"A part of the workbook has {length:,} bytes and declares {entry.file_size:,}.",
        )


def _content_start(data: bytes, entry: zipfile.ZipInfo) -> int:
    if entry.flag_bits & 1:
        raise FileRejectedError("unsupported_format", "The workbook is protected by a password.")
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise FileRejectedError("unreadable_file", "The workbook is packed in an unusual way.")
    header = data[entry.header_offset : entry.header_offset + _LOCAL_HEADER.size]
    if len(header) < _LOCAL_HEADER.size or not header.startswith(ZIP_MAGIC):
        raise FileRejectedError("unreadable_file", "The workbook cannot be unpacked: a part is missing.")
    _, name_length, extra_length = _LOCAL_HEADER.unpack(header)
    return int(entry.header_offset + _LOCAL_HEADER.size + name_length + extra_length)


def _inflate(packed: memoryview) -> Iterator[bytes]:
    stream = zlib.decompressobj(-zlib.MAX_WBITS)
    for start in range(0, len(packed), _PIECE):
        piece = stream.decompress(packed[start : start + _PIECE], _PIECE)
        while piece:
            yield piece
            piece = stream.decompress(stream.unconsumed_tail, _PIECE)
    if not stream.eof:
        raise zlib.error("a part is cut short")


def _copy(packed: memoryview) -> Iterator[bytes]:
    for start in range(0, len(packed), _PIECE):
        yield bytes(packed[start : start + _PIECE])
