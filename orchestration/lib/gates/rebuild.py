"""Making the loads of some partitions anew from the archive, and gating and promoting them again.

Belongs here: a backfill of waves, cycles, months or dates. A load is a function of its bytes, so the same
comes out unless contract, code or known keys are others than when it was made.
"""

from collections.abc import Sequence

from orchestration.lib.gates.feed_gate import check_feed
from orchestration.lib.gates.partitions import Partition, carried
from orchestration.lib.gates.promotion import promote
from orchestration.lib.gates.receipts import GateRefused, refusal_text
from orchestration.lib.home import Home
from orchestration.lib.ingest.load import load_feed


def rebuild(home: Home, feed: str, partitions: Sequence[str]) -> dict[str, Partition]:
    """Make every load anew that carries rows of some partitions.

    Returns:
        What each of the partitions holds afterwards; one that is empty now is left out.

    Raises:
        GateRefused: A load that was made anew did not pass its gate; nothing was promoted.
    """
    before = carried(home, feed)
    loads = {load for key in partitions if key in before for load in before[key].loads}
    load_feed(home, feed, anew=loads)
    refused = [found for found in check_feed(home, feed) if found.load_id in loads and not found.passed]
    if refused:
        raise GateRefused("\n".join(refusal_text(one.file_name, one.receipt.errors) for one in refused))
    promote(home, feed)
    after = carried(home, feed)
    return {key: after[key] for key in partitions if key in after}
