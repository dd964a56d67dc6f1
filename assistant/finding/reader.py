"""Read a question with a text, word by word: where the text answers it, and whether it does."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnxruntime

from assistant.asking import Question
from assistant.errors import ReaderError
from assistant.finding.ranking import UNREAD, RankedSentence
from assistant.words.languages import english, entry
from assistant.words.numbered import bears_other_number
from assistant.words.reading import cover
from index import Passage, Span
from index.blocks import BlockKind
from index.errors import EmbeddingError
from index.sentences import SENTENCE_END
from index.tokenizer import Tokenizer
from index.weights import Floats, Pieces, Weights, check_digest

WEIGHTS = Path(__file__).parents[1] / "weights" / "reader.onnx"
SHA256 = "4a1c989a76248ca2cf0d184de6b605bbeb70b1b96ff2b61f2e6f8397fc779a45"
# In tokens, as in the training; a text that is too long is cut at its end.
LONGEST_QUESTION, LONGEST_PAIR, LONGEST_ANSWER = 64, 320, 30
# In characters: texts of the training seldom have more, and twice as many take twice the time to read.
LONGEST_TEXT = 400
# Where a sentence's neighbours are taken from, one after the other: first what it may point back to.
NEIGHBOURS = (-1, 1, -1, 1, -1)
# Each reads a text of its own; two threads that share each text take longer.
THREADS = 2
# With these odds or less the sentence that was read for is quoted, though the answer stands in its neighbour. On XQuAD
# 1-24 the first sentence holds the evidence for .88 of the questions if none is moved, for .91 above 0 as above -2.
LEAST_ODDS_TO_MOVE = 0.0
# Asked of a sentence and the one after it, and above which odds that one denies it. Of 591 pairs (XQuAD 1-24 and the
# articles) five were read with more: two deny what stands before, three something else.
DENYING = "Who denied that?"
LEAST_ODDS_OF_DENIAL = 1.0
AROUND_WORDS = " \n\t,;:"
NEXT_NAME = re.compile(r" ([^\W\d_a-z][\w’'-]*)")

Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Pair:
    """A question and a text as the network reads them: `<s> question </s></s> text </s>`.

    `types` is 1 for the text's tokens and 0 for all others; `starts` and `ends` say where a token stands in the text
    (characters), both 0 for a token that is not the text's.
    """

    ids: Numbers
    types: Numbers
    starts: Numbers
    ends: Numbers

    def span(self, start: int, end: int) -> tuple[int, int] | None:
        """Return the first and the last token of text[start:end], or None if they were cut off."""
        inside = np.flatnonzero((self.types == 1) & (self.ends > start) & (self.starts < end))
        whole = len(inside) > 0 and self.starts[inside[0]] <= start and end <= self.ends[inside[-1]]
        return (int(inside[0]), int(inside[-1])) if whole else None


class PairTokenizer:
    """Cuts questions and texts as the network was trained; may be used from several threads."""

    def __init__(self, pieces: Pieces) -> None:
        self._pieces = pieces
        self._tokenizer = Tokenizer(pieces)

    def pair(self, question: str, text: str) -> Pair:
        """Return a question and a text as a pair; a text that is too long is cut at its end."""
        opening, closing = self._pieces.opening, self._pieces.closing
        before = [opening, *self._tokenizer.ids(question)[:LONGEST_QUESTION], closing, closing]
        tokens = self._tokenizer.tokens(text)[: LONGEST_PAIR - len(before) - 1]
        types, starts, ends = (np.zeros(len(before) + len(tokens) + 1, dtype=np.int64) for _ in range(3))
        types[len(before) : -1] = 1
        starts[len(before) : -1] = [token.start for token in tokens]
        ends[len(before) : -1] = [token.end for token in tokens]
        return Pair(np.array([*before, *(token.id for token in tokens), closing], dtype=np.int64), types, starts, ends)


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read in one text: the span that answers best, and two log odds that it does.

    `margin` is the span's score less that of no answer (Devlin et al. 2019, sec. 4.3); `answerable` is that of a head
    of its own, which was trained to tell texts that answer from others.
    """

    span: Span
    margin: float
    answerable: float

    @property
    def odds(self) -> float:
        """Both log odds in one, which orders sentences better than either (XQuAD 1-24)."""
        return self.answerable + self.margin / 2


