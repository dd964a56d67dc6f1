"""Measure what a corpus costs as it grows, beside a stock LlamaIndex pipeline over the same passages and vectors.

Each size is built, opened and asked in a process of its own, so that its memory is its own; the vectors are made
(`evals.made_corpus`), so that the embedding, whose cost a passage does not grow, takes no time.
"""

from __future__ import annotations

import functools
import importlib.util
import multiprocessing
import os
import resource
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import TypeVar

import numpy as np
from llama_index.core import StorageContext, VectorStoreIndex
from llama_index.core.schema import NodeRelationship, RelatedNodeInfo, TextNode

from assistant import Assistant
from assistant.finding import the_reader
from evals.made_corpus import PASSAGES_EACH, MadeEmbedding, document, questions, write_documents
from evals.report.tables import Table
from index import PassageParser, build, read_documents
from index.documents import describe

SIZES = 100, 1_000, 10_000, 100_000
QUESTIONS = 200
WARMED_BY = 5
CHANGES = 3
STOCK = "llama_index.vector_stores.chroma"
NODES_AT_ONCE = 2000
DEPTH = 10
PERCENTILES = 50, 95, 99
# Of an answer: what the bars leave out, for it does not depend on the size of the corpus.
APART = "embed", "read"

Outcome = TypeVar("Outcome")
Costs = Mapping[str, float]
"""What was measured at one size, by the name of its row."""


def growth(sizes: Sequence[int], folder: Path, *, told: Callable[[str], None]) -> Table:
    """Return what each size costs, and with which power of the number of passages each cost grows.

    Corpora and stores stay in `folder`; an index that is there already is not built again, and its build not timed.
    """
    columns: dict[int, dict[str, float]] = {}
    for size in sizes:
        place = folder / str(size)
        columns[size] = dict(_alone(_built, place, size))
        for measure in (_opened_cold, _asked, *([_stock] if has_stock() else [])):
            columns[size] |= _alone(measure, place, size)
            told(f"{size:,} passages: " + ", ".join(f"{name} {shown(cost)}" for name, cost in columns[size].items()))
    return growth_table(columns)


def has_stock() -> bool:
    """Tell whether LlamaIndex's store on Chroma is installed."""
    try:
        return importlib.util.find_spec(STOCK) is not None
    except ModuleNotFoundError:
        return False


def growth_table(columns: Mapping[int, Costs]) -> Table:
    """Return a table of costs by size, with the exponent of each."""
    names = list(dict.fromkeys(name for costs in columns.values() for name in costs))
    rows = []
    for name in names:
        costs = {size: held[name] for size, held in columns.items() if name in held}
        cells = (shown(costs[size]) if size in costs else "" for size in columns)
        rows.append((name, *cells, exponent(costs)))
    note = (
        f"Questions: {QUESTIONS} a size; each document has {PASSAGES_EACH} passages. The exponent is the slope of the "
        "logarithm of a cost over that of the number of passages, by least squares: 1 grows as the corpus does, 0 not."
    )
    headers = ("passages", *(f"{size:,}" for size in columns), "exponent")
    return Table("What size costs", headers, tuple(rows), note)


def exponent(costs: Mapping[int, float]) -> str:
    """Return the slope of log cost over log size by least squares, "" of fewer than two sizes or a cost of 0."""
    if len(costs) < 2 or min(costs.values()) <= 0:
        return ""
    slope = np.polyfit(np.log(list(costs)), np.log(list(costs.values())), 1)[0]
    return f"{round(slope, 2) + 0.0:.2f}"  # Not "-0.00".


def shown(cost: float) -> str:
    """Return a cost with two or three digits that tell."""
    return f"{cost:,.0f}" if cost >= 100 else f"{cost:.1f}" if cost >= 10 else f"{cost:.2f}"


def _alone(measure: Callable[[Path, int], Outcome], place: Path, size: int) -> Outcome:
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return pool.submit(measure, place, size).result()


def _places(place: Path) -> tuple[Path, Path, Path]:
    return place / "corpus", place / "store", place / "library"


def _built(place: Path, size: int) -> Costs:
    corpus, store, library = _places(place)
    if store.is_dir():
        return {}
    write_documents(corpus, size)
    library.mkdir()
    started = time.perf_counter()
    summary = build(corpus, store, library=library, embedding=MadeEmbedding())
    seconds = time.perf_counter() - started
    return {"build, passages a second": summary.manifest.passages / seconds}


def _open(place: Path) -> tuple[Assistant, float]:
    corpus, store, library = _places(place)
    the_reader()
    started = time.perf_counter()
    assistant = Assistant.open(corpus, store, library=library, embedding=MadeEmbedding())
    return assistant, time.perf_counter() - started


