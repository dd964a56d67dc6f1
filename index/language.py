"""Tell the language of a text from its script, its function words and its letters."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict

# Function words and the other words that questions are made of, which say nothing about what a text is about.
FUNCTION_WORDS = {
    "en": """
        a an the of and or to in on at by for with from as is are was were be been being am do does did done has
        have had having it its this that these those he she they we you i his her their our your my me him them us
        himself itself themselves what which who whom whose when where why how if than then there here so not no nor
        but about into over after before between during through under above such can could will would shall should
        may might must also just only own same very any some each more most other tell please
        """,
    "es": """
        el la los las lo un una unos unas de del al a ante con contra desde durante en entre hacia hasta para por
        según sin sobre tras y e o u ni pero que como si no sí se su sus le les me te nos mi tu qué quién quiénes
        cuál cuáles cuándo cuánto cuánta cuántos cuántas dónde adónde cómo porque quien quienes cual cuales cuando
        cuanto donde este esta estos estas esto ese esa esos esas eso aquel aquella él ella ellos ellas es son era
        eran fue fueron ser sido está están estaba estaban ha han había hay hubo muy más menos también ya otro otra
        otros otras cada todo toda todos todas tiene tienen tenía hizo hacer hace puede pueden llama después antes
        algún alguna dijo
        """,
    "fr": """
        le la les l un une des du de d au aux à en dans par pour avec sans sous sur vers chez entre contre depuis
        pendant avant après et ou où mais donc car ni que qu qui quoi dont quel quelle quels quelles quand comment
        pourquoi combien lequel laquelle lesquels est sont était étaient été être fut furent a ont avait avaient
        avoir eu ai es il elle ils elles on je tu nous vous se s ce c cet cette ces cela ça son sa ses leur leurs
        mon ma mes ton ta tes notre nos votre vos y ne n pas plus moins très si même aussi tout toute tous toutes
        autre autres fait faire peut peuvent dit j m t lors selon
        """,
    "de": """
        der die das den dem des ein eine einen einem einer eines und oder aber in im an am auf aus bei beim mit nach
        seit von vom zu zum zur für gegen ohne um über unter vor hinter neben zwischen durch bis während wegen als
        wie wenn weil dass ob wer wen wem wessen was wann wo woher wohin warum weshalb wieso wozu worauf worüber
        woran wodurch womit wovon wofür worin woraus wogegen wonach welche welcher welches welchen welchem wieviel
        wieviele viele viel ist sind war waren sein gewesen wird werden wurde wurden worden werde hat haben hatte
        hatten habe kann können konnte konnten soll sollte muss musste müssen will wollte darf er sie es ich du wir
        ihr sich ihn ihm ihnen ihre ihrer ihren ihrem seine seiner seinen seinem sein mein dein unser dieser diese
        dieses diesen diesem jener man nicht kein keine keinen auch nur noch schon sehr mehr so da dort hier dann
        denn doch etwa alle anderen andere gibt gab jemand
        """,
    "tr": """
        ve veya ya ile ama fakat ancak için gibi kadar göre karşı doğru sonra önce beri rağmen dolayı üzere de da ki
        mi mı mu mü bir bu şu o bunlar onlar ben sen biz siz kim kimi kime kimin kimler kimden kiminle kimdir kimdi
        ne neyi neye neyin neler nelerdir nedir neydi neden niçin niye nasıl nasıldır nerede nereye nereden nerede
        nerelerde neresi nerededir hangi hangisi hangileri hangisidir kaç kaçı kaça kaçıncı kaçtır kimse bunu buna
        bunun onu ona onun şunu her hiç çok daha en az tüm bütün bazı diğer aynı şey var yok değil olan olarak oldu
        olmuş olduğu olduğunu olur olacak edildi edilen etti eden ettiği etmek yapılan yaptı yapıldı zaman tarihte
        yılda yılında arasında üzerinde içinde hakkında tarafından dedi söyledi vardır idi ise dair
        """,
    "ru": """
        и в во не что он на я с со как а то все она так его но да ты к ко у же вы за бы по только ее её мне было вот
        от меня еще ещё нет о об обо из ему когда даже ну ли если или ни быть был была были него до вас они мы их им
        кто кого кому кем ком чего чему чем чём где куда откуда почему зачем сколько какой какая какое какие какого
        какую какому каким какими каких каком чей чья чьё чьи который которая которое которые которого которой
        которых которому которым котором этот эта это эти этого этой этих этом тот та те того той тех том свой своя
        свои своего своей своих для при про под над между через после перед без около также тоже уже является
        являются стал стала есть будет будут может могут можно ее себя себе там тут здесь этому более менее очень
        """,
    "ar": """
        من ما ماذا متى أين اين كيف لماذا لم لن لا كم هل أي اي أية أيّ أيها في على إلى الى عن مع بين بعد قبل منذ حتى
        خلال عند ضد دون حول فوق تحت أمام هو هي هم هن نحن أنا انت هذا هذه هؤلاء ذلك تلك أولئك الذي التي الذين اللذين
        اللتين اللواتي كان كانت كانوا يكون تكون كن ليس ليست قد لقد سوف أن ان إن أنه أنها انه انها إذا لو لكن بل ثم
        أو او أم كل بعض غير كلا أيضا أيضاً فقط مثل كما عندما حيث بسبب لدى لها له لهم بها به بهم فيها فيه فيهم منها
        منه منهم عنها عنه عليها عليه إليه إليها تم يتم تمت وما ومن وفي ومتى وهل وكيف وهو وهي بما مما عما فيما لمن
        ولماذا الى أكثر اكثر أقل بأي لأي وكم بكم فكم كانا يوجد توجد هناك هنا اسم
        """,
    "he": """
        של את על מה מי מהו מהי מהם מהן מיהו מיהי למי ממי במי עם אל מן כל אשר כי אם או גם לא כן אין יש היה הייתה היתה
        היו יהיה תהיה להיות הוא היא הם הן אני אתה אנחנו אתם זה זו זאת אלה אלו הזה הזו הזאת האלה איפה היכן לאן מאין
        מאיפה מתי איך כיצד למה מדוע כמה בכמה לכמה איזה איזו אילו באיזה באיזו באילו לאיזה לאיזו מאיזה מאיזו האם בין
        לפני אחרי כאשר כש לאחר במהלך תוך נגד לגבי אצל ליד תחת מול עד רק עוד אך אבל אולי כמו כך לכן אותו אותה אותם
        אותן לו לה להם להן שלו שלה שלהם בו בה בהם ממנו ממנה עליו עליה אליו אליה מאוד יותר פחות ביותר כבר שם פה כאן
        ידי מתוך אחד אחת במה לפי בגלל בשל למרות
        """,
    "zh": """
        的 了 是 在 和 与 及 或 也 都 就 不 没有 有 被 把 对 对于 从 向 到 为 为了 以 于 由 因为 所以 但是 如果 而
        而且 谁 什么 什么时候 哪 哪里 哪儿 哪些 哪个 哪位 何 何时 何地 为什么 为何 怎么 怎样 怎么样 如何 多少 几
        多久 多大 多长 吗 呢 吧 这 那 这个 那个 这些 那些 他 她 它 他们 她们 它们 我 我们 你 你们 之 其 请 关于 以及
        哪一
        """,
    "it": """
        il lo la i gli le un uno una di del dello della dei degli delle a al alla ai da dal dalla in nel nella nei
        con su sul sulla per tra fra e ed o ma che chi cui come quando dove perché quale quali quanto quanti quanta
        quante cosa è sono era erano fu stato stata stati essere ha hanno aveva non si se più anche suo sua questo
        questa quello
        """,
    "pt": """
        o a os as um uma uns de do da dos das em no na nos nas por pelo pela para com sem sobre entre e ou mas que
        quem quando onde como porque porquê qual quais quanto quantos quantas é são era eram foi foram ser está
        estão tem têm não se mais também seu sua este esta isso ele ela ao à às
        """,
    "nl": """
        de het een van in op met voor naar uit bij aan door over tot en of maar dat die dit deze wie wat wanneer
        waar waarom hoe hoeveel welke welk is zijn was waren werd werden wordt worden heeft hebben had niet geen ook
        er ze zij hij te om als dan
        """,
}  # fmt: skip
# Function words of other languages that English has too, as words or behind an apostrophe.
ENGLISH_TOO = frozenset(
    [
        "also",
        "ben",
        "car",
        "come",
        "con",
        "d",
        "den",
        "door",
        "dove",
        "era",
        "gab",
        "ha",
        "m",
        "ma",
        "man",
        "me",
        "met",
        "mi",
        "mine",
        "one",
        "per",
        "plus",
        "s",
        "sin",
        "son",
        "sur",
        "t",
        "ten",
        "var",
        "war",
    ]
)
SCRIPTS = {"CYRILLIC": "ru", "ARABIC": "ar", "HEBREW": "he", "CJK": "zh", "HIRAGANA": "ja", "KATAKANA": "ja",
           "HANGUL": "ko", "GREEK": "el", "DEVANAGARI": "hi", "THAI": "th"}  # fmt: skip
# Letters and signs that tell languages of the Latin script apart.
TELLING = {"es": "¿¡ñáíóú", "de": "ßäöü", "tr": "ğşıİ", "fr": "œèêëîïâûùç", "pt": "ãõ"}
# Enough letters to be sure; a whole book need not be read.
SAMPLE_CHARACTERS = 2000
DEFAULT = "en"

# A function word counts 1, shared among the languages that have it. With a capital within a sentence it is more likely
# part of a name ("La Liga"), a telling letter may stand in one ("Müller"), and so may most of the text.
CAPITAL = 0.25
TELLING_LETTER = 0.6
MAIN_SCRIPT = 0.5
WORD = re.compile(r"[^\W\d_]+")
LATIN_LETTER = re.compile("[a-zA-Z\u00c0-\u024f]")


def _as_typed(language: str) -> frozenset[str]:
    """Return the function words of a language, those in Latin letters also without accents, as many people type."""
    words = FUNCTION_WORDS[language].split()
    return frozenset(words).union(_plain(word) for word in words if LATIN_LETTER.match(word))


def _plain(word: str) -> str:
    parts = unicodedata.normalize("NFD", word.replace("ı", "i"))
    return "".join(sign for sign in parts if not unicodedata.combining(sign))


STOP_WORDS = {language: _as_typed(language) for language in FUNCTION_WORDS}
LANGUAGES_OF = {
    word: [code for code, words in STOP_WORDS.items() if word in words or (code == DEFAULT and word in ENGLISH_TOO)]
    for word in frozenset().union(*STOP_WORDS.values())
}
# Chinese does not set words apart; the longest that fits is the word.
CHINESE_WORD = re.compile("|".join(sorted(STOP_WORDS["zh"], key=len, reverse=True)))


def detect_language(text: str) -> str:
    """Return the ISO 639-1 code of the language that `text` is written in; "en" when nothing tells.

    The function words tell, so that a question stays in its language however many foreign names it holds.
    """
    sample = text[:SAMPLE_CHARACTERS]
    votes = _votes_of_words(sample)
    if not sample.isascii():
        for language, letters in TELLING.items():
            votes[language] += TELLING_LETTER * len(set(letters).intersection(sample))
    script = SCRIPTS.get(_main_script(sample), "")
    if script == "ja":
        return script
    if script:
        votes[script] += MAIN_SCRIPT
    best = max(votes, key=lambda language: (votes[language], language == DEFAULT), default=DEFAULT)
    return best if votes[best] else DEFAULT


def _votes_of_words(sample: str) -> defaultdict[str, float]:
    votes: defaultdict[str, float] = defaultdict(float)
    shouted = sample.isupper()
    for number, word in enumerate(WORD.findall(sample)):
        languages = LANGUAGES_OF.get(word.lower(), ())
        weight = CAPITAL if number and word[0].isupper() and not shouted else 1.0
        for language in languages:
            votes[language] += weight / len(languages)
    if not sample.isascii():
        votes["zh"] += len(CHINESE_WORD.findall(sample))
    return votes


def _main_script(sample: str) -> str:
    """Return the first word of the Unicode names of most letters; a text with kana is Japanese whatever else it has."""
    if sample.isascii():
        return "LATIN"
    scripts = Counter(unicodedata.name(sign, "?").partition(" ")[0] for sign in sample if sign.isalpha())
    if scripts["HIRAGANA"] or scripts["KATAKANA"]:
        return "HIRAGANA"
    return scripts.most_common(1)[0][0] if scripts else "LATIN"
