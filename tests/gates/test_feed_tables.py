"""What a suite reads about a load, and that a receipt vouches for exactly that."""

import pyarrow as pa
import pytest
from gate_home import GOOD, DropBox

from orchestration.lib.gates import feed_tables
from orchestration.lib.gates.feed_gate import check_feed
from orchestration.lib.gates.feed_tables import _load_table, feed_inputs
from orchestration.lib.gates.standing import standing
from orchestration.lib.home import Home
from orchestration.lib.ingest.manifest import LoadManifest, read_manifests

FEED = "education_providers"


def test_a_share_that_is_computed_otherwise_needs_a_new_verdict(
    home: Home, box: DropBox, monkeypatch: pytest.MonkeyPatch
) -> None:
    box.drop("a.csv", GOOD)
    check_feed(home, FEED)
    assert [found.status for found in standing(home, [FEED])] == ["accepted"]

    def otherwise(manifest: LoadManifest) -> pa.Table:
        table = _load_table(manifest)
        place = table.column_names.index("quarantined_share")
        return table.set_column(place, "quarantined_share", pa.array([0.5]))

    monkeypatch.setattr(feed_tables, "_load_table", otherwise)
    assert [found.status for found in standing(home, [FEED])] == ["unchecked"]


def test_the_order_of_earlier_loads_is_part_of_what_a_receipt_vouches_for(home: Home, box: DropBox) -> None:
    first, second = box.drop("a.csv", GOOD), box.drop("b.csv", GOOD.replace("Easting", "Westing"))
    box.drop("c.csv", GOOD.replace("Easting", "Southing"))
    *_, last = read_manifests(home, FEED)
    there, back = (feed_inputs(home, last, order) for order in ([first, second], [second, first]))
    assert there.hashes["previous"] != back.hashes["previous"]
    assert there.tables["previous"].loads == (first, second)  # type: ignore[union-attr]
