"""Questions to offer, on the empty page and after an answer, each of which has been tried and is truly answered."""

from __future__ import annotations

import functools
import math
import re
from collections.abc import Callable, Iterator, Sequence
from itertools import islice, permutations

from assistant.answers import Answer, Citation
from assistant.assistant import Assistant
from assistant.web.conversation import Turn
from assistant.words.languages import DEFAULT_LANGUAGE, entry_or_english
from assistant.words.naming import SENTENCE_END, Bearer, names_in
from assistant.words.people import PERSON
from assistant.words.reading import overlap
from index import Span
from index.language import detect_language
from index.sentences import sentences

MOST_EXAMPLES, MOST_FOLLOW_UPS = 4, 3
# Every try is an answer of some 40 ms, and the empty page waits for them.
MOST_TRIES = 12
# Chosen by eye, by reading the answers to such questions on the shipped articles; measured on no other corpus.
LEAST_CONFIDENCE = 0.85
# Names are read in so much text; it takes some .3 s.
READ_CHARACTERS = 50_000
# Asked after what somebody is said to say.
WHO = "Who said that?"
# "Ada Quill, the painter", "painter Ada Quill", "Ada Quill, who paints": nothing else stands between name and answer.
BESIDE = r"\W*(?:(?:who|is|was|an?|the)\W+)*"
# Two or three words with capital letters, not at the start of a sentence, where every word has one.
NAME = re.compile(r"(?<=[a-z,] )(?P<article>the )?(?P<name>(?:[^\W\d_a-z][^\W\d_]+ ){1,2}[^\W\d_a-z][^\W\d_]+)\b")


def examples(assistant: Assistant, preferred: Sequence[str] = ()) -> list[str]:
    """Return up to four questions that the corpus answers with confidence, the preferred ones first."""
    given = [question for question in preferred[:MOST_TRIES] if _is_sure(assistant.answer(question, quotes_only=True))]
    if len(given) >= MOST_EXAMPLES:
        return given[:MOST_EXAMPLES]
    most = READ_CHARACTERS // max(1, len(assistant.documents))
    text = "\n".join(document.text[:most] for document in assistant.documents)
    made = _made(assistant, text, lambda name: -text.count(name))
    return [*given, *islice(made, MOST_EXAMPLES - len(given))]


def follow_ups(assistant: Assistant, turns: Sequence[Turn]) -> list[str]:
    """Return up to three questions on what is named near the first citation of the last turn, in its language.

    None is on what these turns name, or is answered with what the last of them quotes.
    """
    citations = turns[-1].answer.citations if turns else ()
    document = assistant.document(citations[0].document) if citations else None
    if document is None:
        return []
    first = max(0, citations[0].start - READ_CHARACTERS // 2)
    text = document.text[first : first + READ_CHARACTERS]
    asked = " ".join(f"{turn.answer.question} {turn.answer.interpreted_as}" for turn in turns)

    def distance(name: str) -> float:
        places = [first + place.start() for place in re.finditer(re.escape(name), text)]
        return min((abs(place - citations[0].start) for place in places if name not in asked), default=math.inf)

    language = detect_language(turns[-1].answer.question)
    made = _made(assistant, text, distance, language=language, told=citations, documents=turns[-1].documents)
    return list(islice(made, MOST_FOLLOW_UPS))


def _made(
    assistant: Assistant,
    text: str,
    rank: Callable[[str], float],
    *,
    language: str = DEFAULT_LANGUAGE,
    told: Sequence[Citation] = (),
    documents: Sequence[str] = (),
) -> Iterator[str]:
    """Yield questions on the names in a text, those of the least rank first: on people, then one on something else.

    Each is answered with a quote that holds the name and is not `told`, nor is quoted for another question.
    """
    ask = functools.partial(assistant.answer, documents=documents or None, quotes_only=True)
    quoted = list(told)
    for names, forms, most in zip(_names(text), ("people", "others"), (MOST_EXAMPLES, 1), strict=True):
        near = sorted((name for name in names if rank(name) < math.inf), key=rank)[:MOST_TRIES]
        found = (_question(ask, forms, name, language, quoted) for name in near)
        yield from islice(filter(None, found), most)


def _question(ask: Callable[..., Answer], forms: str, name: str, language: str, quoted: list[Citation]) -> str:
    """Return the first question on a name that is well answered, or ""; what it is answered with is then `quoted`."""
    # The names are of English texts, and in another language less speaks against an answer.
    if language != DEFAULT_LANGUAGE and not _question(ask, forms, name, DEFAULT_LANGUAGE, list(quoted)):
        return ""
    offered = entry_or_english(language, f"offering.{forms}")
    for number, form in enumerate(offered):
        answer = ask(form.format(name=name))
        if not _is_sure(answer) or not _is_on(name, answer, quoted):
            continue
        if forms == "people":
            # The first of two asks what somebody says, the second who that is; one alone asks what is known.
            fits = len(offered) == 1 or (_is_said_by(name, answer, ask) if number == 0 else _tells_who(name, answer))
        else:
            fits = _is_of_several(answer)
        if fits:
            quoted.append(answer.citations[0])
            return answer.question
    return ""


def _is_said_by(name: str, answer: Answer, ask: Callable[..., Answer]) -> bool:
    """Tell whether the first quote of an answer reports words of whoever has a name, as it is told when asked who."""
    return name.split()[-1] in ask(WHO, history=[(answer.question, answer.text)]).short


def _tells_who(name: str, answer: Answer) -> bool:
    """Tell whether the words that answer stand beside a name, and name nobody else; there need be none."""
    if not answer.short:
        return True
    quote = " ".join(answer.citations[0].quote.split())
    beside = (f"{re.escape(one)}{BESIDE}{re.escape(other)}" for one, other in permutations((name, answer.short)))
    return not re.fullmatch(PERSON, answer.short) and any(re.search(form, quote) for form in beside)


def _is_sure(answer: Answer) -> bool:
    return not answer.abstained and answer.confidence >= LEAST_CONFIDENCE


def _is_on(name: str, answer: Answer, quoted: Sequence[Citation]) -> bool:
    """Tell whether an answer opens with a whole sentence that holds a name, and has not been `quoted`."""
    first = answer.citations[0] if answer.citations else None
    if first is None or name not in " ".join(first.quote.split()) or not SENTENCE_END.search(first.quote):
        return False
    return not any(first.document == each.document and overlap(first.span, each.span) for each in quoted)


def _is_of_several(answer: Answer) -> bool:
    return len({citation.document for citation in answer.citations}) > 1


def _names(text: str) -> tuple[list[str], list[str]]:
    """Return the people of whom a text has the whole names, and the other names in it; people in English texts only."""
    lines = text.splitlines()
    if detect_language(text) != DEFAULT_LANGUAGE:
        return [], list(dict.fromkeys(match["name"] for match in NAME.finditer(text) if not match["article"]))
    named = names_in(span.of(line) for line in lines for span in sentences(line, Span(0, len(line)), DEFAULT_LANGUAGE))
    # "the Ministry": its article belongs to the name, and a question would lack it.
    others = [name for name, each in named.items() if each.bearer is not Bearer.PERSON and f"the {name}" not in text]
    people = [
        name for name, each in named.items() if each.bearer is Bearer.PERSON and " " in name and name[-1].isalpha()
    ]
    return people, others
