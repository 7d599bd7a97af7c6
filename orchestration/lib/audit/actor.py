"""Who acts: the person whose process it is, the route it came by, and Dagster's run.

Belongs here: knowing that anywhere below a run, for the audit and for the log.
"""

import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True)
class Actor:
    """Who acts.

    Attributes:
        account: Account of the process.
        route: How it came about: `command line`, `eqw run`, `ui`, `schedule:NAME`,
            `sensor:NAME`, `backfill:ID`.
        run_id: Dagster's run, if there is one.
    """

    account: str
    route: str
    run_id: str | None = None


_actor: ContextVar[Actor | None] = ContextVar("_actor", default=None)


def actor() -> Actor:
    """Return who acts now."""
    return _actor.get() or Actor(getpass.getuser(), "command line")


@contextmanager
def acting(route: str, run_id: str) -> Iterator[None]:
    """Act as a run for the length of a block."""
    before = _actor.get()
    _actor.set(Actor(getpass.getuser(), route, run_id))
    try:
        yield
    finally:
        _actor.set(before)
