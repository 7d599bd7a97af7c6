"""Which survey figures a release may show: every cell of int_survey_cell with its status.

Belongs here: handing tables to the package `disclosure` and taking its answer. The rule itself is there.
"""

from typing import Any

from disclosure.cells import COUNTS, KEY
from disclosure.remembered import control_after
from disclosure.rules import Rules


def model(dbt: Any, session: Any) -> Any:
    """Return the key of every cell, `status_code` and `hidden_by`."""
    dbt.config(materialized="table")
    # One type for counts that may be empty: a count told before is compared with the one there is now.
    counts = dict.fromkeys(COUNTS, "Int64")
    cells = dbt.ref("int_survey_cell").df().astype(counts)
    # Releases do not tell the question: it is that of the cell.
    cell = [name for name in KEY if name != "question_code"]
    told = dbt.ref("stg_ops__released_survey_cell").df().astype(counts).merge(cells[list(KEY)], on=cell)
    parameters = dict(dbt.ref("disclosure_parameter").project("parameter, value").fetchall())
    routes = dbt.ref("question").filter("base_question_codes is not null")
    rules = Rules(
        threshold=parameters["disclosure_threshold"],
        respondents_width=parameters["respondents_width"],
        favourable_width=parameters["favourable_width"],
        companion_width=parameters["companion_width"],
        routes={
            question: tuple(parents.split(";"))
            for question, parents in routes.project("question_code, base_question_codes").fetchall()
        },
    )
    # Of an empty column alone the type could not be told.
    return control_after(cells, rules, told).astype("string")
