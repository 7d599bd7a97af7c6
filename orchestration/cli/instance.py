"""The Dagster instance of a data home."""

from orchestration.lib.durable import write_atomically
from orchestration.lib.home import PROJECT_ROOT, Home


def prepare_instance(home: Home) -> None:
    """Make `DAGSTER_HOME` below the data home; an instance file that is there already stays as it is."""
    home.dagster.mkdir(parents=True, exist_ok=True)
    target = home.dagster / "dagster.yaml"
    if not target.exists():
        template = PROJECT_ROOT / "orchestration" / "instance" / "dagster.yaml"
        write_atomically(target, template.read_bytes())
