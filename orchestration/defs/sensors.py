"""What runs when something comes, where the environment declares it: new files, rows that can load by now.

Belongs here: asking for runs, each under a key, so that the same files never start two. What counts as new is
`lib/landing/watch.py`, what counts as freed `lib/quarantine/freed.py`.
"""

import hashlib
from collections.abc import Iterable

import dagster as dg

from orchestration.defs.jobs import concerns_refresh, landing_to_candidate
from orchestration.lib import stages
from orchestration.lib.home import Home

_FILES_TAG = "eqw/new_files"
_MOST_NAMED = 20


@dg.sensor(
    name="new_files",
    jobs=[concerns_refresh, landing_to_candidate],
    minimum_interval_seconds=30,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="A complete file in landing whose bytes were never seen. Concerns alone start a short run.",
)
def new_files(context: dg.SensorEvaluationContext) -> dg.SensorResult:
    """Compare landing with the last look; ask for one run for all new files."""
    from orchestration.lib.landing.watch import Landing, watch

    before = Landing.model_validate_json(context.cursor) if context.cursor else Landing()
    new, now = watch(Home.from_environment(), before)
    if not new:
        return dg.SensorResult(cursor=now.model_dump_json(), skip_reason="No new file is complete.")
    only_concerns = all(file.feed in stages.CONCERN_FEEDS for file in new)
    names = [file.path for file in new]
    rest = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
    request = dg.RunRequest(
        run_key=_key(f"{file.feed} {file.load_id}" for file in new),
        job_name="concerns_refresh" if only_concerns else "landing_to_candidate",
        tags={_FILES_TAG: ", ".join(names[:_MOST_NAMED]) + rest},
    )
    return dg.SensorResult(run_requests=[request], cursor=now.model_dump_json())


@dg.sensor(
    name="freed_rows",
    job_name="landing_to_candidate",
    minimum_interval_seconds=300,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Rows in quarantine whose provider is known by now, from a register accepted since.",
)
def freed_rows(_: dg.SensorEvaluationContext) -> dg.SensorResult:
    """Ask for one run for what can load by now."""
    from orchestration.lib.quarantine.freed import freed_rows as find

    found = find(Home.from_environment())
    if not found:
        return dg.SensorResult(skip_reason="No row waits for a provider that is known by now.")
    names = ", ".join(f"{one.feed}/{one.file_name}: {one.rows} rows" for one in found)
    key = _key(f"{one.feed} {one.load_id} {one.reference_hash}" for one in found)
    return dg.SensorResult(run_requests=[dg.RunRequest(run_key=key, tags={"eqw/freed_rows": names})])


def _key(lines: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()


_SENSORS = {"new_files": new_files, "freed_rows": freed_rows}


@dg.definitions
def sensors() -> dg.Definitions:
    """Return the sensors that this environment declares."""
    from orchestration.lib.automation.environments import declared_here

    return dg.Definitions(sensors=[sensor for name, sensor in _SENSORS.items() if name in declared_here()])
