"""What lies in landing and is no plain file with a plain name."""

import os
import shutil
import socket
import tempfile
from collections.abc import Callable
from pathlib import Path

from tests.corpus.case import Accepted, Case, Ignored, NotTakenIn, Outcome
from tests.corpus.tables import LEARNER_ROWS, bytes_of, learners

_FEED = "learner_numbers"
_LINK = NotTakenIn("symlink", "symbolic link")
_NAME = NotTakenIn("unusable_name", "The name holds")


def _good() -> bytes:
    return bytes_of(learners())


def _put(name: str, outcome: Outcome, put: Callable[[Path], None], file: str = "") -> Case:
    return Case(f"landing-{name}", _FEED, outcome, put=put, name=file)


def _named(name: str, outcome: Outcome, file: str | bytes) -> Case:
    return Case(f"landing-name-{name}", _FEED, outcome, _good, name=os.fsdecode(file))


def _link_to(target: str) -> Callable[[Path], None]:
    """A link to a path below the folder that holds the home."""
    return lambda path: path.symlink_to(path.parents[3] / target)


def _loop(path: Path) -> None:
    path.symlink_to(path.name)


def _hard_link(path: Path) -> None:
    elsewhere = path.parents[2] / "elsewhere.csv"
    elsewhere.write_bytes(_good())
    path.hardlink_to(elsewhere)


def _socket(path: Path) -> None:
    # The address of a socket may have 107 bytes only, so it is made under a short name.
    short = Path(tempfile.gettempdir()) / f"s{os.getpid()}"
    with socket.socket(socket.AF_UNIX) as bound:
        bound.bind(str(short))
    shutil.move(short, path)


def _sub_folder(path: Path) -> None:
    path.mkdir()
    (path / "good.csv").write_bytes(_good())


def _linked_feed(path: Path) -> None:
    path.parent.rmdir()
    path.parent.symlink_to(path.parents[3] / "outside")


def _loose(path: Path) -> None:
    (path.parents[1] / "loose.csv").write_bytes(_good())


def _unknown_feed(path: Path) -> None:
    (path.parents[1] / "nets").mkdir()
    (path.parents[1] / "nets" / "a.csv").write_bytes(_good())


_TAKEN = Accepted(LEARNER_ROWS)

CASES = (
    _put("link-to-a-file", _LINK, _link_to("outside/secret.csv")),
    _put("link-to-a-folder", _LINK, _link_to("outside")),
    _put("link-to-nothing", _LINK, _link_to("outside/nothing.csv")),
    _put("link-to-itself", _LINK, _loop),
    _put("link-to-the-password-file", _LINK, lambda path: path.symlink_to("/etc/passwd")),
    _put("folder-of-a-feed-is-a-link", _LINK, _linked_feed),
    _put("hard-link", _TAKEN, _hard_link),
    _put("pipe", NotTakenIn("not_a_file", "pipe"), os.mkfifo),
    _put("socket", NotTakenIn("not_a_file", "socket"), _socket),
    _put("sub-folder", NotTakenIn("sub_folder", "sub-folder"), _sub_folder),
    _put("empty-folder", Ignored(), Path.mkdir),
    _put("outside-every-feed", NotTakenIn("outside_feed_folder", "outside the feed folders"), _loose),
    _put("folder-of-no-feed", NotTakenIn("unknown_feed_folder", "no feed 'nets'"), _unknown_feed),
    _named("with-a-line-break", _NAME, "a\nREFUSED b.csv"),
    _named("that-is-not-utf-8", NotTakenIn("unusable_name", "not UTF-8"), b"caf\xe9.csv"),
    _named("that-turns-right-to-left", _NAME, "learners\u202evsc.exe"),
    _named("with-a-terminal-escape", _NAME, "a\x1b[2Jb.csv"),
    _named("with-a-zero-width-space", _NAME, "lear\u200bners.csv"),
    _named("of-255-bytes", _TAKEN, "n" * 251 + ".csv"),
    _named("with-quotes", _TAKEN, 'it\'s "quoted" `now` $(id).csv'),
    _named("with-a-leading-dash", _TAKEN, "-rf.csv"),
    _named("reserved-on-windows", _TAKEN, "CON.csv"),
    _named("with-a-path-of-windows", _TAKEN, "C:\\..\\..\\etc\\passwd.csv"),
    _named("with-an-encoded-path", _TAKEN, "%2e%2e%2fetc%2fpasswd"),
    _named("in-arabic", _TAKEN, "\u0645\u062a\u062f\u0631\u0628\u0648\u0646.csv"),
    _named("composed", _TAKEN, "Tr\u00e9sor.csv"),
    _named("decomposed", _TAKEN, "Tre\u0301sor.csv"),
    _named("emoji", _TAKEN, "\U0001f3e5.csv"),
    _named("hidden", Ignored(), ".hidden.csv"),
    _named("of-a-download-not-finished", Ignored(), "learners.csv.crdownload"),
    _named("of-an-office-lock", Ignored(), "~$learners.xlsx"),
)
