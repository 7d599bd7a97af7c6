"""What every run shares: the dbt command line, and one process for all steps. Nothing is opened here."""

import sys
from functools import cached_property
from importlib.metadata import version
from pathlib import Path

import dagster as dg
from dagster_dbt import DbtCliResource
from packaging.version import Version

from orchestration.lib.home import DBT_PROJECT


class PinnedDbtCliResource(DbtCliResource):
    """dbt of this very environment, without asking it (or the package index) for its version each time."""

    @cached_property
    def _cli_version(self) -> Version:
        # `dbt --version` costs seconds and asks the package index; the lock file pins what it would say.
        return Version(version("dbt-core"))


@dg.definitions
def resources() -> dg.Definitions:
    """Return the resources every asset may ask for, and the executor of every run, however it is started."""
    return dg.Definitions(
        # Steps are short and DuckDB uses all cores within one; a process per step would only import again.
        executor=dg.in_process_executor,
        resources={
            "dbt": PinnedDbtCliResource(
                project_dir=str(DBT_PROJECT),
                profiles_dir=str(DBT_PROJECT),
                dbt_executable=str(Path(sys.executable).parent / "dbt"),
            )
        },
    )
