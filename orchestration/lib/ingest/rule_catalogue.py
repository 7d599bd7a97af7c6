"""Every rule of ingest as a page for people: `python -m orchestration.lib.ingest.rule_catalogue`.

Belongs here: rendering only. A test keeps `docs/ingest-rules.md` as this module writes it.
"""

import sys

from orchestration.lib.ingest.rules import RULES, Rule, Scope

_HEAD = """# Rules of ingest

Written by `python -m orchestration.lib.ingest.rule_catalogue > docs/ingest-rules.md`; change
`orchestration/lib/ingest/rules.py`, not this page.

Ingest sorts what a file holds before any gate looks at it. What it keeps out is in the quarantine of the
load, with file, row, rule and remedy. What must be true of the rows that remain is in [gates.md](gates.md).
"""

_SCOPES: dict[Scope, str] = {
    "file": "The file is refused",
    "row": "The row goes to quarantine",
    "cell": "The answer goes to quarantine, the row stays",
    "warning": "Nothing is kept out",
}


def rule_catalogue() -> str:
    """Return the page as Markdown."""
    parts = [_HEAD]
    for scope, heading in _SCOPES.items():
        rules = [rule for rule in RULES.values() if rule.scope == scope]
        parts += [f"## {heading}", "", "| rule | what was found | remedy |", "|---|---|---|"]
        parts += [*(_row(rule) for rule in rules), ""]
    return "\n".join(parts).rstrip() + "\n"


def _row(rule: Rule) -> str:
    waits = " Waits: the row loads by itself once the cause is gone." if rule.waits else ""
    cells = (f"`{rule.rule_id}`", rule.what + waits, rule.remedy)
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


if __name__ == "__main__":
    sys.stdout.write(rule_catalogue())
