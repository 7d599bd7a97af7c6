"""dictionary.html of a release: which table, which column, which years, which caveat, and from where.

Belongs here: what the page shows. It reads dbt's manifest and compiled SQL; no row of any table is opened but
those of the reference lists of codes.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from expectations.reference import seed
from orchestration.lib.dictionary.diagram import Diagram, Item, draw
from orchestration.lib.home import Home
from orchestration.lib.lineage.columns import ROWS, ColumnRef
from orchestration.lib.lineage.project import LineageError, ProjectLineage
from orchestration.lib.quality.render import render
from orchestration.lib.warehouse.bus_matrix import LEGEND, bus_matrix
from orchestration.lib.warehouse.model_docs import PUBLISHED, ColumnDocs, ModelDocs, model_docs

_MOST_NAMED = 6
_LAYERS = {"source": "landing", "seed": "reference"}


@dataclass(frozen=True)
class ColumnView:
    """One column as the page shows it.

    Attributes:
        references: Released table whose key it is; None when it is no key.
        origins: Columns of feeds and reference tables it comes from, as text; the rest is counted.
        diagram: Its lineage; None when it comes from nowhere.
    """

    docs: ColumnDocs
    references: str | None
    origins: str
    diagram: Diagram | None


@dataclass(frozen=True)
class TableView:
    """One table as the page shows it: the models it comes from, and its columns."""

    docs: ModelDocs
    diagram: Diagram | None
    columns: tuple[ColumnView, ...]
    fault: str | None


def dictionary_page(home: Home, version: str) -> bytes:
    """Return the data dictionary of the release that is being cut from a home.

    Args:
        home: The data home; dbt's manifest and compiled models are read.
        version: Version of the release.

    Raises:
        ModelDocsError: A released table does not say what its readers must know.
    """
    manifest = json.loads((home.dbt_target / "manifest.json").read_text(encoding="utf-8"))
    lineage = ProjectLineage(manifest, home.dbt_target)
    tables = model_docs(manifest, (PUBLISHED,))
    views = [_table_view(table, lineage) for table in tables]
    lists = sorted({column.codes for table in tables for column in table.columns if column.codes})
    return render(
        "dictionary.html.jinja",
        version=version,
        tables=views,
        dimensions=[table.name for table in tables if table.is_dimension],
        matrix=bus_matrix(tables),
        legend=LEGEND,
        code_lists={name: seed(name) for name in lists},
    )


def _table_view(table: ModelDocs, lineage: ProjectLineage) -> TableView:
    references = {
        column: key.references
        for key in table.foreign_keys
        for column in key.columns
        if len(key.columns) == 1
    }
    try:
        found = lineage.of(table.unique_id)
        ways = {column: lineage.upstream([ColumnRef(table.unique_id, column)]) for column in found}
    except LineageError as error:
        # The release does not hang on a drawing: the page says that it is missing, and why.
        plain = [ColumnView(column, references.get(column.name), "", None) for column in table.columns]
        return TableView(table, None, tuple(plain), str(error))
    columns = tuple(
        ColumnView(
            column,
            references.get(column.name),
            _origins(ways[column.name], lineage),
            _column_diagram(ways[column.name], lineage) if len(ways[column.name]) > 1 else None,
        )
        for column in table.columns
        if column.name in ways
    )
    return TableView(table, _table_diagram(ways.values(), lineage), columns, None)


def _column_diagram(way: Mapping[ColumnRef, Sequence[ColumnRef]], lineage: ProjectLineage) -> Diagram:
    return draw(_items(way, lineage, with_columns=True), _sources([way]))


def _table_diagram(ways: Any, lineage: ProjectLineage) -> Diagram:
    every = {ref: refs for way in ways for ref, refs in way.items()}
    return draw(_items(every, lineage, with_columns=False), _sources([every]))


def _items(
    way: Mapping[ColumnRef, Sequence[ColumnRef]], lineage: ProjectLineage, *, with_columns: bool
) -> dict[str, Item]:
    columns: dict[str, list[str]] = {}
    for ref in way:
        columns.setdefault(ref.table, []).append("rows" if ref.column == ROWS else ref.column)
    return {
        table: Item(
            lineage.node(table)["name"].removeprefix("pub_"),
            _layer(lineage.node(table)),
            tuple(sorted(names)) if with_columns else (),
        )
        for table, names in columns.items()
    }


def _sources(ways: Sequence[Mapping[ColumnRef, Sequence[ColumnRef]]]) -> dict[str, set[str]]:
    sources: dict[str, set[str]] = {}
    for way in ways:
        for ref, refs in way.items():
            sources.setdefault(ref.table, set()).update(other.table for other in refs)
    return sources


def _origins(way: Mapping[ColumnRef, Sequence[ColumnRef]], lineage: ProjectLineage) -> str:
    """Return the first places a column comes from, feeds before reference tables."""
    starts = sorted(
        (
            ref
            for ref, refs in way.items()
            if not refs and lineage.node(ref.table)["resource_type"] in _LAYERS
        ),
        key=lambda ref: (lineage.node(ref.table)["resource_type"] != "source", ref),
    )
    names = [
        f"{'rows of ' if ref.column == ROWS else ''}{lineage.node(ref.table)['name']}"
        f"{'' if ref.column == ROWS else '.' + ref.column}"
        for ref in starts
    ]
    rest = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
    return ", ".join(names[:_MOST_NAMED]) + rest


def _layer(node: Mapping[str, Any]) -> str:
    return str(_LAYERS.get(node["resource_type"], node.get("schema")))
