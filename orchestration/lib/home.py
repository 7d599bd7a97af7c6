"""The data home: every path the product reads or writes, in one place.

Belongs here: where things lie. What is written there belongs to the stage that writes it.
"""

import os
from dataclasses import dataclass
from pathlib import Path

PROJECT_ROOT = Path(__file__).resolve().parents[2]
DBT_PROJECT = PROJECT_ROOT / "dbt_project"


@dataclass(frozen=True)
class Home:
    """Paths below one data home (`--home`, `EQW_HOME`, or `data/` of the project)."""

    root: Path

    @classmethod
    def at(cls, root: str | Path) -> "Home":
        """Return the home below a folder, which need not exist yet."""
        return cls(Path(root).expanduser().resolve())

    @classmethod
    def from_environment(cls) -> "Home":
        """Return the home that `EQW_HOME` names, or the project's own `data/`."""
        return cls.at(os.environ.get("EQW_HOME") or PROJECT_ROOT / "data")

    @property
    def settings(self) -> Path:
        """What a data engineer has set for this home; need not exist."""
        return self.root / "settings.yaml"

    @property
    def landing(self) -> Path:
        """Where files are dropped, one folder per feed."""
        return self.root / "landing"

    @property
    def archive(self) -> Path:
        """Raw bytes under their SHA-256, never changed."""
        return self.root / "archive"

    @property
    def ledger(self) -> Path:
        """Append-only record of what was seen in landing and what was set aside."""
        return self.root / "ledger"

    @property
    def loads(self) -> Path:
        """One folder per feed and load: candidate rows, quarantine, manifest."""
        return self.root / "loads"

    @property
    def receipts(self) -> Path:
        """Verdicts of the gates, keyed by the bytes they saw."""
        return self.root / "receipts"

    @property
    def accepted(self) -> Path:
        """Loads that passed their gate: the only files dbt reads."""
        return self.root / "accepted"

    @property
    def ops(self) -> Path:
        """Operational tables dbt reads: load audit, quarantine, what releases told."""
        return self.root / "ops"

    @property
    def warehouse(self) -> Path:
        """The restricted warehouse; dbt is its only writer."""
        return self.root / "warehouse" / "warehouse.duckdb"

    @property
    def candidate(self) -> Path:
        """Published tables as Parquet, waiting for their gate."""
        return self.root / "candidate"

    @property
    def releases(self) -> Path:
        """Finished releases, and `current` that points to the newest."""
        return self.root / "releases"

    @property
    def report_look(self) -> Path:
        """Stylesheet of the NHS design system for reports; need not exist."""
        return self.root / "report-assets" / "nhsuk-frontend.css"

    @property
    def quality(self) -> Path:
        """Gate results to be read by those who run the warehouse; restricted."""
        return self.root / "quality"

    @property
    def scores(self) -> Path:
        """Comparisons of scores under other parameters; restricted."""
        return self.root / "scores"

    @property
    def alerts(self) -> Path:
        """Alerts that were raised, and what became of each on its way out; append-only."""
        return self.root / "alerts"

    @property
    def audit(self) -> Path:
        """Who or what did what, when and from what; append-only."""
        return self.root / "audit"

    @property
    def truth(self) -> Path:
        """Known truth behind sample data; the pipeline never reads it."""
        return self.root / "truth"

    @property
    def dagster(self) -> Path:
        """`DAGSTER_HOME`: run history and logs."""
        return self.root / "dagster"

    @property
    def dbt_target(self) -> Path:
        """Artefacts of dbt (manifest, compiled SQL, logs)."""
        return self.root / "dbt"
