"""Embedding on a Ray cluster of two nodes: the same rows as on one machine, also when a worker is killed."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import stop

from index import SEEDS, build
from index.__main__ import main
from index.store import Store
from index.stored import KINDS

pytest.importorskip("ray", reason="Ray is not installed: pip install -r requirements-scale.txt")


@pytest.fixture
def cluster() -> Iterator[subprocess.Popen[str]]:
    """Return the process that keeps a cluster of two nodes; ends it and waits for it."""
    script = Path(__file__).with_name("ray_cluster.py")
    process = subprocess.Popen(
        [sys.executable, str(script)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        with process:
            yield process
            process.communicate(timeout=60)
    finally:
        stop(process)  # type: ignore[arg-type]


def told(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def rows(location: Path) -> dict[str, dict[str, object]]:
    """Return all rows of a store: by kind and id what is noted of each, its text and its vector."""
    store = Store.open(location)
    try:
        found: dict[str, dict[str, object]] = {}
        for kind in KINDS:
            page: Any = store._collection(kind).get(include=["metadatas", "documents", "embeddings"])
            vectors = [vector.tobytes() for vector in page["embeddings"]]
            parts = zip(page["metadatas"], page["documents"], vectors, strict=True)
            found[kind] = dict(zip(page["ids"], parts, strict=True))
        return found
    finally:
        store.close()


def test_two_nodes_make_the_rows_of_one_machine_and_a_killed_worker_costs_a_retry(
    cluster: subprocess.Popen[str], folder, tmp_path: Path
) -> None:
    texts = {f"d{n}_txt": "\n\n".join(f"Ship {n}.{each} left the harbour." for each in range(12)) for n in range(12)}
    corpus = folder(**texts)
    alone = build(corpus, tmp_path / "alone")

    address = told(cluster)
    assert cluster.stdin is not None
    cluster.stdin.write("kill\n")
    cluster.stdin.flush()
    command = [sys.executable, "-m", "index", str(corpus), "--store", str(tmp_path / "shared"), "--ray", address]
    done = subprocess.run(command, cwd=SEEDS.parent, capture_output=True, text=True, timeout=300, check=False)

    assert done.returncode == 0, done.stderr
    assert f"embedded {alone.embedded} texts in" in done.stdout
    assert int(told(cluster)) > 1, "No worker was killed."
    assert rows(tmp_path / "shared") == rows(tmp_path / "alone")
    assert {kind: len(held) for kind, held in rows(tmp_path / "shared").items()} == {
        "documents": 12, "passages": 12,
    }  # fmt: skip


def test_a_cluster_that_is_not_there_is_named(cats_and_dogs: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "index", str(cats_and_dogs), "--store", str(tmp_path / "store"), "--ray", "auto"]
    environ = os.environ | {"RAY_TMPDIR": str(tmp_path)}
    done = subprocess.run(command, cwd=SEEDS.parent, env=environ, capture_output=True, text=True, check=False)

    assert done.returncode == 1
    assert done.stderr.startswith("No Ray cluster answers at auto (")


def test_a_served_embedding_is_not_shared(
    cats_and_dogs: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASSISTANT_EMBEDDING", "openai/e")
    monkeypatch.setenv("ASSISTANT_EMBEDDING_URL", "http://127.0.0.1:1/v1")
    assert main([str(cats_and_dogs), "--ray", "auto"]) == 2
    assert "ASSISTANT_EMBEDDING names another" in capsys.readouterr().err
