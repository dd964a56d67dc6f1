"""Questions that ask for the latest, or for the present, in nine languages."""

import pytest

from assistant.asking.intents import asks_for_latest, asks_for_present
from assistant.words.languages import entry, languages


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("Who currently leads it?", "en"),
        ("Who is still there?", "en"),
        ("Кто сейчас руководит?", "ru"),
        ("من يقودها حاليا؟", "ar"),
        ("מי מנהיג אותה כיום?", "he"),
        ("Qui le dirige actuellement ?", "fr"),
        ("¿Quién lo dirige ahora?", "es"),
        ("Wer leitet es derzeit?", "de"),
        ("Şimdi kim yönetiyor?", "tr"),
        ("现在谁领导？", "zh"),
    ],
)
def test_a_question_about_the_present_asks_for_the_latest_too(question: str, language: str) -> None:
    assert asks_for_present(question, language)
    assert asks_for_latest(question, language)


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("What is the latest on the bridge?", "en"),
        ("What was the most recent visit?", "en"),
        ("Каковы последние данные о мосте?", "ru"),
        ("ما هي آخر الأخبار عن الجسر؟", "ar"),
        ("מה המידע העדכני על הגשר?", "he"),
        ("Quelles sont les dernières nouvelles du pont ?", "fr"),
        ("¿Cuál es la visita más reciente?", "es"),
        ("Was ist der neueste Stand?", "de"),
        ("Köprüyle ilgili en son haber ne?", "tr"),
        ("关于大桥的最新消息是什么？", "zh"),
    ],
)
def test_a_question_for_the_latest_does_not_ask_for_the_present(question: str, language: str) -> None:
    assert asks_for_latest(question, language)
    assert not asks_for_present(question, language)


@pytest.mark.parametrize("question", ["When did it fall?", "Who knows the snow?", "What was the last straw?"])
def test_other_questions_ask_for_neither(question: str) -> None:
    assert not asks_for_latest(question, "en")


def test_a_language_that_we_do_not_read_asks_for_neither() -> None:
    assert not asks_for_latest("latest", "ja")


def test_our_languages_are_those_of_our_sentences() -> None:
    assert all(entry(language, f"intents.{intent}") for language in languages() for intent in ("present", "latest"))
