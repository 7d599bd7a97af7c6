"""Two sets of scores of the same data, cell by cell: where the bands are, and where they move.

Belongs here: the queries and the file of the comparison. Only cells that a release may show under both
sets are compared; the others are counted. What is read and written is restricted all the same.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from orchestration.lib.duck import connect, quoted
from orchestration.lib.home import Home
from orchestration.lib.scoring.parameter_file import ParameterFileError

# From low to high; unknown stands apart, before all of them.
BANDS = (
    "insufficient_evidence",
    "no_evidence_of_risk",
    "watch",
    "risk",
    "elevated",
    "training_suspended",
)
# So many bands make a move worth a second look.
_FAR = 2
_CELL = "wave_code, provider_code, profession_code, domain_code"
_SCORES = """
create temp view {side} as
select risk.*, hidden.is_hidden
from {side}_db.marts.fct_domain_risk as risk
inner join {side}_db.disclosure.int_risk_disclosure as hidden using ({cell})
"""
_COMPARED = f"""
create temp table compared as
select {_CELL}, current.band as band_now, alternative.band as band_then,
    current.z_composite as z_now, alternative.z_composite as z_then,
    current.evidence_state as evidence_now, alternative.evidence_state as evidence_then,
    current.sources_flagged as flagged_now, alternative.sources_flagged as flagged_then,
    current.band is distinct from alternative.band as is_changed,
    -- Unknown has no place in the order of the bands: neither up nor down leads there.
    case when 'insufficient_evidence' not in (current.band, alternative.band)
        then list_position($bands, alternative.band) - list_position($bands, current.band) end as bands_up,
    current.parameter_hash as hash_now, alternative.parameter_hash as hash_then
from current inner join alternative using ({_CELL})
where not current.is_hidden and not alternative.is_hidden
"""
_BY_WAVE = """
from (select wave_code, band_now, band_then, count(*) as cells from compared group by all)
order by wave_code, list_position($bands, band_now), list_position($bands, band_then)
"""
_COUNTS = f"""
select count(*) as cells, count(*) filter (is_changed) as changed, count(*) filter (bands_up > 0) as up,
    count(*) filter (bands_up < 0) as down,
    count(*) filter (is_changed and bands_up is null) as evidence_changed,
    count(*) filter (abs(bands_up) >= {_FAR}) as far
from compared
"""
_HASHES = """
select (select max(parameter_hash) from current) as hash_now,
    (select max(parameter_hash) from alternative) as hash_then
"""
_OF_ALTERNATIVE = """
from (
    select wave_code, band as band_then, count(*) as cells from alternative where not is_hidden group by all
)
order by wave_code, list_position($bands, band_then)
"""


@dataclass(frozen=True)
class Summary:
    """The scores under the alternative alone: cells that a release may show, by wave and band."""

    parameter_hash: str
    bands: list[dict[str, Any]]
    cells: int
    cells_hidden: int


@dataclass(frozen=True)
class Comparison:
    """How bands move from the scores that stand to the alternative.

    Attributes:
        bands: Cells by wave, band now and band then.
        cells: Cells compared: those that a release may show under both sets of parameters.
        cells_left_out: Cells of either set that are not compared.
        changed: Cells whose band changes: up, down, or between a band and insufficient evidence.
        far: Of the changed ones, those that move two bands or more.
    """

    hash_now: str
    hash_then: str
    bands: list[dict[str, Any]]
    cells: int
    cells_left_out: int
    changed: int
    up: int
    down: int
    evidence_changed: int
    far: int


def summarise(alternative: Path) -> Summary:
    """Return the bands of a warehouse of alternative scores."""
    with connect() as db:
        _attach(db, "alternative", alternative)
        ((hidden, parameter_hash),) = db.execute(
            "select count(*) filter (is_hidden), max(parameter_hash) from alternative"
        ).fetchall()
        bands = _rows(db, _OF_ALTERNATIVE)
        return Summary(str(parameter_hash), bands, sum(row["cells"] for row in bands), int(hidden))


def compare(home: Home, alternative: Path, to: Path) -> Comparison:
    """Compare the scores of the home's warehouse with alternative ones; write every compared cell.

    Args:
        home: The data home whose scores stand.
        alternative: Warehouse that holds the alternative scores.
        to: `.csv` or `.parquet`; replaced if it exists.
    """
    with connect() as db:
        _attach(db, "current", home.warehouse)
        _attach(db, "alternative", alternative)
        db.execute(_COMPARED, {"bands": list(BANDS)})
        ((both,),) = db.execute(
            f"select count(*) from (select {_CELL} from current union select {_CELL} from alternative)"
        ).fetchall()
        (hashes,) = _rows(db, _HASHES)
        (counts,) = _rows(db, _COUNTS)
        _write(db, to)
        left_out = both - counts["cells"]
        return Comparison(bands=_rows(db, _BY_WAVE), cells_left_out=left_out, **hashes, **counts)


def comparison_file(home: Home, parameters: Path, to: Path | None) -> Path:
    """Return where a comparison is written: where asked, else in the home, named like the parameter file.

    Raises:
        ParameterFileError: The place is no CSV or Parquet file by its name, or its folder is missing.
    """
    chosen = to or home.scores / f"{parameters.stem}.csv"
    if chosen.suffix.lower() not in (".csv", ".parquet"):
        raise ParameterFileError(
            f"{chosen}: neither CSV nor Parquet by its name. Remedy: call it .csv or .parquet."
        )
    if to is None:
        home.scores.mkdir(parents=True, exist_ok=True)
    elif not chosen.parent.is_dir():
        raise ParameterFileError(f"{chosen}: there is no folder {chosen.parent}. Remedy: make it first.")
    return chosen


def _attach(db: duckdb.DuckDBPyConnection, side: str, warehouse: Path) -> None:
    db.execute(f"attach {quoted(str(warehouse))} as {side}_db (read_only)")
    db.execute(_SCORES.format(side=side, cell=_CELL))


def _write(db: duckdb.DuckDBPyConnection, to: Path) -> None:
    kind = "format parquet" if to.suffix.lower() == ".parquet" else "format csv, header"
    waiting = to.with_name(f".{to.name}.new")
    db.execute(f"copy (from compared order by {_CELL}) to {quoted(str(waiting))} ({kind})")
    waiting.replace(to)


def _rows(db: duckdb.DuckDBPyConnection, query: str) -> list[dict[str, Any]]:
    result = db.execute(query, {"bands": list(BANDS)} if "$bands" in query else None)
    names = [column[0] for column in result.description]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]
