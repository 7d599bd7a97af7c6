"""One sample of a third of the full size, shared by the tests of the sample data."""

from pathlib import Path

import duckdb
import pytest

from expectations import reference
from expectations.contract import contract
from sample_data.generate import SampleSummary, generate


@pytest.fixture(scope="session")
def sample_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("sample")


@pytest.fixture(scope="session")
def summary(sample_home: Path) -> SampleSummary:
    return generate(sample_home, scale=0.3)


@pytest.fixture(scope="session")
def feeds(sample_home: Path, summary: SampleSummary) -> duckdb.DuckDBPyConnection:
    """Every feed as a table of text, and the governed answer options and indicators."""
    connection = duckdb.connect()
    connection.execute("SET autoinstall_known_extensions=false; SET enable_progress_bar=false")
    for feed in summary.rows:
        files = f"{sample_home}/landing/{feed}/*.csv"
        names = ""
        if feed == "providers":
            positions = {c.position: c.name for c in contract(feed).columns}
            columns = [positions.get(i, f"unused_{i}") for i in range(1, 28)]
            names = f", header=false, names={columns!r}"
        connection.execute(
            f"CREATE TABLE {feed} AS SELECT * FROM read_csv('{files}', all_varchar=true, union_by_name=true, "
            f"filename=true{names})"
        )
    for seed in ("answer_option", "indicator", "nets_published_figure", "psa_published_figure"):
        connection.execute(f"CREATE TABLE {seed} AS FROM read_csv('{reference.SEEDS / seed}.csv')")
    return connection
