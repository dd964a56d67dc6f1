"""Building an index: nothing twice, nothing half, nobody else's data, and one writer."""

import hashlib
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import chromadb
import numpy as np
import pytest
from chromadb.api import ClientAPI
from pydantic import Field

from index import SEEDS, Document, Index, LocalEmbedding, PassageParser, build, read_documents, seal
from index.build import Beside
from index.errors import (
    CorpusLossError,
    CorpusMissingError,
    StoreBusyError,
    StoreDamagedError,
    StoreMismatchError,
    StoreMissingError,
    StoreOutdatedError,
    StoreUnwritableError,
)
from index.manifest import FORMAT
from index.store import Store

# More for a longer search: KILLS=100 pytest tests/test_build.py -k anywhere
KILLS = int(os.environ.get("KILLS", "3"))


def command(corpus: Path | str, store: Path | str, option: str = "--rebuild") -> str:
    return f"python -m index {corpus} --store {store} {option}"


def damaged(corpus: Path | str, store: Path) -> str:
    return re.escape(f"The documents are safe; build it again with: {command(corpus, store)}")


class CountingEmbedding(LocalEmbedding):
    """The real embedding, which writes down what it embeds, and may be told when to fail."""

    embedded: list[str] = Field(default_factory=list)
    fails_after: int = 10**9

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        if len(self.embedded) >= self.fails_after:
            raise MemoryError("no memory")
        self.embedded.extend(texts)
        return super()._get_text_embeddings(texts)


def held(store: Path) -> tuple[list[Document], list[str]]:
    """Return what an index holds and finds: its documents, and the texts of its passages in order."""
    with Index.open(store) as index:
        found = sorted(index.search("anything", limit=1000), key=lambda hit: hit.number)
        return list(index.documents.values()), [hit.passage.text for hit in found]


def chroma(store: Path) -> ClientAPI:
    return chromadb.PersistentClient(str(store), chromadb.config.Settings(anonymized_telemetry=False))


def rows(store: Path) -> dict[str, object]:
    """Return all that Chroma holds, by the name of the collection."""
    client = chroma(store)
    everything = {}
    for name in [collection.name for collection in client.list_collections()]:
        collection = client.get_collection(name, embedding_function=None)
        held = collection.get(include=["documents", "metadatas", "embeddings"])
        vectors = np.asarray(held["embeddings"]).tolist()
        everything[name] = collection.metadata, held["ids"], held["documents"], held["metadatas"], vectors
    client.close()
    return everything


def versions_held(store: Path) -> dict[str, set[str]]:
    """Return the versions of documents that have rows, by the kind of row."""
    found = {}
    for name, (_, ids, _, metadatas, _) in rows(store).items():
        if name != "corpus":
            kind = name.rpartition("-")[2]
            holders = [
                [row] if kind == "documents" else held["versions"].split()
                for row, held in zip(ids, metadatas, strict=True)
            ]
            found[kind] = {version for versions in holders for version in versions}
    return found


def test_the_shipped_corpus_is_held_to_the_letter(shipped_store: Path) -> None:
    documents, _ = held(shipped_store)

    assert documents == read_documents(SEEDS)


def test_building_twice_embeds_nothing_and_changes_nothing(cats_and_dogs: Path, tmp_path: Path) -> None:
    embedding = CountingEmbedding()
    first = build(cats_and_dogs, tmp_path / "store", embedding=embedding)
    before = rows(tmp_path / "store")
    embedding.embedded.clear()

    second = build(cats_and_dogs, tmp_path / "store", embedding=embedding)

    assert (first.embedded, first.changed) == (2 + 2, True)  # A passage of one sentence is embedded once.
    assert (second.embedded, second.changed, second.manifest) == (0, False, first.manifest)
    assert embedding.embedded == []
    assert rows(tmp_path / "store") == before


def test_the_summary_counts_what_is_held(shipped_index: Index) -> None:
    documents = read_documents(SEEDS)
    passages = [passage for document in documents for passage in PassageParser().passages(document)]

    manifest = shipped_index.manifest

    assert (manifest.documents, manifest.passages, manifest.sentences) == (
        5, len(passages), sum(len(passage.sentences) for passage in passages)
    )  # fmt: skip
    assert (manifest.embedding, manifest.fewest_tokens, manifest.most_tokens) == (
        "multilingual-e5-small-int8",
        150,
        300,
    )
    assert list(shipped_index.passages) == passages


