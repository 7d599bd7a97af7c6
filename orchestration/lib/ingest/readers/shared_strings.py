"""How much memory the texts of a workbook need once each cell holds its own.

Belongs here: lengths of shared texts and how often each is used. The texts themselves are not read here.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

_TEXT = re.compile(rb"<(?:\w+:)?si[\s>/]")
_USE = re.compile(rb"""\st\s*=\s*["']s["'][^<>]*>\s*<(?:\w+:)?v>\s*([0-9]{1,9})""")
_KEPT = 200


@dataclass
class SharedStrings:
    """Lengths of the shared texts of a workbook, in bytes, as pieces of their XML are added."""

    _starts: list[int] = field(default_factory=list)
    _length: int = 0
    _rest: bytes = b""

    def add(self, piece: bytes) -> None:
        """Look at the next piece."""
        text = self._rest + piece
        offset = self._length - len(self._rest)
        last = self._starts[-1] if self._starts else -1
        self._starts += [
            offset + found.start() for found in _TEXT.finditer(text) if offset + found.start() > last
        ]
        self._length += len(piece)
        self._rest = text[-_KEPT:]

    @property
    def longest(self) -> int:
        """The longest text, its tags included."""
        lengths = self._lengths()
        return int(lengths.max()) if lengths.size else 0

    def written_out(self, sheet: Iterable[bytes]) -> int:
        """Return the bytes of all shared texts that a sheet uses, each as often as it is used."""
        lengths, rest, total = self._lengths(), b"", 0
        for piece in sheet:
            text = rest + piece
            used = np.array([int(place) for place in _USE.findall(text)], dtype=np.int64)
            total += int(lengths[used[used < lengths.size]].sum())
            rest = text[-_KEPT:]
        return total

    def _lengths(self) -> npt.NDArray[np.int64]:
        edges = np.array([*self._starts, self._length], dtype=np.int64)
        return edges[1:] - edges[:-1]
