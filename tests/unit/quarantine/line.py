"""The way of a file up to dbt: landing, ingest, gate, promotion; for tests that need several feeds."""

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from expectations.contract import FEEDS
from orchestration.lib.gates.feed_gate import check_feed
from orchestration.lib.gates.promotion import promote
from orchestration.lib.gates.standing import LoadStanding, standing
from orchestration.lib.home import Home
from orchestration.lib.ingest.load import load_feed
from orchestration.lib.landing.ledger import register_landing
from tests.unit.ingest.bench import Bench

_ORGANISATION = (
    '"{code}","TRUST {code}","Y56","QKK","","","","","","AA1 1AA","20000401",""' + ',""' * 15 + "\n"
)


@dataclass
class Line:
    """Drops files and runs what stands between landing and dbt."""

    home: Home
    _clock: int = field(default=1_700_000_000)

    def drop(self, feed: str, name: str, content: str | bytes | Iterable[Mapping[str, str]]) -> None:
        """Drop a file, a second after the one before."""
        path = Bench(self.home).drop(feed, name, content)
        self._clock += 1
        os.utime(path, (self._clock, self._clock))

    def register(self, name: str, *codes: str) -> None:
        """Drop a provider snapshot."""
        self.drop("providers", name, "".join(_ORGANISATION.format(code=code) for code in codes))

    def run(self, *feeds: str) -> dict[str, LoadStanding]:
        """Take in, sort, judge and promote what is in landing; return every load by file name."""
        register_landing(self.home)
        for feed in [feed for feed in FEEDS if not feeds or feed in feeds]:
            load_feed(self.home, feed)
            check_feed(self.home, feed)
            promote(self.home, feed)
        return {load.file_name: load for load in standing(self.home, feeds or FEEDS)}
