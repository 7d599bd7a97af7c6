"""`eqw trace`: which rows of which landing files a released cell comes from."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from orchestration.cli.console import out, print_json
from orchestration.lib.home import Home

if TYPE_CHECKING:
    from orchestration.lib.lineage.trace import FileRows, Sum, Trace

RESTRICTED = (
    "RESTRICTED: for the data engineer. It reads the warehouse, cells that the release hides included;"
    " do not pass it on."
)
_ROLES = {
    "counted": "rows that make it",
    "described": "rows that name or date it",
    "compared": "rows it is compared with",
    "superseded": "rows that a later file replaced",
    "left_out": "counted rows of which ingest left a single answer out",
}


def trace(
    table: Annotated[str, typer.Argument(help="Released table, such as fct_survey_indicator.")],
    key: Annotated[list[str], typer.Argument(help="Its whole key: column=value …")],
    csv: Annotated[Path | None, typer.Option("--csv", help="Write every row to this file.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON document.")] = False,
) -> None:
    """Show which rows of which landing files a cell of the current release comes from. Restricted."""
    from orchestration.lib.lineage.trace import trace_cell
    from orchestration.lib.lineage.trace_file import write_rows

    found, rows = trace_cell(Home.from_environment(), table, key)
    if csv is not None:
        write_rows(csv, rows)
    if as_json:
        sums = [{**asdict(total), "agrees": total.agrees} for total in found.sums]
        print_json({"restricted": RESTRICTED, **asdict(found), "sums": sums})
        return
    for line in _lines(found):
        out.print(line, markup=False)
    if csv is not None:
        out.print(f"All {len(rows):,} rows: {csv}", markup=False)


def _lines(found: "Trace") -> list[str]:
    cell = found.cell
    key = " ".join(f"{column}={value}" for column, value in cell.key.items())
    figures = {name: value for name, value in cell.values.items() if name not in cell.key}
    lines = [RESTRICTED, "", f"{cell.version}  {cell.table}  {key}"]
    lines.append("  " + "  ".join(f"{name} {_shown(value)}" for name, value in figures.items()))
    lines += [_sum_line(total) for total in found.sums]
    lines.append("")
    for role, words in _ROLES.items():
        files = [file for file in found.files if file.role == role]
        if files:
            lines.append(f"{sum(file.rows for file in files):,} {words}")
            lines += [line for file in files for line in _file_lines(file)]
    if not found.files:
        lines.append("No row of a feed is in it: it is made of reference tables or of the audit of files.")
    used = len({(file.feed, file.load_id) for file in found.files})
    lines.append("")
    lines.append(f"{used} of the {cell.files_in} files in {cell.version} touch this cell.")
    lines.append(f"Reference tables: {', '.join(found.reference_tables) or 'none'}")
    return lines


def _sum_line(total: "Sum") -> str:
    if total.released is None:
        return f"  {total.figure}: not shown in the release; its rows give {total.from_rows:,.0f}"
    verdict = "adds up" if total.agrees else "DOES NOT ADD UP"
    return (
        f"  {total.figure}: {total.released:,.0f} released, {total.from_rows:,.0f} from its rows: {verdict}"
    )


def _file_lines(file: "FileRows") -> list[str]:
    more = f" … and {file.rows - len(file.first):,} more" if file.rows > len(file.first) else ""
    numbers = ", ".join(str(number) for number in file.first)
    return [
        f"  {file.feed}/{file.file_name}  load {file.load_id}  sha256 {file.sha256}",
        f"    {file.rows:,} rows: {numbers}{more}",
    ]


def _shown(value: object) -> str:
    if value is None:
        return "–"
    return f"{value:.6g}" if isinstance(value, float) else str(value)
