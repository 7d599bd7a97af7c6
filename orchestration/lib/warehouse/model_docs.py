"""What each table for readers says of itself: grain, key, years, caveats, example, columns.

Belongs here: reading that from dbt's manifest, whose `config.meta` is the one place where it is written. Does
not belong here: how a page shows it (`warehouse_page.py`, `lib/dictionary`).
"""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

# Schemas that somebody queries: what a release holds, and the exact tables behind it.
PUBLISHED = "published"
RESTRICTED = ("marts", "reports")


class ModelDocsError(Exception):
    """A table does not say what its readers must know."""


class ColumnDocs(BaseModel):
    """One column.

    Attributes:
        codes: Reference table that lists its codes, from a relationships test; None when there is none.
    """

    model_config = ConfigDict(frozen=True)

    name: str
    type: str
    description: str
    codes: str | None = None


class ForeignKeyDocs(BaseModel):
    """Columns that name a row of another released table."""

    model_config = ConfigDict(frozen=True)

    columns: tuple[str, ...]
    references: str
    referenced_columns: tuple[str, ...]


class ModelDocs(BaseModel):
    """One table for readers.

    Attributes:
        unique_id: dbt's own name of the model.
        example_query: A query that runs as it stands, on a release or (restricted tables) on the warehouse.
        may_be_empty: Whether the example may give no row on sample data.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    unique_id: str
    schema_name: str
    name: str
    description: str
    grain: str
    primary_key: tuple[str, ...]
    years: str
    caveats: tuple[str, ...]
    example_query: str
    may_be_empty: bool = False
    foreign_keys: tuple[ForeignKeyDocs, ...] = ()
    columns: tuple[ColumnDocs, ...]

    @property
    def is_dimension(self) -> bool:
        """Whether facts refer to it."""
        return self.name.startswith("dim_")


def model_docs(manifest: Mapping[str, Any], schemas: tuple[str, ...]) -> tuple[ModelDocs, ...]:
    """Return the tables of some schemas, dimensions first, then by name.

    Args:
        manifest: dbt's manifest.
        schemas: Names of schemas.

    Raises:
        ModelDocsError: A table lacks grain, key, years, caveats or example; names the file.
    """
    codes = _code_tables(manifest)
    found = [
        _model_docs(node, codes)
        for node in manifest["nodes"].values()
        if node["resource_type"] == "model" and node["schema"] in schemas
    ]
    return tuple(sorted(found, key=lambda table: (not table.is_dimension, table.name)))


def _model_docs(node: Mapping[str, Any], codes: Mapping[str, str]) -> ModelDocs:
    told = {
        key: value
        for key, value in node["config"]["meta"].items()
        if key in ModelDocs.model_fields and key not in ("name", "columns")
    }
    try:
        return ModelDocs(
            unique_id=node["unique_id"],
            schema_name=node["schema"],
            name=node["alias"],
            description=" ".join(node["description"].split()),
            columns=tuple(
                ColumnDocs(
                    name=column["name"],
                    type=column["data_type"] or "",
                    description=" ".join(column["description"].split()),
                    codes=codes.get(column["name"]),
                )
                for column in node["columns"].values()
            ),
            **told,
        )
    except ValidationError as error:
        lacking = ", ".join(str(fault["loc"][0]) for fault in error.errors())
        raise ModelDocsError(
            f"{node['original_file_path']}: config.meta lacks or misstates {lacking}."
            " A table for readers states grain, primary_key, years, caveats and example_query."
        ) from error


def _code_tables(manifest: Mapping[str, Any]) -> dict[str, str]:
    """Return, by name of a column, the reference table that every relationships test of it names.

    A code means the same wherever it stands, so a test of a mart's column speaks for the released one.
    """
    seeds = {key: node["name"] for key, node in manifest["nodes"].items() if node["resource_type"] == "seed"}
    found: dict[str, set[str]] = {}
    for test in manifest["nodes"].values():
        if (test.get("test_metadata") or {}).get("name") == "relationships":
            for key in test["depends_on"]["nodes"]:
                if key in seeds:
                    found.setdefault(test["column_name"], set()).add(seeds[key])
    return {column: min(named) for column, named in found.items() if len(named) == 1}
