"""`eqw quality`: gate results to be read, as a page, as JSON, or as Great Expectations' own site."""

from typing import Annotated

import typer

from orchestration.cli.console import out, print_json
from orchestration.lib.home import Home


def quality(
    data_docs: Annotated[
        bool,
        typer.Option("--data-docs", help="Also build Great Expectations' own site of the same results."),
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the results as a JSON document.")] = False,
) -> None:
    """Write the page of all gate results (restricted zone) and say where it is. Runs no gate."""
    from orchestration.lib.quality.as_plain import as_plain
    from orchestration.lib.quality.local_page import write_local_page

    home = Home.from_environment()
    page = write_local_page(home)
    site = None
    if data_docs:
        from orchestration.lib.quality.data_docs import build_data_docs

        site = build_data_docs(home)
    if as_json:
        print_json({"home": home.root, "page": page, "data_docs": site, **as_plain(home)})
        return
    out.print(f"Quality page  {page}", markup=False)
    if site is not None:
        out.print(
            f"Data Docs     {site}\n              A browser with network loads fonts, scripts and a tracking"
            " pixel of others with this site, so no release\n              holds it, and it shows no value of"
            " a file.",
            markup=False,
        )
