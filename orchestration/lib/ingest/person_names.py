"""Refusing files with names of persons where codes belong.

Belongs here: what tells `Jane Smith` from a label that is spelt wrong. Identifiers that prove themselves are
`person_identifiers.py`.
"""

import re
from functools import cache

import duckdb

from expectations import reference
from expectations.contract import Contract
from orchestration.lib.duck import quoted
from orchestration.lib.ingest.headings import HeadingMatch
from orchestration.lib.ingest.rejection import FileRejectedError
from orchestration.lib.ingest.row_rules import written

# A name in a few rows is a slip of the hand, and quarantine keeps it out; in many rows the column is wrong.
_MANY_ROWS = 3
_MANY_SHARE = 0.2

_WORD = r"\p{Lu}[\p{L}'’-]*\p{Ll}"
_SURNAME = rf"({_WORD}|\p{{Lu}}[\p{{Lu}}'’-]+)"
_NAME = rf"{_WORD}( {_WORD}){{1,2}}|{_SURNAME}, *{_WORD}( {_WORD})?"

# Words that labels of organisations, roles and answers are made of, beside those of the governed lists.
_WORDS_OF_LABELS = """
academic acute advanced applicable associate care centre clinic clinical college community council critical
deanery department director doctor emergency foundation general group health hospital lead manager medicine
midwife mental none not nurse officer other paediatric practice practitioner prefer primary programme
registrar school service services social staff student surgery team technician trainee trust university
unknown ward
"""
_WORDS_FROM = (
    "concern_event_type",
    "concern_source_type",
    "eqf_domain",
    "isf_category",
    "learner_level",
    "profession",
    "provider_type",
    "psa_answer",
    "region",
)
_SHORTEST = 3
# From this length on, a word with one wrong, missing or swapped letter is still taken for the word.
_SPELT_WRONG_FROM = 5


def refuse_person_names(con: duckdb.DuckDBPyConnection, contract: Contract, match: HeadingMatch) -> None:
    """Refuse a file when many cells of a coded column have the form of a name and are none of its codes.

    `Firstname Lastname` and `SURNAME, Firstname` count unless a word of them is a word of some label, spelt
    right or nearly so: a label in title case has the form of a name too.

    Args:
        con: Connection with the table `parsed` of the load.
        contract: The feed's contract.
        match: Where the columns lie.

    Raises:
        FileRejectedError: With column and number of rows, never a value.
    """
    coded = [c.name for c in contract.columns if c.type == "code" and c.name in match.positions]
    if not coded:
        return
    cells = " UNION ALL ".join(
        f"SELECT {quoted(name)} AS column_name, {written(name)} AS value, count(*) AS row_count FROM parsed "
        f'WHERE "{name}" IS NULL AND regexp_full_match({written(name)}, {quoted(_NAME)}) GROUP BY value'
        for name in coded
    )
    con.execute("CREATE OR REPLACE TEMP TABLE word_of_label AS SELECT unnest(?) AS word", [_label_words()])
    con.execute(f"CREATE OR REPLACE TEMP TABLE name_like AS {cells}")
    found = con.execute(
        "WITH spelt AS (SELECT DISTINCT value, unnest(regexp_extract_all(lower(value), '\\p{L}+')) AS word "
        "FROM name_like), "
        # Each distinct word is compared once: names share words, and the comparison is the slow part.
        "of_label AS (SELECT DISTINCT own.word FROM (SELECT DISTINCT word FROM spelt) AS own, word_of_label "
        f"AS known WHERE own.word = known.word OR (length(own.word) >= {_SPELT_WRONG_FROM} "
        "AND damerau_levenshtein(own.word, known.word) = 1)), "
        "label AS (SELECT value FROM spelt WHERE word IN (SELECT word FROM of_label)) "
        "SELECT column_name, CAST(sum(row_count) AS BIGINT) AS row_count FROM name_like "
        "WHERE value NOT IN (SELECT value FROM label) GROUP BY column_name "
        f"HAVING sum(row_count) >= least({_MANY_ROWS}, {_MANY_SHARE} * (SELECT count(*) FROM parsed)) "
        "ORDER BY column_name LIMIT 1"
    ).fetchone()
    if found is not None:
        raise FileRejectedError(
            "person_identifier",
            f"The column '{found[0]}' holds, in {found[1]} rows, what looks like names of persons and is "
            "neither a code nor a label of its list.",
        )


@cache
def _label_words() -> list[str]:
    labels = (label for name in _WORDS_FROM for label in reference.codes(name).values())
    words = re.findall(r"[^\W\d_]+", " ".join([*labels, _WORDS_OF_LABELS]).lower())
    return sorted({word for word in words if len(word) >= _SHORTEST})
