"""The database of a release: the gated Parquet as tables with keys and comments, in one DuckDB file.

Belongs here: building that file and comparing it with the Parquet. No table is computed here.
"""

from pathlib import Path

import duckdb

from orchestration.lib.duck import connect, quoted
from orchestration.lib.release.errors import CandidateError
from orchestration.lib.release.table import Table, in_reference_order

DATABASE = "education_quality.duckdb"
INFO_TABLE = "release_info"


def build_database(path: Path, parquet: Path, tables: tuple[Table, ...], info: dict[str, str]) -> None:
    """Write the database of a release.

    Args:
        path: File to write; it must not exist.
        parquet: Folder that holds `<table>.parquet`.
        tables: Tables to load, with the keys to enforce.
        info: Name and value of each row of the table `release_info`.

    Raises:
        CandidateError: Rows break a declared key.
    """
    with duckdb.connect(str(path)) as connection:
        connection.execute("set enable_progress_bar = false")
        # One transaction: comments committed one by one would wait for the disk hundreds of times.
        connection.begin()
        for table in in_reference_order(tables):
            connection.execute(_create_statement(table))
            try:
                connection.execute(
                    f"insert into {_name(table.name)} by name"
                    f" select * from read_parquet({quoted(str(parquet / f'{table.name}.parquet'))})"
                )
            except duckdb.ConstraintException as error:
                raise CandidateError(f"{table.name} breaks a declared key: {error}") from error
            connection.execute(f"comment on table {_name(table.name)} is {quoted(table.description)}")
            for column in table.columns:
                target = f"{_name(table.name)}.{_name(column.name)}"
                connection.execute(f"comment on column {target} is {quoted(column.description)}")
        connection.execute(f"create table {INFO_TABLE} (name varchar primary key, value varchar not null)")
        connection.executemany(f"insert into {INFO_TABLE} values (?, ?)", sorted(info.items()))
        connection.execute(
            f"comment on table {INFO_TABLE} is 'Which release this is and what it was made from'"
        )
        connection.commit()


def database_faults(path: Path, parquet: Path, tables: dict[str, int], spoilt: set[str]) -> list[str]:
    """Compare the database with the Parquet files, row for row.

    Args:
        path: Database of the release; its checksum has been proved before.
        parquet: Folder that holds `<table>.parquet`.
        tables: Number of rows that each table should have.
        spoilt: Those whose Parquet file is gone or changed, so that no row of theirs can be compared.

    Returns:
        One sentence per fault.
    """
    with connect() as connection:
        try:
            connection.execute(f"attach {quoted(str(path))} as released (read_only)")
        except duckdb.Error as error:
            return [f"{path.name} cannot be opened: {error}"]
        held = {
            row[0]
            for row in connection.execute(
                "select table_name from duckdb_tables() where database_name = 'released'"
            ).fetchall()
        }
        faults = [f"{path.name} lacks table {name}" for name in sorted(set(tables) - held)]
        faults += [
            f"{path.name} has extra table {name}" for name in sorted(held - set(tables) - {INFO_TABLE})
        ]
        for name in sorted((held & set(tables)) - spoilt):
            faults += _table_faults(connection, name, parquet / f"{name}.parquet", tables[name])
        return faults


def _table_faults(connection: duckdb.DuckDBPyConnection, name: str, file: Path, rows: int) -> list[str]:
    ours, theirs = (
        f"select * from released.main.{_name(name)}",
        f"select * from read_parquet({quoted(str(file))})",
    )
    try:
        shapes = [
            [tuple(column[:2]) for column in connection.execute(f"describe {query}").fetchall()]
            for query in (ours, theirs)
        ]
        if shapes[0] != shapes[1]:
            return [f"{name}: columns differ between {DATABASE} and {file.name}"]
        counted, differing = connection.execute(
            # Both are in the order of the key, so rows are compared place by place; an excess row meets none.
            f"select (select count(*) from ({theirs})),"
            f" (select count(*) from ({ours}) as ours positional join ({theirs}) as theirs"
            " where ours is distinct from theirs)"
        ).fetchall()[0]
    except duckdb.Error as error:
        return [f"{name}: cannot be compared: {error}"]
    faults = []
    if counted != rows:
        faults.append(f"{file.name} has {counted} rows, datapackage.json says {rows}")
    if differing:
        faults.append(f"{name}: {differing} rows differ between {DATABASE} and {file.name}")
    return faults


def _create_statement(table: Table) -> str:
    lines = [f"{_name(column.name)} {column.type}" for column in table.columns]
    lines.append(f"primary key ({_names(table.primary_key)})")
    lines += [
        f"foreign key ({_names(key.columns)})"
        f" references {_name(key.references)} ({_names(key.referenced_columns)})"
        for key in table.foreign_keys
    ]
    return f"create table {_name(table.name)} ({', '.join(lines)})"


def _name(identifier: str) -> str:
    return '"' + identifier.replace('"', '""') + '"'


def _names(identifiers: tuple[str, ...]) -> str:
    return ", ".join(_name(identifier) for identifier in identifiers)
