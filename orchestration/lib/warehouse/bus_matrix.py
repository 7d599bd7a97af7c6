"""The bus matrix: which fact can be read by which conformed dimension.

Belongs here: deriving it from keys and columns that the tables declare. Nothing is listed by hand.
"""

from collections.abc import Mapping, Sequence

from orchestration.lib.warehouse.model_docs import ModelDocs

KEY = "●"
THROUGH = "○"
SAME_CODES = "·"
LEGEND = (
    f"{KEY} foreign key, enforced in every release; {THROUGH} through the key of another fact (join that fact"
    f" first); {SAME_CODES} same codes or dates without a key: may be empty or hold a code such as all"
)


def bus_matrix(tables: Sequence[ModelDocs]) -> dict[str, dict[str, str]]:
    """Return the mark of every fact, bridge and report by dimension; blank where they do not meet."""
    by_name = {table.name: table for table in tables}
    dimensions = [table for table in tables if table.is_dimension]
    return {
        fact.name: {dimension.name: _mark(fact, dimension, by_name) for dimension in dimensions}
        for fact in tables
        if not fact.is_dimension
    }


def _mark(fact: ModelDocs, dimension: ModelDocs, by_name: Mapping[str, ModelDocs]) -> str:
    if dimension.name in _references(fact):
        return KEY
    if any(dimension.name in _references(by_name[other]) for other in _references(fact) & set(by_name)):
        return THROUGH
    if dimension.name == "dim_date":
        return SAME_CODES if any(column.type == "date" for column in fact.columns) else ""
    has_key = set(dimension.primary_key) <= {column.name for column in fact.columns}
    return SAME_CODES if has_key else ""


def _references(table: ModelDocs) -> set[str]:
    return {key.references for key in table.foreign_keys}
