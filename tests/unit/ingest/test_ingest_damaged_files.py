"""Whatever happens to the bytes of a file on its way, it is read or refused in plain words: no traceback."""

import gzip
import io
import random
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from expectations.contract import contract
from orchestration.lib.ingest.readers.limits import ReaderLimits
from orchestration.lib.ingest.readers.read_file import read_file
from orchestration.lib.ingest.rejection import FileRejectedError

ROWS = [["wave", "provider_code", "profession", "learners", "site_code"]] + [
    ["2024", "ZA1", "nursing", str(n), 'x, "y"\nz' if n % 7 == 0 else "é"] for n in range(40)
]


def as_csv() -> bytes:
    quoted = [",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in ROWS]
    return "\n".join(quoted).encode()


def as_xlsx() -> bytes:
    book, buffer = openpyxl.Workbook(), io.BytesIO()
    for row in ROWS:
        book.active.append(row)
    book.save(buffer)
    return buffer.getvalue()


def as_parquet() -> bytes:
    buffer = io.BytesIO()
    columns = {name: [row[place] for row in ROWS[1:]] for place, name in enumerate(ROWS[0])}
    pq.write_table(pa.table(columns), buffer)
    return buffer.getvalue()


WHOLE = {
    "csv": as_csv,
    "utf-16": lambda: as_csv().decode().encode("utf-16"),
    "gzip": lambda: gzip.compress(as_csv(), mtime=0),
    "xlsx": as_xlsx,
    "parquet": as_parquet,
}


def damaged(data: bytes, chance: random.Random) -> bytes:
    place, length = chance.randrange(len(data)), chance.randrange(1, 60)
    how = chance.choice(["flip", "cut out", "put in", "cut off"])
    if how == "flip":
        return data[:place] + bytes([chance.choice([0, 10, 13, 34, 44, 255])]) + data[place + 1 :]
    if how == "cut out":
        return data[:place] + data[place + length :]
    if how == "put in":
        return data[:place] + bytes(chance.choice(b'",\n\r;\t') for _ in range(length)) + data[place:]
    return data[:place]


@pytest.mark.parametrize("kind", WHOLE)
def test_damaged_bytes(tmp_path: Path, kind: str) -> None:
    whole, chance, path = WHOLE[kind](), random.Random(kind), tmp_path / "file"
    path.write_bytes(whole)
    assert read_file(path, contract("learner_numbers"), ReaderLimits()).row_count == 40
    outcomes: set[str] = set()
    messages: set[str] = set()
    for _ in range(60):
        path.write_bytes(damaged(whole, chance))
        try:
            outcomes.add(read_file(path, contract("learner_numbers"), ReaderLimits()).file_format)
        except FileRejectedError as refused:
            outcomes.add(refused.rule.rule_id)
            messages.add(refused.message)
    assert len(outcomes) > 1
    assert all(message.endswith(".") for message in messages)
