"""The names under which the stages meet: asset keys and groups.

Belongs here: keys that two stages must agree on. Not here: what a stage does.
"""

from expectations.contract import FEEDS, contract

SIGHTINGS = ["landing", "sightings"]
LOAD_AUDIT = ["audit", "load_audit"]
QUARANTINE = ["audit", "quarantine"]
RELEASED_SURVEY_CELL = ["audit", "released_survey_cell"]
CANDIDATE = ["release", "candidate"]
CURRENT_RELEASE = ["release", "current"]
POSTGRES_COPY = ["release", "postgres_copy"]

# What a refresh between two full runs takes in: concerns come every day, all else once a year.
CONCERN_FEEDS = ("concerns", "concern_events")

# The entity a column may refer to, and the feed whose accepted loads hold its keys.
REFERENCE_FEED = {
    "provider": "providers",
    "education_provider": "education_providers",
    "concern": "concerns",
}


def files_key(feed: str) -> list[str]:
    """Return the asset key of a feed's files as people send them."""
    return ["files", feed]


def landing_key(feed: str) -> list[str]:
    """Return the asset key of a feed's loads before their gate."""
    return ["landing", feed]


def accepted_key(feed: str) -> list[str]:
    """Return the asset key of a feed's loads after their gate; dbt's sources carry the same key."""
    return ["accepted", feed]


def partitions_key(feed: str) -> list[str]:
    """Return the asset key of a feed's accepted loads by wave, cycle, month or date."""
    return ["partitions", feed]


def referenced_feeds(feed: str) -> list[str]:
    """Return the feeds whose accepted keys decide which rows of this feed are known, in reading order."""
    referenced = {REFERENCE_FEED[c.reference] for c in contract(feed).columns if c.reference}
    return [other for other in FEEDS if other in referenced]
