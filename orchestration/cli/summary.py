"""What `eqw run` tells a person at the end: figures, counts, the cells to look at first, gates, release."""

from typing import Any

from rich import box
from rich.table import Table

from orchestration.cli.console import err, out, seconds
from orchestration.cli.report import Report
from orchestration.cli.tables import conservation_lines, feed_table, trouble_lines
from orchestration.lib.report.site import INDEX, REPORT


def tell(report: Report) -> None:
    """Print the report for people."""
    out.print()
    if report.national_figures:
        out.print(_figures_table(report.national_figures))
    out.print(feed_table(report.stands.feeds))
    for line in conservation_lines(report.stands):
        out.print(line, markup=False)
    _tell_cells(report)
    stands = report.stands
    counts = (
        f"{stands.rules_passed} rules passed, {len(stands.refusals)} refused, {len(stands.warnings)} warnings"
    )
    out.print(f"\nGates    {counts}")
    for warning in stands.warnings:
        out.print(
            f"         warning {warning.rule_id} on {warning.subject}: {warning.observed}", markup=False
        )
    if report.release is None:
        out.print("Release  none yet")
    else:
        held = "" if report.is_fresh else "  (as before: nothing new was released)"
        out.print(f"Release  {report.release.version}{held}\n         {report.release.path}", markup=False)
        if (page := report.release.path / REPORT / INDEX).is_file():
            out.print(f"Report   {page}", markup=False)
    out.print(f"Time     {seconds(report.seconds)}")
    for line in trouble_lines(stands):
        out.print(line, markup=False)
    if not stands.refusals:
        for message in report.refusals:
            out.print(f"REFUSED  {message}", markup=False)
    for step, message in report.faults:
        err.print(f"FAULT in {step}: {message}", markup=False)


def _tell_cells(report: Report) -> None:
    if report.riskiest:
        out.print("Where to look first (a question, never a judgement):")
    for place, cell in enumerate(report.riskiest, 1):
        names = " · ".join(
            (cell["provider_name"], cell["profession_name"], cell["domain_name"], cell["wave_code"])
        )
        out.print(f"{place:>3}. {names}  [{cell['band']}]", markup=False)
        out.print(f"     {cell['reasons']}", markup=False)
    if report.unranked_serious:
        out.print(
            f"{report.unranked_serious} cells with an open concern of ISF 2 or more are not ranked: too few"
            " learners to show a score. Their category and floor_reason stand in fct_domain_risk."
        )


def _figures_table(figures: list[dict[str, Any]]) -> Table:
    table = Table(title="Published national figures beside ours", box=box.SIMPLE_HEAD, pad_edge=False)
    for heading in ("source", "wave", "measure"):
        table.add_column(heading)
    for heading in ("base", "ours", "published", "difference", "met"):
        table.add_column(heading, justify="right")
    for figure in figures:
        sign = "" if figure["comparator"] == "=" else figure["comparator"]
        table.add_row(
            figure["source_code"],
            figure["wave"],
            figure["measure_code"],
            f"{figure['base_size']:,}",
            f"{figure['value_pct']:.2f}",
            f"{sign}{figure['published_pct']:g}",
            f"{figure['difference']:+.2f}",
            "yes" if figure["within_tolerance"] else "NO",
        )
    return table
