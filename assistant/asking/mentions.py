"""The names and noun phrases that an English question mentions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.words.languages import english, words_of
from assistant.words.names import is_possessive, without_possessive
from assistant.words.people import POST_OF
from index import Span
from index.lexical import content_terms

TOKEN = re.compile(r"\d[\d.,:]*\d(?!\w)|[^\W_](?:[\w’'&+.-]*\w)?|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Mention:
    """Words of a question that name somebody or something: `question[span.start:span.end] == text`.

    `is_name` tells that it is made of capitals and numbers alone; `is_placed`, that it stands where a place does.
    """

    text: str
    span: Span
    is_name: bool
    is_placed: bool

    @property
    def head(self) -> str:
        """The noun that tells what it is, in lower case: of "the siege of the town" siege."""
        return re.split(r"\sof\s", self.text)[0].split()[-1].lower()

    @property
    def is_bare_name(self) -> bool:
        """Whether it is a name without an article."""
        return self.is_name and self.text[0].isupper()

    @property
    def is_person(self) -> bool:
        """Whether its noun is one for people, or names a post."""
        return self.head in POST_OF or self.head in words_of("en", "grammar.people")

    @property
    def may_be_several(self) -> bool:
        """Whether "they" may stand for it; a bare name may be one person's or a whole group's."""
        return not self.is_bare_name and (is_plural(self.head) or self.head in words_of("en", "grammar.groups"))

    @property
    def may_be_thing(self) -> bool:
        """Whether "it" may stand for it; a bare name may be a person's."""
        return not (
            self.is_bare_name
            or is_plural(self.head)
            or self.is_person
            or self.head in words_of("en", "grammar.spans_of_time")
        )

    @property
    def may_be_person(self) -> bool:
        """Whether "he" or "she" may stand for it: a name without an article that is no place's, or a post."""
        return self.is_person or (self.is_bare_name and not self.is_placed)


def mentions(question: str) -> list[Mention]:
    """Return the names and the noun phrases with an article that a question holds, in order and apart.

    A word with a capital that opens the question is a name only if another one follows it. Where a subject may end in
    the verb behind it ("did the talks start"), its last word is left out.
    """
    tokens = list(TOKEN.finditer(question))
    words = [token[0] for token in tokens]
    found: list[Mention] = []
    position = 0
    while position < len(words):
        end = _end_of_phrase(words, position)
        if end > position:
            text = without_possessive(question[tokens[position].start() : tokens[end - 1].end()])
            found.append(
                Mention(
                    text=text,
                    span=Span(tokens[position].start(), tokens[position].start() + len(text)),
                    is_name=all(
                        word[0].isupper() or word[0].isdigit()
                        for word in words[position:end]
                        if word not in ("the", "of")
                    ),
                    is_placed=position > 0 and words[position - 1].lower() in words_of("en", "grammar.placing"),
                )
            )
        position = max(end, position + 1)
    return found


def _end_of_phrase(words: Sequence[str], start: int) -> int:
    """Return where the phrase that starts here ends, or `start` if none does."""
    end = _end_of_run(words, start)
    while end > start and end + 1 < len(words) and _is_joined(words, end):
        further = _end_of_run(words, end + 1)
        if further == end + 1:
            # "the loss of life"
            return end + 2 if words[end] == "of" and _has_content(words[end + 1]) else end
        end = further
    return end


def _end_of_run(words: Sequence[str], start: int) -> int:
    """Return where the article, capitals and nouns that start here end, or `start` if they make no mention."""
    determined = words[start].lower() in words_of("en", "grammar.determiners")
    end = first = start + determined
    while end < len(words) and _continues(words, first, end, determined=determined):
        end += 1
    if end == first or (start == 0 and not determined and end - first < 2):
        return start
    return _without_verb(words, words[start - 1].lower(), first, end) if start > 0 and determined else end


def _is_joined(words: Sequence[str], position: int) -> bool:
    """Tell whether a preposition continues a phrase: any "of", and "on" or "for" between capitals."""
    between_capitals = words[position - 1][0].isupper() and words[position + 1][0].isupper()
    return words[position] == "of" or (words[position] in ("on", "for") and between_capitals)


def _continues(words: Sequence[str], first: int, position: int, *, determined: bool) -> bool:
    word = words[position]
    if position > first and is_possessive(words[position - 1]):
        return False
    numbered = position > first and word[0].isdigit() and words[position - 1][0].isupper()
    noun = determined and word[0].isalpha() and word.lower() not in words_of("en", "grammar.times")
    # "Plan B"
    lettered = position > first and len(word) == 1 and words[position - 1][0].isupper()
    return (word[0].isupper() or numbered or noun) and (_has_content(word) or (lettered and word.isupper()))


def _without_verb(words: Sequence[str], before: str, first: int, end: int) -> int:
    """Return the end of a phrase less the verb that may close it."""
    last = words[end - 1]
    if end - first < 2 or last[0].isupper() or is_possessive(last):
        return end
    follows = words[end] if end < len(words) else ""
    behind_subject = words_of("en", "grammar.auxiliaries") - words_of("en", "grammar.being")
    if before in behind_subject | words_of("en", "grammar.joining") and follows not in ("of", "have", "be", "do"):
        return end - 1
    return end - 1 if english("grammar.participle").search(last) else end


def _has_content(word: str) -> bool:
    return bool(content_terms(word, "en"))


def is_plural(noun: str) -> bool:
    """Tell whether an English noun in lower case is a plural by its form."""
    ending = noun.endswith("s") and not noun.endswith(("ss", "us", "is"))
    return ending or noun in words_of("en", "grammar.plurals")
