"""Which version of a row a comparison with earlier loads reads."""

import pyarrow as pa

from expectations.duckdb_engine import open_source
from expectations.versions import Versions, kept


def versions(*loads: tuple[str, list[str | None], str]) -> Versions:
    """Return one table of loads, each of an id, its keys, and the one value of its rows."""
    rows = [
        {"wave": "2024", "response_id": key, "value": value, "_load_id": load, "_source_row": row}
        for load, keys, value in loads
        for row, key in enumerate(keys, 2)
    ]
    return Versions(pa.Table.from_pylist(rows), tuple(load for load, _, _ in loads), ("wave", "response_id"))


def seen(previous: Versions, batch: Versions, select: str) -> list[tuple[object, ...]]:
    """Return what a rule on responses would select from the tables it sees."""
    with open_source({"previous": previous, "batch": batch.rows}) as source:
        for statement in kept("nets_responses"):
            source.execute(statement)
        with source.engine.begin() as connection:
            return [tuple(row) for row in connection.exec_driver_sql(select)]


def test_of_earlier_loads_the_newest_version_of_each_row_counts() -> None:
    # The names of loads are not in the order in which they came, and a blank key equals a blank.
    previous = versions(("b", ["R1", "R2", None], "old"), ("a", ["R2", None], "new"), ("c", ["R3"], "last"))
    batch = versions(("d", ["R1", "R4"], "own"))
    rows = "select response_id, value from {} order by response_id nulls last"
    newest = [("R1", "old"), ("R2", "new"), ("R3", "last"), (None, "new")]
    assert seen(previous, batch, rows.format("previous")) == newest
    assert seen(previous, batch, rows.format("kept")) == newest[1:]
