"""Names of a question and of the documents in other scripts, spellings and with slips of the pen."""

import pytest

from assistant.words.names import NameIndex
from assistant.words.sounds import OTHER_SCRIPT, distance, readings, skeletons, sounds

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
    assert NameIndex.of([TALKS]).resolve(question, language) == resolved


def test_a_word_that_could_be_two_names_stays_as_it_is() -> None:
    both = NameIndex.of(["We met Marten Larsen on Friday.", "We met Martin Lorsen on Friday."])
    assert both.resolve("Что сказал Мартан?", "ru") == {}


def test_a_word_without_a_capital_among_words_with_one_is_no_name() -> None:
    index = NameIndex.of(["They went to Bremen on Friday."])
    assert index.resolve("Что известно о Времени?", "ru") == {"Времени": "Bremen"}
    assert index.resolve("Что известно о времени?", "ru") == {}


def test_texts_without_names_resolve_nothing() -> None:
    assert NameIndex.of([]).resolve("Who is Bogdanow?", "en") == {}
    assert NameIndex.of(["", "۱۲ 3"]).resolve("Кто такой Богданов?", "ru") == {}


def test_a_chinese_name_that_the_texts_hold_is_left_alone() -> None:
    assert NameIndex.of([TALKS, "普里马科夫邀请了他们。"]).resolve("普里马科夫邀请了谁？", "zh") == {}


def test_names_of_russian_texts_are_found_by_an_english_question() -> None:
    texts = ["Вчера туда приехал Примаков. Потом Примаков сказал, что он рад."]
    assert NameIndex.of(texts).resolve("What did Primakov say?", "en") == {"Primakov": "Примаков"}


def test_an_ordinary_word_that_opens_a_sentence_is_no_name() -> None:
    assert NameIndex.of(["Damask is a cloth. It is red."]).resolve("Где Дамаск?", "ru") == {}


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
