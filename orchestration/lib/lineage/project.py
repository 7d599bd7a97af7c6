"""Column lineage of the whole dbt project: from a column of a model back to the columns of the feeds.

Belongs here: what dbt's manifest knows of tables, and walking from one to the next. One statement is
`columns.py`.
"""

import re
from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from sqlglot.errors import SqlglotError

from expectations.contract import FEEDS, contract
from orchestration.lib.lineage.columns import ROWS, ColumnRef, Relation, statement_lineage

# Where a file read by a source lies: what dbt writes into the SQL instead of a table.
_READ_PARQUET = re.compile(r"read_parquet\(\s*'([^']*)'[^()]*\)")
_SOURCES = "landing"


class LineageError(Exception):
    """The lineage of a model cannot be read."""


class ProjectLineage:
    """Lineage of every model that dbt has compiled.

    Args:
        manifest: dbt's manifest.
        target: Folder into which dbt compiled the models.
    """

    def __init__(self, manifest: Mapping[str, Any], target: Path) -> None:
        self._nodes: dict[str, Any] = {**manifest["nodes"], **manifest["sources"]}
        self._target = target
        self._known: dict[str, dict[str, tuple[ColumnRef, ...]]] = {}

    def node(self, table: str) -> Mapping[str, Any]:
        """Return what the manifest says of a model, seed or source."""
        node: Mapping[str, Any] = self._nodes[table]
        return node

    def of(self, model: str) -> dict[str, tuple[ColumnRef, ...]]:
        """Return what each column of a model comes from, in the tables it reads; under `*` its rows.

        Args:
            model: dbt's id of a model; seeds and sources come from nowhere.

        Raises:
            LineageError: It was not compiled, or its SQL cannot be read.
        """
        if self._nodes[model]["resource_type"] != "model":
            return {}
        if model not in self._known:
            self._known[model] = self._read(self._nodes[model])
        return self._known[model]

    def upstream(self, refs: Iterable[ColumnRef]) -> dict[ColumnRef, tuple[ColumnRef, ...]]:
        """Return every column on the way from some columns back to the feeds and reference tables.

        Returns:
            Columns, each with those it comes from; the feeds' and reference tables' own come from none.
        """
        found: dict[ColumnRef, tuple[ColumnRef, ...]] = {}
        waiting = list(refs)
        while waiting:
            ref = waiting.pop()
            if ref not in found:
                found[ref] = self.of(ref.table).get(ref.column, ())
                waiting.extend(found[ref])
        return found

    def columns(self, table: str) -> tuple[str, ...]:
        """Return the columns of a table: what a model selects; what contract or YAML list for the others."""
        node = self._nodes[table]
        if node["resource_type"] == "model":
            return tuple(column for column in self.of(table) if column != ROWS)
        if node["resource_type"] == "source" and node["name"] in FEEDS:
            return tuple(name for name, _ in contract(node["name"]).accepted_schema())
        return tuple(node["columns"])

    def _read(self, node: Mapping[str, Any]) -> dict[str, tuple[ColumnRef, ...]]:
        parents = [parent for parent in node["depends_on"]["nodes"] if parent in self._nodes]
        if node["language"] == "python":
            return self._by_name(node, parents)
        file = self._target / "compiled" / node["package_name"] / node["original_file_path"]
        if not file.is_file():
            raise LineageError(f"{file} is missing: build the whole warehouse with dbt (eqw run).")
        sql = _READ_PARQUET.sub(self._source_table, file.read_text(encoding="utf-8"))
        relations = {self._relation(parent): parent for parent in parents}
        columns = {relation: self.columns(parent) for relation, parent in relations.items()}
        try:
            return statement_lineage(sql, relations, columns)
        except (SqlglotError, KeyError) as error:
            raise LineageError(f"The lineage of {node['name']} cannot be read: {error!r}") from error

    def _by_name(self, node: Mapping[str, Any], parents: list[str]) -> dict[str, tuple[ColumnRef, ...]]:
        """Lineage of a model in Python, which no parser reads.

        A column comes from those of the same name in what the model reads; one of its own from all columns.
        """
        read = [ColumnRef(parent, column) for parent in parents for column in self.columns(parent)]
        found = {
            column: tuple(sorted([ref for ref in read if ref.column == column] or read))
            for column in node["columns"]
        }
        return {**found, ROWS: tuple(sorted(ColumnRef(parent, ROWS) for parent in parents))}

    def _relation(self, table: str) -> Relation:
        node = self._nodes[table]
        if node["resource_type"] == "source":
            return Relation(_SOURCES, node["name"])
        return Relation(node["schema"], node.get("alias") or node["name"])

    def _source_table(self, read: re.Match[str]) -> str:
        return f'"{_SOURCES}"."{self._source_by_place[_place(read[1])]}"'

    @cached_property
    def _source_by_place(self) -> dict[str, str]:
        found = {}
        for node in self._nodes.values():
            read = _READ_PARQUET.search(node["relation_name"] or "") if _is_source(node) else None
            if read:
                found[_place(read[1])] = node["name"]
        return found


def _is_source(node: Mapping[str, Any]) -> bool:
    return bool(node["resource_type"] == "source")


def _place(path: str) -> str:
    """Return the last two parts of a path: they name a source in every home."""
    return "/".join(path.split("/")[-2:])