def reading_of(pair: Pair, start: Floats, end: Floats, answerable: float, text: str) -> Reading:
    """Return what the network's outputs say about a text, which must have a token.

    `start` and `end` hold for each token of the pair how well an answer would begin or end there.
    """
    inside = np.flatnonzero(pair.types)
    first, last = inside[0], inside[-1] + 1
    scores = start[first:last, None] + end[None, first:last]
    said = [any(map(str.isalnum, text[pair.starts[token] : pair.ends[token]])) for token in inside]
    # Signs alone, such as the "@" of an address, are no answer.
    allowed = np.triu(np.tril(np.ones_like(scores), LONGEST_ANSWER - 1)) > 0
    allowed &= np.cumsum(said)[None, :] > (np.cumsum(said) - said)[:, None]
    begin, stop = divmod(int(np.where(allowed, scores, -np.inf).argmax()), len(inside))
    span = _trimmed(Span(int(pair.starts[first + begin]), int(pair.ends[first + stop])), text)
    return Reading(span, float(scores[begin, stop] - start[0] - end[0]), answerable)


def _trimmed(span: Span, text: str) -> Span:
    """Return a span without what its tokens hold of what stands around: the blank before, a comma or bracket after."""
    words = span.of(text).rstrip(AROUND_WORDS)
    if "(" not in words:
        words = words.rstrip(AROUND_WORDS + ")")
    start = span.start + len(words) - len(words.lstrip())
    return Span(start, span.start + len(words)) if words.strip() else span


class Reader:
    """The network of the embedding, trained on to mark answers in nine languages, in 8 bits.

    Its words come from the embedding's table. It runs on the CPU and may be used from several threads. Raises
    ReaderError if its file, or that of the words, is missing or another.
    """

    def __init__(self, file: Path = WEIGHTS, sha256: str = SHA256) -> None:
        try:
            check_digest(file, sha256, f"Get it back with: git checkout {file}")
            self._weights = Weights()
        except EmbeddingError as error:
            raise ReaderError(str(error)) from None
        self._tokenizer = PairTokenizer(self._weights.pieces)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        # As for the embedding: less memory, and no thread that waits in a loop.
        options.enable_mem_pattern = False
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        self._session = onnxruntime.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])
        self._threads = ThreadPoolExecutor(THREADS, "reader")

    def read(self, question: str, texts: Sequence[str]) -> list[Reading]:
        """Return what is read in each text, in order; each must have a character that is no blank."""
        # Half a surrogate pair is no character.
        asked = question.encode("utf-8", "replace").decode("utf-8")
        return list(self._threads.map(functools.partial(self._read, asked), texts))

    def _read(self, question: str, text: str) -> Reading:
        pair = self._tokenizer.pair(question, text)
        feed = {"words": self._weights.word_vectors(pair.ids), "types": pair.types}
        start, end, answerable = self._session.run(["start", "end", "answerable"], feed)
        return reading_of(pair, start, end, float(answerable), text)


