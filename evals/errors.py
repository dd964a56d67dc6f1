"""What can go wrong in an evaluation."""


class EvalsError(Exception):
    """A file that an evaluation reads is not what it must be; the message names the file and line, then what to do."""
