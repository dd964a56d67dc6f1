"""The words of a sentence, each with its place and with what it means, so that paraphrases can be compared."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.words.meanings import meaning_of
from assistant.words.numbers import SMALL
from index.lexical import content_terms, terms

# Each line holds words that a paraphrase may exchange. They are broader than those that two reports use for one thing:
# a statement that differs in more than such a word fails anyway, on its numbers, names or the words around.
LINES = (
    "say said saying state stated tell told announce report reported explain declare note noted add added describe"
    " mention express expressed remark statement",
    "think thought believe view consider regard see saw seen",
    "want demand wish seek sought aim goal purpose hope intend intention plan try tried attempt mean meant ask call"
    " urge request appeal",
    "support back",
    "ban forbid forbade forbidden prohibit outlaw bar",
    "allow permit let",
    "reach attain hit meet",
    "locate lie situate",
    "find found discover detect",
    "demolish pull tear raze",
    "suggest propose",
    "generate produce",
    "keep kept maintain",
    "direct lead led head headed manage run ran",
    "replace succeed succeeded",
    "accuse blame",
    "buy purchase acquire",
    "choose select pick",
    "hire employ recruit",
    "destroy ruin wreck",
    "protest demonstrate",
    "reside live",
    "win won receive received get got award obtain gain earn",
    "promise pledge vow",
    "show reveal",
    "reject refuse decline dismiss deny",
    "criticise criticize slam condemn denounce",
    "compare equate liken",
    "increase raise rise rose risen grow grew enhance improve boost bolster",
    "decrease fall fell fallen drop decline reduce",
    "kill die dead death lose lost life live murder assassinate",
    "close shut stop",
    "steal stole stolen theft robbery",
    "flee fled escape",
    "publish appear release",
    "return back",
    "stay remain continue",
    "take taken took carry last",
    "pay paid cover fund finance bear bore borne",
    "give given gave grant provide supply supplies offer",
    "force need require must obligation",
    "job post position",
    "trip travel travelled visit go went",
    "lead leader head",
    "author writer",
    "help assist assistance",
    "resolve solve settle",
    "happen occur place hold held",
    "number figure total",
    "worst worse bad",
    "probable probably likely",
    "politic political",
    "wed wedding marry married",
    "arrest detain",
    "flood flooding",
    "metre meter", "kilometre kilometer", "centimetre centimeter", "millimetre millimeter", "litre liter",
    "colour color", "labour labor", "harbour harbor", "neighbour neighbor", "favour favor", "defence defense",
    "centre center", "theatre theater", "programme program",
)  # fmt: skip
# Words that a writer puts in without saying more.
FILLER_WORDS = (
    "according also about around approximately roughly nearly however moreover furthermore additionally overall"
    " specifically notably meanwhile therefore just currently together itself himself herself themselves both year"
    " including include included such well as per namely called one years old while although though whereas"
    " despite during since after before upon down up out off away"
)
FILLERS = frozenset(FILLER_WORDS.split())
# Number words mean their figures.
NUMBERS = {stem: str(number) for word, number in SMALL.items() for stem in terms(word, "en")}
TOKEN = re.compile(r"(?:[^\W\d_]\.){2,}|\d+(?:[.,]\d+)*|[^\W\d_]+(?:-[^\W\d_]+)*(?:['’][^\W\d_]{1,2}\b)?")
SENTENCES_REMEMBERED = 10_000


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a sentence: as written, where it starts, its stem, what it means; `content` if it says something."""

    text: str
    start: int
    stem: str
    meaning: str
    content: bool

    @property
    def end(self) -> int:
        """Where the word ends."""
        return self.start + len(self.text)

    @property
    def is_name(self) -> bool:
        """Whether it is written like a name; the first word of a sentence always is."""
        return self.text[0].isupper()


@functools.lru_cache(maxsize=SENTENCES_REMEMBERED)
def words(sentence: str) -> tuple[Word, ...]:
    """Return the words of an English sentence, in order; parts of a hyphenated word are words of their own."""
    return tuple(_words(sentence))


def _words(sentence: str) -> Iterator[Word]:
    for found in TOKEN.finditer(sentence):
        start = found.start()
        for part in found[0].split("-"):
            stems = terms(part, "en")
            if stems:
                content = bool(content_terms(part, "en")) and part.lower() not in FILLERS
                yield Word(part, start, stems[0], _meaning(stems[0]), content)
            start += len(part) + 1


def _meaning(stem: str) -> str:
    if stem in NUMBERS:
        return NUMBERS[stem]
    (meaning,) = meaning_of([stem])
    return _table().get(meaning, meaning)


@functools.cache
def _table() -> dict[str, str]:
    # The first line that has a word keeps it.
    pairs = [
        (meaning, line.split()[0]) for line in LINES for stem in terms(line, "en") for meaning in meaning_of([stem])
    ]
    return dict(reversed(pairs))


def meanings_of(sentence: str) -> frozenset[str]:
    """Return what the content words of a sentence mean."""
    return frozenset(word.meaning for word in words(sentence) if word.content)
