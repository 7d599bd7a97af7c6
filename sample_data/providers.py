"""The invented providers: who exists when, and what becomes of them.

Belongs here: openings, renames, mergers, take-overs and closures of about 230 providers. How they look in the
register is `register.py`; how many learners they have is `places.py`.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from expectations import reference
from sample_data import names
from sample_data.streams import stream

Dates = npt.NDArray[np.datetime64]
Indexes = npt.NDArray[np.int64]

_TYPES = {  # how many of each at the start, and their usual relative size
    "acute": (122, 1.0),
    "mental_health": (46, 0.5),
    "community": (18, 0.35),
    "ambulance": (10, 0.45),
    "primary_care": (12, 0.15),
    "independent": (10, 0.12),
    "education": (1, 0.1),
    "other": (3, 0.06),
}
_MERGERS = 7  # two close, a new one opens
_TAKEOVERS = 9  # one closes, another carries on
_CLOSURES = 5  # one closes, nobody follows
_LATER_OPENINGS = 5
_RENAMES = 22
_CHANGE_DAYS = np.array(
    ["2018-10-01", "2019-04-01", "2019-10-01", "2020-04-01", "2020-10-01", "2021-04-01", "2021-10-01",
     "2022-04-01", "2022-07-01", "2023-04-01", "2023-07-01", "2024-04-01"],
    dtype="datetime64[D]",
)  # fmt: skip
_FUTURE_OPENING = np.datetime64("2024-07-01")
NEVER = np.datetime64("9999-12-31")


@dataclass(frozen=True)
class Providers:
    """All providers, one position per provider in every array.

    Attributes:
        code: Provider codes, text.
        kind: Provider types (governed list `provider_type`).
        region: Index into the governed regions.
        board: Index of the integrated care board at the start.
        opened: First day.
        closed: Last day, or `NEVER`.
        successor: Index of the provider that carries on, or -1.
        name: Name at first.
        later_name: Name from `renamed` on.
        renamed: Day of the new name, or `NEVER`.
        size: Relative size, before any merger.
    """

    code: npt.NDArray[np.str_]
    kind: npt.NDArray[np.str_]
    region: Indexes
    board: Indexes
    opened: Dates
    closed: Dates
    successor: Indexes
    name: npt.NDArray[np.str_]
    later_name: npt.NDArray[np.str_]
    renamed: Dates
    size: npt.NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.code)

    def is_open(self, on: np.datetime64) -> npt.NDArray[np.bool_]:
        """Tell which providers are open on a day."""
        return (self.opened <= on) & (self.closed >= on)

    def size_on(self, on: np.datetime64) -> npt.NDArray[np.float64]:
        """Return the relative size on a day: closed providers have none, their successor has it."""
        size = np.where(self.opened <= on, self.size, 0.0)
        gone = self.closed < on
        followed = gone & (self.successor >= 0)
        np.add.at(size, self.successor[followed], size[followed])
        return np.where(gone, 0.0, size)


BOARDS = 42


def board_region(board: Indexes) -> Indexes:
    """Return the region index of boards: they are dealt out evenly."""
    return board % len(reference.codes("region"))


def make_providers(seed: int) -> Providers:
    """Invent the providers and their history; the same for the same seed."""
    rng = stream(seed, "providers")
    kinds = [kind for kind, (count, _) in _TYPES.items() for _ in range(count)]
    start = len(kinds)
    total = start + _MERGERS + _LATER_OPENINGS
    kinds += ["acute"] * _MERGERS + ["independent"] * _LATER_OPENINGS
    kind = np.array(kinds)
    board = rng.integers(0, BOARDS, total)
    opened = np.array([f"{year}-04-01" for year in rng.integers(1991, 2018, total)], dtype="datetime64[D]")
    closed = np.full(total, NEVER)
    successor = np.full(total, -1)
    typical = np.array([_TYPES[k][1] for k in kinds])
    size = typical * rng.lognormal(0.0, 0.5, total)

    acute = rng.permutation(np.flatnonzero(kind[:start] == "acute"))
    for merger in range(_MERGERS):
        day, new = _CHANGE_DAYS[1 + merger], start + merger
        old = acute[2 * merger : 2 * merger + 2]
        closed[old], successor[old], opened[new] = day - 1, new, day
        board[new], board[old[1]] = board[old[0]], board[old[0]]
        size[new] = 0.0
    left = acute[2 * _MERGERS :]
    for takeover in range(_TAKEOVERS):
        old, heir = left[2 * takeover : 2 * takeover + 2]
        closed[old], successor[old] = _CHANGE_DAYS[rng.integers(1, len(_CHANGE_DAYS))] - 1, heir
        board[old] = board[heir]
    ended = rng.permutation(np.flatnonzero(np.isin(kind[:start], ["independent", "primary_care", "other"])))
    for gone in ended[:_CLOSURES]:
        closed[gone] = _CHANGE_DAYS[rng.integers(2, len(_CHANGE_DAYS))] - 1
    opened[start + _MERGERS :] = _CHANGE_DAYS[np.array([2, 5, 7, 9, 0])]
    opened[-1] = _FUTURE_OPENING

    places = names.place_names(total + _RENAMES, rng)
    variant = rng.integers(0, 3, total)
    name = [names.provider_name(p, k, int(v)) for p, k, v in zip(places, kinds, variant, strict=False)]
    later_name, renamed = list(name), np.full(total, NEVER)
    steady = rng.permutation(np.flatnonzero((closed == NEVER)[:start]))[:_RENAMES]
    for spare, which in enumerate(steady):
        later_name[which] = names.provider_name(places[total + spare], kinds[which], int(variant[which]) + 1)
        renamed[which] = _CHANGE_DAYS[rng.integers(0, len(_CHANGE_DAYS))]
    return Providers(
        code=np.array(names.provider_codes(total)),
        kind=kind,
        region=board_region(board),
        board=board,
        opened=opened,
        closed=closed,
        successor=successor,
        name=np.array(name),
        later_name=np.array(later_name),
        renamed=renamed,
        size=size,
    )
