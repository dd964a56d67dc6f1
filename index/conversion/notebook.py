"""Read a notebook: its Markdown as it stands, its code and what that printed as code."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any


def notebook(path: Path) -> str:
    """Return the Markdown of a notebook of version 4; raises ValueError if it is none."""
    held = json.loads(path.read_text(encoding="utf-8-sig"))
    cells = held.get("cells") if isinstance(held, dict) else None
    if cells is None:
        raise ValueError("it is no notebook of version 4")
    language = held.get("metadata", {}).get("kernelspec", {}).get("language", "")
    return "\n\n".join(part for cell in cells for part in _parts(cell, language) if part.strip())


def _parts(cell: Mapping[str, Any], language: str) -> Iterator[str]:
    source = _joined(cell.get("source", ""))
    if cell.get("cell_type") == "markdown":
        yield source.strip()
    elif source.strip():
        yield _fenced(source, language)
    for output in cell.get("outputs", ()):
        said = output.get("text") or output.get("data", {}).get("text/plain") or ""
        if _joined(said).strip():
            yield _fenced(_joined(said), "")


def _joined(lines: Any) -> str:
    return lines if isinstance(lines, str) else "".join(lines)


def _fenced(code: str, language: str) -> str:
    fence = "`" * (3 + code.count("```"))
    return f"{fence}{language}\n{code.strip(chr(10))}\n{fence}"
