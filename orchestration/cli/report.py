"""All that `eqw run` has to say at the end, as values: for JSON, and for `summary.py` to tell."""

from dataclasses import asdict, dataclass
from typing import Any

from orchestration.cli.outcome import RunOutcome
from orchestration.lib.home import Home
from orchestration.lib.overview import Overview, overview
from orchestration.lib.release.catalogue import Release, current_release
from orchestration.lib.release.highlights import national_figures, riskiest_cells, unranked_serious_cells


@dataclass(frozen=True)
class Report:
    """All that `eqw run` has to say.

    Attributes:
        refusals: What gates said that refused in this run.
        faults: Steps that failed for another reason than a refusal.
        release: The release that is current now.
        is_fresh: Whether this run vouches for it.
        seconds: Wall-clock time of the whole command.
    """

    stands: Overview
    refusals: tuple[str, ...]
    faults: tuple[tuple[str, str], ...]
    release: Release | None
    is_fresh: bool
    national_figures: list[dict[str, Any]]
    riskiest: list[dict[str, Any]]
    unranked_serious: int
    seconds: float
    run_id: str


def collect(home: Home, outcome: RunOutcome, taken: float) -> Report:
    """Return what there is to say; a failed run says nothing of the release it did not make."""
    stands = overview(home)
    release = current_release(home)
    fresh = release if outcome.released else None
    return Report(
        stands=stands,
        refusals=outcome.refusals,
        faults=outcome.faults,
        release=release,
        is_fresh=fresh is not None,
        national_figures=national_figures(fresh.path) if fresh else [],
        riskiest=riskiest_cells(fresh.path, 10) if fresh else [],
        unranked_serious=unranked_serious_cells(fresh.path) if fresh else 0,
        seconds=round(taken, 1),
        run_id=outcome.run_id,
    )


def as_plain(report: Report) -> dict[str, Any]:
    """Return the report as one JSON document."""
    release = report.release
    return {
        **asdict(report.stands),
        "refused": list(report.refusals),
        "faults": [{"step": step, "message": message} for step, message in report.faults],
        "release": {"version": release.version, "path": release.path} if release else None,
        "is_fresh": report.is_fresh,
        "national_figures": report.national_figures,
        "riskiest": report.riskiest,
        "unranked_serious": report.unranked_serious,
        "seconds": report.seconds,
        "run_id": report.run_id,
    }
