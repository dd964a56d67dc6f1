"""What can go wrong with an assistant besides its index; a question is never among it."""

from index.characters import encodable


class AssistantError(Exception):
    """Base of all errors of this package; its message says what was found, then what to do."""

    def __init__(self, message: str = "") -> None:
        super().__init__(encodable(message))


class QueryTooLongError(AssistantError):
    """A query of more characters than are searched for."""


class ReceiptError(AssistantError):
    """A file that is not a receipt of answers."""


class ReaderError(AssistantError):
    """The reader's files are missing."""
