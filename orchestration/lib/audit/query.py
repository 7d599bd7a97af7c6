"""Asking the audit in SQL: `ops.audit` over the file as it is now.

Belongs here: that view. It is no table of the warehouse, which would always lack the acts of the run that
builds it, and dbt alone writes there.
"""

from typing import Any

from orchestration.lib.audit.record import Act, audit_path
from orchestration.lib.duck import connect, quoted
from orchestration.lib.home import Home

_TYPES = {
    "sequence": "BIGINT",
    "done_at": "TIMESTAMPTZ",
    "inputs": "MAP(VARCHAR, VARCHAR)",
    "versions": "MAP(VARCHAR, VARCHAR)",
}
COLUMNS = {name: _TYPES.get(name, "VARCHAR") for name in Act.model_fields}


def ask(home: Home, sql: str) -> tuple[list[str], list[tuple[Any, ...]]]:
    """Return the column names and rows of a query over `ops.audit`.

    Raises:
        duckdb.Error: The query is none.
    """
    with connect() as connection:
        connection.execute("create schema ops")
        connection.execute(f"create view ops.audit as {view_sql(home)}")
        # Nothing but this file can be read from here on, and nothing written.
        connection.execute(f"set allowed_paths = [{quoted(str(audit_path(home)))}]")
        connection.execute("set enable_external_access = false")
        found = connection.execute(sql)
        return [column[0] for column in found.description], found.fetchall()


def view_sql(home: Home) -> str:
    """Return the query behind `ops.audit`; without a file it has no rows."""
    columns = ", ".join(f"{name}: {quoted(kind)}" for name, kind in COLUMNS.items())
    if not audit_path(home).is_file():
        nothing = ", ".join(f"cast(null as {kind}) as {name}" for name, kind in COLUMNS.items())
        return f"select {nothing} where false"
    file = quoted(str(audit_path(home)))
    return f"select * from read_json({file}, format = 'newline_delimited', columns = {{{columns}}})"
