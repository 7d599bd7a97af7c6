"""What runs at a time of day, where the environment declares it.

All times are those of London, also on the days when the clocks change: no schedule stands between 01:00 and
02:00, an hour that one day lacks and another has twice.
"""

import dagster as dg

_LONDON = "Europe/London"

# name -> (job, cron)
TIMETABLE = {
    "everything_nightly": ("landing_to_candidate", "30 2 * * *"),
    "concerns_daily": ("concerns_refresh", "0 6 * * *"),
    "release_weekly": ("release", "0 8 * * 1"),
}


def scheduled(name: str) -> dg.ScheduleDefinition:
    """Return one schedule of the timetable."""
    job, cron = TIMETABLE[name]
    return dg.ScheduleDefinition(
        name=name,
        job_name=job,
        cron_schedule=cron,
        execution_timezone=_LONDON,
        # Where it is declared it runs: nobody has to remember to switch it on.
        default_status=dg.DefaultScheduleStatus.RUNNING,
        description=f"Starts {job}.",
    )


@dg.definitions
def schedules() -> dg.Definitions:
    """Return the schedules that this environment declares."""
    from orchestration.lib.automation.environments import declared_here

    return dg.Definitions(schedules=[scheduled(name) for name in TIMETABLE if name in declared_here()])
