"""The calendar's bank holidays are those of the library they are made from.

After an upgrade of the library, `EQW_ACCEPT_BANK_HOLIDAYS=1 pytest tests/dbt/test_bank_holidays.py` writes
the seed anew; the change is then seen in review.
"""

import csv
import io
import os

import holidays
import pytest

from expectations.reference import SEEDS

SEED = SEEDS / "bank_holiday.csv"
YEARS = range(2015, 2036)  # those of dim_date


def listed() -> str:
    """The seed as the library would have it."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["holiday_on", "holiday_name"])
    england = holidays.country_holidays("GB", subdiv="ENG", years=YEARS)
    writer.writerows((day.isoformat(), name) for day, name in sorted(england.items()))
    return text.getvalue()


def test_the_seed_is_what_the_library_lists() -> None:
    if os.environ.get("EQW_ACCEPT_BANK_HOLIDAYS"):
        SEED.write_text(listed(), encoding="utf-8")
        pytest.skip("written anew")
    assert SEED.read_text(encoding="utf-8") == listed()


def test_days_that_everybody_knows() -> None:
    days = {line.split(",")[0] for line in SEED.read_text(encoding="utf-8").splitlines()}
    # Moved for a jubilee, proclaimed for a funeral and a coronation, a substitute for a Saturday, Easter.
    assert {"2022-06-03", "2022-09-19", "2023-05-08", "2021-12-27", "2024-03-29", "2024-04-01"} <= days
    assert {"2024-03-28", "2022-05-30", "2024-03-17"} & days == set()
