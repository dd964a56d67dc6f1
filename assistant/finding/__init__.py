"""Find what answers a question in an index, and how sure that is.

`Question` -> hybrid search -> passages -> `Sentence`s, ranked and the best of them read together with it -> `Found`.
A question of where a thing is mentioned -> `survey` -> the first mention in each document.
"""

from assistant.finding.confidence import Calibration, Signals
from assistant.finding.finder import Finder, Found
from assistant.finding.ranking import RankedSentence, Ranking
from assistant.finding.reader import LONGEST_PAIR, Reader, text_to_read
from assistant.finding.sentences import Sentence
from assistant.finding.surveys import Survey, survey

__all__ = [
    "LONGEST_PAIR",
    "Calibration",
    "Finder",
    "Found",
    "RankedSentence",
    "Ranking",
    "Reader",
    "Sentence",
    "Signals",
    "Survey",
    "survey",
    "text_to_read",
]
