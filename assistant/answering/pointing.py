"""Answer what points at the answer before: who says it, the whole passage, its document, what else there is on it."""

from __future__ import annotations

from dataclasses import replace

from assistant.answering.checking import proven
from assistant.answering.composing import Composition, compose
from assistant.answering.describing import described, made
from assistant.answering.quoting import SENTENCE_END, Quotation, cite, emphasis, stated
from assistant.answering.replies import COVERED_BY_CHANCE, certain, declined
from assistant.answering.structure import PROSE
from assistant.answers import Answer, Citation, Statement
from assistant.asking import Pointed, Pointer, Wish
from assistant.finding import Found, RankedSentence, Sentence, the_reader
from assistant.words.languages import english
from assistant.words.phrases import Phrase, phrase
from assistant.words.reading import cover, overlap
from assistant.words.speech import speech_at
from index import Document, Index

# Asked of a quotation, so that the reader tells whose words it reports.
WHO = "Who said that?"
# Of 700 sentences (XQuAD 1-24 and the articles) 34 were read with odds above this, 31 of them rightly; down to -2 it is
# every other one.
LEAST_ODDS_OF_SPEAKER = 0.0


def pointed(
    question: str, understood: str, wanted: Pointed, last: Answer | None, found: Found | None, index: Index
) -> Answer | None:
    """Return what is wanted of the last answer, or that there is none that quotes anything.

    `found` is what it was chosen of; None if that was not searched for: then there is no more of it, and this is None.
    """
    if wanted.pointer is Pointer.MORE and last:
        return _more(question, understood, wanted, last, found) if found else None
    if last and last.citations:
        return _on_quotes(question, understood, wanted, last, index)
    return _not_there(Phrase.NOTHING_BEFORE, question, understood, wanted, len(index.documents))


def _not_there(why: Phrase, question: str, understood: str, wanted: Pointed, searched: int) -> Answer:
    return declined(question, understood, phrase(why, wanted.language), wanted.language, searched)


def _on_quotes(question: str, understood: str, wanted: Pointed, last: Answer, index: Index) -> Answer:
    """Return who says the first quote of an answer, the whole passage of it, or what is known of its documents."""
    language, documents = wanted.language, index.documents
    cited = list(dict.fromkeys(citation.document for citation in last.citations))
    first, short = last.citations[0], ""
    lines = [described(documents[name], language) for name in cited]
    if isinstance(wanted.pointer, Wish):
        lines = [line for name in cited if (line := made(wanted.pointer, documents[name], language))]
        if not lines:
            return _not_there(Phrase.NOT_ANSWERED, question, understood, wanted, len(documents))
    elif wanted.pointer is Pointer.SAID:
        short = _speaker(first, documents[first.document])
    else:
        first = _whole_passage(first, index)
    ours = [Statement(line, ()) for line in lines]
    quote = stated(first, documents[first.document])
    quote = replace(quote, emphasis=emphasis(quote.text, filter(None, [short or last.short])))
    # Whose words they are stands in the quote itself; else where they stand comes first.
    statements, cited_now = proven([quote, *ours] if short else [*ours, quote], [first], documents, fixed=lines)
    told = certain(question, understood, statements, cited_now, len(documents), last.timings)
    return replace(told, short=short)


def _more(question: str, understood: str, wanted: Pointed, last: Answer, found: Found) -> Answer:
    """Return what else was found for the question of the last answer, as often as more is wanted."""
    composed, left = Composition((), last.citations, ()), list(found.ranked)
    for _ in range(wanted.times):
        left = [sentence for sentence in left if not any(_is_in(sentence, citation) for citation in composed.citations)]
        if left and left[0].covered >= COVERED_BY_CHANCE:
            composed = compose(found.asked, left, searched=found.searched)
        else:
            composed = Composition((), (), ())
        if not composed.citations:
            return _not_there(Phrase.NO_MORE, question, understood, wanted, found.searched)
    told = certain(question, understood, composed.statements, composed.citations, found.searched, found.timings)
    return replace(told, confidence=found.confidence, disagreements=composed.disagreements)


def _is_in(sentence: RankedSentence, citation: Citation) -> bool:
    return sentence.document.name == citation.document and overlap(sentence.span, citation.span)


def _speaker(citation: Citation, document: Document) -> str:
    """Return the words of a quote that name whose words it reports; "" if it names nobody."""
    speech = speech_at(document.text, citation.span)
    if speech and speech.speaker and overlap(speech.speaker, citation.span):
        return speech.speaker.of(document.text)
    reading = the_reader().read(WHO, [citation.quote])[0]
    name = reading.span.of(citation.quote) if reading.odds > LEAST_ODDS_OF_SPEAKER else ""
    return "" if english("grammar.opens_with_pronoun").match(name) else name


def _whole_passage(citation: Citation, index: Index) -> Citation:
    """Return the citation of the passages that hold a citation, of the section that it is of."""
    document = index.documents[citation.document]
    passages = index.passages.some(index.passages.of(citation.document))
    sentences = [
        Sentence(document, passage, number)
        for passage in passages
        if passage.start < citation.end and citation.start < passage.end
        for number in range(len(passage.sentences))
    ]
    sections = {_section(each) for each in sentences if overlap(each.span, citation.span)}
    whole = cover(citation.span, *(each.span for each in sentences if _section(each) in sections))
    return cite(Quotation(document, whole), citation.number)


def _section(sentence: Sentence) -> tuple[tuple[str, ...], bool]:
    """Return what a sentence stands under, and whether it is a whole one of prose: a line such as a date is none."""
    whole = sentence.context.kind in PROSE and SENTENCE_END.search(sentence.text) is not None
    return tuple(sentence.context.headings), whole
