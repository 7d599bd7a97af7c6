"""Whether the quotation marks of a delimited file can be trusted, and how many records they enclose.

Belongs here: the check that no row disappears into a quoted cell. A lenient parser takes everything up to
the next quotation mark as one cell; counting records independently is the only way to see that.
"""

import numpy as np
import numpy.typing as npt

from orchestration.lib.ingest.rejection import FileRejectedError

_QUOTE, _NEWLINE, _RETURN = 0x22, 0x0A, 0x0D


def count_records(data: bytes, delimiter: str) -> int:
    """Count the records of a delimited UTF-8 text by RFC 4180, line breaks inside quotes not counted.

    Raises:
        FileRejectedError: A quotation mark opens or closes where it cannot.
    """
    text = np.frombuffer(data, dtype=np.uint8)
    breaks = _record_breaks(text)
    quotes = np.flatnonzero(text == _QUOTE)
    if quotes.size:
        _refuse_misplaced(text, quotes, breaks, ord(delimiter))
        enclosed = np.searchsorted(quotes, breaks) % 2 == 1
        breaks = breaks[~enclosed]
    ends_open = data[-1:] not in (b"\n", b"\r")
    return int(breaks.size) + int(ends_open)


def _record_breaks(text: npt.NDArray[np.uint8]) -> npt.NDArray[np.intp]:
    newline = text == _NEWLINE
    lone_return = text == _RETURN
    lone_return[:-1] &= ~newline[1:]
    return np.flatnonzero(newline | lone_return)


def _refuse_misplaced(
    text: npt.NDArray[np.uint8],
    quotes: npt.NDArray[np.intp],
    breaks: npt.NDArray[np.intp],
    delimiter: int,
) -> None:
    """Refuse text whose n-th quotation mark is not where an opening (even n) or closing (odd n) may be."""
    edges = (delimiter, _NEWLINE, _RETURN)
    opening, closing = quotes[0::2], quotes[1::2]
    before = text[np.maximum(opening - 1, 0)]
    after = text[np.minimum(closing + 1, text.size - 1)]
    # A doubled quotation mark closes and opens again at once.
    bad_open = opening[~(np.isin(before, (*edges, _QUOTE)) | (opening == 0))]
    bad_close = closing[~(np.isin(after, (*edges, _QUOTE)) | (closing == text.size - 1))]
    unclosed = quotes[-1:] if quotes.size % 2 else quotes[:0]
    misplaced = np.concatenate([bad_open, bad_close, unclosed])
    if misplaced.size:
        position = int(misplaced.min())
        line = int(np.searchsorted(breaks, position)) + 1
        raise FileRejectedError(
            "broken_quotes", f"Line {line} holds a quotation mark that opens or closes in the wrong place."
        )
