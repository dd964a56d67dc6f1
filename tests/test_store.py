"""A Chroma server as the store: the same answers, one writer, several corpora, readers that go on."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import chromadb
import pytest
from chromadb.api import ClientAPI
from conftest import start_chroma, stop

from index import Index, LocalEmbedding, build
from index.errors import StoreBusyError, StoreMismatchError, StoreMissingError, StoreUnreachableError
from index.lease import LEASE_SECONDS
from index.store import Store


@contextmanager
def client(url: str) -> Iterator[ClientAPI]:
    port = int(url.rpartition(":")[2])
    opened = chromadb.HttpClient("127.0.0.1", port, settings=chromadb.config.Settings(anonymized_telemetry=False))
    yield opened
    opened.close()


def test_a_server_answers_as_a_folder_does(chroma_server: str, cats_and_dogs: Path, tmp_path: Path) -> None:
    build(cats_and_dogs, tmp_path / "store")
    assert build(cats_and_dogs, f"{chroma_server}/same").embedded == 4
    assert build(cats_and_dogs, f"{chroma_server}/same").embedded == 0

    with Index.open(tmp_path / "store") as embedded, Index.open(f"{chroma_server}/same") as served:
        assert served.manifest == embedded.manifest
        assert served.documents == embedded.documents
        for question in ("who sat?", "dogs", "что?", ""):
            assert [(hit.passage, hit.number) for hit in served.search(question)] == [
                (hit.passage, hit.number) for hit in embedded.search(question)
            ]
            assert [hit.score for hit in served.search(question)] == pytest.approx(
                [hit.score for hit in embedded.search(question)], abs=1e-5
            )


@pytest.mark.parametrize("served", [True, False], ids=["server", "folder"])
def test_a_note_stays_beside_an_index_until_another_takes_its_place(
    served: bool, chroma_server: str, cats_and_dogs: Path, tmp_path: Path
) -> None:
    location = f"{chroma_server}/noted" if served else tmp_path / "store"
    build(cats_and_dogs, location)
    with Index.open(location) as index:
        assert index.note == ""
        index.leave_note("first")
        index.leave_note("second")
        assert index.note == "second"

    (cats_and_dogs / "more.txt").write_text("A cow stood.", encoding="utf-8")
    build(cats_and_dogs, location)
    with Index.open(location) as index:
        assert (index.note, len(index.documents)) == ("second", 3)
        index.leave_note("")
        assert index.note == ""


def test_a_note_is_not_left_in_a_store_that_another_process_reads(cats_and_dogs: Path, tmp_path: Path) -> None:
    build(cats_and_dogs, tmp_path / "store")
    with Index.open(tmp_path / "store") as index, Index.open(tmp_path / "store"):
        with pytest.raises(StoreBusyError):
            index.leave_note("mine")
        assert index.note == ""


def test_a_server_without_the_index_says_so(chroma_server: str) -> None:
    with pytest.raises(StoreMissingError, match=f"There is no index at {chroma_server}/none. Build it with"):
        Index.open(f"{chroma_server}/none")


def test_a_second_writer_on_a_server_is_told_that_it_is_busy(chroma_server: str, cats_and_dogs: Path) -> None:
    url = f"{chroma_server}/busy"
    store = Store.open(url)
    with store.lock(write=True) as renew:
        renew()
        with pytest.raises(StoreBusyError) as caught:
            build(cats_and_dogs, url)
    store.close()
    assert str(caught.value) == (
        f"Another client is building the index at {url}. "
        "Wait for it; if it has died, its place is free after 15 seconds."
    )
    assert build(cats_and_dogs, url).changed


def test_corpora_whose_names_begin_alike_leave_each_other_alone(chroma_server: str, folder) -> None:
    first, second = folder("one", a_txt="The cat sat."), folder("two", z_txt="Fish swim.")
    build(second, f"{chroma_server}/news-2024")
    build(first, f"{chroma_server}/news")
    build(first, f"{chroma_server}/news", rebuild=True)

    with Index.open(f"{chroma_server}/news-2024") as index:
        assert index.search("fish")[0].passage.text == "Fish swim."


def test_a_reader_goes_on_while_the_index_is_built_anew(chroma_server: str, folder) -> None:
    corpus, url = folder(a_txt="The cat sat."), f"{chroma_server}/readers"
    build(corpus, url)
    with Index.open(url) as reader:
        before = reader.search("cat")
        (corpus / "a.txt").write_text("Dogs bark.")
        build(corpus, url)
        assert reader.search("cat") == before
        (corpus / "a.txt").write_text("Dogs sleep.")
        build(corpus, url)
        with pytest.raises(StoreMismatchError, match=r"has been built anew since. Open it again."):
            reader.search("cat")
    # Two collections, the head, the mark and the writer's place; the rows are those of this index and the one before.
    with client(chroma_server) as opened:
        names = [collection.name for collection in opened.list_collections()]
        ours = [name for name in names if name.startswith("readers")]
        counts = [opened.get_collection(name, embedding_function=None).count() for name in sorted(ours)]
    assert sorted(counts) == [0, 0, 0, 2, 2]


def test_a_document_that_goes_back_to_what_it_was_is_counted_once(chroma_server: str, folder) -> None:
    corpus, url, started = folder(a_txt="The cat sat."), f"{chroma_server}/back", time.monotonic()
    for text in ("Dogs bark.", "The cat sat.", "Dogs bark."):
        build(corpus, url)
        (corpus / "a.txt").write_text(text)
    assert build(corpus, url).changed
    assert not build(corpus, url).changed
    assert time.monotonic() - started < LEASE_SECONDS, "Who has written gives his place back at once."


def test_another_corpus_on_a_server_is_refused(chroma_server: str, cats_and_dogs: Path, folder) -> None:
    build(cats_and_dogs, f"{chroma_server}/other")

    with pytest.raises(StoreMismatchError, match=r"holds other documents \(a.txt, ...\) and none of"):
        build(folder("other", z_txt="Fish."), f"{chroma_server}/other")


@pytest.mark.parametrize(
    ("location", "message"),
    [
        pytest.param("http://127.0.0.1:1", r"No Chroma server answers at http://127.0.0.1:1 .* --port 1\)", id="down"),
        pytest.param("http://127.0.0.1:99999", "is not a URL .Port out of range", id="a port out of range"),
        pytest.param("http://127.0.0.1:x", "is not a URL .Port could not be cast", id="a port in letters"),
        pytest.param("http://[::1", "is not a URL .Invalid IPv6", id="a broken address"),
        pytest.param("http://", "cannot be a Chroma server. Give a folder, http", id="no host"),
        pytest.param("ftp://127.0.0.1", "cannot be a Chroma server. Give a folder, http", id="another scheme"),
        pytest.param("http://127.0.0.1:1/a b", "cannot be a Chroma server", id="a name with a blank"),
        pytest.param("http://127.0.0.1:1/a/b", "cannot be a Chroma server", id="a name with a slash"),
        pytest.param("http://127.0.0.1:1/a", "a name of 3 to 100 letters", id="a name too short"),
    ],
)
def test_a_server_that_cannot_be_reached_is_named(cats_and_dogs: Path, location: str, message: str) -> None:
    with pytest.raises(StoreUnreachableError, match=message):
        build(cats_and_dogs, location)
    with pytest.raises(StoreUnreachableError, match=message):
        Index.open(location)


def test_a_server_that_dies_is_named(cats_and_dogs: Path, tmp_path: Path) -> None:
    process, url = start_chroma(tmp_path)
    try:
        build(cats_and_dogs, url)
        with Index.open(url) as index:
            stop(process)
            with pytest.raises(StoreUnreachableError, match=f"The Chroma server at {url} answers no more"):
                index.search("cat")
    finally:
        stop(process)

    class Late(LocalEmbedding):
        """An embedding after whose first batch the server is gone."""

    with pytest.raises(StoreUnreachableError, match="No Chroma server answers at"):
        build(cats_and_dogs, url, embedding=Late())


def test_a_folder_may_be_given_as_a_string(cats_and_dogs: Path, tmp_path: Path) -> None:
    build(cats_and_dogs, str(tmp_path / "store"))

    with Index.open(str(tmp_path / "store")) as index:
        assert sorted(index.documents) == ["a.txt", "b.txt"]
    assert (tmp_path / "store" / "cache").is_dir()