def _opened_cold(place: Path, _: int) -> Costs:
    if not hasattr(os, "posix_fadvise"):
        return {}
    for path in place.rglob("*"):
        if path.is_file():
            with path.open("rb") as file:
                os.fsync(file.fileno())
                os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
    assistant, seconds = _open(place)
    assistant.close()
    return {"open cold, s": seconds}


def _asked(place: Path, size: int) -> Costs:
    assistant, opened = _open(place)
    with assistant:
        first = _timed(lambda: assistant.answer("Who is there?"))
        for question in questions(size + 1, WARMED_BY):
            assistant.answer(question)
        stages: dict[str, list[float]] = {}
        for question in questions(size, QUESTIONS):
            started = time.perf_counter()
            answer = assistant.answer(question)
            total = 1000 * (time.perf_counter() - started)
            beyond = total - sum(answer.timings.get(stage, 0.0) for stage in APART)
            for stage, milliseconds in {"answer beyond embedding and reading": beyond, **answer.timings}.items():
                stages.setdefault(stage, []).append(milliseconds)
        costs = {"open warm, s": opened, "first answer, s": first}
        for stage, taken in stages.items():
            for percentile in PERCENTILES if stage not in APART else ():
                costs[f"{stage}, p{percentile}, ms"] = float(np.percentile(taken, percentile))
        costs["memory at its highest, MiB"] = _highest_mebibytes()
        costs["disk a passage, kB"] = _size(_places(place)[1]) / 1000 / assistant.passages
        added, removed = [], []
        for number in range(CHANGES):
            name, data = f"added-{number}.txt", document(size + number).encode()
            added.append(_timed(functools.partial(assistant.upload, name, data)))
            removed.append(_timed(functools.partial(assistant.remove, name)))
    costs["add a document, s"] = float(np.median(added))
    costs["remove a document, s"] = float(np.median(removed))
    return costs


def _timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _highest_mebibytes() -> float:
    highest = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return highest / (2**20 if sys.platform == "darwin" else 2**10)


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _stock(place: Path, size: int) -> Costs:
    """Return the costs of a VectorStoreIndex on a ChromaVectorStore, as LlamaIndex's pages show it."""
    from llama_index.vector_stores.chroma import ChromaVectorStore

    def opened() -> VectorStoreIndex:
        vectors = ChromaVectorStore.from_params(collection_name="stock", persist_dir=str(place / "stock"))
        return VectorStoreIndex.from_vector_store(
            vectors, storage_context=StorageContext.from_defaults(vector_store=vectors), embed_model=MadeEmbedding()
        )

    costs: dict[str, float] = {}
    embed = MadeEmbedding()
    built = (place / "stock").is_dir()
    index = opened()
    if not built:
        nodes = _nodes(place / "corpus")
        started = time.perf_counter()
        for start in range(0, len(nodes), NODES_AT_ONCE):
            index.insert_nodes(nodes[start : start + NODES_AT_ONCE])
        costs["LlamaIndex on Chroma: build, passages a second"] = len(nodes) / (time.perf_counter() - started)
        del nodes
    retriever = index.as_retriever(similarity_top_k=DEPTH)
    taken = []
    for question in questions(size, QUESTIONS):
        embedding = _timed(functools.partial(embed.get_query_embedding, question))
        taken.append(1000 * (_timed(functools.partial(retriever.retrieve, question)) - embedding))
    for percentile in PERCENTILES:
        costs[f"LlamaIndex on Chroma: search, p{percentile}, ms"] = float(np.percentile(taken, percentile))
    costs["LlamaIndex on Chroma: disk a passage, kB"] = _size(place / "stock") / 1000 / size
    new = _nodes_of(document(size), "added.txt")
    costs["LlamaIndex on Chroma: add a document, s"] = _timed(lambda: index.insert_nodes(new))
    costs["LlamaIndex on Chroma: remove a document, s"] = _timed(lambda: index.delete_ref_doc("added.txt"))
    return costs


def _nodes(corpus: Path) -> list[TextNode]:
    return [node for read in read_documents(corpus) for node in _nodes_of(read.text, read.name)]


def _nodes_of(text: str, name: str) -> list[TextNode]:
    nodes = []
    for passage in PassageParser().passages(describe(name, text, {})):
        node = TextNode(id_=passage.id, text=passage.text, metadata={"file_name": name})
        node.relationships[NodeRelationship.SOURCE] = RelatedNodeInfo(node_id=name)
        nodes.append(node)
    return nodes
