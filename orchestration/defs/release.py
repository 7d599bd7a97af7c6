"""From published tables to a release: candidate bytes, their gate, and the release cut from exactly them."""

from collections.abc import Iterator

import dagster as dg

from expectations.registry import published_tables
from orchestration.lib import stages
from orchestration.lib.home import Home


def _check_name(table: str) -> str:
    return f"gate_{table}"


@dg.asset(
    key=stages.CANDIDATE,
    deps=[dg.AssetKey(["published", table]) for table in published_tables()],
    group_name="release",
    kinds={"parquet"},
    description="Every published table as Parquet: the exact bytes the gates check and the release ships.",
)
def candidate() -> dg.MaterializeResult[None]:
    """Export the published tables."""
    from orchestration.lib.release.candidate import export_candidate
    from orchestration.lib.warehouse.build_record import record_candidate, require_whole_build

    home = Home.from_environment()
    digest = require_whole_build(home)
    hashes = export_candidate(home)
    record_candidate(home, digest, hashes)
    return dg.MaterializeResult(metadata={"tables": len(hashes), "sha256": dg.MetadataValue.json(hashes)})


@dg.multi_asset_check(
    specs=[
        dg.AssetCheckSpec(
            _check_name(table),
            asset=dg.AssetKey(stages.CANDIDATE),
            blocking=True,
            description=f"Great Expectations suite of the published table {table}.",
        )
        for table in published_tables()
    ]
)
def published_gates() -> Iterator[dg.AssetCheckResult]:
    """Run the suite of each published table on the candidate bytes."""
    from orchestration.lib.gates.published_gate import check_published
    from orchestration.lib.quality.check_metadata import table_metadata

    home = Home.from_environment()
    for table, receipt in check_published(home).items():
        shown = table_metadata(home, table, receipt)
        yield dg.AssetCheckResult(
            asset_key=dg.AssetKey(stages.CANDIDATE),
            check_name=_check_name(table),
            passed=receipt.passed,
            severity=dg.AssetCheckSeverity.WARN if shown.only_warns else dg.AssetCheckSeverity.ERROR,
            metadata={
                **shown.numbers,
                "suite_version": shown.suite_version,
                "rules": dg.MetadataValue.md(shown.rules),
                "failing_rows": dg.MetadataValue.md(shown.failing_rows),
                "quality_page": dg.MetadataValue.path(str(shown.page)),
            },
        )


@dg.asset(
    key=stages.CURRENT_RELEASE,
    deps=[dg.AssetKey(stages.CANDIDATE)],
    group_name="release",
    kinds={"parquet", "duckdb"},
    description="The newest release: written whole, then made current in one step. Refuses without receipts.",
)
def current_release() -> dg.MaterializeResult[None]:
    """Cut a release from the gated candidate."""
    from orchestration.lib.gates.published_gate import require_release_gates
    from orchestration.lib.gates.standing import require_no_refusal
    from orchestration.lib.gates.verdict import load_verdicts
    from orchestration.lib.pictures.first_look import first_look
    from orchestration.lib.pictures.svg import as_markdown
    from orchestration.lib.release.build import publish_release
    from orchestration.lib.warehouse.build_record import require_current_candidate

    home = Home.from_environment()
    require_no_refusal(home)
    require_current_candidate(home)
    release = publish_release(home, require_release_gates(home), load_verdicts=load_verdicts(home))
    return dg.MaterializeResult(
        metadata={
            "release": release.version,
            "path": dg.MetadataValue.path(str(release.path)),
            "reused": release.reused,
            **{name: dg.MetadataValue.md(as_markdown(svg)) for name, svg in first_look(release.path).items()},
        }
    )
