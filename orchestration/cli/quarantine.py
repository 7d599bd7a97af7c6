"""`eqw quarantine list|export`: what was kept out and why, without running anything."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich import box
from rich.table import Table
from rich.text import Text

from orchestration.cli.console import out, print_json
from orchestration.lib.home import Home

if TYPE_CHECKING:
    from orchestration.lib.gates.standing import LoadStanding
    from orchestration.lib.quarantine.export import Exported
    from orchestration.lib.quarantine.faults import Fault, FaultCount

app = typer.Typer(help="Look at what was kept out, and tell whoever sent it.", no_args_is_help=True)
_Json = Annotated[bool, typer.Option("--json", help="Print a JSON document.")]


@app.command("list")
def list_all(
    feed: Annotated[str | None, typer.Option(help="Only this feed.")] = None,
    file: Annotated[
        str | None, typer.Option(help="Only this file: name, feed/name, load id or hash.")
    ] = None,
    rule: Annotated[str | None, typer.Option(help="Only faults of this rule.")] = None,
    waiting: Annotated[
        bool, typer.Option("--waiting", help="Only rows that will load by themselves.")
    ] = False,
    limit: Annotated[int, typer.Option(min=0, help="Show at most so many faults one by one; 0: all.")] = 20,
    as_json: _Json = False,
) -> None:
    """Show what is in quarantine: how often each rule keeps rows out, then fault by fault."""
    from orchestration.lib.quarantine.faults import count_faults, list_faults
    from orchestration.lib.quarantine.selection import require_rule, select_loads

    if rule is not None:
        require_rule(rule)
    home = Home.from_environment()
    loads = select_loads(home, feed, file)
    counts = count_faults(home, loads, rule, waiting)
    faults = list_faults(home, loads, rule, waiting, limit or None)
    rejected = [] if waiting else [load for load in loads if _is_rejected(load, rule)]
    if as_json:
        print_json(
            {
                "rejected_files": [_rejection(load) for load in rejected],
                "summary": [asdict(count) for count in counts],
                "faults": [asdict(fault) for fault in faults],
            }
        )
        return
    for load in rejected:
        told = _rejection(load)
        out.print(
            f"{told['feed']}/{told['file_name']}  not taken in ({told['status']}), no row was read",
            markup=False,
        )
        out.print(f"  rule    {told['rule_id']}: {told['message']}", markup=False)
        out.print(f"  Remedy  {told['remedy']}", markup=False)
    if counts:
        out.print(_summary_table(counts))
    for fault in faults:
        out.print(_fault_line(fault), markup=False)
    found = sum(count.rows for count in counts)
    if found > len(faults):
        out.print(
            f"… {found - len(faults):,} more: --limit 0 shows all, eqw quarantine export writes a file's"
        )
    if not counts and not rejected:
        out.print("Nothing is in quarantine here.")


@app.command("export")
def export(
    file: Annotated[str, typer.Argument(help="The file: name, feed/name, load id or hash.")],
    to: Annotated[Path, typer.Option(help="Where to write, .csv or .xlsx; its folder must exist.")],
    everything: Annotated[
        bool, typer.Option("--all", help="Also single answers that were left out though their row is used.")
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="Replace the file if it is there.")] = False,
    as_json: _Json = False,
) -> None:
    """Write for the sender of a file what was wrong with it, row by row, and what to do."""
    from orchestration.lib.quarantine.export import export_faults

    done = export_faults(Home.from_environment(), file, to, cells=everything, force=force)
    if as_json:
        print_json(asdict(done))
        return
    out.print(f"{done.feed}/{done.file_name} ({done.status}): {_written(done)} -> {done.path}", markup=False)
    if done.cells_left_out:
        out.print(
            f"{done.cells_left_out:,} single answers were left out of rows that are used: --all adds them"
        )
    out.print("It speaks of rows of a restricted file: send it to whoever sent that file, to nobody else.")


def _written(done: "Exported") -> str:
    if done.rows:
        faults, rows = ("fault" if done.faults == 1 else "faults"), ("row" if done.rows == 1 else "rows")
        return f"{done.faults:,} {faults} in {done.rows:,} {rows}"
    return "why the file was not taken in" if done.faults else "nothing that keeps a row out"


def _is_rejected(load: "LoadStanding", rule: str | None) -> bool:
    rejection = load.manifest.rejection if load.manifest else None
    return rejection is not None and rule in (None, rejection.rule_id)


def _rejection(load: "LoadStanding") -> dict[str, str]:
    rejection = load.manifest.rejection if load.manifest else None
    told = rejection.model_dump() if rejection else {}
    return {
        "feed": load.feed,
        "file_name": load.file_name,
        "load_id": load.load_id,
        "status": load.status,
        **told,
    }


def _summary_table(counts: "list[FaultCount]") -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for heading in ("file", "status", "rule", "column"):
        table.add_column(heading, overflow="fold")
    for heading in ("rows", "waiting", "first row"):
        table.add_column(heading, justify="right")
    table.add_column("found there", overflow="fold")
    for count in counts:
        cells = (
            f"{count.feed}/{count.file_name}",
            count.status,
            count.rule_id if count.scope == "row" else f"{count.rule_id} (answer)",
            count.column or "the whole row",
            f"{count.rows:,}",
            f"{count.waiting:,}",
            str(count.first_row),
            _value(count.first_value),
        )
        # As Text: a value such as [bold] is no instruction to the terminal.
        table.add_row(*(Text(cell) for cell in cells))
    return table


def _fault_line(fault: "Fault") -> str:
    column = fault.column or "the whole row"
    waits = "  waits" if fault.waits else ""
    place = f"{fault.feed}/{fault.file_name}  row {fault.row}  {column}"
    return f"{place}  {fault.rule_id}  {_value(fault.value)}{waits}  {fault.remedy}"


def _value(value: str | None) -> str:
    # repr shows what a terminal would act on or hide: control, bidirectional and zero-width characters.
    return "(blank)" if value is None else repr(value)
