"""Several machines: pages and indexers share a real Chroma server, and each of them may be killed, hang or be late."""

from __future__ import annotations

import contextlib
import http.server
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import chromadb
import httpx
import pytest
from chromadb.api import ClientAPI
from conftest import start_chroma, stop

from assistant import Assistant
from index import SEEDS, ChromaServer, Index, build
from index.errors import StoreBusyError, StoreChangedError, StoreMissingError, StoreUnreachableError
from index.search import ATTEMPTS
from index.store import Store

ZOO = "Anna Smith founded the zoo in {}."
QUESTION = "Who founded the zoo?"


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a writer's place be free after a second."""
    monkeypatch.setattr("index.lease.LEASE_SECONDS", 1.0)
    monkeypatch.setattr("index.lease.RENEW_SECONDS", 0.2)


@pytest.fixture
def corpus(folder) -> Path:
    return folder(a_txt=ZOO.format(1901), b_txt="Dogs bark at night.")


@contextlib.contextmanager
def client(url: str) -> Iterator[ClientAPI]:
    port = int(url.rpartition(":")[2])
    opened = chromadb.HttpClient("127.0.0.1", port, settings=chromadb.config.Settings(anonymized_telemetry=False))
    yield opened
    opened.close()


@contextlib.contextmanager
def writing(url: str) -> Iterator[SimpleNamespace]:
    store = Store.open(url)
    try:
        with store.lock(write=True) as renew:
            yield SimpleNamespace(renew=renew, store=store)
    finally:
        store.close()


# Who may write


