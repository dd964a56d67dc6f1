"""Whether a question leans on the talk before it, told by the words of nine languages."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.asking.pronouns import free_pronouns
from index import content_terms


@dataclass(frozen=True, slots=True)
class Leaning:
    """The words of a language, as patterns in lower case, with which a question leans on what was said.

    `opens` stands at the beginning and joins it to the talk; `about` asks the earlier question again of something
    else; `points` are pronouns and the like, `dummies` places where these stand for nothing; `defines` asks what a
    thing is, for which one word is enough.
    """

    opens: str
    about: str
    points: str
    dummies: str
    defines: str


WORDS = {
    "en": Leaning(
        opens=r"(?:and|but|so|or|also|then)\b",
        about=r"(?:(?:and|but|so) )?(?:what|how) about\b",
        # Personal and demonstrative pronouns are found by rules of their own.
        points=r"\b(?:(?:which|the other|the first|the last) ones?|the (?:same|latter|former|others?)(?=\W*$)"
        r"|(?:who|what|where|any\w+) else(?=\W*$)|afterwards|then(?=\W*$)|there(?=\W*$))\b",
        dummies=r"(?:is|are|was|were) there\b",
        defines=r"(?:what|who)(?:['’]s| is| are| was| were)\s(?!(?:the|his|her|its|their|that|this)\b)",
    ),
    "ru": Leaning(
        opens=r"(?:а|и|но|или|также|тогда)\b",
        about=r"(?:а )?(?:как|что) насч[её]т\b",
        points=r"\b(?:он[аои]?|его|её|ее|ему|ей|ими?|их|н[её]го|неё|нее|нему|ней|ними?|них|н[её]м|это|этого|этому|этим"
        r"|этом|там|туда|оттуда|тогда)\b",
        dummies=r"(?:кто|что) это так\w+|это правда|правда ли|тогда,? когда|там,? где",
        defines=r"(?:что|кто) (?:это )?так(?:ой|ая|ое|ие)\b|(?:что|кто) это\b",
    ),
    "ar": Leaning(
        opens=r"و(?=\s|متى|أين|لماذا|كيف|من\b|ما\b|كم|هل|ماذا)|(?:ثم|لكن|أو)\b",
        about=r"و?ماذا عن\b",
        points=r"\b(?:هو|هي|هم|هذا|هذه|ذلك|تلك|هناك|له|لها|لهم|منه|منها|منهم|فيه|فيها|عنه|عنها|عنهم|به|بها|بذلك|لذلك)\b",
        dummies=r"\bو?(?:ما|من|ماذا|كم|أين|متى|كيف) (?:هو|هي|هم)\b|هل صحيح|هل هناك|\b(?:الذي|التي|الذين)\b.*",
        defines=r"(?:ما|من) (?:هو|هي|هم|هذا|هذه)\b",
    ),
    "he": Leaning(
        opens=r"ו(?=\s|מתי|איפה|היכן|למה|מדוע|איך|מי\b|מה\b|כמה|האם)|(?:אז|אבל|או)\b",
        about=r"ו?מה (?:לגבי|עם|בנוגע ל)",
        points=r"\b(?:הוא|היא|הם|הן|אותו|אותה|אותם|אותן|זה|זאת|זו|שם|לו|לה|להם|שלו|שלה|שלהם|בו|בה|בהם|ממנו|ממנה|עליו|עליה)\b",
        dummies=r"האם (?:זה )?נכון|\b(?:מי|מה|איפה|מתי) (?:הוא|היא|הם|הן|זה|זאת)\b(?= \w)",
        defines=r"(?:מה|מי) (?:זה|זאת|זו|הוא|היא|הם|הן)\b|(?:מהו|מהי|מיהו|מיהי)\b",
    ),
    "fr": Leaning(
        opens=r"(?:et|mais|ou|alors|puis)\b",
        about=r"(?:et )?(?:qu['’]en est-il|quid)\b|et (?:pour|de|du|des)\b",
        points=r"\b(?:ils?|elles?|lui|leur|eux|cela|ça|celui-ci|celle-ci|ceux-ci|celles-ci)\b",
        dummies=r"\bil y (?:a|avait|eut)\b|\by a(?:-t)?-il\b|\best-il (?:vrai|possible)\b|\bque ça\b"
        r"|(?<=[^\W\d_])-(?:t-)?(?:il|elle)s?\b(?= [^\W\d_]+\b.* )",
        defines=r"(?:qu['’]est-ce qu\w*|qui (?:est|sont|était)|c['’]est quoi)\b",
    ),
    "es": Leaning(
        opens=r"(?:y|pero|o|entonces|además)\b",
        about=r"(?:y )?qu[eé] (?:hay|pasa|tal) (?:de|con)\b|y (?:de|del)\b",
        points=r"\b(?:él|ell[ao]s?|eso|esto|aquello|allí|allá|lo)\b",
        dummies=r"\blo (?:que|más|primero|mismo)\b|\bpor lo\b|\beso es\b|\bpor eso\b",
        defines=r"(?:qu[eé]|qui[eé]n(?:es)?) (?:es|son|fue|fueron|era|eran)\b",
    ),
    "de": Leaning(
        opens=r"(?:und|aber|oder|also|dann)\b",
        about=r"(?:und )?(?:was ist mit|wie (?:ist|steht) es mit)\b",
        points=r"\b(?:er|sie|ihn|ihm|ihnen|das(?=\W*$| (?:war|ist|geschah|passiert))|dies|dort|dorthin|davon|dazu|dabei"
        r"|damit|danach|davor|darüber|darauf|deswegen|es)\b",
        dummies=r"\b(?:nennen|sagen) sie\b|\b(?:dazu|davon),? dass\b|\b(?:gibt|gab|stimmt|ist|war) es\b"
        r"|\bes (?:gibt|gab)\b|,[^,]*$",
        defines=r"(?:was|wer) (?:ist|sind|war|waren)\b",
    ),
    "tr": Leaning(
        opens=r"(?:ve|ama|peki|ya da|o zaman)\b",
        about=r"(?:peki )?ya\b",
        points=r"\b(?:o(?=\W*$| \w+d[iıuü]\b)|onu|ona|onun|onlar\w*|bunu|buna|bunun|bu(?=\W*$)|orada|oraya)\b",
        dummies=r"$^",
        defines=r".*\b(?:nedir|kimdir|ne demek)\b",
    ),
    "zh": Leaning(
        opens=r"那么?(?=[^个些里时])|然后|还有|而且",
        about=r"那?.{1,12}呢[？?]?$",
        points=r"他们?|她们?|它们?|这件事|那件事|那时|那里",
        dummies=r"其他|他人",
        defines=r"什么是|谁是|.*是(?:什么|谁)[？?]?$",
    ),
}  # fmt: skip
# Content words that a question about something new has at least, unless it asks what that is. Of 600 XQuAD questions,
# each after one of another article, 20 are taken for follow-ups so, most of them for a pronoun; with three, 26 are.
FEWEST_TERMS = 2
# So many content words, one of them a name, speak of something of their own though the question opens with "and"; and
# where no rules tell what a pronoun stands for, in a question with more than these it stands for one of them.
ENOUGH_TERMS = 3
# A Chinese term is a pair of signs.
ENOUGH_PAIRS = 6
LONGEST_FRAGMENT = 5
CAPITALS = "A-ZÀ-ÖØ-ÞĞİŞА-ЯЁ"
NAME = re.compile(rf"(?<=[^\W_.!?][\s(\"“«'’-])[{CAPITALS}]\w+|\d{{2,}}")
ASKS = re.compile(
    r"(?i)\b(?:what|which|who|whom|whose|when|where|why|how)\b"
    r"|^\W*(?:did|does|do|is|was|are|were|has|have|had|will|would|can|could|should|may|might|must|tell|name|list|give"
    r"|show|explain|describe|find)\b"
)


def leans(question: str, language: str) -> bool:
    """Tell whether a question in a language (ISO 639-1) cannot be understood without the one before."""
    words = WORDS.get(language)
    count = len(content_terms(question, language))
    if words is None or count == 0:
        return count == 0
    asked = re.sub(r"^\W+", "", question.lower())
    named = NAME.search(question) is not None
    if re.match(words.about, asked) or (language == "en" and is_fragment(question)):
        return True
    if re.match(words.opens, asked) and not (named and count >= ENOUGH_TERMS):
        return True
    if count < FEWEST_TERMS and not named and not re.match(words.defines, asked):
        return True
    if language == "en" and free_pronouns(question):
        return True
    points = re.search(words.points, re.sub(words.dummies, " ", asked))
    return points is not None and (language == "en" or count <= (ENOUGH_PAIRS if language == "zh" else ENOUGH_TERMS))


def is_fragment(question: str) -> bool:
    """Tell whether an English question is a phrase with a question mark: "The reaction of the army?"."""
    short = len(content_terms(question, "en")) <= LONGEST_FRAGMENT
    return short and question.rstrip().endswith("?") and not ASKS.search(question)
