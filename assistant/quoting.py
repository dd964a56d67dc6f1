"""Answer by quoting: choose the sentences that answer a question together, and lay them out as statements."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.kinds import Kind, candidates
from assistant.question import named_words
from assistant.question_words import kind_of_question
from assistant.ranking import RankedSentence
from assistant.values import Citation, Statement
from index import Document, Passage, Span, detect_language, terms

# Sentences within this distance of the best are shown with it, at most so many in all. On XQuAD 1-24 a margin of .5
# shows 1.4 sentences an answer, among which the answer is for 94.1 % of the questions (86 % for the best alone).
MARGIN = 0.5
MOST_SENTENCES = 3
# A third from the same documents must be nearly as good as the best.
MARGIN_OF_THIRD = 0.2
# Documents complement each other: one that is not quoted yet may come this far behind, if it covers the question.
MARGIN_OF_OTHER_DOCUMENT = 0.6
COVERS_AS_WELL = 0.9
# Sentences that share more of their words than this say the same.
SAME = 0.8
OPENS_WITH_PRONOUN = re.compile(
    r"\W*(?:He|She|It|They|His|Her|Its|Their|This|That|These|Those|Such|The (?:former|latter))\b", re.UNICODE
)
# "The minister has dismissed these claims": what they are stands before.
POINTS_BACK = re.compile(r"(?:\W*\w+){0,5}\W+(?:these|those|such)\s+\w", re.IGNORECASE)
CLOSING_MARKS = ("”", '"', "»", "’")
SENTENCE_END = re.compile(r"[.!?…。！？؟][\"'’”»)\]]*$")


@dataclass(frozen=True, slots=True)
class Quotation:
    """Consecutive sentences of one document that are quoted together, as one citation."""

    document: str
    span: Span


def choose(ranked: Sequence[RankedSentence]) -> list[RankedSentence]:
    """Return the best sentence and the runners-up that come close and say something else, best first."""
    chosen: list[RankedSentence] = []
    for sentence in ranked:
        if len(chosen) == MOST_SENTENCES:
            break
        if not chosen or (_comes_close(sentence, chosen) and not any(_same(sentence, other) for other in chosen)):
            chosen.append(sentence)
    return chosen


def _comes_close(sentence: RankedSentence, chosen: Sequence[RankedSentence]) -> bool:
    best = chosen[0]
    behind = best.score - sentence.score
    if behind <= (MARGIN if len(chosen) < 2 else MARGIN_OF_THIRD):
        return True
    new = all(sentence.passage.document != other.passage.document for other in chosen)
    covers = sentence.of_kind and sentence.covered >= COVERS_AS_WELL * best.covered > 0
    return new and covers and behind <= MARGIN_OF_OTHER_DOCUMENT


def _same(one: RankedSentence, other: RankedSentence) -> bool:
    mine, yours = set(terms(one.text, "en")), set(terms(other.text, "en"))
    return len(mine & yours) > SAME * len(mine | yours)


def quotations(chosen: Sequence[RankedSentence]) -> list[Quotation]:
    """Join chosen sentences that stand side by side, each with the one that it cannot be understood without.

    Quotations keep the order in which their best sentence was chosen, and never overlap.
    """
    runs: list[list[tuple[str, int, Span]]] = []
    for sentence in chosen:
        for number in _with_context(sentence):
            _place(runs, (sentence.passage.id, number, sentence.passage.sentences[number]))
    return [
        Quotation(document=run[0][0].rpartition("#")[0], span=Span(run[0][2].start, run[-1][2].end)) for run in runs
    ]


def _with_context(sentence: RankedSentence) -> list[int]:
    """Return the numbers of the sentences that a sentence is quoted with, in reading order.

    A pronoun at its beginning, or "these claims" near it, needs the sentence before; a name below a quotation needs
    the quotation; a heading needs the sentence that it stands above.
    """
    number, passage = sentence.number, sentence.passage
    if _is_prose(passage, number):
        points_back = OPENS_WITH_PRONOUN.match(sentence.text) or (
            POINTS_BACK.match(sentence.text) and not _starts_paragraph(passage, number)
        )
        return [number - 1, number] if points_back and number > 0 and _is_prose(passage, number - 1) else [number]
    if number > 0 and passage.sentence(number - 1).endswith(CLOSING_MARKS):
        return [number - 1, number]
    follows = number + 1 < len(passage.sentences) and _is_prose(passage, number + 1)
    return [number, number + 1] if follows else [number]


def _is_prose(passage: Passage, number: int) -> bool:
    return SENTENCE_END.search(passage.sentence(number)) is not None


def _starts_paragraph(passage: Passage, number: int) -> bool:
    if number == 0:
        return True
    before, here = passage.sentences[number - 1], passage.sentences[number]
    return "\n" in passage.text[before.end - passage.start : here.start - passage.start]


def _place(runs: list[list[tuple[str, int, Span]]], item: tuple[str, int, Span]) -> None:
    """Put a sentence at the end or the beginning of the run that it continues, else into a run of its own."""
    passage, number, _ = item
    if any(item in run for run in runs):
        return
    for run in runs:
        if run[0][0] == passage and run[-1][1] + 1 == number:
            run.append(item)
            return
        if run[0][0] == passage and run[0][1] - 1 == number:
            run.insert(0, item)
            return
    runs.append([item])


def cite(quotation: Quotation, document: Document, number: int) -> Citation:
    """Return the citation of a quotation under this number."""
    span = quotation.span
    return Citation(
        number, document.name, document.title, document.published, span.of(document.text), span.start, span.end
    )


def state(citation: Citation, question: str) -> Statement:
    """Return the quotation as a statement: its words with single blanks, the plain answer in it emphasised."""
    text = " ".join(citation.quote.split())
    return Statement(text, (citation.number,), emphasis(text, question))


def emphasis(text: str, question: str) -> tuple[Span, ...]:
    """Return the one span of `text` that is of the kind the question asks for; () if there are several or none.

    A reason is a whole clause, so its mark ("because") is never emphasised.
    """
    kind = kind_of_question(question, detect_language(question))
    if kind in (Kind.OTHER, Kind.REASON):
        return ()
    found = candidates(kind, text, named_words(question))
    return tuple(found) if len(found) == 1 else ()


def markdown(statements: Iterable[Statement]) -> str:
    """Return statements as Markdown: escaped text, emphasis in bold, markers [n] behind."""
    return "\n\n".join(_markdown_of(statement) for statement in statements)


def _markdown_of(statement: Statement) -> str:
    pieces, position = [], 0
    for span in statement.emphasis:
        pieces += [escape(statement.text[position : span.start]), "**", escape(span.of(statement.text)), "**"]
        position = span.end
    pieces.append(escape(statement.text[position:]))
    return " ".join(["".join(pieces), *(f"[{number}]" for number in statement.citations)])


def escape(text: str) -> str:
    """Return plain text as Markdown that shows just these characters; square brackets are never markers then."""
    text = re.sub(r"([\\`*_\[\]<>~$|&])", r"\\\1", text)
    return re.sub(r"^(\d*)([#+.)-])(?=\s)", r"\1\\\2", text)
