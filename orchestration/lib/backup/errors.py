"""The error that tells a person why a backup cannot be made or restored.

Belongs here: that error alone.
"""


class BackupError(Exception):
    """What was asked cannot be done; the message says why and what to do. Nothing was changed."""
