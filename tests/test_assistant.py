"""Answers: every word proven, every question survived, the same from every door."""

import gc
import re
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from fixed_sentences import COUNT, UNCITED

from assistant import Answer, Assistant, answer
from assistant.words.languages import languages
from assistant.words.phrases import Phrase, phrase
from index import SEEDS, Document, Index, LocalEmbedding, build, read_documents
from index.characters import encodable
from index.errors import CorpusMissingError, DocumentError, StoreMissingError
from index.store import Store

ABSTENTIONS = {phrase(Phrase.ABSTENTION, language) for language in languages()}
BOGDANOV = "who did Bogdanov invite?"
QUESTIONS = [
    BOGDANOV,
    "When does the meeting in Moscow take place?",
    "Who led the Hamas delegation that went to Moscow in October?",
    "Why does Iran matter to Russia?",
    "How many groups were invited?",
    "Where did Abbas earn his doctorate?",
    "Who was assassinated in Tehran?",
    "What did Zakharova say?",
    "Which countries rejected the ceasefire at the UN Security Council?",
    "Is Abbas a KGB agent?",
    "What is the aim of the meeting in Moscow?",
    "When did Hamas release hostages?",
    "How old is Abbas?",
    "Welche Gruppen hat Russland nach Moskau eingeladen?",
    "Кого пригласил Богданов?",
    "What is 155mm?",
    "moscow",
]
HOSTILE = [
    pytest.param("", id="empty"),
    pytest.param(" \t\n", id="blank"),
    pytest.param("?!…", id="no words"),
    pytest.param("a" * 100_000, id="100,000 characters"),
    pytest.param("who " * 499, id="one word often"),
    pytest.param("😀😀😀", id="emoji"),
    pytest.param("xqzt blorf zzyzx", id="no language"),
    pytest.param("who\0invited\0Hamas", id="NUL"),
    pytest.param("\u202ewho invited Hamas?\u202c", id="right to left"),
    pytest.param("\ud800who invited \udfff Hamas", id="lone surrogates"),
    pytest.param("'; DROP TABLE documents; --", id="SQL"),
    pytest.param("<script>alert(1)</script> **who** [1](#x) `${x}` {{x}} %s {0}", id="markup"),
    pytest.param("٣ ② ½ Ⅷ", id="other numbers"),
    pytest.param("(((((((((((((((((((((((((((((a", id="brackets"),
    pytest.param("a.b.c.d.e.f." * 100, id="acronyms"),
]


def all_quoted(values: list[str], quotes: list[str]) -> bool:
    return all(any(value in quote for quote in quotes) for value in values)


def assert_lawful(found: Answer, documents: dict[str, Document]) -> None:
    """Assert the law of the product on one answer."""
    for citation in found.citations:
        document = documents[citation.document]
        assert document.text[citation.start : citation.end] == citation.quote != ""
        assert (citation.title, citation.published) == (document.title, document.published)
    assert [citation.number for citation in found.citations] == list(range(1, len(found.citations) + 1))
    assert list(dict.fromkeys(number for statement in found.statements for number in statement.citations)) == [
        citation.number for citation in found.citations
    ]
    for statement in found.statements:
        assert statement.citations or UNCITED.fullmatch(statement.text)
        quotes = [" ".join(found.citations[number - 1].quote.split()) for number in statement.citations]
        values = re.findall("“([^”]+)”", statement.text) if statement.text.startswith("The documents differ") else []
        # Each paragraph of a quote is a line of its statement.
        shown = (
            " ".join(statement.text.split()) in quotes
            or COUNT.fullmatch(statement.text)
            or (values and all_quoted(values, quotes))
        )
        assert not statement.citations or shown
    assert found.abstained == bool(found.reason) == (found.statements[0].text in ABSTENTIONS)
    assert found.abstained or found.citations
    assert 0 <= found.confidence <= 1
    assert found.documents_searched == len(documents)


@pytest.fixture(scope="module")
def documents(assistant: Assistant) -> dict[str, Document]:
    return {document.name: document for document in assistant.documents}


def test_each_path_may_be_a_text(cats_and_dogs: Path, tmp_path: Path, embedding: LocalEmbedding) -> None:
    corpus, store, library = str(cats_and_dogs), str(tmp_path / "store"), str(tmp_path / "library")
    Path(library).mkdir()
    Path(library, "birds.txt").write_text("The robin sleeps in the barn.")

    build(corpus, store, library=library, embedding=embedding)

    names = sorted([*(document.name for document in read_documents(corpus)), "birds.txt"])
    with Index.open(store, corpus=corpus, embedding=embedding) as opened:
        assert list(opened.documents) == names
    with Assistant.open(corpus, store, library=library, embedding=embedding) as assistant:
        assert [document.name for document in assistant.documents] == names
        assert assistant.library == Path(library)


