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


def standalone(question: str, history: Sequence[tuple[str, str]]) -> str:
    """Return the question as it is understood: itself, or followed by the earlier question that it leans on.

    The question comes first, so that its form still tells what is asked for.
    """
    asked = " ".join(question.split())
    if not history or not _leans(asked):
        return asked
    before = standalone(history[-1][0], history[:-1])
    return f"{asked} ({before})"


def _leans(question: str) -> bool:
    few = len(content_terms(question, detect_language(question))) < FEWEST_TERMS
    return few or LEANS.search(question) is not None
