"""`eqw score`: other parameters beside those that stand, and how the bands would move."""

from dataclasses import asdict
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich import box
from rich.table import Table

from orchestration.cli.console import out, print_json
from orchestration.lib.home import Home

if TYPE_CHECKING:
    from orchestration.lib.scoring.comparison import Comparison, Summary

RESTRICTED = (
    "RESTRICTED: for those who govern the method. It reads the warehouse; neither that nor a release changes;"
    " do not pass it on."
)


def score(
    params: Annotated[
        Path, typer.Option("--params", help="CSV (parameter,value) or YAML (parameter: value) to try.")
    ],
    compare: Annotated[
        bool, typer.Option("--compare", help="Show how bands move, and write the cells.")
    ] = False,
    to: Annotated[
        Path | None,
        typer.Option(
            "--to", help="With --compare: write here (.csv, .parquet), not into the home's scores/."
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON document.")] = False,
) -> None:
    """Score the warehouse's data with other parameters, beside the scores that stand. Restricted."""
    from orchestration.lib.scoring.alternative import scored_with
    from orchestration.lib.scoring.comparison import compare as compared
    from orchestration.lib.scoring.comparison import comparison_file, summarise
    from orchestration.lib.scoring.parameter_file import read_parameters

    if to is not None and not compare:
        raise typer.BadParameter("only together with --compare", param_hint="--to")
    home = Home.from_environment()
    parameters = read_parameters(params)
    file = comparison_file(home, params, to) if compare else None
    with scored_with(home, parameters) as alternative:
        found = compared(home, alternative, file) if file else summarise(alternative)
    if as_json:
        print_json({"restricted": RESTRICTED, "parameters": parameters, "file": file, **asdict(found)})
        return
    out.print(RESTRICTED, markup=False)
    tried = "  ".join(f"{name} = {value}" for name, value in parameters.items())
    out.print(f"\nTried     {tried}", markup=False)
    if file:
        _say_comparison(found, file)  # type: ignore[arg-type]
    else:
        _say_summary(found)  # type: ignore[arg-type]


def _say_summary(found: "Summary") -> None:
    out.print(f"Parameter hash  {found.parameter_hash}")
    for wave, rows in _by_wave(found.bands):
        table = Table("band", box=box.SIMPLE_HEAD, pad_edge=False, title=f"Wave {wave}", title_justify="left")
        table.add_column("cells", justify="right")
        for row in rows:
            table.add_row(_words(row["band_then"]), f"{row['cells']:,}")
        out.print(table)
    out.print(f"{found.cells:,} cells that a release may show; {found.cells_hidden:,} others not counted.")


def _say_comparison(found: "Comparison", file: Path) -> None:
    from orchestration.lib.scoring.comparison import BANDS

    out.print(f"Hashes    now {found.hash_now[:12]}  then {found.hash_then[:12]}")
    for wave, rows in _by_wave(found.bands):
        cells = {(row["band_now"], row["band_then"]): row["cells"] for row in rows}
        used = [band for band in BANDS if any(band in pair for pair in cells)]
        table = Table(box=box.SIMPLE_HEAD, pad_edge=False, title=f"Wave {wave}: now (rows), then (columns)")
        table.add_column("now")
        for band in used:
            table.add_column(_words(band), justify="right")
        for now in used:
            table.add_row(_words(now), *(f"{cells.get((now, then), 0):,}" for then in used))
        out.print(table)
    share = found.changed / found.cells if found.cells else 0.0
    out.print(
        f"{found.changed:,} of {found.cells:,} cells change their band ({share:.1%}): {found.up:,} up,"
        f" {found.down:,} down, {found.evidence_changed:,} to or from insufficient evidence;"
        f" {found.far:,} by two bands or more."
    )
    out.print(f"{found.cells_left_out:,} cells that a release hides, now or then, are left out.")
    out.print(f"Cells     {file}", markup=False)


def _by_wave(rows: list[dict[str, Any]]) -> "groupby[Any, dict[str, Any]]":
    return groupby(rows, key=lambda row: row["wave_code"])


def _words(code: str) -> str:
    return code.replace("_", " ")
