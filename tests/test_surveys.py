"""Questions of what the documents mention: which they are, which they are not, and what is counted."""

import pytest

from assistant.asking.question import Question
from assistant.finding.surveys import survey
from index import Index
from index.language import detect_language

pytest_plugins = ["beekeeping"]


def asked(text: str, respelled: str = "") -> Question:
    language = detect_language(text)
    return Question.of(text, language, respelled=respelled, is_foreign=language != "en")


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("How many documents mention Weiss?", "Weiss"),
        ("how many articles mention weiss", "weiss"),
        ("How many of the three articles mention the varroa mite?", "varroa mite"),
        ("In how many of the articles is Clara Bonnet mentioned?", "Clara Bonnet"),
        ("Which article is Paris mentioned in?", "Paris"),
        ("In which documents does Olsen appear?", "Olsen"),
        ("Which of the documents say something about Olsen's visit?", "Olsen's visit"),
        ("Which documents mention the US?", "US"),
        ("Which documents mention Marta Olsen and Jan Weiss?", "Marta Olsen and Jan Weiss"),
        ('How many documents mention "sources of energy"?', '"sources of energy"'),
        ("How many files contain the word hives?", "hives"),
        ("Which articles refer to Clara Bonnet by name?", "Clara Bonnet"),
        ("List all documents that mention Denmark.", "Denmark"),
        ("List the articles about Paris.", "Paris"),
        ("Number of documents mentioning France", "France"),
        ("How many documents in the collection mention honey?", "honey"),
        ("Tell me how many documents mention honey.", "honey"),
        ("Do any of the documents mention Oslo?", "Oslo"),
        ("Is Oslo mentioned in any of the documents?", "Oslo"),
        ("Which ones? (How many documents mention Weiss?)", "Weiss"),
        ("Сколько документов упоминают Вайса?", "Вайса"),
        ("В скольких статьях упоминается Вайс?", "Вайс"),
        ("В каких документах говорится о санкциях?", "санкциях"),
        ("كم عدد الوثائق التي تذكر باريس؟", "باريس"),
        ("في كم مقال ورد ذكر باريس؟", "باريس"),
        ("כמה מסמכים מזכירים את פריז?", "פריז"),
        ("בכמה כתבות מוזכר וייס?", "וייס"),
        ("Combien de documents mentionnent Weiss ?", "Weiss"),
        ("Dans combien d'articles la ville de Lyon est-elle mentionnée ?", "ville de Lyon"),
        ("Quels articles parlent de Weiss ?", "Weiss"),
        ("¿Cuántos documentos mencionan a Weiss?", "Weiss"),
        ("¿En cuántos artículos se menciona a Weiss?", "Weiss"),
        ("¿En qué artículos aparece Weiss?", "Weiss"),
        ("Wie viele Dokumente erwähnen Weiss?", "Weiss"),
        ("In wie vielen Artikeln wird Weiss erwähnt?", "Weiss"),
        ("In welchen Dokumenten kommt Weiss vor?", "Weiss"),
        ("Kaç belge Weiss'ten bahsediyor?", "Weiss"),
        ("Weiss kaç belgede geçiyor?", "Weiss"),
        ("有多少文档提到巴黎？", "巴黎"),
        ("巴黎在几篇文章中被提到？", "巴黎"),
    ],
)
def test_a_question_of_mentions_tells_of_what(question: str, topic: str) -> None:
    assert asked(question).topic == topic


@pytest.mark.parametrize(
    "question",
    [
        pytest.param("Which documents did the minister sign?", id="something else is done to documents"),
        pytest.param("What papers did Weiss write about bees?", id="they are written"),
        pytest.param("how many reports did the agency publish?", id="they are published"),
        pytest.param("What sources of energy are named?", id="sources of something"),
        pytest.param("Which sources are named in the plan?", id="documents that are named"),
        pytest.param("Which reports were cited by the minister?", id="documents that are cited"),
        pytest.param("Which countries do the documents mention?", id="what they mention is asked for"),
        pytest.param("Which news sources does the first article cite?", id="what one of them cites is asked for"),
        pytest.param("Which articles about Weiss were written by Olsen?", id="who wrote them"),
        pytest.param("Which sources are about to dry up?", id="about to"),
        pytest.param("How many times do the documents mention Weiss?", id="how often"),
        pytest.param("Which document mentions bees most often?", id="most often"),
        pytest.param("How many documents do not mention Weiss?", id="not"),
        pytest.param("Which documents don't mention Weiss?", id="don't"),
        pytest.param("How many documents mention Weiss and what do they say?", id="two questions"),
        pytest.param("How many documents mention that the mite kills?", id="a clause"),
        pytest.param("How many documents mention?", id="nothing"),
        pytest.param("Does the report mention bees?", id="a report that the talk is of"),
        pytest.param("What does the article mention about Weiss?", id="what it says"),
        pytest.param("And when was that? (How many documents mention Weiss?)", id="a follow-up of another kind"),
        pytest.param("Какие документы назвал министр?", id="Russian: a minister names them"),
        pytest.param("ما الوثائق التي وقعها الوزير؟", id="Arabic: a minister signs them"),
        pytest.param("אילו מסמכים חתם השר?", id="Hebrew: a minister signs them"),
        pytest.param("Quelles sources le ministre a-t-il citées ?", id="French: a minister cites them"),
        pytest.param("¿Qué documentos mencionó el ministro?", id="Spanish: a minister mentions them"),
        pytest.param("Welche Dokumente hat der Minister genannt?", id="German: a minister names them"),
        pytest.param("Bakan hangi belgelerden bahsediyor?", id="Turkish: a minister speaks of them"),
        pytest.param("部长签署了哪些文件？", id="Chinese: a minister signs them"),
        pytest.param("Quanti documenti menzionano Weiss?", id="a language that we do not speak"),
    ],
)
def test_another_question_with_documents_in_it_is_none_of_mentions(question: str) -> None:
    assert asked(question).topic == ""