@functools.cache
def the_reader() -> Reader:
    """Return the one reader of this process, which takes a tenth of a second to load."""
    return Reader()


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A sentence with its neighbours behind its headings, as it is read; `spans` tell where each stands in `text`.

    The sentences go by their numbers in the passage.
    """

    text: str
    spans: Mapping[int, Span]


def excerpt(sentence: RankedSentence, language: str = "en") -> Excerpt:
    """Return the text that is read for a sentence: itself and its neighbours, behind their headings and openings.

    A key with its value is read alone, and as a sentence in the `language` of the question, for the reader knows such:
    "Fare is 9 euros.".
    """
    passage, number = sentence.passage, sentence.number
    first, last = _neighbourhood(passage, number)
    text, opening, spans = f"{passage.heading}: ", "", {}
    for place in range(first, last + 1):
        if passage.opening(place) not in ("", opening):
            text += f"{passage.opening(place)} "
        opening = passage.opening(place)
        said = _said(passage, place, language)
        spans[place] = Span(len(text), len(text) + len(said))
        text += f"{said} "
    return Excerpt(text.rstrip(), spans)


def _said(passage: Passage, number: int, language: str) -> str:
    words = passage.readable(number)
    key, colon, value = words.partition(": ")
    verb = entry(language, "reading.is") if colon and passage.context(number).kind is BlockKind.PAIR else None
    return f"{key} {verb} {value}." if verb else words


def _neighbourhood(passage: Passage, number: int) -> tuple[int, int]:
    """Return the first and the last sentence that are read with one; a row or a key with its value tells all itself."""
    first = last = number
    if passage.context(number).kind in (BlockKind.ROW, BlockKind.PAIR):
        return first, last
    size = len(passage.in_context(number))
    for step in NEIGHBOURS:
        place = first - 1 if step < 0 else last + 1
        if 0 <= place < len(passage.sentences) and size + len(passage.readable(place)) <= LONGEST_TEXT:
            size += len(passage.readable(place))
            first, last = min(first, place), max(last, place)
    return first, last


def as_read(asked: Question, sentence: RankedSentence, read: Excerpt, reading: Reading) -> RankedSentence:
    """Return the sentence that answers, as it was read: this one, or the neighbour in which the answer surely stands.

    One that was read as no answer at all counts as one that was not read. No answer are the first names of someone
    whom the question names, a bare pronoun, the time at which a turn of a chat was said, and the row of another thing.
    """
    held = (number for number, span in read.spans.items() if cover(span, reading.span) == span)
    answering, number = next(held, None), sentence.number
    # Of lines, such as those of a log, each tells something of its own.
    if answering is not None and reading.odds > LEAST_ODDS_TO_MOVE and _is_prose(sentence.passage, answering):
        number = answering
    if is_of_another(asked, sentence):
        return replace(sentence, odds=UNREAD)
    answer = reading.span.of(read.text) if answering == number else ""
    words = sentence.passage.readable(number)
    answer = answer if answer in words else answer.removesuffix(".")
    is_none = (
        answer not in words
        or _opens_name(asked, reading.span, read.text)
        or english("grammar.opens_with_pronoun").fullmatch(answer)
        or _is_time_of_turn(sentence, answer)
    )
    return replace(sentence, number=number, odds=max(reading.odds, UNREAD), answer="" if is_none else answer)


def is_of_another(asked: Question, sentence: RankedSentence) -> bool:
    """Tell whether a row is of another thing of the name that is asked for."""
    is_row = sentence.context.kind is BlockKind.ROW
    return is_row and bears_other_number(asked.respelled, asked.language, sentence.passage.readable(sentence.number))


def _is_time_of_turn(sentence: RankedSentence, answer: str) -> bool:
    """Tell whether an answer is of the time before the speaker of a line of a chat: "[03.09.24, 09:01:12] Ida: ..."."""
    before, colon, _ = sentence.text.partition(": ")
    is_line = sentence.context.kind is BlockKind.LINE and bool(colon)
    return is_line and answer in before and not any(map(str.isalpha, answer))


def is_denied(sentence: RankedSentence) -> bool:
    """Tell whether the sentence after one, in its passage, says that somebody denies it, as it is read."""
    passage, number = sentence.passage, sentence.number
    if number + 1 >= len(passage.sentences) or not _is_prose(passage, number) or not _is_prose(passage, number + 1):
        return False
    before, after = passage.readable(number), passage.readable(number + 1)
    (reading,) = the_reader().read(DENYING, [f"{before} {after}"])
    return reading.span.start > len(before) and reading.odds > LEAST_ODDS_OF_DENIAL


def _is_prose(passage: Passage, number: int) -> bool:
    return SENTENCE_END.search(passage.sentence(number)) is not None


def _opens_name(asked: Question, answer: Span, text: str) -> bool:
    """Tell whether an answer goes on with a name that the question gives: "Ada" where it names Quill."""
    name = NEXT_NAME.match(text, answer.end)
    return name is not None and name[1].lower() in asked.named and answer.of(text).rpartition(" ")[2][:1].isupper()
