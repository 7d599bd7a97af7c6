"""The real registers load with the counts they have."""

from pathlib import Path

import pytest

from orchestration.lib.ingest.load import load_feed
from orchestration.lib.landing.land import land_files
from orchestration.lib.landing.ledger import register_landing
from tests.unit.ingest.bench import Bench

REFERENCE = Path(__file__).resolve().parents[4] / "shared" / "reference"
pytestmark = pytest.mark.skipif(
    not REFERENCE.is_dir(), reason="the real registers (../shared/reference beside the project) are not here"
)
ROWS = {
    "ods_ect_2023.csv": 4,
    "ods_etr_2022.csv": 218,
    "ods_etr_2023.csv": 211,
    "ods_etr_2026-04.csv": 274,
    "ods_etr_2026-07.csv": 274,
}


def test_the_registers_of_providers(bench: Bench) -> None:
    for name in ROWS:
        assert land_files(bench.home, [REFERENCE / name])[0].feed == "providers"
    register_landing(bench.home)
    manifests = load_feed(bench.home, "providers")
    assert {m.file_name: m.rows_accepted for m in manifests} == ROWS
    assert sum(m.rows_quarantined for m in manifests) == 0
    april = next(m for m in manifests if m.file_name == "ods_etr_2026-04.csv")
    rows = bench.accepted(
        april, "provider_code, provider_name, icb_code, cast(opened_on as varchar), _source_row"
    )
    assert rows[1] == ("K0N6A", "THE ONLINE NHS TRUST", "QKK", "2026-06-01", 2)


def test_the_register_of_universities(bench: Bench) -> None:
    land_files(bench.home, [REFERENCE / "heis_dfe_ukprn.csv"])
    register_landing(bench.home)
    (manifest,) = load_feed(bench.home, "education_providers")
    assert (manifest.rows_in, manifest.rows_accepted, manifest.rows_quarantined) == (591, 311, 280)
    assert {row[2] for row in bench.quarantine(manifest)} == {"missing_key"}
    assert "hesa_code" in manifest.unknown_columns
