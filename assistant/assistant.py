"""Ask an open corpus: search, rank, choose, check, answer."""

from __future__ import annotations

import functools
import gc
import threading
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Self

from assistant.answering import answered, declined, pointed, together, told
from assistant.answers import Answer
from assistant.asking import (
    LONGEST_QUESTION,
    Pointed,
    Request,
    Wish,
    on_its_own,
    pointed_at,
    questions_in,
    request_of,
    standalone,
)
from assistant.errors import QueryTooLongError
from assistant.finding import Finder, Found, Lookup, Promise, RankedSentence, Ranking, Survey, look_up, survey
from assistant.gate import Gate
from assistant.llamaindex import LLM, AnswerEngine, BaseEmbedding
from assistant.proving import check
from assistant.words.phrases import Phrase, phrase
from assistant.writing import (
    Plan,
    Remark,
    Writer,
    gather_around,
    open_model,
    remark,
    replied,
    retelling,
    task_of,
)
from index import (
    SEEDS,
    ChromaServer,
    Document,
    Endpoint,
    Hit,
    Index,
    IndexingError,
    ModelSettings,
    Progress,
    build,
    from_env,
)
from index.build import Beside, silent
from index.characters import encodable
from index.documents import Skipped, read_examples
from index.errors import DocumentError, EmbeddingError, StoreChangedError, TimeUpError
from index.given_embedding import open_embedding
from index.language import detect_language
from index.lexical import terms
from index.library import Library
from index.settings import QUESTION_SECONDS, default_store, folder_path
from index.time_limit import at_most

History = Sequence[tuple[str, str]]
"""Earlier turns, oldest first, as (question, answer text)."""


# Groups of documents that are asked alone, whose words are kept in memory.
GROUPS_REMEMBERED = 8
# While questions follow each other without a break, an upload goes on a step each time that this has passed.
LONGEST_PAUSE_SECONDS = 0.2
# What another process has published at a server is looked for when a question comes, but no more often than this.
LOOK_AGAIN_SECONDS = 1.0


