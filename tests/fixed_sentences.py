"""Our fixed sentences as patterns: in any language, completed with any values."""

import re

from assistant.words.languages import entry, languages
from assistant.words.phrases import Phrase


def pattern_of(*names: Phrase) -> re.Pattern[str]:
    """Return a pattern of these sentences in every language that we have them in."""
    sentences = [re.escape(entry(language, f"sentences.{name}")) for language in languages() for name in names]
    return re.compile("|".join(re.sub(r"\\{\w+\\}", ".+", sentence) for sentence in sentences))


UNCITED = pattern_of(Phrase.ABSTENTION, Phrase.UNSURE, Phrase.SAID_ABOUT, Phrase.SEARCHED)
COUNT = pattern_of(Phrase.MENTIONED_IN)
