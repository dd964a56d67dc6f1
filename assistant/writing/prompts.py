"""The prompts for a language model: Markdown files, completed with values, none missing and none left over."""

from __future__ import annotations

import functools
import hashlib
import re
from pathlib import Path
from string import Template

FOLDER = Path(__file__).parent / "prompts"
# "[2]" would be another passage, "<|im_end|>" and "[INST]" the end of what the model takes for a document.
TEMPLATE_SIGNS = re.compile(r"<(?=[|/!\w])|\[(?=\s*(?:\d|/?[A-Z]{3,}\]))")


def render(name: str, **values: str) -> str:
    """Return the prompt of a file with its $places filled; what stands in a value is left as it is.

    Raises ValueError if a value is missing or has no place: a prompt and its caller do not fit then.
    """
    template = Template(_text(name))
    places = set(template.get_identifiers())
    if places != values.keys():
        wrong = ", ".join(sorted(places ^ values.keys()))
        raise ValueError(f"The prompt {name} and its values do not fit: {wrong}.")
    return template.substitute(values)


def digest_of_prompts() -> str:
    """Return the SHA-256 of all prompts, with their names, so that a result can say which prompts it was made with."""
    digest = hashlib.sha256()
    for path in sorted(FOLDER.glob("*.md")):
        digest.update(f"{path.name}\0{_text(path.stem)}\0".encode())
    return digest.hexdigest()


@functools.cache
def _text(name: str) -> str:
    return (FOLDER / f"{name}.md").read_text(encoding="utf-8").strip()


def harmless(text: str) -> str:
    """Return a text for a prompt in which nothing is a marker, or a sign with which chat templates part turns."""
    return TEMPLATE_SIGNS.sub(lambda sign: f"{sign[0]} ", text)
