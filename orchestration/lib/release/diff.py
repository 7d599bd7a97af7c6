"""What changed between two releases, table by table.

Belongs here: comparing Parquet by primary key. Wording it is the template's.
"""

from pathlib import Path

import duckdb
from pydantic import BaseModel

from orchestration.lib.duck import connect
from orchestration.lib.release.table import Table


class TableChange(BaseModel):
    """Change of one table since an earlier release.

    Attributes:
        rows: Rows now; None when the table is gone.
        added: Rows whose key is new; None when keys cannot be compared.
        removed: Rows whose key is gone.
        changed: Rows under the same key with another value in a column that both have with one type.
        schema_changes: One phrase per column or key that came, went or changed its type.
    """

    table: str
    rows: int | None
    added: int | None = None
    removed: int | None = None
    changed: int | None = None
    schema_changes: tuple[str, ...] = ()

    @property
    def is_change(self) -> bool:
        """Whether anything differs."""
        return self.schema_changes != () or (self.added, self.removed, self.changed) != (0, 0, 0)


def changes_since(
    old_tables: tuple[Table, ...], old_parquet: Path, new_tables: tuple[Table, ...], new_parquet: Path
) -> tuple[TableChange, ...]:
    """Compare two sets of tables.

    Args:
        old_tables: Tables of the earlier release.
        old_parquet: Its folder of `<table>.parquet`.
        new_tables: Tables of the later one.
        new_parquet: Its folder.

    Returns:
        One entry per table of either, sorted by name.
    """
    old, new = ({table.name: table for table in tables} for tables in (old_tables, new_tables))
    changes = []
    with connect() as connection:
        for name in sorted(set(old) | set(new)):
            if name not in old:
                changes.append(
                    TableChange(
                        table=name,
                        rows=new[name].rows,
                        added=new[name].rows,
                        removed=0,
                        changed=0,
                        schema_changes=("new table",),
                    )
                )
            elif name not in new:
                changes.append(
                    TableChange(
                        table=name,
                        rows=None,
                        added=0,
                        removed=old[name].rows,
                        changed=0,
                        schema_changes=("table removed",),
                    )
                )
            else:
                file = f"{name}.parquet"
                changes.append(
                    _compare(connection, old[name], old_parquet / file, new[name], new_parquet / file)
                )
    return tuple(changes)


def _compare(
    connection: duckdb.DuckDBPyConnection, old: Table, old_file: Path, new: Table, new_file: Path
) -> TableChange:
    schema = _schema_changes(old, new)
    if old.sha256 == new.sha256:
        return TableChange(
            table=new.name, rows=new.rows, added=0, removed=0, changed=0, schema_changes=schema
        )
    was_type, now_type = _types(old), _types(new)
    kept = {name for name in now_type if now_type[name] == was_type.get(name)}
    if old.primary_key != new.primary_key or not kept.issuperset(new.primary_key):
        return TableChange(table=new.name, rows=new.rows, schema_changes=schema)
    key = ", ".join(f'"{column}"' for column in new.primary_key)
    was, now = (f"read_parquet('{str(file).replace(chr(39), chr(39) * 2)}')" for file in (old_file, new_file))
    values = sorted(kept - set(new.primary_key))
    # Without a column to compare, no value is known to have changed.
    differs = " or ".join(f'was."{column}" is distinct from now."{column}"' for column in values) or "false"
    added, removed, changed = connection.execute(
        f"select (select count(*) from {now} as now anti join {was} as was using ({key})),"
        f" (select count(*) from {was} as was anti join {now} as now using ({key})),"
        f" (select count(*) from {now} as now join {was} as was using ({key}) where {differs})"
    ).fetchall()[0]
    return TableChange(
        table=new.name, rows=new.rows, added=added, removed=removed, changed=changed, schema_changes=schema
    )


def _schema_changes(old: Table, new: Table) -> tuple[str, ...]:
    was, now = _types(old), _types(new)
    found = [f"column {name} added" for name in now if name not in was]
    found += [f"column {name} removed" for name in was if name not in now]
    for name in now:
        if name in was and was[name] != now[name]:
            compared = "rows" if name in new.primary_key else "values"
            found.append(f"column {name} {was[name]} → {now[name]}, {compared} not compared")
    if old.primary_key != new.primary_key:
        found.append(
            f"key ({', '.join(old.primary_key)}) → ({', '.join(new.primary_key)}); rows not compared"
        )
    return tuple(found)


def _types(table: Table) -> dict[str, str]:
    return {column.name: column.type for column in table.columns}
