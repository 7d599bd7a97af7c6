"""From bytes to UTF-8: gzip and encodings.

Belongs here: unpacking and decoding. Does not belong here: rows and cells (`delimited.py`).
"""

import codecs
import gzip
import io
import re
import zlib

from orchestration.lib.ingest.readers.limits import ReaderLimits
from orchestration.lib.ingest.rejection import FileRejectedError

GZIP_MAGIC = b"\x1f\x8b"
_CHUNK = 1 << 20
# How far around a byte that is not UTF-8 the text is looked at to tell a damaged file from Windows-1252.
_WINDOW = 2 << 20
_UTF8_SEQUENCE = re.compile(rb"[\xc3-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_HIGH_BYTES = bytes(range(128, 256))


def gunzip(data: bytes, limits: ReaderLimits) -> bytes:
    """Unpack gzip, also of several members, refusing damaged files and those that unpack beyond the limits.

    Raises:
        FileRejectedError: The data are cut short, damaged or expand too far.
    """
    unpacked = io.BytesIO()
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as stream:
            while chunk := stream.read(_CHUNK):
                unpacked.write(chunk)
                limits.refuse_expansion(len(data), unpacked.tell())
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise FileRejectedError("unreadable_file", f"The gzip file cannot be unpacked: {error}.") from error
    return unpacked.getvalue()


def to_utf8(data: bytes) -> tuple[bytes, str]:
    """Give text as UTF-8 without a byte-order mark, whether it is UTF-8, UTF-16 or Windows-1252.

    Windows-1252 explains nearly every byte, so it comes last and only where the bytes above 127 are not
    mostly UTF-8: a UTF-8 file with one damaged byte is refused rather than read as gibberish.

    Returns:
        The text and the name of its encoding.

    Raises:
        FileRejectedError: No encoding fits, or the text holds NUL characters.
    """
    encoding = _encoding_of_mark(data)
    wrong = None if encoding else _not_utf8(data)
    encoding = encoding or ("utf-8" if wrong is None or _is_mostly_utf8(data, wrong) else "cp1252")
    try:
        text = _as_utf8(data, encoding)
    except UnicodeDecodeError as error:
        raise FileRejectedError(
            "damaged_text", f"Near row {_row(data, error.start)} the bytes are not valid {encoding.upper()}."
        ) from error
    nul = text.find(b"\x00")
    if nul >= 0:
        raise FileRejectedError("damaged_text", f"Row {_row(text, nul)} holds a NUL character.")
    return text, encoding


def _encoding_of_mark(data: bytes) -> str | None:
    """Return the encoding that a byte-order mark or, in UTF-16, the zeros of plain letters tell."""
    if data.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    sample = data[:4096]
    for encoding, zeros in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[0::2])):
        if len(sample) >= 4 and zeros.count(0) > 0.4 * len(zeros):
            return encoding
    return None


def _as_utf8(data: bytes, encoding: str) -> bytes:
    if encoding in ("utf-8", "utf-8-sig"):
        text = data.removeprefix(codecs.BOM_UTF8)
        wrong = _not_utf8(text)
        if wrong is not None:
            raise UnicodeDecodeError("utf-8", b"", wrong + len(data) - len(text), wrong + 1, "invalid byte")
        return text
    return data.decode(encoding).encode()


def _not_utf8(data: bytes) -> int | None:
    """Return the place of the first byte that is no UTF-8; looked for in pieces, to copy nothing whole."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    view = memoryview(data)
    for start in range(0, len(data), _CHUNK):
        pending = len(decoder.getstate()[0])
        try:
            decoder.decode(view[start : start + _CHUNK], final=start + _CHUNK >= len(data))
        except UnicodeDecodeError as error:
            return start - pending + error.start
    return None


def _is_mostly_utf8(data: bytes, wrong: int) -> bool:
    around = data[max(wrong - _WINDOW, 0) : wrong + _WINDOW]
    whole = sum(len(sequence) for sequence in _UTF8_SEQUENCE.findall(around))
    high = len(around) - len(around.translate(None, _HIGH_BYTES))
    return whole > high / 2


def _row(data: bytes, place: int) -> int:
    return data.count(b"\n", 0, place) + 1
