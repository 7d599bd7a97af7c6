"""One hostile or odd file, and what must become of it.

Belongs here: the words in which the table of cases is written. How a case is run is `harness.py`.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path

# Stands in every restricted cell of the files: no message may ever hold it.
RESTRICTED = "zq-restricted-words"

Fault = tuple[int, str | None, str]
Reads = Mapping[tuple[int, str], object]


@dataclass(frozen=True)
class Accepted:
    """The load passes its gate and every row of the file is in it.

    Attributes:
        rows: Source rows of the file.
        warns: Rules of the warnings that ingest gives, exactly.
        gate_warns: Rules of which the gate warns, among others.
        reads: (source row, column) -> value as it is read.
        cells: Cells taken out of rows that stay.
    """

    rows: Collection[int]
    warns: frozenset[str] = frozenset()
    reads: Reads = field(default_factory=dict)
    cells: frozenset[Fault] = frozenset()
    gate_warns: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Quarantined:
    """Some rows are kept out.

    Attributes:
        rows: Source rows of the file.
        faults: (source row, column, rule) of every fault that keeps a row out, exactly.
        waiting: Rows among them that may become valid by themselves.
        gate: Rules by which the gate refuses the load; empty when it passes with the other rows.
        told: What the remedy or offending value of the first fault says.
    """

    rows: Collection[int]
    faults: frozenset[Fault]
    waiting: Collection[int] = ()
    gate: frozenset[str] = frozenset()
    told: str = ""
    warns: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Rejected:
    """The file cannot be used at all: rule, and a piece of the message."""

    rule: str
    says: str


@dataclass(frozen=True)
class NotTakenIn:
    """It stays in landing, and is told as a fault of landing."""

    rule: str
    says: str = ""


@dataclass(frozen=True)
class Ignored:
    """It is no drop at all: hidden, temporary or empty."""


Outcome = Accepted | Quarantined | Rejected | NotTakenIn | Ignored


@dataclass(frozen=True)
class Case:
    """One case.

    Attributes:
        id: Its name; the file is named after it unless `name` says otherwise.
        make: Makes the bytes.
        put: Makes something else than a plain file, at a path.
        before: Files of the same feed dropped and accepted before: (name, maker).
    """

    id: str
    feed: str
    outcome: Outcome
    make: Callable[[], bytes] | None = None
    put: Callable[[Path], None] | None = None
    name: str = ""
    before: tuple[tuple[str, Callable[[], bytes]], ...] = ()

    @property
    def file_name(self) -> str:
        return self.name or f"{self.id}.csv"

    def drop(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / self.file_name
        if self.make is not None:
            path.write_bytes(self.make())
        elif self.put is not None:
            self.put(path)
