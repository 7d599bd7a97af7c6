"""The error that tells a person what to ask differently.

Belongs here: that error alone.
"""


class QuarantineError(Exception):
    """What was asked of quarantine cannot be done; the message says why and what there is."""
