"""Whether the quotation marks of a delimited file can be trusted, and how many records they enclose.

Belongs here: the check that no row disappears into a quoted cell. A lenient parser takes everything up to
the next quotation mark as one cell; counting records independently is the only way to see that.
"""

import numpy as np
import numpy.typing as npt

from orchestration.lib.ingest.rejection import FileRejectedError

_QUOTE, _NEWLINE, _RETURN = 0x22, 0x0A, 0x0D
# Counted piece by piece: a file of nothing but line breaks must not need eight bytes for each.
_PIECE = 8 << 20

_Bytes = npt.NDArray[np.uint8]
_Places = npt.NDArray[np.intp]


def count_records(data: bytes, delimiter: str) -> int:
    """Count the records of a delimited UTF-8 text by RFC 4180, line breaks inside quotes not counted.

    Raises:
        FileRejectedError: A quotation mark opens or closes where it cannot.
    """
    text = np.frombuffer(data, dtype=np.uint8)
    edges = np.isin(np.arange(256), (ord(delimiter), _NEWLINE, _RETURN, _QUOTE))
    records = lines = marks = last_line = 0
    for start in range(0, text.size, _PIECE):
        breaks = _line_breaks(text, start)
        quotes = np.flatnonzero(text[start : start + _PIECE] == _QUOTE) + start
        if quotes.size:
            odd_first = marks % 2
            misplaced = _misplaced(text, quotes[odd_first::2], quotes[1 - odd_first :: 2], edges)
            if misplaced.size:
                _refuse(lines + int(np.searchsorted(breaks, misplaced.min())))
            last_line = lines + int(np.searchsorted(breaks, quotes[-1]))
        enclosed = (np.searchsorted(quotes, breaks) + marks) % 2
        records += breaks.size - int(enclosed.sum())
        lines += breaks.size
        marks += quotes.size
    if marks % 2:
        _refuse(last_line)
    return records + int(data[-1:] not in (b"\n", b"\r"))


def _line_breaks(text: _Bytes, start: int) -> _Places:
    """Return the places of line breaks in one piece; CR LF is one break, at the LF."""
    piece = text[start : start + _PIECE]
    after = text[start + 1 : start + _PIECE + 1]
    lone_return = piece == _RETURN
    lone_return[: after.size] &= after != _NEWLINE
    return np.flatnonzero((piece == _NEWLINE) | lone_return) + start


def _misplaced(text: _Bytes, opening: _Places, closing: _Places, edges: npt.NDArray[np.bool_]) -> _Places:
    """Return the marks that open or close where they cannot; a doubled one closes and opens again."""
    bad_open = opening[~(edges[text[np.maximum(opening - 1, 0)]] | (opening == 0))]
    bad_close = closing[~(edges[text[np.minimum(closing + 1, text.size - 1)]] | (closing == text.size - 1))]
    return np.concatenate([bad_open, bad_close])


def _refuse(lines_before: int) -> None:
    raise FileRejectedError(
        "broken_quotes",
        f"Line {lines_before + 1} holds a quotation mark that opens or closes in the wrong place.",
    )
