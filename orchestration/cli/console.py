"""How the command line speaks: text for people, JSON for scripts, and one exit code per kind of ending."""

import json
from enum import IntEnum
from typing import Any

from rich.console import Console

out = Console(highlight=False)
err = Console(stderr=True, highlight=False)


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
