"""How far the cells of a worksheet reach, from its XML, without building them.

Belongs here: looking at tags. A reader lays a sheet out as a dense table, from A1 to the last cell that holds
anything: one cell in XFD1048576 would need more memory than any machine has.
"""

import re
from dataclasses import dataclass

from orchestration.lib.ingest.readers.limits import ReaderLimits
from orchestration.lib.ingest.rejection import FileRejectedError

_LONGEST_TAG = 1 << 20
_TAGS_KEPT = 4
# A cell that holds something is neither self-closing nor closed at once; other cells are formats only. Every
# common program writes the first form; the second takes whatever form XML allows.
_PLAIN_CELL = re.compile(rb'<c r="([A-Z]{1,3}[0-9]{1,7})"[^>]*(?<!/)>(?!</)')
_UNUSUAL_CELL = re.compile(rb'<c(?! r="[A-Z]{1,3}[0-9]{1,7}"[^<>]*>)[\s>/]')
_ANY_CELL = re.compile(rb"""<(?:[^\s<>:/"'=]+:)?c((?:\s(?:[^<>"']|"[^"<]*"|'[^'<]*')*)?)>(</)?""")
_PLACE = re.compile(rb"""(?<![\w:.-])r\s*=\s*["']([^"']*)["']""")
_WELL_PLACED = re.compile(rb"[A-Za-z]{1,3}[0-9]{1,7}")
_ROW = re.compile(rb"""<(?:[^\s<>:/"'=]+:)?row\b[^<>]*?\sr\s*=\s*["']([0-9]+)["']""")
_DIGITS, _LETTERS = b"0123456789", bytes(range(ord("A"), ord("Z") + 1))
_CELL_TAGS = (b"<c>", b"<c ", b":c>", b":c ")
_ERROR_MARKS = (b't="e"', b"t='e'")
_FORMULA = re.compile(rb"<f[\s>/]")
_PREFIXED_FORMULA = re.compile(rb":f[\s>/]")


@dataclass
class SheetExtent:
    """The extent of a sheet, as pieces of its XML are added.

    Attributes:
        rows: Number of the last row with a cell that holds anything.
        columns: Number of the last column with such a cell.
        cells: Cells that hold anything.
        merged_ranges: Merged cells.
        has_formulas: Some cell holds a formula, or the error of one.
    """

    rows: int = 0
    columns: int = 0
    cells: int = 0
    merged_ranges: int = 0
    has_formulas: bool = False
    _rest: bytes = b""
    _in_row: int = 0

    def add(self, piece: bytes) -> None:
        """Look at the next piece.

        Raises:
            FileRejectedError: The XML is in no form that a reader of workbooks understands.
        """
        text = self._rest + piece
        self._rest = _open_end(text)
        self._look_at(text[: len(text) - len(self._rest)])

    def _look_at(self, text: bytes) -> None:
        if b":c" in text or _UNUSUAL_CELL.search(text):
            self._add_unusual(text)
        else:
            self._add_placed(_PLAIN_CELL.findall(text))
        self.merged_ranges += text.count(b"mergeCell ")
        self.has_formulas = self.has_formulas or _has_formula(text)

    def refuse_above(self, limits: ReaderLimits) -> None:
        """Refuse a sheet, all of which was added, whose dense table would be too large."""
        self._look_at(self._rest)
        self._rest = b""
        area = self.rows * self.columns
        limits.refuse_above(
            "max_sheet_cells", area, "A sheet reaches over {found} cells, blank ones included"
        )
        limits.refuse_above("max_rows", self.merged_ranges, "A sheet has {found} merged cells")

    def _add_placed(self, places: list[bytes]) -> None:
        """Cells that say where they are, as `AB12`."""
        if not places:
            return
        joined = b" ".join(places).upper()
        self.cells += len(places)
        self.columns = max(self.columns, *map(column_number, set(joined.translate(None, _DIGITS).split())))
        self.rows = max(self.rows, *map(int, set(joined.translate(None, _LETTERS).split())))

    def _add_unusual(self, text: bytes) -> None:
        """Cells in any form; one that says where it is in no form that is understood refuses the file."""
        places, is_unplaced = [], False
        for cell in _ANY_CELL.finditer(text):
            place = _PLACE.search(cell[1])
            if place and not _WELL_PLACED.fullmatch(place[1]):
                raise FileRejectedError(
                    "unreadable_file", "A cell of the workbook is in no place of a sheet."
                )
            if not cell[1].endswith(b"/") and not cell[2]:
                is_unplaced |= place is None
                places += [place[1]] if place else []
        self._add_placed(places)
        if is_unplaced:
            self._add_unplaced(text)

    def _add_unplaced(self, text: bytes) -> None:
        """Cells that do not say where they are follow one another in their row."""
        first, *rows = re.split(rb"<(?:[^\s<>:/\"'=]+:)?row\b", text)
        self._in_row += _cell_tags(first)
        counts = [self._in_row, *map(_cell_tags, rows)]
        self._in_row = counts[-1]
        self.cells += sum(counts)
        self.columns = max(self.columns, *counts)
        self.rows = max([self.rows + len(rows), *map(int, set(_ROW.findall(text)))])


def _has_formula(text: bytes) -> bool:
    if any(mark in text for mark in _ERROR_MARKS):
        return True
    return (_FORMULA.search(text) or _PREFIXED_FORMULA.search(text)) is not None


def _cell_tags(text: bytes) -> int:
    return sum(text.count(tag) for tag in _CELL_TAGS)


def column_number(letters: bytes) -> int:
    """Return the number of a column by its letters: A is 1, AA is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number


def _open_end(text: bytes) -> bytes:
    """Return the last few tags, which the next piece may go on with."""
    start = len(text)
    for _ in range(_TAGS_KEPT):
        start = max(text.rfind(b"<", 0, start), 0)
    end = text[start:]
    if len(end) <= _LONGEST_TAG:
        return end
    last = text[text.rfind(b"<") :]
    if len(last) <= _LONGEST_TAG:
        return last
    if b">" not in last:
        raise FileRejectedError("unreadable_file", "The workbook holds a tag that never ends.")
    return b""
