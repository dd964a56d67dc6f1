"""Turn a question that leans on the talk before it into one that stands alone."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index import content_terms, detect_language

LEANS = re.compile(
    r"(?i)^\W*(?:and|but|so|or|also|then|what about|how about)\b"
    r"|\b(?:he|she|it|they|him|her|them|his|hers|its|their|theirs|that|this|these|those|there|then|one|ones|same)\W*(?:\?|$)"
    r"|\b(?:did|does|do|is|was|are|were|has|have|had|will|would|can|could|of|by|for|to|with|about|from) "
    r"(?:he|she|it|they|him|her|them|that|this|these|those)\b"
    r"|\b(?:his|their|its) \w+"
)
# "Why?" and "When exactly?" ask about what was just talked of.
FEWEST_TERMS = 1
# Earlier questions that one may lean on, each on the one before it, and how long the result may be in characters.
MOST_TURNS = 3
LONGEST = 2000


def standalone(question: str, history: Sequence[tuple[str, str]]) -> str:
    """Return the question as it is understood: itself, or followed by the earlier questions that it leans on.

    The question comes first, so that its form still tells what is asked for.
    """
    asked = [" ".join(question.split())]
    for earlier, _ in list(reversed(history))[:MOST_TURNS]:
        if not _leans(asked[-1]) or sum(map(len, asked)) + len(earlier) > LONGEST:
            break
        asked.append(" ".join(earlier.split()))
    return " (".join(asked) + ")" * (len(asked) - 1)


def _leans(question: str) -> bool:
    few = len(content_terms(question, detect_language(question))) < FEWEST_TERMS
    return few or LEANS.search(question) is not None
