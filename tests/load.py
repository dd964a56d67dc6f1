"""Ask a page from many clients at once for some seconds, through its queue as a browser does, and tell what came back.

python tests/load.py CORPUS STORE [CLIENTS] [SECONDS]
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx

HERE = Path(__file__).parent
QUESTIONS = ("Who led the delegation?", "When did they meet?", "What was decided?", "Who was invited to the talks?")


@dataclass
class Outcome:
    """What many clients saw: the seconds that each answer took, what else came back, and how many each client got."""

    seconds: list[float] = field(default_factory=list)
    other: Counter[str] = field(default_factory=Counter)
    answers: Counter[int] = field(default_factory=Counter)

    def percentile(self, share: float) -> float:
        return sorted(self.seconds)[min(int(len(self.seconds) * share), len(self.seconds) - 1)]


@contextmanager
def started(corpus: Path, store: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Serve a corpus in a process of its own; give it and its address."""
    command = [sys.executable, str(HERE / "load_server.py"), str(corpus), str(store)]
    process = subprocess.Popen(
        command, cwd=HERE.parent, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": "."}
    )
    assert process.stdout
    try:
        yield process, process.stdout.readline().strip()
    finally:
        process.terminate()
        process.wait(timeout=30)
        process.stdout.close()


async def asked(url: str, clients: int, seconds: float, questions: Sequence[str] = QUESTIONS) -> Outcome:
    """Let each client ask one question after the other until the time is over; all that was asked is waited for."""
    outcome = Outcome()
    until = time.monotonic() + seconds
    limits = httpx.Limits(max_connections=None, keepalive_expiry=1)  # The server closes what has been idle.
    async with httpx.AsyncClient(base_url=url, trust_env=False, timeout=90, limits=limits) as client:

        async def ask(number: int) -> None:
            turn = number
            while time.monotonic() < until:
                since = time.monotonic()
                told = await _answer(client, questions[turn % len(questions)])
                if told == "answered":
                    outcome.seconds.append(time.monotonic() - since)
                    outcome.answers[number] += 1
                else:
                    outcome.other[told] += 1
                    await asyncio.sleep(0.2)
                turn += 1

        await asyncio.gather(*map(ask, range(clients)))
    return outcome


async def _answer(client: httpx.AsyncClient, question: str) -> str:
    try:
        called = await client.post("/gradio_api/call/ask", json={"data": [question, None, None]})
        if called.status_code != 200:
            return f"{called.status_code} {called.text[:80]}"
        told = (await client.get(f"/gradio_api/call/ask/{called.json()['event_id']}")).text
    except httpx.HTTPError as error:
        return type(error).__name__
    event, _, data = told.rpartition("event: ")[2].partition("\ndata: ")
    return "answered" if event == "complete" and json.loads(data)[0]["question"] == question else f"{event} {data[:80]}"


def told(clients: int, came: Outcome, took: float) -> str:
    """Return what many clients saw, in a line."""
    each = came.answers.values()
    if not each:
        return f"{clients} clients: no answer, {dict(came.other)}"
    return (
        f"{clients} clients: {len(came.seconds)} answers, {len(came.seconds) / took:.1f} a second, "
        f"p50 {came.percentile(0.5):.2f} s, p95 {came.percentile(0.95):.2f} s, slowest {came.percentile(1):.2f} s, "
        f"{min(each)} to {max(each)} for each of {len(each)}, else {dict(came.other)}"
    )


def main(corpus: Path, store: Path, clients: int = 200, seconds: int = 20) -> None:
    """Print what one client sees, then many."""
    with started(corpus, store) as (_, address):
        for many, long in ((1, 3), (1, 5), (clients, seconds)):
            since = time.monotonic()
            came = asyncio.run(asked(address, many, long))
            sys.stdout.write(f"{told(many, came, time.monotonic() - since)}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), *map(int, sys.argv[3:]))
