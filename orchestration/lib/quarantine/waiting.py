"""What rows in quarantine wait for, and what lets them load.

Belongs here: telling it in words. That they load is the work of ingest, in the next run.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from orchestration.lib.gates.standing import LoadStanding
from orchestration.lib.home import Home
from orchestration.lib.quarantine.faults import shown_faults

_MOST_VALUES = 5

# rule -> what is missing, in the singular and the plural, and what lets the rows load
AWAITED = {
    "unknown_provider": ("provider", "providers", "land a register that holds {them}"),
    "unknown_education_provider": (
        "education provider",
        "education providers",
        "land a register of education providers that holds {them}",
    ),
    "unknown_concern": ("concern", "concerns", "land {them}"),
}
# rule -> what is missing, where the value at fault does not name it
AWAITED_EVENT = {
    "category_jump": "the 'categorised' event before theirs",
    "suspension_without_event": "the event that suspended training",
    "event_after_close": "the 'reopened' event",
}


@dataclass(frozen=True)
class Waiting:
    """Rows of one file that wait for one kind of thing.

    Attributes:
        rows: Distinct rows.
        values: Up to five of the missing codes, in order; empty where the rule names none.
        distinct: How many codes are missing.
        first_row: The first row that waits.
    """

    feed: str
    file_name: str
    rule_id: str
    rows: int
    values: tuple[str, ...]
    distinct: int
    first_row: int

    @property
    def text(self) -> str:
        """Say how many rows wait for what, and what to do."""
        rows = f"{self.rows:,} {'row' if self.rows == 1 else 'rows'} of {self.feed}/{self.file_name}"
        wait = "waits" if self.rows == 1 else "wait"
        if event := AWAITED_EVENT.get(self.rule_id):
            return f"{rows} {wait} for {event} (first: row {self.first_row}): land it"
        one, many, remedy = AWAITED[self.rule_id]
        named = ", ".join(value if value.isprintable() else repr(value) for value in self.values)
        rest = f" … and {self.distinct - len(self.values):,} more" if self.distinct > len(self.values) else ""
        them = "it" if self.distinct == 1 else "them"
        return f"{rows} {wait} for {one if self.distinct == 1 else many} {named}{rest}: " + remedy.format(
            them=them
        )


def waiting_rows(home: Home, loads: Sequence[LoadStanding]) -> tuple[Waiting, ...]:
    """Return what the waiting rows of loads wait for, by load and rule, in the order of the loads."""
    waits = [load for load in loads if load.manifest and load.manifest.rows_waiting]
    with shown_faults(home, waits, waiting=True) as con:
        rows = con.execute(
            "SELECT feed, file_name, rule_id, count(DISTINCT source_row), "
            f"list_slice(list_sort(list(DISTINCT value)), 1, {_MOST_VALUES}), count(DISTINCT value), "
            "min(source_row) FROM shown GROUP BY place, feed, file_name, rule_id ORDER BY place, rule_id"
        ).fetchall()
    return tuple(
        Waiting(feed, file, rule, count, () if rule in AWAITED_EVENT else tuple(values), distinct, first)
        for feed, file, rule, count, values, distinct, first in rows
    )
