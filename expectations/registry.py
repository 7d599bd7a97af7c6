"""The list of all suites: one file per feed and per published table, found by where it lies.

Belongs here: which suites exist. What a suite may say is `suite.py`, what it says is `suites/`.
"""

from functools import cache

from expectations.contract import FEEDS
from expectations.suite import SUITES, Rule, Suite, load_suite


def published_tables() -> tuple[str, ...]:
    """Return the published tables that have a suite, by name; reads no file."""
    return tuple(sorted(path.stem for path in (SUITES / "published").glob("*.yaml")))


@cache
def feed_suite(feed: str) -> Suite:
    """Return the suite of a feed's loads.

    Raises:
        FileNotFoundError: The feed has no suite.
    """
    return load_suite(SUITES / "feeds" / f"{feed}.yaml")


@cache
def published_suite(table: str) -> Suite:
    """Return the suite of a published table.

    Raises:
        FileNotFoundError: The table has no suite.
    """
    return load_suite(SUITES / "published" / f"{table}.yaml")


@cache
def all_suites() -> tuple[Suite, ...]:
    """Return every suite: feeds in reading order, then published tables by name.

    Raises:
        ValueError: Two suites share a name, so their rule ids could not be told apart.
    """
    suites = tuple(feed_suite(feed) for feed in FEEDS)
    suites += tuple(published_suite(table) for table in published_tables())
    names = [suite.suite for suite in suites]
    if len(set(names)) != len(names):
        raise ValueError("Two suites share a name")
    return suites


def all_rules() -> tuple[tuple[Suite, Rule], ...]:
    """Return every rule with its suite."""
    return tuple((suite, rule) for suite in all_suites() for rule in suite.rules)
