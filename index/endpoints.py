"""Models that are served elsewhere, behind the OpenAI-compatible protocol: which, where, and with what key."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from index.errors import SettingsError

OPENAI_URL = "https://api.openai.com/v1"
EMBEDDING_PREFIX = "openai/"
LOCAL_EMBEDDING = "local"
# What Ollama and many llama.cpp set-ups offer unless told otherwise.
CONTEXT_TOKENS = 4096
# A small model on two cores writes its first sentence in 3 to 20 seconds.
TIMEOUT_SECONDS = 30.0
# Less does not hold the instructions, one passage and an answer.
FEWEST_CONTEXT_TOKENS = 1024
LONGEST_TIMEOUT_SECONDS = 600.0
# What only a language model has, each behind ASSISTANT_LLM.
ONLY_MODEL = ("_CONTEXT", "_TIMEOUT", "_HEADERS", "_API_VERSION")
# RFC 9110: the characters of a header's name; of its value those that can be seen, and blanks between them.
HEADER = re.compile(r"\s*([!#$%&'*+.^_`|~0-9A-Za-z-]+)\s*:\s*([!-~](?:[ -~]*[!-~])?)\s*")
API_VERSION = re.compile(r"[\w.-]+", re.ASCII)


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A model by its name on a server, the server's URL (it mostly ends in /v1), and a key, which no repr shows.

    Raises SettingsError for a URL or a key that cannot be; the message holds neither a key nor a password.
    """

    model: str
    url: str = OPENAI_URL
    key: str = field(default="", repr=False)

    def __post_init__(self) -> None:
        _check_url(self.url)
        # A header is printable ASCII; a line end in a key would be a header of its own.
        if not self.key.isascii() or not self.key.isprintable() or " " in self.key:
            raise SettingsError(f"The key for {self.model} holds a blank or a character that no key has.")
        if not self.key and self.url == OPENAI_URL:
            raise SettingsError(
                f"{self.model} is looked for at {OPENAI_URL}, which needs a key. Set its URL or its key."
            )


@dataclass(frozen=True, slots=True)
class ModelSettings:
    """The language model that writes answers.

    `context_tokens` is what its question and answer may take together. Within `timeout_seconds` the first words must
    be shown, and within as much again the last. `headers` are sent with each question. With an `api_version` the server
    is Azure's: the model is a deployment below its URL, and the key has a header of its own.
    """

    endpoint: Endpoint
    context_tokens: int = CONTEXT_TOKENS
    timeout_seconds: float = TIMEOUT_SECONDS
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    api_version: str = ""


def model_from(environ: Mapping[str, str]) -> ModelSettings | None:
    """Return the language model that ASSISTANT_LLM and its companions name, or None; raises SettingsError."""
    endpoint = _endpoint(environ, "ASSISTANT_LLM", environ.get("ASSISTANT_LLM", ""), ONLY_MODEL)
    if endpoint is None:
        return None
    context, timeout = environ.get("ASSISTANT_LLM_CONTEXT"), environ.get("ASSISTANT_LLM_TIMEOUT")
    return ModelSettings(
        endpoint,
        _tokens(context) if context else CONTEXT_TOKENS,
        parse_seconds("ASSISTANT_LLM_TIMEOUT", timeout) if timeout else TIMEOUT_SECONDS,
        parse_headers("ASSISTANT_LLM_HEADERS", environ.get("ASSISTANT_LLM_HEADERS", "")),
        _api_version(environ.get("ASSISTANT_LLM_API_VERSION", ""), endpoint),
    )


def embedding_from(environ: Mapping[str, str]) -> Endpoint | None:
    """Return the endpoint that ASSISTANT_EMBEDDING names, or None for the local embedding; raises SettingsError."""
    name = environ.get("ASSISTANT_EMBEDDING", "")
    model = name.removeprefix(EMBEDDING_PREFIX)
    if name not in ("", LOCAL_EMBEDDING) and (model == name or not model):
        raise SettingsError(
            f"ASSISTANT_EMBEDDING is {name!r}. It can be {LOCAL_EMBEDDING!r}, or {EMBEDDING_PREFIX}NAME for a model "
            "behind the OpenAI-compatible protocol."
        )
    return _endpoint(environ, "ASSISTANT_EMBEDDING", "" if name == LOCAL_EMBEDDING else model)


def _endpoint(environ: Mapping[str, str], name: str, model: str, more: tuple[str, ...] = ()) -> Endpoint | None:
    """Return an endpoint, or None if there is no model; what only an endpoint has may not be set then."""
    if not model:
        alone = [name + part for part in ("_URL", "_KEY", *more) if environ.get(name + part)]
        if alone:
            raise SettingsError(f"{', '.join(alone)} is set, but {name} names no model.")
        return None
    url = environ.get(f"{name}_URL") or OPENAI_URL
    return Endpoint(model, url.rstrip("/"), environ.get(f"{name}_KEY", "").strip())


def _check_url(url: str) -> None:
    try:
        parts = urlsplit(url)
        well = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        parts, well = urlsplit(""), False
    if parts.username is not None or parts.password is not None or parts.query or parts.fragment:
        raise SettingsError(
            "The URL of a model must hold no user, password, ? or #. Key and API version have variables."
        )
    if not well or not url.isprintable() or " " in url:
        raise SettingsError(f"{url!r} is not the URL of a model. It looks like http://127.0.0.1:8000/v1.")


def parse_headers(variable: str, text: str) -> dict[str, str]:
    """Return headers that are written "Name: value; Name: value"; the message of an error holds no value."""
    found = [HEADER.fullmatch(part) for part in text.split(";") if part.strip()]
    if not all(found):
        raise SettingsError(f"{variable} is not of the form Name: value; Name: value.")
    return {match[1]: match[2] for match in found if match}


def _api_version(text: str, endpoint: Endpoint) -> str:
    if text and not API_VERSION.fullmatch(text):
        raise SettingsError(f"ASSISTANT_LLM_API_VERSION is {text!r}, not a version of Azure's, such as 2024-10-21.")
    if text and endpoint.url == OPENAI_URL:
        raise SettingsError("ASSISTANT_LLM_API_VERSION is Azure's. Set ASSISTANT_LLM_URL to your resource there.")
    return text


def _tokens(text: str) -> int:
    if not text.isdecimal() or int(text) < FEWEST_CONTEXT_TOKENS:
        raise SettingsError(f"ASSISTANT_LLM_CONTEXT is {text!r}, not a number of tokens from {FEWEST_CONTEXT_TOKENS}.")
    return int(text)


def parse_seconds(name: str, text: str) -> float:
    """Return a time that a setting of this name allows, more than 0; raises SettingsError."""
    try:
        seconds = float(text)
    except ValueError:
        seconds = math.nan
    if not 0 < seconds <= LONGEST_TIMEOUT_SECONDS:
        raise SettingsError(f"{name} is {text!r}, not a number of seconds up to {LONGEST_TIMEOUT_SECONDS:.0f}.")
    return seconds
