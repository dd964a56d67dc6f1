"""The command `python -m index`: build or refresh an index, or look at retrieval alone."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from llama_index.core.base.embeddings.base import BaseEmbedding

from index import Hit, Index, IndexingError, build, from_env
from index.build import BuildSummary
from index.documents import Skipped
from index.errors import SettingsError
from index.explaining import explained
from index.given_embedding import open_embedding
from index.progress import progress_bar
from index.ray_embedding import RayEmbedding
from index.server import Location
from index.settings import default_library, default_store, folder_path, store_location

EXCERPT = 200
LEAST_COLUMN = 9
SKIPPED = 4


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code: 0 done, 1 failed, 2 wrong usage, 4 done but for some files."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        if given[:1] == ["search"]:
            return _search(_search_parser().parse_args(given[1:]))
        return _build(_build_parser().parse_args(given))
    except SettingsError as error:
        print(error, file=sys.stderr)
        return 2
    except IndexingError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 1


def _build_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m index",
        description="Build the index of a folder of documents, or bring it up to date.",
        epilog='To look at retrieval alone: python -m index search "words" (see python -m index search --help)',
    )
    parser.add_argument(
        "folder", nargs="?", type=folder_path, help="folder of documents (default: the shipped articles)"
    )
    _add_store(parser)
    parser.add_argument("--rebuild", action="store_true", help="throw away what is there and start from nothing")
    parser.add_argument(
        "--allow-loss", action="store_true", help="forget what is gone even if most documents or a whole folder are"
    )
    parser.add_argument(
        "--ray", metavar="ADDRESS", help="embed on the Ray cluster at this address, or on this machine's: auto"
    )
    return parser


def _search_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m index search", description="Show the passages nearest to some words."
    )
    parser.add_argument("words", help="a question or some words")
    parser.add_argument(
        "--folder", type=folder_path, help="the corpus whose index is searched (default: the shipped articles)"
    )
    _add_store(parser)
    parser.add_argument("--explain", action="store_true", help="show what each passage's score is made of")
    parser.add_argument("--limit", type=int, default=5, metavar="N", help="how many passages (default: 5)")
    return parser


def _add_store(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--store", type=store_location, help="folder of the index, or http(s)://host:port of a Chroma server"
    )


def _places(folder: Path | None, store: Location | None) -> tuple[Path, Path, Location]:
    settings = from_env()
    if folder is None:
        return settings.corpus, settings.library, store or settings.store
    return folder, default_library(folder), store or default_store(folder)


def _build(options: argparse.Namespace) -> int:
    folder, library, store = _places(options.folder, options.store)
    started = time.perf_counter()
    with progress_bar() as progress, _embedding(options.ray) as embedding:
        summary = build(
            folder, store, library=library, embedding=embedding, rebuild=options.rebuild, allow_loss=options.allow_loss,
            progress=progress,
        )  # fmt: skip
    seconds = time.perf_counter() - started
    did = f"embedded {summary.embedded} texts in {seconds:.1f} s" if summary.changed else "nothing has changed"
    if summary.outdated:
        print(f"The index at {store} was one of an earlier version, which is no longer read. It was built anew.")
    if summary.mended:
        print(f"The index at {store} was damaged. It was built anew from the documents.")
    print(f"{folder} in {store}: {did}.\n\n{_table(summary)}")
    if summary.skipped:
        print("\nSkipped:")
        print("\n".join(f"  {_reason(each, folder, library)}" for each in summary.skipped))
    return SKIPPED if summary.skipped else 0


@contextmanager
def _embedding(ray: str | None) -> Iterator[BaseEmbedding]:
    """Give the embedding that the settings name, or the local one on a Ray cluster."""
    served = from_env().embedding
    if ray is None:
        yield open_embedding(served)
        return
    if served:
        raise SettingsError("--ray shares the local embedding among machines, but ASSISTANT_EMBEDDING names another.")
    with closing(RayEmbedding(ray)) as embedding:
        yield embedding


def _table(summary: BuildSummary) -> str:
    """Return what a build found and did as a line of heads and a line of numbers."""
    manifest, changes = summary.manifest, summary.changes
    numbers = {
        "documents": manifest.documents, "blocks": manifest.blocks, "passages": manifest.passages,
        "sentences": manifest.sentences, "new": changes.new, "changed": changes.changed, "removed": changes.removed,
        "skipped": len(summary.skipped),
    }  # fmt: skip
    heads = "  ".join(f"{head:>{LEAST_COLUMN}}" for head in numbers)
    values = "  ".join(f"{number:>{max(LEAST_COLUMN, len(head))},}" for head, number in numbers.items())
    return f"{heads}\n{values}"


def _reason(skipped: Skipped, *folders: Path) -> str:
    told = skipped.told_within(*folders)
    return f"{skipped.name}: {told.removeprefix(f'{skipped.name} ')}"


def _search(options: argparse.Namespace) -> int:
    folder, _, store = _places(options.folder, options.store)
    with Index.open(store, corpus=folder, embedding=open_embedding(from_env().embedding)) as index:
        for hit in index.search(options.words, limit=options.limit):
            print(_line(hit))
            if options.explain:
                wanted = index.content_terms(options.words)
                print("\n".join(f"      {line}" for line in explained(hit, wanted, index)))
    return 0


def _line(hit: Hit) -> str:
    passage = hit.passage
    text = " ".join(passage.text.split())
    shown = text if len(text) <= EXCERPT else text[: EXCERPT - 1] + "…"
    parts = f"passage {hit.passage_cosine:.2f}, sentence {max(hit.sentence_cosines):.2f}, words {hit.lexical:.2f}"
    return f"{hit.score:.2f}  {passage.document} {passage.start}-{passage.end}  ({parts})\n      {shown}"


if __name__ == "__main__":
    sys.exit(main())
