"""Tell of what thing a question asks in which documents it is mentioned, in nine languages."""

from __future__ import annotations

import re

# What is asked about, up to the end of the question.
TOPIC = r"(?P<topic>[^?؟？!()。]+?)"
END = r"\s*(?:[?؟？!()。]|\.?\s*$)"

# For each language: words for documents; the words that ask for a number or which they are, with what may stand between
# these and the documents; and forms of questions made of both.
DOCUMENTS = {
    "en": r"(?:documents?|articles?|texts?|files?|sources?|reports?|papers?|pieces?|stories|story)",
    "ru": r"(?:документ\w*|стат(?:ья|ьи|ье|ью|ей|ьях)|текст\w*|источник\w*|файл\w*|материал\w*)",
    "ar": r"(?:ال)?(?:وثيقة|وثائق|مستند\w*|مقال\w*|نصوص?\w?|مصادر|مصدر\w?|ملفات|ملف\w?|تقارير|تقرير\w?)",
    "he": r"(?:ה|מה)?(?:מסמכים|מסמך|כתבות|כתבה|מאמרים|מאמר|מקורות|קבצים|טקסטים)",
    "fr": r"(?:documents?|articles?|textes?|sources?|fichiers?)",
    "es": r"(?:documentos?|artículos?|articulos?|textos?|fuentes?|archivos?)",
    "de": r"(?:Dokumente?n?|Artikeln?|Texte?n?|Quellen?|Dateien?|Berichte?n?)",
    "tr": r"(?:belge|makale|metin|kaynak|dosya)(?:l[ae]r)?(?:[dt][ae])?",
    "zh": r"(?:文档|文件|文章|材料|来源|文本|报道)",
}
ASKS = {
    "en": r"(?:\b(?:how many|which|what|list|name|show|find|give|count|number of)"
    r"|^\W*do(?:es)?(?=\s+(?:any|some|all)\b)|^\W*do(?=\s+(?:the|these|your)\b))\s+"
    r"(?:(?:of|any|some|all|the|these|those|your|our|my|other|different|news|me|us|\d+|two|three|four|five|six|seven"
    r"|eight|nine|ten)\s+)*",
    "ru": r"\b(?:сколько|скольких|какие|каких|какой|каком|перечисли\w*|назови\w*|покажи\w*)\s+"
    r"(?:(?:из|все|всех|эти|этих|других|другие|ваших|наших|\d+|двух|тр[её]х|четыр[её]х|пяти)\s+)*",
    "ar": r"(?<!\w)(?:كم(?: عدد)?|[أا]ي|ما(?: هي| عدد)?|اذكر)\s+(?:(?:من|كل|جميع|هذه)\s+)*",
    "he": r"(?<!\w)[בלמ]?(?:כמה|אילו|אלו|איזה|איזו)\s+",
    "fr": r"\b(?:combien\s+(?:de\s+|d['’]|parmi\s+)|quels?\s+|quelles?\s+|listez\s+|citez\s+)"
    r"(?:(?:de|des|les|ces|tous|toutes|autres|\d+|deux|trois|quatre|cinq)\s+)*",
    "es": r"\b(?:cu[áa]nt[oa]s|qu[ée]|cu[áa]les|enumera|lista)\s+"
    r"(?:(?:de|los|las|estos|estas|otros|otras|todos|todas|\d+|dos|tres|cuatro|cinco)\s+)*",
    "de": r"\b(?:wie ?viele[nr]?|welche[nmrs]?|nennen?|listen?)\s+"
    r"(?:(?:der|von|den|die|alle|diese[nr]?|andere[nr]?|Sie|\d+|zwei|drei|vier|fünf)\s+)*",
    "tr": r"\b(?:kaç|hangi)\s+",
    "zh": r"(?:几|多少|哪些|哪几|哪)(?:个|份|篇)?",
}

