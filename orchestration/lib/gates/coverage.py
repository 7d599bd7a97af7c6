"""Whether one load makes another good: it carries every natural key that can be read in the other.

Belongs here: that comparison. Which keys can be read in a refused file is known to ingest.
"""

from expectations.contract import contract
from orchestration.lib.duck import connect
from orchestration.lib.home import Home
from orchestration.lib.ingest.manifest import LoadManifest, load_folder
from orchestration.lib.ingest.natural_keys import natural_keys


def covers(home: Home, later: LoadManifest, earlier: LoadManifest) -> bool:
    """Return whether the accepted rows of `later` carry every natural key readable in `earlier`.

    A file in which no key can be read is covered by none: nothing is known of what it was about.
    """
    keys = natural_keys(home, earlier)
    if keys is None:
        return False
    accepted = load_folder(home, later.feed, later.load_id) / "accepted.parquet"
    columns = ", ".join(f'"{name}"' for name in contract(earlier.feed).key)
    # EXCEPT takes two blanks as equal, as a key with an optional part must.
    missing = f"select {columns} from read_parquet(?) except select {columns} from read_parquet(?) limit 1"
    with connect() as connection:
        return connection.execute(missing, [str(keys), str(accepted)]).fetchone() is None
