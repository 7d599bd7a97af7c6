"""Which partitions accepted loads carry, which of them changed, and making their loads anew."""

from pathlib import Path

import pytest

from expectations.contract import FEEDS, contract
from orchestration.lib.gates.partitions import DIMENSIONS, carried, changed, tell
from orchestration.lib.gates.rebuild import rebuild
from orchestration.lib.home import Home
from orchestration.lib.landing.ledger import set_aside
from tests.unit.quarantine.line import Line
from tests.unit.quarantine.test_quarantine_empties_itself import rows_of


@pytest.fixture
def line(tmp_path: Path) -> Line:
    line = Line(Home.at(tmp_path / "home"))
    line.register("ods_etr_2023.csv", "ZA1", "ZB1")
    return line


def returns(*cycles: str) -> list[dict[str, str]]:
    return [{**row, "cycle": cycle} for cycle in cycles for row in rows_of("psa", "ZA1", "ZB1")]


def news(line: Line) -> tuple[list[str], list[str]]:
    """What a run would tell of the self-assessments, told."""
    now = carried(line.home, "psa")
    found = changed(line.home, "psa", now)
    tell(line.home, "psa", now)
    return found


def test_every_key_is_a_column_of_its_feed() -> None:
    for feed, dimension in DIMENSIONS.items():
        assert any(name in dimension.key for name, _ in contract(feed).accepted_schema()), feed
    assert set(FEEDS) - set(DIMENSIONS) == {"provider_attributes", "education_providers"}


def test_a_late_file_changes_the_old_cycle_alone(line: Line) -> None:
    line.drop("psa", "both.csv", returns("2023", "2024"))
    line.run()
    assert news(line) == (["2023", "2024"], [])
    line.run()
    assert news(line) == ([], [])
    line.drop("psa", "late.csv", returns("2023")[:1])
    line.run()
    held = carried(line.home, "psa")
    assert (held["2023"].rows, held["2024"].rows) == (3, 2)
    assert (len(held["2023"].loads), len(held["2024"].loads)) == (2, 1)
    assert news(line) == (["2023"], [])


def test_a_cycle_whose_file_is_set_aside_is_gone(line: Line) -> None:
    line.drop("psa", "old.csv", returns("2023"))
    line.drop("psa", "new.csv", returns("2024"))
    line.run()
    assert news(line) == (["2023", "2024"], [])
    set_aside(line.home, "old.csv", reason="of another country", by="steward")
    line.run()
    assert news(line) == ([], ["2023"])


def test_only_the_loads_of_the_chosen_cycle_are_made_anew(line: Line) -> None:
    line.drop("psa", "old.csv", returns("2023"))
    line.drop("psa", "new.csv", returns("2024"))
    line.run()
    made = {
        path.parent.name: (path.stat().st_mtime_ns, path.read_bytes())
        for path in line.home.loads.glob("psa/*/accepted.parquet")
    }
    held = rebuild(line.home, "psa", ["2023", "1999"])
    assert list(held) == ["2023"]
    (load,) = held["2023"].loads
    again = {path.parent.name: path for path in line.home.loads.glob("psa/*/accepted.parquet")}
    assert [name for name, path in again.items() if path.stat().st_mtime_ns > made[name][0]] == [load]
    assert all(path.read_bytes() == made[name][1] for name, path in again.items())
