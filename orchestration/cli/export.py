"""`eqw export provider|national`: a workbook or PDF to send, from a release."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from orchestration.cli.console import out
from orchestration.lib.home import Home

app = typer.Typer(help="Write a provider or the country as a file to send.", no_args_is_help=True)


class Kind(StrEnum):
    """Kinds of file."""

    XLSX = "xlsx"
    PDF = "pdf"


_To = Annotated[Kind, typer.Option("--to", help="Workbook, or PDF (needs Chromium).")]
_Out = Annotated[
    Path | None, typer.Option("--out", help="File to write. Default: named after the release, here.")
]
_Version = Annotated[str, typer.Option("--release", help="Version such as v2026.11.1, or current.")]


@app.command("provider")
def provider(
    code: Annotated[str, typer.Argument(help="Code of the provider, such as XA0.")],
    to: _To = Kind.XLSX,
    target: _Out = None,
    version: _Version = "current",
) -> None:
    """Write one provider's released figures, or its page."""
    _export(code, to, target, version)


@app.command("national")
def national(to: _To = Kind.XLSX, target: _Out = None, version: _Version = "current") -> None:
    """Write the country's released figures, or its page."""
    _export(None, to, target, version)


def _export(code: str | None, to: Kind, target: Path | None, version: str) -> None:
    from orchestration.lib.release.catalogue import find_release
    from orchestration.lib.report.export import export_workbook, print_page

    release = find_release(Home.from_environment(), version)
    path = target or Path(f"education-quality-{code or 'england'}-{release.version}.{to.value}")
    write = export_workbook if to is Kind.XLSX else print_page
    write(release, code, path)
    out.print(str(path), markup=False)
