"""The provider dimension built from the real register, compared with answers derived from it independently.

The register is not carried by this repository: the tests run where the reference folder lies beside it.
"""

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import pytest
from warehouse_home import empty_home, run_dbt

from expectations.contract import contract
from orchestration.lib.home import Home

REFERENCE = Path(__file__).resolve().parents[3] / "shared" / "reference"
SNAPSHOTS = {
    "ods_etr_2022.csv": "2022-04-01",
    "ods_etr_2023.csv": "2023-04-01",
    "ods_ect_2023.csv": "2023-04-01",
    "ods_etr_2026-04.csv": "2026-04-01",
    "ods_etr_2026-07.csv": "2026-07-01",
}
SNAPSHOT_OF_MONTH = {
    "2022": date(2022, 4, 1),
    "2023": date(2023, 4, 1),
    "2026-04": date(2026, 4, 1),
    "2026-07": date(2026, 7, 1),
}

pytestmark = pytest.mark.skipif(
    not REFERENCE.is_dir(), reason="../shared/reference (the real register) is not beside the project"
)


def answers(file: str) -> list[dict[str, str]]:
    """Rows of one answer file."""
    with (REFERENCE / file).open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def accept_snapshots(home: Home) -> None:
    """Put the real snapshots where accepted loads lie, in the layout of the feed contract."""
    published = ", ".join(
        f"try_strptime(nullif(column{c.position - 1:02}, ''), '%Y%m%d')::date as {c.name}"
        if c.type == "date"
        else f"nullif(column{c.position - 1:02}, '') as {c.name}"
        for c in contract("providers").columns
        if c.position
    )
    audit = home.ops / "load_audit.parquet"
    with duckdb.connect() as connection:
        connection.execute(f"create table load_audit as from '{audit}'")
        for sequence, (file, day) in enumerate(SNAPSHOTS.items(), start=1):
            connection.execute(
                "insert into load_audit by name "
                "select 'providers' as feed, ? as load_id, ? as file_name, '' as sha256, ? as load_sequence, "
                "'accepted' as status",
                [file, file, sequence],
            )
            connection.execute(
                f"copy (select date '{day}' as snapshot_date, {published}, '{file}' as _load_id, "
                f"row_number() over () as _source_row "
                f"from read_csv('{REFERENCE / file}', header = false, all_varchar = true)) "
                f"to '{home.accepted}/providers/{Path(file).stem}.parquet'"
            )
        connection.execute(f"copy load_audit to '{audit}'")


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """The warehouse with `dim_provider` built from the real snapshots, its tests included."""
    home = empty_home(tmp_path_factory.mktemp("register"))
    accept_snapshots(home)
    # Cautious: tests that also need models outside this selection are left to the whole build.
    run_dbt(home, "build", "--select", "+dim_provider", "--indirect-selection", "cautious")
    with duckdb.connect(str(home.warehouse), read_only=True) as connection:
        yield connection


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
