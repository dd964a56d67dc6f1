"""The fixed sentences of ours, in every language that has a file: the only ones in an answer that need no citation."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum, auto

from assistant.words.days import Days
from assistant.words.kinds import MONTHS
from assistant.words.languages import entry, entry_or_english


class Phrase(StrEnum):
    """A fixed sentence or label; in braces what it is completed with."""

    ABSTENTION = auto()
    UNSURE = auto()  # above quotes
    NO_WORDS = auto()
    TOO_LONG = auto()  # {limit} characters
    TOOK_TOO_LONG = auto()  # {limit} seconds
    NOTHING_CLOSE = auto()
    WORDS_MISSING = auto()  # {words} of the question that stand in no document
    NOT_ANSWERED = auto()
    NOTHING_ABOUT = auto()  # {words} of the question, though its {names} stand in the documents
    SAID_ABOUT = auto()  # {names}, above quotes
    SEARCHED = auto()  # {searched} of {total} documents
    ALSO_IN = auto()  # {documents} with the same text
    MENTIONED_IN = auto()  # {words} in {count} of {total} documents
    MEANS_DATE = auto()  # {words} such as "tomorrow", {date}
    MEANS_DAYS = auto()  # {words} such as "last week", {days}
    ACCORDING_TO = auto()  # {source}
    OPINION_OF = auto()  # {speaker}
    HELLO = auto()
    WELCOME = auto()  # to thanks
    GOODBYE = auto()
    HELP = auto()
    GOOD = auto()  # to "ok"
    FOR_EXAMPLE = auto()  # {questions}
    ONE_DOCUMENT = auto()
    DOCUMENTS = auto()  # {count}
    LISTED = auto()  # {title} of a document, its {details}, {count} characters
    AND_MORE = auto()  # {count} documents
    WRITTEN_BY = auto()  # {title}, {author}
    PUBLISHED_ON = auto()  # {title}, {day}
    PUBLISHED_BY = auto()  # {title}, {publisher}
    SUMMARY = auto()  # above quotes
    NAMED = auto()  # {count} of these {things}, above each with how often
    TIMES = auto()  # {name}, {count}
    COUNTED = auto()  # {count} of {things}
    COUNTED_OF = auto()  # {count} of {things} of {total}
    COMPARED = auto()  # {count}
    FITTING = auto()  # {count} of {total} rows
    ADDED_UP = auto()  # {figure} of a {column} in {count} rows
    AVERAGED = auto()  # {figure} of a {column} in {count} rows
    YES = auto()
    NO = auto()
    ASKED = auto()  # {question}, above its answer
    WITHIN = auto()  # {title} of a document, above what it says
    NOTHING_BEFORE = auto()  # that could be pointed at
    NO_MORE = auto()  # to tell than was told
    SILENT = auto()  # {documents}, of those that were compared


Value = str | int | date | Days | Sequence[str]


def phrase(name: Phrase, language: str, /, **values: Value) -> str:
    """Return a fixed sentence in a language (ISO 639-1), in English if we do not have it in that one.

    Numbers, dates and days are written as the language writes them; a list of words is put in quotation marks.
    Raises KeyError if a value is missing.
    """
    sentence: str = entry_or_english(language, f"sentences.{name}")
    return sentence.format_map({key: _shown(value, language) for key, value in values.items()})


def _shown(value: Value, language: str) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, int):
        return f"{value:,}".replace(",", entry_or_english(language, "writing.thousands"))
    if isinstance(value, date):
        return written_date(value, language)
    return written_days(value, language) if isinstance(value, Days) else quoted(value, language)


def written_date(day: date, language: str) -> str:
    """Return a date in words, as a language writes it in a sentence; in English if we do not have the language."""
    return _written("date", day, language, day=_number(day, language))


def written_days(days: Days, language: str) -> str:
    """Return days as a language writes them, as shortly as it can: a date, "17–18 February 2024", a month, a year."""
    first, last = days.first, days.last
    if first == last:
        return written_date(first, language)
    if days.is_year:
        return _written("year", first, language)
    if days.is_month:
        return _written("month", first, language)
    if (first.year, first.month) != (last.year, last.month):
        return f"{written_date(first, language)} – {written_date(last, language)}"
    return _written("range", first, language, first=_number(first, language), last=_number(last, language))


def _written(form: str, within: date, language: str, **numbers: str) -> str:
    """Return the month and the year of a day in a form of the language, in which `numbers` stand too."""
    names = (form == "month" and entry(language, "months.alone")) or entry(language, "months.names") or MONTHS
    written: str = entry_or_english(language, f"writing.{form}")
    return written.format(month=names[within.month - 1], number=within.month, year=within.year, **numbers)


def _number(day: date, language: str) -> str:
    return (day.day == 1 and entry(language, "writing.first_of_month")) or str(day.day)


def quoted(words: Sequence[str], language: str) -> str:
    """Return words in the quotation marks of a language, with its commas between them."""
    before, after = entry_or_english(language, "writing.quotation_marks")
    separator: str = entry_or_english(language, "writing.separator")
    return separator.join(f"{before}{word}{after}" for word in words)
