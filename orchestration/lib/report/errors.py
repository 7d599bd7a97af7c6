"""What may be wrong with an export that somebody asked for."""


class ExportError(Exception):
    """The export cannot be made as asked; says why and what helps."""
