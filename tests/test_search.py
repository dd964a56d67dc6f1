"""Searching: exact cosines, best first, one scale for all questions, every language, many threads."""

import string
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from index import Index, LocalEmbedding, build
from index.embedding import COSINE_CEILING, COSINE_FLOOR
from index.search import BEST_DOCUMENTS, SMALL_CORPUS, SearchWeights

QUESTIONS = [
    pytest.param("who did Bogdanov invite?", id="English"),
    pytest.param("¿A quién invitó Bogdanov?", id="Spanish"),
    pytest.param("Кого пригласил Богданов?", id="Russian"),
    pytest.param("من دعا بوغدانوف؟", id="Arabic"),
    pytest.param("波格丹诺夫邀请了谁？", id="Chinese"),
    pytest.param("ボグダノフは誰を招待したか", id="Japanese"),
    pytest.param("ใครเชิญ", id="Thai"),
    pytest.param("", id="empty"),
    pytest.param("\0\ud800\u202e 😀", id="no language"),
    pytest.param("zzyzx qwrt", id="unknown words"),
    pytest.param("the of and", id="function words"),
]


def scaled(cosines: np.ndarray) -> list[float]:
    return ((cosines - COSINE_FLOOR) / (COSINE_CEILING - COSINE_FLOOR)).tolist()


@pytest.fixture(scope="module")
def vectors(shipped_index: Index) -> tuple[np.ndarray, list[np.ndarray]]:
    """Return the vectors of all passages and of their sentences, embedded again rather than read."""
    embedding = LocalEmbedding()
    passages = shipped_index.passages[:6]
    whole = embedding.get_text_embedding_batch([passage.embedded_text for passage in passages])
    parts = [np.array(embedding.get_text_embedding_batch(passage.embedded_sentences())) for passage in passages]
    return np.array(whole), parts


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_cosines_of_hits_are_exact(
    shipped_index: Index, vectors: tuple[np.ndarray, list[np.ndarray]], question: str
) -> None:
    query = np.array(shipped_index.embed(question))
    whole, parts = vectors

    hits = {hit.number: hit for hit in shipped_index.search(question, limit=1000)}

    assert sorted(hits) == list(range(len(shipped_index.passages)))
    for number in range(len(whole)):
        assert hits[number].passage_cosine == pytest.approx(scaled(whole[number] @ query), abs=2e-4)
        # Those of sentences are kept in 16 bits, which moves a scaled cosine by some ten thousandths.
        assert hits[number].sentence_cosines == pytest.approx(scaled(parts[number] @ query), abs=6e-4)


@pytest.mark.parametrize("question", QUESTIONS)
def test_hits_come_best_first_and_a_smaller_limit_takes_the_first(shipped_index: Index, question: str) -> None:
    weights = SearchWeights()
    lexical = shipped_index.lexical.scores(shipped_index.content_terms(question))

    hits = shipped_index.search(question, limit=1000)

    assert hits == sorted(hits, key=lambda hit: (-hit.score, hit.number))
    for hit in hits:
        assert hit.lexical == pytest.approx(lexical[hit.number])
        assert hit.passage == shipped_index.passages[hit.number]
        assert hit.score == pytest.approx(
            weights.passage * hit.passage_cosine
            + weights.sentence * max(hit.sentence_cosines)
            + weights.lexical * hit.lexical
        )
    first = shipped_index.search(question, limit=4)
    assert [hit.number for hit in first] == [hit.number for hit in hits[:4]]
    assert [hit.score for hit in first] == pytest.approx([hit.score for hit in hits[:4]], abs=1e-5)


def test_scores_compare_across_questions(shipped_index: Index) -> None:
    known = shipped_index.search("Who led the Hamas delegation that went to Moscow in October?")[0].score
    unknown = shipped_index.search("How is chocolate mousse prepared?")[0].score

    assert known > unknown + 0.5


def test_weights_turn_parts_off(shipped_store: Path) -> None:
    with Index.open(shipped_store, weights=SearchWeights(passage=0, sentence=0, lexical=1)) as index:
        hits = index.search("Musa Abu Marzouk", limit=3)

    assert [hit.score for hit in hits] == [hit.lexical for hit in hits]
    assert "Musa Abu Marzouk" in hits[0].passage.text


def test_words_that_stand_in_no_document_are_named(shipped_index: Index) -> None:
    assert shipped_index.unknown_words("Who invited the zebra and Zorblax to Moscow?") == ["zebra", "Zorblax"]
    assert shipped_index.unknown_words("Кого пригласил Зорблакс?") == []


def test_terms_of_another_language_are_stemmed_as_the_corpus(shipped_index: Index) -> None:
    assert shipped_index.content_terms("Welche Delegation ist von der Hamas?") == ["deleg", "hama"]


def test_threads_find_what_one_thread_finds(shipped_index: Index) -> None:
    questions = [question.values[0] for question in QUESTIONS] * 3
    expected = [shipped_index.search(question) for question in questions]

    with ThreadPoolExecutor(6) as pool:
        assert list(pool.map(shipped_index.search, questions)) == expected


def test_a_damaged_cache_changes_no_answer(shipped_index: Index, copy_of_shipped: Path) -> None:
    question = "who did Bogdanov invite?"
    expected = shipped_index.search(question)
    for file in (copy_of_shipped / "cache").glob("*"):
        file.write_bytes(b"")

    with Index.open(copy_of_shipped) as index:
        assert index.search(question) == expected
    assert all(file.stat().st_size for file in (copy_of_shipped / "cache").glob("*"))


def test_an_index_of_one_word_can_be_searched(folder, tmp_path: Path) -> None:
    build(folder(a_txt="①"), tmp_path / "store")

    with Index.open(tmp_path / "store") as index:
        assert [hit.passage.text for hit in index.search("what?", limit=10)] == ["①"]


def test_passages_are_told_by_their_documents(shipped_index: Index) -> None:
    passages = shipped_index.passages
    some = [number for number in range(len(passages)) if number % 3]

    told = passages.by_document(np.array(some, dtype=np.int32))

    assert [number for numbers in told.values() for number in numbers] == some
    assert all({passages[number].document for number in numbers} == {name} for name, numbers in told.items())
    assert list(told) == sorted(told)
    assert passages.by_document(np.zeros(0, dtype=np.int32)) == {}


def test_of_many_documents_those_with_tables_are_looked_through_for_tables(folder, tmp_path: Path) -> None:
    texts = {f"{number}_txt": f"Oak {number}." for number in range(SMALL_CORPUS)}
    tables = {f"{letter}_csv": "wood,price\noak,3\n" for letter in string.ascii_lowercase[: BEST_DOCUMENTS + 1]}
    build(folder(**texts, **tables), tmp_path / "store")

    with Index.open(tmp_path / "store") as index:
        names = [document.name for document in index.looked_through(["oak"], with_tables=True)]
        assert (len(names), {Path(name).suffix for name in names}) == (BEST_DOCUMENTS, {".csv"})
        assert len(index.looked_through(["oak"])) == BEST_DOCUMENTS
