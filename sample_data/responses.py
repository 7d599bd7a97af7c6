"""The survey feeds of one wave: responses, and counts for the few teams that only have counts.

Belongs here: turning respondents and answers into `nets_responses` and `nets_aggregates`. The counts are
taken from respondents who were drawn and answered like all others, then left out of the responses: the two
layouts together hold the calibrated wave, and never overlap.
"""

from datetime import timedelta

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from expectations import reference
from sample_data.coded import Coded
from sample_data.places import Places
from sample_data.providers import Providers
from sample_data.respondents import Respondents
from sample_data.waves import Wave
from sample_data.writer import SampleWriter

COUNTS_ONLY_WAVE = "2022"
_COUNTS_ONLY_CELLS = 6
_COUNTS_ONLY_SHARE = 0.0004  # preferred size of such a cell, as a share of the wave
_REPORTING_DELAY = timedelta(days=45)  # between the close of a wave and the file

Booleans = npt.NDArray[np.bool_]


def counts_only(respondents: Respondents, survey: Wave) -> Booleans:
    """Mark the respondents of the few small provider-profession cells that come as counts only."""
    if survey.code != COUNTS_ONLY_WAVE:
        return np.zeros(len(respondents), dtype=bool)
    professions = len(reference.codes("profession"))
    cell = respondents.provider * professions + respondents.profession
    cells, sizes = np.unique(cell, return_counts=True)
    return np.isin(
        cell,
        cells[np.lexsort((cells, np.abs(sizes - max(4, _COUNTS_ONLY_SHARE * len(cell)))))][
            :_COUNTS_ONLY_CELLS
        ],
    )


def response_table(
    respondents: Respondents,
    answers: dict[str, Coded],
    survey: Wave,
    places: Places,
    providers: Providers,
    rows: Booleans,
) -> pa.Table:
    """Return the `nets_responses` of some respondents: contract columns, then the questions asked."""
    place = respondents.place[rows]
    size = len(place)
    professions, levels = tuple(reference.codes("profession")), tuple(reference.codes("learner_level"))
    sites, site = np.unique(places.site_codes(providers), return_inverse=True)
    columns: dict[str, pa.Array] = {
        "response_id": pa.array(respondents.response_id[rows].tolist(), pa.string()),
        "wave": Coded(np.zeros(size, dtype=np.int64), (survey.code,)).arrow(),
        "submitted_on": pa.array(respondents.submitted[rows].astype("datetime64[D]")),
        "provider_code": Coded(places.provider[place], tuple(providers.code.tolist())).arrow(),
        "profession": Coded(places.profession[place], professions).arrow(),
        "site_code": Coded(site[place], tuple(sites.tolist())).arrow(),
        "learner_level": Coded(places.level[place], levels).arrow(),
    }
    columns |= {name: column.where(rows).arrow() for name, column in respondents.details.items()}
    columns |= {name: column.where(rows).arrow() for name, column in answers.items()}
    return pa.table(columns)


def aggregate_table(responses: pa.Table, survey: Wave) -> pa.Table:
    """Return the `nets_aggregates` that a table of responses comes down to.

    Reasons and the single ends of the workload scale are left out: a count of favourable answers says nothing
    about them.
    """
    favourable, in_base = _answer_sets(survey.year)
    parts = []
    for row in reference.seed("indicator"):
        question = row["question_code"]
        if question not in responses.column_names or row["counted_options"] in ("too_busy", "too_quiet"):
            continue
        if not favourable[question]:
            continue
        column = responses[question].cast(pa.string())
        counted = pa.table(
            {
                "provider_code": responses["provider_code"].cast(pa.string()),
                "profession": responses["profession"].cast(pa.string()),
                "respondents": pc.is_in(column, pa.array(in_base[question])).cast(pa.int64()),
                "favourable": pc.is_in(column, pa.array(favourable[question])).cast(pa.int64()),
            }
        )
        sums = counted.group_by(["provider_code", "profession"], use_threads=False).aggregate(
            [("respondents", "sum"), ("favourable", "sum")]
        )
        sums = sums.append_column(
            "indicator_code", pa.array([row["indicator_code"]] * len(sums), pa.string())
        )
        parts.append(sums)
    table = pa.concat_tables(parts).sort_by(
        [(k, "ascending") for k in ("provider_code", "profession", "indicator_code")]
    )
    return pa.table(
        {
            "wave": pa.array([survey.code] * table.num_rows, pa.string()),
            "provider_code": table["provider_code"],
            "profession": table["profession"],
            "indicator_code": table["indicator_code"],
            "respondents": table["respondents_sum"],
            "favourable": table["favourable_sum"],
        }
    )


def _answer_sets(year: int) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    favourable: dict[str, list[str]] = {}
    in_base: dict[str, list[str]] = {}
    for row in reference.seed("answer_option"):
        if int(row["valid_from_year"]) <= year <= int(row["valid_to_year"] or 9999):
            favourable.setdefault(row["question_code"], [])
            if row["is_favourable"] == "true":
                favourable[row["question_code"]].append(row["option_code"])
            if row["is_in_base"] == "true":
                in_base.setdefault(row["question_code"], []).append(row["option_code"])
    return favourable, in_base


def write_wave(
    respondents: Respondents,
    answers: dict[str, Coded],
    survey: Wave,
    places: Places,
    providers: Providers,
    writer: SampleWriter,
) -> None:
    """Write the responses of one wave into landing, and the counts of those that only come as counts."""
    dropped_on = survey.closes_on + _REPORTING_DELAY
    only_counts = counts_only(respondents, survey)
    table = response_table(respondents, answers, survey, places, providers, ~only_counts)
    writer.feed("nets_responses", f"nets_responses_{survey.code}.csv", table, dropped_on)
    if only_counts.any():
        hidden = response_table(respondents, answers, survey, places, providers, only_counts)
        counts = aggregate_table(hidden, survey)
        writer.feed("nets_aggregates", f"nets_aggregates_{survey.code}.csv", counts, dropped_on)
