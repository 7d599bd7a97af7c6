"""How long a survey return takes to read, by kind of file: `python -m tests.unit.ingest.measure_readers`.

Belongs here: the benchmark behind the figures in docs/performance.md. It asserts nothing and is no test.
"""

import gzip
import io
import random
import sys
import tempfile
import time
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq

from expectations import reference
from expectations.contract import contract
from orchestration.lib.ingest.readers.limits import ReaderLimits
from orchestration.lib.ingest.readers.read_file import read_file

ROWS, COLUMNS = 40_000, 60


def table() -> list[list[str]]:
    """Return a heading and rows of a return, 40,000 by 60 cells."""
    chance = random.Random(2024)
    questions = [question.code for question in reference.questions()]
    names = ["response_id", "wave", "submitted_on", "provider_code", "profession", *questions]
    names += [f"other_{place}" for place in range(COLUMNS - len(names))]
    answers = ["good", "outstanding", "poor", "yes", "no", ""]
    own = ["2024", "2024-10-05", "ZA1", "nursing"]
    rows = [[f"r{n}", *own, *chance.choices(answers, k=COLUMNS - 5)] for n in range(ROWS)]
    return [names[:COLUMNS], *rows]


def files() -> dict[str, bytes]:
    """Return the same table as each kind of file."""
    cells = table()
    text = "".join(",".join(row) + "\n" for row in cells)
    book, sheet_bytes = openpyxl.Workbook(write_only=True), io.BytesIO()
    sheet = book.create_sheet("nets_responses")
    for row in cells:
        sheet.append([cell or None for cell in row])
    book.save(sheet_bytes)
    parquet = io.BytesIO()
    pq.write_table(pa.table(dict(zip(cells[0], zip(*cells[1:], strict=True), strict=True))), parquet)
    return {
        "CSV, UTF-8": text.encode(),
        "CSV, UTF-16": text.encode("utf-16"),
        "CSV, gzip": gzip.compress(text.encode()),
        "XLSX": sheet_bytes.getvalue(),
        "Parquet": parquet.getvalue(),
    }


def main() -> None:
    """Print the seconds of processor time that the best of three readings of each file takes."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "return"
        for kind, data in files().items():
            path.write_bytes(data)
            seconds = []
            for _ in range(3):
                started = time.process_time()
                read_file(path, contract("nets_responses"), ReaderLimits())
                seconds.append(time.process_time() - started)
            _tell(kind, data, min(seconds))
            if kind == "XLSX":
                _tell("XLSX, openpyxl", data, _openpyxl_seconds(path))


def _openpyxl_seconds(path: Path) -> float:
    """Return what the reader that was not chosen takes for the cells alone, read-only as is fastest."""
    started = time.process_time()
    with path.open("rb") as stream:
        rows = sum(1 for _ in openpyxl.load_workbook(stream, read_only=True).worksheets[0].values)
    if rows != ROWS + 1:
        raise ValueError(f"{rows} rows were read")
    return time.process_time() - started


def _tell(kind: str, data: bytes, seconds: float) -> None:
    sys.stdout.write(f"{kind:15} {len(data) / 1e6:6.1f} MB {seconds:6.2f} s\n")


if __name__ == "__main__":
    main()
