"""What the tests share: no network beyond loopback, the shipped corpus indexed once, a real Chroma server."""

import asyncio
import functools
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

import browsers
import httpx
import pytest
from filelock import FileLock

import index.embedding
from assistant import Assistant
from index import SEEDS, Index, LocalEmbedding, build

# The engine's threads wait in a loop else, which takes as long again where cores are shared.
os.environ.setdefault("OMP_WAIT_POLICY", "passive")

T = TypeVar("T")

LOOPBACK = ("127.", "::1", "localhost")
ADDRESS_FAMILIES = (socket.AF_INET, socket.AF_INET6)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say in one line how many tests went without a browser."""
    skipped = [each for each in terminalreporter.getreports("skipped") if browsers.NONE_FOUND in str(each.longrepr)]
    if skipped:
        terminalreporter.write_line(f"{len(skipped)} tests were skipped: {browsers.NONE_FOUND}.")


class NetworkRefusedError(AssertionError):
    """A test reached for a host beyond this machine."""


def _refuse_beyond_loopback(host: Any) -> None:
    name = host.decode() if isinstance(host, bytes) else str(host or "127.0.0.1")
    if not name.startswith(LOOPBACK):
        raise NetworkRefusedError(f"A test tried to reach {name}; tests may only use this machine.")


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse and name every host but this one, whether it is connected to, sent to or looked up."""
    for method in ("connect", "connect_ex", "sendto"):
        original = getattr(socket.socket, method)

        def guarded(self: socket.socket, *given: Any, _original: Any = original) -> Any:
            if self.family in ADDRESS_FAMILIES:
                _refuse_beyond_loopback(given[-1][0])
            return _original(self, *given)

        monkeypatch.setattr(socket.socket, method, guarded)
    look_up = socket.getaddrinfo

    def guarded_look_up(host: Any, *given: Any, **named: Any) -> Any:
        _refuse_beyond_loopback(host)
        return look_up(host, *given, **named)

    monkeypatch.setattr(socket, "getaddrinfo", guarded_look_up)


@pytest.fixture(autouse=True)
def _own_surroundings(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Keep the developer's settings out of the tests, and the tests out of the developer's caches and stores."""
    for name in [name for name in os.environ if name.startswith("ASSISTANT_")]:
        monkeypatch.delenv(name)
    surroundings = tmp_path_factory.getbasetemp()
    monkeypatch.setenv("XDG_CACHE_HOME", str(surroundings / "cache"))
    monkeypatch.setattr("index.settings.stores", lambda: surroundings / "stores")
    monkeypatch.setattr("index.settings.libraries", lambda: surroundings / "libraries")


LOAD_ENGINE = index.embedding._load_engine
load_engine_once = functools.cache(LOAD_ENGINE)


@pytest.fixture(autouse=True)
def _one_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Load the engine and check its 90 MB of weights once, not in every test."""
    monkeypatch.setattr("index.embedding._load_engine", load_engine_once)


@pytest.fixture(scope="session")
def embedding() -> LocalEmbedding:
    """Return the real embedding, loaded once."""
    return LocalEmbedding()


@pytest.fixture(scope="session")
def shipped_store(tmp_path_factory: pytest.TempPathFactory, embedding: LocalEmbedding) -> Path:
    """Return the folder of the shipped corpus' index, built once; tests that write take a copy."""
    own = tmp_path_factory.getbasetemp()
    # The processes among which the tests are divided have their folders in one that they share.
    shared = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "shipped"
    with FileLock(shared.with_suffix(".lock")):
        build(SEEDS, shared, embedding=embedding)
    return shared


@pytest.fixture(scope="session")
def shipped_index(shipped_store: Path) -> Iterator[Index]:
    """Return the open index of the shipped corpus."""
    with Index.open(shipped_store) as index:
        yield index


@pytest.fixture(scope="session")
def assistant(shipped_store: Path) -> Iterator[Assistant]:
    """Return an assistant over the shipped corpus."""
    with Assistant.open(SEEDS, shipped_store) as opened:
        yield opened


@pytest.fixture
def copy_of_shipped(shipped_store: Path, tmp_path: Path) -> Path:
    """Return a copy of the shipped corpus' index that a test may spoil."""
    return Path(shutil.copytree(shipped_store, tmp_path / "copy"))


@pytest.fixture
def folder(tmp_path: Path) -> Callable[..., Path]:
    """Return a function that makes a corpus folder of names and texts; bytes are written as they are."""

    def make(name: str = "corpus", **texts: str | bytes) -> Path:
        corpus = tmp_path / name
        for file, text in texts.items():
            path = corpus / file.replace("__", "/").replace("_", ".")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return corpus

    return make


@pytest.fixture
def cats_and_dogs(folder: Callable[..., Path]) -> Path:
    """Return a corpus of two documents, a.txt and b.txt, that is embedded in a moment."""
    return folder(a_txt="The cat sat on the mat. It was red.", b_txt="Dogs bark at night.")


@pytest.fixture(scope="session")
def chroma_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the URL of a real Chroma server on a free port of this machine."""
    folder = tmp_path_factory.mktemp("server")
    process, url = start_chroma(folder)
    yield url
    stop(process)


def awaited(work: Coroutine[Any, Any, T]) -> T:
    """Return what a coroutine gives; in a thread of its own, for a browser's loop may run in this one."""
    with ThreadPoolExecutor(1) as other:
        return other.submit(asyncio.run, work).result()


def start_chroma(folder: Path, port: int = 0) -> tuple[subprocess.Popen[bytes], str]:
    """Start a Chroma server over `folder`, on any free port or this one; return its process and URL once it answers."""
    if not port:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
    command = [str(Path(sys.executable).with_name("chroma")), "run", "--path", str(folder), "--host", "127.0.0.1"]
    process = subprocess.Popen(
        [*command, "--port", str(port)], cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    url = f"http://127.0.0.1:{port}"
    deadline = time.monotonic() + 30
    while True:
        try:
            httpx.get(f"{url}/api/v2/heartbeat", trust_env=False).raise_for_status()
        except httpx.HTTPError:
            if time.monotonic() > deadline or process.poll() is not None:
                stop(process)
                raise
            time.sleep(0.05)
        else:
            return process, url


def stop(process: subprocess.Popen[bytes]) -> None:
    """End a process that a test started, and wait for it."""
    process.kill()
    process.wait()
