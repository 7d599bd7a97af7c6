"""What is renamed into place is on the disk before, and its name after: a power cut loses no bytes either."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from orchestration.lib.gates.audit import write_ops
from orchestration.lib.gates.feed_gate import check_feed
from orchestration.lib.gates.promotion import promote
from orchestration.lib.home import Home
from orchestration.lib.ingest.load import load_feed
from orchestration.lib.landing.ledger import register_landing

FEED = "education_providers"
_STAGES = ("archive", "loads", "receipts", "accepted", "ops")


class Disk:
    """Follows what was forced to disk, by inode, and what was renamed before it was."""

    def __init__(self) -> None:
        self.forced: set[int] = set()
        self.torn: list[str] = []
        self.renamed: list[Path] = []

    def fsync(self, descriptor: int) -> None:
        self.forced.add(os.fstat(descriptor).st_ino)

    def watch(self, real: Callable[..., None]) -> Callable[..., None]:
        def rename(source: Any, target: Any, **more: Any) -> None:
            found = [Path(source), *Path(source).rglob("*")]
            if not Path(target).name.startswith("."):
                self.torn += [str(path) for path in found if path.stat().st_ino not in self.forced]
                self.renamed.append(Path(target))
                self.forced.discard(Path(target).parent.stat().st_ino)
            real(source, target, **more)

        return rename


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Disk:
    disk = Disk()
    monkeypatch.setattr(os, "fsync", disk.fsync)
    for name in ("rename", "replace"):
        monkeypatch.setattr(os, name, disk.watch(getattr(os, name)))
    return disk


def test_every_stage_forces_its_bytes_to_disk_before_it_names_them(tmp_path: Path, disk: Disk) -> None:
    home = Home.at(tmp_path / "home")
    file = home.landing / FEED / "education_providers.csv"
    file.parent.mkdir(parents=True)
    file.write_text("ukprn,name\n10000001,University of Northwold\n")
    os.utime(file, (1_700_000_000,) * 2)
    register_landing(home)
    load_feed(home, FEED)
    check_feed(home, FEED)
    promote(home, FEED)
    write_ops(home)
    assert {path.relative_to(home.root).parts[0] for path in disk.renamed} >= set(_STAGES)
    assert disk.torn == []
    files = [path for stage in _STAGES for path in (home.root / stage).rglob("*") if path.is_file()]
    assert [path for path in files if not {path, *path.parents} & set(disk.renamed)] == []
    assert [path for path in disk.renamed if path.parent.stat().st_ino not in disk.forced] == []
