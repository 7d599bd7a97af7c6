"""What is known of one load: the manifest in its folder.

Belongs here: the model, reading and writing it. Does not belong here: how a load is made (`build.py`) or
judged.
"""

from pathlib import Path
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from orchestration.lib.home import Home
from orchestration.lib.ingest.source import ACCEPTED_NAME, QUARANTINE_NAME

MANIFEST_NAME = "manifest.json"


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Rejection(_Model):
    """Why a file cannot be used at all."""

    rule_id: str
    message: str
    remedy: str


class LoadWarning(_Model):
    """Something to know about a load that keeps no row out."""

    rule_id: str
    message: str


class LoadManifest(_Model):
    """One load.

    Attributes:
        load_id: 16 hex digits: of the file's SHA-256, or of that and the snapshot's date.
        contract_hash: Of the contract and the code lists it names.
        ingest_version: Version of the code that made the load: a digest; a number in older loads.
        reference_hash: Of the known keys of other feeds when the load was made.
        limits_hash: Of the limits that the file had to keep; blank in loads older than such settings.
        status: `rejected` when the file cannot be used; else `candidate`, for the gate to judge.
        rows_in: Rows of the file that hold anything.
        rows_quarantined: Distinct rows kept out; all of them when the file is rejected.
        rows_waiting: Those among them that wait for data of another file.
        rows_summary: Those among them that only sum up the others; no tolerance counts them.
        cells_in: Answers, in accepted rows, that a cell rule can take away: those to routed questions and to
            questions that the wave does not ask.
        unknown_columns: Headings that the contract does not know.
        missing_columns: Optional columns and questions that the file lacks.
    """

    feed: str
    load_id: str
    sha256: str
    file_name: str
    bytes: int
    contract_version: int
    contract_hash: str
    ingest_version: str = Field(coerce_numbers_to_str=True)
    reference_hash: str
    limits_hash: str = ""
    status: Literal["candidate", "rejected"]
    rejection: Rejection | None = None
    file_format: str | None = None
    encoding: str | None = None
    delimiter: str | None = None
    rows_in: int = 0
    rows_accepted: int = 0
    rows_quarantined: int = 0
    rows_waiting: int = 0
    rows_summary: int = 0
    cells_in: int = 0
    cells_accepted: int = 0
    cells_quarantined: int = 0
    unknown_columns: tuple[str, ...] = ()
    missing_columns: tuple[str, ...] = ()
    warnings: tuple[LoadWarning, ...] = ()

    @model_validator(mode="after")
    def _conserves(self) -> Self:
        if self.rows_in != self.rows_accepted + self.rows_quarantined:
            raise ValueError(
                f"{self.file_name}: {self.rows_in} rows in, {self.rows_accepted} accepted and "
                f"{self.rows_quarantined} quarantined"
            )
        if self.cells_in != self.cells_accepted + self.cells_quarantined:
            raise ValueError(
                f"{self.file_name}: {self.cells_in} cells in, {self.cells_accepted} accepted and "
                f"{self.cells_quarantined} quarantined"
            )
        if self.rows_waiting + self.rows_summary > self.rows_quarantined:
            raise ValueError(f"{self.file_name}: more rows wait or sum up than are quarantined")
        if (self.status == "rejected") != (self.rejection is not None):
            raise ValueError(f"{self.file_name}: a rejected load, and only that, says why")
        return self


def load_folder(home: Home, feed: str, load_id: str) -> Path:
    """Return the folder of a load."""
    return home.loads / feed / load_id


def read_manifest(folder: Path) -> LoadManifest:
    """Read the manifest of a load folder.

    Raises:
        FileNotFoundError: The folder holds no load.
    """
    return LoadManifest.model_validate_json((folder / MANIFEST_NAME).read_text(encoding="utf-8"))


def find_manifest(folder: Path) -> LoadManifest | None:
    """Read the manifest of a load folder.

    Returns:
        The manifest; None when the folder holds none, or one of a layout that is no longer read, or lacks
        the rows it speaks of: the load counts as not made, and the next run makes it from the archive.
    """
    try:
        manifest = read_manifest(folder)
    except (FileNotFoundError, ValidationError):
        return None
    files = () if manifest.status == "rejected" else (ACCEPTED_NAME, QUARANTINE_NAME)
    return manifest if all((folder / name).is_file() for name in files) else None


def read_manifests(home: Home, feed: str) -> list[LoadManifest]:
    """Return the manifests of all loads of a feed that are made, by load id, set-aside loads included."""
    folders = [path.parent for path in sorted((home.loads / feed).glob(f"[!.]*/{MANIFEST_NAME}"))]
    return [manifest for folder in folders if (manifest := find_manifest(folder)) is not None]


def write_manifest(folder: Path, manifest: LoadManifest) -> None:
    """Write a manifest into a load folder that is being made."""
    (folder / MANIFEST_NAME).write_text(manifest.model_dump_json(indent=2) + "\n", encoding="utf-8")
