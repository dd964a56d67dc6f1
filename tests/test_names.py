"""Names of a question and of the documents in other scripts, spellings and with slips of the pen."""

import pytest

from assistant.words.names import NameIndex
from assistant.words.sounds import OTHER_SCRIPT, distance, readings, skeletons, sounds

CORPUS = """
Volodymyr Zelensky; Vladimir Putin; Angela Merkel; Emmanuel Macron; Olaf Scholz; Joe Biden; Donald Trump
Antonio Guterres; Jens Stoltenberg; Boris Johnson; Benjamin Netanyahu; Mahmoud Abbas; Recep Tayyip Erdogan
Bashar Assad; Hassan Rouhani; Ali Khamenei; Qassem Soleimani; Saddam Hussein; Muammar Gaddafi; Hosni Mubarak
Narendra Modi; Shinzo Abe; Nelson Mandela; Kofi Annan; Barack Obama; Hillary Clinton; Henry Kissinger
Mikhail Gorbachev; Nikita Khrushchev; Boris Yeltsin; Dmitry Medvedev; Sergei Shoigu; Dmitry Peskov; Alexei Navalny
Yevgeny Prigozhin; Alexander Lukashenko; Viktor Orban; Nicolas Sarkozy; Francois Hollande; Jacques Chirac
Margaret Thatcher; Winston Churchill; Rishi Sunak; Jacinda Ardern; Justin Trudeau; Jair Bolsonaro; Nicolas Maduro
Hugo Chavez; Fidel Castro; Andrzej Duda; Javier Milei; Pedro Sanchez; Silvio Berlusconi; Mario Draghi
Greta Thunberg; Elon Musk; Mark Zuckerberg; Jeff Bezos; Lionel Messi; Cristiano Ronaldo; Kylian Mbappe
Roger Federer; Novak Djokovic; Hezbollah; Taliban; Kandahar; Kabul; Baghdad; Tripoli; Benghazi; Khartoum; Darfur
Mogadishu; Nairobi; Johannesburg; Kharkiv; Mariupol; Donetsk; Sevastopol; Tbilisi; Tashkent; Samarkand; Jakarta
Manila; Melbourne; Vancouver; Toronto; Chicago; Washington; Philadelphia; Stockholm; Luxembourg; Strasbourg
Barcelona; Frankfurt; Dresden; Siemens; Volkswagen; Gazprom; Rosneft; Microsoft; Samsung; Toyota; Reuters; Bloomberg
Pentagon; Interpol; Greenpeace; Mossad; Likud; Yair Lapid; Bezalel Smotrich; Hassan Nasrallah; Yahya Sinwar
Marwan Barghouti; Saeb Erekat; Yasser Arafat; Shimon Peres; Ariel Sharon; Mohammed Morsi; Abdel Fattah Sisi
Austria; Iran; Slovakia; Niger; Clinton; Martin Griffiths; Sergei Ivanov; Jack Carter; Sanna Marin; Chad; Kosovo
"""
# Labelled by hand, from world news at large: language | spelling=name in the corpus; nothing behind "=" where the word
# is a name that the corpus does not hold, or no name. Every second one (dev) was used to choose the thresholds.
SPELLINGS = """
ru|Зеленский=Zelensky Путина=Putin Меркель=Merkel Макроном=Macron Шольца=Scholz Байдену=Biden Трампа=Trump
ru|Гутерриш=Guterres Столтенберг=Stoltenberg Джонсон=Johnson Нетаньяху=Netanyahu Аббаса=Abbas Эрдоганом=Erdogan
ru|Рухани=Rouhani Хаменеи=Khamenei Сулеймани=Soleimani Каддафи=Gaddafi Мубарака=Mubarak Обаме=Obama Киссинджер=Kissinger
ru|Горбачёв=Gorbachev Хрущёва=Khrushchev Ельцин=Yeltsin Медведев=Medvedev Шойгу=Shoigu Навального=Navalny
ru|Пригожиным=Prigozhin Лукашенко=Lukashenko Тэтчер=Thatcher Черчилль=Churchill Цукерберга=Zuckerberg Джокович=Djokovic
ru|Хезболла=Hezbollah Кандагаре=Kandahar Багдаде=Baghdad Харькове=Kharkiv Мариуполь=Mariupol Севастополе=Sevastopol
ru|Вашингтоне=Washington Газпрома=Gazprom Насралла=Nasrallah Арафат=Arafat Берлускони=Berlusconi Больсонару=Bolsonaro
ru|Германия= Клинтоуэй= Петров= Медведь= Бразилия= Молдавия= переговоры= встреча= Меркурий= Бондаренко= Столыпин=
ru|заявил= Сталин= Дублин= организация= Макдональд= Правительство= Иванова=Ivanov Австралия= Словения= Ирак= Нигерия=
ar|زيلينسكي=Zelensky بوتين=Putin ميركل=Merkel ماكرون=Macron
ar|بايدن=Biden ترامب=Trump غوتيريش=Guterres ستولتنبرغ=Stoltenberg
ar|جونسون=Johnson نتنياهو=Netanyahu أردوغان=Erdogan روحاني=Rouhani خامنئي=Khamenei سليماني=Soleimani القذافي=Gaddafi
ar|مبارك=Mubarak أوباما=Obama كيسنجر=Kissinger غورباتشوف=Gorbachev يلتسين=Yeltsin ميدفيديف=Medvedev نافالني=Navalny
ar|بريغوجين=Prigozhin لوكاشينكو=Lukashenko تاتشر=Thatcher تشرشل=Churchill زوكربيرغ=Zuckerberg ديوكوفيتش=Djokovic
ar|طالبان=Taliban قندهار=Kandahar بغداد=Baghdad طرابلس=Tripoli بنغازي=Benghazi مقديشو=Mogadishu خاركيف=Kharkiv
ar|واشنطن=Washington غازبروم=Gazprom الموساد=Mossad سموتريتش=Smotrich السنوار=Sinwar البرغوثي=Barghouti عريقات=Erekat
ar|وبوتين=Putin لنتنياهو=Netanyahu مانديلا=Mandela برلسكوني=Berlusconi ساركوزي=Sarkozy
ar|ألمانيا= اجتماع= الحرب= وزير= الخارجية= المفاوضات= دعا= رئيس= المستشفى= سلوفينيا= أستراليا= العراق= حسنين= الحكومة=
ar|بلفاست= مدريد= سبتمبر= القاهرة= الفصائل= محادثات= البرلمان= منظمة= كارتر=Carter شارون=Sharon دمشق= ستالين=
he|זלנסקי=Zelensky פוטין=Putin מרקל=Merkel מקרון=Macron ביידן=Biden טראמפ=Trump גוטרש=Guterres סטולטנברג=Stoltenberg
he|ג'ונסון=Johnson נתניהו=Netanyahu ארדואן=Erdogan רוחאני=Rouhani חמינאי=Khamenei סולימאני=Soleimani קדאפי=Gaddafi
he|מובארק=Mubarak אובמה=Obama קיסינג'ר=Kissinger גורבצ'וב=Gorbachev ילצין=Yeltsin מדבדב=Medvedev נבלני=Navalny
he|פריגוז'ין=Prigozhin לוקשנקו=Lukashenko תאצ'ר=Thatcher צ'רצ'יל=Churchill צוקרברג=Zuckerberg ג'וקוביץ'=Djokovic
he|טליבאן=Taliban קנדהאר=Kandahar בגדאד=Baghdad טריפולי=Tripoli בנגאזי=Benghazi חרקוב=Kharkiv וושינגטון=Washington
he|גזפרום=Gazprom סמוטריץ'=Smotrich סינוואר=Sinwar ברגותי=Barghouti לפוטין=Putin מנדלה=Mandela ברלוסקוני=Berlusconi
he|סרקוזי=Sarkozy בוושינגטון=Washington פרנקפורט=Frankfurt
he|גרמניה= פגישה= מלחמה= ממשלה= החוץ= שיחות= ראש= ארגון= בחירות= ירושלים= אוסטרליה= עיראק= מצרים= מדריד= סטלין=
he|פלסטינים= הזמין= דמשק= ספטמבר= מנהיג= סלובניה= שגריר= קרטר=Carter שרון=Sharon
fr|Zelenski=Zelensky Poutine=Putin Gorbatchev=Gorbachev Khrouchtchev=Khrushchev Eltsine=Yeltsin Nétanyahou=Netanyahu
fr|Medvedev=Medvedev Choïgou=Shoigu Navalny=Navalny Prigojine=Prigozhin Loukachenko=Lukashenko Khamenei=Khamenei
fr|Kadhafi=Gaddafi Moubarak=Mubarak Soleimani=Soleimani Erdoğan=Erdogan Arafat=Arafat Kaboul=Kabul Bagdad=Baghdad
fr|Tachkent=Tashkent Samarcande=Samarkand Marioupol=Mariupol Djokovic=Djokovic Peskov=Peskov Rohani=Rouhani
fr|Allemagne= réunion= gouvernement= Irlande= Sarrebruck= Madrid= Slovénie= Bretagne= négociations= Guterre=Guterres
fr|Nigeria= Australie= Chine= ambassadeur= Ministre= Marie= Stéphane= Michel= Cameron=
es|Zelenski=Zelensky Yeltsin=Yeltsin Gorbachov=Gorbachev Jruschov=Khrushchev Navalni=Navalny Prigozhin=Prigozhin
es|Jamenei=Khamenei Gadafi=Gaddafi Netanyahu=Netanyahu Erdogán=Erdogan Lukashenko=Lukashenko Bagdad=Baghdad
es|Trípoli=Tripoli Járkov=Kharkiv Jartum=Khartoum
es|Estocolmo=Stockholm Nasralá=Nasrallah Hezbolá=Hezbollah Nairobi=Nairobi
es|Filadelfia=Philadelphia Luxemburgo=Luxembourg Estrasburgo=Strasbourg Talibán=Taliban Mogadiscio=Mogadishu
es|Alemania= reunión= gobierno= Irlanda= Madrid= Eslovenia= negociaciones= Australia= embajador= Carmen= Sevilla=
es|Nigeria= Irak= Bolivia= Marta= Ministro= Guerra= Mariana=
de|Selenskyj=Zelensky Gorbatschow=Gorbachev Chruschtschow=Khrushchev Jelzin=Yeltsin Medwedew=Medvedev Nawalny=Navalny
de|Prigoschin=Prigozhin Lukaschenko=Lukashenko Netanjahu=Netanyahu Chamenei=Khamenei Schoigu=Shoigu Putins=Putin
de|Soleimanis=Soleimani Taschkent=Tashkent Charkiw=Kharkiv Chartum=Khartoum Mogadischu=Mogadishu Dschokovic=Djokovic
de|Hisbollah=Hezbollah Peskow=Peskov Ruhani=Rouhani
de|Bengasi=Benghazi Khartum=Khartoum Luxemburg=Luxembourg Straßburg=Strasbourg
de|Regierung= Treffen= Krieg= Außenminister= Verhandlungen= Botschafter= Deutschland= Österreich= Slowenien= Marta=
de|Australien= Irak= Gespräche= Karte= Krater= Bundestag= Minister= Schweden= Morgen= Manuela=
tr|Zelenski=Zelensky Gorbaçov=Gorbachev Kruşçev=Khrushchev Hamaney=Khamenei Kaddafi=Gaddafi Lukaşenko=Lukashenko
tr|Şoygu=Shoigu Taşkent=Tashkent Semerkant=Samarkand Bağdat=Baghdad Trablus= Hizbullah=Hezbollah Navalnıy=Navalny
tr|Netanyahu'nun=Netanyahu Putin'in=Putin Erdoğan'ın=Erdogan
tr|Vaşington=Washington Lüksemburg=Luxembourg Strazburg=Strasbourg
tr|Mübarek=Mubarak Kissincer=Kissinger Çörçil=Churchill
tr|Taliban=Taliban Prigojin=Prigozhin Ruhani=Rouhani Arafat'ı=Arafat
tr|Almanya= toplantı= hükümet= İrlanda= görüşmeler= bakan= savaş= Slovenya= Avustralya= Irak= elçi= Nijerya= Mersin=
zh|泽连斯基=Zelensky 特朗普=Trump 古特雷斯=Guterres 斯托尔滕贝格=Stoltenberg 内塔尼亚胡=Netanyahu 埃尔多安=Erdogan
zh|鲁哈尼=Rouhani 苏莱曼尼=Soleimani 卡扎菲=Gaddafi 穆巴拉克=Mubarak 奥巴马=Obama 基辛格=Kissinger 戈尔巴乔夫=Gorbachev
zh|赫鲁晓夫=Khrushchev 叶利钦=Yeltsin 梅德韦杰夫=Medvedev 纳瓦尔尼=Navalny 普里戈任=Prigozhin 卢卡申科=Lukashenko
zh|丘吉尔=Churchill 扎克伯格=Zuckerberg 德约科维奇=Djokovic 塔利班=Taliban 坎大哈=Kandahar 巴格达=Baghdad
zh|马里乌波尔=Mariupol 墨尔本=Melbourne 温哥华=Vancouver 费城= 曼德拉=Mandela 贝卢斯科尼=Berlusconi 萨科齐=Sarkozy
zh|克林顿=Clinton 默克尔=Merkel 马克龙=Macron 巴尔古提=Barghouti 塔什干=Tashkent 撒马尔罕=Samarkand 法兰克福=Frankfurt
zh|德国= 会议= 政府= 战争= 外交部长= 谈判= 澳大利亚= 斯洛文尼亚= 尼日利亚= 伊拉克= 斯大林= 联合国= 克里斯托弗= 巴基斯坦=
en|Bogdanovich= Zelenskiy=Zelensky Zelenskyy=Zelensky Zelnesky=Zelensky Netenyahu=Netanyahu Netanyhau=Netanyahu
en|Gorbachov=Gorbachev Gorbatchev=Gorbachev Kruschev=Khrushchev
en|Medvedyev=Medvedev Stoltenburg=Stoltenberg Gutteres=Guterres
en|Guterrez=Guterres Qaddafi=Gaddafi Kadafi=Gaddafi Hizbullah=Hezbollah Hizballah=Hezbollah Zukerberg=Zuckerberg
en|Khameini=Khamenei Berlosconi=Berlusconi Lukashenka=Lukashenko Sulaimani=Soleimani Mubarack=Mubarak Kharkov=Kharkiv
en|Erdoğan=Erdogan Philadelpia=Philadelphia Washingtno=Washington
en|Melborne=Melbourne Samarqand=Samarkand Churchil=Churchill
en|netanyaho=Netanyahu stoltenberk=Stoltenberg Prigozin=Prigozhin Mubarek=Mubarak Hussien=Hussein Assaad=Assad
en|Australia= Iraq= Slovenia= Nigeria= Clifton= Martinez= Ivanova= Cartier= Martina= Irving= Chadwick= Austin= Macrae=
en|Moreno= Bidwell= Trumbull= Johnston= Merkley= Putnam= Arden= Truman= Castor= Boston= Mandelson= Maria= Barcelo= Daud=
en|lambasted= vetoed= rebuked= deported= hosted= Assange= Hasina= Mossadegh= Shannon= Perez=
"""
ASKED = {
    "en": "What did {} say about it?",
    "ru": "Что сказал об этом {}?",
    "ar": "ماذا قال {} عن ذلك؟",
    "he": "מה אמר {} על זה?",
    "fr": "Qu'est-ce que {} a dit ?",
    "es": "¿Qué dijo {} sobre eso?",
    "de": "Was sagte {} dazu?",
    "tr": "{} bu konuda ne dedi?",
    "zh": "{}说了什么？",
}


