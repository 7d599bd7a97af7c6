"""Formulas whose result is an error (`#N/A`) or was not saved: the fast reader gives blanks for them.

Belongs here: finding them in the XML of one sheet. Only workbooks with formulas come here.
"""

import posixpath
import re
import zipfile
from collections.abc import Iterable
from xml.parsers import expat

from orchestration.lib.ingest.readers.sheet_extent import column_number
from orchestration.lib.ingest.rejection import FileRejectedError

# Stands where a program other than a spreadsheet wrote a formula and nobody worked it out.
WITHOUT_VALUE = "(formula without a result)"
_PLACE = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})")


def part_of_sheet(archive: zipfile.ZipFile, sheet: str) -> str:
    """Return the name of the part that holds a sheet.

    Raises:
        FileRejectedError: The workbook does not say.
    """
    try:
        roots = _relations(archive, "")
        book = next(target for kind, target in roots.values() if kind.endswith("/officeDocument"))
        sheets = _attributes(archive.read(book), "sheet")
        relations = _relations(archive, book)
    except (expat.ExpatError, KeyError, StopIteration, zipfile.BadZipFile) as error:
        raise FileRejectedError("unreadable_file", f"The workbook cannot be read: {error}.") from error
    # The prefix of the namespace is free; no other attribute of a sheet ends like this.
    ids = [
        value
        for one in sheets
        if one.get("name") == sheet
        for name, value in one.items()
        if name.endswith(":id")
    ]
    targets = [relations[known][1] for known in ids if known in relations]
    if len(targets) != 1:
        raise FileRejectedError(
            "unreadable_file", f"The workbook does not say which part is sheet {sheet!r}."
        )
    return targets[0]


def _relations(archive: zipfile.ZipFile, part: str) -> dict[str, tuple[str, str]]:
    """Return the relations of a part (of the workbook as a whole for ""): id to type and target part."""
    folder, name = posixpath.split(part)
    found = _attributes(archive.read(posixpath.join(folder, "_rels", f"{name}.rels")), "Relationship")
    return {
        one.get("Id", ""): (
            one.get("Type", ""),
            posixpath.normpath(posixpath.join("/", folder, one.get("Target", ""))).lstrip("/"),
        )
        for one in found
    }


def _attributes(xml: bytes, tag: str) -> list[dict[str, str]]:
    """Return the attributes of every element of that name."""
    found: list[dict[str, str]] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        if name.rpartition(":")[2] == tag:
            found.append(attributes)

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.Parse(xml, True)
    return found


def unusable_formulas(pieces: Iterable[bytes]) -> dict[tuple[int, int], str]:
    """Return the formulas of a sheet that give no value.

    Args:
        pieces: The XML of the sheet.

    Returns:
        (row, column), both from 0, to the error as Excel shows it, or to `WITHOUT_VALUE`.

    Raises:
        FileRejectedError: The XML is damaged.
    """
    finder = _Finder()
    parser = expat.ParserCreate()
    parser.StartElementHandler = finder.start
    parser.EndElementHandler = finder.end
    parser.CharacterDataHandler = finder.text
    try:
        for piece in pieces:
            parser.Parse(piece, False)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise FileRejectedError("unreadable_file", f"The workbook cannot be read: {error}.") from error
    return finder.found


class _Finder:
    """Follows the tags of a sheet; a row or cell that does not say where it is follows the one before."""

    def __init__(self) -> None:
        self.found: dict[tuple[int, int], str] = {}
        self._row, self._column = -1, -1
        self._type = self._value = ""
        self._has_formula = self._has_value = self._in_value = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        tag = name.rpartition(":")[2]
        if tag == "c":
            place = _PLACE.fullmatch(attributes.get("r", ""))
            self._column += 1
            if place:
                self._row, self._column = int(place[2]) - 1, column_number(place[1].upper().encode()) - 1
            self._type, self._value = attributes.get("t", ""), ""
            self._has_formula = self._has_value = False
        elif tag == "row":
            self._row, self._column = int(attributes.get("r", self._row + 2)) - 1, -1
        elif tag == "f":
            self._has_formula = True
        elif tag == "v":
            self._in_value = self._has_value = True

    def text(self, data: str) -> None:
        if self._in_value:
            self._value += data

    def end(self, name: str) -> None:
        tag = name.rpartition(":")[2]
        if tag == "v":
            self._in_value = False
        elif tag == "c" and self._type == "e" and self._value:
            self.found[self._row, self._column] = self._value
        elif tag == "c" and self._has_formula and not self._value and not self._is_empty_text():
            self.found[self._row, self._column] = WITHOUT_VALUE

    def _is_empty_text(self) -> bool:
        """Whether the result is a text without characters, as that of `=IF(A2="","",A2)`."""
        return self._type == "str" and self._has_value
