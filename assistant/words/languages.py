"""What a language's file says: a language is a file in `assistant/languages`, read when it is first asked for."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent.parent / "languages"
DEFAULT_LANGUAGE = "en"


def languages() -> list[str]:
    """Return the languages (ISO 639-1) that we have sentences in, in the order of the alphabet."""
    return list(_languages(FOLDER))


def entry(language: str, name: str) -> Any:
    """Return what the file of a language has under a name such as "writing.date"; {} if it has nothing there."""
    return functools.reduce(lambda table, key: table.get(key, {}), name.split("."), _file(FOLDER, language))


def entry_or_english(language: str, name: str) -> Any:
    """Return what the file of a language has under a name, or what the English one has, which has all of them."""
    return entry(language, name) or entry(DEFAULT_LANGUAGE, name)


def words_of(language: str, name: str) -> frozenset[str]:
    """Return the words that the file of a language has under a name, set apart by blanks; none if it has nothing."""
    return _words_of(FOLDER, language, name)


def pattern(language: str, form: str, flags: int = 0) -> re.Pattern[str]:
    """Return a pattern in which names in braces stand for the alternatives under them: "{intents.latest}".

    These may hold names in braces in turn. Where the file of the language has none, nothing matches.
    """
    return _compiled(FOLDER, language, form, flags)


def english(name: str) -> re.Pattern[str]:
    """Return a pattern of the alternatives that the English file has under a name."""
    return pattern(DEFAULT_LANGUAGE, f"{{{name}}}")


@functools.cache
def _languages(folder: Path) -> tuple[str, ...]:
    return tuple(file.stem for file in sorted(folder.glob("*.toml")) if entry(file.stem, "sentences"))


@functools.cache
def _words_of(folder: Path, language: str, name: str) -> frozenset[str]:
    del folder  # In another folder, the same names stand for something else.
    return frozenset((entry(language, name) or "").split())


@functools.cache
def _compiled(folder: Path, language: str, form: str, flags: int) -> re.Pattern[str]:
    del folder  # As above.
    return re.compile(_filled(language, form), flags)


def _filled(language: str, form: str) -> str:
    """Return a form without names in braces. A long alternative of a file stands on several lines."""
    return re.sub(
        r"\{([a-z_.]+)\}|\n\s*",
        lambda found: (
            f"(?:{'|'.join(_filled(language, text) for text in entry(language, found[1])) or '(?!)'})"
            if found[1]
            else ""
        ),
        form,
    )


@functools.cache
def _file(folder: Path, language: str) -> Mapping[str, Any]:
    file = folder / f"{language}.toml"
    return tomllib.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
