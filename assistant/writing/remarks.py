"""What we say about a language model's writing, in nine languages: why something is withheld, or a quote is shown."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum, auto

from assistant.words.phrases import DEFAULT_LANGUAGE, quoted


class Remark(StrEnum):
    """A fixed sentence, or a label that says why a sentence is withheld; in braces what it is completed with."""

    UNREACHABLE = auto()
    SLOW = auto()
    REFUSED = auto()
    UNUSABLE = auto()
    BROKE_OFF = auto()
    DECLINED = auto()
    NOTHING_PROVEN = auto()
    SOME_WITHHELD = auto()  # {count} sentences
    NOT_SEARCHED = auto()
    # Labels; each has the name of a reason.
    NO_MARKER = auto()
    UNKNOWN_MARKER = auto()
    NUMBER = auto()
    DATE = auto()
    NAME = auto()
    QUOTATION = auto()
    NEGATION = auto()
    ROLE = auto()
    CERTAINTY = auto()
    NOT_SUPPORTED = auto()


REMARKS = {
    "en": {
        Remark.UNREACHABLE: "The language model cannot be reached, so quotes are shown.",
        Remark.SLOW: "The language model took too long, so quotes are shown.",
        Remark.REFUSED: "The language model’s server refused the question, so quotes are shown.",
        Remark.UNUSABLE: "The language model gave no usable answer, so quotes are shown.",
        Remark.BROKE_OFF: "The language model’s answer broke off here.",
        Remark.DECLINED: "The language model found no answer in the passages; these quotes come nearest.",
        Remark.NOTHING_PROVEN: "Nothing that the language model wrote could be proven, so quotes are shown.",
        Remark.SOME_WITHHELD: "Sentences withheld because the documents do not prove them: {count}.",
        Remark.NOT_SEARCHED: "The served embedding does not answer, so the documents could not be searched.",
        Remark.NO_MARKER: "no passage cited",
        Remark.UNKNOWN_MARKER: "the cited passage does not exist",
        Remark.NUMBER: "number not found in the cited passage",
        Remark.DATE: "date not found in the cited passage",
        Remark.NAME: "name not found in the cited passage",
        Remark.QUOTATION: "quotation not found in the cited passage",
        Remark.NEGATION: "the cited passage says the opposite",
        Remark.ROLE: "the cited passage says it of somebody else",
        Remark.CERTAINTY: "stated more firmly than in the cited passage",
        Remark.NOT_SUPPORTED: "not said in the cited passage",
    },
    "ru": {
        Remark.UNREACHABLE: "Языковая модель недоступна, поэтому показаны цитаты.",
        Remark.SLOW: "Языковая модель отвечала слишком долго, поэтому показаны цитаты.",
        Remark.REFUSED: "Сервер языковой модели отклонил вопрос, поэтому показаны цитаты.",
        Remark.UNUSABLE: "Языковая модель не дала пригодного ответа, поэтому показаны цитаты.",
        Remark.BROKE_OFF: "Здесь ответ языковой модели оборвался.",
        Remark.DECLINED: "Языковая модель не нашла ответа во фрагментах; показаны самые близкие цитаты.",
        Remark.NOTHING_PROVEN: "Ничто из написанного языковой моделью не подтвердилось, поэтому показаны цитаты.",
        Remark.SOME_WITHHELD: "Скрыто предложений, которые документы не подтверждают: {count}.",
        Remark.NOT_SEARCHED: "Сервер векторных представлений не отвечает, поэтому поиск по документам не состоялся.",
        Remark.NO_MARKER: "не указан фрагмент",
        Remark.UNKNOWN_MARKER: "указанного фрагмента нет",
        Remark.NUMBER: "числа нет в указанном фрагменте",
        Remark.DATE: "даты нет в указанном фрагменте",
        Remark.NAME: "имени или названия нет в указанном фрагменте",
        Remark.QUOTATION: "цитаты нет в указанном фрагменте",
        Remark.NEGATION: "в указанном фрагменте сказано обратное",
        Remark.ROLE: "в указанном фрагменте это сказано о другом",
        Remark.CERTAINTY: "сказано увереннее, чем в указанном фрагменте",
        Remark.NOT_SUPPORTED: "в указанном фрагменте этого нет",
    },
    "ar": {
        Remark.UNREACHABLE: "يتعذر الوصول إلى النموذج اللغوي، لذلك تُعرض اقتباسات.",
        Remark.SLOW: "استغرق النموذج اللغوي وقتًا طويلًا، لذلك تُعرض اقتباسات.",
        Remark.REFUSED: "رفض خادم النموذج اللغوي السؤال، لذلك تُعرض اقتباسات.",
        Remark.UNUSABLE: "لم يقدم النموذج اللغوي إجابة صالحة، لذلك تُعرض اقتباسات.",
        Remark.BROKE_OFF: "انقطعت إجابة النموذج اللغوي هنا.",
        Remark.DECLINED: "لم يجد النموذج اللغوي إجابة في المقاطع؛ وهذه أقرب الاقتباسات.",
        Remark.NOTHING_PROVEN: "لم يمكن إثبات أي شيء مما كتبه النموذج اللغوي، لذلك تُعرض اقتباسات.",
        Remark.SOME_WITHHELD: "عدد الجمل المحجوبة لأن الوثائق لا تثبتها: {count}.",
        Remark.NOT_SEARCHED: "لا يستجيب خادم التضمين، لذلك تعذر البحث في الوثائق.",
        Remark.NO_MARKER: "لم يُذكر أي مقطع",
        Remark.UNKNOWN_MARKER: "المقطع المذكور غير موجود",
        Remark.NUMBER: "الرقم غير وارد في المقطع المذكور",
        Remark.DATE: "التاريخ غير وارد في المقطع المذكور",
        Remark.NAME: "الاسم غير وارد في المقطع المذكور",
        Remark.QUOTATION: "الاقتباس غير وارد في المقطع المذكور",
        Remark.NEGATION: "المقطع المذكور يقول العكس",
        Remark.ROLE: "المقطع المذكور يقول ذلك عن غيره",
        Remark.CERTAINTY: "قيل بجزم أكبر مما في المقطع المذكور",
        Remark.NOT_SUPPORTED: "لم يرد في المقطع المذكور",
    },
    "he": {
        Remark.UNREACHABLE: "אין גישה למודל השפה, ולכן מוצגים ציטוטים.",
        Remark.SLOW: "מודל השפה התעכב יותר מדי, ולכן מוצגים ציטוטים.",
        Remark.REFUSED: "השרת של מודל השפה דחה את השאלה, ולכן מוצגים ציטוטים.",
        Remark.UNUSABLE: "מודל השפה לא נתן תשובה שמישה, ולכן מוצגים ציטוטים.",
        Remark.BROKE_OFF: "כאן נקטעה התשובה של מודל השפה.",
        Remark.DECLINED: "מודל השפה לא מצא תשובה בקטעים; אלה הציטוטים הקרובים ביותר.",
        Remark.NOTHING_PROVEN: "לא היה אפשר להוכיח דבר ממה שכתב מודל השפה, ולכן מוצגים ציטוטים.",
        Remark.SOME_WITHHELD: "מספר המשפטים שלא מוצגים כי המסמכים אינם מוכיחים אותם: {count}.",
        Remark.NOT_SEARCHED: "שרת ההטמעה אינו עונה, ולכן לא היה אפשר לחפש במסמכים.",
        Remark.NO_MARKER: "לא צוין קטע",
        Remark.UNKNOWN_MARKER: "הקטע שצוין אינו קיים",
        Remark.NUMBER: "המספר אינו מופיע בקטע שצוין",
        Remark.DATE: "התאריך אינו מופיע בקטע שצוין",
        Remark.NAME: "השם אינו מופיע בקטע שצוין",
        Remark.QUOTATION: "הציטוט אינו מופיע בקטע שצוין",
        Remark.NEGATION: "בקטע שצוין נאמר ההפך",
        Remark.ROLE: "בקטע שצוין הדבר נאמר על מישהו אחר",
        Remark.CERTAINTY: "נאמר בהחלטיות רבה יותר מאשר בקטע שצוין",
        Remark.NOT_SUPPORTED: "לא נאמר בקטע שצוין",
    },
    "fr": {
        Remark.UNREACHABLE: "Le modèle de langage est injoignable ; des citations sont affichées.",
        Remark.SLOW: "Le modèle de langage a mis trop de temps ; des citations sont affichées.",
        Remark.REFUSED: "Le serveur du modèle de langage a refusé la question ; des citations sont affichées.",
        Remark.UNUSABLE: "Le modèle de langage n’a pas donné de réponse utilisable ; des citations sont affichées.",
        Remark.BROKE_OFF: "La réponse du modèle de langage s’est interrompue ici.",
        Remark.DECLINED: "Le modèle de langage n’a pas trouvé de réponse ; voici les citations les plus proches.",
        Remark.NOTHING_PROVEN: "Rien de ce que le modèle de langage a écrit n’a pu être prouvé ; des citations sont "
        "affichées.",
        Remark.SOME_WITHHELD: "Phrases retenues parce que les documents ne les prouvent pas : {count}.",
        Remark.NOT_SEARCHED: "Le serveur de plongements ne répond pas ; la recherche n’a pas pu se faire.",
        Remark.NO_MARKER: "aucun passage cité",
        Remark.UNKNOWN_MARKER: "le passage cité n’existe pas",
        Remark.NUMBER: "nombre absent du passage cité",
        Remark.DATE: "date absente du passage cité",
        Remark.NAME: "nom absent du passage cité",
        Remark.QUOTATION: "citation absente du passage cité",
        Remark.NEGATION: "le passage cité dit le contraire",
        Remark.ROLE: "le passage cité le dit de quelqu’un d’autre",
        Remark.CERTAINTY: "affirmé plus fermement que dans le passage cité",
        Remark.NOT_SUPPORTED: "absent du passage cité",
    },
    "es": {
        Remark.UNREACHABLE: "No se puede acceder al modelo de lenguaje, por eso se muestran citas.",
        Remark.SLOW: "El modelo de lenguaje tardó demasiado, por eso se muestran citas.",
        Remark.REFUSED: "El servidor del modelo de lenguaje rechazó la pregunta, por eso se muestran citas.",
        Remark.UNUSABLE: "El modelo de lenguaje no dio una respuesta utilizable, por eso se muestran citas.",
        Remark.BROKE_OFF: "La respuesta del modelo de lenguaje se interrumpió aquí.",
        Remark.DECLINED: "El modelo de lenguaje no halló respuesta en los pasajes; estas citas son las más cercanas.",
        Remark.NOTHING_PROVEN: "Nada de lo escrito por el modelo de lenguaje pudo probarse, por eso se muestran citas.",
        Remark.SOME_WITHHELD: "Frases retenidas porque los documentos no las prueban: {count}.",
        Remark.NOT_SEARCHED: "El servidor de vectores no responde, por eso no se pudo buscar en los documentos.",
        Remark.NO_MARKER: "no cita ningún pasaje",
        Remark.UNKNOWN_MARKER: "el pasaje citado no existe",
        Remark.NUMBER: "número ausente del pasaje citado",
        Remark.DATE: "fecha ausente del pasaje citado",
        Remark.NAME: "nombre ausente del pasaje citado",
        Remark.QUOTATION: "cita ausente del pasaje citado",
        Remark.NEGATION: "el pasaje citado dice lo contrario",
        Remark.ROLE: "el pasaje citado lo dice de otra persona o cosa",
        Remark.CERTAINTY: "afirmado con más firmeza que en el pasaje citado",
        Remark.NOT_SUPPORTED: "el pasaje citado no lo dice",
    },
    "de": {
        Remark.UNREACHABLE: "Das Sprachmodell ist nicht erreichbar; daher werden Zitate gezeigt.",
        Remark.SLOW: "Das Sprachmodell hat zu lange gebraucht; daher werden Zitate gezeigt.",
        Remark.REFUSED: "Der Server des Sprachmodells hat die Frage abgelehnt; daher werden Zitate gezeigt.",
        Remark.UNUSABLE: "Das Sprachmodell gab keine brauchbare Antwort; daher werden Zitate gezeigt.",
        Remark.BROKE_OFF: "Die Antwort des Sprachmodells ist hier abgebrochen.",
        Remark.DECLINED: "Das Sprachmodell fand in den Stellen keine Antwort; diese Zitate kommen ihr am nächsten.",
        Remark.NOTHING_PROVEN: "Nichts, was das Sprachmodell schrieb, ließ sich belegen; daher werden Zitate gezeigt.",
        Remark.SOME_WITHHELD: "Zurückgehaltene Sätze, die die Dokumente nicht belegen: {count}.",
        Remark.NOT_SEARCHED: "Der Einbettungsdienst antwortet nicht; daher ließ sich nicht in den Dokumenten suchen.",
        Remark.NO_MARKER: "keine Stelle angegeben",
        Remark.UNKNOWN_MARKER: "die angegebene Stelle gibt es nicht",
        Remark.NUMBER: "Zahl steht nicht in der angegebenen Stelle",
        Remark.DATE: "Datum steht nicht in der angegebenen Stelle",
        Remark.NAME: "Name steht nicht in der angegebenen Stelle",
        Remark.QUOTATION: "Zitat steht nicht in der angegebenen Stelle",
        Remark.NEGATION: "die angegebene Stelle sagt das Gegenteil",
        Remark.ROLE: "die angegebene Stelle sagt es von jemand anderem",
        Remark.CERTAINTY: "bestimmter gesagt als in der angegebenen Stelle",
        Remark.NOT_SUPPORTED: "steht nicht in der angegebenen Stelle",
    },
    "tr": {
        Remark.UNREACHABLE: "Dil modeline ulaşılamıyor, bu yüzden alıntılar gösteriliyor.",
        Remark.SLOW: "Dil modelinin yanıtı çok uzun sürdü, bu yüzden alıntılar gösteriliyor.",
        Remark.REFUSED: "Dil modelinin sunucusu soruyu reddetti, bu yüzden alıntılar gösteriliyor.",
        Remark.UNUSABLE: "Dil modeli kullanılabilir bir yanıt vermedi, bu yüzden alıntılar gösteriliyor.",
        Remark.BROKE_OFF: "Dil modelinin yanıtı burada kesildi.",
        Remark.DECLINED: "Dil modeli bölümlerde yanıt bulamadı; en yakın alıntılar bunlar.",
        Remark.NOTHING_PROVEN: "Dil modelinin yazdığı hiçbir şey kanıtlanamadı, bu yüzden alıntılar gösteriliyor.",
        Remark.SOME_WITHHELD: "Belgeler kanıtlamadığı için gösterilmeyen cümle sayısı: {count}.",
        Remark.NOT_SEARCHED: "Gömme sunucusu yanıt vermiyor, bu yüzden belgelerde arama yapılamadı.",
        Remark.NO_MARKER: "hiçbir bölüm gösterilmemiş",
        Remark.UNKNOWN_MARKER: "gösterilen bölüm yok",
        Remark.NUMBER: "sayı, gösterilen bölümde bulunamadı",
        Remark.DATE: "tarih, gösterilen bölümde bulunamadı",
        Remark.NAME: "ad, gösterilen bölümde bulunamadı",
        Remark.QUOTATION: "alıntı, gösterilen bölümde bulunamadı",
        Remark.NEGATION: "gösterilen bölüm bunun tersini söylüyor",
        Remark.ROLE: "gösterilen bölüm bunu başkası için söylüyor",
        Remark.CERTAINTY: "gösterilen bölümdekinden daha kesin söylenmiş",
        Remark.NOT_SUPPORTED: "gösterilen bölümde söylenmiyor",
    },
    "zh": {
        Remark.UNREACHABLE: "无法连接语言模型，因此显示引文。",
        Remark.SLOW: "语言模型用时过长，因此显示引文。",
        Remark.REFUSED: "语言模型的服务器拒绝了这个问题，因此显示引文。",
        Remark.UNUSABLE: "语言模型没有给出可用的回答，因此显示引文。",
        Remark.BROKE_OFF: "语言模型的回答在此中断。",
        Remark.DECLINED: "语言模型在段落中没有找到答案；以下是最接近的引文。",
        Remark.NOTHING_PROVEN: "语言模型所写的内容均无法证实，因此显示引文。",
        Remark.SOME_WITHHELD: "因文档无法证实而未显示的句子数：{count}。",
        Remark.NOT_SEARCHED: "嵌入服务没有响应，因此无法检索文档。",
        Remark.NO_MARKER: "没有注明段落",
        Remark.UNKNOWN_MARKER: "注明的段落不存在",
        Remark.NUMBER: "注明的段落中没有这个数字",
        Remark.DATE: "注明的段落中没有这个日期",
        Remark.NAME: "注明的段落中没有这个名称",
        Remark.QUOTATION: "注明的段落中没有这句引文",
        Remark.NEGATION: "注明的段落说法相反",
        Remark.ROLE: "注明的段落说的是别人或别的事物",
        Remark.CERTAINTY: "说得比注明的段落更肯定",
        Remark.NOT_SUPPORTED: "注明的段落没有这样说",
    },
}


def remark(name: Remark, language: str, *, count: int = 0, words: Sequence[str] = ()) -> str:
    """Return a remark in a language (ISO 639-1), in English if we do not have it in that one.

    `count` completes a sentence that counts; `words` follow a label in brackets.
    """
    spoken = language if language in REMARKS else DEFAULT_LANGUAGE
    text = REMARKS[spoken][name].format(count=count)
    return f"{text} ({quoted(words, spoken)})" if words else text
