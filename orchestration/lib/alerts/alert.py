"""What an alert says: what happened, where, and what to do.

Belongs here: its form. Every word of it is ours: counts, identifiers, names of files, rules and steps. A
value from a file, a person's words and an error's message have no place in it, since it leaves the home.
"""

import datetime as dt
import hashlib
from typing import Literal

from pydantic import BaseModel, ConfigDict

Kind = Literal[
    "run_failed",
    "gate_refused",
    "quarantine_over_tolerance",
    "feed_overdue",
    "requirement_overdue",
    "test",
]


class Alert(BaseModel):
    """One alert.

    Attributes:
        alert_id: The same for the same incident, so that it is told once however often it is met.
        what: What happened, in one line.
        where: The data home, and the run, file or table.
        what_to_do: A command or a page.
        at: When it was met first, in UTC.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    alert_id: str
    kind: Kind
    what: str
    where: str
    what_to_do: str
    at: dt.datetime

    @property
    def as_text(self) -> str:
        """The alert as a message for people."""
        return (
            f"{self.what}\n\nWhere:       {self.where}\nWhat to do:  {self.what_to_do}\n"
            f"When:        {self.at:%Y-%m-%d %H:%M} UTC\nAlert:       {self.kind} {self.alert_id}\n"
        )


def alert(kind: Kind, incident: str, what: str, where: str, what_to_do: str) -> Alert:
    """Return an alert on an incident, met now.

    Args:
        kind: What kind of thing happened.
        incident: What tells this incident from others of its kind.
        what: What happened.
        where: Where.
        what_to_do: What a person can do.
    """
    return Alert(
        alert_id=hashlib.sha256(f"{kind}\n{incident}".encode()).hexdigest()[:16],
        kind=kind,
        what=what,
        where=where,
        what_to_do=what_to_do,
        at=dt.datetime.now(dt.UTC),
    )