def labelled() -> list[tuple[str, str, str]]:
    return [
        (line.partition("|")[0], *pair.split("="))
        for line in SPELLINGS.strip().splitlines()
        for pair in line.partition("|")[2].split()
    ]


@pytest.fixture(scope="module")
def world() -> NameIndex:
    names = [name.strip() for line in CORPUS.strip().splitlines() for name in line.split(";")]
    return NameIndex([f"Officials met {name} on Tuesday." for name in names])


def precision_and_recall(world: NameIndex, half: int, languages: set[str]) -> tuple[float, float]:
    """Return the share of right names among those given, and among those that should be given."""
    right = given = wanted = 0
    for number, (language, written, name) in enumerate(labelled()):
        # Spelled as in the corpus there is nothing to resolve.
        if number % 2 != half or language not in languages or written.split("'")[0] == name:
            continue
        found = list(world.resolve(ASKED[language].format(written), language).values())
        given += len(found)
        wanted += bool(name)
        right += found == [name]
    return right / given, right / wanted


def test_names_are_found_across_scripts_and_spellings_and_hardly_ever_wrongly(world: NameIndex) -> None:
    # Measured: dev 1.00 and .91 (n = 215), test .97 and .82 (n = 220); what is not found stays as it is written.
    precision, recall = precision_and_recall(world, 1, set(ASKED) - {"zh"})
    assert precision >= 0.95
    assert recall >= 0.8


