"""All gate results as plain values, for JSON.

Belongs here: the shape of that document. It shows what the local page shows, so it is restricted too.
"""

from typing import Any

from expectations.contract import FEEDS
from orchestration.lib.gates.standing import standing
from orchestration.lib.home import Home
from orchestration.lib.quality.local_page import feed_view, published_views
from orchestration.lib.quality.view import RuleView, SuiteView


def as_plain(home: Home) -> dict[str, Any]:
    """Return how every file stands, and every rule of every suite with what it found."""
    standings = standing(home)
    views = [*(feed_view(feed, standings) for feed in FEEDS), *published_views(home)]
    return {
        "files": [
            {
                "feed": found.feed,
                "file_name": found.file_name,
                "load_id": found.load_id,
                "status": found.status,
                "rule_ids": found.rule_ids,
                "reason": found.reason,
            }
            for found in standings
        ],
        "suites": [_suite(view) for view in views],
    }


def _suite(view: SuiteView) -> dict[str, Any]:
    return {
        "suite": view.suite.suite,
        "stage": view.suite.stage,
        "version": view.suite.version,
        "outcome": view.outcome,
        "rules": [_rule(rule) for rule in view.rules],
    }


def _rule(view: RuleView) -> dict[str, Any]:
    return {
        "rule_id": view.rule.id,
        "severity": view.rule.severity,
        "outcome": view.outcome,
        "observed": view.found,
        "bound": view.rule.bound,
        "measured": view.measured,
        "trend": [
            {"label": point.label, "value": point.value, "failed": point.failed}
            for point in view.trend.points
        ],
        "failures": [
            {
                "label": failure.label,
                "observed": failure.result.observed,
                "unexpected_count": failure.result.unexpected_count,
                "failing_rows": failure.result.failing_rows,
            }
            for failure in view.failures
        ],
        "how_to_resolve": view.rule.how_to_resolve,
        "owner": view.rule.owner,
    }
