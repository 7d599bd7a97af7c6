"""`eqw land` that is killed while it copies: a file is in landing whole or not at all, and none is lost."""

from pathlib import Path

import pytest

from orchestration.lib.home import Home
from orchestration.lib.landing.archive import archive_path
from orchestration.lib.landing.ledger import register_landing, sightings
from orchestration.lib.landing.scan import scan_landing
from tests.crash.harness import Crash, end, kill, points, start

HEADING = "ukprn,name\n"
# How many changes landing a file makes over another of its name: each of them is killed.
CHANGES = {"landing": 2, "sightings": 6}
OLD = HEADING + "10000001,University of Northwold\n"
NEW = HEADING + "10000001,University of Northwold\n10000002,University of Easting\n"


@pytest.fixture(scope="module")
def trace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The changes made by landing a file over another of its name."""
    folder = tmp_path_factory.mktemp("land")
    home, file = _home(folder)
    ended = end(start(home, "land", file, trace=folder / "trace"))
    assert ended.code == 0, ended.told
    return folder / "trace"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("stage", "number"), [(stage, number) for stage, of in CHANGES.items() for number in range(of)]
)
def test_a_copy_is_there_whole_or_not_at_all(trace: Path, tmp_path: Path, stage: str, number: int) -> None:
    home, file = _home(tmp_path)
    assert points(trace, stage) == CHANGES[stage], "not every change is killed: correct the numbers above"
    kill(home, Crash(stage, number), "land", file)
    (landed,) = [path for _, path in scan_landing(Home(home)).files]
    assert landed.read_text() in (OLD, NEW)
    if landed.read_text() == NEW:
        # What it replaced is in the archive, and on record.
        assert [seen.file_name for seen in sightings(Home(home))] == ["education_providers.csv"]
    ended = end(start(home, "land", file))
    assert ended.code == 0, ended.told
    register_landing(Home(home))
    seen = sightings(Home(home))
    assert [archive_path(Home(home), one.sha256).read_text() for one in seen] == [OLD, NEW]
    assert [one.sequence for one in seen] == [1, 2]


def _home(folder: Path) -> tuple[Path, Path]:
    """A home with a file in landing, and another of the same name to be landed."""
    home = folder / "home"
    landed = home / "landing/education_providers/education_providers.csv"
    landed.parent.mkdir(parents=True)
    landed.write_text(OLD)
    file = folder / landed.name
    file.write_text(NEW)
    return home, file