class Assistant:
    """Answers questions about one corpus, from several threads if need be; use it as a context manager, or close it.

    `mended` tells that its index was found damaged and was built anew from the documents.
    """

    def __init__(
        self,
        corpus: Path,
        store: Path | str | ChromaServer,
        ranking: Ranking,
        embedding: BaseEmbedding,
        writer: Writer | None = None,
        library: Library | None = None,
        skipped: Sequence[Skipped] = (),
        *,
        promised: bool = True,
        mended: bool = False,
        question_seconds: float = QUESTION_SECONDS,
        follows: bool = False,
    ) -> None:
        self.mended = mended
        self.follows = follows
        self._corpus = corpus
        self._store = store
        self._ranking = ranking
        self._embedding = embedding
        self._writer = writer
        self._library = library
        self._skipped = tuple(skipped)
        self._stale = ""
        self._lost = ""
        self._revision = 0
        self._examples = read_examples(corpus)
        self._gate = Gate()
        self._seconds = question_seconds
        self._uploading = threading.Lock()
        self._keeping_up = threading.Lock()
        self._looked = time.monotonic()
        self._index = Index.open(store, corpus=corpus, embedding=embedding, weights=ranking.for_search())
        self._promised = promised
        self._promise, self._finder = self._standing(self._index)
        self._narrow = self._narrowing()
        _pass_over_what_stays()

    @classmethod
    def open(
        cls,
        corpus: Path | str = SEEDS,
        store: Path | str | ChromaServer | None = None,
        *,
        library: Path | str | None = None,
        ranking: Ranking = Ranking(),
        model: ModelSettings | LLM | None = None,
        embedding: Endpoint | BaseEmbedding | None = None,
        promised: bool = True,
        follow: bool = False,
        progress: Progress = silent,
        question_seconds: float = QUESTION_SECONDS,
    ) -> Assistant:
        """Return an assistant over a folder of documents, having built or refreshed its index.

        The documents of the folder `library` are asked as well; uploads go there, and nowhere else.
        `store` is a folder, or the URL of a Chroma server; by default a folder of this corpus alone.
        Without a `model` answers are quotes, without an `embedding` the local one is used; each is a server's, by
        its settings, or any of LlamaIndex. Unless `promised` is false, a promise that was measured on this corpus says
        which confidence is enough. To `follow` is to build nothing and to need no folder: what others index at the
        store is answered from. What takes longer than `question_seconds`, a model not counted, is given up, with a
        reason. Raises an IndexingError that says what to do if the documents cannot be read or the
        store cannot be used.
        """
        corpus, library = folder_path(corpus), folder_path(library) if library is not None else None
        location = store if store is not None else default_store(corpus)
        embedder = open_embedding(embedding)
        writer = Writer(open_model(model)) if model else None
        if follow:
            return cls(
                corpus, location, ranking, embedder, writer, promised=promised, follows=True,
                question_seconds=question_seconds,
            )  # fmt: skip
        summary = build(corpus, location, library=library, embedding=embedder, progress=progress)
        own = Library(library) if library else None
        return cls(
            corpus, location, ranking, embedder, writer, own, summary.skipped, promised=promised, mended=summary.mended,
            question_seconds=question_seconds,
        )  # fmt: skip

    @property
    def documents(self) -> tuple[Document, ...]:
        """The documents of the corpus, sorted by name."""
        return tuple(self._index.documents.values())

    @property
    def document_count(self) -> int:
        """How many documents the corpus has; counting them reads none."""
        return len(self._index.documents)

    def document(self, name: str) -> Document | None:
        """Return the document of the corpus with this name, or None if there is none."""
        return self._index.documents.get(name)

    @property
    def skipped(self) -> dict[str, str]:
        """The files of the corpus and the library that are no documents, by name, and in words why."""
        return {each.name: each.told_within(self._corpus, self.library) for each in self._skipped}

    @property
    def folders(self) -> tuple[Path, ...]:
        """The folders that are indexed: the corpus, and the library if there is one; none if it follows."""
        return () if self.follows else (self._corpus, *filter(None, [self.library]))

    @property
    def stale(self) -> str:
        """Why what is answered from may be old: the folders cannot be indexed, or the server does not answer; or ""."""
        return self._stale or self._lost

    @property
    def revision(self) -> int:
        """A number that grows with each change of the documents, of what is skipped, and of `stale`."""
        return self._revision

    @property
    def promise(self) -> Promise | None:
        """What was measured on this corpus' own questions, if it was; only one that `holds` is acted on."""
        return self._promise

    def keep(self, promise: Promise | None) -> None:
        """Lay a promise beside the index, or take the one there away; raises StoreBusyError if others use the store."""
        with self._uploading:
            if promise:
                promise.keep_beside(self._index, self._ranking)
            else:
                self._index.leave_note("")
            self._change_to(self._index)

    def search(self, question: str, *, limit: int = 10, documents: Iterable[str] | None = None) -> list[Hit]:
        """Return the passages that come nearest to the question, best first; `documents` as for `answer`.

        Raises QueryTooLongError: a network reads the words, which nothing else would bound.
        """
        if len(question) > LONGEST_QUESTION:
            raise QueryTooLongError(f"The query is longer than {LONGEST_QUESTION} characters. Use fewer words.")
        with self._gate.using(), at_most(self._seconds):
            return self._of(documents)[0].search(question, limit=limit)

    @property
    def passages(self) -> int:
        """How many passages the index holds."""
        return len(self._index.passages)

    def look_up(self, words: str) -> Lookup:
        """Return which documents are named by the words, which sentences hold them, and which are like them."""
        with self._gate.using(), at_most(self._seconds):
            return look_up(words, self._index)

    def rank(self, question: str) -> list[RankedSentence]:
        """Return the sentences of the best passages, best first."""
        with self._gate.using(), at_most(self._seconds):
            return self._finder.find(self._finder.read(question)).ranked

    def attempt(self, question: str, *, history: History = ()) -> tuple[Answer, Found | None]:
        """Return the answer as if any confidence were enough, without a model, and what was found if it was looked for.

        It abstains only where nothing can be quoted.
        """
        growing, found = self._in_time(
            question,
            lambda: self._settled(question, standalone(question, history), self._index, self._finder, anyway=True),
        )
        return growing[-1], found

    @property
    def library(self) -> Path | None:
        """The folder that uploads go to, if there is one."""
        return self._library.folder if self._library else None

    @property
    def uploads(self) -> frozenset[str]:
        """The names of the documents that can be replaced and removed: those of the library."""
        return (self._library.names if self._library else frozenset()) & self._index.documents.keys()

    def upload(self, name: str, data: bytes, *, progress: Progress = silent) -> bool:
        """Put a document into the library and index it; return whether it replaced one there.

        Questions are answered from the index before meanwhile. Raises an IndexingError that says why it is refused; the
        library and the index are then as they were.
        """
        library = self._own()
        with self._uploading:
            self._refuse_taken(name, library)
            replaced = library.add(name, data)
            self._refresh(progress, (lambda: library.restore(name)) if replaced else (lambda: library.discard(name)))
        return replaced

    def remove(self, name: str) -> None:
        """Take a document out of the library and the index; raises an IndexingError if it is not in the library."""
        library = self._own()
        with self._uploading:
            library.remove(name)
            self._refresh(silent, lambda: library.restore(name))

    def rename(self, name: str, other: str) -> None:
        """Give a document of the library another name; raises an IndexingError, and all is as it was before."""
        library = self._own()
        with self._uploading:
            self._refuse_taken(other, library)
            library.rename(name, other)
            self._refresh(silent, lambda: library.rename(other, name))

    def restore(self, name: str, *, progress: Progress = silent) -> None:
        """Bring back what was last removed or replaced in the library under this name; raises an IndexingError."""
        library = self._own()
        with self._uploading:
            replaces = name in library.names
            library.restore(name)
            self._refresh(progress, (lambda: library.restore(name)) if replaces else (lambda: library.remove(name)))

    def refresh(self, *, progress: Progress = silent) -> None:
        """Index what has changed in the folders since, while questions are answered from the index before.

        Raises an IndexingError if that cannot be done; the index before is then kept, and `stale` says why.
        """
        stale = ""
        try:
            with self._uploading:
                self._refresh(progress, lambda: None)
        except IndexingError as error:
            stale = str(error)
            raise
        finally:
            self._revision += stale != self._stale
            self._stale = stale

    def keep_up(self, *, wait: bool = True) -> None:
        """Answer from what another process has published at the server since; nothing can be where a folder is held.

        If another thread is at it, this waits for it or leaves it to that. Raises an IndexingError, and answers from
        the index before; `stale` says why.
        """
        if not self._keeping_up.acquire(blocking=wait):
            return
        lost = ""
        try:
            self._looked = time.monotonic()
            if not self._index.is_current() and (fresh := self._index.refreshed()) is not self._index:
                self._change_to(fresh)
        except IndexingError as error:
            lost = str(error)
            raise
        finally:
            self._looked = time.monotonic()
            self._revision += lost != self._lost
            self._lost = lost
            self._keeping_up.release()

    def _own(self) -> Library:
        if self._library is None:
            raise DocumentError("There is no library to add to. Give a folder: Assistant.open(..., library=FOLDER)")
        return self._library

    def _refuse_taken(self, name: str, library: Library) -> None:
        if name in self._index.documents and name not in library.names:
            raise DocumentError(f"There is a document {name} in {self._corpus} already. Give it another name.")

    def _refresh(self, progress: Progress, undo: Callable[[], object]) -> None:
        """Index what has changed beside the questions; undoes the change if that fails."""
        published = False

        def publish() -> None:
            nonlocal published
            self._swap()
            published = True

        pause = functools.partial(self._gate.wait_for_quiet, LONGEST_PAUSE_SECONDS)
        beside = Beside(self._index.alone, pause, publish)
        library, embedding = self.library, self._embedding
        try:
            summary = build(
                self._corpus, self._store, library=library, embedding=embedding, progress=progress, beside=beside
            )
            self._revision += summary.skipped != self._skipped
            self._skipped = summary.skipped
        except BaseException:
            if not published:
                undo()
            raise

    def _swap(self) -> None:
        """Answer from what the store holds now."""
        with self._keeping_up:
            self._change_to(self._index.refreshed())

    def _change_to(self, index: Index) -> None:
        promise, finder = self._standing(index)
        with self._gate.changing():
            self._index, self._promise, self._finder = index, promise, finder
            self._narrow = self._narrowing()
            self._revision += 1
        _pass_over_what_stays()

    def _standing(self, index: Index) -> tuple[Promise | None, Finder]:
        """Return the promise beside an index, and a finder that acts on it while it holds."""
        promise = Promise.beside(index, self._ranking) if self._promised else None
        return promise, Finder(index, self._ranking, promise if promise and promise.holds else None)

    def _narrowing(self) -> Callable[[frozenset[str]], tuple[Index, Finder]]:
        """Return a function that gives the index of some documents alone and their finder, and remembers a few."""
        whole = self._index

        @functools.lru_cache(GROUPS_REMEMBERED)
        def narrow(names: frozenset[str]) -> tuple[Index, Finder]:
            index = whole.only(sorted(names))
            return index, Finder(index, self._ranking)

        return narrow

    def _of(self, documents: Iterable[str] | None) -> tuple[Index, Finder]:
        """Return the index of these documents and its finder; of all if none are given."""
        return (self._index, self._finder) if documents is None else self._narrow(frozenset(documents))

    def answer(
        self, question: str, *, history: History = (), documents: Iterable[str] | None = None, quotes_only: bool = False
    ) -> Answer:
        """Return the answer to a question, or an abstention; raises an IndexingError if the store cannot be read.

        With `documents`, names such as `Citation.document`, only these are asked, as if there were no others; raises
        DocumentUnknownError if one is not there. If `quotes_only`, no language model is asked.
        """
        *_, last = self.stream(question, history=history, documents=documents, quotes_only=quotes_only)
        return last

    def stream(
        self, question: str, *, history: History = (), documents: Iterable[str] | None = None, quotes_only: bool = False
    ) -> Iterator[Answer]:
        """Yield the answer as it grows, statement by statement; the last one is the answer.

        With a language model what can be quoted comes first, as provisional, and what stands is yielded again for every
        moment in which the model is silent. Whoever closes the stream stops the model. It grows anew if another process
        has replaced what it was made of meanwhile.
        """
        asked_of = None if documents is None else frozenset(documents)
        if time.monotonic() - self._looked > LOOK_AGAIN_SECONDS:
            self.keep_up(wait=False)
        try:
            yield from self._stream(question, history, asked_of, quotes_only)
        except StoreChangedError:
            self.keep_up()
            yield from self._stream(question, history, asked_of, quotes_only)

    def _stream(
        self, question: str, history: History, documents: frozenset[str] | None, quotes_only: bool
    ) -> Iterator[Answer]:
        question, history = encodable(question), [(encodable(asked), encodable(told)) for asked, told in history]
        writer = None if quotes_only else self._writer
        asked = questions_in(question) if writer is None and len(question) <= LONGEST_QUESTION else [question]
        with at_most(self._seconds):
            answers = self._each(asked, history, documents) if len(asked) > 1 else ()
        if answers:
            yield together(question, answers, detect_language(question))
            return
        since = time.monotonic()
        growing, found = self._in_time(
            question, lambda: self._settled(question, standalone(question, history), *self._of(documents))
        )
        if writer is None:
            yield from growing
            return
        if found is None:
            yield from self._retold(writer, growing, standalone(question, history), documents, since)
            return
        # A model takes its time to understand and to write, and a reader to read: nothing is held meanwhile.
        plan = by_rules = Plan(standalone(question, history))
        yield (shown := replace(growing[-1], provisional=True))
        for latest in self._plans(writer, question, history, growing, found):
            plan = latest
            yield shown
        if plan.question != by_rules.question:
            growing, found = self._in_time(
                question, lambda: self._settled(question, plan.question, *self._of(documents))
            )
            if found is None:
                yield from growing
                return
        yield from self._written(writer, growing, found, plan.searches, documents, since)

    def _plans(
        self, writer: Writer, question: str, history: History, growing: Sequence[Answer], found: Found
    ) -> Iterator[Plan]:
        """Yield what a model makes of a question that leans on the talk before it, or is not surely answered, if so."""
        languages = list(self._index.languages)
        understood = standalone(question, history)
        leans = not request_of(question) and not pointed_at(question) and understood != standalone(question, ())
        if leans:
            yield from writer.plan(question, history, languages)
        elif not _is_sure(growing) or found.asked.is_foreign or len(questions_in(question)) > 1:
            yield from writer.plan(understood, (), languages)

    def _written(
        self,
        writer: Writer,
        growing: Sequence[Answer],
        found: Found,
        searches: tuple[str, ...],
        documents: Iterable[str] | None,
        since: float,
    ) -> Iterator[Answer]:
        """Yield the answer that a model writes as it grows; `growing` is the quoted one, from what was `found`."""
        with self._gate.using():
            index, finder = self._of(documents)
            try:
                with at_most(self._seconds):
                    hits = finder.gather(found.asked, searches)
            except (EmbeddingError, TimeUpError):  # It is served, and answered a moment ago.
                hits = []
            task = task_of(found.asked)
            evidence = writer.choose(hits, index, found.asked, task)
            # What is only a guess is none any more if a model finds no answer.
            guess = replace(found, is_enough=False)
            if_declined = growing if _is_sure(growing) else answered(growing[-1].question, guess, index)
        if not evidence:
            yield from growing
            return
        yield from replied(
            [replace(answer, searches=searches) for answer in growing],
            writer.write(
                found.asked,
                evidence,
                functools.partial(check, embed=self._embedding.get_text_embedding),
                task=task,
                since=since,
            ),
            writer.name,
            found.asked.language,
            declined=[replace(answer, searches=searches) for answer in if_declined],
            confidence_in=functools.cache(functools.partial(finder.confidence_in, found.asked, hits)),
        )

    def _retold(
        self,
        writer: Writer,
        growing: Sequence[Answer],
        understood: str,
        documents: Iterable[str] | None,
        since: float,
    ) -> Iterator[Answer]:
        """Yield a summary or a comparison that a model writes of the documents that are quoted for it; else the quotes.

        What is known of the documents themselves, talk and lists need no model.
        """
        quoted = growing[-1]
        with self._gate.using():
            index, finder = self._of(documents)
            asked = finder.read(understood)
            task = None if quoted.abstained else retelling(request_of(asked.respelled))
            evidence = gather_around(quoted.citations, index, writer.room(asked, task)) if task else []
        if not task or not evidence:
            yield from growing
            return
        yield replace(quoted, provisional=True)
        embed = self._embedding.get_text_embedding
        yield from replied(
            growing,
            writer.write(asked, evidence, functools.partial(check, embed=embed), task=task, since=since),
            writer.name,
            asked.language,
            declined=growing,
            confidence_in=lambda _: quoted.confidence,
        )

    @property
    def model(self) -> str:
        """The name of the language model that writes answers, "" if they are quotes."""
        return self._writer.name if self._writer else ""

    def _each(self, asked: Sequence[str], history: History, documents: Iterable[str] | None) -> Sequence[Answer]:
        """Return the answers to questions that follow one another, or () if the documents tell none."""
        talk, answers = list(history), []
        for question in asked:
            answers.append(self.answer(question, history=talk, documents=documents, quotes_only=True))
            talk.append((answers[-1].interpreted_as, answers[-1].text))
        return () if all(answer.abstained for answer in answers) else answers

    def as_query_engine(self) -> AnswerEngine:
        """Return a LlamaIndex query engine whose responses are answers, with their citations as source nodes."""
        return AnswerEngine(self.answer)

    def _settled(
        self, question: str, understood: str, index: Index, finder: Finder, *, anyway: bool = False
    ) -> tuple[list[Answer], Found | None]:
        """Return the answer as it grows, and what it quotes from, as `_respond` does.

        A question of which it is in doubt whether it leans is one of its own where the documents surely answer that, or
        where only then what is quoted holds a word of it.
        """
        alone = on_its_own(standalone(question, ()), understood)
        if not alone or detect_language(alone) not in index.languages:
            return self._respond(question, understood, index, finder, anyway=anyway)
        growing, found = self._respond(question, alone, index, finder)
        if _is_sure(growing) or (found is None and not growing[-1].abstained):
            return growing, found
        leaning = self._respond(question, understood, index, finder, anyway=anyway)
        wanted = index.content_terms(alone, detect_language(alone))
        return (growing, found) if _holds(growing, wanted) and not _holds(leaning[0], wanted) else leaning

    def _in_time(
        self, question: str, work: Callable[[], tuple[list[Answer], Found | None]]
    ) -> tuple[list[Answer], Found | None]:
        """Return what `work` does on the index; if that takes too long, only that the question was given up."""
        try:
            with self._gate.using(), at_most(self._seconds):
                return work()
        except TimeUpError:
            language = detect_language(question)
            reason = phrase(Phrase.TOOK_TOO_LONG, language, limit=f"{self._seconds:g}")
            return [declined(question, " ".join(question.split()), reason, language, len(self._index.documents))], None

    def _respond(
        self, question: str, understood: str, index: Index, finder: Finder, *, anyway: bool = False
    ) -> tuple[list[Answer], Found | None]:
        """Return the answer without a model as it grows, and what was found for it; None if no model may answer it.

        If `anyway`, whatever was found is quoted, and told even if nothing of it can be.
        """
        documents = index.documents
        if _is_refused(question):
            return [_refused(question, len(documents))], None
        wanted_of_last = pointed_at(understood)
        # Before any answer "this" is the document, if there is one.
        of_the_one = (
            wanted_of_last and wanted_of_last.pointer in Wish and not wanted_of_last.earlier and len(documents) == 1
        )
        if (
            wanted_of_last
            and not of_the_one
            and (reply := self._pointed(question, understood, wanted_of_last, index, finder))
        ):
            return [reply], None
        asked = finder.read(understood)
        request, mentions = request_of(asked.respelled), survey(asked, index)
        wanted: list[Request | Survey | None] = [each for each in (request, mentions) if each]
        try:
            for known in (*wanted, None):
                if reply := told(question, asked, known, index, self._examples, self._ask_alone):
                    return [reply], None
            found = finder.find(asked)
        except EmbeddingError:
            reason = remark(Remark.NOT_SEARCHED, asked.language)
            return [declined(question, asked.interpreted, reason, asked.language, len(documents))], None
        growing = answered(question, found, index, anyway=anyway)
        return growing, found

    def _ask_alone(self, question: str, document: str) -> Answer:
        """Return the answer of one document."""
        growing, _ = self._respond(question, question, *self._narrow(frozenset({document})))
        return growing[-1]

    def _pointed(self, question: str, understood: str, wanted: Pointed, index: Index, finder: Finder) -> Answer | None:
        """Return what is wanted of the answer before; None if that quotes nothing of which there could be more."""
        if not wanted.earlier:
            return pointed(question, understood, wanted, None, None, index)
        alone, _, _ = wanted.earlier.partition(" (")
        growing, found = self._settled(alone, wanted.earlier, index, finder)
        return pointed(question, understood, wanted, growing[-1], None if growing[-1].abstained else found, index)

    def close(self) -> None:
        """Let go of the index."""
        self._index.close()
        gc.unfreeze()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _pass_over_what_stays() -> None:
    """Make Python's collector look through what is made from here on alone, less what has been let go of.

    It would look through all that is loaded every few answers, a tenth of a second and more each time.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()


def _is_sure(growing: Sequence[Answer]) -> bool:
    """Tell whether an answer is quoted and no guess, which says so in front."""
    return not growing[-1].abstained and bool(growing[0].statements[0].citations)


def _holds(growing: Sequence[Answer], wanted: Collection[str]) -> bool:
    """Tell whether what an answer quotes holds a wanted term."""
    quotes = (f"{each.context} {each.quote}" for each in growing[-1].citations)
    return any(not set(wanted).isdisjoint(terms(quote, detect_language(quote))) for quote in quotes)


def _is_refused(question: str) -> bool:
    """Tell whether a question cannot be looked for at all: it is too long, or has no words."""
    return len(question) > LONGEST_QUESTION or not any(character.isalnum() for character in question)


def _refused(question: str, searched: int) -> Answer:
    """Return why a question cannot be looked for at all."""
    language = detect_language(question[:LONGEST_QUESTION])
    if len(question) > LONGEST_QUESTION:
        reason = phrase(Phrase.TOO_LONG, language, limit=LONGEST_QUESTION)
    else:
        reason = phrase(Phrase.NO_WORDS, language)
    return declined(question, " ".join(question.split()), reason, language, searched)


_OPENING = threading.Lock()


def answer(
    question: str, *, history: History = (), documents: Iterable[str] | None = None, quotes_only: bool = False
) -> Answer:
    """Return the answer to a question about the shipped corpus (or that of ASSISTANT_CORPUS), or some of its documents.

    If `quotes_only`, the language model of the settings is not asked.
    The first call builds or refreshes the index and opens it. Raises an IndexingError if that cannot be done, or if the
    store can no longer be read.
    """
    with _OPENING:
        assistant = _shipped()
    return assistant.answer(question, history=history, documents=documents, quotes_only=quotes_only)


@functools.cache
def _shipped() -> Assistant:
    """Return the assistant over the corpus and the store that the settings name, opened when it is first asked."""
    settings = from_env()
    return Assistant.open(
        settings.corpus, settings.store, library=settings.library, model=settings.model, embedding=settings.embedding,
        question_seconds=settings.question_seconds,
    )  # fmt: skip
