"""Write text into the HTML of a chat message so that it can only ever be read as text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from html import escape
from urllib.parse import quote as percent_encode

from assistant.words.phrases import written_date
from index.language import detect_language

PAGE_LANGUAGE = "en"
# All ASCII punctuation, not only < > & and quotes: the message is Markdown too, and an entity is never Markdown syntax.
PUNCTUATION = {ord(character): f"&#{ord(character)};" for character in "!\"#$%&'()*+/:;<=>?@[\\]^_`{|}~.-"}
# A blank line would end the HTML block that the message consists of; NUL and its like have no place in a page.
BLANKS = re.compile(r"[\x00-\x20\x7f-\x9f\u2028\u2029]+")


def text(value: object) -> str:
    """Return `value` as HTML that shows exactly its characters, any run of blanks as one space."""
    return BLANKS.sub(" ", str(value)).translate(PUNCTUATION)


def lines(value: str) -> str:
    """Return text as HTML in which each of its lines is a line, with a space behind for who copies it as one."""
    return "<br> ".join(text(line) for line in re.split(r"\n+", value))


def verbatim(value: str) -> str:
    """Return code as HTML with its blanks and line ends, of which none can end the block of the message."""
    return "&#10;".join("".join(map(text, re.split("( )", line))) for line in value.expandtabs(4).split("\n"))


def tag(name: str, content: str | Iterable[str] = "", **attributes: str) -> str:
    """Return an element; `content` is HTML already, attribute values are text. `class_` and `for_` lose their dash."""
    inner = content if isinstance(content, str) else "".join(content)
    written = "".join(f' {key.rstrip("_")}="{escape(BLANKS.sub(" ", value))}"' for key, value in attributes.items())
    return f"<{name}{written}>{inner}</{name}>"


def quoted(value: str, name: str = "span", **attributes: str) -> str:
    """Return corpus or user text in an element of its own language and direction, which nothing in it can leave."""
    return in_its_language(value, name, text(value), **attributes)


def in_its_language(value: str, name: str, content: str | Iterable[str], **attributes: str) -> str:
    """Return an element with `content`, which shows the text `value`, marked with that text's language."""
    language = detect_language(value)
    if language != PAGE_LANGUAGE:
        attributes["lang"] = language
    return tag(name, content, dir="auto", **attributes)


def day(value: date | None) -> str:
    """Return a date as a <time> element in words, or "" for None."""
    return tag("time", text(day_in_words(value)), datetime=value.isoformat()) if value else ""


def day_in_words(value: date) -> str:
    """Return a date as "26 February 2024"; `strftime` would follow the machine's locale."""
    return written_date(value, PAGE_LANGUAGE)


def cite_link(document: str, start: int, end: int) -> str:
    """Return the address by which the page opens `document` at a span: "#cite-notes%2Fa.txt-10-25"."""
    return f"#cite-{percent_encode(document, safe='')}-{start}-{end}"


def screen_reader(words: str) -> str:
    """Return words that are read aloud and not shown."""
    return tag("span", text(words), class_="sr-only")
