"""Our fixed sentences as patterns: in any language, completed with any values."""

import re

from assistant.words.languages import entry, languages
from assistant.words.phrases import Phrase


def pattern_of(*names: Phrase) -> re.Pattern[str]:
    """Return a pattern of these sentences in every language that we have them in."""
    sentences = [re.escape(entry(language, f"sentences.{name}")) for language in languages() for name in names]
    return re.compile("|".join(re.sub(r"\\{\w+\\}", ".+", sentence) for sentence in sentences))


TALK = (Phrase.HELLO, Phrase.WELCOME, Phrase.GOODBYE, Phrase.HELP, Phrase.GOOD, Phrase.FOR_EXAMPLE)
OF_DOCUMENTS = (
    Phrase.ONE_DOCUMENT, Phrase.DOCUMENTS, Phrase.LISTED, Phrase.AND_MORE, Phrase.WRITTEN_BY, Phrase.PUBLISHED_ON,
    Phrase.PUBLISHED_BY, Phrase.SUMMARY, Phrase.NAMED,
)  # fmt: skip
UNCITED = pattern_of(
    Phrase.ABSTENTION, Phrase.UNSURE, Phrase.SAID_ABOUT, Phrase.SEARCHED, Phrase.ASKED, *TALK, *OF_DOCUMENTS
)
COUNT = pattern_of(Phrase.MENTIONED_IN)
