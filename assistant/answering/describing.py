"""Tell in fixed sentences of ours what is known of a document: title, author, publisher, day, length."""

from __future__ import annotations

from assistant.asking import Wish
from assistant.words.languages import entry_or_english
from assistant.words.phrases import Phrase, phrase, written_date
from index import Document


def described(document: Document, language: str) -> str:
    """Return the title of a document with its date, author, publisher and length, as far as they are known."""
    day = written_date(document.published, language) if document.published else ""
    separator: str = entry_or_english(language, "writing.separator")
    details = "".join(f"{each}{separator}" for each in (day, document.author, document.publisher) if each)
    return phrase(Phrase.LISTED, language, title=[document.title], details=details, count=len(document.text))


def made(wish: Wish, document: Document, language: str) -> str:
    """Return who wrote a document, or when or by whom it was published; "" if that is not stated."""
    title = [document.title]
    if wish is Wish.AUTHOR and document.author:
        return phrase(Phrase.WRITTEN_BY, language, title=title, author=document.author)
    if wish is Wish.PUBLISHER and document.publisher:
        return phrase(Phrase.PUBLISHED_BY, language, title=title, publisher=document.publisher)
    if wish is Wish.DATE and document.published:
        return phrase(Phrase.PUBLISHED_ON, language, title=title, day=document.published)
    return ""
