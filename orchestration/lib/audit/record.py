"""The record itself: JSON lines that are only ever appended to, each sealed over the one before it.

Belongs here: appending, reading and proving. An act is written down before it takes effect: a crash may
leave one that was then done again, never one that is missing. No function changes a line, and one that
was changed, removed or moved breaks the chain of seals. Cutting off the newest lines leaves a whole chain:
against that the file system helps (`chattr +a`), and a backup.
"""

import datetime as dt
import fcntl
import hashlib
import logging
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from orchestration.lib.audit.actor import actor
from orchestration.lib.home import Home
from orchestration.lib.landing import journal

Action = Literal["landed", "judged", "promoted", "built", "released", "set_aside", "backed_up", "restored"]
_log = logging.getLogger(__name__)
_FIRST = "0" * 64


class Act(BaseModel):
    """One act.

    Attributes:
        subject: What was acted on: `feed/file`, `feed/load`, a table, a release.
        outcome: What came of it: `passed`, `refused`, `done`.
        why: Rule ids that refused, or the reason that a person gave.
        inputs: SHA-256 of what it was made from or looked at, by name.
        versions: Of the product and of what judged.
        seal: SHA-256 over the seal before and everything else in this line.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    sequence: int
    done_at: dt.datetime
    action: Action
    subject: str
    outcome: str
    why: str
    account: str
    route: str
    run_id: str | None
    load_id: str | None
    inputs: dict[str, str]
    versions: dict[str, str]
    seal: str = ""

    def sealed(self, before: str) -> "Act":
        """Return this act with its seal."""
        content = before + self.model_dump_json(exclude={"seal"})
        return self.model_copy(update={"seal": hashlib.sha256(content.encode()).hexdigest()})


def record_act(
    home: Home,
    action: Action,
    subject: str,
    outcome: str = "done",
    why: str = "",
    inputs: Mapping[str, str] | None = None,
    versions: Mapping[str, str] | None = None,
    load_id: str | None = None,
) -> None:
    """Append one act, done now by whoever acts; see `Act`."""
    path = audit_path(home)
    path.parent.mkdir(parents=True, exist_ok=True)
    acts = actor()
    with (path.parent / ".lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        written = acts_of(home)
        before = written[-1] if written else None
        act = Act(
            sequence=before.sequence + 1 if before else 1,
            done_at=dt.datetime.now(dt.UTC),
            action=action,
            subject=subject,
            outcome=outcome,
            why=why,
            account=acts.account,
            route=acts.route,
            run_id=acts.run_id,
            load_id=load_id,
            inputs=dict(inputs or {}),
            versions={"eqw": version("education-quality-warehouse"), **(versions or {})},
        )
        told = {"action": action, "subject": subject, "outcome": outcome, "load_id": load_id}
        _log.info("%s %s: %s", action, subject, outcome, extra=told)
        journal.append(path, [act.sealed(before.seal if before else _FIRST)])


def acts_of(home: Home) -> list[Act]:
    """Return every act, oldest first.

    Raises:
        JournalError: A line is not an act.
    """
    return journal.read(audit_path(home), Act)


def audit_faults(home: Home) -> list[str]:
    """Return one sentence per line that is not what was written; empty when the audit is whole."""
    faults, before = [], _FIRST
    for number, act in enumerate(acts_of(home), start=1):
        if act.sequence != number:
            faults.append(f"line {number}: act {number} is missing or moved; this is act {act.sequence}")
        if act.sealed(before).seal != act.seal:
            faults.append(f"line {number}: changed, or what stood before it was ({act.action} {act.subject})")
        before = act.seal
    return faults


def audit_path(home: Home) -> Path:
    """Return where the audit lies."""
    return home.audit / "audit.jsonl"
