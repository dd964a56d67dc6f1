"""Have a language model write an answer, and show of it only what the passages prove, as fast as it comes."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from assistant.answering import Quotation, adjoining, cite, explained, proven
from assistant.answers import Citation, Statement, Unproven
from assistant.asking import Question
from assistant.proving import Draft, DraftCutter, Evidence, Supported, Withheld
from assistant.words.languages import entry, languages
from assistant.words.phrases import Phrase, phrase
from assistant.writing.evidence import gather, laid_out, without_orders
from assistant.writing.model import Failure, LanguageModel, Message, ModelError
from assistant.writing.pace import TOKENS_FOR_ONE
from assistant.writing.planning import Plan, planned
from assistant.writing.prompts import harmless, render
from assistant.writing.remarks import Remark, remark
from assistant.writing.task import Task
from index import Hit, Index, IndexingError
from index.tokens import count_tokens

Check = Callable[[Draft, Sequence[Evidence]], Supported | Withheld]

# Of the time within which the first words must be shown, what reading the prompt may take.
SHARE_TO_READ = 0.5
# Instructions, question and two passages, however slow it is.
FEWEST_TOKENS = 800
MOST_WITHHELD_CHARACTERS = 300
SENTENCE_ENDS = (".", "!", "?", "…", "。", "！", "？", "؟", "”", '"', "»", ")")
REMARK_ON = {
    Failure.UNREACHABLE: Remark.UNREACHABLE,
    Failure.SLOW: Remark.SLOW,
    Failure.KEY: Remark.REFUSED,
    Failure.ABSENT: Remark.REFUSED,
    Failure.BUSY: Remark.REFUSED,
    Failure.REFUSED: Remark.REFUSED,
}


@dataclass(frozen=True, slots=True)
class Written:
    """What has been written so far: statements that are proven, their citations, and sentences that are withheld.

    `finished` says that nothing follows. `declined` says that the model found no answer in the passages and that
    nothing else is proven; `failure` why it came to no proper end, or None.
    """

    statements: tuple[Statement, ...]
    citations: tuple[Citation, ...]
    withheld: tuple[Unproven, ...]
    finished: bool
    declined: bool = False
    failure: Failure | None = None

    def note(self, language: str, *, abstained: bool = False) -> str:
        """Return the fixed sentence that goes with it, in a language: why quotes are shown, what is missing, or "".

        `abstained` tells that there are no quotes to be shown instead.
        """
        if abstained and not self.statements:
            return remark(Remark.DECLINED_TOO if self.declined else Remark.UNPROVEN_TOO, language)
        if not self.statements:
            if self.failure is not None:
                return remark(REMARK_ON.get(self.failure, Remark.UNUSABLE), language)
            return remark(Remark.DECLINED if self.declined else Remark.NOTHING_PROVEN, language)
        if self.failure is not None:
            return remark(Remark.BROKE_OFF, language)
        return remark(Remark.SOME_WITHHELD, language, count=len(self.withheld)) if self.withheld else ""


class Writer:
    """Writes answers with a language model, and lets nothing through that the passages do not prove.

    Nothing that the model or its server does raises an exception, and everything ends in bounded time.
    """

    def __init__(self, model: LanguageModel) -> None:
        self._model = model
        # The passages of the last prompt, if the model has read it. Replaced and never changed, as threads share it.
        self._read: list[str] = []

    @property
    def name(self) -> str:
        """The name of the model."""
        return self._model.name

    def plan(self, question: str, history: Sequence[tuple[str, str]], languages: Sequence[str]) -> Iterator[Plan]:
        """Yield the question as it is understood after the talk, and searches for its answer in these languages.

        The last plan is the model's; before it, for every moment that it takes, comes what holds without it.
        """
        self._read = []  # A server with room for one prompt has forgotten the last.
        return planned(self._model, question, history, languages)

    def room(self, question: Question, task: Task = Task.ANSWER) -> int:
        """Return how many tokens of passages fit beside the instructions, the question and the answer.

        All of these are no more than the model, as it has read lately, reads within its share of the time.
        """
        in_time = self._model.pace.tokens_a_second * SHARE_TO_READ * self._model.timeout_seconds
        read_in_time = int(max(in_time, FEWEST_TOKENS)) - _tokens(_messages(question, [], task))
        return min(self._fitting(question, task), read_in_time)

    def _fitting(self, question: Question, task: Task) -> int:
        """Return how many tokens of passages the context holds beside the instructions, the question and the answer."""
        tokens = (self._model.context_tokens - self._model.answer_tokens) / TOKENS_FOR_ONE
        return int(tokens) - _tokens(_messages(question, [], task))

    def choose(self, hits: Sequence[Hit], index: Index, question: Question, task: Task) -> list[Evidence]:
        """Return the passages to write from: of these hits, best first, as many as there is room for.

        A whole corpus that the model has just read is taken in any case: its server remembers it.
        """
        if len(hits) == len(index.passages):
            whole = gather(hits, index, self._fitting(question, task))
            if len(whole) == len(hits) and self._read == self._laid_out(whole, question, task):
                return whole
        return gather(hits, index, self.room(question, task))

    def _laid_out(self, evidence: Sequence[Evidence], question: Question, task: Task) -> list[str]:
        return laid_out([item.passage for item in evidence], self._fitting(question, task))

    def write(
        self,
        question: Question,
        evidence: Sequence[Evidence],
        check: Check,
        *,
        task: Task = Task.ANSWER,
        since: float | None = None,
    ) -> Iterator[Written]:
        """Yield the answer to a standalone question as it grows, statement by statement; the last item is finished.

        While the model is silent the answer is yielded as it is, every moment: whoever waits may stop it then.

        The first statement comes, or the last item without any, within the settings' seconds from `since` (a time of
        time.monotonic(), by default now); the whole within twice as many.
        """
        passages = self._laid_out(evidence, question, task)
        sheet = _Sheet(question, [without_orders(item) for item in evidence[: len(passages)]], check)
        seconds = self._model.timeout_seconds
        started = time.monotonic() if since is None else since
        failure = None
        with self._model.ask(_messages(question, passages, task), seconds=2 * seconds) as reply:
            try:
                pieces = reply.pieces(lambda: started + seconds * (2 if sheet.statements else 1))
                drafts = 0
                for draft in _drafts(self._noting(pieces, passages), len(passages)):
                    drafts += draft is not None
                    if draft is None or sheet.take(draft):
                        yield sheet.written()
                    if len(sheet.statements) == task.most_statements:
                        break
                    if drafts == task.most_drafts:
                        failure = Failure.ENDLESS
                        break
            except ModelError as error:
                failure = error.failure
            except IndexingError:  # The embedding that the check needs is served too, and does not answer.
                failure = Failure.BROKEN
        yield sheet.written(finished=True, failure=failure)

    def _noting(self, pieces: Iterator[str], passages: list[str]) -> Iterator[str]:
        """Yield the pieces of a reply, and remember with the first that these passages have been read."""
        self._read = []
        for piece in pieces:
            if piece:
                self._read = passages
            yield piece


def _messages(question: Question, passages: Sequence[str], task: Task) -> list[Message]:
    language = entry(question.language, "name") or "the language of the question"
    system = render(
        "answer",
        task=render(f"task_{task}", language=language),
        abstention=phrase(Phrase.ABSTENTION, question.language),
    )
    user = render("question", passages="\n\n".join(passages), question=harmless(question.interpreted))
    return [Message("system", system), Message("user", user)]


def _tokens(messages: Sequence[Message]) -> int:
    return sum(count_tokens(message.text) for message in messages)


def _drafts(pieces: Iterator[str], passages: int) -> Iterator[Draft | None]:
    """Yield the sentences of a reply as they are complete, and None for each moment of silence; raises ModelError.

    Of a reply that breaks off, what is no whole sentence is left out: its end might have turned its sense.
    """
    cutter = DraftCutter(passages)
    try:
        for piece in pieces:
            yield from cutter.feed(piece) if piece else [None]
    except ModelError:
        yield from (draft for draft in cutter.finish() if draft.text.endswith(SENTENCE_ENDS))
        raise
    yield from cutter.finish()


class _Sheet:
    """The answer while it is written."""

    def __init__(self, question: Question, evidence: Sequence[Evidence], check: Check) -> None:
        self.statements: list[Statement] = []
        self._question = question
        self._evidence = evidence
        self._documents = {item.document.name: item.document for item in evidence}
        self._check = check
        self._cited: dict[Quotation, Citation] = {}
        self._withheld: list[Unproven] = []
        self._declined = False
        self._seen: set[str] = set()

    def take(self, draft: Draft) -> bool:
        """Check a sentence and put it where it belongs; tell whether there is a statement more."""
        text = " ".join(draft.text.split())
        if _letters(text) in {_letters(phrase(Phrase.ABSTENTION, language)) for language in languages()}:
            self._declined = True
            return False
        if not _letters(text) or _letters(text) in self._seen:
            return False
        self._seen.add(_letters(text))
        found = self._check(draft, self._evidence)
        if isinstance(found, Withheld):
            label = remark(Remark[found.reason.name], self._question.language, words=found.words)
            self._withheld.append(Unproven(text[:MOST_WITHHELD_CHARACTERS], label))
            return False
        cited = [self._citation_of(quotation) for quotation in adjoining(found.sentences)]
        notes = dict.fromkeys(note for citation in cited for note in self._notes_on(text, citation))
        numbers = tuple(citation.number for citation in cited)
        self.statements.append(Statement(text, numbers, notes=tuple(notes)))
        return True

    def _citation_of(self, quotation: Quotation) -> Citation:
        if quotation not in self._cited:
            self._cited[quotation] = cite(quotation, len(self._cited) + 1)
        return self._cited[quotation]

    def _notes_on(self, text: str, citation: Citation) -> Iterator[str]:
        """Yield what explains the cited sentence and this text as well, as a quotation of it would be explained."""
        document = self._documents[citation.document]
        for note in explained(citation, document):
            if note.concerns(text):
                yield note.text(self._question.language)

    def written(self, *, finished: bool = False, failure: Failure | None = None) -> Written:
        """Return what is written so far, checked against the documents as every answer is."""
        statements, citations = proven(self.statements, self._cited.values(), self._documents)
        return Written(
            tuple(statements),
            tuple(citations),
            tuple(self._withheld),
            finished,
            declined=self._declined and not statements,
            failure=failure,
        )


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))
