"""Log lines for machines: one JSON document per line, with the run and whatever else a line carries.

Belongs here: the form. `EQW_LOG=json` asks for it; without it Python's own form stays.
"""

import datetime as dt
import json
import logging
import os

from orchestration.lib.audit.actor import actor

# What a line of the audit or of a step may carry; anything else in a record is Python's own.
FIELDS = ("action", "subject", "outcome", "load_id", "step", "seconds")


class JsonLines(logging.Formatter):
    """Formats a record as one JSON document; an error by class and place, never by its words."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        acts = actor()
        line = {
            "at": dt.datetime.fromtimestamp(record.created, dt.UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            "run_id": acts.run_id,
            "route": acts.route,
            **{name: getattr(record, name) for name in FIELDS if hasattr(record, name)},
        }
        if record.exc_info and record.exc_info[0] is not None:
            line["error"] = record.exc_info[0].__name__
        return json.dumps(line, ensure_ascii=False, default=str)


def wants_json() -> bool:
    """Return whether `EQW_LOG=json` asks for log lines in JSON."""
    return os.environ.get("EQW_LOG") == "json"


def log_in_json() -> None:
    """Write what this product logs, from `info` on, to standard error as JSON lines, if it is asked for."""
    if not wants_json():
        return
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines())
    logger = logging.getLogger("orchestration")
    logger.handlers, logger.propagate = [handler], False
    logger.setLevel(logging.INFO)
