"""Errors that tell a person what to do differently.

Belongs here: errors of `land` and of the ledger. A damaged journal is a fault, not one of these.
"""


class LandingError(Exception):
    """What was asked of landing cannot be done; the message says why and what to do."""


class LedgerError(LandingError):
    """What was asked of the ledger cannot be done; the message says why and what to do."""
