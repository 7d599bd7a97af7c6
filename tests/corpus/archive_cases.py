"""Files inside files: gzip and zip."""

import gzip
import random
from collections.abc import Callable

from tests.corpus.case import Accepted, Case, Outcome, Rejected
from tests.corpus.tables import LEARNER_ROWS, bytes_of, learners, zipped

_ALL = Accepted(LEARNER_ROWS)


def _case(name: str, outcome: Outcome, make: Callable[[], bytes], file: str) -> Case:
    return Case(name, "learner_numbers", outcome, make, name=file)


def _gz(data: bytes) -> bytes:
    return gzip.compress(data, mtime=0)


def _good_gz() -> bytes:
    return _gz(bytes_of(learners()))


def _with_bad_checksum() -> bytes:
    data = _good_gz()
    return data[:-8] + b"\0\0\0\0" + data[-4:]


def _bomb() -> bytes:
    return _gz(b"0" * (80 << 20))


def _nested() -> bytes:
    data = bytes_of(learners())
    for _ in range(1200):
        data = _gz(data) if len(data) < 4096 else gzip.compress(data, 9, mtime=0)
    return data


CASES = (
    _case("gzip", _ALL, _good_gz, "good.csv.gz"),
    _case("gzip-called-csv", _ALL, _good_gz, "packed.csv"),
    _case("truncated-gzip", Rejected("unreadable_file", "gzip"), lambda: _good_gz()[:-200], "cut.csv.gz"),
    _case(
        "gzip-of-nothing", Rejected("empty_file", "unpacks to nothing"), lambda: _gz(b""), "nothing.csv.gz"
    ),
    _case("gzip-with-a-wrong-checksum", Rejected("unreadable_file", "CRC"), _with_bad_checksum, "crc.csv.gz"),
    _case(
        "gzip-then-noise",
        Rejected("unreadable_file", "gzip"),
        lambda: _good_gz() + random.Random(3).randbytes(50),
        "noise.csv.gz",
    ),
    _case("gzip-bomb", Rejected("limit_exceeded", "times its own size"), _bomb, "bomb.csv.gz"),
    _case("gzip-in-gzip-1200-deep", Rejected("unsupported_format", "gzip"), _nested, "deep.csv.gz"),
    _case(
        "zip-of-a-csv",
        Rejected("unsupported_format", "ZIP archive and no workbook"),
        lambda: zipped({"learners.csv": bytes_of(learners())}),
        "zipped.zip",
    ),
    _case(
        "zip-that-climbs-out",
        Rejected("unsupported_format", "ZIP archive and no workbook"),
        lambda: zipped({"../../outside/evil.csv": b"x"}),
        "climbing.xlsx",
    ),
)
