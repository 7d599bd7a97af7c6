"""datapackage.json: what a release holds, for programs (Data Package v1).

Belongs here: writing the descriptor and reading the tables back from it. Words for people are in
`documents.py`.
"""

import json
from pathlib import Path
from typing import Any

from orchestration.lib.release.errors import CandidateError
from orchestration.lib.release.provenance import Provenance
from orchestration.lib.release.table import Column, ForeignKey, Table
from orchestration.lib.report.site import INDEX, REPORT

DESCRIPTOR = "datapackage.json"
PARQUET = "parquet"
LICENCE_NOTE = (
    "Each input keeps the terms of its owner; RELEASE.md lists the inputs. Provider registers published by"
    " NHS ODS are under the Open Government Licence v3.0. This file grants no licence of its own."
)

_FIELD_TYPES = {
    "VARCHAR": "string",
    "BOOLEAN": "boolean",
    "DATE": "date",
    "TIMESTAMP": "datetime",
    "DOUBLE": "number",
    "FLOAT": "number",
    "TINYINT": "integer",
    "SMALLINT": "integer",
    "INTEGER": "integer",
    "BIGINT": "integer",
}


def write_descriptor(
    folder: Path, version: str, created: str, tables: tuple[Table, ...], provenance: Provenance, identity: str
) -> None:
    """Write the descriptor of a release whose Parquet files stand in `folder`.

    Args:
        folder: Release folder.
        version: `vYYYY.MM.N`.
        created: When it was cut, ISO 8601, UTC.
        tables: Released tables.
        provenance: What they were made from.
        identity: Hash of tables and provenance (`provenance.identity`).

    Raises:
        CandidateError: A column has a type that readers of the release cannot be promised.
    """
    descriptor = {
        "profile": "data-package",
        "name": "education-quality",
        "title": "Education Quality Warehouse",
        "version": version,
        "created": created,
        "licence_note": LICENCE_NOTE,
        "identity": identity,
        "provenance": provenance.model_dump(mode="json"),
        "report": f"{REPORT}/{INDEX}",
        "resources": [_resource(folder, table) for table in tables],
    }
    text = json.dumps(descriptor, indent=1, ensure_ascii=False)
    (folder / DESCRIPTOR).write_text(text + "\n", encoding="utf-8")


def read_descriptor(release: Path) -> dict[str, Any]:
    """Return the descriptor of a release.

    Raises:
        ValueError: It is not a JSON object.
        OSError: It cannot be read.
    """
    descriptor = json.loads((release / DESCRIPTOR).read_text(encoding="utf-8"))
    if not isinstance(descriptor, dict):
        raise ValueError(f"{release / DESCRIPTOR} is not an object")
    return descriptor


def tables_of(descriptor: dict[str, Any]) -> tuple[Table, ...]:
    """Return the tables that a descriptor describes."""
    return tuple(
        Table(
            name=resource["name"],
            description=resource["description"],
            grain=resource["grain"],
            columns=tuple(
                Column(name=field["name"], type=field["sql_type"], description=field["description"])
                for field in resource["schema"]["fields"]
            ),
            primary_key=resource["schema"]["primaryKey"],
            foreign_keys=tuple(
                ForeignKey(
                    columns=key["fields"],
                    references=key["reference"]["resource"] or resource["name"],
                    referenced_columns=key["reference"]["fields"],
                )
                for key in resource["schema"]["foreignKeys"]
            ),
            rows=resource["row_count"],
            sha256=resource["hash"].removeprefix("sha256:"),
        )
        for resource in descriptor["resources"]
    )


def _resource(folder: Path, table: Table) -> dict[str, Any]:
    path = f"{PARQUET}/{table.name}.parquet"
    return {
        "name": table.name,
        "path": path,
        "profile": "data-resource",
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        "description": table.description,
        "grain": table.grain,
        "bytes": (folder / path).stat().st_size,
        "hash": f"sha256:{table.sha256}",
        "row_count": table.rows,
        "schema": {
            "fields": [
                {
                    "name": column.name,
                    "type": _field_type(table, column),
                    "sql_type": column.type,
                    "description": column.description,
                }
                for column in table.columns
            ],
            "primaryKey": list(table.primary_key),
            "foreignKeys": [
                {
                    "fields": list(key.columns),
                    # The standard writes a reference to the same table as an empty name.
                    "reference": {
                        "resource": "" if key.references == table.name else key.references,
                        "fields": list(key.referenced_columns),
                    },
                }
                for key in table.foreign_keys
            ],
        },
    }


def _field_type(table: Table, column: Column) -> str:
    kind = "number" if column.type.startswith("DECIMAL") else _FIELD_TYPES.get(column.type)
    if kind is None:
        raise CandidateError(
            f"{table.name}.{column.name} is {column.type}: its model must cast it to one of"
            f" {', '.join(_FIELD_TYPES)}."
        )
    return kind
