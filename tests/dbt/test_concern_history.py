"""Concerns through time, built by the real models from events: any pair of dates, registers, due dates.

The models run with all their tests of data, so every identity among them is also tried on histories that no
orderly log would hold.
"""

import random
from collections.abc import Iterator
from datetime import date, timedelta

import duckdb
import pytest
from concern_world import FIRST, LAST, Concern, accept, printed_register, random_concerns
from warehouse_home import empty_home, run_dbt

_MODELS = ("+path:models/marts/concerns", "+path:models/reports/rpt_concern*", "pub_fct_concern_span")
_PRINTED = {"R1A": ("Y59", 36, 20, 9, 25), "R1B": ("Y58", 35, 22, 13, 26)}
_AT = """
    left join {table} as span on span.concern_id = probe.concern_id
        and span.valid_from <= probe.asked_on and span.valid_to > probe.asked_on
        and span.known_from <= probe.known_on and span.known_to > probe.known_on
"""


@pytest.fixture(scope="module")
def concerns() -> list[Concern]:
    printed = [c for p, (_, m, closed, n, _) in _PRINTED.items() for c in printed_register(p, m, closed, n)]
    return random_concerns(150, seed=4) + printed


@pytest.fixture(scope="module")
def warehouse(
    concerns: list[Concern], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[duckdb.DuckDBPyConnection]:
    home = empty_home(tmp_path_factory.mktemp("concerns"))
    regions = {"RAA": "Y56", "RBB": "Y56", "RCC": "Y60"} | {p: row[0] for p, row in _PRINTED.items()}
    accept(home, concerns, regions)
    # Cautious: tests that also need models outside this selection are left to the whole build.
    run_dbt(
        home, "build", "--exclude-resource-type", "unit_test", "--indirect-selection", "cautious",
        "--select", *_MODELS,
    )  # fmt: skip
    with duckdb.connect(str(home.warehouse), read_only=True) as connection:
        yield connection


def month_end(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1) - timedelta(days=1)


def disagreements(
    warehouse: duckdb.DuckDBPyConnection, table: str, probes: list[tuple[Concern, date, date]]
) -> list[tuple[object, ...]]:
    """Probes for which a table of spans does not have exactly the state worked out event by event."""
    expected = {(c.concern_id, asked, known): c.state(asked, known) for c, asked, known in probes}
    found: dict[tuple[str, date, date], list[tuple[int, bool]]] = {}
    with duckdb.connect() as asking:
        asking.register("told", warehouse.execute(f"from {table}").to_arrow_table())
        asking.execute("create table probe (concern_id varchar, asked_on date, known_on date)")
        asking.executemany("insert into probe values (?, ?, ?)", list(expected))
        sql = "select probe.*, span.isf_category, span.is_open from probe" + _AT.format(table="told")
        for concern_id, asked, known, category, is_open in asking.execute(sql).fetchall():
            state = [] if category is None else [(category, is_open)]
            found.setdefault((concern_id, asked, known), []).extend(state)
    return [
        (*key, state, found[key])
        for key, state in expected.items()
        if found[key] != ([state] if state else [])
    ]


def test_any_pair_of_dates_finds_the_one_state_there_was(
    warehouse: duckdb.DuckDBPyConnection, concerns: list[Concern]
) -> None:
    draw = random.Random(7)
    probes = []
    for concern in concerns:
        days = sorted(concern.turning_days | {d - timedelta(days=1) for d in concern.turning_days})
        days += [FIRST + timedelta(days=draw.randrange((LAST - FIRST).days)) for _ in range(3)]
        probes += [(concern, draw.choice(days), draw.choice(days)) for _ in range(25)]
    assert sum(c.state(a, k) != c.state(a, LAST.replace(year=2030)) for c, a, k in probes) > 300
    assert disagreements(warehouse, "marts.fct_concern_span", probes) == []


def test_months_published_hold_what_was_true_and_known_at_their_ends(
    warehouse: duckdb.DuckDBPyConnection, concerns: list[Concern]
) -> None:
    probes = {
        (concern.concern_id, month_end(asked), month_end(known)): (
            concern,
            month_end(asked),
            month_end(known),
        )
        for concern in concerns[:150]
        for asked in concern.turning_days
        for known in concern.turning_days
    }
    assert disagreements(warehouse, "published.fct_concern_span", list(probes.values())) == []


def test_the_month_table_tells_both_axes(
    warehouse: duckdb.DuckDBPyConnection, concerns: list[Concern]
) -> None:
    by_id = {concern.concern_id: concern for concern in concerns}
    rows = warehouse.execute("from marts.fct_concern_month").fetchall()
    for concern_id, month, category, is_open, then_category, then_open in rows:
        concern = by_id[concern_id]
        assert (category, is_open) == concern.state(month, date(2030, 1, 1))
        assert ((then_category, then_open) if then_category is not None else None) == concern.state(
            month, month
        )
    assert sum(row[4] is None for row in rows) > 10
    assert sum(row[4] is not None and row[2:4] != row[4:6] for row in rows) > 100


@pytest.mark.parametrize("provider", _PRINTED)
@pytest.mark.parametrize("register", ["local", "significant"])
def test_registers_as_printed_follow_from_their_events(
    warehouse: duckdb.DuckDBPyConnection, provider: str, register: str
) -> None:
    region, *printed = _PRINTED[provider]
    row = warehouse.execute(
        """select managed, closed, new_after_period, open_at_end, stepped_down
        from reports.rpt_concern_register
        where month_end = date '2024-01-31' and breakdown_code = 'region' and group_code = ?
            and register_code = ?""",
        [region, register],
    ).fetchone()
    assert row == (*printed, 0)


def test_five_working_days_go_around_easter_and_christmas(warehouse: duckdb.DuckDBPyConnection) -> None:
    due = dict(
        warehouse.execute(
            """select set_day.date_day, due.date_day from marts.dim_date as set_day
            inner join marts.dim_date as due
                on due.is_working_day and due.working_day_number = set_day.working_day_number + 5
            where set_day.date_day in ('2024-03-28', '2024-03-30', '2023-12-20', '2022-09-16')"""
        ).fetchall()
    )
    assert due == {
        date(2024, 3, 28): date(2024, 4, 8),  # Good Friday, weekend, Easter Monday
        date(2024, 3, 30): date(2024, 4, 8),  # set on a Saturday
        date(2023, 12, 20): date(2023, 12, 29),  # Christmas, Boxing Day
        date(2022, 9, 16): date(2022, 9, 26),  # the state funeral on Monday
    }
