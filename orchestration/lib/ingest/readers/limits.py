"""How large a file may be before it is refused rather than read.

Belongs here: the limits, their defaults, and the words of a refusal. Who changes them is `lib/settings.py`;
measuring a file is each reader's own.
"""

import hashlib

from pydantic import BaseModel, ConfigDict, Field

from orchestration.lib.ingest.rejection import FileRejectedError

# A text is parsed in one block, whose size is a signed 32-bit number.
_MOST_BYTES = (1 << 31) - 2
# Small files may expand as much as they like: a heading and blank rows pack well.
_RATIO_FLOOR = 64 << 20


class ReaderLimits(BaseModel):
    """Limits of one file; the section `reader_limits` of the settings.

    Attributes:
        max_bytes: Size of the file, and of what it unpacks to.
        max_expansion: How many times larger a compressed file may become (asked above 64 MiB only).
        max_columns: Columns of a table.
        max_rows: Rows of a table, blank ones included.
        max_sheet_cells: Cells of a worksheet from the first to the last that holds anything, blank ones
            included: what a workbook needs in memory.
        max_cell_characters: Characters in one cell.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    max_bytes: int = Field(default=512 << 20, ge=1, le=_MOST_BYTES)
    max_expansion: int = Field(default=250, ge=1)
    max_columns: int = Field(default=500, ge=1)
    max_rows: int = Field(default=5_000_000, ge=1)
    max_sheet_cells: int = Field(default=30_000_000, ge=1)
    max_cell_characters: int = Field(default=100_000, ge=1)

    @property
    def digest(self) -> str:
        """SHA-256 of the limits: a load made under others is made again."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()

    def refuse_above(self, name: str, found: int, what: str) -> None:
        """Refuse a file that is beyond a limit.

        Args:
            name: The limit.
            found: What the file has.
            what: The same in words, `{found}` for the number: "The file has {found} columns".

        Raises:
            FileRejectedError: `found` is above the limit; names the limit, its value and what was found.
        """
        allowed = getattr(self, name)
        if found > allowed:
            raise FileRejectedError(
                "limit_exceeded",
                f"{what.format(found=f'{found:,}')}; the limit {name} is {allowed:,}.",
            )

    def refuse_expansion(self, packed: int, unpacked: int) -> None:
        """Refuse a compressed file that becomes too large, or too many times larger than it is.

        Args:
            packed: Bytes of the file.
            unpacked: Bytes it unpacks to, as far as known.

        Raises:
            FileRejectedError: As above.
        """
        self.refuse_above("max_bytes", unpacked, "The file unpacks to {found} bytes or more")
        if unpacked > _RATIO_FLOOR:
            ratio = -(-unpacked // packed)
            self.refuse_above(
                "max_expansion", ratio, "The file unpacks to {found} times its own size or more"
            )