# A verb in the plural belongs to the documents; in the singular ("welche Dokumente nannte er") it may have a subject of
# its own, and only the passive tells that something is mentioned in them.
ENGLISH_SAYS = (
    r"(?:mention(?:s|ed|ing)?|talk(?:s|ed|ing)? (?:about|of)|speaks? (?:of|about)|refer(?:s|ring)? to|writes? about"
    r"|discuss(?:es|ed|ing)?|covers?|cites?|names?|contains?|includes?|quotes?|deals? with|(?:is |are )?about(?! to\b)"
    r"|says? (?:anything|something) about)"
)
ENGLISH_SAID = r"(?:mentioned|named|discussed|cited|quoted|referred to|talked about|appear|occur|figure|come up)"
FORMS = {
    "en": (
        r"{asks}{documents}(?:\s+(?:in|of|from)\s+(?:the|this|your|our|my)\s+\w+)?(?:\s+are\s+there)?(?:\s+(?:that|which))?"
        rf"(?:\s+(?:also|even|explicitly|actually|ever))?\s+{ENGLISH_SAYS}\s+{TOPIC}{END}",
        rf"\bin\s+{{asks}}{{documents}}\s+(?:is|are|was|were|does|do)\s+{TOPIC}\s+{ENGLISH_SAID}{END}",
        rf"{{asks}}{{documents}}\s+(?:is|are|was|were|does|do)\s+{TOPIC}\s+{ENGLISH_SAID}\s+in{END}",
        rf"\b(?:is|are|was|were)\s+{TOPIC}\s+{ENGLISH_SAID}\s+(?:anywhere\s+)?in\s+"
        rf"(?:any\s+(?:of\s+(?:the|these|your)\s+)?{{documents}}|(?:the|these|your)\s+(?:documents|articles)){END}",
    ),
    "ru": (
        r"{asks}{documents}(?:,?\s+(?:которые|где|в которых))?\s+"
        r"(?:упоминают|упомина(?:ет|ют)ся|упомянут[аыо]?|(?:говор[ия]т(?:ся)?|рассказыва[ею]т(?:ся)?|пиш[уе]т(?:ся)?"
        r"|ид[её]т речь|речь ид[её]т) об?|есть упоминани[ея]|назван[аыо]?|встреча[ею]тся|содержат)"
        rf"\s+{TOPIC}{END}",
    ),
    "ar": (
        r"{asks}{documents}(?:\s+(?:التي|الذي))?\s+"
        r"(?:[تي]ُ?ذكر|ذُ?كرت?|وردت?(?: فيها)?(?: ذكر)?|جاء(?: فيها)? ذكر|[تي]تحدث عن|[تي]تناول|[تي]شير إلى)"
        rf"\s+{TOPIC}{END}",
    ),
    "he": (
        r"{asks}{documents}\s+ש?(?:מזכיר(?:ים|ות|ה)?(?: את)?|מוזכר(?:ת|ים|ות)?|נזכר(?:ת|ים|ות)?|מדבר(?:ים|ות)? על"
        rf"|מופיע(?:ה|ים|ות)?)\s+{TOPIC}{END}",
    ),
    "fr": (
        r"{asks}{documents}\s+(?:qui\s+)?(?:mentionnent|évoquent|citent|nomment|contiennent"
        rf"|(?:parlent|traitent)\s+(?:des?|du)|(?:parlent|traitent)\s+(?=d['’]))\s*\b{TOPIC}{END}",
        rf"\bdans\s+{{asks}}{{documents}}\s+{TOPIC}\s+(?:est|sont)(?:-(?:ils?|elles?))?\s+"
        rf"(?:mentionné|cité|évoqué|nommé)e?s?{END}",
        rf"\bdans\s+{{asks}}{{documents}}\s+(?:est|sont)\s+(?:mentionné|cité|évoqué|nommé)e?s?\s+{TOPIC}{END}",
    ),
    "es": (
        r"{asks}{documents}\s+(?:que\s+)?(?:mencionan|citan|nombran|contienen|se refieren"
        r"|(?:hablan|tratan) (?:de|sobre)|se (?:mencionan?|citan?|nombran?|habla de)|aparecen?|figuran?)"
        rf"\s+{TOPIC}{END}",
    ),
    "de": (
        r"{asks}{documents},?\s+(?:die\s+)?(?:erwähnen|nennen|zitieren|enthalten|(?:sprechen|handeln|berichten) von"
        rf"|(?:sprechen|schreiben|berichten) über|ist von)\s+{TOPIC}(?:\s+(?:erwähnen|die Rede))?{END}",
        rf"\bin\s+{{asks}}{{documents}}\s+(?:wird|werden|kommt|kommen|taucht|tauchen)\s+{TOPIC}\s+"
        rf"(?:erwähnt|genannt|zitiert|vor|auf){END}",
    ),
    "tr": (
        rf"{{asks}}{{documents}}\s+{TOPIC}\s+(?:bahset|bahsed|söz e[dt]|geç(?:iyor|er|mekte)|değin|anılıyor)\w*{END}",
        rf"^\s*{TOPIC}\s+{{asks}}{{documents}}\s+(?:geç(?:iyor|er|mekte)|anılıyor)\w*{END}",
    ),
    "zh": (
        rf"{{asks}}{{documents}}[里中]?都?(?:提到|提及|谈到|谈及|讲到|涉及|说到)[了过]?{TOPIC}{END}",
        rf"^{TOPIC}在{{asks}}{{documents}}[里中](?:被|有)?(?:提到|提及|谈到|出现)[了过]?{END}",
    ),
}
# What stands around the name of a thing and is no part of it.
BEFORE = {
    "en": r"(?:anything about|something about|both|either|(?:the )?(?:words?|names?|term|phrase)|the|an?|any)\s+",
    "ru": r"(?:слов[ао]|имя)\s+",
    "fr": r"(?:le mot|le nom|les?|la|du|des?|l['’]|d['’])\s*\b",
    "es": r"(?:la palabra|el nombre|al?|del?|el|l[ao]s?)\s+",
    "de": r"(?:das Wort|der Name|de[rnm]|die|das)\s+",
    "tr": r"(?:adı|ismi)\s+",
}
AFTER = {"en": r"\s+(?:at all|by name|anywhere|explicitly)", "tr": r"['’]\w+|\s+(?:adı|ismi|kelimesi|hakkında)"}
# A clause is no thing, and what is done most often, or to something else, is not told by where it is mentioned.
NO_THING = {
    "en": r"\b(?:did|do|does|was|were|is|are|has|have|had|what|who|why|how|when|where|whether|that|which|most|often)\b",
    "ru": r"\b(?:что|как|кто|почему|когда|чаще|больше)\b",
    "fr": r"\b(?:que|qui|comment|pourquoi|quand|plus)\b|\bqu['’]",
    "es": r"\b(?:que|quién|cómo|por qué|cuándo|más)\b",
    "de": r"\b(?:dass|wer|wie|warum|wann|was|meisten|häufigsten)\b",
}
# Said after an answer to such a question, it asks for the same documents.
ASKS_AGAIN = re.compile(
    rf"\W*(?:and |so )?(?:which|what)(?: ones?| {DOCUMENTS['en']}| of them)?(?: (?:is it|are they|are those))?\W*\(",
    re.IGNORECASE,
)
EDGES = " \t\n.,;:"


