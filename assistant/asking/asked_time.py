"""Tell whether a question asks for the latest, and for what holds at present, in nine languages."""

from __future__ import annotations

import re

PRESENT = {
    "en": r"current(?:ly)?|now(?:adays)?|at present|at the moment|still|so far|to date|as of today|these days",
    "ru": r"сейчас|теперь|в настоящее время|на данный момент|на сегодня|до сих пор|по-прежнему|нынешн\w+|текущ\w+",
    "ar": r"الآن|حالي\w*|الحالي\w*|في الوقت الحاضر|حتى الآن|لا يزال\w*|لا تزال|ما زال\w*",
    "he": r"עכשיו|כעת|כרגע|כיום|עדיין|עד כה|ה?נוכחי\w*",
    "fr": r"maintenant|actuel\w*|en ce moment|à présent|encore|jusqu['’]ici|à ce jour",
    "es": r"ahora|actual(?:es|mente)?|en este momento|todavía|aún|hasta la fecha",
    "de": r"jetzt|derzeit\w*|aktuell\w*|momentan|zurzeit|gegenwärtig\w*|immer noch|noch immer|bisher|bislang",
    "tr": r"şimdi\w*|şu an\w*|hâlâ|hala|halen|güncel|mevcut|bugüne kadar",
    "zh": r"现在|目前|当前|如今|至今|迄今|仍然",
}
LATEST = {
    "en": r"latest|most recent(?:ly)?|newest|last (?:known|reported)",
    "ru": r"последн(?:ие|их) (?:данн|новост|сведени)\w+|сам\w+ (?:последн|нов|свеж)\w+",
    "ar": r"أحدث|آخر (?:الأخبار|المعلومات|التطورات|المستجدات)",
    "he": r"ה?אחרונ\w+ ביותר|ה?עדכני\w*|ה?חדש\w* ביותר",
    "fr": r"dernières? (?:nouvelles?|informations?|données)|(?:la|le|les) plus récente?s?",
    "es": r"últim[oa]s? (?:noticias?|informaci\w+|datos)|más recientes?",
    "de": r"neueste\w*|jüngste\w*|letzte[rn]? stand",
    "tr": r"en son|en yeni",
    "zh": r"最新|最近的",
}


def _asks(forms: dict[str, str], question: str, language: str) -> bool:
    form = forms.get(language, "(?!)")
    # Chinese does not write the edges of words.
    edged = form if language == "zh" else rf"\b(?:{form})\b"
    return re.search(edged, question.replace("İ", "i").lower()) is not None


def asks_for_present(question: str, language: str) -> bool:
    """Tell whether a question in a language (ISO 639-1) asks for what holds now: "who currently leads it?"."""
    return _asks(PRESENT, question, language)


def asks_for_latest(question: str, language: str) -> bool:
    """Tell whether later documents count more for it than earlier ones: it asks for the latest, or for the present."""
    return _asks(LATEST, question, language) or asks_for_present(question, language)
