"""One file as the DuckDB tables `raw` and `parsed` that every rule reads.

Belongs here: laying out the tables. The value of a cell is `cast.py`.
"""

import datetime as dt

import duckdb

from expectations import reference
from expectations.contract import Contract
from orchestration.lib.duck import quoted
from orchestration.lib.ingest.cast import code_sql, multi_code_sql, option_spellings, typed_sql
from orchestration.lib.ingest.headings import HeadingMatch
from orchestration.lib.ingest.readers.raw_table import RawTable
from orchestration.lib.ingest.row_rules import written


def make_parsed(
    con: duckdb.DuckDBPyConnection,
    contract: Contract,
    raw: RawTable,
    match: HeadingMatch,
    snapshot: dt.date | None,
) -> None:
    """Make the tables of a load.

    `parsed` has, for each contract column and question, the typed value under its name and the cell as
    written under `<name>:written`; columns the file lacks are null. For feeds by wave it has `wave_year`,
    for snapshots `snapshot_date`.
    """
    con.register("raw", raw.table)
    cells = [
        (column.name, typed_sql(column, written(column.name), raw.counts_from_1904), column.multi)
        for column in contract.columns
    ]
    if contract.question_columns:
        cells += [(q.code, _answer_sql(q), q.is_multi) for q in reference.questions()]
    source = ", ".join(f"{_cell(match, name)} AS {written(name)}" for name, _, _ in cells)
    con.execute(f"CREATE OR REPLACE VIEW cell AS SELECT {source}, _source_row FROM raw")
    multi = [(name, sql) for name, sql, is_multi in cells if is_multi]
    joined = " ".join(_multi_join_sql(place, name, sql) for place, (name, sql) in enumerate(multi))
    places = {name: place for place, (name, _) in enumerate(multi)}
    typed = ", ".join(
        (f"m{places[name]}.value" if name in places else sql) + f' AS "{name}"' for name, sql, _ in cells
    )
    dated = f"DATE '{snapshot}'" if snapshot else "CAST(NULL AS DATE)"
    more = f", {dated} AS snapshot_date" if contract.snapshot_date_from_name else ""
    con.execute(
        f"CREATE OR REPLACE TABLE parsed AS SELECT cell.*, {typed}{more}{_wave_sql(contract)} "
        f"FROM cell {joined}"
    )


def _multi_join_sql(place: int, name: str, sql: str) -> str:
    """Read each distinct list of codes once: lists are slow to read, and few are distinct."""
    text, alias = written(name), f"m{place}"
    return (
        f"LEFT JOIN (SELECT {text} AS spelt, {sql} AS value FROM (SELECT DISTINCT {text} FROM cell)) "
        f"AS {alias} ON cell.{text} = {alias}.spelt"
    )


def _answer_sql(question: reference.Question) -> str:
    read = multi_code_sql if question.is_multi else code_sql
    return read(written(question.code), option_spellings(question.code))


def _cell(match: HeadingMatch, name: str) -> str:
    return f"c{match.positions[name]}" if name in match.positions else "CAST(NULL AS VARCHAR)"


def _wave_sql(contract: Contract) -> str:
    if not any(column.codes == "wave" for column in contract.columns):
        return ""
    text = typed_sql(contract.column("wave"), written("wave"))
    branches = " ".join(
        f"WHEN {quoted(wave['wave_code'])} THEN CAST({quoted(wave['wave_year'])} AS BIGINT)"
        for wave in reference.seed("wave")
    )
    return f", CASE {text} {branches} END AS wave_year"