@pytest.mark.parametrize(
    "use",
    [
        pytest.param(lambda missing, store: build(missing, store), id="build"),
        pytest.param(lambda missing, _: read_documents(missing), id="read_documents"),
        pytest.param(lambda missing, store: Assistant.open(missing, store), id="Assistant.open"),
    ],
)
def test_a_folder_that_is_not_there_is_named_as_a_text_or_a_path(use: Callable[..., Any], tmp_path: Path) -> None:
    for missing in (str(tmp_path / "nowhere"), tmp_path / "nowhere"):
        with pytest.raises(CorpusMissingError, match=r"nowhere does not exist\. Give a folder of"):
            use(missing, str(tmp_path / "store"))


def test_an_index_that_is_not_there_names_the_command_for_the_folder_that_is_told(tmp_path: Path) -> None:
    with pytest.raises(StoreMissingError, match=r"python -m index documents --store .*nowhere"):
        Index.open(str(tmp_path / "nowhere"), corpus="documents")


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_citation_stands_in_its_document(
    assistant: Assistant, documents: dict[str, Document], question: str
) -> None:
    assert_lawful(assistant.answer(question), documents)


def test_the_citations_stand_in_the_files_themselves(assistant: Assistant) -> None:
    for citation in assistant.answer(BOGDANOV).citations:
        text = (SEEDS / citation.document).read_bytes().decode()
        assert text[citation.start : citation.end] == citation.quote


def test_whom_bogdanov_invited_is_told_from_two_documents_or_more(assistant: Assistant) -> None:
    found = assistant.answer(BOGDANOV)

    quotes = {citation.document[:3]: citation.quote for citation in found.citations}
    assert not found.abstained
    assert len(quotes) >= 2
    assert (
        "invited as many as 14 Palestinian groups, including Fatah, Hamas, and Palestinian Islamic Jihad"
        in " ".join(citation.quote for citation in found.citations)
    )
    assert all("Bogdanov" in citation.quote and "invited" in citation.quote for citation in found.citations)


def test_one_question_has_one_answer_from_every_door(
    assistant: Assistant, shipped_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASSISTANT_STORE", str(shipped_store))
    sys.modules["assistant.assistant"]._shipped.cache_clear()

    by_function, by_method, streamed = answer(BOGDANOV), assistant.answer(BOGDANOV), [*assistant.stream(BOGDANOV)][-1]

    for one in (by_method, streamed):
        assert (one.text, one.citations, one.confidence) == (
            by_function.text, by_function.citations, pytest.approx(by_function.confidence)
        )  # fmt: skip


@pytest.mark.parametrize("question", HOSTILE)
def test_no_question_raises(assistant: Assistant, documents: dict[str, Document], question: str) -> None:
    found = assistant.answer(question)

    assert found.question == encodable(question)
    assert_lawful(found, documents)


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        pytest.param("", "The question holds no words.", id="empty"),
        pytest.param("a" * 2001, "The question is longer than 2,000 characters. Ask it in fewer words.", id="too long"),
        pytest.param(
            "Who won the zyxomatic cup?", "The documents do not mention “won”, “zyxomatic”, “cup”.", id="words"
        ),
    ],
)
def test_an_abstention_says_why(assistant: Assistant, question: str, reason: str) -> None:
    found = assistant.answer(question)

    assert (found.abstained, found.text, found.reason) == (True, "The documents do not answer this question.", reason)


def test_an_abstention_shows_the_nearest_passages(assistant: Assistant) -> None:
    question = "How is chocolate mousse prepared?"

    found = assistant.answer(question)

    assert found.abstained
    assert found.nearest == tuple(hit.passage for hit in assistant.search(question, limit=3))


def test_a_stream_grows_and_ends_with_the_answer(assistant: Assistant) -> None:
    grown = list(assistant.stream(BOGDANOV))

    whole = grown[-1]
    assert len(grown) == len(whole.statements) > 1
    for number, part in enumerate(grown, start=1):
        assert part.statements == whole.statements[:number]
        assert whole.text.startswith(part.text)
    assert (whole.text, whole.citations) == (assistant.answer(BOGDANOV).text, assistant.answer(BOGDANOV).citations)


