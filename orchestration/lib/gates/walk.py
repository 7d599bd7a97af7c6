"""The loads of one feed in the order they were first seen, each with its receipt if it has one.

Belongs here: the one walk that both the gate and the standing take, so that they cannot disagree about what
a receipt must vouch for. Does not belong here: running a suite, or what follows from a verdict.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from expectations.registry import feed_suite
from orchestration.lib.gates import receipts
from orchestration.lib.gates.feed_tables import FeedInputs, feed_inputs
from orchestration.lib.gates.receipts import Receipt
from orchestration.lib.home import Home
from orchestration.lib.ingest.manifest import LoadManifest, read_manifests
from orchestration.lib.landing.ledger import SetAside, Sighting, set_asides, sightings

Judge = Callable[[LoadManifest, FeedInputs], Receipt | None]


@dataclass(frozen=True)
class WalkedLoad:
    """One sighted load.

    Attributes:
        sightings: Every sighting of the load, in order; never empty.
        manifest: What ingest made of the file; None when it was not read yet.
        set_aside: The decision to leave it out, if there is one.
        receipt: The verdict for exactly its bytes; None when it was not checked yet, or is set aside.
    """

    sightings: tuple[Sighting, ...]
    manifest: LoadManifest | None
    set_aside: SetAside | None
    receipt: Receipt | None

    @property
    def first(self) -> Sighting:
        """The sighting that gives the load its place in the order."""
        return self.sightings[0]

    @property
    def last(self) -> Sighting:
        """The last time it was dropped."""
        return self.sightings[-1]

    @property
    def load_id(self) -> str:
        """The name of the load."""
        return self.first.load_id

    @property
    def is_accepted(self) -> bool:
        """Whether its rows may reach dbt."""
        return self.receipt is not None and self.receipt.passed


def walk(home: Home, feed: str, judge: Judge | None = None) -> Iterator[WalkedLoad]:
    """Go through the loads of a feed.

    Args:
        home: The data home.
        feed: The feed.
        judge: Called for a load without a receipt for its bytes; returns the receipt. Left out, such a load
            stays without one.
    """
    suite = feed_suite(feed)
    manifests = {manifest.load_id: manifest for manifest in read_manifests(home, feed)}
    aside = {decision.load_id: decision for decision in set_asides(home) if decision.feed == feed}
    earlier: list[str] = []
    for seen in _by_load(home, feed):
        load_id = seen[0].load_id
        manifest, decision = manifests.get(load_id), aside.get(load_id)
        receipt = None
        if manifest is not None and decision is None:
            inputs = feed_inputs(home, manifest, earlier)
            receipt = receipts.find(home, suite, inputs.hashes)
            if receipt is None and judge is not None:
                receipt = judge(manifest, inputs)
        load = WalkedLoad(seen, manifest, decision, receipt)
        if load.is_accepted:
            earlier.append(load_id)
        yield load


def _by_load(home: Home, feed: str) -> list[tuple[Sighting, ...]]:
    """Return the sightings of a feed grouped by load, in the order in which each load was first seen."""
    groups: dict[str, list[Sighting]] = {}
    for sighting in sorted(sightings(home), key=lambda seen: seen.sequence):
        if sighting.feed == feed:
            groups.setdefault(sighting.load_id, []).append(sighting)
    return [tuple(group) for group in groups.values()]
