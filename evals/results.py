"""A run on disk: its settings and every outcome, as JSON whose bytes depend on nothing but the answers and timings."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from evals.errors import EvalsError
from evals.outcomes import Outcome, Shown, Verdict

VERSION = 1
ANEW = "Write it anew: python -m evals baseline"


@dataclass(frozen=True, slots=True)
class Result:
    """A run: what it was made with (digests, versions, weights), and its outcomes in the order of the cases."""

    settings: Mapping[str, Any]
    outcomes: tuple[Outcome, ...]


def write_result(result: Result, file: Path) -> None:
    """Write the run, one outcome a line; the timings of all stand apart, so that the rest compares byte for byte."""
    rows, timings = [], []
    for outcome in result.outcomes:
        row = asdict(outcome)
        timings.append(f"{_json(outcome.id)}: {_json(row.pop('timings'))}")
        rows.append(_json(row))
    head = f'{{"version": {VERSION},\n"settings": {_json(dict(result.settings))},\n'
    body = '"rows": [\n' + ",\n".join(rows) + '\n],\n"timings": {\n' + ",\n".join(timings) + "\n}}\n"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(head + body, encoding="utf-8")


def read_result(file: Path) -> Result:
    """Return the run that `write_result` wrote; raises EvalsError if the file is none, or of another version."""
    try:
        stored = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise EvalsError(f"{file}: does not exist. {ANEW}") from None
    except (OSError, UnicodeDecodeError) as error:
        raise EvalsError(f"{file}: cannot be read ({error}).") from None
    except json.JSONDecodeError as error:
        raise EvalsError(f"{file}:{error.lineno}: not JSON ({error.msg}). {ANEW}") from None
    version = stored.get("version") if isinstance(stored, dict) else None
    if version != VERSION:
        raise EvalsError(f"{file}:1: is of version {version}, this program reads {VERSION}. {ANEW}")
    try:
        outcomes = tuple(_outcome(row, stored["timings"][row["id"]]) for row in stored["rows"])
        return Result(stored["settings"], outcomes)
    except (KeyError, TypeError, ValueError) as error:
        raise EvalsError(f"{file}: a row lacks or mistakes {error}. {ANEW}") from None


def _outcome(row: dict[str, Any], timings: dict[str, float]) -> Outcome:
    citations = tuple(Shown(**shown) for shown in row["citations"])
    return Outcome(**row | {"verdict": Verdict(row["verdict"]), "citations": citations, "timings": timings})


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
