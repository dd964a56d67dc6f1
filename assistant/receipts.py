"""Check the quotes of a receipt, the JSON export of answers, against a corpus."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from assistant.answering import holds
from assistant.answers import Citation
from assistant.errors import ReceiptError
from index import Document


def read_citations(path: Path) -> list[Citation]:
    """Return every citation in a receipt, or in what `--json` prints, in order.

    Raises ReceiptError if the file cannot be read, is not JSON, or holds no citation.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ReceiptError(
            f"{path} cannot be read ({error.strerror}). Give a receipt that the page exported."
        ) from None
    except (ValueError, RecursionError) as error:
        raise ReceiptError(f"{path} is not JSON ({error}). Give a receipt that the page exported.") from None
    found = list(_citations(content))
    if not found:
        raise ReceiptError(f"{path} holds no citation. Give a receipt that the page exported.")
    return found


def _citations(content: Any) -> Iterator[Citation]:
    if isinstance(content, list):
        for item in content:
            yield from _citations(item)
    elif isinstance(content, Mapping):
        if {"quote", "document", "start", "end"} <= content.keys():
            yield _citation(content)
        else:
            for item in content.values():
                yield from _citations(item)


def _citation(entry: Mapping[str, Any]) -> Citation:
    quote, document, start, end = (entry[key] for key in ("quote", "document", "start", "end"))
    if not (isinstance(quote, str) and isinstance(document, str) and type(start) is int and type(end) is int):
        raise ReceiptError(f"A citation of the receipt is malformed: {json.dumps(dict(entry))[:200]}.")
    return Citation(0, document, str(entry.get("title", "")), None, quote, start, end)


def difference(citation: Citation, documents: Mapping[str, Document]) -> str:
    """Return where the citation's quote differs from the corpus, in words, or "" if it holds to the letter."""
    if holds(citation, documents):
        return ""
    document = documents.get(citation.document)
    if document is None:
        return f"{citation.document} is not in the corpus"
    start = max(citation.start, 0)
    found = document.text[start : max(citation.end, 0)]
    place = next((at for at, (a, b) in enumerate(zip(found, citation.quote, strict=False)) if a != b), None)
    if place is None:
        return f"{citation.document} has {len(found)} characters from {start}, the quote {len(citation.quote)}"
    byte = len(document.text[: start + place].encode())
    return (
        f"{citation.document} has {found[place]!r} where the quote has {citation.quote[place]!r}, "
        f"at character {start + place} (byte {byte})"
    )
