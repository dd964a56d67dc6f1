"""A client of a Chroma server that waits for no answer for ever, and knows a gateway's answer from Chroma's."""

from __future__ import annotations

import os
from typing import Any, cast

import chromadb.errors
import httpx
from chromadb.api import ClientAPI
from chromadb.api.client import Client
from chromadb.auth import UserIdentity
from chromadb.config import Settings
from typing_extensions import override

from index.errors import StoreUnreachableError
from index.server import ChromaServer


class _Client(Client):
    """Chroma's client, which waits for ever, made to give up from its first request on; one session for all of them."""

    def __init__(self, server: ChromaServer, settings: Settings) -> None:
        self._timeout_seconds = server.timeout_seconds
        super().__init__(tenant=server.tenant, database=server.database, settings=settings)

    @override
    def get_user_identity(self) -> UserIdentity:
        session: httpx.Client = cast("Any", self._server)._session
        session.timeout = httpx.Timeout(self._timeout_seconds)
        session.event_hooks["response"] = [_refuse_gateway]
        return super().get_user_identity()

    @override
    def _validate_tenant_database(self, tenant: str, database: str) -> None:
        self._server.get_database(database, tenant)


def connected(server: ChromaServer) -> ClientAPI:
    """Return a client of a server; raises StoreUnreachableError if it does not answer, or has no such database."""
    address = server.address
    # A proxy is for the world outside; a Chroma server on this machine is not reached through one.
    if address.hostname in ("127.0.0.1", "localhost", "::1"):
        for name in ("NO_PROXY", "no_proxy"):
            hosts = list(filter(None, os.environ.get(name, "").split(",")))
            if address.hostname not in hosts:
                os.environ[name] = ",".join([*hosts, address.hostname])
    settings = Settings(
        anonymized_telemetry=False,
        chroma_api_impl="chromadb.api.fastapi.FastAPI",
        chroma_server_host=address.hostname,
        chroma_server_http_port=server.port,
        chroma_server_ssl_enabled=address.scheme == "https",
        chroma_server_headers=dict(server.headers),
    )
    try:
        return _Client(server, settings)
    except chromadb.errors.NotFoundError as error:
        raise StoreUnreachableError(
            f"The Chroma server at {server} answers, but: {error}. Correct ASSISTANT_STORE_TENANT and "
            "ASSISTANT_STORE_DATABASE, or create them there."
        ) from error
    except (ValueError, httpx.HTTPError, chromadb.errors.ChromaError) as error:
        raise StoreUnreachableError(
            f"No Chroma server answers at {server} ({error}). "
            f"Start it (chroma run --port {server.port}) or correct the URL."
        ) from error


def _refuse_gateway(response: httpx.Response) -> None:
    """Raise HTTPStatusError for what no Chroma says: its errors are JSON, and a gateway's status is none of its own."""
    is_json = "json" in response.headers.get("content-type", "")
    if response.is_error and (not is_json or response.status_code in (401, 403, 429, 502, 503, 504)):
        told = f"{response.status_code} {response.reason_phrase}"
        raise httpx.HTTPStatusError(told, request=response.request, response=response)
