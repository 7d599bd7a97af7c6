"""SHA256SUMS and the seal: how every byte of a release is accounted for.

`SHA256SUMS` lists every file but itself in one canonical form, so a changed byte in the list is a difference
from the list that the files call for. The seal, `<version>.sha256` beside the release, holds the hash of
`SHA256SUMS`, so a file cannot be changed together with its line. Both can be checked with `sha256sum -c`.
"""

from pathlib import Path

from orchestration.lib.durable import sha256_of, write_atomically

SUMS = "SHA256SUMS"


def seal_of(release: Path) -> Path:
    """Return the path of a release's seal."""
    return release.with_name(f"{release.name}.sha256")


def write_sums(folder: Path) -> None:
    """Write `SHA256SUMS` for every file of a folder."""
    (folder / SUMS).write_text(_canonical(_files(folder)), encoding="utf-8")


def write_seal(folder: Path, release: Path) -> None:
    """Seal a release that is written in `folder` and will be renamed to `release`."""
    write_atomically(seal_of(release), _seal_line(folder, release.name).encode())


def sum_faults(release: Path) -> tuple[list[str], dict[str, bool]]:
    """Compare the files of a release with its `SHA256SUMS` and its seal.

    Returns:
        One sentence per fault, and of every relative path found or listed whether it is exactly as listed.
    """
    path = release / SUMS
    if not path.is_file() or path.is_symlink():
        return [f"{SUMS} is missing"], {}
    try:
        written = path.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        return [f"{SUMS} is not text: it was changed"], {}
    listed = {name: digest for digest, _, name in (line.partition("  ") for line in written.splitlines())}
    found = _files(release)
    faults = [f"{name} is missing" for name in sorted(set(listed) - set(found))]
    faults += [f"{name} is not listed in {SUMS}" for name in sorted(set(found) - set(listed))]
    faults += [
        f"{name} was changed" for name in sorted(set(found) & set(listed)) if found[name] != listed[name]
    ]
    if not faults and written != _canonical(found):
        faults.append(f"{SUMS} was changed")
    judged = {name: found.get(name) == listed.get(name) for name in {**listed, **found}}
    return faults + _seal_faults(release), judged


def _seal_faults(release: Path) -> list[str]:
    seal = seal_of(release)
    if not seal.is_file():
        # A copy of a release travels without its seal; in a data home the seal belongs beside it.
        return [f"{seal.name} is missing beside the release"] if _in_home(release) else []
    if seal.read_bytes() != _seal_line(release, release.name).encode():
        return [f"{SUMS} or {seal.name} was changed: the seal does not fit"]
    return []


def _in_home(release: Path) -> bool:
    return release.with_name("current").is_symlink()


def _files(folder: Path) -> dict[str, str]:
    """Return the hash of every file below a folder but `SHA256SUMS`; links and empty folders have none."""
    found = {}
    for path in folder.rglob("*"):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink():
            found[name] = "link"
        elif path.is_file() and name != SUMS:
            found[name] = sha256_of(path)
        elif path.is_dir() and not any(path.iterdir()):
            found[name] = "empty folder"
    return found


def _canonical(files: dict[str, str]) -> str:
    return "".join(f"{files[name]}  {name}\n" for name in sorted(files))


def _seal_line(folder: Path, version: str) -> str:
    return f"{sha256_of(folder / SUMS)}  {version}/{SUMS}\n"
