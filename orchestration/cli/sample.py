"""`eqw sample`: invented providers, surveys, self-assessments and concerns."""

from typing import Annotated

import typer

from orchestration.cli.console import err, out, print_json, seconds
from orchestration.lib.home import Home
from orchestration.lib.landing.errors import LandingError
from orchestration.lib.landing.ledger import sightings
from orchestration.lib.landing.scan import scan_landing

_FIRST, _LAST = 2018, 2024


def anything_landed(home: Home) -> bool:
    """Return whether files lie in landing, or ever did."""
    return bool(scan_landing(home).files or sightings(home))


def parse_waves(text: str) -> list[str]:
    """Return the waves that `2019-2024`, `2019,2021` or `2024` names.

    Raises:
        typer.BadParameter: It is none of these, or outside what sample data exists for.
    """
    waves: list[str] = []
    for part in text.split(","):
        first, _, last = part.strip().partition("-")
        if not (first.isdigit() and (last.isdigit() or not last)):
            raise typer.BadParameter(f"{text!r} is not a list of years like 2019-2024 or 2021,2024")
        waves += [str(year) for year in range(int(first), int(last or first) + 1)]
    unknown = [wave for wave in waves if not _FIRST <= int(wave) <= _LAST]
    if unknown or not waves:
        raise typer.BadParameter(f"sample waves run from {_FIRST} to {_LAST}; not {', '.join(unknown)}")
    return waves


def sample(
    seed: Annotated[int, typer.Option(help="Same seed, scale and waves: same bytes.")] = 20241001,
    scale: Annotated[
        float, typer.Option(min=0.001, max=100, help="1 is national size, about 235,000 responses.")
    ] = 1,
    waves: Annotated[str, typer.Option(help="Waves, as 2018-2024 or 2021,2024.")] = f"{_FIRST}-{_LAST}",
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON document.")] = False,
) -> None:
    """Make sample files in landing, and the truth behind them in truth/."""
    from sample_data.generate import generate

    home = Home.from_environment()
    if anything_landed(home):
        raise LandingError(
            f"{home.landing} already holds files, and sample data is never mixed with others."
            " Remedy: choose an empty home, such as eqw --home /some/where sample."
        )
    summary = generate(
        home.root,
        seed=seed,
        scale=scale,
        waves=parse_waves(waves),
        progress=err.print,
    )
    if as_json:
        print_json({"files": summary.files, "rows": summary.rows, "seconds": summary.seconds})
        return
    rows = ", ".join(f"{feed} {count:,}" for feed, count in summary.rows.items())
    out.print(f"Sample data: {len(summary.files)} files in {seconds(summary.seconds)}. Rows: {rows}.")
