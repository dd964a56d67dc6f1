"""What can go wrong in serving the page, one class for each thing that a caller can do something about."""

from __future__ import annotations

from assistant.errors import AssistantError


class PageError(AssistantError):
    """Base of the errors of the page."""


class RequestError(PageError):
    """The page was asked for something that is not there or may not be."""


class AddressError(PageError):
    """The server cannot listen at the given address."""


class AuthFileError(PageError):
    """The file of users and hashed passwords cannot be used."""
