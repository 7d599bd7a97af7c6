"""Histories of concerns obey the rules that the pipeline checks."""

import duckdb
import pytest


@pytest.fixture(scope="module")
def history(feeds: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    feeds.execute(
        """CREATE OR REPLACE TEMP TABLE history AS
        WITH numbered AS (
            SELECT e.event_id, concern_id, e.event_type, e.from_category, e.to_category, e.recipient,
                e.provider_informed, e.occurred_on::DATE AS occurred_on,
                e.recorded_at::TIMESTAMP AS recorded_at, c.isf_category, c.raised_on::DATE AS raised_on,
                c.recorded_at::TIMESTAMP AS concern_recorded_at,
                row_number() OVER (PARTITION BY concern_id ORDER BY e.event_id) AS n
            FROM concern_events e JOIN concerns c USING (concern_id)
        )
        SELECT *, lag(event_type) OVER story AS event_before, lag(occurred_on) OVER story AS day_before,
            lag(to_category) OVER (PARTITION BY concern_id, event_type ORDER BY n) AS category_before
        FROM numbered WINDOW story AS (PARTITION BY concern_id ORDER BY n)"""
    )
    return feeds


def _none(history: duckdb.DuckDBPyConnection, condition: str) -> None:
    assert history.execute(f"SELECT event_id FROM history WHERE {condition} LIMIT 3").fetchall() == []


def test_every_concern_starts_with_being_raised(history: duckdb.DuckDBPyConnection) -> None:
    _none(history, "(event_type = 'raised') <> (n = 1)")
    _none(history, "n = 1 AND (occurred_on <> raised_on OR recorded_at <> concern_recorded_at)")
    counts = history.execute("SELECT count(DISTINCT concern_id) FROM history").fetchone()
    assert counts == history.execute("SELECT count(*) FROM concerns").fetchone()


def test_time_runs_forwards(history: duckdb.DuckDBPyConnection) -> None:
    _none(history, "occurred_on < raised_on OR recorded_at::DATE < occurred_on")
    _none(history, "occurred_on < day_before")
    late = history.execute(
        "SELECT count(*) FROM history WHERE recorded_at::DATE > occurred_on + 30"
    ).fetchone()
    assert late is not None
    assert late[0] > 10


def test_categories_change_only_by_an_event(history: duckdb.DuckDBPyConnection) -> None:
    _none(
        history,
        "event_type = 'categorised' "
        "AND from_category IS DISTINCT FROM coalesce(category_before, isf_category)",
    )
    _none(history, "event_type = 'categorised' AND (to_category IS NULL OR to_category = from_category)")
    _none(history, "event_type <> 'categorised' AND (to_category IS NOT NULL OR from_category IS NOT NULL)")
    assert history.execute("SELECT count(*) FROM concerns WHERE isf_category = '4'").fetchone() == (0,)
    suspended = history.execute("SELECT count(*) FROM history WHERE to_category = '4'").fetchone()
    assert suspended is not None
    assert suspended[0] > 3


def test_training_is_suspended_only_after_an_immediate_requirement(
    history: duckdb.DuckDBPyConnection,
) -> None:
    without = history.execute(
        """SELECT event_id FROM history h WHERE to_category = '4' AND NOT EXISTS (
            SELECT 1 FROM history r WHERE r.concern_id = h.concern_id
            AND r.event_type = 'immediate_requirement' AND r.occurred_on <= h.occurred_on)"""
    ).fetchall()
    assert without == []


def test_minor_concerns_have_a_plan_with_few_exceptions(history: duckdb.DuckDBPyConnection) -> None:
    row = history.execute(
        """SELECT count(*) FILTER (NOT EXISTS (SELECT 1 FROM history p WHERE p.concern_id = h.concern_id
            AND p.event_type = 'plan_agreed' AND p.occurred_on <= h.occurred_on)), count(*)
        FROM history h WHERE to_category = '1' OR (n = 1 AND isf_category = '1')"""
    ).fetchone()
    assert row is not None
    without, minor = row
    assert 0 < without < 0.1 * minor


def test_nothing_happens_after_closure_without_reopening(history: duckdb.DuckDBPyConnection) -> None:
    _none(history, "event_before = 'closed' AND event_type <> 'reopened'")
    _none(history, "event_before <> 'closed' AND event_type = 'reopened'")


def test_what_is_set_is_met_later_and_before_closure(history: duckdb.DuckDBPyConnection) -> None:
    for opening, closing in (
        ("immediate_requirement", "requirement_met"),
        ("condition_set", "condition_met"),
    ):
        per_concern = f"""SELECT concern_id, min(n) FILTER (event_type = '{opening}') AS opened,
            min(n) FILTER (event_type = '{closing}') AS met, min(n) FILTER (event_type = 'closed') AS closed
            FROM history GROUP BY concern_id"""
        wrong = history.execute(
            f"""SELECT concern_id FROM ({per_concern}) WHERE met > closed OR met < opened
            OR (met IS NOT NULL AND opened IS NULL)
            OR (closed IS NOT NULL AND (met IS NULL) <> (opened IS NULL))"""
        ).fetchall()
        assert wrong == []


def test_all_event_types_and_open_concerns_occur(history: duckdb.DuckDBPyConnection) -> None:
    kinds = history.execute("SELECT count(DISTINCT event_type) FROM history").fetchone()
    assert kinds == (12,)
    never_closed = history.execute(
        "SELECT count(*) FROM concerns "
        "ANTI JOIN (FROM history WHERE event_type = 'closed') USING (concern_id)"
    ).fetchone()
    assert never_closed is not None
    assert 20 < never_closed[0] < 150
    _none(history, "event_type = 'shared' AND (recipient IS NULL OR provider_informed IS NULL)")
