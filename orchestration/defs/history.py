"""How long Dagster's history is kept: runs, their events and their logs.

Belongs here: removing old runs. Dagster purges ticks by itself (`retention` of dagster.yaml) and keeps runs
for ever. What was done, and by whom, is in the audit, which is never pruned.
"""

import datetime as dt

import dagster as dg

_ENDED = [dg.DagsterRunStatus.SUCCESS, dg.DagsterRunStatus.FAILURE, dg.DagsterRunStatus.CANCELED]


def prune_runs(instance: dg.DagsterInstance, before: dt.datetime) -> list[str]:
    """Remove every run that ended and was begun before a time, with its events and logs.

    A run that made what an asset is now stays, however old: without it the UI would call the asset unmade.

    Args:
        instance: Dagster's record of runs.
        before: In UTC.

    Returns:
        The ids of the runs that were removed.
    """
    keys = list(instance.all_asset_keys())
    latest = instance.get_latest_materialization_events(keys) if keys else {}
    kept = {entry.run_id for entry in latest.values() if entry is not None}
    old = [
        run.run_id
        for run in instance.get_runs(dg.RunsFilter(statuses=_ENDED, created_before=before))
        if run.run_id not in kept
    ]
    for run_id in old:
        instance.compute_log_manager.delete_logs(prefix=[run_id])
        instance.delete_run(run_id)
    return old
