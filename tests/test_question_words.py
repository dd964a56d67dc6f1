"""What kind of thing a question asks for, in nine languages."""

import re

import pytest

from assistant.asking.forms import kind_of_question
from assistant.words.kinds import Kind

QUESTIONS = {
    "ru": """
        когда прошла встреча?=date В каком году он умер?=year Какого числа она началась?=day
        Кто возглавил партию?=person
        С кем встретился президент?=person Где прошли переговоры?=place В какой стране это было?=place
        Сколько групп приехало?=number Сколько дней длилась встреча?=duration Почему она ушла?=reason
        Какое решение приняли?=other Назовите столицу Перу.=other
        """,
    "ar": """
        متى عقد الاجتماع؟=date في أي عام توفي؟=year في أي يوم بدأت؟=day من قاد الحزب؟=person من هو الرئيس؟=person
        أين جرت المحادثات؟=place من أين جاء الوفد؟=place في أي مدينة كان؟=place كم عدد الفصائل؟=number
        كم سنة استمرت الحرب؟=duration لماذا غادر؟=reason ما القرار الذي اتخذ؟=other
        """,
    "he": """
        מתי התקיימה הפגישה?=date באיזו שנה הוא מת?=year באיזה תאריך זה התחיל?=day מי עמד בראש המפלגה?=person
        את מי הזמינו?=person היכן נערכו השיחות?=place באיזו מדינה זה קרה?=place כמה קבוצות הגיעו?=number
        כמה ימים נמשכה הפגישה?=duration מדוע הוא עזב?=reason מה הוחלט?=other איזה צעד ננקט?=other
        """,
    "fr": """
        Quand a eu lieu la réunion ?=date En quelle année est-il mort ?=year Quel jour a-t-elle commencé ?=day
        Qui dirige le parti ?=person Avec qui a-t-il parlé ?=person Où ont eu lieu les pourparlers ?=place
        Dans quel pays était-ce ?=place Combien de groupes sont venus ?=number Combien de jours a-t-elle duré ?=duration
        Pourquoi est-il parti ?=reason Quelle est la raison du départ ?=reason Quelle décision a été prise ?=other
        """,
    "es": """
        ¿Cuándo fue la reunión?=date ¿En qué año murió?=year ¿Qué día empezó?=day ¿Quién dirige el partido?=person
        ¿A quiénes invitaron?=person ¿Dónde se celebraron?=place ¿En qué país fue?=place
        ¿Cuántos grupos vinieron?=number
        ¿Cuántos días duró?=duration ¿Por qué se fue?=reason ¿Cuál fue la causa?=reason ¿Qué se decidió?=other
        """,
    "de": """
        Wann fand das Treffen statt?=date In welchem Jahr starb er?=year An welchem Tag begann es?=day
        Wer führt die Partei?=person Wen lud er ein?=person Wo fanden die Gespräche statt?=place
        In welchem kleinen Land war das?=place Wie viele Gruppen kamen?=number Wie lange dauerte es?=duration
        Warum ging er?=reason Was ist der Grund dafür?=reason Welche Entscheidung fiel?=other
        """,
    "tr": """
        Toplantı ne zaman yapıldı?=date Hangi yılda öldü?=year Hangi gün başladı?=day Partiyi kim yönetiyor?=person
        Kimler davet edildi?=person Görüşmeler nerede yapıldı?=place Hangi ülkede oldu?=place Kaç grup geldi?=number
        Toplantı kaç gün sürdü?=duration Neden ayrıldı?=reason İstifanın nedeni neydi?=reason Ne karar verildi?=other
        """,
    "zh": """
        会议什么时候举行？=date 他哪一年去世？=year 会议是哪天开始的？=day 谁领导这个党？=person 哪位部长出席了？=person
        会谈在哪里举行？=place 这发生在哪个国家？=place 有多少个组织参加？=number 来了几个代表团？=number
        会议持续了多少天？=duration 他为什么离开？=reason 会议决定了什么？=other
        """,
    "en": "When did it start?=date Who led it?=person What was decided?=other",
}
ASKED = [
    pytest.param(language, question.strip(), Kind(kind), id=f"{language}: {question.strip()}")
    for language, questions in QUESTIONS.items()
    for question, _, kind in (pair.rpartition("=") for pair in re.findall(r"\S.*?=[a-z]+(?=\s|$)", questions))
]


@pytest.mark.parametrize(("language", "question", "kind"), ASKED)
def test_the_question_words_tell_what_is_asked_for(language: str, question: str, kind: Kind) -> None:
    assert kind_of_question(question, language) is kind


def test_there_are_twelve_questions_in_each_foreign_language() -> None:
    assert len(ASKED) == 8 * 12 + 3


def test_a_language_that_we_do_not_speak_asks_for_anything() -> None:
    assert kind_of_question("誰が招待しましたか", "ja") is Kind.OTHER


def test_the_turkish_capital_i_with_a_dot_is_a_letter_like_any() -> None:
    assert kind_of_question("İSTİFANIN NEDENİ NEYDİ?", "tr") is Kind.REASON
