"""The served embedding: its vectors, its scale, what a store says of it, and failures without a key in them."""

import json
import traceback
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from scripted_server import KEY, Script, ScriptedServer, embeds, fails, scripted_server, sends

from index import Endpoint, Index, LocalEmbedding, build
from index import remote_embedding as module
from index.errors import EmbeddingError, StoreMismatchError
from index.given_embedding import open_embedding
from index.measured_embedding import scale_of
from index.remote_embedding import RemoteEmbedding


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    with scripted_server() as running:
        yield running


@pytest.fixture
def remote(server: ScriptedServer) -> RemoteEmbedding:
    return RemoteEmbedding(Endpoint("scripted", server.url, KEY))


@pytest.fixture
def serving_the_local_one(server: ScriptedServer, embedding: LocalEmbedding) -> ScriptedServer:
    server.replies = [embeds(embedding.get_text_embedding)]
    return server


def test_vectors_are_scaled_to_length_one(server: ScriptedServer, remote: RemoteEmbedding) -> None:
    server.replies = [embeds(lambda _: [3.0, 4.0])]

    assert remote.get_query_embedding("a cat") == pytest.approx([0.6, 0.8])
    assert np.array(remote.get_text_embedding_batch(["a", "b"])) == pytest.approx(np.array([[0.6, 0.8], [0.6, 0.8]]))
    assert [request["input"] for request in server.requests] == [["a cat"], ["a", "b"]]
    assert server.headers[0]["Authorization"] == f"Bearer {KEY}"


def test_many_texts_are_asked_for_in_batches_and_keep_their_order(
    server: ScriptedServer, remote: RemoteEmbedding
) -> None:
    server.replies = [embeds(lambda text: [1.0, float(text)])]

    vectors = np.array(remote.get_text_embedding_batch([str(number) for number in range(150)]))

    assert [len(request["input"]) for request in server.requests] == [64, 64, 22]
    assert (vectors[:, 1] / vectors[:, 0]).round(2).tolist() == list(range(150))


def test_a_text_of_blanks_has_a_vector(server: ScriptedServer, remote: RemoteEmbedding) -> None:
    server.replies = [embeds(lambda _: [1.0, 0.0])]
    remote.get_text_embedding(" \n")

    assert server.requests[0]["input"] == ["-"]


@pytest.mark.parametrize(
    ("script", "words"),
    [
        pytest.param(fails(401), "refused the key. Set ASSISTANT_EMBEDDING_KEY.", id="401"),
        pytest.param(fails(429), "is busy, or its quota is used up. Try again later.", id="429"),
        pytest.param(fails(404), "refused the request (404). Check ASSISTANT_EMBEDDING.", id="404"),
        pytest.param(fails(500), "refused the request (500). Check ASSISTANT_EMBEDDING.", id="500"),
        pytest.param(sends("{"), "does not answer with vectors. Check ASSISTANT_EMBEDDING_URL.", id="wrong JSON"),
        pytest.param(
            sends("<html>", "text/html"), "does not answer with vectors. Check ASSISTANT_EMBEDDING_URL.", id="HTML"
        ),
        pytest.param(
            sends(json.dumps({"data": []})), "does not answer with vectors. Check ASSISTANT_EMBEDDING_URL.", id="none"
        ),
        pytest.param(
            embeds(lambda _: []), "does not answer with a vector for each text. Check ASSISTANT_EMBEDDING.", id="empty"
        ),
        pytest.param(
            embeds(lambda _: [0.0, 0.0]),
            "answers with a vector that has no direction. Check ASSISTANT_EMBEDDING.",
            id="nothing but zeros",
        ),
        pytest.param(
            embeds(lambda _: [float("nan"), 1.0]),
            "answers with a vector that has no direction. Check ASSISTANT_EMBEDDING.",
            id="no numbers",
        ),
    ],
)
def test_what_goes_wrong_is_an_error_that_holds_no_key(
    script: Script, words: str, server: ScriptedServer, remote: RemoteEmbedding
) -> None:
    server.replies = [script]

    with pytest.raises(EmbeddingError) as caught:
        remote.get_query_embedding("a cat")

    assert str(caught.value) == f"The embedding scripted at {server.url} {words}"
    assert KEY not in "".join(traceback.format_exception(caught.value))


