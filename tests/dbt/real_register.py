"""The real register beside the project, as input and as answers; no expectation about any of it.

The register is not carried by this repository: what uses it is skipped where the reference folder is absent.
"""

import csv
from datetime import date
from pathlib import Path

import duckdb
import pytest

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

IS_THERE = pytest.mark.skipif(
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


def raw_snapshots() -> str:
    """SQL of code, region, board and day of every row of the files, read without the pipeline."""
    return " union all ".join(
        f"select date '{day}' as day, column00 as code, column02 as region, column03 as board, "
        f"column11 as closed from read_csv('{REFERENCE / file}', header = false, all_varchar = true)"
        for file, day in SNAPSHOTS.items()
    )
