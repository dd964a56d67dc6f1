"""Where a Chroma server is, and as whom it is asked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from index.endpoints import parse_headers, parse_seconds
from index.errors import StoreUnreachableError

# Chroma takes names of 3 to 512 such characters; ours go behind it.
CORPUS_NAME = re.compile(r"[a-zA-Z0-9][a-zA-Z0-9._-]{1,98}[a-zA-Z0-9]")
ONLY_CORPUS = "corpus"
TENANT, DATABASE = "default_tenant", "default_database"
# A query takes milliseconds, writing 1,000 rows a second or two: what takes longer will not come.
TIMEOUT_SECONDS = 15.0


@dataclass(frozen=True, slots=True)
class ChromaServer:
    """A Chroma server by its URL, whose path names one of several corpora; its tenant, its database, and headers.

    Headers may hold a key: neither a repr nor a message shows them. What is not answered within `timeout_seconds` is
    given up.
    """

    url: str
    tenant: str = TENANT
    database: str = DATABASE
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    timeout_seconds: float = TIMEOUT_SECONDS

    def __str__(self) -> str:
        return self.url

    @property
    def address(self) -> SplitResult:
        """The parts of the URL; raises StoreUnreachableError if it cannot be that of a Chroma server."""
        try:
            address = urlsplit(self.url)
            _ = address.port
        except ValueError as error:
            raise StoreUnreachableError(f"{self.url} is not a URL ({error}). Give http(s)://host:port.") from None
        name = address.path.strip("/") or ONLY_CORPUS
        if address.scheme not in ("http", "https") or not address.hostname or not CORPUS_NAME.fullmatch(name):
            raise StoreUnreachableError(
                f"{self.url} cannot be a Chroma server. Give a folder, http(s)://host:port, or for one of several "
                "corpora http(s)://host:port/name with a name of 3 to 100 letters, digits, dots and dashes."
            )
        return address

    @property
    def port(self) -> int:
        """The port it listens on."""
        return self.address.port or (443 if self.address.scheme == "https" else 80)

    @property
    def corpus(self) -> str:
        """The name that the names of the corpus' collections begin with."""
        return self.address.path.strip("/") or ONLY_CORPUS


Location = Path | ChromaServer


def is_url(text: str) -> bool:
    """Tell whether a text names a server, not a folder."""
    return "://" in text


def server_from(url: str, environ: Mapping[str, str]) -> ChromaServer:
    """Return the server at a URL, asked as ASSISTANT_STORE_TENANT and its companions say; raises SettingsError."""
    timeout = environ.get("ASSISTANT_STORE_TIMEOUT")
    return ChromaServer(
        url,
        environ.get("ASSISTANT_STORE_TENANT") or TENANT,
        environ.get("ASSISTANT_STORE_DATABASE") or DATABASE,
        parse_headers("ASSISTANT_STORE_HEADERS", environ.get("ASSISTANT_STORE_HEADERS", "")),
        parse_seconds("ASSISTANT_STORE_TIMEOUT", timeout) if timeout else TIMEOUT_SECONDS,
    )
