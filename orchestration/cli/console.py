"""How the command line speaks: text for people, JSON for scripts, and one exit code per kind of ending."""

import json
import sys
from enum import IntEnum
from typing import Any

from rich.console import Console

# A log file or a pipe has no width of its own; tables must not be squeezed into 80 columns there.
_WIDTH = None if sys.stdout.isatty() else 132

out = Console(highlight=False, soft_wrap=True, width=_WIDTH)
err = Console(stderr=True, highlight=False, soft_wrap=True, width=_WIDTH)


class Exit(IntEnum):
    """Exit codes of every command."""

    DONE = 0
    GATE_REFUSED = 1
    BAD_USAGE = 2
    FAULT = 3


def print_json(value: Any) -> None:
    """Print one JSON document on standard output, with dates and paths as text."""
    out.print_json(json.dumps(value, default=str))


def seconds(value: float) -> str:
    """Return seconds as people read them, with one decimal."""
    return f"{value:.1f} s"
