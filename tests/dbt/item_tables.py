"""Generated tables of one survey item, many per build: each table is a wave of its own.

What belongs here: making tables, scoring them all at once, and section 1 of the method written a second time
with NumPy to compare with. What does not: assertions.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from hypothesis import strategies as st
from scoring_project import ScoringProject
from scoring_scenario import one_item

# Shapes of count that go wrong first: nobody, one, too few, the bounds of evidence, a large provider.
SIZES = st.one_of(st.integers(1, 12), st.integers(10, 250), st.sampled_from([3, 10, 1000, 3000]))


@dataclass(frozen=True)
class Table:
    """Adverse answers `x` of `n`, one entry per unit."""

    x: npt.NDArray[np.int64]
    n: npt.NDArray[np.int64]

    def units(self) -> pd.DataFrame:
        """One row per unit, coded by its place in the table."""
        return pd.DataFrame(
            {"provider_code": [f"u{i:03}" for i in range(len(self.n))], "x": self.x, "n": self.n}
        )


@st.composite
def tables(draw: st.DrawFn, units: tuple[int, int] = (1, 45)) -> Table:
    """Any counts: shares of 0 and 1, all units alike, few answers, one provider far larger than the rest."""
    n = np.array(draw(st.lists(SIZES, min_size=units[0], max_size=units[1])))
    share = st.one_of(st.sampled_from([0.0, 1.0, 0.5]), st.floats(0, 1))
    common = draw(share)
    own = draw(st.one_of(st.just([common] * len(n)), st.lists(share, min_size=len(n), max_size=len(n))))
    return Table(np.rint(np.array(own) * n).astype(np.int64), n)


def scored(
    scoring: ScoringProject, several: Sequence[Table], parameters: Mapping[str, float] | None = None
) -> list[pd.DataFrame]:
    """The item scores of each table, ordered by unit; one build for all of them."""
    frames = [
        one_item(table.units())["fct_survey_indicator"].assign(wave_code=f"{i:04}")
        for i, table in enumerate(several)
    ]
    db = scoring.build("int_survey_item_score", {"fct_survey_indicator": pd.concat(frames)}, parameters)
    found = db.sql(
        "select * from int_survey_item_score where profession_code = 'nursing' "
        "order by wave_code, provider_code"
    ).df()
    return [found[found.wave_code == f"{i:04}"].reset_index(drop=True) for i in range(len(several))]


def reference(table: Table, consistency: float = 0.6787) -> pd.DataFrame:
    """Section 1 of the method for the units with three answers or more: y, target, s, z_raw, phi, tau2, z.

    Everyone's answers make the benchmark, those of units too small for a score included. Units of fewer than
    ten answers do not estimate phi and tau2 where ten others remain.
    """
    target = np.arcsin(np.sqrt(table.x.sum() / table.n.sum()))
    enough = table.n >= 3
    x, n = table.x[enough], table.n[enough].astype(float)
    y, s = np.arcsin(np.sqrt(x / n)), 1 / (2 * np.sqrt(n))
    z_raw = (y - target) / s
    if len(n) == 0:
        return pd.DataFrame({"y": [], "target": [], "s": [], "z_raw": [], "phi": [], "tau2": [], "z": []})
    firm = n >= 10 if (n >= 10).sum() >= 10 else n > 0
    w, k, weight = z_raw[firm], firm.sum(), s[firm] ** -2
    phi = (np.clip(w, *np.quantile(w, [0.1, 0.9])) ** 2).sum() / k / consistency
    spread = weight.sum() - (weight**2).sum() / weight.sum()
    tau2 = 0.0 if k * phi < k - 1 or k == 1 else max(0.0, (k * phi - (k - 1)) / spread)
    frame = pd.DataFrame({"y": y, "s": s, "z_raw": z_raw, "z": (y - target) / np.sqrt(s**2 + tau2)})
    return frame.assign(target=target, phi=phi, tau2=tau2)
