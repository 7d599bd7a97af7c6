"""End-to-end tests drive the installed `eqw` command in a home of their own."""

import json
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
EQW = ROOT / ".venv/bin/eqw"


@dataclass(frozen=True)
class Eqw:
    """The command line on one home, with nothing in the environment but PATH and HOME."""

    home: Path

    def __call__(self, *arguments: str | Path, expect: int = 0) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [EQW, "--home", self.home, *arguments],
            cwd=self.home.parent,
            env={"PATH": os.environ["PATH"], "HOME": os.environ["HOME"]},
            capture_output=True,
            text=True,
            check=False,
            timeout=1800,
        )
        assert done.returncode == expect, (
            f"exit {done.returncode}, not {expect}\n{done.stdout}\n{done.stderr}"
        )
        assert "Traceback" not in done.stdout + done.stderr
        return done

    def json(self, *arguments: str | Path, expect: int = 0) -> Any:
        return json.loads(self(*arguments, "--json", expect=expect).stdout)

    @property
    def current(self) -> Path:
        return (self.home / "releases" / "current").resolve()


@pytest.fixture(scope="module")
def eqw(tmp_path_factory: pytest.TempPathFactory) -> Eqw:
    return Eqw(tmp_path_factory.mktemp("eqw") / "home")


@pytest.fixture(scope="session")
def released(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small home with one release, to be copied and never changed."""
    home = tmp_path_factory.mktemp("released") / "home"
    eqw = Eqw(home)
    eqw("sample", "--scale", "0.001", "--waves", "2023,2024")
    eqw("run")
    return home
