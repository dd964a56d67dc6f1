"""Keep what people think of answers, one JSON object a line."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from pathlib import Path

from assistant.web.conversation import Turn

NOTE_CHARACTERS = 2000


def record(path: Path, turn: Turn, note: str) -> None:
    """Append the turn with its thumb and a note to the file, which is made if there is none.

    A line holds "time" (ISO 8601, UTC), "thumb" ("up", "down", or "" when it was taken back), "note", "question",
    "interpreted_as" and the whole "answer", from which a test case can be made.
    """
    line = {
        "time": datetime.now(UTC).isoformat(timespec="seconds"),
        "thumb": turn.thumb,
        "note": note[:NOTE_CHARACTERS],
        "question": turn.answer.question,
        "interpreted_as": turn.answer.interpreted_as,
        "answer": turn.answer.to_json(),
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    # One write in append mode: lines of several processes do not mix.
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(descriptor, (json.dumps(line, ensure_ascii=False) + "\n").encode())
    finally:
        os.close(descriptor)
