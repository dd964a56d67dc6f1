"""Match the words of a question with the names of the documents across scripts, spellings and slips of the pen."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from itertools import chain, groupby
from types import MappingProxyType

from rapidfuzz import process
from rapidfuzz.distance import OSA, Prefix

from assistant.words.dictionary import is_word
from assistant.words.languages import entry
from assistant.words.sounds import (
    ARABIC_SCRIPT,
    CHINESE_SCRIPT,
    HEBREW_SCRIPT,
    LATIN_SCRIPT,
    OTHER_SCRIPT,
    Costs,
    costs_of,
    distance,
    readings,
    size,
    skeletons,
    sounds,
)
from index.language import detect_language
from index.lexical import NAME, WORD, content_terms

# A run of so many signs of which foreign names are made may hold one.
SHORTEST_CHINESE, LONGEST_CHINESE = 3, 8

SHORTEST_STEM = 3
# In sounds, of a name as another language has it.
LONGEST_ENDING = 2
POSSESSIVE = re.compile(r"['’]s?$")
TURKISH_CASE = re.compile(r"['’][^\W\d_]+$")

# How far the sounds of a spelling may be from a name's, by how many consonants the name has (the last is for more too).
# Below 1, for another consonant makes another name. These and the numbers below were chosen on the dev half of the
# spellings in tests/test_names.py, and on names of XQuAD articles 1-24 that were hidden from the index.
ALLOWED = {
    LATIN_SCRIPT: (0.0, 0.0, 0.1, 0.35, 0.45, 0.6),
    ARABIC_SCRIPT: (0.0, 0.0, 0.0, 0.35, 0.7, 0.95),
    HEBREW_SCRIPT: (0.0, 0.0, 0.0, 0.3, 0.7, 0.95),
    CHINESE_SCRIPT: (0.0, 0.0, 0.15, 0.5, 0.8, 0.95),
    OTHER_SCRIPT: (0.0, 0.0, 0.2, 0.4, 0.8, 0.95),
}
# The texts' own language leaves less room, and there the first sound stands.
OWN_LANGUAGE = 0.7
SAME_OPENING = 0.1
# A word without a capital where others have one, and a German noun, is a name only if it has so many consonants.
LOWER_CASE_AMONG_CAPITALS = 6
NO_TELLING_CAPITALS = 4
# From here on, everything is in units of the limit. A small word or an ending taken off leaves a doubt ...
STRIPPED = 0.1
# ... an article more, for few foreign names have one ...
ARTICLE = 0.4
# ... and the name that is next best must be so much farther away.
MARGIN = 0.25
TOO_FAR = 1 + MARGIN
# A sign beside a Chinese name that is not part of it, though names are written with it, makes it less certain.
SIGN_LEFT_OVER = 0.4

# Letters that a word must have before such a slip is taken for certain: two letters exchanged or one doubled; a letter
# too few or too many; another letter. Names differ by one letter more often than people slip (Martin, Marvin).
EXCHANGED, MISSING, OTHER = 5, 7, 8
# An ordinary word has so many, and forms of one word (invited, invites) are not slips: its ends stand.
ORDINARY = 6


class NameIndex:
    """The names of some texts and their other words, ready to be met in other spellings.

    A name is a word that stands with a capital within a sentence more often than it stands without one. Texts in
    scripts without capitals have none.
    """

    def __init__(
        self,
        written: Mapping[str, int],
        capitalised: Mapping[str, int],
        languages: Collection[str],
        heard: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        """Take how often each word is written so, and with a capital within a sentence, in texts in these languages.

        How a name sounds takes a tenth of a millisecond, so that of many may be known from before.
        """
        self._known = frozenset(without_possessive(word.casefold()) for word in written)
        self._text_of_known = " ".join(self._known)
        self._languages = frozenset(languages)
        self._names = _names(capitalised, written)
        self._sounds = {name: heard.get(name) or sounds(name, "en") for name in self._names.values()}
        self._size = {name: size(sound) for name, sound in self._sounds.items()}
        self._by_skeleton: dict[str, list[str]] = defaultdict(list)
        for name, sound in self._sounds.items():
            for bones in skeletons(sound):
                self._by_skeleton[bones].append(name)
        self._by_initial: dict[str, list[str]] = defaultdict(list)
        for word in self._known:
            self._by_initial[word[0]].append(word)

    @classmethod
    def of(cls, texts: Iterable[str]) -> NameIndex:
        """Return the names of these texts."""
        texts = list(texts)
        written, capitalised = (Counter(chain.from_iterable(map(form.findall, texts))) for form in (WORD, NAME))
        return cls(written, capitalised, {detect_language(text) for text in texts})

    @property
    def heard(self) -> Mapping[str, str]:
        """How each name sounds."""
        return self._sounds

    def resolve(self, question: str, language: str) -> dict[str, str]:
        """Return words of the question, as they are written there, with how the texts spell them, where it is certain.

        Words that the texts hold are left alone, and so are words that could be two names. Of a Chinese question the
        keys are runs of signs. {} if nothing is to be resolved.
        """
        if language == "zh":
            return self._of_chinese(question)
        words = [_head(word, language) for word in WORD.findall(question)]
        capitals = not question.islower()
        likely = [
            self._likely(word, language, _fewest_consonants(word, language, capitals))
            if self._is_strange(word, language)
            else {}
            for word in words
        ]
        found = {word: _certain(names) for word, names in zip(words, likely, strict=True)}
        for word in words:
            if not found[word] and self._is_strange(word, language):
                found[word] = self._slip(word, language)
        return {word: name for word, name in found.items() if name}

    def _is_strange(self, word: str, language: str) -> bool:
        return len(word) > 1 and word.casefold() not in self._known and bool(content_terms(word, language))

    def _likely(self, word: str, language: str, smallest: int) -> dict[str, float]:
        """Return the names that a word may be a spelling of, with their distances in units of what is allowed."""
        own = language in self._languages
        likely: dict[str, float] = {}
        for form, doubt in _forms(word, language):
            for reading in readings(form, language):
                for name, far in self._near(reading, costs_of(form), smallest).items():
                    if _may_be(form, name) and not (own and not _opens_alike(reading, self._sounds[name])):
                        likely[name] = min(far / (OWN_LANGUAGE if own else 1) + doubt, likely.get(name, TOO_FAR))
        return {name: far for name, far in likely.items() if far < TOO_FAR}

    def _near(self, reading: str, costs: Costs, smallest: int = 0) -> dict[str, float]:
        allowed = ALLOWED[costs]
        near = {}
        for name in {name for bones in skeletons(reading) for name in self._by_skeleton.get(bones, ())}:
            limit = allowed[min(self._size[name], len(allowed) - 1)]
            if limit and self._size[name] >= smallest:
                near[name] = distance(reading, self._sounds[name], costs, TOO_FAR * limit) / limit
        return near

    def _slip(self, word: str, language: str) -> str:
        """Return the one word of the texts of which this is a slip of the pen, spelled as there, or ""."""
        folded = word.casefold()
        near = process.extract(
            folded, self._by_initial.get(folded[0], []), scorer=OSA.distance, score_cutoff=1, limit=None
        )
        meant = [
            other
            for other, *_ in near
            if (_is_slip(folded, other) if other in self._names else self._is_ordinary_slip(folded, other, language))
        ]
        # A right word of the language is meant as it is written: a country is no county, and to choose is not "chose".
        if len(meant) != 1 or is_word(folded, language):
            return ""
        return self._names.get(meant[0], meant[0])

    def _is_ordinary_slip(self, word: str, other: str, language: str) -> bool:
        if (
            language not in self._languages
            or len(word) < ORDINARY
            or word[-1] != other[-1]
            or (len(word) == len(other) and sorted(word) != sorted(other))
        ):
            return False
        # A strange word whose letters follow one another as in other words may well be a word of its own.
        return any(word[start : start + 3] not in self._text_of_known for start in range(len(word) - 2))

    def _of_chinese(self, question: str) -> dict[str, str]:
        found = {}
        for run in _runs_of_signs(question):
            parts = {
                run[start:end]
                for start in range(len(run) - SHORTEST_CHINESE + 1)
                for end in range(start + SHORTEST_CHINESE, min(len(run), start + LONGEST_CHINESE) + 1)
            }
            ranked = sorted((far, part, name) for part in parts for far, name in self._chinese_name(part, run))
            if ranked and ranked[0][0] <= 1 and ranked[0][1] not in self._text_of_known:
                found[ranked[0][1]] = ranked[0][2]
        return found

    def _chinese_name(self, part: str, run: str) -> list[tuple[float, str]]:
        """Return the name that a part of a run of signs certainly is, with its distance, as a list of one or none."""
        names = self._near(sounds(part, "zh"), costs_of(part))
        name = _certain(names)
        return [(names[name] + SIGN_LEFT_OVER * (len(run) - len(part)), name)] if name else []


def _names(capitalised: Mapping[str, int], written: Mapping[str, int]) -> dict[str, str]:
    """Return names in lower case with their spelling: the commonest one."""
    names: dict[str, str] = {}
    for name, count in Counter(capitalised).most_common():
        plain = without_possessive(name)
        if len(plain) > 2 and written.get(plain.lower(), 0) < count:
            names.setdefault(plain.casefold(), plain)
    return names


def without_possessive(name: str) -> str:
    """Return a name or a word without the English ending of possession: "Ada" of "Ada’s"."""
    return POSSESSIVE.sub("", name)


def is_possessive(name: str) -> bool:
    """Tell whether a name or a word has the English ending of possession."""
    return POSSESSIVE.search(name) is not None


def is_heard_in(word: str, language: str, names: str) -> bool:
    """Tell whether English names hold one that a word of another language sounds like but for its end: "Лондоне"."""
    heard = sounds(word, language)
    known = [sounds(name, "en") for name in WORD.findall(names)]
    shared = {name: int(Prefix.similarity(heard, name)) for name in known}
    return any(
        alike > SHORTEST_STEM and alike + 1 >= len(heard) and alike + LONGEST_ENDING >= len(name)
        for name, alike in shared.items()
    )


def _runs_of_signs(question: str) -> list[str]:
    signs = frozenset("".join(entry("zh", "names.signs")))
    runs = ("".join(run) for is_sign, run in groupby(question, signs.__contains__) if is_sign)
    return [run for run in runs if len(run) >= SHORTEST_CHINESE]


def _head(word: str, language: str) -> str:
    return (TURKISH_CASE if language == "tr" else POSSESSIVE).sub("", word)


def _forms(word: str, language: str) -> list[tuple[str, float]]:
    """Return a word as it is and without a prefix or an ending, each with the doubt that it leaves."""
    prefixes, endings = (
        [part for part in entry(language, f"names.{kind}") if len(part) <= len(word) - SHORTEST_STEM and fits(part)]
        for kind, fits in (("prefixes", word.startswith), ("endings", word.endswith))
    )
    bare = [word.removeprefix(prefix) for prefix in prefixes]
    bare += [word.removesuffix(ending) + lost for ending in endings for lost in entry(language, "names.lost") or [""]]
    doubt = ARTICLE if any("ال" in prefix for prefix in prefixes) else STRIPPED
    return [(word, 0.0), *((form, doubt) for form in bare)]


def _may_be(word: str, name: str) -> bool:
    """Tell whether a word may be a name at all: not a form of the same word, and no acronym unless it is one too."""
    if costs_of(word) is not LATIN_SCRIPT:
        return word.isupper() or not name.isupper()
    one, other = sorted((word.casefold(), name.casefold()), key=len)
    return not name.isupper() and (one == other or not other.startswith(one))


def _opens_alike(sound: str, other: str) -> bool:
    return LATIN_SCRIPT.swap.get(sound[0] + other[0], 1.0) <= SAME_OPENING


def _fewest_consonants(word: str, language: str, capitals: bool) -> int:
    """Return how many consonants a name must have for a word to be taken for it, from how telling its capital is."""
    if word.upper() == word.lower():
        return 0
    if word.islower():
        return LOWER_CASE_AMONG_CAPITALS if capitals else NO_TELLING_CAPITALS
    return NO_TELLING_CAPITALS if language == "de" else 0


def _certain(names: Mapping[str, float]) -> str:
    """Return the nearest of these names if it is near enough and no other is nearly as near, or ""."""
    ranked = sorted(names.items(), key=lambda pair: pair[1])
    if not ranked or ranked[0][1] > 1:
        return ""
    return ranked[0][0] if len(ranked) == 1 or ranked[1][1] - ranked[0][1] >= MARGIN else ""


def _is_slip(word: str, name: str) -> bool:
    """Tell whether a word is one slip of the pen away from a name; both are in lower case and one edit apart.

    The ends stand: what differs there is a form or a name of its own (Ivanov, Ivanova; Roman, Romania).
    """
    if word[-1] != name[-1]:
        return False
    if len(word) == len(name):
        return len(word) >= (EXCHANGED if sorted(word) == sorted(name) else OTHER)
    return len(min(word, name, key=len)) >= (EXCHANGED if _undoubled(word) == _undoubled(name) else MISSING)


def _undoubled(word: str) -> str:
    return re.sub(r"(\w)\1", r"\1", word)
