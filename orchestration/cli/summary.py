"""What `eqw run` says at the end: counts, gates, release, published figures, the cells to look at first."""

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from rich import box
from rich.table import Table

from orchestration.cli.console import err, out, seconds
from orchestration.cli.tables import feed_table, trouble_lines
from orchestration.lib.home import Home
from orchestration.lib.overview import Overview, overview
from orchestration.lib.release.catalogue import Release, current_release
from orchestration.lib.release.highlights import national_figures, riskiest_cells

if TYPE_CHECKING:
    from dagster import ExecuteInProcessResult


@dataclass(frozen=True)
class RunOutcome:
    """How a Dagster run ended: the steps that failed, each with its message."""

    run_id: str
    faults: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, result: "ExecuteInProcessResult") -> "RunOutcome":
        """Return the outcome of a finished run."""
        faults = []
        for event in result.all_events:
            if event.event_type_value != "STEP_FAILURE" or event.step_key is None:
                continue
            error = event.step_failure_data.error
            while error is not None and error.cause is not None:
                error = error.cause
            faults.append((event.step_key, error.message.strip() if error else "no message"))
        return cls(result.run_id, tuple(faults))


@dataclass(frozen=True)
class Report:
    """All that `eqw run` has to say.

    Attributes:
        faults: Steps that failed for another reason than a refusal.
        release: The release that is current now.
        is_fresh: Whether this run vouches for it.
        seconds: Wall-clock time of the whole command.
    """

    stands: Overview
    faults: tuple[tuple[str, str], ...]
    release: Release | None
    is_fresh: bool
    national_figures: list[dict[str, Any]]
    riskiest: list[dict[str, Any]]
    seconds: float
    run_id: str


def collect(home: Home, outcome: RunOutcome, taken: float) -> Report:
    """Return what there is to say; a failed run says nothing of the release it did not make."""
    stands = overview(home)
    release = current_release(home)
    fresh = release if not outcome.faults else None
    return Report(
        stands=stands,
        faults=() if stands.refusals else outcome.faults,
        release=release,
        is_fresh=fresh is not None,
        national_figures=national_figures(fresh.path) if fresh else [],
        riskiest=riskiest_cells(fresh.path, 10) if fresh else [],
        seconds=round(taken, 1),
        run_id=outcome.run_id,
    )


def as_plain(report: Report) -> dict[str, Any]:
    """Return the report as one JSON document."""
    release = report.release
    return {
        **asdict(report.stands),
        "faults": [{"step": step, "message": message} for step, message in report.faults],
        "release": {"version": release.version, "path": release.path} if release else None,
        "is_fresh": report.is_fresh,
        "national_figures": report.national_figures,
        "riskiest": report.riskiest,
        "seconds": report.seconds,
        "run_id": report.run_id,
    }


def tell(report: Report) -> None:
    """Print the report for people."""
    out.print()
    if report.national_figures:
        out.print(_figures_table(report.national_figures))
    out.print(feed_table(report.stands.feeds))
    if report.riskiest:
        out.print("Where to look first (a question, never a judgement):")
    for place, cell in enumerate(report.riskiest, 1):
        names = " · ".join(
            (cell["provider_name"], cell["profession_name"], cell["domain_name"], cell["wave_code"])
        )
        out.print(f"{place:>3}. {names}  [{cell['band']}]", markup=False)
        out.print(f"     {cell['reasons']}", markup=False)
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
    out.print(f"Time     {seconds(report.seconds)}")
    for line in trouble_lines(stands):
        out.print(line, markup=False)
    for step, message in report.faults:
        err.print(f"FAULT in {step}: {message}", markup=False)


def _figures_table(figures: list[dict[str, Any]]) -> Table:
    table = Table(title="Published national figures beside ours", box=box.SIMPLE_HEAD, pad_edge=False)
    for heading, side in (
        ("wave", "left"),
        ("indicator", "left"),
        ("respondents", "right"),
        ("ours", "right"),
    ):
        table.add_column(heading, justify=side)  # type: ignore[arg-type]
    for heading in ("published", "difference", "met"):
        table.add_column(heading, justify="right")
    for figure in figures:
        sign = "" if figure["comparator"] == "=" else figure["comparator"]
        table.add_row(
            figure["wave"],
            figure["indicator_code"],
            f"{figure['respondents']:,}",
            f"{figure['value_pct']:.2f}",
            f"{sign}{figure['published_pct']:g}",
            f"{figure['difference']:+.2f}",
            "yes" if figure["within_tolerance"] else "NO",
        )
    return table
