"""Questions that ask for all of something, and the sentences that name it all."""

from dataclasses import replace

import pytest

from assistant.answering.listing import MOST_SENTENCES, choose_all
from assistant.asking.question import Question
from assistant.finding.ranking import RankedSentence
from assistant.words.kinds import Kind
from index import Document, PassageParser
from index.language import detect_language


def asked(text: str, kind: Kind = Kind.OTHER) -> Question:
    return replace(Question.of(text, detect_language(text)), kind=kind)


@pytest.mark.parametrize(
    "question",
    [
        "Which countries banned pesticides?",
        "In which countries are pesticides banned?",
        "What countries did the minister visit?",
        "Which European countries ban pesticides?",
        "Which Danish politicians and officials does the report name?",
        "Which experts are quoted in the article?",
        "which news outlets reported the ban?",
        "What kinds of aid did they send?",
        "What other groups were invited?",
        "Which people were invited?",
        "What are the main sources of nectar?",
        "Who are the experts quoted?",
        "What sources of energy are named?",
        "Name everyone the minister met.",
        "Name three countries that banned it.",
        "List all cities that keep bees.",
        "Please list the groups.",
        "Tell me all the cities with bees on roofs.",
        "Какие страны запретили пестициды?",
        "В каких городах живут пчёлы?",
        "Перечислите все страны.",
        "ما هي الدول التي حظرت المبيدات؟",
        "أي دول حظرت المبيدات؟",
        "من هم الخبراء؟",
        "اذكر جميع الدول",
        "אילו מדינות אסרו זאת?",
        "באילו ערים יש דבורים?",
        "Quels pays ont interdit les pesticides ?",
        "Citez les pays qui ont interdit les pesticides.",
        "¿Qué países prohibieron los pesticidas?",
        "¿En qué ciudades hay abejas?",
        "¿Cuáles son los países que los prohibieron?",
        "Welche Länder haben das verboten?",
        "Welche Gruppen hat der Minister eingeladen?",
        "In welchen Städten gibt es Bienen?",
        "Welche anderen Staaten lehnen das ab?",
        "Nennen Sie alle Länder, die dagegen stimmten.",
        "Hangi ülkeler yasakladı?",
        "Hangi Avrupa ülkeleri yasakladı?",
        "哪些国家禁止了？",
        "列出所有国家。",
    ],
)
def test_a_question_for_several_things_asks_for_all(question: str) -> None:
    assert asked(question).asks_for_all


@pytest.mark.parametrize(
    "question",
    [
        pytest.param("Which country supplies drones?", id="a verb that looks like a plural"),
        pytest.param("Which company buys most of the honey?", id="and one before a number"),
        pytest.param("Which bee dies?", id="and one at the end"),
        pytest.param("Which expert says colonies resist?", id="and one before a plural"),
        pytest.param("What happens next?", id="what happens"),
        pytest.param("What kills bees?", id="what kills"),
        pytest.param("What makes honey sweet?", id="what makes"),
        pytest.param("What does Olsen blame?", id="what does"),
        pytest.param("What was signed in 2019?", id="what was"),
        pytest.param("What are bees?", id="what a thing is"),
        pytest.param("What news did the agency publish?", id="news"),
        pytest.param("Which process is used?", id="a singular in -ss"),
        pytest.param("Which man leads the union?", id="leads"),
        pytest.param("Why did all the bees die?", id="all the, in another question"),
        pytest.param("Who is on the list?", id="a list"),
        pytest.param("When was the list published?", id="the list"),
        pytest.param("Name the author of the law.", id="name one"),
        pytest.param("What is the name the union gave it?", id="a name"),
        pytest.param("Who leads the union?", id="who"),
        pytest.param("Каким образом пчёлы защищаются?", id="Russian: in what way"),
        pytest.param("Какой город принимает музей?", id="Russian: one"),
        pytest.param("ما هي العاصمة؟", id="Arabic: a feminine singular"),
        pytest.param("ما عدد القتلى؟", id="Arabic: a number"),
        pytest.param("כמה מהם נפגעו?", id="Hebrew: of them"),
        pytest.param("האם אלו הדבורים?", id="Hebrew: these"),
        pytest.param("Quelle est la cité la plus grande ?", id="French: a city"),
        pytest.param("¿Qué es la miel?", id="Spanish: what it is"),
        pytest.param("Welche Rolle spielte der Minister?", id="German: a feminine singular"),
        pytest.param("Wer steht auf der Liste?", id="German: a list"),
        pytest.param("Wie viele Mitglieder zählen die Verbände?", id="German: they number"),
        pytest.param("Arıların sayısı nedir?", id="Turkish: a number"),
        pytest.param("哪个国家禁止了？", id="Chinese: one"),
        pytest.param("Quali paesi?", id="a language that we do not speak"),
    ],
)
def test_a_question_for_one_thing_does_not_ask_for_all(question: str) -> None:
    assert not asked(question).asks_for_all


def ranked(*sentences: tuple[str, float, float]) -> list[RankedSentence]:
    """Return sentences, each the only one of its document, from (text, score, covered)."""
    return [
        RankedSentence(document, PassageParser().passages(document)[0], 0, *measured, True)
        for number, (text, *measured) in enumerate(sentences)
        for document in (Document(f"{number}.txt", text, "Title"),)
    ]


def chosen(*sentences: tuple[str, float, float], kind: Kind = Kind.PLACE) -> list[str]:
    return [found.text for found in choose_all(asked("Which countries banned it?", kind), ranked(*sentences))]


BEST = ("It is banned in France.", 2.0, 1.0)


def test_a_sentence_that_names_something_further_is_added() -> None:
    assert chosen(BEST, ("Later, Denmark banned it.", 1.5, 0.8)) == [BEST[0], "Later, Denmark banned it."]


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(("Long ago France banned it.", 1.9, 1.0), id="names nothing further"),
        pytest.param(("So France banned it.", 1.9, 1.0), id="names nothing further, with a function word before it"),
        pytest.param(("Long ago Denmark stood here.", 1.9, 0.5), id="covers too little of the question"),
        pytest.param(("Later, Denmark banned it.", 0.9, 1.0), id="is too far behind"),
    ],
)
def test_a_sentence_is_left_out_that(other: tuple[str, float, float]) -> None:
    assert chosen(BEST, other) == [BEST[0]]


def test_names_in_a_row_are_things_of_their_own() -> None:
    assert chosen(("It is banned in France and Denmark.", 2.0, 1.0), ("Later, Denmark banned it.", 1.9, 1.0)) == [
        "It is banned in France and Denmark."
    ]


def test_no_more_sentences_are_chosen_than_can_be_read() -> None:
    many = [(f"It is banned in {name}land.", 2.0, 1.0) for name in ("Eng", "Fin", "Ire", "Ice", "Po", "Hol", "Thai")]

    assert chosen(*many) == [text for text, *_ in many[:MOST_SENTENCES]]


def test_numbers_count_where_a_number_is_asked_for() -> None:
    sentences = ("It was 12 then.", 2.0, 1.0), ("It is 14 today.", 1.9, 1.0)

    assert chosen(*sentences, kind=Kind.NUMBER) == ["It was 12 then.", "It is 14 today."]
    assert chosen(*sentences, kind=Kind.OTHER) == ["It was 12 then."]


def test_of_nothing_nothing_is_chosen() -> None:
    assert chosen() == []
