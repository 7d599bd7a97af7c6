"""A small data home to drop files into, with known providers, for the tests of ingest and landing."""

import csv
import io
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from expectations import reference
from expectations.contract import contract
from orchestration.lib.durable import sha256_of
from orchestration.lib.home import Home
from orchestration.lib.ingest.load import load_feed
from orchestration.lib.ingest.manifest import LoadManifest, load_folder
from orchestration.lib.landing.identity import load_id
from orchestration.lib.landing.ledger import register_landing

NETS = {
    "response_id": "r1",
    "wave": "2024",
    "submitted_on": "2024-10-05",
    "provider_code": "ZA1",
    "profession": "nursing",
}
CONCERN = {
    "concern_id": "C1",
    "provider_code": "ZA1",
    "professions": "nursing",
    "eqf_domains": "D1",
    "source_type": "learner",
    "raised_on": "2024-01-10",
    "recorded_at": "2024-01-11T09:00:00Z",
    "isf_category": "2",
}
EVENT = {
    "event_id": "E1",
    "concern_id": "C1",
    "occurred_on": "2024-02-01",
    "recorded_at": "2024-02-01T10:00:00Z",
    "event_type": "progress",
    "from_category": "",
    "to_category": "",
    "recipient": "",
    "condition_code": "",
}


def questions_2024() -> dict[str, str]:
    """A blank cell for each question that the 2024 wave asks."""
    return {q.code: "" for q in reference.questions() if q.asked_from <= 2024 <= (q.asked_to or 2024)}


def csv_text(rows: Iterable[Mapping[str, str]]) -> str:
    rows = list(rows)
    buffer = io.StringIO(newline="")
    writer = csv.DictWriter(buffer, fieldnames=list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return buffer.getvalue()


@dataclass(frozen=True)
class Bench:
    """A data home and the steps of a run up to the gate."""

    home: Home

    def drop(self, feed: str, name: str, content: str | bytes | Iterable[Mapping[str, str]]) -> Path:
        path = self.home.landing / feed / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if not isinstance(content, (str, bytes)):
            content = csv_text(content)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def load(self, feed: str, name: str, content: str | bytes | Iterable[Mapping[str, str]]) -> LoadManifest:
        """Drop one file, take it in and return its manifest."""
        made = load_id(feed, sha256_of(self.drop(feed, name, content)), name)
        register_landing(self.home)
        return next(m for m in load_feed(self.home, feed) if m.load_id == made)

    def accept(self, manifest: LoadManifest) -> None:
        """Do what the gate does with a load that passed."""
        folder = self.home.accepted / manifest.feed
        folder.mkdir(parents=True, exist_ok=True)
        source = load_folder(self.home, manifest.feed, manifest.load_id) / "accepted.parquet"
        shutil.copyfile(source, folder / f"{manifest.load_id}.parquet")

    def know_providers(self, *codes: str) -> None:
        row = '"{}","TRUST {}","Y56","QKK","","","","","","","20000401","",' + ",".join(['""'] * 15)
        text = "".join(row.format(code, code) + "\n" for code in codes)
        self.accept(self.load("providers", "ods_etr_2018.csv", text))

    def accepted(self, manifest: LoadManifest, columns: str = "*") -> list[tuple[Any, ...]]:
        path = load_folder(self.home, manifest.feed, manifest.load_id) / "accepted.parquet"
        return duckdb.sql(f"select {columns} from '{path}' order by _source_row").fetchall()

    def quarantine(self, manifest: LoadManifest) -> list[tuple[Any, ...]]:
        """source_row, column_name, rule_id, offending_value, scope, is_waiting of every fault."""
        path = load_folder(self.home, manifest.feed, manifest.load_id) / "quarantine.parquet"
        return duckdb.sql(
            f"select source_row, column_name, rule_id, offending_value, scope, is_waiting from '{path}' "
            "order by source_row, column_name, rule_id"
        ).fetchall()

    def rules(self, manifest: LoadManifest) -> list[tuple[int, str]]:
        """source_row and rule_id of every fault."""
        return [(row[0], row[2]) for row in self.quarantine(manifest)]


def schema_of(path: Path) -> tuple[tuple[str, str], ...]:
    return tuple((r[0], r[1]) for r in duckdb.sql(f"describe select * from '{path}'").fetchall())


__all__ = ["CONCERN", "EVENT", "NETS", "Bench", "contract", "csv_text", "questions_2024", "schema_of"]
