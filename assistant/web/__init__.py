"""The web page: a Gradio chat on a FastAPI app, beside it a reader that shows every quote in its document.

question -> chat (turns) -> message (HTML of an answer) -> the browser; a click on a marker -> services -> articles.
The conversation lives in the browser and travels with each request, so the server keeps nothing of it.
"""

from assistant.web.errors import AddressError, AuthFileError, PageError, RequestError
from assistant.web.passwords import hash_password
from assistant.web.server import build_app, serve
from assistant.web.settings import ServerSettings
from assistant.web.watching import watching

__all__ = [
    "AddressError", "AuthFileError", "PageError", "RequestError", "ServerSettings", "build_app",
    "hash_password", "serve", "watching",
]  # fmt: skip
