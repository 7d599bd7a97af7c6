"""How a file is refused as a whole.

Belongs here: the one error that readers and file rules raise. Does not belong here: the rules (`rules.py`).
"""

from orchestration.lib.ingest.rules import RULES


class FileRejectedError(Exception):
    """A file cannot be used at all.

    Attributes:
        rule: The rule that rejects it.
        message: What was found in this file; never holds a value that may identify a person.
    """

    def __init__(self, rule_id: str, message: str) -> None:
        self.rule = RULES[rule_id]
        self.message = message
        super().__init__(f"{message} {self.rule.remedy}")
