"""Which feed a file belongs to, by its headings or by the layout of the organisation register.

Belongs here: recognising. Does not belong here: judging whether the file is any good.
"""

import re
from pathlib import Path

from expectations.contract import FEEDS, Contract, contract
from orchestration.lib.ingest.headings import normalise_heading
from orchestration.lib.ingest.readers.limits import ReaderLimits
from orchestration.lib.ingest.readers.read_file import read_file
from orchestration.lib.ingest.rejection import FileRejectedError
from orchestration.lib.landing.errors import LandingError

_CODE = re.compile(r"[A-Z0-9]{3,6}")
# Share of a feed's required columns that a damaged file still needs to be recognised by its headings.
_ENOUGH = 0.6
# Why a workbook cannot be read for one feed, though perhaps for another.
_OF_ONE_FEED = ("ambiguous_sheet", "several_headings")


def recognise_feed(path: Path, limits: ReaderLimits) -> str:
    """Return the feed of a file.

    A file that has all required columns of one feed belongs to it. A file that lacks some belongs to the
    one feed it resembles most, so that ingest can say what is missing.

    Args:
        path: The file.
        limits: Limits it must keep.

    Raises:
        LandingError: The file is no table, belongs to no feed, or to several.
    """
    for feed in FEEDS:
        if not contract(feed).has_heading and _is_register(path, contract(feed), limits):
            return feed
    headed = [feed for feed in FEEDS if contract(feed).has_heading]
    headings = _headings(path, headed, limits)
    shares = {feed: _required_share(contract(feed), headings[feed]) for feed in headed}
    best = max(shares.values())
    if best < _ENOUGH:
        raise LandingError(
            f"{path.name}: the headings fit no feed. Name it with --feed; feeds are {', '.join(FEEDS)}."
        )
    nearest = [feed for feed in headed if shares[feed] == best]
    if len(nearest) > 1:
        raise LandingError(
            f"{path.name}: the headings fit several feeds ({', '.join(nearest)}). Name one with --feed."
        )
    return nearest[0]


def _unreadable(path: Path, error: FileRejectedError) -> LandingError:
    return LandingError(
        f"{path.name}: {error} Or name its feed with --feed, to have it archived and refused."
    )


def _headings(path: Path, feeds: list[str], limits: ReaderLimits) -> dict[str, set[str]]:
    """Return the headings as each feed would find them: in a workbook, those of the feed's own sheet."""
    found: dict[str, set[str]] = {}
    for feed in feeds:
        try:
            raw = read_file(path, contract(feed), limits)
        except FileRejectedError as error:
            # The sheets may be those of another feed; if they are of none, the last feed says so.
            if error.rule.rule_id not in _OF_ONE_FEED or (feed == feeds[-1] and not any(found.values())):
                raise _unreadable(path, error) from error
            found[feed] = set()
            continue
        found[feed] = {normalise_heading(heading) for heading in raw.headings}
        if not raw.file_format.startswith("xlsx"):
            return dict.fromkeys(feeds, found[feed])
    return found


def _required_share(feed: Contract, headings: set[str]) -> float:
    required = _required(feed)
    return len(headings & required) / len(required)


def _required(feed: Contract) -> set[str]:
    return {column.name for column in feed.columns if column.required}


def _is_register(path: Path, feed: Contract, limits: ReaderLimits) -> bool:
    named = any(re.search(pattern, path.name.lower()) for pattern in feed.file_name_patterns)
    if not named:
        return False
    try:
        raw = read_file(path, feed, limits)
    except FileRejectedError as error:
        raise _unreadable(path, error) from error
    if raw.table.num_columns - 1 != feed.position_count:
        return False
    codes = raw.table.column(0).slice(0, 20).to_pylist()
    return all(code is not None and _CODE.fullmatch(code.upper()) for code in codes)
