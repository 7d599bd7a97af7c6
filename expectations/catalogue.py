"""Every rule of every gate as a page for people: `python -m expectations.catalogue > docs/gates.md`.

Belongs here: rendering only. A test keeps `docs/gates.md` as this module writes it.
"""

import sys

from expectations.registry import all_suites
from expectations.retired import retired
from expectations.suite import Rule, Suite

_HEAD = """# Gates

Written by `python -m expectations.catalogue > docs/gates.md`; change the suites, not this page.

A load reaches dbt, and a table reaches a release, only when no rule of severity **error** fails on exactly
its bytes. A failed **warning** stops nothing and is listed in `QUALITY.md`. How to add or loosen a rule:
[expectations/README.md](../expectations/README.md). What ingest keeps out before any gate looks:
[ingest-rules.md](ingest-rules.md).
"""


def catalogue() -> str:
    """Return the page as Markdown."""
    suites = all_suites()
    rules = [rule for suite in suites for rule in suite.rules]
    warnings = sum(rule.severity == "warning" for rule in rules)
    measured = sum(rule.measure is not None for rule in rules)
    loosened = sum(rule.loosened is not None for rule in rules)
    counts = (
        f"{len(suites)} suites, {len(rules)} rules, of which {len(rules) - warnings} stop the run and "
        f"{warnings} warn. {measured} tell a number whether they hold or not. {loosened} were loosened; "
        "below the table of their suite it says when, why and what the bound was."
    )
    parts = [_HEAD, counts, "", "# Loads", ""]
    parts += [_section(suite) for suite in suites if suite.stage == "feed"]
    parts += ["# Published tables", ""]
    parts += [_section(suite) for suite in suites if suite.stage == "published"]
    parts += ["# Retired rules", ""]
    gone = [f"- `{rule_id}`, {rule.date}: {rule.reason}" for rule_id, rule in retired().items()]
    parts += gone or ["None."]
    return "\n".join(parts).rstrip() + "\n"


def _section(suite: Suite) -> str:
    lines = [f"## {suite.suite}", "", f"{suite.title}. `{_file(suite)}`", ""]
    lines += ["| rule | severity | allowed | why | how to resolve | owner |", "|---|---|---|---|---|---|"]
    lines += [_row(rule) for rule in suite.rules]
    lines += [
        f"\n`{rule.id}` was loosened on {rule.loosened.date}: {rule.loosened.reason}. "
        f"It was: {rule.loosened.was}."
        for rule in suite.rules
        if rule.loosened is not None
    ]
    return "\n".join([*lines, ""])


def _file(suite: Suite) -> str:
    return f"expectations/suites/{'feeds' if suite.stage == 'feed' else 'published'}/{suite.suite}.yaml"


def _row(rule: Rule) -> str:
    cells = (f"`{rule.id}`", rule.severity, rule.bound, rule.why, rule.how_to_resolve, rule.owner)
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


if __name__ == "__main__":
    sys.stdout.write(catalogue())