def test_progress_is_told_from_nothing_to_all(cats_and_dogs: Path, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []

    build(cats_and_dogs, tmp_path / "store", progress=lambda done, total: told.append((done, total)))

    assert told == [(0, 2), (2, 2)]


def test_only_what_has_changed_is_embedded_again(cats_and_dogs: Path, tmp_path: Path) -> None:
    embedding = CountingEmbedding()
    build(cats_and_dogs, tmp_path / "store", embedding=embedding)
    embedding.embedded.clear()
    (cats_and_dogs / "a.txt").write_text("The cat sat on the mat. It was blue.")

    summary = build(cats_and_dogs, tmp_path / "store", embedding=embedding)

    assert sorted(embedding.embedded) == ["a: It was blue.", "a: The cat sat on the mat. It was blue."]
    assert summary.embedded == 2
    documents, passages = held(tmp_path / "store")
    assert documents == read_documents(cats_and_dogs)
    assert passages == ["The cat sat on the mat. It was blue.", "Dogs bark at night."]


def test_vectors_taken_over_are_those_of_a_new_build(cats_and_dogs: Path, tmp_path: Path) -> None:
    build(cats_and_dogs, tmp_path / "store")
    (cats_and_dogs / "0.txt").write_text("Birds sing.")
    build(cats_and_dogs, tmp_path / "store")
    build(cats_and_dogs, tmp_path / "fresh")

    with Index.open(tmp_path / "store") as grown, Index.open(tmp_path / "fresh") as fresh:
        assert grown.search("who sat where?") == fresh.search("who sat where?")
        assert grown.manifest == fresh.manifest


def test_a_document_that_is_gone_is_found_no_more(cats_and_dogs: Path, tmp_path: Path) -> None:
    build(cats_and_dogs, tmp_path / "store")
    (cats_and_dogs / "b.txt").unlink()

    summary = build(cats_and_dogs, tmp_path / "store")

    assert summary.embedded == 0
    assert held(tmp_path / "store") == (
        [Document("a.txt", "The cat sat on the mat. It was red.", "a")],
        ["The cat sat on the mat. It was red."],
    )


def test_a_renamed_document_is_found_under_its_new_name(folder, tmp_path: Path) -> None:
    corpus = folder(a_txt="The cat sat.")
    build(corpus, tmp_path / "store")
    (corpus / "a.txt").rename(corpus / "b.txt")

    build(corpus, tmp_path / "store")

    assert held(tmp_path / "store")[0] == [Document("b.txt", "The cat sat.", "b")]


def test_a_document_that_is_moved_or_touched_costs_nothing(folder, tmp_path: Path) -> None:
    corpus = folder(a_txt="The cat sat.", b_md="# Dogs\n\nThey bark.")
    build(corpus, tmp_path / "store")
    before = rows(tmp_path / "store")
    (corpus / "old").mkdir()
    (corpus / "a.txt").rename(corpus / "old" / "a.txt")
    (corpus / "b.md").rename(corpus / "renamed.md")
    os.utime(corpus / "renamed.md", (0, 0))

    embedding = CountingEmbedding()
    assert build(corpus, tmp_path / "store", embedding=embedding).changed

    after = rows(tmp_path / "store")
    assert embedding.embedded == []
    assert {name: held for name, held in after.items() if name != "corpus"} == {
        name: held for name, held in before.items() if name != "corpus"
    }
    assert held(tmp_path / "store")[0] == read_documents(corpus)


def test_a_new_document_changes_no_row_of_another(cats_and_dogs: Path, tmp_path: Path) -> None:
    build(cats_and_dogs, tmp_path / "store")
    before = rows(tmp_path / "store")
    (cats_and_dogs / "0.txt").write_text("Birds sing.")

    build(cats_and_dogs, tmp_path / "store")

    after = rows(tmp_path / "store")
    for name, (_, ids, *_) in before.items():
        if name != "corpus":
            assert after[name][1][: len(ids)] == ids
            assert [column[: len(ids)] for column in after[name][2:]] == list(before[name][2:])
            assert len(after[name][1]) == len(ids) + 1


def test_a_text_that_stands_a_thousand_times_has_one_row(folder, tmp_path: Path) -> None:
    corpus = folder(a_txt="\n\n".join(["Buffalo buffalo buffalo."] * 1000), b_txt="The cat sat.")
    embedding = CountingEmbedding()
    parser = PassageParser(fewest_tokens=1, most_tokens=2)

    summary = build(corpus, tmp_path / "store", embedding=embedding, parser=parser)

    assert sorted(embedding.embedded) == ["a: Buffalo buffalo buffalo.", "b: The cat sat."]
    assert (summary.manifest.passages, summary.manifest.sentences) == (1001, 1001)
    with Index.open(tmp_path / "store") as index:
        assert len(index.search("buffalo", limit=2000)) == 1001
        assert index.search("cat", limit=1)[0].passage.text == "The cat sat."


def test_texts_that_a_changed_document_shares_stay(folder, tmp_path: Path) -> None:
    corpus = folder(one__a_txt="The cat sat. Dogs bark.", two__a_txt="The cat sat. Birds sing.")
    build(corpus, tmp_path / "store")
    (corpus / "two" / "a.txt").write_text("Fish swim.")
    build(corpus, tmp_path / "store")
    build(corpus, tmp_path / "fresh")

    with Index.open(tmp_path / "store") as grown, Index.open(tmp_path / "fresh") as fresh:
        assert [hit.passage for hit in grown.search("cat")] == [hit.passage for hit in fresh.search("cat")]
    grown_rows, fresh_rows = (
        {name.rpartition("-")[2]: dict(zip(ids, metadatas, strict=True)) for name, (_, ids, _, metadatas, _) in
         rows(tmp_path / store).items() if name != "corpus"}
        for store in ("store", "fresh")
    )  # fmt: skip
    assert grown_rows == fresh_rows


def test_equal_documents_are_embedded_once_if_their_titles_are_equal(folder, tmp_path: Path) -> None:
    corpus = folder(one__a_txt="The cat sat.", two__a_txt="The cat sat.")

    summary = build(corpus, tmp_path / "store")

    assert summary.embedded == 1  # A passage and its sentence are one text.
    assert [document.name for document in held(tmp_path / "store")[0]] == ["one/a.txt", "two/a.txt"]


def test_a_thousand_tiny_documents_can_be_read_and_cut(tmp_path: Path) -> None:
    for number in range(1000):
        (tmp_path / f"{number}.txt").write_text(f"Document {number}.")

    documents = read_documents(tmp_path)

    assert len(documents) == 1000
    assert [len(PassageParser().passages(document)) for document in documents] == [1] * 1000


@pytest.mark.parametrize(
    "name",
    ["with space.txt", "ha#sh.txt", "per%cent.txt", "dot.name.txt", "ünï—码.txt", "n" * 196 + ".txt", "line\nend.txt",
     "$HOME.txt", "'quote\".txt", "-dash.txt", "[b](c).md", "narrow\u202fblank.txt"],
)  # fmt: skip
def test_a_document_of_any_name_can_be_found(tmp_path: Path, name: str) -> None:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / name).write_text("The cat sat on the mat.")
    build(tmp_path / "corpus", tmp_path / "store")

    with Index.open(tmp_path / "store") as index:
        assert [(hit.passage.document, hit.passage.text) for hit in index.search("cat")] == [
            (name, "The cat sat on the mat.")
        ]


