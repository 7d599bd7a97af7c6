"""Histories: how the rows of the small world reach landing, file by file and run by run.

Belongs here: parting rows into files, their names, formats and order, drops of the same bytes again, and the
strategy that draws all of it. Does not belong here: running the pipeline on a history (`replay.py`).
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace

from hypothesis import strategies as st
from hypothesis.vendor.pretty import RepresentationPrinter

from orchestration.lib.stages import REFERENCE_FEED
from tests.order.file_formats import formats
from tests.order.world import Row, World


@dataclass(frozen=True)
class Drop:
    """One file put into landing.

    Attributes:
        name: File name; the same name in a later run overwrites the file in landing.
        again: Dropped before: the same rows in the same bytes.
    """

    stream: str
    name: str
    kind: str
    rows: tuple[Row, ...]
    again: bool = False

    @property
    def feed(self) -> str:
        return self.stream.partition("@")[0]

    def __repr__(self) -> str:
        if self.again:
            return f"{self.feed}/{self.name} (dropped before)"
        shown = ", ".join("/".join(row.key[1:]) + f" v{row.version}" for row in self.rows[:6])
        more = f" … {len(self.rows)} rows" if len(self.rows) > 6 else ""
        return f"{self.feed}/{self.name} [{shown}{more}]"


@dataclass(frozen=True, repr=False)
class History:
    """Runs in order, each with the files that arrive before it, in the order in which they were written."""

    runs: tuple[tuple[Drop, ...], ...]

    def __repr__(self) -> str:
        told = (f"run {n}:\n    " + "\n    ".join(map(repr, run)) for n, run in enumerate(self.runs, 1))
        return "\n  ".join(["History", *told])

    def _repr_pretty_(self, printer: RepresentationPrinter, cycle: bool) -> None:
        """Hypothesis would print every cell."""
        printer.text(repr(self))


def parted(rows: Sequence[Row], files: int, draw: random.Random) -> list[tuple[Row, ...]]:
    """Part rows into files, in the order in which the files must be first seen.

    Each row goes anywhere, but a correction into a later file than what it corrects: that makes it one.
    """
    place: dict[tuple[str, ...], int] = {}
    found: dict[int, list[Row]] = {}
    for row in rows:
        earliest = place[row.key] + 1 if row.key in place else 0
        place[row.key] = max(earliest, draw.randrange(files))
        found.setdefault(place[row.key], []).append(row)
    shuffled = [found[number] for number in sorted(found)]
    if files > 1:
        for part in shuffled:
            draw.shuffle(part)
    return [tuple(part) for part in shuffled]


def file_name(stream: str, word: str, kind: str) -> str:
    """A name that tells nothing but, for the register, the date of its snapshot."""
    _, at, snapshot = stream.partition("@")
    return f"{word}_{snapshot}.{kind}" if at else f"{word}.{kind}"


def reference_history(world: World) -> History:
    """One file per feed and its corrections in later files, all in one run."""
    return History(
        (
            tuple(
                Drop(stream, file_name(stream, f"{stream.partition('@')[0]}_{number}", "csv"), "csv", rows)
                for stream, all_rows in world.streams.items()
                for number, rows in enumerate(parted(all_rows, 1, random.Random(0)))
            ),
        )
    )


def backwards(world: World, files: int) -> History:
    """Events before concerns, answers before the register: each feed in a run of its own, last first."""
    runs: dict[str, list[Drop]] = {}
    for stream, rows in reversed(world.streams.items()):
        for number, part in enumerate(parted(rows, files, random.Random(files))):
            drop = Drop(stream, file_name(stream, f"{99 - number}_{files}", "csv"), "csv", part)
            runs.setdefault(drop.feed, []).append(drop)
    return History(tuple(tuple(run) for run in runs.values()))


def late_references(world: World) -> History:
    """All that refers to something in the first run, all that is referred to in the second."""
    first: list[Drop] = []
    last: list[Drop] = []
    for stream, rows in reversed(world.streams.items()):
        referred_to = stream.partition("@")[0] in REFERENCE_FEED.values()
        for number, part in enumerate(parted(rows, 2, random.Random(1))):
            kind = formats(stream.partition("@")[0])[number % 2]
            drop = Drop(stream, file_name(stream, f"part_{9 - number}", kind), kind, part)
            (last if referred_to else first).append(drop)
    return History((tuple(first), tuple(last)))


def scattered(world: World) -> History:
    """A third of each feed in each of three runs, in several formats; some first files again in the last."""
    chance = random.Random(3)
    runs: list[list[Drop]] = [[], [], []]
    for stream, rows in world.streams.items():
        for number, part in enumerate(parted(rows, 3, chance)):
            kind = chance.choice(formats(stream.partition("@")[0]))
            drop = Drop(stream, file_name(stream, f"third_{number}", kind), kind, part)
            runs[min(number, 2)].append(drop)
    again = [replace(drop, again=True) for drop in runs[0][::3]]
    chance.shuffle(runs[0])
    return History((tuple(runs[0]), tuple(runs[1]), tuple([*runs[2], *again])))


@st.composite
def histories(draw: st.DrawFn, world: World, most_files: int = 3, most_runs: int = 4) -> History:
    """Draw a history of a world: any split, any order, re-drops, names and formats that say nothing."""
    chance = random.Random(draw(st.integers(0, 2**32 - 1)))
    files = {
        stream: parted(rows, draw(st.integers(1, most_files)), chance)
        for stream, rows in world.streams.items()
    }
    turns = draw(st.permutations([stream for stream, parts in files.items() for _ in parts]))
    groups = draw(st.integers(1, most_runs))
    cuts = draw(st.sets(st.integers(1, len(turns) - 1), min_size=groups - 1, max_size=groups - 1))
    waiting = {stream: list(parts) for stream, parts in files.items()}
    runs: list[list[Drop]] = [[]]
    seen: list[Drop] = []
    for turn, stream in enumerate(turns):
        if turn in cuts:
            seen += runs[-1]
            runs.append([])
        kind = chance.choice(formats(stream.partition("@")[0]))
        name = _name(stream, kind, [drop for drop in seen if drop.stream == stream], runs[-1], chance)
        runs[-1].append(Drop(stream, name, kind, waiting[stream].pop(0)))
    for _ in range(draw(st.integers(0, 3))):
        _drop_again(runs, draw(st.integers(0, len(runs) - 1)), chance)
    return History(tuple(tuple(run) for run in runs))


def _name(stream: str, kind: str, seen: list[Drop], run: list[Drop], chance: random.Random) -> str:
    """A new name, or now and then that of a file of an earlier run, which is then overwritten."""
    taken = {drop.name for drop in run}
    used = [drop.name for drop in seen if drop.name not in taken]
    if used and chance.random() < 0.3:
        return chance.choice(used)
    return file_name(stream, f"{stream.partition('@')[0]}_{chance.randrange(16**6):06x}", kind)


def _drop_again(runs: list[list[Drop]], number: int, chance: random.Random) -> None:
    """Drop the bytes of a file once more, in the same or a later run, under its own or another name."""
    dropped = chance.choice(runs[number])
    later = chance.randrange(number, len(runs))
    name = file_name(dropped.stream, f"again_{chance.randrange(16**6):06x}", dropped.kind)
    in_run = {(drop.feed, drop.name) for drop in runs[later]}
    if later > number and chance.random() < 0.5 and (dropped.feed, dropped.name) not in in_run:
        name = dropped.name
    place = len(runs[later]) if later == number else chance.randrange(len(runs[later]) + 1)
    runs[later].insert(place, replace(dropped, name=name, again=True))
