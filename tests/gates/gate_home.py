"""A data home into which tests drop small files, taken as far as the gate by the real landing and ingest."""

import os

from orchestration.lib.home import Home
from orchestration.lib.ingest.load import load_feed
from orchestration.lib.landing.ledger import register_landing

GOOD = "ukprn,name\n10000001,University of Northwold\n10000002,University of Easting\n"
BAD = "ukprn,name\n10000001,x\n10000002,University of Easting\n"  # a name of one letter breaks name_length


class DropBox:
    """Drops files into landing, each a second after the one before, and lets ingest read them."""

    def __init__(self, home: Home) -> None:
        self.home = home
        self._clock = 1_700_000_000

    def drop(self, name: str, text: str, feed: str = "education_providers") -> str:
        """Drop a file and return the id of its load."""
        path = self.home.landing / feed / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        self._clock += 1
        os.utime(path, (self._clock, self._clock))
        (seen,) = register_landing(self.home)
        load_feed(self.home, feed)
        return seen.load_id
