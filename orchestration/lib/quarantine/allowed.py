"""Which codes a column takes, for a sender who has no copy of the governed lists.

Belongs here: the codes of a contract's columns and questions, in words. Which value is at fault is ingest.
"""

from expectations import reference
from expectations.contract import Contract

# The faults that a look at the list mends.
CODE_RULES = ("unknown_wave", "unknown_profession", "unknown_code", "unknown_option")


def allowed_codes(described: Contract) -> dict[str, str]:
    """Return the codes of each coded column of a feed, joined with `; `, in the order of their list."""
    allowed = {
        column.name: "; ".join(reference.codes(column.codes))
        for column in described.columns
        if column.codes is not None
    }
    if described.question_columns:
        options: dict[str, list[str]] = {}
        for row in reference.seed("answer_option"):
            options.setdefault(row["question_code"], []).append(row["option_code"])
        # A list holds an option once for each span of years in which it counts the same way.
        allowed |= {question: "; ".join(dict.fromkeys(codes)) for question, codes in options.items()}
    return allowed
