"""Answer by quoting: choose the sentences that answer a question together, and lay them out as statements."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from assistant.answering.structure import (
    COLONS,
    cells_in,
    context_of,
    is_prose_of_one_section,
    is_structured,
    label,
    parts_of,
    whole_block,
    within_section,
)
from assistant.answering.whole_speech import with_speaker
from assistant.answers import Citation, Statement
from assistant.finding import RankedSentence, Sentence
from assistant.words.dates import periods
from assistant.words.languages import english
from assistant.words.reading import cover, overlap
from index import Document, Passage, Span
from index.lexical import terms

# Sentences within this distance of the best are shown with it, at most so many in all. On XQuAD 1-24 these margins give
# 1.17 citations an answer; the first holds the evidence for 91.1 % of the questions, any for 93.8 %.
MARGIN = 0.7
MOST_SENTENCES = 3
# Documents complement each other: one that is not quoted yet may come this far behind, if it covers the question.
MARGIN_OF_OTHER_DOCUMENT = 0.8
COVERS_AS_WELL = 0.9
# Sentences that share more of their words than this say the same.
SAME = 0.8
# On XQuAD 1-24 and our dev questions the words read in right sentences are right in .84, in those above this in .86,
# in those above 0, which are a tenth fewer, in .87.
LEAST_ODDS = -2.0
CLOSING_MARKS = ("”", '"', "»", "’")
SENTENCE_END = re.compile(r"[.!?…。！？؟][\"'’”»)\]]*$")


@dataclass(frozen=True, slots=True)
class Quotation:
    """Consecutive sentences of one document that are quoted together, as one citation."""

    document: Document
    span: Span


def choose(ranked: Sequence[RankedSentence]) -> list[RankedSentence]:
    """Return the best sentence and the runners-up that come close and say something else, best first.

    A title, which stands beside each quote of its document, is no runner-up.
    """
    chosen: list[RankedSentence] = []
    for sentence in ranked:
        if len(chosen) == MOST_SENTENCES:
            break
        if not chosen or (_comes_close(sentence, chosen) and not any(same_words(sentence, other) for other in chosen)):
            chosen.append(sentence)
    return chosen


def _comes_close(sentence: RankedSentence, chosen: Sequence[RankedSentence]) -> bool:
    best = chosen[0]
    if _is_beside(sentence, best) or sentence.text == sentence.document.title:
        return False
    behind = best.score - sentence.score
    if behind <= MARGIN and len(chosen) < 2:
        return True
    new = all(sentence.document != other.document for other in chosen)
    covers = sentence.of_kind and sentence.covered >= COVERS_AS_WELL * best.covered > 0
    return new and covers and behind <= MARGIN_OF_OTHER_DOCUMENT


def _is_beside(sentence: RankedSentence, best: RankedSentence) -> bool:
    """Tell whether a sentence of a list, table or section is the neighbour of what was asked for, but not that.

    Its heading is less asked for, or as a part of a list or table it covers less of the question.
    """
    headings = sentence.context.headings
    if headings != best.context.headings and sentence.under < best.under:
        return True
    return (is_structured(sentence) or is_structured(best)) and sentence.covered < COVERS_AS_WELL * best.covered


def same_words(one: RankedSentence, other: RankedSentence) -> bool:
    """Tell whether two sentences say the same in nearly the same words."""
    mine, yours = (set(terms(each.passage.in_context(each.number), "en")) for each in (one, other))
    if one.passage.heading != other.passage.heading:
        return False
    return len(mine & yours) > SAME * len(mine | yours)


def quotations(chosen: Sequence[RankedSentence], wanted: Collection[str] = ()) -> list[Quotation]:
    """Join chosen sentences that stand side by side, each with those that it cannot be understood without.

    Quotations keep the order in which their best sentence was chosen, never overlap, and hold no text of two sections.
    `wanted` are the terms of the question: they tell whether an item answers it, or its whole list.
    """
    found: list[Quotation] = []
    for sentence in chosen:
        document = sentence.document
        if is_structured(sentence) or sentence.text.rstrip("*_ ").endswith(COLONS):
            span = whole_block(sentence, wanted)
        else:
            span = within_section(document, sentence.span, with_speaker(document.text, _with_context(sentence)))
        _place(found, Quotation(document, span))
    return found


def adjoining(sentences: Sequence[Sentence]) -> list[Quotation]:
    """Return sentences as quotations, in order; those that follow one another in a passage are one."""
    found: list[Quotation] = []
    last: Sentence | None = None
    for sentence in sentences:
        if last and (last.passage, last.number + 1) == (sentence.passage, sentence.number):
            found[-1] = Quotation(found[-1].document, cover(found[-1].span, sentence.span))
        else:
            found.append(Quotation(sentence.document, sentence.span))
        last = sentence
    return found


def _with_context(sentence: RankedSentence) -> Span:
    """Return a sentence together with its neighbour, if it cannot be understood without.

    A pronoun at its beginning, or "these claims" near it, needs the sentence before; a name below a quotation needs
    the quotation; a heading needs the sentence that it stands above, and some the one after it (`goes_on`).
    """
    number, passage = sentence.number, sentence.passage
    first, last = number, number + sentence.goes_on
    if _is_prose(passage, number):
        points_back = _opens_with_pronoun(sentence.text) or (
            english("quoting.points_back").match(sentence.text) and not _starts_paragraph(passage, number)
        )
        if points_back and number > 0 and _is_prose(passage, number - 1):
            first = number - 1
    elif number > 0 and passage.sentence(number - 1).endswith(CLOSING_MARKS):
        first = number - 1
    elif number + 1 < len(passage.sentences) and _is_prose(passage, number + 1):
        last = number + 1
    return Span(passage.sentences[first].start, passage.sentences[last].end)


def _opens_with_pronoun(sentence: str) -> bool:
    return (
        english("grammar.opens_with_pronoun").match(sentence) is not None
        and english("quoting.empty_it").match(sentence) is None
    )


def _is_prose(passage: Passage, number: int) -> bool:
    return SENTENCE_END.search(passage.sentence(number)) is not None


def _starts_paragraph(passage: Passage, number: int) -> bool:
    if number == 0:
        return True
    before, here = passage.sentences[number - 1], passage.sentences[number]
    return "\n" in passage.text[before.end - passage.start : here.start - passage.start]


def _place(found: list[Quotation], quotation: Quotation) -> None:
    """Put a quotation behind the others, or join it with those that it overlaps or continues."""
    place = len(found)
    for number in reversed(range(len(found))):
        other = found[number]
        if other.document == quotation.document and _touch(other.span, quotation.span, other.document):
            quotation = Quotation(other.document, cover(other.span, quotation.span))
            found.pop(number)
            place = number
    found.insert(place, quotation)


def _touch(one: Span, other: Span, document: Document) -> bool:
    """Tell whether two spans overlap, or are prose of one section with nothing but blanks between them."""
    if overlap(one, other):
        return True
    between = document.text[min(one.end, other.end) : max(one.start, other.start)]
    return not between.strip() and is_prose_of_one_section(document, cover(one, other))


def cite(quotation: Quotation, number: int) -> Citation:
    """Return the citation of a quotation under this number."""
    document, span = quotation.document, quotation.span
    return Citation(
        number=number,
        document=document.name,
        title=document.title,
        published=document.published,
        quote=span.of(document.text),
        start=span.start,
        end=span.end,
        context=label(document, span, columns=True),
        page=context_of(document, span).page,
    )


def state(
    citation: Citation, document: Document, chosen: Sequence[RankedSentence], notes: Sequence[str] = ()
) -> Statement:
    """Return the quotation as a statement: its words as a person reads them, those that answer emphasised.

    They are the words that were read as the answer in those of the chosen sentences that it holds.
    """
    plain = stated(citation, document)
    answers = emphasis(plain.text, answers_in(citation, chosen))
    bold = tuple(answer for answer in answers if not any(overlap(answer, code) for code in plain.code))
    return replace(plain, emphasis=bold, notes=tuple(notes))


def stated(citation: Citation, document: Document) -> Statement:
    """Return the quotation as a statement in which nothing is emphasised."""
    text, code, parts = "", [], parts_of(document, citation.span)
    for words, is_code in parts:
        text += "\n" if text else ""
        if is_code:
            code.append(Span(len(text), len(text) + len(words)))
        text += words
    whole = len(code) == len(parts)
    return Statement(
        text,
        (citation.number,),
        context=label(document, citation.span),
        is_code=whole,
        code=() if whole else tuple(code),
        cells=cells_in(document, citation.span),
    )


def answers_in(citation: Citation, chosen: Iterable[RankedSentence]) -> list[str]:
    """Return the words that were read as the answer in sentences of a quotation, in the order of the sentences."""
    held = (each for each in chosen if each.document.name == citation.document and overlap(each.span, citation.span))
    return [sentence.answer for sentence in held if sentence.answer and sentence.odds > LEAST_ODDS]


def emphasis(text: str, answers: Iterable[str]) -> tuple[Span, ...]:
    """Return where words that answer stand in `text`, in order; none that stand in several places or in two lines."""
    once = {answer for answer in answers if text.count(answer) == 1 and "\n" not in answer}
    places = (Span(text.index(answer), text.index(answer) + len(answer)) for answer in once)
    spans = sorted(_whole_stretch(text, place) for place in places)
    return tuple(span for number, span in enumerate(spans) if number == 0 or span.start >= spans[number - 1].end)


def _whole_stretch(text: str, answer: Span) -> Span:
    """Return all of the stretch of time that an answer is a part of: "4 to 22 August" for "22 August"."""
    held = (span for span, _ in periods(text) if span.start <= answer.start and answer.end <= span.end)
    return next(held, answer)
