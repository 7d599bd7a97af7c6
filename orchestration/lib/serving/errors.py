"""What can go wrong with the serving copy, told with its remedy."""


class ServingError(Exception):
    """The copy was not made or not switched to; readers go on with the one before."""
