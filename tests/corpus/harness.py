"""Runs one case through the real landing, ingest and gate, and tells what became of the file.

Belongs here: the way of a file and what can be seen of it afterwards. What a case expects is its own.
"""

import hashlib
import os
import stat
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import duckdb

from expectations import reference
from orchestration.lib.gates.feed_gate import check_feed
from orchestration.lib.gates.promotion import promote
from orchestration.lib.gates.standing import LoadStanding, standing
from orchestration.lib.home import Home
from orchestration.lib.ingest.load import load_feed
from orchestration.lib.ingest.manifest import LoadManifest, load_folder
from orchestration.lib.landing.archive import archive_path
from orchestration.lib.landing.ledger import landing_faults, register_landing, sightings
from orchestration.lib.landing.scan import LandingFault
from tests.corpus import tables
from tests.corpus.case import Case

LONG_AGO = 1_700_000_000


def make_known(home: Home) -> None:
    """Bring a home to where it knows providers, universities and the concern C1."""
    for place, (feed, name, content) in enumerate(
        (
            ("providers", "ods_etr_2018.csv", tables.known_register()),
            ("education_providers", "universities.csv", tables.universities()),
            ("concerns", "known_concerns.csv", tables.known_concerns()),
        )
    ):
        folder = home.landing / feed
        folder.mkdir(parents=True)
        (folder / name).write_bytes(content)
        os.utime(folder / name, (LONG_AGO + place, LONG_AGO + place))
        take_to_gate(home, feed)
        assert [load.status for load in standing(home, [feed])] == ["accepted"]


def take_to_gate(home: Home, feed: str) -> None:
    register_landing(home)
    load_feed(home, feed)
    check_feed(home, feed)
    promote(home, feed)


@dataclass(frozen=True)
class Fate:
    """What can be seen of a case's file after a run."""

    home: Home
    case: Case

    @classmethod
    def of(cls, case: Case, home: Home) -> "Fate":
        """Drop the file (and those before it) and take the feed to its gate."""
        folder = home.landing / case.feed
        folder.mkdir(parents=True, exist_ok=True)
        for place, (name, make) in enumerate(case.before, 10):
            (folder / name).write_bytes(make())
            os.utime(folder / name, (LONG_AGO + place, LONG_AGO + place))
            take_to_gate(home, case.feed)
        case.drop(folder)
        take_to_gate(home, case.feed)
        return cls(home, case)

    @cached_property
    def load(self) -> LoadStanding | None:
        """The load of the file's bytes, if it was taken in."""
        seen = [
            s for s in sightings(self.home) if (s.feed, s.file_name) == (self.case.feed, self.case.file_name)
        ]
        loads = standing(self.home, [self.case.feed])
        return next((load for load in loads if seen and load.load_id == seen[-1].load_id), None)

    @property
    def manifest(self) -> LoadManifest:
        assert self.load is not None, "the file was not taken in"
        assert self.load.manifest is not None, "the file was not read"
        return self.load.manifest

    @cached_property
    def landing_faults(self) -> list[LandingFault]:
        return landing_faults(self.home)

    def accepted(self, columns: str = "*") -> list[tuple[Any, ...]]:
        return self._rows("accepted", columns)

    def faults(self, scope: str) -> list[tuple[Any, ...]]:
        """source_row, column_name, rule_id, offending_value, remedy, is_waiting."""
        columns = "source_row, column_name, rule_id, offending_value, remedy, is_waiting"
        return self._rows("quarantine", columns, f"where scope = '{scope}'")

    def _rows(self, table: str, columns: str, where: str = "") -> list[tuple[Any, ...]]:
        path = load_folder(self.home, self.case.feed, self.manifest.load_id) / f"{table}.parquet"
        return duckdb.sql(f"select {columns} from read_parquet('{path}') {where} order by all").fetchall()

    def routed_answers_accepted(self) -> int:
        routed = [f'count("{q.code}")' for q in reference.questions() if q.base_questions]
        return int(self.accepted(" + ".join(routed))[0][0])

    def archived(self) -> bytes:
        return archive_path(self.home, self.manifest.sha256).read_bytes()

    def messages(self) -> str:
        """Everything a person is told of the file, but for the offending values of its rows."""
        told = [f"{fault.message} {fault.remedy}" for fault in self.landing_faults]
        if self.load is not None:
            told += [self.load.reason, *(f"{w.rule_id} {w.message}" for w in self.manifest.warnings)]
            receipt = self.load.receipt
            told += [f"{rule.found} {rule.how_to_resolve}" for rule in receipt.rules] if receipt else []
        return "\n".join(told)


def snapshot(root: Path, without: Path) -> dict[str, tuple[str, str]]:
    """Return kind and content of everything below a folder but for one branch."""
    found = {}
    for folder, names, files in os.walk(root):
        if Path(folder) == without:
            names.clear()
            continue
        for name in [*names, *files]:
            path = Path(folder, name)
            mode = path.lstat().st_mode
            content = path.read_bytes() if stat.S_ISREG(mode) else b""
            found[str(path)] = (oct(mode), hashlib.sha256(content).hexdigest())
    found.pop(str(without), None)
    return found
