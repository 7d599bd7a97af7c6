"""Putting files into the data home: whole or not at all, and with the same bytes every time.

Belongs here: how a table becomes a file. What is in it belongs to the parts.
"""

import os
import tempfile
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq


class SampleWriter:
    """Writes sample files below one data home and remembers them.

    Attributes:
        files: Files written so far, in order.
        rows: Rows written so far per feed, headings not counted.
    """

    def __init__(self, home: Path, progress: Callable[[str], None] | None = None) -> None:
        self._home = home
        self._progress = progress
        self.files: list[Path] = []
        self.rows: dict[str, int] = {}

    def feed(self, feed: str, name: str, table: pa.Table, dropped_on: date) -> None:
        """Write one CSV file with a heading row into the landing folder of a feed.

        Args:
            feed: Name of the feed.
            name: File name.
            table: Columns in file order; nulls become blanks.
            dropped_on: Day the file claims to have been dropped (its modification time).
        """
        self._csv(
            feed, name, table, dropped_on, pa_csv.WriteOptions(include_header=True, quoting_style="needed")
        )

    def register(self, feed: str, name: str, table: pa.Table, dropped_on: date) -> None:
        """Write one CSV file the way the register is published: every value quoted, no heading row."""
        options = pa_csv.WriteOptions(include_header=False, quoting_style="all_valid")
        self._csv(feed, name, table, dropped_on, options)

    def truth(self, name: str, table: pa.Table) -> None:
        """Write one Parquet file into the truth folder, which the pipeline never reads."""
        self._place(self._home / "truth" / name, lambda path: pq.write_table(table, path), date(2018, 1, 1))

    def truth_text(self, name: str, text: str) -> None:
        """Write one text file into the truth folder."""
        self._place(
            self._home / "truth" / name,
            lambda path: path.write_text(text, encoding="utf-8"),
            date(2018, 1, 1),
        )

    def _csv(
        self, feed: str, name: str, table: pa.Table, dropped_on: date, options: pa_csv.WriteOptions
    ) -> None:
        self._place(
            self._home / "landing" / feed / name,
            lambda path: pa_csv.write_csv(table, path, options),
            dropped_on,
        )
        self.rows[feed] = self.rows.get(feed, 0) + table.num_rows
        if self._progress is not None:
            self._progress(f"{feed}/{name}: {table.num_rows:,} rows")

    def _place(self, target: Path, write: Callable[[Path], object], dropped_on: date) -> None:
        # Written beside landing and renamed into it: whoever watches landing never sees half a file.
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".sample-", dir=self._home) as folder:
            unfinished = Path(folder) / target.name
            write(unfinished)
            seconds = datetime.combine(dropped_on, time(9), UTC).timestamp()
            os.utime(unfinished, (seconds, seconds))
            unfinished.replace(target)
        self.files.append(target)
