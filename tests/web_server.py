"""Serve the page over the shipped articles without an index, until a signal comes; argument: a port, 0 for a free one.

Run by test_web_serving.py in a process of its own. Prints the address when the page can be opened, and whatever host
beyond this machine the process looks up or connects to.
"""

from __future__ import annotations

import sys
import time
from typing import Any

from web_support import Scripted, cite, saying

from assistant.web import ServerSettings, serve
from index import SEEDS, read_documents


def say(*words: object) -> None:
    sys.stdout.write(" ".join(map(str, words)) + "\n")
    sys.stdout.flush()


def report_outgoing(event: str, values: tuple[Any, ...]) -> None:
    if event == "socket.getaddrinfo":
        host = values[0]
    elif event == "socket.connect" and isinstance(values[1], tuple):
        host = values[1][0]
    else:
        return
    if str(host) not in ("127.0.0.1", "localhost", "::1", "None"):
        say("outgoing", event, host)


sys.addaudithook(report_outgoing)
documents = tuple(read_documents(SEEDS))
first = saying(cite(documents[1], "Russia to Host Palestinian Unity Talks"))
assistant: Any = Scripted(documents, [first, first], lambda: time.sleep(1))
serve(assistant, ServerSettings(port=int(sys.argv[1])), on_ready=lambda address: say(address))
say("stopped")
