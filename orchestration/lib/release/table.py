"""What a released table is: columns, keys and meaning, read from dbt's manifest.

Belongs here: the description that the database, the data package and the comparison share. The rows belong
to Parquet, the rules about them to `expectations/suites/published`.
"""

import json
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from orchestration.lib.release.errors import CandidateError

PUBLISHED_SCHEMA = "published"
TABLES_FILE = "tables.json"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Column(_Strict):
    """One column: name, DuckDB type and meaning."""

    name: str
    type: str
    description: str


class ForeignKey(_Strict):
    """Columns that must occur as the key of another released table."""

    columns: tuple[str, ...]
    references: str
    referenced_columns: tuple[str, ...]


class Declaration(_Strict):
    """A released table as its model declares it: no types, no rows."""

    name: str
    description: str
    grain: str
    primary_key: tuple[str, ...]
    foreign_keys: tuple[ForeignKey, ...] = ()
    column_descriptions: dict[str, str]


class Table(_Strict):
    """A released table with the bytes that hold it.

    Attributes:
        rows: Number of rows.
        sha256: Hash of its Parquet file.
    """

    name: str
    description: str
    grain: str
    columns: tuple[Column, ...]
    primary_key: tuple[str, ...]
    foreign_keys: tuple[ForeignKey, ...]
    rows: int
    sha256: str


def declared_tables(manifest: Path) -> tuple[Declaration, ...]:
    """Return every table of schema `published` as dbt's manifest declares it, sorted by name.

    Args:
        manifest: `manifest.json` of the dbt run that built the warehouse.

    Raises:
        CandidateError: There is no manifest, no published model, or a model without key, grain or
            descriptions.
    """
    if not manifest.is_file():
        raise CandidateError(f"{manifest} is missing: run dbt first.")
    nodes = json.loads(manifest.read_text(encoding="utf-8"))["nodes"].values()
    models = [n for n in nodes if n["resource_type"] == "model" and n["schema"] == PUBLISHED_SCHEMA]
    if not models:
        raise CandidateError(f"{manifest} names no model of schema {PUBLISHED_SCHEMA}.")
    return tuple(sorted((_declaration(model) for model in models), key=lambda table: table.name))


def _declaration(model: dict[str, Any]) -> Declaration:
    meta = model["config"]["meta"]
    try:
        declaration = Declaration(
            name=model["alias"],
            description=" ".join(model["description"].split()),
            grain=meta["grain"],
            primary_key=meta["primary_key"],
            foreign_keys=meta.get("foreign_keys", ()),
            column_descriptions={
                column["name"]: " ".join(column["description"].split())
                for column in model["columns"].values()
            },
        )
    except (KeyError, ValidationError) as error:
        raise CandidateError(
            f"{model['original_file_path']}: config.meta needs grain, primary_key and well-formed"
            f" foreign_keys ({error})."
        ) from error
    bare = [name for name, text in declaration.column_descriptions.items() if not text]
    if bare or not declaration.description:
        raise CandidateError(
            f"{model['original_file_path']}: describe the model and {', '.join(bare) or 'itself'}."
        )
    return declaration


def read_tables(folder: Path) -> tuple[Table, ...]:
    """Return the tables of a candidate folder.

    Raises:
        CandidateError: The folder holds no candidate.
    """
    path = folder / TABLES_FILE
    if not path.is_file():
        raise CandidateError(f"{path} is missing: there is no candidate to release.")
    return tuple(Table.model_validate(item) for item in json.loads(path.read_text(encoding="utf-8")))


def in_reference_order(tables: tuple[Table, ...]) -> tuple[Table, ...]:
    """Return the tables so that each comes after those its foreign keys name.

    Raises:
        CandidateError: A foreign key names a table that is not released, or the references go in a circle.
    """
    waiting = {table.name: table for table in tables}
    placed: dict[str, Table] = {}
    while waiting:
        ready = [
            table
            for table in waiting.values()
            if all(key.references in placed or key.references == table.name for key in table.foreign_keys)
        ]
        if not ready:
            raise CandidateError(
                f"Foreign keys of {', '.join(sorted(waiting))} name no released table or go in a circle."
            )
        for table in ready:
            placed[table.name] = waiting.pop(table.name)
    return tuple(placed.values())
