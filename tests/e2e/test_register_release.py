"""The real register, landed and run as a user would: renames, closures, a future opening, ICB codes.

`tests/dbt/test_real_register.py` compares every closure, rename and ICB change with the answer files; this
walks the same files through the command line into a release.
"""

from pathlib import Path

import duckdb
import pytest

from tests.e2e.conftest import ROOT, Eqw

REFERENCE = ROOT.parent / "shared" / "reference"
FILES = [
    "ods_etr_2022.csv",
    "ods_etr_2023.csv",
    "ods_etr_2026-04.csv",
    "ods_etr_2026-07.csv",
    "ods_ect_2023.csv",
    "heis_dfe_ukprn.csv",
]

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not REFERENCE.is_dir(),
        reason=f"the real register is not there ({REFERENCE}), so nothing real was loaded",
    ),
]


@pytest.fixture(scope="module")
def provider(eqw: Eqw) -> Path:
    eqw("land", *(REFERENCE / name for name in FILES))
    report = eqw.json("run")
    counts = {feed["feed"]: feed for feed in report["feeds"]}
    assert counts["providers"]["rows_in"] == 981
    assert counts["providers"]["rows_quarantined"] == 0
    assert counts["education_providers"]["rows_quarantined"] == 280
    return eqw.current / "parquet" / "dim_provider.parquet"


def names_over_time(provider: Path, code: str) -> list[str]:
    rows = duckdb.sql(
        f"select provider_name from '{provider}' where provider_code = '{code}' order by valid_from"
    ).fetchall()
    return [name for (name,) in dict.fromkeys(rows)]


@pytest.mark.parametrize(
    ("code", "before", "after"),
    [
        (
            "RA7",
            "UNIVERSITY HOSPITALS BRISTOL AND WESTON NHS FOUNDATION TRUST",
            "BRISTOL NHS FOUNDATION TRUST",
        ),
        ("RAX", "KINGSTON HOSPITAL NHS FOUNDATION TRUST", "KINGSTON AND RICHMOND NHS FOUNDATION TRUST"),
        (
            "RWW",
            "WARRINGTON AND HALTON TEACHING HOSPITALS NHS FOUNDATION TRUST",
            "NORTH CHESHIRE AND MERSEY NHS FOUNDATION TRUST",
        ),
    ],
)
def test_a_rename_keeps_its_code(provider: Path, code: str, before: str, after: str) -> None:
    assert names_over_time(provider, code) == [before, after]


def test_a_future_opening_is_there_with_its_date(provider: Path) -> None:
    rows = duckdb.sql(f"select distinct opened_on from '{provider}' where provider_code = 'K0N6A'").fetchall()
    assert [str(opened) for (opened,) in rows] == ["2026-06-01"]


def test_icb_codes_of_three_and_five_characters_are_history(provider: Path) -> None:
    rows = duckdb.sql(
        f"select icb_code from '{provider}' where provider_code = 'R1K' order by valid_from"
    ).fetchall()
    assert [code for (code,) in rows] == ["QRV", "Z9B2Z"]


def test_one_version_is_current_and_none_overlap(provider: Path) -> None:
    wrong = duckdb.sql(
        f"""select provider_code from '{provider}' group by provider_code
        having count(*) filter (where is_current) <> 1 or min(valid_from) <> date '1900-01-01'"""
    ).fetchall()
    assert wrong == []
