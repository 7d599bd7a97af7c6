"""The book of alerts: which were raised, and what became of each on every channel; only ever appended to.

Belongs here: `alerts/alerts.jsonl` and `alerts/deliveries.jsonl`, and what they add up to.
"""

import datetime as dt
import fcntl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal

from pydantic import BaseModel, ConfigDict

from orchestration.lib.alerts.alert import Alert
from orchestration.lib.alerts.channels import Channel
from orchestration.lib.home import Home
from orchestration.lib.landing import journal

# After so long an alert is history; `eqw alerts list` still shows that it never went out.
_GIVE_UP_AFTER = dt.timedelta(days=7)


class Delivery(BaseModel):
    """One attempt: `failed` may be tried again, `refused` will not help to try."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    alert_id: str
    channel: Channel
    outcome: Literal["delivered", "failed", "refused"]
    told: str
    at: dt.datetime


@dataclass(frozen=True)
class Entry:
    """One alert and its last attempt per channel."""

    alert: Alert
    last: dict[str, Delivery]

    def owes(self, channel: Channel, now: dt.datetime, again: bool = False) -> bool:
        """Whether it should be sent over a channel (again); `again` also what was refused before."""
        last = self.last.get(channel)
        if last is not None and (last.outcome == "delivered" or (last.outcome == "refused" and not again)):
            return False
        return now - self.alert.at < _GIVE_UP_AFTER


@contextmanager
def open_book(home: Home) -> Iterator[None]:
    """Keep others from writing: a run and the daemon may meet the same incident at the same moment."""
    home.alerts.mkdir(parents=True, exist_ok=True)
    with (home.alerts / ".lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def entries(home: Home) -> list[Entry]:
    """Return every alert raised, oldest first."""
    last: dict[str, dict[str, Delivery]] = {}
    for delivery in journal.read(home.alerts / "deliveries.jsonl", Delivery):
        last.setdefault(delivery.alert_id, {})[delivery.channel] = delivery
    return [
        Entry(raised, last.get(raised.alert_id, {}))
        for raised in journal.read(home.alerts / "alerts.jsonl", Alert)
    ]


def add(home: Home, found: Sequence[Alert]) -> list[Alert]:
    """Write down the alerts that are not there yet, and return them."""
    known = {entry.alert.alert_id for entry in entries(home)}
    new = list({one.alert_id: one for one in found if one.alert_id not in known}.values())
    journal.append(home.alerts / "alerts.jsonl", new)
    return new


def record(home: Home, delivery: Delivery) -> None:
    """Write down one attempt."""
    journal.append(home.alerts / "deliveries.jsonl", [delivery])
