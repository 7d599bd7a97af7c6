"""What a release says when it will not go on."""


class CandidateError(Exception):
    """The candidate cannot be made or is not whole: a fault of the project, not of the data."""


class ReleaseRefused(Exception):
    """A release is refused because something that must be passed is not."""
