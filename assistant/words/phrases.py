"""The fixed sentences of ours, in nine languages: the only ones in an answer that need no citation."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum, auto

from assistant.words.days import Days

DEFAULT_LANGUAGE = "en"


class Phrase(StrEnum):
    """A fixed sentence or label; in braces what it is completed with."""

    ABSTENTION = auto()
    UNSURE = auto()  # above quotes
    NO_WORDS = auto()
    TOO_LONG = auto()  # {limit} characters
    NOTHING_CLOSE = auto()
    WORDS_MISSING = auto()  # {words} of the question that stand in no document
    NOT_ANSWERED = auto()
    NOTHING_ABOUT = auto()  # {words} of the question, though its {names} stand in the documents
    SAID_ABOUT = auto()  # {names}, above quotes
    SEARCHED = auto()  # {searched} of {total} documents
    MENTIONED_IN = auto()  # {words} in {count} of {total} documents
    MEANS_DATE = auto()  # {words} such as "tomorrow", {date}
    MEANS_DAYS = auto()  # {words} such as "last week", {days}
    ACCORDING_TO = auto()  # {source}
    OPINION_OF = auto()  # {speaker}


ENGLISH = {
    Phrase.ABSTENTION: "The documents do not answer this question.",
    Phrase.UNSURE: "The documents may not answer this question. What comes nearest:",
    Phrase.NO_WORDS: "The question holds no words.",
    Phrase.TOO_LONG: "The question is longer than {limit} characters. Ask it in fewer words.",
    Phrase.NOTHING_CLOSE: "Nothing in the documents comes close to the question.",
    Phrase.WORDS_MISSING: "The documents do not mention {words}.",
    Phrase.NOT_ANSWERED: "The documents touch on this, but no sentence was found that answers it.",
    Phrase.NOTHING_ABOUT: "The documents mention {names}, but nothing was found about {words}.",
    Phrase.SAID_ABOUT: "What the documents do say about {names}:",
    Phrase.SEARCHED: "Documents searched: {searched} of {total}",
    Phrase.MENTIONED_IN: "Documents that mention {words}: {count} of {total}",
    Phrase.MEANS_DATE: "{words} here means {date}.",
    Phrase.MEANS_DAYS: "{words} here means {days}.",
    Phrase.ACCORDING_TO: "according to {source}",
    Phrase.OPINION_OF: "Opinion: {speaker}",
}
RUSSIAN = {
    Phrase.ABSTENTION: "В документах нет ответа на этот вопрос.",
    Phrase.UNSURE: "Возможно, в документах нет ответа на этот вопрос. Ближе всего к нему:",
    Phrase.NO_WORDS: "В вопросе нет слов.",
    Phrase.TOO_LONG: "Вопрос слишком длинный (предел в знаках: {limit}). Задайте его короче.",
    Phrase.NOTHING_CLOSE: "В документах нет ничего близкого к этому вопросу.",
    Phrase.WORDS_MISSING: "В документах не упоминается: {words}.",
    Phrase.NOT_ANSWERED: "Документы касаются этой темы, но предложения с ответом не нашлось.",
    Phrase.NOTHING_ABOUT: "В документах упоминается {names}, но ничего не нашлось по запросу {words}.",
    Phrase.SAID_ABOUT: "Вот что в документах сказано по запросу {names}:",
    Phrase.SEARCHED: "Просмотрено документов: {searched} из {total}",
    Phrase.MENTIONED_IN: "Документов, где упоминается {words}: {count} из {total}",
    Phrase.MEANS_DATE: "{words} здесь означает: {date}.",
    Phrase.MEANS_DAYS: "{words} здесь означает: {days}.",
    Phrase.ACCORDING_TO: "источник: {source}",
    Phrase.OPINION_OF: "Мнение: {speaker}",
}
ARABIC = {
    Phrase.ABSTENTION: "لا تجيب الوثائق عن هذا السؤال.",
    Phrase.UNSURE: "قد لا تجيب الوثائق عن هذا السؤال. الأقرب إليه:",
    Phrase.NO_WORDS: "لا يحتوي السؤال على أي كلمة.",
    Phrase.TOO_LONG: "السؤال أطول من الحد المسموح به (عدد الأحرف الأقصى: {limit}). اطرحه بكلمات أقل.",
    Phrase.NOTHING_CLOSE: "لا يوجد في الوثائق ما يقترب من هذا السؤال.",
    Phrase.WORDS_MISSING: "لم يرد في الوثائق ذكر {words}.",
    Phrase.NOT_ANSWERED: "تتطرق الوثائق إلى هذا الموضوع، لكن لم يُعثر على جملة تجيب عن السؤال.",
    Phrase.NOTHING_ABOUT: "تذكر الوثائق {names}، لكن لم يُعثر على شيء عن {words}.",
    Phrase.SAID_ABOUT: "ما تقوله الوثائق عن {names}:",
    Phrase.SEARCHED: "الوثائق التي جرى البحث فيها: {searched} من {total}",
    Phrase.MENTIONED_IN: "الوثائق التي تذكر {words}: {count} من {total}",
    Phrase.MEANS_DATE: "المقصود هنا من {words}: {date}.",
    Phrase.MEANS_DAYS: "المقصود هنا من {words}: {days}.",
    Phrase.ACCORDING_TO: "بحسب {source}",
    Phrase.OPINION_OF: "رأي: {speaker}",
}
HEBREW = {
    Phrase.ABSTENTION: "אין במסמכים תשובה לשאלה הזו.",
    Phrase.UNSURE: "ייתכן שאין במסמכים תשובה לשאלה הזו. הקרוב ביותר אליה:",
    Phrase.NO_WORDS: "אין מילים בשאלה.",
    Phrase.TOO_LONG: "השאלה ארוכה מדי (מספר התווים המרבי: {limit}). נסחו אותה בקיצור.",
    Phrase.NOTHING_CLOSE: "אין במסמכים שום דבר שקרוב לשאלה.",
    Phrase.WORDS_MISSING: "במסמכים אין אזכור של {words}.",
    Phrase.NOT_ANSWERED: "המסמכים נוגעים בנושא, אבל לא נמצא משפט שעונה על השאלה.",
    Phrase.NOTHING_ABOUT: "במסמכים מוזכר {names}, אבל לא נמצא דבר על {words}.",
    Phrase.SAID_ABOUT: "מה שנאמר במסמכים על {names}:",
    Phrase.SEARCHED: "מסמכים שנבדקו: {searched} מתוך {total}",
    Phrase.MENTIONED_IN: "מסמכים שבהם מופיע {words}: {count} מתוך {total}",
    Phrase.MEANS_DATE: "הכוונה כאן במילים {words}: {date}.",
    Phrase.MEANS_DAYS: "הכוונה כאן במילים {words}: {days}.",
    Phrase.ACCORDING_TO: "לפי {source}",
    Phrase.OPINION_OF: "דעה: {speaker}",
}
FRENCH = {
    Phrase.ABSTENTION: "Les documents ne répondent pas à cette question.",
    Phrase.UNSURE: "Les documents ne répondent peut-être pas à cette question. Ce qui s’en approche le plus :",
    Phrase.NO_WORDS: "La question ne contient aucun mot.",
    Phrase.TOO_LONG: "La question dépasse {limit} caractères. Posez-la en moins de mots.",
    Phrase.NOTHING_CLOSE: "Rien dans les documents ne se rapproche de la question.",
    Phrase.WORDS_MISSING: "Les documents ne mentionnent pas {words}.",
    Phrase.NOT_ANSWERED: "Les documents abordent ce sujet, mais aucune phrase trouvée n’y répond.",
    Phrase.NOTHING_ABOUT: "Les documents mentionnent {names}, mais rien n’a été trouvé sur {words}.",
    Phrase.SAID_ABOUT: "Ce que les documents disent sur {names} :",
    Phrase.SEARCHED: "Documents consultés : {searched} sur {total}",
    Phrase.MENTIONED_IN: "Documents qui mentionnent {words} : {count} sur {total}",
    Phrase.MEANS_DATE: "{words} désigne ici le {date}.",
    Phrase.MEANS_DAYS: "{words} signifie ici : {days}.",
    Phrase.ACCORDING_TO: "selon {source}",
    Phrase.OPINION_OF: "Opinion : {speaker}",
}
SPANISH = {
    Phrase.ABSTENTION: "Los documentos no responden a esta pregunta.",
    Phrase.UNSURE: "Es posible que los documentos no respondan a esta pregunta. Lo más cercano:",
    Phrase.NO_WORDS: "La pregunta no contiene palabras.",
    Phrase.TOO_LONG: "La pregunta supera los {limit} caracteres. Hágala con menos palabras.",
    Phrase.NOTHING_CLOSE: "Nada en los documentos se acerca a la pregunta.",
    Phrase.WORDS_MISSING: "Los documentos no mencionan {words}.",
    Phrase.NOT_ANSWERED: "Los documentos tratan el tema, pero no se encontró ninguna frase que responda a la pregunta.",
    Phrase.NOTHING_ABOUT: "Los documentos mencionan {names}, pero no se encontró nada sobre {words}.",
    Phrase.SAID_ABOUT: "Lo que los documentos sí dicen sobre {names}:",
    Phrase.SEARCHED: "Documentos consultados: {searched} de {total}",
    Phrase.MENTIONED_IN: "Documentos que mencionan {words}: {count} de {total}",
    Phrase.MEANS_DATE: "{words} se refiere aquí al {date}.",
    Phrase.MEANS_DAYS: "{words} significa aquí: {days}.",
    Phrase.ACCORDING_TO: "según {source}",
    Phrase.OPINION_OF: "Opinión: {speaker}",
}
GERMAN = {
    Phrase.ABSTENTION: "Die Dokumente beantworten diese Frage nicht.",
    Phrase.UNSURE: "Vielleicht beantworten die Dokumente diese Frage nicht. Am nächsten kommt:",
    Phrase.NO_WORDS: "Die Frage enthält keine Wörter.",
    Phrase.TOO_LONG: "Die Frage ist länger als {limit} Zeichen. Bitte stellen Sie sie kürzer.",
    Phrase.NOTHING_CLOSE: "Nichts in den Dokumenten kommt der Frage nahe.",
    Phrase.WORDS_MISSING: "In den Dokumenten nicht erwähnt: {words}.",
    Phrase.NOT_ANSWERED: "Die Dokumente berühren das Thema, aber kein Satz wurde gefunden, der die Frage beantwortet.",
    Phrase.NOTHING_ABOUT: "Die Dokumente erwähnen {names}, aber zu {words} wurde nichts gefunden.",
    Phrase.SAID_ABOUT: "Was die Dokumente über {names} sagen:",
    Phrase.SEARCHED: "Durchsuchte Dokumente: {searched} von {total}",
    Phrase.MENTIONED_IN: "Dokumente, in denen {words} vorkommt: {count} von {total}",
    Phrase.MEANS_DATE: "{words} meint hier den {date}.",
    Phrase.MEANS_DAYS: "{words} bedeutet hier: {days}.",
    Phrase.ACCORDING_TO: "laut {source}",
    Phrase.OPINION_OF: "Meinung: {speaker}",
}
TURKISH = {
    Phrase.ABSTENTION: "Belgelerde bu sorunun yanıtı yok.",
    Phrase.UNSURE: "Belgelerde bu sorunun yanıtı olmayabilir. En yakın olanlar:",
    Phrase.NO_WORDS: "Soruda hiç sözcük yok.",
    Phrase.TOO_LONG: "Soru çok uzun (en fazla {limit} karakter). Lütfen daha kısa sorun.",
    Phrase.NOTHING_CLOSE: "Belgelerde bu soruya yakın bir şey yok.",
    Phrase.WORDS_MISSING: "Belgelerde geçmiyor: {words}.",
    Phrase.NOT_ANSWERED: "Belgeler bu konuya değiniyor, ancak soruyu yanıtlayan bir cümle bulunamadı.",
    Phrase.NOTHING_ABOUT: "Belgelerde {names} geçiyor, ancak {words} hakkında bir şey bulunamadı.",
    Phrase.SAID_ABOUT: "Belgelerde {names} hakkında söylenenler:",
    Phrase.SEARCHED: "Taranan belgeler: {searched} / {total}",
    Phrase.MENTIONED_IN: "İçinde {words} geçen belgeler: {count} / {total}",
    Phrase.MEANS_DATE: "{words} burada şu tarihi belirtiyor: {date}.",
    Phrase.MEANS_DAYS: "{words} burada şu zamanı belirtiyor: {days}.",
    Phrase.ACCORDING_TO: "kaynak: {source}",
    Phrase.OPINION_OF: "Görüş: {speaker}",
}
CHINESE = {
    Phrase.ABSTENTION: "文档中没有这个问题的答案。",
    Phrase.UNSURE: "文档可能没有回答这个问题。最接近的内容：",
    Phrase.NO_WORDS: "问题中没有文字。",
    Phrase.TOO_LONG: "问题超过 {limit} 个字符，请缩短后再问。",
    Phrase.NOTHING_CLOSE: "文档中没有与这个问题相近的内容。",
    Phrase.WORDS_MISSING: "文档中没有提到{words}。",
    Phrase.NOT_ANSWERED: "文档涉及这一话题，但没有找到能回答问题的句子。",
    Phrase.NOTHING_ABOUT: "文档提到了{names}，但没有找到关于{words}的内容。",
    Phrase.SAID_ABOUT: "文档中关于{names}的内容：",
    Phrase.SEARCHED: "已检索文档：{searched}/{total}",
    Phrase.MENTIONED_IN: "提到{words}的文档：{count}/{total}",
    Phrase.MEANS_DATE: "{words}在此指{date}。",
    Phrase.MEANS_DAYS: "{words}在此指{days}。",
    Phrase.ACCORDING_TO: "据{source}",
    Phrase.OPINION_OF: "观点：{speaker}",
}
PHRASES = {
    "en": ENGLISH, "ru": RUSSIAN, "ar": ARABIC, "he": HEBREW, "fr": FRENCH, "es": SPANISH, "de": GERMAN, "tr": TURKISH,
    "zh": CHINESE,
}  # fmt: skip

QUOTATION_MARKS = {
    "en": "“”", "ru": "«»", "ar": "«»", "he": "”“", "fr": ("«\u00a0", "\u00a0»"), "es": "«»", "de": "„“", "tr": "“”",
    "zh": "“”",
}  # fmt: skip
SEPARATORS = {"ar": "، ", "zh": "、"}
# Between thousands; a narrow space does not break.
THOUSANDS = {"en": ",", "ru": "\u202f", "ar": ",", "he": ",", "fr": "\u202f", "es": "\u202f", "de": ".", "tr": ".",
             "zh": ","}  # fmt: skip
MONTHS = {
    "en": "January February March April May June July August September October November December",
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "ar": "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
    "he": "ינואר פברואר מרץ אפריל מאי יוני יולי אוגוסט ספטמבר אוקטובר נובמבר דצמבר",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "tr": "Ocak Şubat Mart Nisan Mayıs Haziran Temmuz Ağustos Eylül Ekim Kasım Aralık",
    "zh": "1 2 3 4 5 6 7 8 9 10 11 12",
}
# Where the month alone is written in another form than in a date.
MONTHS_ALONE = {"ru": "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь"}
DATES = {"he": "{day} ב{month} {year}", "es": "{day} de {month} de {year}", "de": "{day}. {month} {year}",
         "zh": "{year}年{month}月{day}日"}  # fmt: skip
DATE = "{day} {month} {year}"
# Of days in one month, the first and the last.
RANGES = {"he": "{first}–{last} ב{month} {year}", "es": "{first}–{last} de {month} de {year}",
          "de": "{first}.–{last}. {month} {year}", "zh": "{year}年{month}月{first}日至{last}日"}  # fmt: skip
RANGE = "{first}–{last} {month} {year}"
WHOLE_MONTHS = {"es": "{month} de {year}", "zh": "{year}年{month}月"}
WHOLE_MONTH = "{month} {year}"
WHOLE_YEARS = {"ru": "{year} год", "zh": "{year}年"}
WHOLE_YEAR = "{year}"

Value = str | int | date | Days | Sequence[str]


def phrase(name: Phrase, language: str, /, **values: Value) -> str:
    """Return a fixed sentence in a language (ISO 639-1), in English if we do not have it in that one.

    Numbers, dates and days are written as the language writes them; a list of words is put in quotation marks.
    Raises KeyError if a value is missing.
    """
    spoken = language if language in PHRASES else DEFAULT_LANGUAGE
    return PHRASES[spoken][name].format_map({key: _shown(value, spoken) for key, value in values.items()})


def _shown(value: Value, language: str) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, int):
        return f"{value:,}".replace(",", THOUSANDS[language])
    if isinstance(value, date):
        return written_date(value, language)
    return written_days(value, language) if isinstance(value, Days) else quoted(value, language)


def written_date(day: date, language: str) -> str:
    """Return a date in words, as a language writes it in a sentence; in English if we do not have the language."""
    spoken = language if language in PHRASES else DEFAULT_LANGUAGE
    month = MONTHS[spoken].split()[day.month - 1]
    return DATES.get(spoken, DATE).format(day=_number(day, spoken), month=month, year=day.year)


def _number(day: date, language: str) -> str:
    return "1er" if language == "fr" and day.day == 1 else str(day.day)


def written_days(days: Days, language: str) -> str:
    """Return days as a language writes them, as shortly as it can: a date, "17–18 February 2024", a month, a year."""
    spoken = language if language in PHRASES else DEFAULT_LANGUAGE
    first, last = days.first, days.last
    if first == last:
        return written_date(first, spoken)
    if days.is_year:
        return WHOLE_YEARS.get(spoken, WHOLE_YEAR).format(year=first.year)
    if days.is_month:
        month = MONTHS_ALONE.get(spoken, MONTHS[spoken]).split()[first.month - 1]
        return WHOLE_MONTHS.get(spoken, WHOLE_MONTH).format(month=month, year=first.year)
    if (first.year, first.month) != (last.year, last.month):
        return f"{written_date(first, spoken)} – {written_date(last, spoken)}"
    month = MONTHS[spoken].split()[first.month - 1]
    numbers = {"first": _number(first, spoken), "last": _number(last, spoken)}
    return RANGES.get(spoken, RANGE).format(month=month, year=first.year, **numbers)


def quoted(words: Sequence[str], language: str) -> str:
    """Return words in the quotation marks of a language, with its commas between them."""
    before, after = QUOTATION_MARKS.get(language, QUOTATION_MARKS[DEFAULT_LANGUAGE])
    return SEPARATORS.get(language, ", ").join(f"{before}{word}{after}" for word in words)