def mentioned(question: str, index: Index, respelled: str = "") -> list[tuple[str, str]] | None:
    found = survey(asked(question, respelled), index)
    if found is None:
        return None
    return [(mention.passage.document, " ".join(mention.text.split())) for mention in found.mentions]


def test_the_first_mention_in_each_document_is_found(bee_index: Index) -> None:
    assert mentioned("How many documents mention the varroa mite?", bee_index) == [
        ("honey.txt", "The varroa mite killed a third of the colonies."),
        ("mites.txt", "The varroa mite came to Europe in the 1970s."),
    ]


def test_in_a_long_document_no_mention_stands_before_the_first(shipped_index: Index) -> None:
    found = survey(asked("How many documents mention Bogdanov?"), shipped_index)

    assert found is not None
    assert len(found.mentions) == len(found.documents) == 4
    for mention in found.mentions:
        text = shipped_index.documents[mention.passage.document].text
        assert "Bogdanov" in mention.span.of(text)
        assert "Bogdanov" not in text[: mention.span.start]


@pytest.mark.parametrize("thing", ["olsen", "Olsen's", "the Olsen", "“Olsen”"])
def test_a_name_is_found_however_it_is_written(bee_index: Index, thing: str) -> None:
    assert mentioned(f"Which documents mention {thing}?", bee_index) == [
        ("cities.txt", "Olsen visited Vienna in 2021."),
        ("honey.txt", "Marta Olsen, who leads the union, blamed a cold spring."),
    ]


def test_singular_and_plural_are_one_thing(bee_index: Index) -> None:
    assert mentioned("Which documents mention a hive?", bee_index) == [
        ("cities.txt", "In Vienna the opera house has six hives.")
    ]


def test_the_words_of_a_thing_stand_close_together(bee_index: Index) -> None:
    assert mentioned("Which documents mention the union's influence?", bee_index) == [
        ("honey.txt", "The influence of the union on the minister is growing.")
    ]


def test_quoted_words_stand_in_a_row(bee_index: Index) -> None:
    assert mentioned('Which documents mention "opera house"?', bee_index) == [
        ("cities.txt", "In Vienna the opera house has six hives.")
    ]
    assert mentioned('Which documents mention "house opera"?', bee_index) == []


def test_an_acronym_is_no_pronoun(bee_index: Index) -> None:
    assert mentioned("Which documents mention the US?", bee_index) == [("honey.txt", "The US has not.")]


def test_of_two_things_a_document_mentions_both(bee_index: Index) -> None:
    question = "Which documents mention both Vienna and Olsen?"

    found = survey(asked(question), bee_index)

    assert found is not None
    assert (found.topic, found.documents) == ("Vienna and Olsen", ("cities.txt",))
    assert mentioned(question, bee_index) == [
        ("cities.txt", "Lyon, Vienna and Ljubljana keep bees on roofs."),
        ("cities.txt", "Olsen visited Vienna in 2021."),
    ]


def test_of_two_things_one_is_enough_if_either_is_asked_for(bee_index: Index) -> None:
    assert mentioned("Which documents mention Paris or Denmark?", bee_index) == [
        ("cities.txt", "Paris plans a museum of bees."),
        ("honey.txt", "France, Denmark and Slovenia have banned them."),
    ]


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        pytest.param("How many documents mention Oslo?", "Oslo", id="an unknown name"),
        pytest.param("How many documents mention penguins?", "penguins", id="an unknown word"),
        pytest.param("How many documents mention Marta Weiss?", "Marta Weiss", id="a name of known words"),
        pytest.param("How many documents mention Oslo and Paris?", "Oslo", id="the one of two that is unknown"),
    ],
)
def test_what_no_document_mentions_has_no_mention(bee_index: Index, question: str, topic: str) -> None:
    found = survey(asked(question), bee_index)

    assert found is not None
    assert (found.topic, found.mentions) == (topic, ())


@pytest.mark.parametrize(
    "question",
    [
        pytest.param("How many documents mention a cold museum?", id="known words that describe something"),
        pytest.param("How many documents mention Paris and Weiss?", id="names of different documents"),
        pytest.param("How many documents mention Paris or Lyon and Weiss?", id="either and both"),
        pytest.param(
            "How many documents mention the cold spring harvest of honey by the penguins of Tolvan?", id="too long"
        ),
        pytest.param("Сколько документов упоминают Осло?", id="a name that we cannot read"),
        pytest.param("Combien de documents mentionnent le miel ?", id="a word of another language"),
    ],
)
def test_where_it_is_open_whether_a_document_speaks_of_it_nothing_is_claimed(bee_index: Index, question: str) -> None:
    assert survey(asked(question), bee_index) is None


def test_a_name_of_another_script_is_counted_as_the_documents_spell_it(bee_index: Index) -> None:
    respelled = "Сколько документов упоминают Weiss?"

    assert mentioned("Сколько документов упоминают Вайса?", bee_index, respelled) == [
        ("mites.txt", "Professor Jan Weiss studies how bees groom one another.")
    ]
