"""Tell the language of a text from its script and its function words."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

# The commonest function words, which tell these languages from one another; shared ones ("de", "la") count for each.
FUNCTION_WORDS = {
    "en": "the of and to in is was what who when where which how did does do are were that for with by on from has it",
    "es": "el la los las de que y en un una es por con para qué quién cuándo dónde cómo cuál fue del se su al cuántos",
    "fr": "le la les des de que et en un une est qui quand où comment quel quelle a été du au pour dans ce sur combien",
    "de": "der die das und ist in von zu mit was wer wann wo wie welche den dem ein eine wurde hat für auf im viele",
    "tr": "ve bir bu ne kim nerede nasıl hangi için ile mi mı de da olarak kaç neden oldu zaman kimi göre",
    "it": "il la di che e un una è per con chi quando dove come quale nel del gli le sono della cosa",
    "pt": "o a os as de que e em um uma é por com quem quando onde como qual foi do da no na não quantos",
    "nl": "de het een en van is in wie wat wanneer waar hoe welke werd met op voor zijn dat niet",
}
WORDS_OF = {language: frozenset(words.split()) for language, words in FUNCTION_WORDS.items()}
SCRIPTS = {"CYRILLIC": "ru", "ARABIC": "ar", "HEBREW": "he", "CJK": "zh", "HIRAGANA": "ja", "KATAKANA": "ja",
           "HANGUL": "ko", "GREEK": "el", "DEVANAGARI": "hi", "THAI": "th"}  # fmt: skip
ENGLISH_STOP_WORDS = """
a an the of and or to in on at by for with from as is are was were be been being am do does did done has have had having
it its this that these those he she they we you i his her their our your my me him them us himself itself themselves
what which who whom whose when where why how if than then there here so not no nor but about into over after before
between during through under above such can could will would shall should may might must also just only own same very
any some each more most other tell please
"""
STOP_WORDS = WORDS_OF | {"en": frozenset(ENGLISH_STOP_WORDS.split())}
# Enough letters to be sure of the script; a whole book need not be read.
SAMPLE_CHARACTERS = 2000
DEFAULT = "en"


def detect_language(text: str) -> str:
    """Return the ISO 639-1 code of the language that most of `text` is written in; "en" when nothing tells."""
    sample = text[:SAMPLE_CHARACTERS]
    script = _script(sample)
    if script != "LATIN":
        return SCRIPTS.get(script, DEFAULT)
    words = re.findall(r"[^\W\d_]+", sample.lower())
    counts = {language: sum(word in known for word in words) for language, known in WORDS_OF.items()}
    best = max(counts, key=lambda language: (counts[language], language == DEFAULT))
    return best if counts[best] else DEFAULT


def _script(sample: str) -> str:
    scripts = Counter(unicodedata.name(letter, "?").partition(" ")[0] for letter in sample if letter.isalpha())
    if scripts["HIRAGANA"] or scripts["KATAKANA"]:
        return "HIRAGANA"
    return scripts.most_common(1)[0][0] if scripts else "LATIN"
