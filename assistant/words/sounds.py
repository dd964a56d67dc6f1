"""How a word sounds, whatever the script it is written in, so that spellings of one name can be compared."""

from __future__ import annotations

import functools
import math
import re
import string
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import accumulate, groupby

# anyascii (ISC licence, kept up) rather than Unidecode (GPL) or text-unidecode (not kept up since 2019); it also writes
# Russian as English newspapers do (Хрущёв: Khrushchev), which the rules below expect.
from anyascii import anyascii

from assistant.words.languages import entry
from index.time_limit import check_time

# A sound is one sign. Capitals: S sh, C ch, J j or zh; c is ts, x is kh. Vowels aeiou, half-vowels wy.
VOWELS = "aeiou"
HALF_VOWELS = "wy"

# In abjads anyascii drops the signs that stand for long vowels, and takes vav for a second v.
HEBREW = str.maketrans(
    "אבגדהוזחטיכךלמםנןסעפףצץקרשת", "abgdhwzxtykklmmnnsappcckrSt", "".join(map(chr, range(0x0591, 0x05C8)))
)
GERESH = {"ג": "J", "ז": "J", "צ": "C", "ץ": "C", "ת": "t", "ד": "d", "ח": "x", "ע": "g"}
ARABIC = str.maketrans(
    "اأإآٱبتثجحخدذرزسشصضطظعغفقكلمنهويىةئؤپچژگکی",
    "aaaaabttJhxddrzsSsdtzagfkklmnhwyaaywpCJgky",
    "ءـ" + "".join(map(chr, range(0x064B, 0x0653))),
)
# Signs with several readings, as they are read in foreign names.
CHINESE_READINGS = str.maketrans({"什": "shi", "乔": "cho"})
TURKISH = str.maketrans("çcşğıjâîû", "CJSgiJaiu")

# What letters sound like, tried in this order; the rules of a language, from its file, stand before these.
SHARED = (
    ("shch", "S"), ("tch", "C"), ("sch", "S"), ("sh", "S"), ("ch", "C"), ("dzh", "J"), ("dj", "J"), ("zh", "J"),
    ("kh", "x"), ("gh", "g"), ("ph", "f"), ("th", "t"), ("dh", "d"), ("tz", "c"), ("ts", "c"), ("ck", "k"),
    ("qu", "k"), ("x", "ks"), ("ou", "u"), ("oo", "u"), ("ee", "i"),
    ("j", "J"), ("vic$", "viC"), ("c(?=[eiy])", "s"), ("c", "k"),
)  # fmt: skip


def _spoken(rules: tuple[tuple[str, str], ...]) -> tuple[re.Pattern[str], dict[str, str]]:
    pattern = "|".join(f"(?P<r{number}>{letters})" for number, (letters, _) in enumerate(rules))
    return re.compile(pattern), {f"r{number}": sound for number, (_, sound) in enumerate(rules)}


@functools.cache
def _spoken_in(language: str) -> tuple[re.Pattern[str], dict[str, str]]:
    """Return what letters sound like in a language, in English if its file does not say."""
    return _spoken((*((letters, sound) for letters, sound in entry(language, "names.sounds")), *SHARED))


PINYIN = _spoken((("zh", "J"), ("sh", "S"), ("ch", "C"), ("j", "J"), ("q", "C"), ("x", "S"), ("ng(?![aeiou])", "n")))


def readings(word: str, language: str) -> set[str]:
    """Return the sounds of a word as a language, and English, would read it; names are often left as in English."""
    read = {sounds(word, language), sounds(word, "en")}
    # An abjad writes the i of Biden and the o of Obama with two signs.
    return read | {sound.replace("ay", "i").replace("aw", "o") for sound in read if costs_of(word) in ABJADS}


def sounds(word: str, language: str) -> str:
    """Return the sounds of a word, one sign each, as it is read in a language; "" if it has none."""
    check_time()
    word = unicodedata.normalize("NFC", word.lower())
    if word.isascii():
        return _of_latin(word, language)
    if "\u0590" <= word[0] <= "\u05ff":
        return _without_doubles(
            re.sub(r"(\w)['’׳]", lambda found: GERESH.get(found[1], found[1]), word).translate(HEBREW)
        )
    if "\u0600" <= word[0] <= "\u06ff":
        return _without_doubles(word.translate(ARABIC).replace("tS", "C"))
    if language == "tr":
        return _without_doubles(re.sub("[^a-zCJS]", "", anyascii(word.translate(TURKISH))))
    if "\u4e00" <= word[0] <= "\u9fff":
        return _spelled(anyascii(word.translate(CHINESE_READINGS)).lower(), PINYIN)
    return _of_latin(anyascii(word).lower(), language)


def _of_latin(word: str, language: str) -> str:
    letters = re.sub("[^a-z]", "", word)
    if language == "tr":
        return _without_doubles(letters.translate(TURKISH))
    return _spelled(letters, _spoken_in(language))


def _spelled(letters: str, spoken: tuple[re.Pattern[str], dict[str, str]]) -> str:
    pattern, sound_of = spoken
    return _without_doubles(pattern.sub(lambda found: sound_of[str(found.lastgroup)], letters))


def _without_doubles(word: str) -> str:
    return "".join(letter for letter, _ in groupby(word))


# Consonants that scripts and languages take for one another have one class; weak sounds and vowels have none.
CLASSES = str.maketrans("bpvfkgxqtdszcSCJmnlr", "BBBBKKKKTTSSSSSSMNLL", VOWELS + HALF_VOWELS + "h")
CODA_R = re.compile("r(?![aeiou])")


