"""Which version of a row counts where several loads of a feed carry it: the newest.

Belongs here: the statements by which a load is compared with rows in use, never with rows that a later load
replaced. Does not belong here: which loads come before (`orchestration/lib/gates`), running statements
(`duckdb_engine.py`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from expectations.contract import contract


@dataclass(frozen=True)
class Versions:
    """Rows of several loads of one feed, shown as the newest version of each.

    Attributes:
        rows: Parquet files of one layout, or an Arrow table; `_load_id` and `_source_row` name a row.
        loads: Ids of the loads, the oldest first.
        key: Columns of the natural key; a blank equals a blank.
    """

    rows: Sequence[Path] | pa.Table
    loads: tuple[str, ...]
    key: tuple[str, ...]


def newest_only(view: str, rows: str, versions: Versions) -> tuple[str, ...]:
    """Return the statements that make `view` of the newest version of each row of the view `rows`."""
    if len(versions.loads) < 2:
        # A load that passed its gate carries no key twice.
        return (f'create view "{view}" as select * from "{rows}"',)
    loads = ", ".join(f"'{load_id}'" for load_id in versions.loads)
    older = f"""
        create table "{view}__older" as select _load_id, _source_row from "{rows}"
        qualify row_number() over (
            partition by {_listed(versions.key)}
            order by list_position([{loads}], _load_id) desc, _source_row desc
        ) > 1
    """
    return (older, _without(view, rows, f"{view}__older"))


def kept(feed: str) -> tuple[str, ...]:
    """Return the statements that make the view `kept`: rows of `previous` that `batch` does not replace."""
    same = " and ".join(
        f'earlier."{name}" is not distinct from batch."{name}"' for name in contract(feed).key
    )
    replaced = f"""
        create table kept__replaced as
        select earlier._load_id, earlier._source_row from previous as earlier semi join batch on {same}
    """
    return (replaced, _without("kept", "previous", "kept__replaced"))


def _without(view: str, rows: str, left_out: str) -> str:
    # A view over a short list of rows that do not count: a copy of the others would hold every column.
    return (
        f'create view "{view}" as select * from "{rows}" anti join "{left_out}" using (_load_id, _source_row)'
    )


def _listed(columns: Sequence[str]) -> str:
    return ", ".join(f'"{name}"' for name in columns)
