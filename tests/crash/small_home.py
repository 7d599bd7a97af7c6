"""A data home small enough to be killed many times: a few rows of every feed, and what arrives later."""

import os
import tempfile
from pathlib import Path

from sample_data.generate import generate

_ROWS = 25
_FIRST_DROP = 1_760_000_000
_AGGREGATES = """wave,provider_code,profession,indicator_code,respondents,favourable
2023,XA0,nursing,supervision,40,31
2023,XA0,dental,supervision,12,9
"""


def drop_first(home: Path) -> None:
    """Drop a few rows of every feed into landing."""
    with tempfile.TemporaryDirectory() as sample:
        generate(Path(sample), scale=0.001, waves=("2024",))
        for file in sorted((Path(sample) / "landing").glob("*/*.csv")):
            _drop(home, file.parent.name, file.name, _few(file))
    _drop(home, "nets_aggregates", "nets_aggregates_2023.csv", _AGGREGATES)


def drop_second(home: Path) -> None:
    """Drop what comes later: a correction, the same bytes under another name, and a new file."""
    learners = (home / "landing/learner_numbers/learner_numbers_2024.csv").read_text(encoding="utf-8")
    heading, row, rest = learners.split("\n", 2)
    cells = row.split(",")
    cells[5] = "99"
    _drop(home, "learner_numbers", "learner_numbers_2024.csv", f"{heading}\n{','.join(cells)}\n{rest}", 60)
    concerns = home / "landing/concerns"
    again = next(concerns.glob("*.csv")).read_text(encoding="utf-8")
    _drop(home, "concerns", "concerns_sent_again.csv", again, 61)
    _drop(home, "nets_aggregates", "nets_aggregates_more.csv", _AGGREGATES.replace("XA0", "XA3"), 62)


def _few(file: Path) -> str:
    text = file.read_text(encoding="utf-8")
    if file.parent.name != "psa":
        return text
    return "".join(text.splitlines(keepends=True)[: _ROWS + 1])


def _drop(home: Path, feed: str, name: str, text: str, second: int = 0) -> None:
    path = home / "landing" / feed / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    os.utime(path, (_FIRST_DROP + second, _FIRST_DROP + second))
