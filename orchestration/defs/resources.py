"""What every run shares: the dbt command line. Nothing is opened here."""

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
    """Return the resources every asset may ask for."""
    return dg.Definitions(
        resources={
            "dbt": PinnedDbtCliResource(
                project_dir=str(DBT_PROJECT),
                profiles_dir=str(DBT_PROJECT),
                dbt_executable=str(Path(sys.executable).parent / "dbt"),
            )
        },
    )