def skeletons(word: str) -> set[str]:
    """Return the classes of these sounds' consonants, in order; several strings where scripts differ in what they hear.

    Spellings of one name share one: where there is no h, a kh stands for it, a j may be a g, and Chinese leaves out an
    r that ends a syllable.
    """
    bare = word.rstrip("h")
    heard = {word, bare, bare.replace("h", "x"), bare.replace("J", "g"), bare.replace("w", "v"), bare.replace("v", "w")}
    heard |= {CODA_R.sub("", form) for form in heard}
    return {_without_doubles(form.translate(CLASSES)) for form in heard}


# What it costs to take one sound for another, where that is less than 1, from how the nine languages write foreign
# names: Russian has no h, Arabic neither p nor v, Chinese no r at the end of a syllable.
NEAR = {0.05: "qk", 0.1: "hx yi qg", 0.2: "vf vw wu wo ye zs cs cz kx SC Js JS JC Cc"}
NEAR_IN_SCRIPTS = {0.35: "bp pf bv pv fb kg gx gh hk td dz Jz Jg Jy Jx Ss Sz sC Cz Ct ct ia"}
NEAR_IN_ABJADS = {0.05: "wu wo yi ye", 0.15: "pb bv fv fp kg Jg gx ay", 0.2: "sS td wv"}
NEAR_IN_CHINESE = {0.1: "vw wf xh", 0.2: "rl Jk Jg JC bp gk dt", 0.35: "ln"}
VOWEL_FOR_VOWEL = 0.3
WEAK = 0.35
# Abjads leave short vowels out; Chinese puts them between consonants, and leaves r out.
UNWRITTEN_IN_ARABIC = 0.2
UNWRITTEN_IN_HEBREW = 0.1
SPARE = 0.06
R_LEFT_OUT = 0.1


def _table(*near: Mapping[float, str]) -> dict[str, float]:
    """Return the costs of pairs of sounds, in both orders; a later table goes before an earlier one."""
    costs = {one + other: VOWEL_FOR_VOWEL for one in VOWELS for other in VOWELS}
    for table in near:
        costs |= {pair[::turn]: cost for cost, pairs in table.items() for pair in pairs.split() for turn in (1, -1)}
    return costs | {sound + sound: 0.0 for sound in string.ascii_letters}


def _gaps(vowel: float, r: float = 1.0) -> dict[str, float]:
    return {"r": r} | dict.fromkeys(HALF_VOWELS + "h", WEAK) | dict.fromkeys(VOWELS, vowel)


@dataclass(frozen=True, slots=True, eq=False)
class Costs:
    """What it costs to take one sound for another, to write one that the name has not, and to leave one out."""

    swap: Mapping[str, float]
    surplus: Mapping[str, float]
    missing: Mapping[str, float]


LATIN_SCRIPT = Costs(_table(NEAR), _gaps(WEAK), _gaps(WEAK))
ARABIC_SCRIPT = Costs(_table(NEAR, NEAR_IN_SCRIPTS, NEAR_IN_ABJADS), _gaps(WEAK), _gaps(UNWRITTEN_IN_ARABIC))
HEBREW_SCRIPT = Costs(_table(NEAR, NEAR_IN_SCRIPTS, NEAR_IN_ABJADS), _gaps(WEAK), _gaps(UNWRITTEN_IN_HEBREW))
ABJADS = (ARABIC_SCRIPT, HEBREW_SCRIPT)
CHINESE_SCRIPT = Costs(_table(NEAR, NEAR_IN_SCRIPTS, NEAR_IN_CHINESE), _gaps(SPARE), _gaps(WEAK, R_LEFT_OUT))
OTHER_SCRIPT = Costs(_table(NEAR, NEAR_IN_SCRIPTS), _gaps(WEAK), _gaps(WEAK))


def costs_of(word: str) -> Costs:
    """Return what it costs to take one sound for another in the script of a word."""
    script = unicodedata.name(word[0], "").partition(" ")[0]
    return {"LATIN": LATIN_SCRIPT, "ARABIC": ARABIC_SCRIPT, "HEBREW": HEBREW_SCRIPT, "CJK": CHINESE_SCRIPT}.get(
        script, OTHER_SCRIPT
    )


def distance(written: str, name: str, costs: Costs, too_far: float = math.inf) -> float:
    """Return how far the sounds of a word are from those of a name: 0 the same, 1 another consonant.

    What is at least `too_far` may be returned as infinite, which is quicker.
    """
    if costs in ABJADS and (name[0] in VOWELS) != (written[0] in VOWELS) and written[0] not in HALF_VOWELS:
        return math.inf  # Abjads write the vowel that opens a word.
    above = list(accumulate((costs.missing.get(sound, 1.0) for sound in name), initial=0.0))
    for mine in written:
        surplus = costs.surplus.get(mine, 1.0)
        row = [above[0] + surplus]
        for place, yours in enumerate(name):
            swapped = above[place] + costs.swap.get(mine + yours, 1.0)
            row.append(min(swapped, above[place + 1] + surplus, row[-1] + costs.missing.get(yours, 1.0)))
        if min(row) >= too_far:
            return math.inf
        above = row
    return above[-1]


def size(word: str) -> int:
    """Return how many consonants these sounds hold."""
    return sum(letter not in VOWELS + HALF_VOWELS for letter in word)
