"""The invented providers as the register would publish them: four dated snapshots and attributes.

Belongs here: the 27-column layout and what a snapshot of a day shows. Who exists when is
`providers.py`.
"""

from datetime import date

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from expectations import reference
from expectations.contract import contract
from sample_data.providers import BOARDS, Providers, board_region
from sample_data.writer import SampleWriter

# File name -> day the snapshot speaks of. A bare year means 1 April.
SNAPSHOTS = {
    "ods_etr_2018.csv": date(2018, 4, 1),
    "ods_etr_2020-04.csv": date(2020, 4, 1),
    "ods_etr_2022-07.csv": date(2022, 7, 1),
    "ods_etr_2024-04.csv": date(2024, 4, 1),
}
_RECODED_FROM = np.datetime64("2024-04-01")
_BOARDS_AFTER = 36
_MOVED_FROM = np.datetime64("2022-07-01")  # a boundary change moves two providers to another board
_MOVED = (130, 150)
_ANNOUNCED = np.timedelta64(120, "D")  # a future opening is listed this long before
_REMEMBERED = np.timedelta64(3 * 366, "D")  # a closure stays listed this long


def board_codes(board: npt.NDArray[np.int64], on: np.datetime64) -> npt.NDArray[np.str_]:
    """Return the codes of boards on a day: three characters, five after the re-coding that left 36 of 42.

    The shapes (`U`, letter, digit and `UU`, letter, digit, `U`) are not used by real boards.
    """
    if on < _RECODED_FROM:
        return np.array([f"U{chr(65 + b // 10)}{b % 10}" for b in range(BOARDS)])[board]
    # The last six boards join the one of the same region seven places before.
    kept = np.where(np.arange(BOARDS) < _BOARDS_AFTER, np.arange(BOARDS), np.arange(BOARDS) - 7)
    return np.array([f"UU{chr(65 + b // 10)}{b % 10}U" for b in kept])[board]


def _shown(providers: Providers, on: np.datetime64) -> npt.NDArray[np.bool_]:
    """Tell which providers a snapshot lists: open, about to open, or closed not long ago."""
    return np.asarray((providers.opened <= on + _ANNOUNCED) & (providers.closed >= on - _REMEMBERED))


def _compact(days: npt.NDArray[np.datetime64], known: npt.NDArray[np.bool_]) -> npt.NDArray[np.str_]:
    text = np.char.replace(days.astype("datetime64[D]").astype(str), "-", "")
    return np.where(known, text, "")


def snapshot(providers: Providers, on: date) -> pa.Table:
    """Return one snapshot of the register: 27 text columns, in the published order."""
    day = np.datetime64(on)
    shown = np.flatnonzero(_shown(providers, day))
    board = providers.board.copy()
    if day >= _MOVED_FROM:
        board[list(_MOVED)] = (board[list(_MOVED)] + 7) % BOARDS
    regions = np.array(list(reference.codes("region")))
    filled = {
        "provider_code": providers.code[shown],
        "provider_name": np.where(providers.renamed <= day, providers.later_name, providers.name)[shown],
        "region_code": regions[board_region(board)][shown],
        "icb_code": board_codes(board, day)[shown],
        "address_1": np.char.add(np.char.add("UNIT ", (shown + 1).astype(str)), " SAMPLE PARK"),
        "address_4": np.char.title(np.char.partition(providers.name[shown], " ")[:, 0]),
        "postcode": np.char.add(np.char.add("ZZ", (shown % 99 + 1).astype(str)), " 9ZZ"),
        "opened_on": _compact(providers.opened[shown], np.ones(len(shown), dtype=bool)),
        # A closure is on record once it has happened, or when it is a few months away.
        "closed_on": _compact(providers.closed[shown], (providers.closed <= day + _ANNOUNCED)[shown]),
        "amended_record": np.where((providers.renamed <= day)[shown], "1", "0"),
        "government_office_region": np.array(list("ABCDEFG"))[board_region(board)][shown],
    }
    position = {c.position: c.name for c in contract("providers").columns}
    blank = np.full(len(shown), "")
    width = contract("providers").position_count or 0
    columns = [filled.get(position.get(i, ""), blank) for i in range(1, width + 1)]
    return pa.table(
        [pa.array(c.tolist(), pa.string()) for c in columns], [f"c{i}" for i in range(1, width + 1)]
    )


def attributes(providers: Providers) -> pa.Table:
    """Return type and successor of every provider: one row from its opening, one more from its closure."""
    followed = np.flatnonzero(providers.successor >= 0)
    every = np.arange(len(providers))
    which = np.concatenate([every, followed])
    successor = [None] * len(every) + providers.code[providers.successor[followed]].tolist()
    valid_from = np.concatenate([providers.opened, providers.closed[followed] + 1])
    return pa.table(
        {
            "provider_code": providers.code[which].tolist(),
            "provider_type": providers.kind[which].tolist(),
            "successor_code": pa.array(successor, pa.string()),
            "valid_from": pa.array(valid_from.astype("datetime64[D]")),
        }
    )


def write_register(providers: Providers, writer: SampleWriter) -> None:
    """Write the snapshots and the attributes into landing."""
    for name, on in SNAPSHOTS.items():
        writer.register("providers", name, snapshot(providers, on), on)
    last = max(SNAPSHOTS.values())
    writer.feed("provider_attributes", f"provider_attributes_{last}.csv", attributes(providers), last)
