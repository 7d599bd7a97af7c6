"""A register that its name dates is another load on another date, and set aside on its own."""

from pathlib import Path

import pytest

from orchestration.lib.landing.errors import LedgerError
from orchestration.lib.landing.ledger import loads_in_order, register_landing, set_aside
from tests.unit.ingest.bench import Bench

FEED = "education_providers"
REGISTER = ("x_2022.csv", "x_2023.csv", "y_2022-04-01.csv", "x.csv")


@pytest.mark.parametrize(
    ("feed", "loads"), [("providers", ["x_2022.csv", "x_2023.csv", "x.csv"]), (FEED, ["x_2022.csv"])]
)
def test_the_same_bytes_under_two_dates_are_two_loads_of_a_register(
    bench: Bench, feed: str, loads: list[str]
) -> None:
    for name in REGISTER:
        bench.drop(feed, name, "same")
        register_landing(bench.home)
    found = loads_in_order(bench.home, feed)
    assert [s.file_name for s in found] == loads
    assert len({s.load_id for s in found}) == len(loads)
    assert found[-1].load_id == found[0].sha256[:16], "a name without a date adds nothing"


@pytest.mark.parametrize("how", ["name", "path", "load id", "another name of that date", "elsewhere"])
def test_of_a_register_the_snapshot_of_one_date_is_set_aside(bench: Bench, tmp_path: Path, how: str) -> None:
    paths = [bench.drop("providers", name, "same") for name in REGISTER[:3]]
    register_landing(bench.home)
    seen = {s.file_name: s for s in loads_in_order(bench.home, "providers")}["x_2023.csv"]
    elsewhere = paths[1].rename(tmp_path / "z_2023-04.csv") if how == "elsewhere" else tmp_path
    bench.drop("providers", "z_2023-04.csv", "same")
    register_landing(bench.home)
    wanted = {
        "name": "x_2023.csv", "path": str(paths[1]), "load id": seen.load_id,
        "another name of that date": "z_2023-04.csv", "elsewhere": str(elsewhere),
    }[how]  # fmt: skip
    assert set_aside(bench.home, wanted, "r", "me").load_id == seen.load_id
    assert [s.file_name for s in loads_in_order(bench.home, "providers")] == ["x_2022.csv"]


def test_bytes_alone_do_not_tell_which_snapshot_is_meant(bench: Bench, tmp_path: Path) -> None:
    for name in REGISTER[:2]:
        path = bench.drop("providers", name, "same")
    (seen, _) = register_landing(bench.home)
    with pytest.raises(LedgerError, match=r"several files.*load id"):
        set_aside(bench.home, seen.sha256, "r", "me")
    with pytest.raises(LedgerError, match="No file"):
        set_aside(bench.home, str(path.rename(tmp_path / "x_2024.csv")), "r", "me")
    with pytest.raises(LedgerError, match="several files"):
        set_aside(bench.home, str((tmp_path / "x_2024.csv").rename(tmp_path / "x.csv")), "r", "me")
