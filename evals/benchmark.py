"""Score the assistant on a file of SQuAD's form: in English, in another language, and with the gold taken out."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from evals.cases import Case
from evals.evaluate import Place, Progress, evaluate, silent
from evals.outcomes import Outcome
from evals.removal import Fold, removal_folds, removal_table
from evals.report.squad_tables import parity_line, squad_table
from evals.report.tables import as_text, retrieval, speed
from evals.squad import Benchmark, benchmark_of, read_squad, translated, write_corpus

ENGLISH = "en"


@dataclass(frozen=True, slots=True)
class Wishes:
    """What to do with a benchmark besides asking its questions; what is not wished for is "" or None."""

    folder: Path | None = None
    remove: str = ""
    language: str = ""
    translations: Path | None = None
    with_peers: bool = False


def score_benchmark(file: Path, wishes: Wishes, progress: Progress = silent) -> Iterator[str]:
    """Yield the tables of a benchmark, as text, as they become ready; raises EvalsError for a file that is none."""
    contexts = read_squad(file)
    whole = benchmark_of(contexts, str(file))
    asked = _cases_by_language(whole, wishes)
    with kept_or_temporary(wishes.folder) as folder:
        place = written(whole, folder)
        columns = {
            language: evaluate(place, cases, with_peers=wishes.with_peers, progress=progress).outcomes
            for language, cases in asked.items()
        }
        yield from _tables(columns, whole, file.name)
        if wishes.remove:
            removed = _asked_without_gold(removal_folds(contexts, whole, wishes.remove), place, folder, progress)
            present = [outcome for outcome in columns[ENGLISH] if outcome.answerable]
            yield as_text(removal_table(present, removed, wishes.remove))


def _cases_by_language(whole: Benchmark, wishes: Wishes) -> dict[str, Sequence[Case]]:
    """Return the English cases and, if wished for, the same ones in another language."""
    if not wishes.language or wishes.translations is None:
        return {ENGLISH: whole.cases}
    other = translated(whole.cases, wishes.translations, wishes.language)
    ids = {case.id for case in other}
    return {ENGLISH: [case for case in whole.cases if case.id in ids], wishes.language: other}


def _tables(columns: Mapping[str, Sequence[Outcome]], whole: Benchmark, title: str) -> Iterator[str]:
    yield as_text(squad_table(columns, len(whole.left_out), title))
    for language, outcomes in columns.items():
        yield as_text(retrieval(outcomes, f"Retrieval, {language}"))
        if language != ENGLISH:
            yield parity_line(columns[ENGLISH], outcomes, language)
    yield as_text(speed(columns[ENGLISH], "Time"))


def _asked_without_gold(folds: Sequence[Fold], place: Place, folder: Path, progress: Progress) -> list[Outcome]:
    """Return the outcomes of each fold's cases over its smaller corpus."""
    outcomes: list[Outcome] = []
    for number, fold in enumerate(folds):
        smaller = folder / f"without-{number}"
        # A copy of the whole index: what is still in the corpus need not be embedded again.
        shutil.copytree(str(place.store), smaller / "store", dirs_exist_ok=True)
        outcomes += evaluate(written(fold.corpus, smaller), fold.cases, progress=progress).outcomes
    return outcomes


def written(benchmark: Benchmark, folder: Path) -> Place:
    """Write the corpus of a benchmark into a folder; return its place, with a store beside it."""
    write_corpus(benchmark.texts, folder / "corpus")
    return Place(folder / "corpus", folder / "store")


@contextmanager
def kept_or_temporary(folder: Path | None) -> Iterator[Path]:
    """Yield the folder, which is kept, or a temporary one, which is removed at the end."""
    if folder is not None:
        yield folder
        return
    with tempfile.TemporaryDirectory(prefix="evals-") as temporary:
        yield Path(temporary)
