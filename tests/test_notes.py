"""What is told beside a quotation: whose words it holds, and which days."""

from dataclasses import replace
from datetime import date

import pytest

from assistant import Citation
from assistant.answering.checking import explains
from assistant.answering.notes import Note, notes_on
from assistant.words.days import Days
from assistant.words.phrases import Phrase
from index import Document

PUBLISHED = date(2024, 2, 19)
LONG = "It was built of stone in a hurry. " * 30
SAID = f"“It is old,” Ada Quill said. “The bridge stands. {LONG}I think it will fall. It is wide.”"


def noted(text: str, quote: str, *, published: date | None = PUBLISHED, author: str = "") -> list[str]:
    """Return the notes on a quotation of a document with this text, in English."""
    document = Document("a.txt", text, "A", published, author)
    start = text.index(quote)
    citation = Citation(1, "a.txt", "A", published, quote, start, start + len(quote))
    notes = notes_on(citation, document)
    assert all(explains(note, citation, document) for note in notes)
    return [note.text("en") for note in notes]


@pytest.mark.parametrize(
    ("text", "quote", "notes"),
    [
        pytest.param(SAID, "It is wide.”", ["according to Ada Quill"], id="the speaker is far"),
        pytest.param(SAID, "I think it will fall.", ["Opinion: Ada Quill"], id="the speaker's opinion"),
        pytest.param(SAID, "“It is old,” Ada Quill said.", [], id="the quotation names its speaker"),
        pytest.param("“It is old. It is wide,” she said.", "“It is old.", [], id="nobody is named"),
        pytest.param(
            "It fell over the weekend. The port was closed last year.",
            "It fell over the weekend. The port was closed last year.",
            ["“over the weekend” here means 17–18 February 2024.", "“last year” here means 2023."],
            id="days",
        ),
        pytest.param(
            "She came yesterday.", "She came yesterday.", ["“yesterday” here means 18 February 2024."], id="a day"
        ),
        pytest.param(
            "“I came yesterday,” Ada Quill said.", "“I came yesterday,” Ada Quill said.", [], id="said some day"
        ),
        pytest.param(
            "They came yesterday, not today. They came yesterday.",
            "They came yesterday, not today. They came yesterday.",
            ["“yesterday” here means 18 February 2024."],
            id="the same words twice",
        ),
    ],
)
def test_a_quotation_is_explained(text: str, quote: str, notes: list[str]) -> None:
    assert noted(text, quote) == notes


def test_an_undated_document_tells_no_days() -> None:
    assert noted("She came yesterday.", "She came yesterday.", published=None) == []


@pytest.mark.parametrize(
    ("quote", "notes"),
    [
        pytest.param("There is no doubt that it falls.", ["Opinion: Eve Penn"], id="the writer's own"),
        pytest.param("Experts said it is likely to fall.", [], id="somebody else's"),
        pytest.param("It fell twice.", [], id="a fact"),
    ],
)
def test_a_writers_verdict_is_the_writers_opinion(quote: str, notes: list[str]) -> None:
    assert noted(f"By Eve Penn\n\n{quote}", quote, author="Eve Penn") == notes


def test_a_verdict_of_an_unknown_writer_is_nobodys() -> None:
    assert noted("There is no doubt that it falls.", "There is no doubt that it falls.") == []


DOCUMENT = Document("a.txt", "Ada Quill came\nyesterday.", "A", PUBLISHED)
CITATION = Citation(1, "a.txt", "A", PUBLISHED, DOCUMENT.text, 0, len(DOCUMENT.text))


@pytest.mark.parametrize(
    ("note", "holds"),
    [
        pytest.param(Note(Phrase.ACCORDING_TO, {"source": "Ada Quill"}), True, id="a name in the document"),
        pytest.param(Note(Phrase.ACCORDING_TO, {"source": "Eve Penn"}), False, id="a name that is not in it"),
        pytest.param(Note(Phrase.ACCORDING_TO, {"source": ""}), False, id="no name"),
        pytest.param(Note(Phrase.MEANS_DATE, {"words": ["came yesterday"], "date": PUBLISHED}), True, id="words"),
        pytest.param(Note(Phrase.MEANS_DATE, {"words": ["today"], "date": PUBLISHED}), False, id="words not quoted"),
        pytest.param(
            Note(Phrase.MEANS_DATE, {"words": ["came", "today"], "date": PUBLISHED}), False, id="a word not quoted"
        ),
        pytest.param(Note(Phrase.MEANS_DATE, {"words": [], "date": PUBLISHED}), False, id="no words"),
        pytest.param(Note(Phrase.MEANS_DATE, {"words": [""], "date": PUBLISHED}), False, id="an empty word"),
        pytest.param(Note(Phrase.MEANS_DAYS, {"words": ["came"], "days": Days.year(2023)}), True, id="days"),
        pytest.param(Note(Phrase.TOO_LONG, {"limit": 2}), False, id="a number is proven by nothing"),
    ],
)
def test_a_note_holds_if_the_document_proves_what_completes_it(note: Note, holds: bool) -> None:
    assert explains(note, CITATION, DOCUMENT) is holds


def test_no_date_holds_for_an_undated_document() -> None:
    undated = replace(DOCUMENT, published=None)
    assert not explains(Note(Phrase.MEANS_DATE, {"words": ["came"], "date": PUBLISHED}), CITATION, undated)


@pytest.mark.parametrize("name", ["b.txt", "A.txt"])
def test_a_note_is_on_a_quotation_of_its_document(name: str) -> None:
    note = Note(Phrase.ACCORDING_TO, {"source": "Ada Quill"})
    assert not explains(note, CITATION, replace(DOCUMENT, name=name))
