"""Find what answers a question in an index, and how sure that is.

`Question` -> hybrid search -> passages -> `Sentence`s, ranked and the best of them read together with it -> `Found`.
A question of where a thing is mentioned -> `survey` -> the first mention in each document.
Words that are looked for -> `look_up` -> the documents and sentences that hold them, and those that are like them.
"""

from assistant.finding.confidence import Calibration, Signals
from assistant.finding.finder import Finder, Found
from assistant.finding.looking_up import Lookup, Place, look_up
from assistant.finding.promise import Promise
from assistant.finding.ranking import RankedSentence, Ranking
from assistant.finding.reader import Reader, the_reader
from assistant.finding.sentences import Sentence
from assistant.finding.surveys import Survey, survey

__all__ = [
    "Calibration",
    "Finder",
    "Found",
    "Lookup",
    "Place",
    "Promise",
    "RankedSentence",
    "Ranking",
    "Reader",
    "Sentence",
    "Signals",
    "Survey",
    "look_up",
    "survey",
    "the_reader",
]
