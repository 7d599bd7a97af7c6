"""`eqw release list|show|verify|serve`: looking at finished releases, and serving one from PostgreSQL."""

from typing import Annotated

import typer

from orchestration.cli.console import Exit, out, print_json
from orchestration.lib.home import Home

app = typer.Typer(help="Look at finished releases, and serve one.", no_args_is_help=True)
_Version = Annotated[str, typer.Argument(help="Version such as v2026.11.1, or current.")]
_Json = Annotated[bool, typer.Option("--json", help="Print a JSON document.")]


@app.command("list")
def list_all(as_json: _Json = False) -> None:
    """List the releases, newest first."""
    from orchestration.lib.release.catalogue import list_releases

    releases = list_releases(Home.from_environment())
    if as_json:
        print_json([{"version": r.version, "path": r.path, "is_current": r.is_current} for r in releases])
        return
    for release in releases:
        out.print(f"{release.version}{'  current' if release.is_current else ''}")
    if not releases:
        out.print("No release yet. Next: eqw run")


@app.command("show")
def show(version: _Version = "current", as_json: _Json = False) -> None:
    """Show what a release holds."""
    from orchestration.lib.release.catalogue import show_release

    shown = show_release(Home.from_environment(), version)
    if as_json:
        print_json(shown)
        return
    out.print(f"{shown['version']}  {shown['path']}", markup=False)
    for table, rows in shown["tables"].items():
        out.print(f"  {table:<32}{rows:>12,} rows")


@app.command("verify")
def verify(version: _Version = "current", as_json: _Json = False) -> None:
    """Check every byte of a release against its checksums, and its tables against one another."""
    from orchestration.lib.release.catalogue import find_release
    from orchestration.lib.release.verify import verify_release

    release = find_release(Home.from_environment(), version)
    faults = verify_release(release.path)
    if as_json:
        print_json({"version": release.version, "verified": not faults, "faults": faults})
    elif faults:
        out.print(f"{release.version} is NOT as it was released:")
        for fault in faults:
            out.print(f"  {fault}", markup=False)
    else:
        out.print(f"{release.version} verified: every file and table is as it was released.")
    if faults:
        raise typer.Exit(Exit.GATE_REFUSED)


@app.command("serve")
def serve(version: _Version = "current", as_json: _Json = False) -> None:
    """Copy a release into the PostgreSQL server of EQW_POSTGRES_URL and switch its readers to it."""
    from orchestration.lib.release.catalogue import find_release
    from orchestration.lib.serving.copy_release import SCHEMA, copy_release
    from orchestration.lib.serving.server import server_url

    copied = copy_release(find_release(Home.from_environment(), version), server_url())
    if as_json:
        print_json(copied.model_dump())
        return
    done = "is served already" if copied.reused else "served"
    out.print(f"{copied.version} {done}: {copied.tables} tables, {copied.rows:,} rows in schema {SCHEMA}.")
    if copied.not_dropped:
        out.print(f"Still read by somebody, dropped next time: {', '.join(copied.not_dropped)}.")