def _patterns(language: str) -> list[re.Pattern[str]]:
    return [
        re.compile(form.replace("{asks}", ASKS[language]).replace("{documents}", DOCUMENTS[language]), re.IGNORECASE)
        for form in FORMS[language]
    ]


PATTERNS = {language: _patterns(language) for language in FORMS}


def topic_of(question: str, language: str) -> str:
    """Return the thing whose mentions in the documents a question asks about, as it names it; "" if it asks otherwise.

    What a document does otherwise ("which documents did she sign") or is not ("do not mention") is not asked about.
    """
    for pattern in PATTERNS.get(language, ()):
        found = pattern.search(question)
        if found and ("(" not in question[: found.start()] or ASKS_AGAIN.match(question)):
            return _thing(found["topic"], language)
    return ""


def _thing(topic: str, language: str) -> str:
    """Return a topic without what stands around its name; "" if it is a clause."""
    refused = NO_THING.get(language)
    if refused and re.search(refused, topic):
        return ""
    before, after = BEFORE.get(language, "$^"), AFTER.get(language, "$^")
    thing = re.sub(rf"^(?:{before})+", "", topic.strip(EDGES), flags=re.IGNORECASE)
    return re.sub(rf"(?:{after})$", "", thing, flags=re.IGNORECASE).strip()