def test_chinese_signs_hide_half_of_the_names_but_seldom_make_one_up(world: NameIndex) -> None:
    # Measured: dev 1.00 and .68 (n = 27), test .86 (one wrong) and .32 (n = 26): Chinese is far from the names' sounds.
    precision, recall = precision_and_recall(world, 1, {"zh"})
    assert precision >= 0.8
    assert recall >= 0.3


TALKS = (
    "The deputy minister Yevgeny Primakov invited them on Friday, and Primakov said that Abu Marzouk would come. "
    "The government of Hungary was invited too. In Vienna the invitation of NASA was read. A man of the house said yes."
)


@pytest.mark.parametrize(
    ("question", "language", "resolved"),
    [
        pytest.param("Кого пригласил Примаков?", "ru", {"Примаков": "Primakov"}, id="Russian"),
        pytest.param("О чём говорили с Примаковым?", "ru", {"Примаковым": "Primakov"}, id="a Russian case"),
        pytest.param("من دعا بريماكوف؟", "ar", {"بريماكوف": "Primakov"}, id="Arabic"),
        pytest.param("متى التقوا ببريماكوف؟", "ar", {"ببريماكوف": "Primakov"}, id="an Arabic prefix"),
        pytest.param("את מי הזמין פרימקוב?", "he", {"פרימקוב": "Primakov"}, id="Hebrew"),
        pytest.param("普里马科夫邀请了谁？", "zh", {"普里马科夫": "Primakov"}, id="Chinese"),
        pytest.param("Wen lud Primakow ein?", "de", {"Primakow": "Primakov"}, id="German"),
        pytest.param("Primakof'un daveti neydi?", "tr", {"Primakof": "Primakov"}, id="a Turkish case"),
        pytest.param("Who did Primokov invite?", "en", {"Primokov": "Primakov"}, id="another vowel"),
        pytest.param("Who did Priamkov invite?", "en", {"Priamkov": "Primakov"}, id="letters exchanged"),
        pytest.param("who did primakof invite", "en", {"primakof": "Primakov"}, id="no capitals at all"),
        pytest.param("Кто такой Абу Марзук?", "ru", {"Марзук": "Marzouk"}, id="beside its other name"),
        pytest.param("Who was inivted?", "en", {"inivted": "invited"}, id="a slip in an ordinary word"),
        pytest.param("Кого пригласило НАСА?", "ru", {"НАСА": "NASA"}, id="an acronym for an acronym"),
        pytest.param("Who did Primakov invite?", "en", {}, id="spelled as in the texts"),
        pytest.param("What was Primakov's invitation?", "en", {}, id="with an apostrophe"),
        pytest.param("Who invites them?", "en", {}, id="another form of a word"),
        pytest.param("Who did Primakova invite?", "en", {}, id="his wife"),
        pytest.param("Who did Primakov dismiss?", "en", {}, id="a word that the texts do not hold"),
        pytest.param("Кого уволил Сидоров?", "ru", {}, id="nobody in the texts"),
        pytest.param("Что сказал прима?", "ru", {}, id="an ordinary word that sounds like the beginning of a name"),
        pytest.param("Was sagte die Regierung in Ungarn?", "de", {}, id="German nouns are no names"),
        pytest.param("", "en", {}, id="nothing asked"),
        pytest.param("ъ ׳ 12 ' ء 😀", "ru", {}, id="no words"),
    ],
)
def test_words_are_resolved_only_where_it_is_certain(question: str, language: str, resolved: dict[str, str]) -> None:
    assert NameIndex([TALKS]).resolve(question, language) == resolved


