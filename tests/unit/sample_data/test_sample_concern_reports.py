"""Reports of concerns are as incomplete as real ones: each point is stated by some and blank in others."""

import duckdb
import pytest


@pytest.mark.parametrize(
    "point",
    [
        "summary",
        "desired_improvement",
        "success_measure",
        "monitoring",
        "next_steps",
        "other_groups_affected",
    ],
)
def test_every_point_is_stated_by_some_and_not_by_others(
    feeds: duckdb.DuckDBPyConnection, point: str
) -> None:
    row = feeds.execute(f"SELECT count({point}), count(*) FROM concerns").fetchone()
    assert row is not None
    assert 0 < row[0] < row[1]


def test_visitors_state_more_than_the_survey_does(feeds: duckdb.DuckDBPyConnection) -> None:
    share = dict(
        feeds.execute(
            "SELECT source_type, avg((monitoring IS NOT NULL)::INT) FROM concerns GROUP BY source_type"
        ).fetchall()
    )
    assert share["visit"] > share["nets"] + 0.2


def test_requirements_are_met_in_time_late_and_not_yet(feeds: duckdb.DuckDBPyConnection) -> None:
    days = [
        row[0]
        for row in feeds.execute(
            """SELECT min(m.occurred_on::DATE) - r.occurred_on::DATE FROM concern_events r
            LEFT JOIN concern_events m ON m.concern_id = r.concern_id AND m.event_type = 'requirement_met'
            WHERE r.event_type = 'immediate_requirement' GROUP BY r.event_id, r.occurred_on"""
        ).fetchall()
    ]
    assert None in days
    met = [day for day in days if day is not None]
    assert min(met) < 5
    assert max(met) > 14
