"""Facts of a sentence that is not English, or whose source is not: figures, months, names and negation.

Words cannot be compared there, so what cannot be made sure of counts against the sentence.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterator

from assistant.proving.figures import figures
from assistant.proving.polarity import NEGATION
from assistant.words.dates import ATOM, MONTHS
from assistant.words.names import CAPITALS, NameIndex
from index import content_terms

# Words for 2 to 12, then 13 to 20, 30 to 90 by tens, 100 and 1000; "-" where a language writes them otherwise.
COUNTS = {
    "de": "zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn"
    " achtzehn neunzehn zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig hundert tausend",
    "es": "dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis diecisiete"
    " dieciocho diecinueve veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa cien mil",
    "fr": "deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept dix-huit"
    " dix-neuf vingt trente quarante cinquante soixante soixante-dix quatre-vingts quatre-vingt-dix cent mille",
    "it": "due tre quattro cinque sei sette otto nove dieci undici dodici tredici quattordici quindici sedici"
    " diciassette diciotto diciannove venti trenta quaranta cinquanta sessanta settanta ottanta novanta cento mille",
    "pt": "dois três quatro cinco seis sete oito nove dez onze doze treze catorze quinze dezesseis dezessete dezoito"
    " dezenove vinte trinta quarenta cinquenta sessenta setenta oitenta noventa cem mil",
    "nl": "twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien zeventien"
    " achttien negentien twintig dertig veertig vijftig zestig zeventig tachtig negentig honderd duizend",
    "ru": "два три четыре пять шесть семь восемь девять десять одиннадцать двенадцать тринадцать четырнадцать"
    " пятнадцать шестнадцать семнадцать восемнадцать девятнадцать двадцать тридцать сорок пятьдесят шестьдесят"
    " семьдесят восемьдесят девяносто сто тысяча",
    "tr": "iki üç dört beş altı yedi sekiz dokuz on onbir oniki onüç ondört onbeş onaltı onyedi onsekiz ondokuz yirmi"
    " otuz kırk elli altmış yetmiş seksen doksan yüz bin",
    "ar": "اثنان ثلاثة أربعة خمسة ستة سبعة ثمانية تسعة عشرة",
    "he": "שניים שלושה ארבעה חמישה שישה שבעה שמונה תשעה עשרה",
    "en": "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand",
}  # fmt: skip
VALUES = (*range(2, 21), *range(30, 100, 10), 100, 1000)
# Other forms of such words.
FORMS = {
    "ru": {"две": 2, "двух": 2, "двое": 2, "трёх": 3, "трех": 3, "трое": 3, "четырёх": 4, "четырех": 4, "пяти": 5,
           "шести": 6, "семи": 7, "восьми": 8, "девяти": 9, "десяти": 10},
    "ar": {"اثنين": 2, "اثنتان": 2, "ثلاث": 3, "أربع": 4, "خمس": 5, "ست": 6, "سبع": 7, "ثماني": 8, "تسع": 9, "عشر": 10},
    "he": {"שני": 2, "שתי": 2, "שלוש": 3, "ארבע": 4, "חמש": 5, "שש": 6, "שבע": 7, "תשע": 9, "עשר": 10},
    "pt": {"duas": 2},
}  # fmt: skip
CHINESE_COUNT = re.compile("([两二三四五六七八九十])(?=[个名位只人年天周支家国次])")
CHINESE_VALUES = dict(zip("两二三四五六七八九十", (2, *range(2, 11)), strict=True))
# The beginnings of the names of the months, January to December.
MONTH_STEMS = {
    "de": "januar februar märz april mai juni juli august september oktober november dezember",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
    "ru": "январ феврал март апрел ма(?:й|я|е) июн июл август сентябр октябр ноябр декабр",
    "tr": "ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık",
    "ar": "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
    "he": "ינואר פברואר מרץ אפריל מאי יוני יולי אוגוסט ספטמבר אוקטובר נובמבר דצמבר",
}  # fmt: skip
MONTH_IN_DIGITS = re.compile(r"(?<!\d)(1[0-2]|[1-9])\s*月")
NEGATIONS = {
    "de": r"\b(?:nicht|kein\w*|nie|niemals|niemand\w*|nichts|ohne|weder|noch nie)\b",
    "es": r"\b(?:no|nunca|ningun\w*|ningún|nadie|nada|sin|ni|tampoco|jamás)\b",
    "fr": r"\b(?:ne|pas|jamais|aucun\w*|personne|rien|sans|ni)\b|\bn['’]",
    "it": r"\b(?:non|mai|nessun\w*|niente|nulla|senza|né)\b",
    "pt": r"\b(?:não|nunca|nenhum\w*|ninguém|nada|sem|nem)\b",
    "nl": r"\b(?:niet|geen|nooit|niemand|niets|zonder|noch)\b",
    "ru": r"\b(?:не|нет|ни|никогда|никто|ничего|без|нельзя)\b",
    "tr": r"\b(?:değil\w*|yok|hiç\w*|olmadan|asla)\b|\w(?:ma|me)(?:dı|di|yacak|yecek|mış|miş|z)\w*\b",
    "ar": r"(?<!\w)و?(?:لا|لم|لن|ليس\w*|غير|دون|بدون|ما)(?!\w)",
    "he": r"(?<!\w)[ושה]?(?:לא|אין|אף|בלי|ללא|מעולם)(?!\w)",
    "zh": "[不没未无非]|并未",
    "ja": "ない|ません|なかった|ず、",
}  # fmt: skip
NUMERAL = re.compile(r"\d+(?:[.,\u066b\u066c\u00a0\u202f]\d+|[ ]\d{3}(?!\d))*")
WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
NAME = re.compile(rf"(?<=[\w,;)«„“\"] )[{CAPITALS}][^\W\d_]+|(?<=[«„“\"])[{CAPITALS}][^\W\d_]+")
ALL_NOUNS_HAVE_CAPITALS = "de"


def foreign_figures(claim: str, language: str, source: str, source_language: str) -> list[str]:
    """Return the figures and months of a claim that the source does not state, as they are written."""
    told = _values(source, source_language)
    if source_language == "en":
        told |= {figure.value for figure in figures(source)}
    strange = [text for text, values in _written(claim, language) if not values & told]
    months = _months(source, source_language)
    return strange + [name for name, month in _named_months(claim, language) if month not in months]


def foreign_anchors(claim: str, language: str) -> bool:
    """Tell whether a claim holds a figure or a month, something to hold it to."""
    return any(True for _ in (*_written(claim, language), *_named_months(claim, language)))


def _values(text: str, language: str) -> set[float]:
    return {value for _, values in _written(text, language) for value in values}


def _written(text: str, language: str) -> Iterator[tuple[str, set[float]]]:
    """Yield the figures of a text, each with the numbers that it may stand for: "2.340" is two of them."""
    for found in NUMERAL.finditer(text):
        yield found[0], _readings(found[0])
    table = _counts(language)
    for found in WORD.finditer(text.lower()):
        if found[0] in table:
            yield found[0], {float(table[found[0]])}
    if language in ("zh", "ja"):
        for found in CHINESE_COUNT.finditer(text):
            yield found[0], {float(CHINESE_VALUES[found[0]])}


def _readings(numeral: str) -> set[float]:
    digits = "".join(str(unicodedata.digit(sign)) if sign.isdigit() else sign for sign in numeral)
    parts = re.split(r"\D", digits)
    readings = {float("".join(parts))} if all(len(part) == 3 for part in parts[1:]) else set[float]()
    if len(parts) <= 2:
        readings.add(float(".".join(parts)))
    return readings


@functools.cache
def _counts(language: str) -> dict[str, int]:
    words = COUNTS.get(language, "").split()
    return dict(zip(words, VALUES, strict=False)) | FORMS.get(language, {})


def _months(text: str, language: str) -> set[int]:
    if language == "en":
        named = (atom["month1"] or atom["month2"] for atom in ATOM.finditer(text))
        return {MONTHS.index(name[:3].lower()) + 1 for name in named if name}
    return {month for _, month in _named_months(text, language)}


def _named_months(text: str, language: str) -> Iterator[tuple[str, int]]:
    for month, stem in enumerate(MONTH_STEMS.get(language, "").split(), start=1):
        if found := re.search(rf"(?<!\w)[وفبלבמה]?{stem}\w{{0,3}}(?!\w)", text, re.IGNORECASE):
            yield found[0], month
    for found in MONTH_IN_DIGITS.finditer(text):
        yield found[0], int(found[1])


def foreign_names(claim: str, language: str, source: str) -> tuple[list[str], list[str]]:
    """Return the names of a claim that the source does not hold, and those that it does, spelled as there, in order.

    A name is a capitalised word within the sentence; German has too many, so there, as in scripts without
    capitals, none is missed.
    """
    known = {term for word in WORD.findall(source) for term in content_terms(word, "en")}
    resolved = NameIndex([source]).resolve(claim, language)
    found = []
    strange = []
    capitalised = {name[0] for name in NAME.finditer(claim)}
    for word in WORD.findall(claim):
        spelled = next((name for written, name in resolved.items() if word.startswith(written)), "")
        held = [term for part in word.split("-") for term in content_terms(part, language, "en") if term in known]
        if spelled or (held and word[0].isupper()):
            found.append(spelled or word)
        elif word in capitalised and language != ALL_NOUNS_HAVE_CAPITALS and not _is_month(word, language):
            strange.append(word)
    return strange, found


def _is_month(word: str, language: str) -> bool:
    return any(True for _ in _named_months(word, language))


def denies(sentence: str, language: str) -> bool:
    """Tell whether a sentence holds a word that denies; False in a language whose words we do not have."""
    if language == "en":
        return NEGATION.search(sentence) is not None
    pattern = NEGATIONS.get(language)
    return bool(pattern and re.search(pattern, sentence.lower()))


def is_known(language: str) -> bool:
    """Tell whether negation and figures of a language can be read."""
    return language == "en" or language in NEGATIONS
