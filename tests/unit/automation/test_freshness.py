"""Every feed says when it is awaited and why, and the daemon is told of it."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import dagster as dg
import pytest
from pydantic import ValidationError

from expectations.contract import FEEDS
from orchestration.defs.landing import files, landing_sightings
from orchestration.lib import stages
from orchestration.lib.automation.freshness import DECLARED, awaited


def test_the_policy_of_each_feed_is_the_declared_one() -> None:
    policies = {spec.key.path[-1]: spec.freshness_policy for spec in files}
    assert set(policies) == set(FEEDS)
    concerns = policies["concerns"]
    assert isinstance(concerns, dg.FreshnessPolicy)
    assert concerns == dg.FreshnessPolicy.time_window(
        warn_window=timedelta(days=4), fail_window=timedelta(days=8)
    )
    assert policies["nets_aggregates"] is None


@pytest.mark.parametrize(
    ("find", "put", "told"),
    [
        ("psa:", "pas:", "every feed has its entry"),
        ("late: 4,", "", "given together"),
        ("late: 4,", "late: 9,", "late before it is overdue"),
    ],
)
def test_a_declaration_that_is_not_whole_is_an_error(tmp_path: Path, find: str, put: str, told: str) -> None:
    declared = tmp_path / "freshness.yaml"
    declared.write_text(DECLARED.read_text(encoding="utf-8").replace(find, put), encoding="utf-8")
    with pytest.raises(ValidationError, match=told):
        awaited(declared)


def test_only_files_with_something_new_renew_a_feed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EQW_HOME", str(tmp_path))
    landed = tmp_path / "landing/psa/psa_2024.csv"
    landed.parent.mkdir(parents=True)
    landed.write_text("cycle")
    key = dg.AssetKey(stages.files_key("psa"))
    with dg.DagsterInstance.ephemeral() as instance:
        for _ in range(2):
            # The second time the same bytes lie there under another name.
            dg.materialize([landing_sightings], instance=instance)
            landed.with_name("once_more.csv").write_text("cycle")
        found = instance.fetch_materializations(key, limit=10).records
        event = found[-1].asset_materialization
    assert event is not None
    assert event.metadata["files"].value == "psa_2024.csv"
    assert found[0].timestamp <= datetime.now(UTC).timestamp()
    assert len(found) == 1
