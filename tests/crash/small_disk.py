"""A disk that is too small: a file system of its own in memory or, where none can be mounted, a limit."""

import resource
import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

_MB = 1 << 20


def megabytes(folder: Path) -> float:
    """What a folder takes on a disk."""
    return sum(path.lstat().st_blocks for path in folder.rglob("*")) * 512 / _MB


@dataclass
class SmallDisk:
    """Room for a home and a little more."""

    folder: Path
    is_mounted: bool = field(init=False)

    def __post_init__(self) -> None:
        self.folder.mkdir()
        mounted = subprocess.run(["mount", "-t", "tmpfs", "tmpfs", self.folder], capture_output=True)
        self.is_mounted = mounted.returncode == 0

    def hold(self, home: Path, room: float) -> Path:
        """Copy a home here and leave it so many megabytes of room."""
        copy = shutil.copytree(home, self.folder / "home", symlinks=True)
        if self.is_mounted:
            self._resize(megabytes(copy) + room)
        return copy

    def largest_file(self, room: float) -> int:
        """How far a file may grow, in bytes: without limit on a file system of its own."""
        return resource.RLIM_INFINITY if self.is_mounted else int(room * _MB)

    def make_room(self) -> None:
        """Make the disk large enough for anything."""
        if self.is_mounted:
            self._resize(2000)

    def remove(self) -> None:
        """Take the file system away."""
        if self.is_mounted:
            subprocess.run(["umount", "--lazy", self.folder], check=True)

    def _resize(self, size: float) -> None:
        options = f"remount,size={int(size * 1024)}k"
        subprocess.run(["mount", "-o", options, self.folder], check=True)
