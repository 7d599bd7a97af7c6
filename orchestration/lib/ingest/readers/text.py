"""From bytes to text: gzip and encodings.

Belongs here: unpacking and decoding. Does not belong here: rows and cells (`delimited.py`).
"""

import gzip
import io
import re
import zlib

from orchestration.lib.ingest.readers.raw_table import ReaderLimits
from orchestration.lib.ingest.rejection import FileRejectedError

GZIP_MAGIC = b"\x1f\x8b"
_CHUNK = 1 << 20
_RATIO_FLOOR = 64 << 20
_UTF8_SEQUENCE = re.compile(rb"[\xc3-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")


def gunzip(data: bytes, limits: ReaderLimits) -> bytes:
    """Unpack gzip, refusing damaged files and files that unpack beyond the limits.

    Raises:
        FileRejectedError: The data are cut short, damaged or expand too far.
    """
    unpacked = bytearray()
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as stream:
            while chunk := stream.read(_CHUNK):
                unpacked += chunk
                ratio = len(unpacked) / len(data)
                if len(unpacked) > limits.max_bytes or (
                    len(unpacked) > _RATIO_FLOOR and ratio > limits.max_expansion
                ):
                    raise FileRejectedError(
                        "limit_exceeded",
                        f"The gzip file unpacks to more than {len(unpacked)} bytes, "
                        f"{ratio:.0f} times its own size.",
                    )
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise FileRejectedError("unreadable_file", f"The gzip file cannot be unpacked: {error}.") from error
    return bytes(unpacked)


def decode(data: bytes) -> tuple[str, str]:
    """Decode text as UTF-8 (with or without BOM), UTF-16 or Windows-1252.

    Windows-1252 explains nearly every byte, so it comes last and only where the bytes above 127 are not
    mostly UTF-8: a UTF-8 file with one damaged byte is refused rather than read as gibberish.

    Returns:
        The text and the name of the encoding.

    Raises:
        FileRejectedError: No encoding fits, or the text holds NUL characters.
    """
    encoding = _guess(data)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        row = data.count(b"\n", 0, error.start) + 1
        raise FileRejectedError(
            "damaged_text", f"Near row {row} the bytes are not valid {encoding.upper()}."
        ) from error
    nul = text.find("\x00")
    if nul >= 0:
        row = text.count("\n", 0, nul) + 1
        raise FileRejectedError("damaged_text", f"Row {row} holds a NUL character.")
    return text, encoding


def _guess(data: bytes) -> str:
    if data.startswith(b"\xef\xbb\xbf"):
        return "utf-8-sig"
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    sample = data[:4096]
    for encoding, zeros in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[0::2])):
        if len(sample) >= 4 and zeros.count(0) > 0.4 * len(zeros):
            return encoding
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        whole = sum(len(sequence) for sequence in _UTF8_SEQUENCE.findall(data))
        high = len(data) - len(data.translate(None, bytes(range(128, 256))))
        return "utf-8" if whole > high / 2 else "cp1252"
    return "utf-8"
