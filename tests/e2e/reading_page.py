"""The Python blocks of docs/reading.md, run against a release.

Belongs here: finding and running them. No expectation about any number.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

PAGE = Path(__file__).resolve().parents[2] / "docs/reading.md"
_BLOCK = re.compile(r"^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)


def blocks() -> list[str]:
    return _BLOCK.findall(PAGE.read_text(encoding="utf-8"))


def run_block(block: str, home: Path, url: str) -> str:
    """Run a block as a reader would, in the folder that holds `data`; return what it prints."""
    folder = home.parent
    link = folder / "data"
    if not link.exists():
        link.symlink_to(home)
    done = subprocess.run(
        [sys.executable, "-c", block],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "HOME": os.environ["HOME"], "EQW_POSTGRES_URL": url},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, f"{block}\n{done.stderr}"
    return done.stdout
