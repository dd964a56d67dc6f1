"""Tell what kind of thing a question asks for by the question words of its language."""

from __future__ import annotations

from assistant.words.kinds import Kind
from assistant.words.languages import pattern

# Of two forms that start together ("how many", "how many days"), the kind that stands first here tells.
ORDER = (Kind.DAY, Kind.YEAR, Kind.DATE, Kind.DURATION, Kind.NUMBER, Kind.PERSON, Kind.PLACE, Kind.REASON)
# What asks for a kind all by itself, or makes the noun after it (or after one more word) the thing that is asked for.
FORM = r"\b(?:{forms.#.words}\b|{forms.which} ?(?:\w+ )?{forms.#.nouns})"
# Chinese does not write the edges of words.
FORM_WITHOUT_EDGES = "{forms.#.words}|{forms.which}{forms.#.nouns}"


def kind_of_question(question: str, language: str) -> Kind:
    """Return the kind of thing that a question in a language (ISO 639-1) asks for; OTHER if its form does not tell.

    The form that stands first tells.
    """
    asked = question.replace("İ", "i").lower()
    form = FORM_WITHOUT_EDGES if language == "zh" else FORM
    found = [
        (match.start(), kind) for kind in ORDER if (match := pattern(language, form.replace("#", kind)).search(asked))
    ]
    return min(found, key=lambda pair: pair[0])[1] if found else Kind.OTHER
