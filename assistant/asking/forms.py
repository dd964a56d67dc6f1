"""Tell what kind of thing a question asks for by the question words of nine languages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from assistant.words.kinds import Kind, kind_of


@dataclass(frozen=True, slots=True)
class Forms:
    """The forms of questions in a language, as patterns.

    `which` is a word that makes the noun after it (or after one more word) the thing that is asked for; `nouns` holds
    the beginnings of such nouns, `words` what asks for a kind all by itself.
    """

    which: str
    words: Mapping[Kind, str]
    nouns: Mapping[Kind, str]


# Of two forms that start together ("how many", "how many days"), the kind that stands first here tells.
ORDER = (Kind.DAY, Kind.YEAR, Kind.DATE, Kind.DURATION, Kind.NUMBER, Kind.PERSON, Kind.PLACE, Kind.REASON)

RUSSIAN = Forms(
    which=r"(?:како(?:й|го|му|м|ва|во|е|ю)|как(?:ая|ую|им|ие|их|ими|ов|овы))",
    words={
        Kind.DATE: r"когда|с каких пор|до каких пор|как давно",
        Kind.DURATION: r"как долго|сколько (?:\w+ )?(?:лет|времени|дн\w+|недел\w+|месяц\w+|час\w+|минут\w*|сут\w+)",
        Kind.NUMBER: r"скольк\w+|насколько",
        Kind.PERSON: r"кто|кого|кому|кем|ком|чей|чья|чьё|чье|чьи|чью|чьего|чьей|чьих|как (?:зовут|звали)",
        Kind.PLACE: r"где|куда|откуда",
        Kind.REASON: r"почему|зачем|отчего|из-за чего|с какой целью|по какой причине|по каким причинам",
    },
    nouns={
        Kind.DAY: r"дат[аеуы]|день|дня|дни|числа",
        Kind.YEAR: r"год",
        Kind.DATE: r"век|месяц|десятилети|эпох|период|врем",
        Kind.DURATION: r"срок|продолжительност|возраст",
        Kind.NUMBER: r"процент|дол[яюи]|количеств|числ[оу]|численност|населени|площад|размер|расстояни|сумм"
        r"|стоимост|цен[аыу]"
        r"|высот|длин|скорост|температур|объ[её]м",
        Kind.PERSON: r"человек|люди|уч[её]н|президент|министр|генерал|писател|автор|лидер|король|королев|игрок"
        r"|имя|имени"
        r"|фамили|политик|исследовател",
        Kind.PLACE: r"город|стран|мест[оае]|государств|регион|област|остров|континент|штат|рек[аеиу]|район|столиц",
        Kind.REASON: r"причин|цел[ьи]|мотив",
    },
)
ARABIC = Forms(
    which=r"(?:[وفبل]?[أا]ي[ةّ]?|(?:ما|من)(?: هو| هي| هم| كان| كانت)?)",
    words={
        Kind.DATE: r"(?:و|ف)?متى|منذ متى|إلى متى",
        Kind.DURATION: r"كم (?:من )?(?:ال)?(?:مدة|وقت|سنة|سنوات|عام\w*|يوم\w*|شهر\w*|أسبوع\w*|ساعة|دقيقة)"
        r"|كم (?:كان )?عمر"
        r"|كم (?:استغرق|دام|يستغرق|استمر)\w*|منذ كم",
        Kind.NUMBER: r"[وفبل]?كم",
        # The same letters mean "from", which a definite noun or a place follows.
        Kind.PERSON: r"(?:(?<=^)|(?<=[،,] ))(?:[وف]?من|لمن|بمن)(?= (?!أين|اين|خلال|بين|أجل|حيث|ماذا|أي|قبل|بعد"
        r"|ضمن|ناحية"
        r"|ال(?!ذي |تي |ذين )))",
        Kind.PLACE: r"(?:و|ف)?(?:من |إلى )?[أا]ين",
        Kind.REASON: r"(?:و|ف)?لماذا|لِمَ|لِما|لأي (?:سبب|غرض)|بسبب ماذا",
    },
    nouns={
        Kind.DAY: r"(?:ال)?(?:يوم|تاريخ|موعد)",
        Kind.YEAR: r"(?:ال)?(?:عام|سنة|سنوات|أعوام)",
        Kind.DATE: r"(?:ال)?(?:شهر|قرن|عقد|وقت|فترة|حقبة)",
        Kind.DURATION: r"(?:ال)?(?:مدة|عمر)",
        Kind.NUMBER: r"(?:ال)?(?:عدد|نسبة|مقدار|حجم|قيمة|سعر|تكلفة|طول|ارتفاع|مساحة|مسافة|معدل|رقم|كمية)",
        Kind.PERSON: r"(?:ال)?(?:شخص|عالم|لاعب|رئيس|وزير|ملك|كاتب|مؤلف|قائد|زعيم|اسم|لقب)",
        Kind.PLACE: r"(?:ال)?(?:مدينة|مدن|دول|بلد|بلدان|مكان|منطقة|مناطق|قارة|ولاية|جزيرة|إقليم|موقع|عاصمة)",
        Kind.REASON: r"(?:ال)?(?:سبب|أسباب|هدف|غرض|دافع)",
    },
)
HEBREW = Forms(
    which=r"(?:[ובלמ]?איז[הו]|[ובלמ]?אילו|מה(?:ו|י|ם|ן)?(?: היה| הייתה| היו)?)",
    words={
        Kind.DATE: r"[ומל]?מתי|ממתי|עד מתי",
        Kind.DURATION: r"(?:במשך )?[בלו]?כמה (?:זמן|שנים|ימים|חודשים|שבועות|שעות|דקות)|ב[ןת] כמה",
        Kind.NUMBER: r"[ובלמ]?כמה",
        Kind.PERSON: r"[ולמבש]?מי|מיהו|מיהי|איך קוראים|מה שמ[והם]",
        Kind.PLACE: r"[ומ]?איפה|[ומ]?היכן|[ול]?לאן|מאין|מניין",
        Kind.REASON: r"[ו]?למה|[ו]?מדוע|לשם מה|בגלל מה|מאיזו סיבה",
    },
    nouns={
        Kind.DAY: r"ה?(?:תאריך|יום|מועד)",
        Kind.YEAR: r"ה?(?:שנה|שנת|שנים)",
        Kind.DATE: r"ה?(?:חודש|מאה|עשור|תקופה|זמן)",
        Kind.DURATION: r"ה?(?:משך|גיל)",
        Kind.NUMBER: r"ה?(?:מספר|אחוז|שיעור|גודל|גובה|אורך|מחיר|עלות|סכום|מרחק|כמות|אוכלוסיי?ת|שטח)",
        Kind.PERSON: r"ה?(?:אדם|אנשים|שחקן|נשיא|שר\b|מלך|מדען|סופר|מנהיג|שם|שמו|שמה)",
        Kind.PLACE: r"ה?(?:עיר|ערים|מדינה|מדינות|מקום|ארץ|אזור|יבשת|אי\b|יישוב|בירה|בירת)",
        Kind.REASON: r"ה?(?:סיבה|סיבת|סיבות|מטרה|מטרת|מניע)",
    },
)
FRENCH = Forms(
    which=r"(?:quel(?:le)?s?(?: est| sont| était| étaient| fut| a été)?(?: le| la| les| l['’])?)",
    words={
        Kind.DATE: r"quand",
        Kind.DURATION: r"combien de (?:temps|années|ans|mois|jours|semaines|heures|minutes)|quel âge",
        Kind.NUMBER: r"combien",
        Kind.PERSON: r"qui(?! est-ce qui)|comment (?:s['’]appel\w+|se nomm\w+)",
        Kind.PLACE: r"(?:d['’])?où",
        Kind.REASON: r"pourquoi",
    },
    nouns={
        Kind.DAY: r"jour|date",
        Kind.YEAR: r"années?\b|ans?\b",
        Kind.DATE: r"mois|siècle|décennie|époque|période|moment",
        Kind.DURATION: r"durée|âge",
        Kind.NUMBER: r"nombre|pourcentage|proportion|montant|population|taille|superficie|distance|coût|prix"
        r"|taux|total|hauteur"
        r"|longueur|vitesse|quantité",
        Kind.PERSON: r"nom\b|personne|homme|femme|président|ministre|roi\b|reine|auteur|joueu|scientifique"
        r"|savant|chef|dirigeant",
        Kind.PLACE: r"ville|pays|lieu|endroit|région|île|continent|état|fleuve|capitale",
        Kind.REASON: r"raison|cause|but\b|objectif|motif",
    },
)
SPANISH = Forms(
    which=r"(?:qué|cu[aá]l(?:es)?)(?: es| son| era| eran| fue| fueron)?(?: el| la| los| las)?",
    words={
        Kind.DATE: r"cu[aá]ndo",
        Kind.DURATION: r"cu[aá]nt[oa]s? (?:tiempo|años|meses|días|semanas|horas|minutos)|cu[aá]nto (?:dur|tard)\w+",
        Kind.NUMBER: r"cu[aá]nt[oa]s?",
        Kind.PERSON: r"qui[eé]n(?:es)?|c[oó]mo se llam\w+",
        Kind.PLACE: r"a?d[oó]nde",
        Kind.REASON: r"por qué|para qué|(?<=¿)(?:por|para) que|a qu[eé] se deb\w+",
    },
    nouns={
        Kind.DAY: r"día|dia\b|fecha",
        Kind.YEAR: r"años?\b",
        Kind.DATE: r"mes\b|meses|siglo|década|época|momento|per[ií]odo",
        Kind.DURATION: r"duración|edad",
        Kind.NUMBER: r"número|porcentaje|proporción|cantidad|población|tamaño|distancia|altura|precio|costo"
        r"|coste|tasa|total"
        r"|velocidad|superficie|longitud",
        Kind.PERSON: r"nombre|apellido|persona|president|ministr|rey\b|reina|autor|jugador|científic|líder"
        r"|hombre|mujer|actor|actriz",
        Kind.PLACE: r"ciudad|país|lugar|región|isla|continente|estado|río|capital",
        Kind.REASON: r"razón|razones|causa|motivo|objetivo|propósito",
    },
)
GERMAN = Forms(
    which=r"(?:welche[mnrs]?|was (?:ist|war|sind|waren) (?:der|die|das)|wie (?:ist|war|lautet|lautete) (?:der"
    r"|die|das))",
    words={
        Kind.DATE: r"wann",
        Kind.DURATION: r"wie (?:lange|alt)|wie ?viele? (?:zeit|jahre|tage|monate|wochen|stunden|minuten)",
        Kind.NUMBER: r"wie ?viele?[nr]?|wie (?:hoch|groß|gross|weit|tief|schnell|lang|schwer|breit|teuer|oft)",
        Kind.PERSON: r"wer|wen|wem|wessen|wie (?:heißt|heisst|hieß)",
        Kind.PLACE: r"wo|wohin|woher",
        Kind.REASON: r"warum|weshalb|wieso|weswegen",
    },
    nouns={
        Kind.DAY: r"tage?s?\b|datum|wochentag",
        Kind.YEAR: r"jahre?n?\b",
        Kind.DATE: r"monat|jahrhundert|jahrzehnt|zeitraum|zeitpunkt|epoche|zeit\b",
        Kind.DURATION: r"dauer|alter\b",
        Kind.NUMBER: r"anzahl|prozent|anteil|menge|zahl|größe|entfernung|summe|höhe|bevölkerung|preis|länge"
        r"|geschwindigkeit",
        Kind.PERSON: r"person|mann\b|männer|frau|spieler|präsident|minister|könig|autor|wissenschaftler"
        r"|politiker|forscher|name"
        r"|kaiser|papst|schauspieler",
        Kind.PLACE: r"stadt|städte|land\b|länder|ort\b|orte|region|insel|kontinent|staat|gebiet|fluss|hauptstadt",
        Kind.REASON: r"grund|gründe|ursache|ziel|zweck",
    },
)
TURKISH = Forms(
    which=r"(?:hangi|kaçıncı)",
    words={
        Kind.YEAR: r"kaç yılında",
        Kind.DATE: r"ne zaman\w*",
        Kind.DURATION: r"ne kadar (?:sür\w+|zaman)|kaç (?:yıl|gün|ay|hafta|saat|dakika|sene)\w*|kaç yaşında\w*",
        Kind.NUMBER: r"kaç\w*|ne kadar\w*|(?:sayısı|oranı|nüfusu|uzunluğu|yüksekliği|fiyatı|toplamı|yüzdesi) ne\w*",
        Kind.PERSON: r"kim(?:e|i|in|ler|den|dir|di|le|leri|lerin|lere|lerdir|inle)?|(?:adı|ismi) ne\w*",
        Kind.PLACE: r"nere\w*|başkenti ne\w*",
        Kind.REASON: r"neden|niçin|niye|(?:nedeni|sebebi|amacı) ne\w*",
    },
    nouns={
        Kind.DAY: r"gün|tarih",
        Kind.YEAR: r"yıl\b|yılda|yıllar|sene",
        Kind.DATE: r"ay\b|ayda|yüzyıl|dönem|on yıl",
        Kind.NUMBER: r"oran|miktar|sayı",
        Kind.PERSON: r"kişi|başkan|bakan|oyuncu|kral|yazar|bilim insanı|lider|isim",
        Kind.PLACE: r"şehir|şehr|kent|ülke|yer\b|yerde|bölge|ada\b|adada|kıta|eyalet",
        Kind.REASON: r"neden|sebep|sebeple|amaç",
    },
)
CHINESE = Forms(
    which=r"(?:哪一?|什么|何)(?:个|座|些|位|种)?",
    words={
        Kind.DAY: r"[哪几]一?[天日号]",
        Kind.YEAR: r"哪一?年|几几年",
        Kind.DATE: r"什么时候|何时|几时|[哪几](?:个?月|个?世纪|个?年代)",
        Kind.DURATION: r"多久|多长时间|(?:多少|几)(?:年|天|个月|周|个?小时|分钟)|多大年纪|几岁",
        Kind.NUMBER: r"多少|几(?=[个名位次人支艘所座种家岁条张十百千])|百分之几|多[大高远深快重宽长]",
        Kind.PERSON: r"谁|哪一?[位名]|何人|叫什么|名字是什么",
        Kind.PLACE: r"哪里|哪儿|何处|何地",
        Kind.REASON: r"为什么|为何|为啥|何以|原因是|目的是|出于什么",
    },
    nouns={
        Kind.DATE: r"时间|日期|年代|时期",
        Kind.YEAR: r"年份",
        Kind.NUMBER: r"数量|比例|价格|高度",
        Kind.PERSON: r"人(?!口)|总统|总理|部长|作家|球员|科学家|领导人",
        Kind.PLACE: r"城市|国家|地方|地区|地点|省|州|洲|岛|国",
        Kind.REASON: r"原因|目的|理由",
    },
)
FORMS = {"ru": RUSSIAN, "ar": ARABIC, "he": HEBREW, "fr": FRENCH, "es": SPANISH, "de": GERMAN, "tr": TURKISH}


def _patterns(forms: Forms) -> list[tuple[Kind, re.Pattern[str]]]:
    return [
        (
            kind,
            re.compile(
                rf"\b(?:(?:{forms.words.get(kind, '$^')})\b|{forms.which} ?(?:\w+ )?(?:{forms.nouns.get(kind, '$^')}))"
            ),
        )
        for kind in ORDER
    ]


def _chinese_patterns(forms: Forms) -> list[tuple[Kind, re.Pattern[str]]]:
    """Return patterns without edges of words, which are not written."""
    return [
        (kind, re.compile(rf"{forms.words.get(kind, '$^')}|{forms.which}(?:{forms.nouns.get(kind, '$^')})"))
        for kind in ORDER
    ]


PATTERNS = {language: _patterns(forms) for language, forms in FORMS.items()} | {"zh": _chinese_patterns(CHINESE)}


def kind_of_question(question: str, language: str) -> Kind:
    """Return the kind of thing that a question in a language (ISO 639-1) asks for; OTHER if its form does not tell."""
    if language == "en":
        return kind_of(question)
    asked = question.replace("İ", "i").lower()
    found = [(match.start(), kind) for kind, form in PATTERNS.get(language, ()) if (match := form.search(asked))]
    return min(found, key=lambda pair: pair[0])[1] if found else Kind.OTHER
