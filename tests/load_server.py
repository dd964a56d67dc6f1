"""Serve the page over a corpus and its store until a signal comes; arguments: the corpus and the store.

Run by load.py in a process of its own. Prints the address when the page can be opened.
"""

from __future__ import annotations

import sys
from pathlib import Path

from assistant import Assistant
from assistant.web import ServerSettings, serve


def say(address: str) -> None:
    sys.stdout.write(f"{address}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    with Assistant.open(Path(sys.argv[1]), Path(sys.argv[2])) as opened:
        # All who ask have this machine's address.
        serve(opened, ServerSettings(port=0, requests_per_minute=10**9), on_ready=say)
