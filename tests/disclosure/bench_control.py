"""How long disclosure control takes and what it costs.

`python tests/disclosure/bench_control.py CELLS.parquet`, where CELLS.parquet is `int_survey_cell` of a
home, exported. Not a test.
"""

import sys
import time

import pandas as pd

from disclosure.control import control
from disclosure.cost import cost
from disclosure.rules import Rules

if __name__ == "__main__":
    exact = pd.read_parquet(sys.argv[1])
    start = time.perf_counter()
    statuses = control(exact, Rules(threshold=10, respondents_width=5, favourable_width=3, companion_width=1))
    sys.stdout.write(
        f"{len(exact)} cells in {time.perf_counter() - start:.1f} s\n{cost(statuses).to_string()}\n"
    )
