"""Send a page thousands of requests of every kind and tell how its memory grows; Linux only.

python tests/memory.py CORPUS STORE [REQUESTS]
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import Counter
from itertools import count, cycle, islice
from pathlib import Path

import httpx
from load import started

# What Python, Gradio and our own caches take in is taken in by then.
WARM = 0.2
STEPS = 5
WORDS = ("harbour", "delegation", "bridge", "envoy", "talks", "ceasefire", "visit", "weapons")


def requests() -> list[tuple[str, str, dict[str, object] | None]]:
    """Return one request of each kind: those that ask are few, for an answer costs a hundred times the others."""
    component = {"component_id": 1, "session_hash": "x", "data": {}}
    return [
        ("GET", "/health", None),
        ("GET", "/metrics", None),
        ("GET", "/config", None),
        ("POST", "/gradio_api/component_server", {**component, "fn_name": "quote"}),
        ("POST", "/gradio_api/component_server", {**component, "component_id": 10**6, "fn_name": "quote"}),
        ("POST", "/gradio_api/run/documents", {"data": []}),
        ("POST", "/gradio_api/run/search", {"data": ["{word}", 3, None]}),
        ("POST", "/gradio_api/run/nothing", {"data": []}),
        ("POST", "/gradio_api/call/documents", {"data": []}),
        ("POST", "/gradio_api/queue/join", {"data": [], "fn_index": 999, "session_hash": "x"}),
        ("POST", "/gradio_api/reset", {"event_id": "x"}),
        ("GET", "/gradio_api/call/ask/nothing", None),
        ("POST", "/v1/chat/completions", {"messages": [{"role": "user", "content": "thanks"}]}),
        ("POST", "/v1/chat/completions", {"messages": []}),
        ("POST", "/v1/chat/completions", {"messages": [{"role": "user", "content": "What of the {word}?"}]}),
        *[("GET", f"/page/{name}", None) for name in ("page.js", "nothing.js", "../server.py")],
    ]


def memory_of(process: subprocess.Popen[str]) -> float:
    """Return the memory that a process holds, in MiB."""
    held = re.search(r"VmRSS:\s*(\d+)", Path(f"/proc/{process.pid}/status").read_text())
    assert held
    return int(held[1]) / 1024


def main(corpus: Path, store: Path, many: int = 10_000) -> None:
    """Print the memory after each fifth of the requests, and what came back."""
    states: Counter[int] = Counter()
    with started(corpus, store) as (process, url), httpx.Client(base_url=url, trust_env=False, timeout=90) as client:
        sent = zip(cycle(requests()), count(), strict=False)
        for step in range(STEPS + 1):
            for (method, path, body), number in islice(sent, int(many * WARM) if step == 0 else many // STEPS):
                word = f"{WORDS[number % len(WORDS)]} {number % 1000}"
                reply = client.request(method, path, json=_filled(body, word) if body else None)
                states[reply.status_code] += 1
            sys.stdout.write(f"{sum(states.values())} requests: {memory_of(process):.0f} MiB\n")
            sys.stdout.flush()
    sys.stdout.write(f"{dict(states)}\n")


def _filled(body: dict[str, object], word: str) -> dict[str, object]:
    return dict(json.loads(json.dumps(body).replace("{word}", word)))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), *map(int, sys.argv[3:]))
