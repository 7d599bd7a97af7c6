"""Is a release exactly what was released? Reads only.

Belongs here: every check that can be made from the folder alone. Files whose checksum fails are reported and
never opened.
"""

from pathlib import Path
from typing import Any

import duckdb

from orchestration.lib.duck import connect
from orchestration.lib.durable import sha256_of
from orchestration.lib.release.catalogue import CURRENT, version_of
from orchestration.lib.release.checksums import SUMS, seal_of, sum_faults
from orchestration.lib.release.database import DATABASE, database_faults
from orchestration.lib.release.datapackage import DESCRIPTOR, PARQUET, read_descriptor
from orchestration.lib.release.documents import QUALITY, RELEASE

_ALWAYS_THERE = (DATABASE, DESCRIPTOR, QUALITY, RELEASE)


def verify_release(path: Path) -> list[str]:
    """Check a release: every byte, the descriptor, the database against the Parquet, and `current`.

    Args:
        path: Folder of a release, or the link `current`.

    Returns:
        One sentence per fault; empty when the release is whole and unchanged.
    """
    if not path.is_dir():
        return [f"{path} is not a release: there is no such folder"]
    release = path.resolve()
    faults, judged = sum_faults(release)
    faults += _current_faults(release)
    if not (release / SUMS).is_file():
        return faults
    # What the sums have told of a file is not told a second time in other words.
    faults += [f"{name} is not part of the release" for name in _ALWAYS_THERE if name not in judged]
    if not judged.get(DESCRIPTOR, False):
        return faults
    try:
        return faults + _descriptor_faults(release, read_descriptor(release), judged)
    except (KeyError, TypeError, ValueError) as error:
        return [*faults, f"{DESCRIPTOR} is not a release's descriptor: {error!r}"]


def _current_faults(release: Path) -> list[str]:
    link = release.with_name(CURRENT)
    if link.is_symlink():
        target = link.readlink()
        if version_of(str(target)) is None or not (link / SUMS).is_file():
            return [f"{CURRENT} points to {target}, which is no release beside it"]
        return []
    # Away from its home a release may lie beside anything, also beside something of that name.
    return [f"{CURRENT} is not a link"] if link.exists() and seal_of(release).exists() else []


def _descriptor_faults(release: Path, descriptor: dict[str, Any], judged: dict[str, bool]) -> list[str]:
    faults = []
    intact = {name for name, as_listed in judged.items() if as_listed}
    if version_of(release.name) and descriptor["version"] != release.name:
        faults.append(f"{DESCRIPTOR} says version {descriptor['version']}")
    resources = {resource["path"]: resource for resource in descriptor["resources"]}
    found = {name for name in intact if name.startswith(f"{PARQUET}/")}
    faults += [f"{name} is not described in {DESCRIPTOR}" for name in sorted(found - set(resources))]
    faults += [
        f"{name} is described in {DESCRIPTOR} but not there" for name in sorted(set(resources) - set(judged))
    ]
    for name in sorted(found & set(resources)):
        faults += _resource_faults(release / name, resources[name])
    if DATABASE in intact:
        rows = {resource["name"]: resource["row_count"] for resource in resources.values()}
        spoilt = {resources[name]["name"] for name in set(resources) - found}
        faults += database_faults(release / DATABASE, release / PARQUET, rows, spoilt)
    return faults


def _resource_faults(file: Path, resource: dict[str, Any]) -> list[str]:
    faults = []
    if resource["hash"] != f"sha256:{sha256_of(file)}":
        faults.append(f"{file.name}: {DESCRIPTOR} gives another hash")
    if resource["bytes"] != file.stat().st_size:
        faults.append(f"{file.name}: {DESCRIPTOR} gives another size")
    with connect() as connection:
        try:
            held = connection.read_parquet(str(file))
            columns = list(zip(held.columns, map(str, held.types), strict=True))
        except duckdb.Error as error:
            return [*faults, f"{file.name} cannot be read: {error}"]
    if columns != [(field["name"], field["sql_type"]) for field in resource["schema"]["fields"]]:
        faults.append(f"{file.name}: {DESCRIPTOR} describes other columns")
    return faults
