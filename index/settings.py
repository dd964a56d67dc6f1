"""The ASSISTANT_* environment variables, and where the corpus and its store lie."""

from __future__ import annotations

import hashlib
import math
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from index.endpoints import Endpoint, ModelSettings, embedding_from, model_from, parse_seconds
from index.errors import SettingsError
from index.server import Location, is_url, server_from

PREFIX = "ASSISTANT_"
PACKAGE = Path(__file__).parent
# An installed package carries the shipped articles inside; in a checkout they lie beside it.
INSTALLED = (PACKAGE / "seeds").is_dir()
SEEDS = (PACKAGE if INSTALLED else PACKAGE.parent) / "seeds"
# Larger files are not read at all.
MOST_MEGABYTES = 200
UPLOAD_MEGABYTES = 50
# The first about a plain text of 5 MB takes 10 on a busy machine, any other less than one.
QUESTION_SECONDS = 30
# Every variable of the product, so that each entry point refuses the same unknown ones; docs/settings.md shows them.
VARIABLES = {
    "ASSISTANT_CORPUS": "folder of documents (default: `seeds`)",
    "ASSISTANT_LIBRARY": "folder of added documents, asked as well (default: a folder of the corpus in `library`)",
    "ASSISTANT_STORE": "folder of the index, or URL of a Chroma server (default: a folder of the corpus in `store`)",
    "ASSISTANT_STORE_TENANT": "tenant of the Chroma server (default: `default_tenant`)",
    "ASSISTANT_STORE_DATABASE": "its database (default: `default_database`)",
    "ASSISTANT_STORE_HEADERS": "headers that it asks for, as `Name: value; Name: value`",
    "ASSISTANT_STORE_TIMEOUT": "seconds within which it must answer (default: `15`)",
    "ASSISTANT_HOST": "address the page listens on (default: `127.0.0.1`)",
    "ASSISTANT_PORT": "port the page listens on (default: `7860`)",
    "ASSISTANT_UPLOAD_MEGABYTES": "size of the largest file that the page takes in (default: `50`)",
    "ASSISTANT_QUESTION_SECONDS": "seconds after which a question is given up, without the model's (default: `30`)",
    "ASSISTANT_FEEDBACK": "file that thumbs and notes are added to (default: `store/feedback.jsonl`)",
    "ASSISTANT_LLM": "name of a language model that writes the answers (default: none; answers are quotes)",
    "ASSISTANT_LLM_URL": "its OpenAI-compatible server, such as `http://127.0.0.1:8000/v1` (default: OpenAI)",
    "ASSISTANT_LLM_KEY": "the key that the server asks for",
    "ASSISTANT_LLM_HEADERS": "headers that a gateway asks for, as `Name: value; Name: value`",
    "ASSISTANT_LLM_API_VERSION": "of Azure, such as `2024-10-21`; `ASSISTANT_LLM` is then a deployment",
    "ASSISTANT_LLM_CONTEXT": "tokens that question, passages and answer may take together (default: `4096`)",
    "ASSISTANT_LLM_TIMEOUT": "seconds within which its first words or the quoted answer are shown (default: `30`)",
    "ASSISTANT_EMBEDDING": "`local`, or `openai/NAME` for an embedding model that is served (default: `local`)",
    "ASSISTANT_EMBEDDING_URL": "its OpenAI-compatible server (default: OpenAI)",
    "ASSISTANT_EMBEDDING_KEY": "the key that the server asks for",
}


@dataclass(frozen=True, slots=True)
class Settings:
    """What the environment says; a command line may say otherwise.

    Without a `model` answers are quotes; without an `embedding` the local one is used.
    """

    corpus: Path
    store: Location
    host: str
    port: int
    feedback: Path
    library: Path
    upload_megabytes: float = UPLOAD_MEGABYTES
    question_seconds: float = QUESTION_SECONDS
    model: ModelSettings | None = None
    embedding: Endpoint | None = None