@pytest.mark.usefixtures("impatient")
def test_no_clock_takes_the_place_of_a_writer_who_is_alive(
    chroma_server: str, corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with writing(f"{chroma_server}/alive"):
        monkeypatch.setattr(time, "time", lambda: 4e9)
        for _ in range(2):
            with pytest.raises(StoreBusyError, match="Another client is building"):
                build(corpus, f"{chroma_server}/alive")
    assert build(corpus, f"{chroma_server}/alive").changed


@pytest.mark.usefixtures("impatient")
def test_the_place_of_a_writer_who_is_not_heard_of_is_taken_under_the_next_number(
    chroma_server: str, corpus: Path
) -> None:
    with client(chroma_server) as opened:
        opened.create_collection("dead-writer-6", metadata={"renewed": 2}, embedding_function=None)
        opened.create_collection("dead-writer-7", metadata={"renewed": 3}, embedding_function=None)
        opened.create_collection("dead-writer-99", metadata={"of": "another"}, embedding_function=None)

        assert build(corpus, f"{chroma_server}/dead").changed

        names = {collection.name for collection in opened.list_collections()}
    assert {name for name in names if name.startswith("dead-writer")} == {"dead-writer-8", "dead-writer-99"}


def test_a_writer_who_was_late_writes_no_more_and_frees_nothing(
    chroma_server: str, corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"{chroma_server}/late"
    with writing(url) as late:
        late.renew()
        with client(chroma_server) as opened:
            opened.create_collection("late-writer-2", metadata={"renewed": 1}, embedding_function=None)
            opened.delete_collection("late-writer-1")
        with pytest.raises(StoreBusyError, match="Another client has taken over the index at"):
            late.renew()
    monkeypatch.setattr("index.lease.LEASE_SECONDS", 0.5)
    with client(chroma_server) as opened:
        assert opened.get_collection("late-writer-2", embedding_function=None).metadata == {"renewed": 1}
    assert build(corpus, url).changed


def test_a_build_that_is_late_publishes_nothing(chroma_server: str, corpus: Path, embedding) -> None:
    url = f"{chroma_server}/publisher"

    class Late(type(embedding)):  # type: ignore[misc]
        """An embedding that takes so long that another has the place when it is done."""

        def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
            with client(chroma_server) as opened:
                opened.create_collection("publisher-writer-2", metadata={"renewed": 1}, embedding_function=None)
                opened.delete_collection("publisher-writer-1")
            return list(super()._get_text_embeddings(texts))

    with pytest.raises(StoreBusyError, match="taken over"):
        build(corpus, url, embedding=Late())
    with pytest.raises(StoreMissingError):
        Index.open(url)


def test_a_killed_indexer_does_not_keep_the_next_one_waiting(
    chroma_server: str, corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"{chroma_server}/killed"
    holds = f"import time; from index.store import Store; l = Store.open({url!r}).lock(write=True); l.__enter__(); "
    holder = subprocess.Popen(
        [sys.executable, "-c", f"{holds} print('held', flush=True); time.sleep(60)"],
        cwd=SEEDS.parent, stdout=subprocess.PIPE,
    )  # fmt: skip
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(StoreBusyError):
            build(corpus, url)
    finally:
        stop(holder)
        holder.stdout.close()
    monkeypatch.setattr("index.lease.LEASE_SECONDS", 1.0)
    started = time.monotonic()
    assert build(corpus, url).changed
    assert time.monotonic() - started > 1.0


# A server that hangs, dies, or is not there behind its gateway


def test_a_server_that_accepts_and_never_answers_is_given_up(corpus: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        started = time.monotonic()
        with pytest.raises(StoreUnreachableError, match=rf"No Chroma server answers at {url} \(timed out\)"):
            Assistant.open(corpus, ChromaServer(url, timeout_seconds=0.5))
    assert time.monotonic() - started < 5


def test_a_server_that_hangs_fails_a_question_and_answers_the_next(tmp_path: Path, corpus: Path) -> None:
    process, url = start_chroma(tmp_path)
    try:
        build(corpus, url)
        with Assistant.open(corpus, ChromaServer(url, timeout_seconds=1.5), follow=True) as assistant:
            before = assistant.answer(QUESTION)
            process.send_signal(signal.SIGSTOP)
            started = time.monotonic()
            with pytest.raises(StoreUnreachableError, match=f"The Chroma server at {url} answers no more .timed out."):
                assistant.answer(QUESTION)
            with pytest.raises(StoreUnreachableError):
                assistant.keep_up()
            assert time.monotonic() - started < 5
            assert "answers no more" in assistant.stale
            process.send_signal(signal.SIGCONT)
            assistant.keep_up()
            assert assistant.stale == ""
            assert assistant.answer(QUESTION).text == before.text
    finally:
        stop(process)


class Gateway(http.server.BaseHTTPRequestHandler):
    """A gateway whose server is gone; it keeps the headers that it was sent."""

    headers_seen: list[str | None] = []  # noqa: RUF012  (one server a test)

    def do_GET(self) -> None:
        self.headers_seen.append(self.headers["x-chroma-token"])
        self.send_response(502)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<html>Bad gateway</html>")

    do_POST = do_GET  # noqa: N815  (as the base class wants it)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def test_a_gateway_without_its_server_is_named_and_sent_the_headers(corpus: Path, tmp_path: Path) -> None:
    process, url = start_chroma(tmp_path)
    build(corpus, url)
    with Index.open(ChromaServer(url, headers={"x-chroma-token": "secret"})) as index:
        stop(process)
        with http.server.HTTPServer(("127.0.0.1", int(url.rpartition(":")[2])), Gateway) as gateway:
            threading.Thread(target=gateway.serve_forever, daemon=True).start()
            with pytest.raises(StoreUnreachableError, match=r"answers no more \(502 Bad Gateway\)"):
                index.search("dogs")
            with pytest.raises(StoreUnreachableError, match=r"No Chroma server answers at .* \(502 Bad Gateway\)"):
                Index.open(url)
            gateway.shutdown()
    assert Gateway.headers_seen[:1] == ["secret"]


# Whose rows


def test_a_tenant_and_a_database_of_ones_own_hold_the_index(chroma_server: str, corpus: Path) -> None:
    for place, name in (("tenants", "ours"), ("tenants/ours/databases", "texts")):
        httpx.post(f"{chroma_server}/api/v2/{place}", json={"name": name}, trust_env=False).raise_for_status()
    server = ChromaServer(f"{chroma_server}/owned", "ours", "texts")

    assert build(corpus, server).changed
    with Index.open(server) as index:
        assert index.search("dogs")[0].passage.document == "b.txt"
    with pytest.raises(StoreMissingError):
        Index.open(f"{chroma_server}/owned")
    with pytest.raises(StoreUnreachableError, match=r"answers, but: .*Correct ASSISTANT_STORE_TENANT and"):
        Index.open(ChromaServer(f"{chroma_server}/owned", "ours", "none"))


# What others publish


def test_an_index_that_is_replaced_while_it_is_opened_is_opened_anew(
    chroma_server: str, corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url, check, checked = f"{chroma_server}/opened", Store.check, []
    build(corpus, url)

    def replaced(store: Store) -> None:
        head = store._present_head()
        if len(checked) < ATTEMPTS - 1:
            checked.append(store)
            monkeypatch.setattr(store, "_present_head", lambda: replace(head, counts={"passages": 99}))
            try:
                check(store)
            finally:
                monkeypatch.setattr(store, "_present_head", lambda: head)
        check(store)

    monkeypatch.setattr(Store, "check", replaced)
    with Index.open(url) as index:
        assert len(index.documents) == 2
    checked.clear()
    monkeypatch.setattr("index.search.ATTEMPTS", 1)
    with pytest.raises(StoreChangedError):
        Index.open(url)


def test_who_follows_needs_no_folder_and_answers_from_each_index_that_is_published(
    chroma_server: str, corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"{chroma_server}/followed"
    build(corpus, url)
    with Assistant.open(tmp_path / "nowhere", url, follow=True) as page, Assistant.open(corpus, url) as own:
        for looks_again in (3600, 3600, 3600, 0, 0):
            monkeypatch.setattr("assistant.assistant.LOOK_AGAIN_SECONDS", looks_again)
            for year in (1902, 1903) if looks_again else (1904,):
                (corpus / "a.txt").write_text(ZOO.format(year))
                build(corpus, url)
            for assistant in (page, own):
                told = assistant.answer(QUESTION)
                assert [each.quote for each in told.citations] == [ZOO.format(year)]
                assert assistant.document("a.txt").text == ZOO.format(year)  # type: ignore[union-attr]
        assert page.folders == ()
        assert page.uploads == frozenset()


def test_an_upload_that_fails_is_undone_also_if_another_index_was_published_meanwhile(
    chroma_server: str, corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = tmp_path / "library"
    with Assistant.open(corpus, f"{chroma_server}/undone", library=library) as page:

        def beaten(*_: object, **__: object) -> None:
            (corpus / "b.txt").write_text("Cats purr.")
            build(corpus, f"{chroma_server}/undone")
            page.keep_up()
            raise StoreBusyError("Another was faster.")

        monkeypatch.setattr("assistant.assistant.build", beaten)
        with pytest.raises(StoreBusyError):
            page.upload("c.txt", b"Birds sing.")
        assert list(library.iterdir()) == []
        assert page.document("b.txt").text == "Cats purr."  # type: ignore[union-attr]


@pytest.fixture
def pages() -> Iterator[list[subprocess.Popen[bytes]]]:
    started: list[subprocess.Popen[bytes]] = []
    yield started
    for page in started:
        stop(page)
        if page.stdout:
            page.stdout.close()


def ask(page: str) -> httpx.Response:
    asked = {"model": "assistant", "messages": [{"role": "user", "content": QUESTION}]}
    return httpx.post(f"{page}/v1/chat/completions", json=asked, trust_env=False, timeout=60)


def wait_until_all_tell(year: int, pages: list[str]) -> None:
    until = time.monotonic() + 20
    while not all(str(year) in ask(page).text for page in pages):
        assert time.monotonic() < until, "A page does not see what was published."
        time.sleep(0.2)


def test_two_pages_and_an_indexer_share_a_server_that_is_killed_and_comes_back(
    tmp_path: Path, corpus: Path, pages: list[subprocess.Popen[bytes]]
) -> None:
    data = tmp_path / "data"
    data.mkdir()
    chroma, url = start_chroma(data)
    try:
        build(corpus, url)
        environ = os.environ | {"ASSISTANT_STORE": url, "ASSISTANT_CORPUS": str(tmp_path / "nowhere")}
        for _ in range(2):
            page = [sys.executable, "-m", "assistant", "--follow", "--port", "0"]
            pages.append(subprocess.Popen(page, cwd=SEEDS.parent, env=environ, stdout=subprocess.PIPE))
        addresses = [str(page.stdout.readline().split()[5], "ascii") for page in pages if page.stdout]

        for year in (1902, 1903, 1904):
            (corpus / "a.txt").write_text(ZOO.format(year))
            build(corpus, url)
            answers = [ask(page) for page in addresses for _ in range(2)]
            assert [answer.status_code for answer in answers] == [200] * 4
            wait_until_all_tell(year, addresses)

        stop(chroma)
        for page in addresses:
            told = ask(page)
            assert told.status_code == 503
            assert f"The Chroma server at {url} answers no more" in told.text
            assert httpx.get(f"{page}/healthz", trust_env=False).json()["documents"] == 2
        chroma, _ = start_chroma(data, int(url.rpartition(":")[2]))
        assert all("1904" in ask(page).text for page in addresses)
        (corpus / "a.txt").write_text(ZOO.format(1905))
        command = [sys.executable, "-m", "index", str(corpus), "--store", url]
        subprocess.run(command, cwd=SEEDS.parent, check=True, capture_output=True)
        wait_until_all_tell(1905, addresses)
    finally:
        stop(chroma)