def test_a_word_that_could_be_two_names_stays_as_it_is() -> None:
    both = NameIndex(["We met Marten Larsen on Friday.", "We met Martin Lorsen on Friday."])
    assert both.resolve("Что сказал Мартан?", "ru") == {}


def test_names_that_stand_side_by_side_vouch_for_one_another() -> None:
    index = NameIndex(["We met Sarah Osterman on Friday.", "We met Peter Larch in May."])
    # Alone, or after another's name, the spelling is too far.
    assert index.resolve("Что сказала Сара Аустирмин?", "ru") == {"Сара": "Sarah", "Аустирмин": "Osterman"}
    assert index.resolve("Что сказал Петер Аустирмин?", "ru") == {"Петер": "Peter"}


def test_a_word_without_a_capital_among_words_with_one_is_no_name() -> None:
    index = NameIndex(["They went to Bremen on Friday."])
    assert index.resolve("Что известно о Времени?", "ru") == {"Времени": "Bremen"}
    assert index.resolve("Что известно о времени?", "ru") == {}


def test_texts_without_names_resolve_nothing() -> None:
    assert NameIndex([]).resolve("Who is Bogdanow?", "en") == {}
    assert NameIndex(["", "۱۲ 3"]).resolve("Кто такой Богданов?", "ru") == {}