def test_a_vector_for_another_number_of_texts_is_refused(server: ScriptedServer, remote: RemoteEmbedding) -> None:
    one = {"object": "embedding", "index": 0, "embedding": [1.0, 0.0]}
    server.replies = [sends(json.dumps({"object": "list", "data": [one], "model": "scripted", "usage": {}}))]

    with pytest.raises(EmbeddingError, match="does not answer with a vector for each text"):
        remote.get_text_embedding_batch(["a", "b"])


def test_a_server_that_is_down_is_named() -> None:
    with pytest.raises(EmbeddingError) as caught:
        RemoteEmbedding(Endpoint("scripted", "http://127.0.0.1:9/v1")).get_query_embedding("a cat")
    assert str(caught.value) == (
        "The embedding scripted at http://127.0.0.1:9/v1 does not answer. Is it running, and is "
        "ASSISTANT_EMBEDDING_URL right?"
    )


def test_a_server_that_dawdles_is_given_up(monkeypatch: pytest.MonkeyPatch, server: ScriptedServer) -> None:
    monkeypatch.setattr(module, "QUERY_TIMEOUT_SECONDS", 0.2)
    server.replies = [lambda call: call.wait(30)]

    with pytest.raises(EmbeddingError, match=r"does not answer\. Is it running"):
        RemoteEmbedding(Endpoint("scripted", server.url)).get_query_embedding("a cat")


def test_vectors_of_another_length_than_before_are_refused(server: ScriptedServer, remote: RemoteEmbedding) -> None:
    lengths: dict[str, Sequence[float]] = {"a": [1.0, 0.0], "b": [1.0, 0.0, 0.0]}
    server.replies = [embeds(lambda text: lengths[text])]
    remote.get_query_embedding("a")

    with pytest.raises(EmbeddingError, match=r"had 2 dimensions, and have 3. Build the index again"):
        remote.get_query_embedding("b")


def test_the_scale_of_the_local_embedding_is_the_measured_one(embedding: LocalEmbedding) -> None:
    assert scale_of(embedding) == pytest.approx((embedding.cosine_floor, embedding.cosine_ceiling), abs=0.02)


@pytest.mark.usefixtures("serving_the_local_one")
def test_the_scale_is_measured_once(server: ScriptedServer, remote: RemoteEmbedding) -> None:
    scale = (remote.cosine_floor, remote.cosine_ceiling)
    asked = len(server.requests)

    assert scale[0] < scale[1]
    assert (remote.cosine_floor, remote.cosine_ceiling) == scale
    assert len(server.requests) == asked


def test_an_embedding_that_tells_nothing_apart_is_refused(server: ScriptedServer, remote: RemoteEmbedding) -> None:
    server.replies = [embeds(lambda _: [1.0, 0.0])]

    with pytest.raises(EmbeddingError) as caught:
        _ = remote.cosine_floor
    assert str(caught.value) == (
        "The embedding openai/scripted does not tell an answer from another text. Choose another with "
        "ASSISTANT_EMBEDDING."
    )


@pytest.mark.usefixtures("serving_the_local_one")
def test_a_corpus_is_indexed_and_searched_with_it(remote: RemoteEmbedding, cats_and_dogs: Path, tmp_path: Path) -> None:
    build(cats_and_dogs, tmp_path / "store", embedding=remote)

    with Index.open(tmp_path / "store", embedding=remote) as index:
        assert index.manifest.embedding == "openai/scripted"
        assert index.search("Which animals bark?")[0].passage.document == "b.txt"


@pytest.mark.usefixtures("serving_the_local_one")
def test_a_store_refuses_another_embedding_and_names_the_remedy(
    remote: RemoteEmbedding, cats_and_dogs: Path, tmp_path: Path
) -> None:
    build(cats_and_dogs, tmp_path / "store", embedding=remote)

    with pytest.raises(StoreMismatchError, match=r"embedding openai/scripted, not .*--rebuild"):
        Index.open(tmp_path / "store")
    with pytest.raises(StoreMismatchError, match=r"embedding openai/scripted, not .*--rebuild"):
        build(cats_and_dogs, tmp_path / "store")


def test_the_embedding_that_the_settings_name_is_opened() -> None:
    remote = open_embedding(Endpoint("e", "http://127.0.0.1:9/v1"))

    assert (type(remote), remote.model_name) == (RemoteEmbedding, "openai/e")
    assert type(open_embedding(None)) is LocalEmbedding


def test_no_repr_shows_a_key(remote: RemoteEmbedding) -> None:
    assert KEY not in f"{remote!r} {remote.to_dict()} {remote.model_dump()}"
