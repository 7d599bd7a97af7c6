"""A column of codes: small integers and the texts they stand for.

Belongs here: the one column type the sample uses for coded text.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

BLANK = -1


@dataclass(frozen=True)
class Coded:
    """Codes of one column.

    Attributes:
        index: Position of the label per row, `BLANK` where there is no value.
        labels: Texts.
    """

    index: npt.NDArray[np.integer]
    labels: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.index)

    def equals(self, label: str) -> npt.NDArray[np.bool_]:
        """Tell which rows hold a label; none where the label does not exist."""
        if label not in self.labels:
            return np.zeros(len(self.index), dtype=bool)
        return np.asarray(self.index == self.labels.index(label))

    def arrow(self) -> pa.Array:
        """Return the column as dictionary-coded text for Arrow, blanks as nulls."""
        codes = pa.array(self.index.astype(np.int32), mask=self.index == BLANK)
        return pa.DictionaryArray.from_arrays(codes, pa.array(list(self.labels), pa.string()))

    def where(self, rows: npt.NDArray[np.bool_]) -> "Coded":
        """Return the column for some rows only."""
        return Coded(self.index[rows], self.labels)