def test_a_text_of_odd_characters_is_held_to_the_letter(folder, tmp_path: Path) -> None:
    corpus = folder(a_txt="\ufeffOne\0two.\r\n\r\n\0Three 😀.\r", b_txt="①", c_txt="一", d_txt="\u202eabc")
    build(corpus, tmp_path / "store")

    assert held(tmp_path / "store")[0] == read_documents(corpus)


def test_an_embedding_that_fails_midway_leaves_the_old_index(
    folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus = folder(a_txt="The cat sat.")
    build(corpus, tmp_path / "store")
    before = held(tmp_path / "store")
    (corpus / "b.txt").write_text("Dogs bark.")
    (corpus / "c.txt").write_text("Birds sing.")
    monkeypatch.setattr(sys.modules["index.build"], "PASSAGES_PER_BATCH", 1)

    with pytest.raises(MemoryError):
        build(corpus, tmp_path / "store", embedding=CountingEmbedding(fails_after=1))

    assert held(tmp_path / "store") == before
    (corpus / "b.txt").write_text("Dogs bark.")
    assert build(corpus, tmp_path / "store").changed
    assert held(tmp_path / "store")[0] == read_documents(corpus)


def test_a_build_that_failed_goes_on_where_it_ended(folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    corpus = folder(a_txt="The cat sat.", b_txt="Dogs bark.", c_txt="Birds sing.")
    monkeypatch.setattr(sys.modules["index.build"], "PASSAGES_PER_BATCH", 1)
    failing, whole = CountingEmbedding(fails_after=2), CountingEmbedding()
    with pytest.raises(MemoryError):
        build(corpus, tmp_path / "store", embedding=failing)

    build(corpus, tmp_path / "store", embedding=whole)

    assert (failing.embedded, whole.embedded) == (["a: The cat sat.", "b: Dogs bark."], ["c: Birds sing."])
    assert held(tmp_path / "store")[0] == read_documents(corpus)


def test_what_was_embedded_otherwise_by_a_build_that_failed_is_not_used(
    folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus = folder(a_txt="The cat sat.", b_txt="Dogs bark.")
    monkeypatch.setattr(sys.modules["index.build"], "PASSAGES_PER_BATCH", 1)
    with pytest.raises(MemoryError):
        build(corpus, tmp_path / "store", embedding=OtherEmbedding(fails_after=1))

    assert build(corpus, tmp_path / "store", embedding=CountingEmbedding()).embedded == 2


def test_a_first_build_that_fails_leaves_no_index(cats_and_dogs: Path, tmp_path: Path) -> None:
    with pytest.raises(MemoryError):
        build(cats_and_dogs, tmp_path / "store", embedding=CountingEmbedding(fails_after=0))

    with pytest.raises(StoreMissingError, match=r"There is no index at .*store. Build it with: python -m index"):
        Index.open(tmp_path / "store")


def test_what_broken_builds_leave_is_removed(
    cats_and_dogs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.modules["index.build"], "PASSAGES_PER_BATCH", 1)
    with pytest.raises(MemoryError):
        build(cats_and_dogs, tmp_path / "store", embedding=CountingEmbedding(fails_after=1))
    (cats_and_dogs / "b.txt").write_text("Dogs sleep.")
    build(cats_and_dogs, tmp_path / "store")

    client = chroma(tmp_path / "store")
    names = sorted(collection.name for collection in client.list_collections())
    client.close()
    assert sorted(name.rpartition("-")[2] for name in names) == ["corpus", "documents", "passages"]
    held = {document.version for document in read_documents(cats_and_dogs)}
    assert versions_held(tmp_path / "store") == {"documents": held, "passages": held}


KILLED = """
import os, signal, sys
from pathlib import Path
import importlib
from index import LocalEmbedding, build

importlib.import_module("index.build").PASSAGES_PER_BATCH = 1

class Killed(LocalEmbedding):
    batches: int = 0
    def _get_text_embeddings(self, texts):
        self.batches += 1
        if self.batches > 1:
            os.kill(os.getpid(), signal.SIGKILL)
        return super()._get_text_embeddings(texts)

build(Path(sys.argv[1]), Path(sys.argv[2]), embedding=Killed())
"""


def test_a_build_that_is_killed_leaves_the_old_index_and_no_lock(folder, tmp_path: Path) -> None:
    corpus = folder(a_txt="The cat sat.")
    build(corpus, tmp_path / "store")
    before = held(tmp_path / "store")
    (corpus / "b.txt").write_text("Dogs bark.")
    (corpus / "c.txt").write_text("Birds sing.")

    command = [sys.executable, "-c", KILLED, str(corpus), str(tmp_path / "store")]
    killed = subprocess.run(command, cwd=SEEDS.parent, check=False, stderr=subprocess.DEVNULL)

    assert killed.returncode == -signal.SIGKILL
    assert held(tmp_path / "store") == before
    (corpus / "b.txt").write_text("Dogs bark.")
    assert build(corpus, tmp_path / "store").changed
    assert held(tmp_path / "store")[0] == read_documents(corpus)


HOLDS = """
import sys
from pathlib import Path
from index.manifest import FORMAT
from index.store import Store

store = Store.open(Path(sys.argv[1]), create=True)
with store.lock(write=sys.argv[2] == "write"):
    print("held", flush=True)
    sys.stdin.readline()
"""


@pytest.fixture
def in_use(cats_and_dogs: Path, tmp_path: Path):
    """Return a function that has another process hold the store for reading or writing; built for cats_and_dogs."""
    build(cats_and_dogs, tmp_path / "store")
    processes: list[subprocess.Popen[bytes]] = []

    def hold(way: str) -> None:
        process = subprocess.Popen(
            [sys.executable, "-c", HOLDS, str(tmp_path / "store"), way],
            cwd=SEEDS.parent, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip
        processes.append(process)
        assert process.stdout is not None
        assert process.stdout.readline() == b"held\n"

    yield hold
    for process in processes:
        process.communicate(b"\n")


def test_a_second_writer_is_told_that_the_store_is_busy(in_use, cats_and_dogs: Path, tmp_path: Path) -> None:
    in_use("write")

    with pytest.raises(StoreBusyError) as caught:
        build(cats_and_dogs, tmp_path / "store")
    assert str(caught.value) == (
        f"Another process is building the index at {tmp_path}/store. "
        "Close it (a page, a build) or wait, then try again."
    )
    with pytest.raises(StoreBusyError, match="Another process is building the index"):
        Index.open(tmp_path / "store")


def test_a_store_that_others_read_is_searched_but_not_written(in_use, cats_and_dogs: Path, tmp_path: Path) -> None:
    in_use("read")

    assert not build(cats_and_dogs, tmp_path / "store").changed
    assert len(held(tmp_path / "store")[0]) == 2
    (cats_and_dogs / "c.txt").write_text("Birds sing.")
    with pytest.raises(StoreBusyError, match="Another process is using the index"):
        build(cats_and_dogs, tmp_path / "store")
    with pytest.raises(StoreBusyError, match="Another process is using the index"):
        build(cats_and_dogs, tmp_path / "store", rebuild=True)
    assert len(held(tmp_path / "store")[0]) == 2


def test_one_process_may_open_an_index_twice(cats_and_dogs: Path, tmp_path: Path) -> None:
    build(cats_and_dogs, tmp_path / "store")

    with Index.open(tmp_path / "store") as first:
        with Index.open(tmp_path / "store") as second:
            assert second.search("cat") == first.search("cat")
        assert first.search("cat")[0].passage.document == "a.txt"
        assert not build(cats_and_dogs, tmp_path / "store").changed


def test_an_index_may_be_closed_by_another_thread_than_opened_it(cats_and_dogs: Path, tmp_path: Path) -> None:
    build(cats_and_dogs, tmp_path / "store")
    index, other = Index.open(tmp_path / "store"), Index.open(tmp_path / "store")

    with ThreadPoolExecutor(1) as pool:
        pool.submit(index.close).result()
    (cats_and_dogs / "c.txt").write_text("Birds sing.")
    with pytest.raises(StoreBusyError):
        build(cats_and_dogs, tmp_path / "store")
    other.close()
    assert build(cats_and_dogs, tmp_path / "store").changed


class OtherEmbedding(CountingEmbedding):
    model_name: str = "other"


class RetiredEmbedding(LocalEmbedding):
    model_name: str = "multilingual-e5-small-q4"


def test_an_index_with_the_vectors_of_the_engine_before_is_built_anew(cats_and_dogs: Path, tmp_path: Path) -> None:
    before = build(cats_and_dogs, tmp_path / "store", embedding=RetiredEmbedding())
    with pytest.raises(StoreMismatchError, match="multilingual-e5-small-q4, not multilingual-e5-small-int8"):
        Index.open(tmp_path / "store")

    summary = build(cats_and_dogs, tmp_path / "store")

    assert (summary.outdated, summary.embedded) == (True, before.embedded)
    assert summary.manifest.embedding == "multilingual-e5-small-int8"
    assert not build(cats_and_dogs, tmp_path / "store").outdated


def test_another_embedding_is_refused(cats_and_dogs: Path, tmp_path: Path) -> None:
    build(cats_and_dogs, tmp_path / "store")

    with pytest.raises(StoreMismatchError) as caught:
        build(cats_and_dogs, tmp_path / "store", embedding=OtherEmbedding())
    assert str(caught.value) == (
        f"The index at {tmp_path}/store was built with the embedding multilingual-e5-small-int8, not other. "
        "Use it with that, give another --store, or build it again with: " + command(cats_and_dogs, tmp_path / "store")
    )
    with pytest.raises(StoreMismatchError, match="built with the embedding multilingual-e5-small-int8, not other"):
        Index.open(tmp_path / "store", embedding=OtherEmbedding())


def test_another_token_budget_is_refused(cats_and_dogs: Path, tmp_path: Path) -> None:
    build(cats_and_dogs, tmp_path / "store")

    with pytest.raises(StoreMismatchError, match=r"a token budget of \(150, 300\), not \(10, 20\). Use it with that"):
        build(cats_and_dogs, tmp_path / "store", parser=PassageParser(fewest_tokens=10, most_tokens=20))


def test_another_corpus_is_refused_and_replaced_on_demand(cats_and_dogs: Path, folder, tmp_path: Path) -> None:
    build(cats_and_dogs, tmp_path / "store")
    other = folder("other", z_txt="Fish swim.")

    with pytest.raises(StoreMismatchError) as caught:
        build(other, tmp_path / "store")
    assert str(caught.value) == (
        f"The index at {tmp_path}/store holds other documents (a.txt, ...) and none of {other}. "
        f"Give another --store, or replace it with: {command(other, tmp_path / 'store')}"
    )
    assert held(tmp_path / "store")[0] == read_documents(cats_and_dogs)
    build(other, tmp_path / "store", rebuild=True)
    assert held(tmp_path / "store")[0] == read_documents(other)


def test_an_index_of_an_earlier_format_is_built_anew(cats_and_dogs: Path, tmp_path: Path) -> None:
    Store.open(tmp_path / "store", create=True).close()
    client = chroma(tmp_path / "store")
    client.create_collection("corpus", metadata={"manifest": '{"format": 1, "digest": "0"}'}, embedding_function=None)
    client.close()
    with pytest.raises(
        StoreOutdatedError, match=rf"has format 1, this version reads {FORMAT}. Build it again with: python"
    ):
        Index.open(tmp_path / "store")

    assert build(cats_and_dogs, tmp_path / "store").outdated

    assert not build(cats_and_dogs, tmp_path / "store").changed
    with Index.open(tmp_path / "store") as index:
        assert set(index.documents) == {"a.txt", "b.txt"}


@pytest.mark.parametrize(
    ("lost", "message"),
    [
        pytest.param(["a.txt", "c.txt"], r"2 of the 3 indexed documents are gone from .*corpus \(a.txt, c.txt\)",
                     id="most"),
        pytest.param(["in/b.txt"], r"1 of the 3 indexed documents are gone from .*corpus \(in/b.txt\)", id="a folder"),
    ],
)  # fmt: skip
def test_a_corpus_that_is_not_all_there_does_not_shrink_the_index(
    folder, tmp_path: Path, lost: list[str], message: str
) -> None:
    corpus = folder(a_txt="The cat sat.", in__b_txt="Dogs bark.", c_txt="Birds sing.")
    build(corpus, tmp_path / "store")
    for name in lost:
        (corpus / name).unlink()

    with pytest.raises(
        CorpusLossError, match=message + ".*" + re.escape(command(corpus, tmp_path / "store", "--allow-loss"))
    ):
        build(corpus, tmp_path / "store")
    assert len(held(tmp_path / "store")[0]) == 3
    build(corpus, tmp_path / "store", allow_loss=True)
    assert held(tmp_path / "store")[0] == read_documents(corpus)


def test_a_folder_that_cannot_be_read_does_not_shrink_the_index(
    folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus = folder(a_txt="The cat sat.", in__b_txt="Dogs bark.", c_txt="Birds sing.")
    build(corpus, tmp_path / "store")
    scandir = os.scandir

    def refused(path: str) -> object:
        if str(path) == str(corpus / "in"):
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refused)  # The tests may run as root, whom no permission stops.
    with pytest.raises(CorpusMissingError, match=r"has .*corpus/in, which cannot be read .Permission denied.\."):
        build(corpus, tmp_path / "store", allow_loss=True)
    with pytest.raises(CorpusMissingError, match=r"Let it be read or take it out of the folder\. The index was left"):
        build(corpus, tmp_path / "store", rebuild=True)
    assert len(held(tmp_path / "store")[0]) == 3


def test_a_folder_that_could_never_be_read_is_named_and_does_not_stop_the_rest(
    folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus = folder(a_txt="The cat sat.", in__b_txt="Dogs bark.", c_txt="Birds sing.")
    scandir = os.scandir

    def refused(path: str) -> object:
        if str(path) == str(corpus / "in"):
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refused)
    summary = build(corpus, tmp_path / "store")
    (corpus / "c.txt").write_text("Birds sing loudly.")
    again = build(corpus, tmp_path / "store")

    assert [(each.name, each.told_within(corpus)) for each in summary.skipped] == [
        ("in/", "in cannot be read (Permission denied). Let it be read or take it out of the folder.")
    ]
    assert (again.changes.changed, again.skipped) == (1, summary.skipped)
    assert [document.name for document in held(tmp_path / "store")[0]] == ["a.txt", "c.txt"]


def test_folders_of_vectors_that_nothing_names_are_removed(cats_and_dogs: Path, tmp_path: Path) -> None:
    build(cats_and_dogs, tmp_path / "store")
    left = tmp_path / "store" / "01234567-89ab-cdef-0123-456789abcdef"
    left.mkdir()
    (cats_and_dogs / "c.txt").write_text("Birds sing.")

    build(cats_and_dogs, tmp_path / "store")

    assert not left.exists()


def test_a_later_format_is_refused(cats_and_dogs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(cats_and_dogs, tmp_path / "store")
    monkeypatch.setattr("index.manifest.FORMAT", FORMAT - 1)

    with pytest.raises(
        StoreMismatchError, match=rf"has format {FORMAT}, this version reads {FORMAT - 1}. Build it again"
    ):
        build(cats_and_dogs, tmp_path / "store")


def test_a_bad_corpus_does_not_cost_the_index_even_when_rebuilding(cats_and_dogs: Path, tmp_path: Path) -> None:
    build(cats_and_dogs, tmp_path / "store")
    for path in cats_and_dogs.iterdir():
        path.write_bytes(b"\xff")

    with pytest.raises(Exception, match="is not UTF-8"):
        build(cats_and_dogs, tmp_path / "store", rebuild=True)
    assert len(held(tmp_path / "store")[0]) == 2


@pytest.mark.parametrize("kept", [0.1, 0.5, 0.9])
@pytest.mark.parametrize("sealed", [True, False])
def test_a_truncated_database_is_damage_that_a_build_mends(
    cats_and_dogs: Path, tmp_path: Path, kept: float, sealed: bool
) -> None:
    store = tmp_path / "store"
    build(cats_and_dogs, store)
    if not sealed:
        seal.lift(store)
    database = store / "chroma.sqlite3"
    database.write_bytes(database.read_bytes()[: int(database.stat().st_size * kept)])

    for _ in range(2):  # Chroma remembers what failed to start.
        with pytest.raises(StoreDamagedError, match=damaged("FOLDER", store)):
            Index.open(store)
    assert build(cats_and_dogs, store).mended
    assert held(store)[0] == read_documents(cats_and_dogs)


def test_an_emptied_database_is_no_index_and_is_built_again(cats_and_dogs: Path, tmp_path: Path) -> None:
    build(cats_and_dogs, tmp_path / "store")
    (tmp_path / "store" / "chroma.sqlite3").write_bytes(b"")

    with pytest.raises(StoreMissingError):
        Index.open(tmp_path / "store")
    assert build(cats_and_dogs, tmp_path / "store").embedded == 4
    assert held(tmp_path / "store")[0] == read_documents(cats_and_dogs)


class RandomEmbedding(LocalEmbedding):
    """Vectors that cost nothing, for a store that must be large."""

    model_name: str = "random"

    def _get_query_embedding(self, query: str) -> list[float]:
        return self._get_text_embeddings([query])[0]

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        seeds = [int.from_bytes(hashlib.sha256(text.encode()).digest()[:8]) for text in texts]
        vectors = np.array([np.random.default_rng(seed).normal(size=8) for seed in seeds])
        return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).tolist()


def size_of(store: Path) -> int:
    return sum(path.stat().st_size for path in store.rglob("*") if path.is_file())


def test_refreshes_leave_no_more_than_a_third_behind(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for number in range(12):
        (corpus / f"{number}.txt").write_text(
            " ".join(f"Line {place} of {number} says {place}." for place in range(40))
        )
    build(corpus, tmp_path / "store", embedding=RandomEmbedding())
    for step in range(24):
        (corpus / f"{step % 12}.txt").write_text(" ".join(f"Line {place} says {step} now." for place in range(40)))
        build(corpus, tmp_path / "store", embedding=RandomEmbedding())
    build(corpus, tmp_path / "fresh", embedding=RandomEmbedding())

    assert size_of(tmp_path / "store") < 1.3 * size_of(tmp_path / "fresh")
    with Index.open(tmp_path / "store", embedding=RandomEmbedding()) as index:
        assert list(index.documents.values()) == read_documents(corpus)


ENDS_AT_RANDOM = """
import importlib, os, random, sys, threading, time
from pathlib import Path
sys.path.insert(0, "tests")
from test_build import RandomEmbedding
from index import build

importlib.import_module("index.build").PASSAGES_PER_BATCH = 4
importlib.import_module("index.store").ROWS_PER_CALL = 20

def end():
    time.sleep(float(sys.argv[3]))
    os.kill(os.getpid(), 9)

threading.Thread(target=end, daemon=True).start()
build(Path(sys.argv[1]), Path(sys.argv[2]), embedding=RandomEmbedding())
"""


def test_a_build_that_is_killed_anywhere_loses_nothing(tmp_path: Path) -> None:
    corpus, store, random = tmp_path / "corpus", tmp_path / "store", np.random.default_rng()
    corpus.mkdir()
    for number in range(12):
        (corpus / f"{number}.txt").write_text(" ".join(f"Line {place} of {number} is so." for place in range(60)))
    build(corpus, store, embedding=RandomEmbedding())
    published = read_documents(corpus)
    for step in range(KILLS):
        for number in random.integers(12, size=3):
            (corpus / f"{number}.txt").write_text(" ".join(f"Line {place} at {step}." for place in range(60)))
        command = [sys.executable, "-c", ENDS_AT_RANDOM, str(corpus), str(store), str(random.uniform(0, 1.5))]
        ended = subprocess.run(command, cwd=SEEDS.parent, check=False, stderr=subprocess.DEVNULL)
        assert ended.returncode in (0, -signal.SIGKILL)
        with Index.open(store, embedding=RandomEmbedding()) as index:
            documents = list(index.documents.values())
            assert documents in (published, read_documents(corpus))
            hits = index.search("Line", limit=1000)
            assert {hit.passage.document for hit in hits} == {document.name for document in documents}
        published = documents
    build(corpus, store, embedding=RandomEmbedding())
    with Index.open(store, embedding=RandomEmbedding()) as index:
        assert list(index.documents.values()) == read_documents(corpus)
    assert versions_held(store)["passages"] == {document.version for document in read_documents(corpus)}


def test_an_index_is_asked_while_it_is_built_beside(cats_and_dogs: Path, tmp_path: Path) -> None:
    build(cats_and_dogs, tmp_path / "store")
    (cats_and_dogs / "0.txt").write_text("A cat sat on a cat that sat on a cat.")
    (cats_and_dogs / "a.txt").unlink()
    indexes = [Index.open(tmp_path / "store")]
    found: list[list[str]] = []

    def ask() -> None:
        found.append([hit.passage.document for hit in indexes[-1].search("cat", limit=5)])

    def published() -> None:
        ask()
        indexes.append(indexes[-1].refreshed())

    beside = Beside(indexes[0].alone, ask, published)
    assert build(cats_and_dogs, tmp_path / "store", beside=beside).changed
    ask()
    with pytest.raises(StoreBusyError):  # It is held for reading again.
        build(cats_and_dogs, tmp_path / "store", rebuild=True)
    indexes[-1].close()

    with Index.open(tmp_path / "store") as index:
        assert found[-1] == [hit.passage.document for hit in index.search("cat", limit=5)] == ["0.txt", "b.txt"]
    swapped = found.index(found[-1])
    assert 2 < swapped < len(found) - 1
    assert found == [["a.txt", "b.txt"]] * swapped + [["0.txt", "b.txt"]] * (len(found) - swapped)


def test_an_index_that_others_use_is_not_built_beside(in_use, cats_and_dogs: Path, tmp_path: Path) -> None:
    in_use("read")
    with Index.open(tmp_path / "store") as index:
        (cats_and_dogs / "c.txt").write_text("Birds sing.")
        with pytest.raises(StoreBusyError, match="Another process is using the index"):
            build(cats_and_dogs, tmp_path / "store", beside=Beside(index.alone, list, list))
        assert index.search("cat")[0].passage.document == "a.txt"


@pytest.mark.parametrize("sealed", [True, False])
def test_deleted_vectors_are_noticed(folder, tmp_path: Path, sealed: bool) -> None:
    # Chroma's log holds the last thousand rows; those before are only in the folder of vectors. Without it Chroma
    # still counts all rows, and answers with other ones.
    corpus = folder(a_md="\n\n".join(f"# Number {number}\n\nIt is one of many." for number in range(2500)))
    build(corpus, tmp_path / "store", embedding=RandomEmbedding())
    for path in (tmp_path / "store").iterdir():
        if path.is_dir() and path.name != "cache":
            shutil.rmtree(path)
    if not sealed:
        seal.lift(tmp_path / "store")

    with pytest.raises(StoreDamagedError, match=damaged(corpus, tmp_path / "store")):
        Index.open(tmp_path / "store", corpus=corpus, embedding=RandomEmbedding())
    assert build(corpus, tmp_path / "store", embedding=RandomEmbedding()).mended


def test_deleted_rows_are_noticed(cats_and_dogs: Path, tmp_path: Path) -> None:
    build(cats_and_dogs, tmp_path / "store")
    client = chroma(tmp_path / "store")
    name = next(collection.name for collection in client.list_collections() if collection.name.endswith("passages"))
    rows = client.get_collection(name, embedding_function=None)
    rows.delete(ids=rows.get(limit=1)["ids"])
    client.close()
    seal.lift(tmp_path / "store")

    with pytest.raises(StoreDamagedError, match=r"it has 1 of 2 passages. The documents are safe"):
        Index.open(tmp_path / "store")


def test_a_lock_that_is_garbage_is_named(cats_and_dogs: Path, tmp_path: Path) -> None:
    build(cats_and_dogs, tmp_path / "store")
    (tmp_path / "store" / "lock.db").write_bytes(b"garbage" * 1000)

    with pytest.raises(StoreDamagedError, match=r"lock\.db cannot be used .* Delete that file\."):
        Index.open(tmp_path / "store")


def test_a_folder_of_other_things_is_refused_and_left_alone(cats_and_dogs: Path, tmp_path: Path) -> None:
    (tmp_path / "store").mkdir()
    (tmp_path / "store" / "thesis.doc").write_text("years of work")

    for rebuild in (False, True):
        with pytest.raises(StoreMismatchError) as caught:
            build(cats_and_dogs, tmp_path / "store", rebuild=rebuild)
        assert str(caught.value) == (
            f"The folder {tmp_path}/store holds other things than an index (thesis.doc). "
            "Give an empty folder with --store."
        )
    assert (tmp_path / "store" / "thesis.doc").read_text() == "years of work"


def test_the_corpus_cannot_be_its_own_store(cats_and_dogs: Path) -> None:
    with pytest.raises(StoreMismatchError, match="holds other things than an index"):
        build(cats_and_dogs, cats_and_dogs, rebuild=True)
    assert sorted(path.name for path in cats_and_dogs.iterdir()) == ["a.txt", "b.txt"]


def test_the_database_of_another_program_is_refused_and_left_alone(cats_and_dogs: Path, tmp_path: Path) -> None:
    client = chroma(tmp_path / "theirs")
    client.create_collection("theirs", embedding_function=None).add(ids=["1"], documents=["x"], embeddings=[[1.0]])
    client.close()

    for rebuild in (False, True):
        with pytest.raises(StoreMismatchError, match="holds other things than an index"):
            build(cats_and_dogs, tmp_path / "theirs", rebuild=rebuild)
    client = chroma(tmp_path / "theirs")
    assert [collection.name for collection in client.list_collections()] == ["theirs"]
    client.close()


def test_a_store_inside_the_corpus_is_not_a_part_of_it(cats_and_dogs: Path) -> None:
    build(cats_and_dogs, cats_and_dogs / "store")
    with Index.open(cats_and_dogs / "store"):
        pass

    assert not build(cats_and_dogs, cats_and_dogs / "store").changed


@pytest.mark.parametrize(
    ("place", "error"),
    [
        pytest.param("corpus/a.txt", StoreMismatchError, id="a file"),
        pytest.param("corpus/a.txt/store", StoreUnwritableError, id="below a file"),
        pytest.param("s" * 300, StoreUnwritableError, id="a name too long"),
    ],
)
def test_a_place_that_cannot_be_a_folder_is_refused(
    cats_and_dogs: Path, tmp_path: Path, place: str, error: type[Exception]
) -> None:
    with pytest.raises(error, match="with --store"):
        build(cats_and_dogs, tmp_path / place)


def test_a_folder_that_nobody_can_write_is_searched(
    cats_and_dogs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = tmp_path / "store"
    build(cats_and_dogs, store)
    # The tests may run as root, whom no permission stops.
    monkeypatch.setattr(os, "access", lambda path, _mode: Path(path) != store)
    monkeypatch.setattr("index.lock.filelock.ReadWriteLock", None)

    with Index.open(store) as index:
        assert index.search("cat")[0].passage.document == "a.txt"
    assert not build(cats_and_dogs, store).changed


def test_a_store_that_cannot_be_written_is_not_called_damaged(
    cats_and_dogs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object, **__: object) -> None:
        raise chromadb.errors.InternalError("(code: 8) attempt to write a readonly database")

    build(cats_and_dogs, tmp_path / "store")
    monkeypatch.setattr(chromadb, "PersistentClient", refused)
    with pytest.raises(StoreUnwritableError, match=r"The index at .*store cannot be written, and Chroma opens none"):
        Index.open(tmp_path / "store")


def test_a_full_disk_is_named(cats_and_dogs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise chromadb.errors.InternalError("(code: 13) database or disk is full")

    monkeypatch.setattr(Store, "add_passages", full)
    with pytest.raises(StoreUnwritableError, match=r"The disk of .*store is full .* Free some space, then try again."):
        build(cats_and_dogs, tmp_path / "store")


def test_no_text_is_held_twice(cats_and_dogs: Path, tmp_path: Path) -> None:
    build(cats_and_dogs, tmp_path / "store", embedding=CountingEmbedding())

    with closing(sqlite3.connect(tmp_path / "store" / "chroma.sqlite3")) as base:
        (tables,) = base.execute("SELECT count(*) FROM sqlite_master WHERE name = 'embedding_metadata'").fetchone()
        indexes = base.execute(
            "SELECT sql FROM sqlite_master WHERE type = 'index' AND tbl_name = 'embedding_metadata'"
        ).fetchall()
    assert tables == 1
    assert not any("string_value" in str(made) for (made,) in indexes)


def test_the_sentences_of_a_long_document_that_has_grown_are_not_embedded_again(folder, tmp_path: Path) -> None:
    lines = [f"Line {number} is one of many that are said." for number in range(60)]
    corpus = folder(a_txt=" ".join(lines))
    build(corpus, tmp_path / "store", embedding=CountingEmbedding())
    (corpus / "a.txt").write_text(" ".join(["A word before.", *lines]))
    embedding = CountingEmbedding()

    build(corpus, tmp_path / "store", embedding=embedding)

    assert not {f"a: {line}" for line in lines} & set(embedding.embedded)
    assert "a: A word before." in embedding.embedded
