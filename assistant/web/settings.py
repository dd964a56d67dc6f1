"""How the page is served: where, for whom, and within which limits."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from index.settings import UPLOAD_MEGABYTES

LOOPBACK = ("127.0.0.1", "localhost", "::1")
MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """Where the page listens, who may use it, and how much of it one client may take.

    `port` 0 lets the system choose. `root_path` is the path under which a proxy shows the page ("/ask"), or "".
    `allowed_hosts` are the names by which it may be called beside `host` and this machine's loopback names; a pattern
    such as "*.example.org" is allowed. Without `feedback_file` the page offers no thumbs. `examples` are
    questions to offer first on the empty page, where only such are offered that the corpus answers. If `watched`, what
    changes in the folders of the documents is indexed while the page is open. As many questions may
    wait as are answered within `waiting_seconds`, by how long the last took, and at most `waiting_questions`; those
    beyond are refused.
    """

    host: str = "127.0.0.1"
    port: int = 7860
    root_path: str = ""
    auth_file: Path | None = None
    allowed_hosts: tuple[str, ...] = ()
    feedback_file: Path | None = None
    examples: tuple[str, ...] = ()
    uploads_allowed: bool = True
    watched: bool = False
    upload_megabytes: float = UPLOAD_MEGABYTES
    request_megabytes: float = 8
    requests_per_minute: int = 300
    question_characters: int = 2000
    questions_at_once: int = 4
    waiting_questions: int = 600
    waiting_seconds: float = 30
    updates_per_second: int = 30
    stop_seconds: int = 3

    @property
    def host_names(self) -> list[str]:
        """All names by which the page may be called, without a port."""
        return [*dict.fromkeys((self.host, *LOOPBACK, *self.allowed_hosts))]

    def most_waiting(self, answer_seconds: float) -> int:
        """Return how many questions may wait if an answer takes so long; 0.0 if none has been given yet."""
        in_time = int(self.waiting_seconds * self.questions_at_once / answer_seconds) if answer_seconds else sys.maxsize
        return min(self.waiting_questions, max(in_time, self.questions_at_once))

    @property
    def upload_bytes(self) -> int:
        """The size of the largest file that is taken in."""
        return int(self.upload_megabytes * MEGABYTE)

    @property
    def request_bytes(self) -> int:
        """The size of the largest request body that is read."""
        return int(self.request_megabytes * MEGABYTE)
