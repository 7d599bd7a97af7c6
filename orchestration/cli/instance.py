"""The Dagster instance of a data home: SQLite for one person, Postgres where `EQW_POSTGRES_URL` is set.

Belongs here: `dagster.yaml` of a home. It names the variable; the address is a
secret and is never written.
"""

import hashlib
import os

import yaml

from orchestration.lib.durable import write_atomically
from orchestration.lib.home import PROJECT_ROOT, Home
from orchestration.lib.secrets import read_secret

POSTGRES_URL = "EQW_POSTGRES_URL"
_TEMPLATES = PROJECT_ROOT / "orchestration" / "instance"
# The file as 0.1.0 first shipped it, without a seal.
_BEFORE_SEALS = "e8296a7bf5f94a0160c4a6ed3b608c488c6917597728c3820142311135e7eb49"
_UNCHANGED = "# Written by eqw and replaced by it for as long as nobody edits it: sha256 "


class InstanceError(Exception):
    """The instance of a home and the environment do not fit; the message says what to do."""


def prepare_instance(home: Home) -> None:
    """Make `DAGSTER_HOME` below the data home; an instance file that a person edited stays as it is.

    Raises:
        InstanceError: The history is in Postgres and its address is not given, or the other way round.
        SecretError: The address is given in a file that cannot be used.
    """
    url = read_secret(POSTGRES_URL)
    team = url is not None
    if url is not None:
        # Dagster looks for it there, also where eqw found it in a file.
        os.environ[POSTGRES_URL] = url
    home.dagster.mkdir(parents=True, exist_ok=True)
    target = home.dagster / "dagster.yaml"
    found = target.read_text(encoding="utf-8") if target.exists() else None
    if found is not None and _is_in_postgres(found) and not team:
        raise InstanceError(
            f"The history of {home.root} is in Postgres, and {POSTGRES_URL} is not set. Remedy: set it; or,"
            f" to begin a new history in SQLite, delete {target}."
        )
    if found is None or _is_ours(found):
        wanted = _wanted(team)
        if found != wanted:
            write_atomically(target, wanted.encode())
    elif team and not _is_in_postgres(found):
        raise InstanceError(
            f"{POSTGRES_URL} is set, and {target} keeps the history in SQLite. Remedy: delete that file and"
            f" let eqw write it again, or give it the section of {_TEMPLATES / 'postgres.yaml'}."
        )


def _wanted(team: bool) -> str:
    names = ["dagster.yaml", "postgres.yaml"] if team else ["dagster.yaml"]
    text = "".join((_TEMPLATES / name).read_text(encoding="utf-8") for name in names)
    return f"{_UNCHANGED}{_digest(text)}\n{text}"


def _is_ours(found: str) -> bool:
    first, _, rest = found.partition("\n")
    return first == f"{_UNCHANGED}{_digest(rest)}" or _digest(found) == _BEFORE_SEALS


def _is_in_postgres(found: str) -> bool:
    content = yaml.safe_load(found) or {}
    return "postgres" in (content.get("storage") or {})


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
