"""Which loads a question about quarantine is about.

Belongs here: from the name of a feed or a file to loads. What is wrong in them is `faults.py`.
"""

from collections.abc import Iterable

from expectations.contract import FEEDS
from orchestration.lib.gates.standing import LoadStanding, standing
from orchestration.lib.home import Home
from orchestration.lib.ingest.rules import RULES
from orchestration.lib.quarantine.errors import QuarantineError

_MIN_HASH_PREFIX = 8
_MOST_NAMES = 20


def select_loads(home: Home, feed: str | None = None, file: str | None = None) -> list[LoadStanding]:
    """Return the loads that were read, however they stand; those set aside only when their file is named.

    Args:
        home: The data home.
        feed: Loads of this feed only.
        file: A file's name, `feed/name`, or at least eight hex digits of its load id or SHA-256.

    Raises:
        QuarantineError: There is no such feed or file; names those there are.
    """
    if feed is not None and feed not in FEEDS:
        raise QuarantineError(f"There is no feed '{feed}'. The feeds are {', '.join(FEEDS)}.")
    found = standing(home, [feed] if feed else FEEDS)
    read = [load for load in found if load.manifest is not None]
    if file is None:
        return [load for load in read if load.status != "set_aside"]
    named = [load for load in read if _is_named(load, file)]
    if not named:
        raise QuarantineError(f"No file '{file}' was read. Files that were: {_names(read)}.")
    return named


def select_load(home: Home, file: str) -> LoadStanding:
    """Return the one load that a file name, `feed/name` or hash means: the last one seen under that name.

    Raises:
        QuarantineError: There is none, or files of several feeds have the name.
    """
    named = select_loads(home, file=file)
    if len({load.feed for load in named}) > 1:
        several = ", ".join(sorted({f"{load.feed}/{load.file_name}" for load in named}))
        raise QuarantineError(f"'{file}' means several files: {several}. Name one of these.")
    return max(named, key=lambda load: load.load_sequence)


def require_rule(rule_id: str) -> None:
    """Let pass only the id of a rule that keeps a file, row or cell out.

    Raises:
        QuarantineError: There is no such rule; names those there are.
    """
    keeping = [rule.rule_id for rule in RULES.values() if rule.scope != "warning"]
    if rule_id not in keeping:
        raise QuarantineError(f"There is no rule '{rule_id}'. The rules are {', '.join(sorted(keeping))}.")


def _is_named(load: LoadStanding, wanted: str) -> bool:
    if wanted in (load.file_name, f"{load.feed}/{load.file_name}"):
        return True
    hashes = (load.load_id, load.sha256)
    return len(wanted) >= _MIN_HASH_PREFIX and any(known.startswith(wanted.lower()) for known in hashes)


def _names(loads: Iterable[LoadStanding]) -> str:
    names = list(dict.fromkeys(f"{load.feed}/{load.file_name}" for load in loads))
    rest = f" … and {len(names) - _MOST_NAMES} more: eqw status --files" if len(names) > _MOST_NAMES else ""
    return (", ".join(names[:_MOST_NAMES]) or "none yet") + rest