def test_a_chinese_name_that_the_texts_hold_is_left_alone() -> None:
    assert NameIndex([TALKS, "普里马科夫邀请了他们。"]).resolve("普里马科夫邀请了谁？", "zh") == {}


def test_names_of_russian_texts_are_found_by_an_english_question() -> None:
    texts = ["Вчера туда приехал Примаков. Потом Примаков сказал, что он рад."]
    assert NameIndex(texts).resolve("What did Primakov say?", "en") == {"Primakov": "Примаков"}


def test_an_ordinary_word_that_opens_a_sentence_is_no_name() -> None:
    assert NameIndex(["Damask is a cloth. It is red."]).resolve("Где Дамаск?", "ru") == {}


@pytest.mark.parametrize(
    ("word", "language", "sound"),
    [
        pytest.param("Хрущёв", "ru", "xruSev", id="Cyrillic"),
        pytest.param("Chruschtschow", "de", "xruSov", id="German"),
        pytest.param("Khrushchov", "en", "xruSov", id="English"),
        pytest.param("Kruşçov", "tr", "kruSCov", id="Turkish"),
        pytest.param("غورباتشوف", "ar", "gwrbaCwf", id="Arabic"),
        pytest.param("צ׳רצ׳יל", "he", "CrCyl", id="Hebrew with geresh"),
        pytest.param("戈尔巴乔夫", "zh", "gerbaCofu", id="Chinese"),
        pytest.param("Poutine", "fr", "putin", id="French"),
        pytest.param("Jruschov", "es", "xruSov", id="Spanish"),
        pytest.param("12", "en", "", id="nothing to hear"),
    ],
)
def test_a_word_sounds_as_its_language_reads_it(word: str, language: str, sound: str) -> None:
    assert sounds(word, language) == sound


def test_spellings_of_one_name_share_a_skeleton() -> None:
    assert skeletons(sounds("Harris", "en")) & skeletons(sounds("Харрис", "ru"))
    assert not skeletons(sounds("Harris", "en")) & skeletons(sounds("Horton", "en"))


def test_a_name_may_be_read_as_in_english_in_any_language() -> None:
    assert readings("Johnson", "de") == {"yohnson", "Johnson"}


def test_the_distance_counts_vowels_less_than_consonants() -> None:
    assert distance("merkel", "merkel", OTHER_SCRIPT) == 0
    assert distance("markel", "merkel", OTHER_SCRIPT) == 0.3
    assert distance("merkel", "merke", OTHER_SCRIPT) == 1
