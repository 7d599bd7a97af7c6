"""The provider dimension built from the real register, compared with answers derived from it independently.

The register is not carried by this repository: the tests run where the reference folder lies beside it.
"""

import csv
from datetime import date

import duckdb
from real_register import IS_THERE, REFERENCE, SNAPSHOT_OF_MONTH, answers

pytestmark = IS_THERE


def test_closures_are_those_of_the_register(register: duckdb.DuckDBPyConnection) -> None:
    expected = {
        (
            row["ods_code"],
            row["name"],
            row["nhse_region_code"],
            row["icb_code"],
            date.fromisoformat(row["open_date"]),
            date.fromisoformat(row["close_date"]),
        )
        for row in answers("nhs_trusts_closed_ods.csv")
    }
    found = register.execute(
        "select provider_code, provider_name, region_code, icb_code, opened_on, closed_on "
        "from marts.dim_provider where is_current and closed_on is not null"
    ).fetchall()
    assert set(found) == expected


def test_renames_are_those_of_the_register(register: duckdb.DuckDBPyConnection) -> None:
    expected = {
        (
            row["ods_code"],
            row["name"],
            SNAPSHOT_OF_MONTH[row["first_seen"]],
            SNAPSHOT_OF_MONTH[row["last_seen"]],
        )
        for row in answers("nhs_provider_name_history.csv")
        if row["source"] == "ods_etr"
    }
    found = register.execute(
        "select provider_code, provider_name, min(first_snapshot_on), max(last_snapshot_on) "
        "from marts.dim_provider where provider_code in "
        "(select provider_code from marts.dim_provider group by 1 having count(distinct provider_name) > 1) "
        "group by provider_code, provider_name"
    ).fetchall()
    assert set(found) == expected


def test_a_rename_is_dated_by_the_snapshot_that_shows_it(register: duckdb.DuckDBPyConnection) -> None:
    names = {
        day: register.execute(
            "select provider_name from marts.dim_provider "
            "where provider_code = 'RA7' and ? >= valid_from and ? < valid_to",
            [day, day],
        ).fetchall()
        for day in (date(2018, 12, 14), date(2026, 6, 30), date(2026, 7, 1))
    }
    old = [("UNIVERSITY HOSPITALS BRISTOL AND WESTON NHS FOUNDATION TRUST",)]
    assert names == {
        date(2018, 12, 14): old,
        date(2026, 6, 30): old,
        date(2026, 7, 1): [("BRISTOL NHS FOUNDATION TRUST",)],
    }


def test_board_codes_change_in_april_2026(register: duckdb.DuckDBPyConnection) -> None:
    expected = {
        (row["ods_code"], row["icb_code_2023"], row["icb_code_2026"])
        for row in answers("icb_code_change_2023_2026.csv")
    }
    found = register.execute(
        "select old.provider_code, old.icb_code, new.icb_code from marts.dim_provider old "
        "join marts.dim_provider new using (provider_code) "
        # The answers compare the files of 2023 and 2026: closed trusts that the former lacks are no part.
        "where date '2023-04-01' between old.first_snapshot_on and old.last_snapshot_on and new.is_current "
        "and old.icb_code <> new.icb_code"
    ).fetchall()
    assert set(found) == expected
    assert {len(new) for _, _, new in found} == {3, 5}


def test_a_provider_listed_before_it_opens(register: duckdb.DuckDBPyConnection) -> None:
    found = register.execute(
        "select provider_key, opened_on, closed_on, first_snapshot_on, last_snapshot_on, is_current "
        "from marts.dim_provider where provider_code = 'K0N6A'"
    ).fetchall()
    opened, first, last = date(2026, 6, 1), date(2026, 4, 1), date(2026, 7, 1)
    assert found == [("K0N6A@1900-01-01", opened, None, first, last, True)]


def test_welsh_trusts_have_no_english_region(register: duckdb.DuckDBPyConnection) -> None:
    found = register.execute(
        "select provider_code, region_code, region_name from marts.dim_provider "
        "where provider_code in ('RQF', 'RT4', 'RYT') and is_first_version order by provider_code"
    ).fetchall()
    assert found == [(code, "W00", None) for code in ("RQF", "RT4", "RYT")]


def test_care_trusts_missing_from_later_files_stay_open(register: duckdb.DuckDBPyConnection) -> None:
    with (REFERENCE / "ods_ect_2023.csv").open(encoding="utf-8", newline="") as handle:
        care_trusts = {row[0] for row in csv.reader(handle)}
    found = register.execute(
        "select provider_code, closed_on, is_current from marts.dim_provider "
        "where first_snapshot_on = date '2023-04-01' and last_snapshot_on = date '2023-04-01' "
        "and provider_code like 'TA%'"
    ).fetchall()
    assert {code for code, _, _ in found} == care_trusts
    assert {(closed, current) for _, closed, current in found} == {(None, True)}
