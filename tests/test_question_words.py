"""What kind of thing a question asks for, in nine languages."""

from collections import Counter

import pytest

from assistant.asking.forms import ORDER, kind_of_question
from assistant.asking.intents import asks_whether
from assistant.words.kinds import Kind
from assistant.words.languages import entry, languages

# These ask for nothing that the question words tell; the files of the languages hold examples of what does.
OTHER = {
    "en": ["What was decided?"],
    "ru": ["Какое решение приняли?", "Назовите столицу Перу."],
    "ar": ["ما القرار الذي اتخذ؟"],
    "he": ["מה הוחלט?", "איזה צעד ננקט?"],
    "fr": ["Quelle décision a été prise ?"],
    "es": ["¿Qué se decidió?"],
    "de": ["Welche Entscheidung fiel?"],
    "tr": ["Ne karar verildi?"],
    "zh": ["会议决定了什么？"],
}
ASKED = [
    *((language, question, Kind.OTHER) for language, questions in OTHER.items() for question in questions),
    *(
        (language, question, kind)
        for language in languages()
        for kind in ORDER
        for question in entry(language, f"forms.{kind}.examples")
    ),
]


@pytest.mark.parametrize(("language", "question", "kind"), ASKED)
def test_the_question_words_tell_what_is_asked_for(language: str, question: str, kind: Kind) -> None:
    assert kind_of_question(question, language) is kind


@pytest.mark.parametrize("language", languages())
def test_each_form_of_each_language_has_an_example(language: str) -> None:
    forms = entry(language, "forms")

    assert set(forms) - {"which"} == set(ORDER)
    assert all(forms[kind]["examples"] for kind in ORDER)


def test_there_are_twelve_questions_in_each_foreign_language() -> None:
    assert all(count >= 12 for count in Counter(language for language, *_ in ASKED).values())


def test_a_language_that_we_do_not_speak_asks_for_anything() -> None:
    assert kind_of_question("誰が招待しましたか", "ja") is Kind.OTHER


def test_the_turkish_capital_i_with_a_dot_is_a_letter_like_any() -> None:
    assert kind_of_question("İSTİFANIN NEDENİ NEYDİ?", "tr") is Kind.REASON


@pytest.mark.parametrize(
    ("language", "whether", "what"),
    [("en", "Did she sign it?", "What did she sign?"), ("en", "Isn't it open?", "When is it open?"),
     ("de", "Hat sie unterschrieben?", "Was hat sie unterschrieben?"), ("fr", "A-t-elle signé ?", "Qui est-ce ?"),
     ("fr", "Est-ce que le musée est ouvert ?", "Qu'est-ce que le musée ?"), ("es", "¿Hay un museo?", "¿Qué hay?"),
     ("ru", "Подписала ли она?", "Кто подписал?"), ("tr", "İmzaladı mı?", "Kim imzaladı?"),
     ("ar", "هل وقعت؟", "من وقع؟"), ("he", "האם היא חתמה?", "מי חתם?"), ("zh", "她签了吗？", "谁签的？")],
)  # fmt: skip
def test_a_question_of_yes_or_no_is_told_by_its_language(language: str, whether: str, what: str) -> None:
    assert asks_whether(whether, language)
    assert not asks_whether(what, language)
