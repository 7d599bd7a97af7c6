"""What the gates cost: `python tests/gates/bench_gates.py [--scale 1] [--home DIR] [--gates-only]`.

Makes sample data in a home of its own, runs everything once, and says the share of the gates in it, their
rows per second, and the slowest suites. Not a test: nothing collects it. With `--gates-only` a home that was
run before is judged again, as if no receipt were there.
"""

import argparse
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pyarrow.parquet as pq

from expectations.contract import FEEDS
from expectations.registry import feed_suite, published_suite, published_tables
from expectations.runner import run_suite
from orchestration.lib.gates.feed_tables import feed_inputs
from orchestration.lib.gates.walk import walk
from orchestration.lib.home import Home

_STEP = re.compile(r"^ +(gate/\w+|published_gates) +done +([0-9.]+) s", re.MULTILINE)
_TIME = re.compile(r"^Time +([0-9.]+) s", re.MULTILINE)


def whole_run(home: Home, scale: str) -> None:
    """Print what one run from landing to release spends on gates, by the lines that it prints itself."""
    eqw = [str(Path(sys.executable).with_name("eqw")), "--home", str(home.root)]
    subprocess.run([*eqw, "sample", "--scale", scale], check=True, capture_output=True)
    run = subprocess.run([*eqw, "run"], check=True, capture_output=True, text=True)
    told = run.stderr + run.stdout
    gates = sum(float(seconds) for _, seconds in _STEP.findall(told))
    total = float(_TIME.findall(told)[0])
    _say(f"run {total:.1f} s, gates {gates:.1f} s: {gates / total:.1%}")


def gates_alone(home: Home) -> None:
    """Print what each suite costs in one process that has loaded the tools, and rows per second."""
    run_suite(published_suite("dim_wave"), _candidate(home, "dim_wave"))
    processor = time.process_time()
    seconds: dict[str, float] = {}
    rows = 0
    for feed in FEEDS:
        started = time.perf_counter()
        rows += _judge_again(home, feed)
        seconds[feed] = time.perf_counter() - started
    for table in published_tables():
        started = time.perf_counter()
        run_suite(published_suite(table), _candidate(home, table))
        seconds[table] = time.perf_counter() - started
        rows += pq.read_metadata(home.candidate / f"{table}.parquet").num_rows
    total = sum(seconds.values())
    processor = time.process_time() - processor
    _say(f"gates alone {total:.1f} s ({processor:.1f} s of processor), {rows:,} rows")
    _say(f"{rows / total:,.0f} rows/s ({rows / processor:,.0f} per second of processor)")
    for suite, spent in sorted(seconds.items(), key=lambda item: -item[1])[:8]:
        _say(f"  {suite:28} {spent:6.2f} s")


def _judge_again(home: Home, feed: str) -> int:
    """Run the suite on every load, each with those before it, and return the rows judged."""
    earlier: list[str] = []
    rows = 0
    for load in walk(home, feed):
        if load.manifest is not None and load.manifest.status == "candidate":
            inputs = feed_inputs(home, load.manifest, earlier)
            run_suite(feed_suite(feed), inputs.tables)
            rows += load.manifest.rows_accepted
            earlier.append(load.load_id)
    return rows


def _candidate(home: Home, table: str) -> dict[str, Path]:
    names = published_suite(table).given_tables
    return {name: home.candidate / f"{table if name == 'batch' else name}.parquet" for name in names}


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


def main() -> None:
    """Read the command line and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", default="1")
    parser.add_argument("--home", type=Path)
    parser.add_argument("--gates-only", action="store_true")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        home = Home(given.home or Path(made))
        if not given.gates_only:
            whole_run(home, given.scale)
        gates_alone(home)


if __name__ == "__main__":
    main()
