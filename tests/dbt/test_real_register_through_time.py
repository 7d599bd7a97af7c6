"""Boards, regions and successors of the real register, compared with answer files and raw files."""

import duckdb
from real_register import IS_THERE, answers, raw_snapshots

pytestmark = IS_THERE


def test_every_change_of_board_or_region_is_a_version_and_nothing_else_is(
    register: duckdb.DuckDBPyConnection,
) -> None:
    changed = """
        select code, day, board, region from (
            select *, lag(board) over by_day as board_before, lag(region) over by_day as region_before
            from ({rows}) window by_day as (partition by code order by day)
        ) where (board_before, region_before) is distinct from (board, region) and {not_first}
    """
    in_files = register.execute(
        changed.format(rows=raw_snapshots(), not_first="board_before is not null")
    ).fetchall()
    in_versions = register.execute(
        changed.format(
            rows="select provider_code as code, valid_from as day, icb_code as board, region_code as region "
            "from marts.dim_provider",
            not_first="day > date '1900-01-01'",
        )
    ).fetchall()
    assert sorted(in_versions) == sorted(in_files)
    assert len(in_files) > len(answers("icb_code_change_2023_2026.csv"))


def test_closed_trusts_follow_their_board_to_its_new_code(register: duckdb.DuckDBPyConnection) -> None:
    """The register points trusts that closed long ago at the boards of 2026: the version says so."""
    moved = register.execute(
        f"""with row_of as ({raw_snapshots()})
        select now.code, was.board, now.board from row_of as was join row_of as now using (code)
        where was.day = date '2023-04-01' and now.day = date '2026-07-01' and now.closed <= '20230401'
          and was.board <> now.board"""
    ).fetchall()
    found = register.execute(
        "select old.provider_code, old.icb_code, new.icb_code from marts.dim_provider as old "
        "join marts.dim_provider as new using (provider_code) "
        "where date '2023-04-01' between old.first_snapshot_on and old.last_snapshot_on and new.is_current "
        "and new.closed_on <= date '2023-04-01' and old.icb_code <> new.icb_code"
    ).fetchall()
    assert sorted(found) == sorted(moved)


def test_boards_before_and_after_april_2026_are_those_of_the_answers(
    register: duckdb.DuckDBPyConnection,
) -> None:
    def boards(day: str) -> dict[str, str]:
        return dict(
            register.execute(
                "select distinct icb_code, region_code from marts.dim_provider where region_name is not null "
                "and ? between first_snapshot_on and last_snapshot_on",
                [day],
            ).fetchall()
        )

    answers_2023 = {row["icb_code"]: row["nhse_region_code"] for row in answers("nhs_icbs_2023-04.csv")}
    answers_2026 = {row["icb_code"]: row["nhse_region_code"] for row in answers("nhs_icbs_2026-07.csv")}
    assert (len(answers_2023), len(answers_2026)) == (42, 36)
    assert boards("2023-04-01") == answers_2023
    assert boards("2026-07-01") == answers_2026


def test_open_trusts_by_board_of_today(register: duckdb.DuckDBPyConnection) -> None:
    expected = {row["icb_code"]: int(row["open_trusts"]) for row in answers("nhs_icbs_2026-07.csv")}
    found = register.execute(
        "select today.today_icb_code, count(*) from marts.dim_provider_today as today "
        "join marts.dim_provider as provider on today.today_provider_key = provider.provider_key "
        "where today.standing_code = 'open' and provider.last_snapshot_on = date '2026-07-01' "
        "and provider.region_name is not null group by 1"
    ).fetchall()
    assert dict(found) == expected


def test_regions_are_those_of_the_answers(register: duckdb.DuckDBPyConnection) -> None:
    expected = {
        (row["nhse_region_code"], row["nhse_region_name"]) for row in answers("nhs_england_regions.csv")
    }
    found = register.execute(
        "select distinct region_code, region_name from marts.dim_provider where region_name is not null"
    ).fetchall()
    assert set(found) == expected


def test_nobody_is_made_a_successor_by_guessing(register: duckdb.DuckDBPyConnection) -> None:
    """The register names no successor: every closed trust stays its own, and each is listed for a person."""
    closed = {row["ods_code"] for row in answers("nhs_trusts_closed_ods.csv")}
    found = register.execute(
        "select succession_code, standing_code, count(*), "
        "count(*) filter (where provider_code = today_provider_code) "
        "from marts.dim_provider_today group by 1, 2"
    ).fetchall()
    assert {(how, own == n) for how, _, n, own in found} == {("own", True)}
    assert {standing: n for _, standing, n, _ in found}["closed"] == len(closed)
    listed = register.execute("select provider_code, finding_code from ops.qc_provider_successor").fetchall()
    assert set(listed) == {(code, "closed_without_successor") for code in closed}
