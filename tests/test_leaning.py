"""Telling a follow-up from a question of its own, in nine languages."""

import pytest

from assistant.asking.leaning import leans
from index.language import detect_language

LEANING = {
    "en": ["And when was that?", "why?", "what about Fatah?", "who led it?", "and in 2017?", "The army's reaction?",
           "Which ones?", "Who else?", "What happened then?"],
    "ru": ["А когда это было?", "Почему?", "Кто её возглавлял?", "А как насчёт ФАТХ?", "Он согласился?"],
    "ar": ["ومتى كان ذلك؟", "لماذا؟", "من قاده؟", "ماذا عن فتح؟"],
    "he": ["ומתי זה היה?", "למה?", "מי הוביל אותה?", "מה לגבי פתח?"],
    "fr": ["Et quand était-ce ?", "Pourquoi ?", "Et le Fatah ?", "Qu'en est-il du Fatah ?", "A-t-il accepté ?"],
    "es": ["¿Y cuándo fue eso?", "¿Por qué?", "¿Quién la dirigió?", "¿Qué pasa con el Fatah?", "¿Lo aceptó?"],
    "de": ["Und wann war das?", "Warum?", "Wer hat sie geleitet?", "Was ist mit der Fatah?", "Wo fand es statt?"],
    "tr": ["Peki ne zaman oldu?", "Neden?", "Onu kim yönetti?"],
    "zh": ["那是什么时候？", "为什么？", "谁领导了它？", "法塔赫呢？", "他接受了吗？"],
}  # fmt: skip
ALONE = {
    "en": ["Is it true that Abbas left?", "What is septicemia?", "Who was the first man on the moon?",
           "And what did the president say about Moscow?"],
    "ru": ["Правда ли, что Аббас учился в Москве?", "Что такое септицемия?", "Кто изобрёл паровую машину?"],
    "ar": ["ما هو الإنتان؟", "متى زار عباس موسكو؟", "هل صحيح أن عباس درس في موسكو؟"],
    "he": ["מתי ביקר עבאס במוסקבה?", "האם נכון שעבאס למד במוסקבה?"],
    "fr": ["Qu'est-ce que la septicémie ?", "Quand Abbas a-t-il visité Moscou ?", "Est-il vrai que Abbas est parti ?"],
    "es": ["¿Qué es la septicemia?", "¿Cuándo visitó Abbas Moscú?", "¿Es cierto que Abbas estudió en Moscú?"],
    "de": ["Was ist Septikämie?", "Wann besuchte Abbas Moskau?", "Stimmt es, dass Abbas in Moskau studiert hat?"],
    "tr": ["Septisemi nedir?", "Abbas Moskova'yı ne zaman ziyaret etti?"],
    "zh": ["什么是败血症？", "阿巴斯什么时候访问莫斯科？"],
}  # fmt: skip


def _each(questions: dict[str, list[str]]) -> list[tuple[str, str]]:
    return [(language, question) for language, group in questions.items() for question in group]


@pytest.mark.parametrize(("language", "question"), _each(LEANING))
def test_a_follow_up_leans(language: str, question: str) -> None:
    assert leans(question, language)


@pytest.mark.parametrize(("language", "question"), _each(ALONE))
def test_a_question_of_its_own_does_not_lean(language: str, question: str) -> None:
    assert not leans(question, language)
    assert detect_language(question) == language


def test_of_other_languages_only_a_question_without_content_leans() -> None:
    assert not leans("Chi ha guidato la delegazione?", "it")
    assert leans("Perché?", "it")
