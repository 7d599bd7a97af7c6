"""Naming the characters of an offending value that a person cannot see or takes for others.

Belongs here: which characters, and their names. Which values offend is `row_rules.py`.
"""

import unicodedata

import duckdb

# Rules about values that are written in ASCII when they are right.
_NAMED_IN = (
    "'lookalike_character', 'unknown_option', 'unknown_concern', 'impossible_date', 'not_an_integer', "
    "'not_a_boolean'"
)
_MOST = 3


def name_strange_characters(con: duckdb.DuckDBPyConnection) -> None:
    """Make the table `strange` (value, told) of offending values with characters beyond printable ASCII.

    `told` is a sentence that names at most three: `It holds U+0410 CYRILLIC CAPITAL LETTER A.`

    Args:
        con: Connection with the table `fault`.
    """
    con.execute(
        "CREATE OR REPLACE TABLE strange_character AS SELECT DISTINCT offending_value AS value, "
        "unnest(list_distinct(regexp_extract_all(offending_value, '[^ -~]'))) AS character FROM fault "
        f"WHERE rule_id IN ({_NAMED_IN}) AND regexp_matches(offending_value, '[^ -~]')"
    )
    found = [
        str(row[0]) for row in con.execute("SELECT DISTINCT character FROM strange_character").fetchall()
    ]
    con.execute(
        "CREATE OR REPLACE TABLE strange AS SELECT value, ' It holds ' || "
        f"list_aggregate(list(told ORDER BY told)[:{_MOST}], 'string_agg', ', ') || '.' AS told "
        "FROM strange_character "
        "JOIN (SELECT unnest(?) AS character, unnest(?) AS told) AS named USING (character) GROUP BY value",
        [found, [_named(character) for character in found]],
    )


def _named(character: str) -> str:
    return f"U+{ord(character):04X} {unicodedata.name(character, 'a control character')}"