def from_env(environ: Mapping[str, str] = os.environ) -> Settings:
    """Return the settings of this environment; raises SettingsError for an unknown ASSISTANT_* name or a bad value."""
    unknown = sorted(name for name in environ if name.startswith(PREFIX) and name not in VARIABLES)
    if unknown:
        raise SettingsError(f"Unknown setting {', '.join(unknown)}. Known: {', '.join(VARIABLES)}.")
    corpus = Path(environ.get("ASSISTANT_CORPUS") or SEEDS)
    store = environ.get("ASSISTANT_STORE")
    return Settings(
        corpus=corpus,
        library=Path(environ.get("ASSISTANT_LIBRARY") or default_library(corpus)),
        store=store_location(store, environ) if store else default_store(corpus),
        host=environ.get("ASSISTANT_HOST") or "127.0.0.1",
        port=parse_port(environ.get("ASSISTANT_PORT") or "7860"),
        upload_megabytes=parse_megabytes(environ.get("ASSISTANT_UPLOAD_MEGABYTES") or str(UPLOAD_MEGABYTES)),
        question_seconds=parse_seconds(
            "ASSISTANT_QUESTION_SECONDS", environ.get("ASSISTANT_QUESTION_SECONDS") or str(QUESTION_SECONDS)
        ),
        feedback=Path(environ.get("ASSISTANT_FEEDBACK") or stores() / "feedback.jsonl"),
        model=model_from(environ),
        embedding=embedding_from(environ),
    )


def parse_port(text: str) -> int:
    """Return a TCP port, 0 to 65535 (0 lets the system choose); raises SettingsError."""
    if not text.isdecimal() or int(text) > 65535:
        raise SettingsError(f"The port {text!r} is not a number from 0 to 65535.")
    return int(text)


def parse_megabytes(text: str) -> float:
    """Return a size in megabytes, more than 0 and no more than a file of the corpus may have; raises SettingsError."""
    try:
        size = float(text)
    except ValueError:
        size = math.nan
    if not 0 < size <= MOST_MEGABYTES:
        raise SettingsError(f"ASSISTANT_UPLOAD_MEGABYTES is {text!r}, not a number up to {MOST_MEGABYTES}.")
    return size


def store_location(text: str, environ: Mapping[str, str] = os.environ) -> Location:
    """Return a folder, or a Chroma server that is asked as this environment says; ValueError for an empty text."""
    return server_from(text, environ) if is_url(text) else folder_path(text)


def folder_path(text: str | Path) -> Path:
    """Return the path that a text names; raises ValueError for an empty one, which would be the folder one is in."""
    if not str(text).strip():
        raise ValueError("no folder is named")
    return Path(text)


def stores() -> Path:
    """Return the folder of all stores: `store` in a checkout, in the user's data once the package is installed."""
    return platformdirs.user_data_path("proven-assistant") / "store" if INSTALLED else PACKAGE.parent / "store"


def libraries() -> Path:
    """Return the folder of all libraries: `library` in a checkout, in the user's data once the package is installed."""
    return platformdirs.user_data_path("proven-assistant") / "library" if INSTALLED else PACKAGE.parent / "library"


def default_store(corpus: Path) -> Path:
    """Return the folder among the stores that belongs to this corpus folder alone."""
    return stores() / _own_name(corpus)


def default_library(corpus: Path) -> Path:
    """Return the folder among the libraries that belongs to this corpus folder alone."""
    return libraries() / _own_name(corpus)


def _own_name(corpus: Path) -> str:
    """Return a file name that no other corpus folder has."""
    resolved = corpus.resolve()
    digest = hashlib.sha256(os.fsencode(resolved)).hexdigest()[:8]
    # Not every name of a folder, with the digest behind it, can be one; 50 characters are at most 200 bytes.
    name = re.sub(r"[^\w.-]", "-", resolved.name)[:50]
    return SEEDS.name if resolved == SEEDS.resolve() else f"{name}-{digest}"