def test_a_follow_up_is_understood_from_what_was_asked_before(assistant: Assistant) -> None:
    first = "Who led the Hamas delegation that went to Moscow in October?"

    found = assistant.answer("And who did they meet?", history=[(first, assistant.answer(first).text)])

    assert found.interpreted_as == "Who did the Hamas delegation meet?"
    assert found.question == "And who did they meet?"


def test_a_stage_that_was_run_has_its_time(assistant: Assistant) -> None:
    timings = assistant.answer(BOGDANOV).timings

    assert {"embed", "search", "rank", "answer"} <= timings.keys()
    assert all(0 < milliseconds < 60_000 for milliseconds in timings.values())


def test_threads_get_the_answers_that_one_thread_gets(assistant: Assistant) -> None:
    questions = QUESTIONS[:8] * 2
    expected = [assistant.answer(question).text for question in questions]

    with ThreadPoolExecutor(6) as pool:
        assert [found.text for found in pool.map(assistant.answer, questions)] == expected


@pytest.fixture
def small(folder, tmp_path: Path):
    """Return an assistant over a corpus of one document that a test may change."""
    corpus = folder(a_txt="Anna Smith founded the zoo in 1901. It has nine lions.")
    with Assistant.open(corpus, tmp_path / "store", library=tmp_path / "library") as opened:
        yield opened


def test_an_answer_whose_citation_does_not_hold_is_not_shown(small: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    question = "Who founded the zoo?"
    assert "Anna Smith" in small.answer(question).text
    monkeypatch.setattr("assistant.answering.checking.holds", lambda *_: False)

    found = small.answer(question)

    assert (found.abstained, found.citations, found.text) == (True, (), phrase(Phrase.ABSTENTION, "en"))


def test_a_corpus_that_changes_does_not_change_what_is_open(small: Assistant, folder) -> None:
    before = small.answer("Who founded the zoo?").text
    folder(a_txt="Bob Jones founded the zoo in 1950.")

    assert small.answer("Who founded the zoo?").text == before


def test_an_uploaded_document_can_be_asked(small: Assistant) -> None:
    small.upload("b.txt", b"The aquarium was founded by Carla Diaz.")

    found = small.answer("Who founded the aquarium?")
    assert [(citation.document, citation.quote) for citation in found.citations][:1] == [
        ("b.txt", "The aquarium was founded by Carla Diaz.")
    ]
    assert [document.name for document in small.documents] == ["a.txt", "b.txt"]


def test_questions_are_answered_while_a_document_is_indexed(small: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    writes, answered = Store.add_passages, threading.Event()

    def waiting(*given: Any, **named: Any) -> None:
        assert answered.wait(30)
        writes(*given, **named)

    monkeypatch.setattr(Store, "add_passages", waiting)
    upload = threading.Thread(target=small.upload, args=("b.txt", b"Carla Diaz founded the aquarium in 1950."))
    upload.start()
    before = small.answer("Who founded the aquarium?")
    answered.set()
    upload.join()

    assert {citation.document for citation in before.citations} <= {"a.txt"}
    assert small.answer("Who founded the aquarium?").citations[0].document == "b.txt"


def test_an_upload_that_is_refused_changes_nothing(small: Assistant) -> None:
    before = small.answer("Who founded the zoo?").text

    with pytest.raises(DocumentError, match=r"There is a document a\.txt in"):
        small.upload("a.txt", b"other")
    with pytest.raises(DocumentError):
        small.upload("b.txt", b"\xff")

    assert small.answer("Who founded the zoo?").text == before


def test_a_stream_that_nobody_reads_to_its_end_does_not_stop_an_upload(small: Assistant) -> None:
    stream = small.stream("Who founded the zoo?")
    next(stream)
    upload = threading.Thread(target=small.upload, args=("b.txt", b"Dogs bark."), daemon=True)
    upload.start()
    upload.join(5)
    stopped = upload.is_alive()
    stream.close()
    upload.join()

    assert not stopped


def test_what_is_loaded_is_not_looked_through_by_the_collector_until_it_is_closed(folder, tmp_path: Path) -> None:
    gc.unfreeze()
    with Assistant.open(folder(a_txt="The cat sat."), tmp_path / "store"):
        assert gc.get_freeze_count() > 0
    assert gc.get_freeze_count() == 0
