"""Look for what is wrong with this installation, its corpus and its store."""

from __future__ import annotations

import os
import platform
import shutil
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from packaging.requirements import Requirement

from assistant.errors import AssistantError
from assistant.finding import Promise, Ranking, Reader
from assistant.proving import Unwrapper
from assistant.version import requirements
from assistant.writing import Message, ServedModel
from index import Index, IndexingError, LocalEmbedding, ModelSettings, from_env
from index.documents import read_folder
from index.errors import StoreBusyError
from index.given_embedding import open_embedding
from index.settings import Settings

OLDEST_PYTHON = (3, 11)
# Characters of what a model says to a question.
MOST_SAID = 60
GIGABYTE = 10**9
# An index is copied when it is built anew beside one that is asked; without one, so much will do for a beginning.
LEAST_FREE = GIGABYTE // 5


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at, whether it is well, and what was found or has to be done."""

    subject: str
    well: bool
    words: str


def examine(environ: Mapping[str, str] = os.environ) -> Iterator[Finding]:
    """Yield a finding for Python, packages, embedding, reader, settings, model, corpus, disk, store and lock.

    What cannot be looked at because of an earlier finding is left out.
    """
    yield Finding("Python", sys.version_info >= OLDEST_PYTHON, f"{platform.python_version()}; 3.11 or newer is needed")
    yield _packages(requirements())
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
    if isinstance(settings.store, Path):
        yield _disk(settings.store)
    yield from _store(settings)


def _packages(needed: Sequence[str]) -> Finding:
    """Return which packages are missing or have another version than is needed."""
    wrong = []
    for wanted in map(Requirement, needed):
        if wanted.marker is None or wanted.marker.evaluate():
            found = _installed(wanted.name)
            if found not in wanted.specifier or not found:
                wrong.append(f"{wanted.name} is {found or 'missing'}, {wanted.specifier or 'any version'} is needed")
    return Finding(
        "Packages",
        not wrong,
        "; ".join([*wrong, "run: make setup"]) if wrong else f"{len(needed)}, each in a version as needed",
    )


def _installed(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def _disk(store: Path) -> Finding:
    """Return whether there is room to build the index anew beside the one that is there."""
    folder = next(path for path in (store, *store.absolute().parents) if path.is_dir())
    held = sum(path.stat().st_size for path in store.rglob("*") if path.is_file()) if store.is_dir() else 0
    free, needed = shutil.disk_usage(folder).free, max(held, LEAST_FREE)
    told = f"{free / GIGABYTE:.1f} GB free at {folder}, {needed / GIGABYTE:.1f} GB are needed to build the index anew"
    remedy = ". Free some space, or name another folder with ASSISTANT_STORE"
    return Finding("Disk", free >= needed, told if free >= needed else told + remedy)


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


def _store(settings: Settings) -> Iterator[Finding]:
    """Yield whether the index can be opened and is that of the corpus, and whether it could be written."""
    try:
        with Index.open(settings.store, corpus=settings.corpus, embedding=open_embedding(settings.embedding)) as index:
            current = read_folder(settings.corpus, settings.library).documents
            is_current = index.manifest.versions == {document.name: document.version for document in current}
            state = "up to date" if is_current else "older than the corpus; it is refreshed when it is next opened"
            promise = Promise.beside(index, Ranking())
            told = f"\n      {promise.words}" if promise else ""
            yield Finding("Store", True, f"{len(index.passages)} passages, {state}{told}")
            yield _lock(index)
    except IndexingError as error:
        yield Finding("Store", False, str(error))


def _lock(index: Index) -> Finding:
    try:
        with index.alone():
            return Finding("Lock", True, "nobody else uses the index")
    except StoreBusyError as error:
        return Finding("Lock", True, f"the index can be asked, and not be changed now. {error}")
