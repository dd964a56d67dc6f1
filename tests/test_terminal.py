"""An answer on a terminal, and as JSON."""

import json
from dataclasses import replace
from datetime import date

import pytest
from web_support import Scripted

from assistant import Answer, Citation, Statement
from assistant.answers import TrackRecord
from assistant.terminal import answer_text, converse, typed_lines
from index import Document, Passage, Span

ZOO = Document("a.txt", "By  Anna  Smith\nfounded it. It is old.\n\nMore.", "The Zoo")
CITATION = Citation(1, "a.txt", "The Zoo", date(2024, 2, 29), "Anna  Smith\nfounded it.", 4, 27)
FOUND = Answer(
    question="Who founded it?", interpreted_as="Who founded it?", text="**Anna Smith** founded it. [1]",
    statements=(Statement("Anna Smith founded it.", (1,), (Span(0, 10),)),), citations=(CITATION,), abstained=False,
    reason="", confidence=0.9, nearest=(), disagreements=(), documents_searched=1, timings={"embed": 1.0},
    record=TrackRecord(0.9, 200),
)  # fmt: skip
PASSAGE = Passage("a.txt", "The Zoo", None, 0, 12, "It is a zoo.", (Span(0, 12),))
ABSTAINED = Answer(
    question="Why?", interpreted_as="Why? (Who founded it?)", text="No.", statements=(Statement("No.", ()),),
    citations=(), abstained=True, reason="Nothing.", confidence=0.1, nearest=(PASSAGE,), disagreements=(),
    documents_searched=1, timings={},
)  # fmt: skip


def test_an_answer_is_shown_with_its_sources() -> None:
    assert answer_text(FOUND) == (
        "Anna Smith founded it. [1]\n\nSources (right in about 9 of 10 such answers):\n\n"
        "[1] The Zoo, 2024-02-29 (a.txt, characters 4-27)"
    )


def test_an_answer_of_which_nothing_was_measured_claims_nothing() -> None:
    assert "\n\nSources:\n\n" in answer_text(replace(FOUND, record=None))


def test_a_quote_that_the_answer_does_not_say_in_full_stands_with_its_source() -> None:
    shortened = replace(FOUND, statements=(Statement("Anna Smith did. [1]", (1,)),))

    assert answer_text(shortened).endswith("characters 4-27)\n    Anna Smith founded it.")


def test_notes_stand_below_their_quotation() -> None:
    noted = replace(FOUND, statements=(replace(FOUND.statements[0], notes=("as of 1 May 2024", "Opinion: Quill")),))

    assert answer_text(noted).startswith(
        "Anna Smith founded it. [1]\n    (as of 1 May 2024 · Opinion: Quill)\n\n"
        "Sources (right in about 9 of 10 such answers):"
    )


def test_colour_shows_the_plain_answer_in_bold() -> None:
    assert answer_text(FOUND, colour=True).startswith(
        "\033[1mAnna Smith\033[0m founded it. [1]\n\nSources (right in about 9 of 10 such answers):"
    )


def test_an_abstention_is_shown_with_its_reason_and_the_nearest_passages() -> None:
    assert answer_text(ABSTAINED) == (
        "Understood as: Why? (Who founded it?)\n\nNo.\n\nNothing.\n\nNearest passages:\n\n"
        "  - The Zoo (a.txt, characters 0-12)\n    It is a zoo."
    )


def test_an_answer_as_json_holds_everything() -> None:
    plain = json.loads(json.dumps(FOUND.to_json()))

    assert plain["citations"] == [
        {"number": 1, "document": "a.txt", "title": "The Zoo", "published": "2024-02-29",
         "quote": "Anna  Smith\nfounded it.", "start": 4, "end": 27, "context": "", "page": None}
    ]  # fmt: skip
    assert (plain["question"], plain["text"], plain["abstained"]) == (FOUND.question, FOUND.text, False)
    assert json.loads(json.dumps(ABSTAINED.to_json()))["nearest"][0]["text"] == "It is a zoo."


def test_plain_is_the_answer_without_marks() -> None:
    row = Statement("Item: Crane, Cost: 5", (1,), context="Budget", notes=("as of 1 May 2024",))
    both = replace(FOUND, statements=(row, Statement("It stands.", (1,))))

    assert both.plain == str(both) == "Budget:\nItem: Crane, Cost: 5 [1]\n(as of 1 May 2024)\n\nIt stands. [1]"
    assert ABSTAINED.plain == "No.\n\nNothing."


@pytest.mark.parametrize(
    ("quote", "shown"),
    [
        pytest.param("**30 days** from `now` \\*", "30 days from now *", id="inline marks"),
        pytest.param("| Crane | 1,950 |", "Crane, 1,950", id="a row alone"),
        pytest.param("| A | B |\n|---|---|\n| 1 | 2 |", "A: 1, B: 2", id="a row with its head"),
    ],
)
def test_marks_of_a_quote_do_not_reach_a_person(quote: str, shown: str) -> None:
    marked = replace(FOUND, citations=(replace(CITATION, document="a.md", quote=quote, page=3),))

    assert answer_text(marked).endswith(f"(a.md, page 3, characters 4-27)\n    {shown}")


def said(lines: list[str], scripted: Scripted) -> list[str]:
    return list(converse(scripted, lines))[1:]  # type: ignore[arg-type]


def test_a_conversation_hands_over_what_was_said_until_it_begins_anew() -> None:
    scripted = Scripted((ZOO,), [replace(FOUND, interpreted_as="Who founded it?")])
    shown = said(["Who founded it?\n", "", "And when?", "/new", "Who?", "quit", "never asked"], scripted)

    earlier = [("Who founded it?", "Anna Smith founded it.")]
    assert scripted.asked == [("Who founded it?", []), ("And when?", earlier), ("Who?", [])]
    assert shown[2] == "A new conversation."


def test_a_source_is_shown_by_its_number() -> None:
    scripted = Scripted((ZOO,), [FOUND])
    before, _, source, none, help_ = said(["1", "Who founded it?", "1", "2", "/what"], scripted)

    assert before == "There is no source [1]."
    assert source == (
        "[1] The Zoo, 2024-02-29 (a.txt, characters 4-27)\n    By  »Anna  Smith\n    founded it.« It is old."
    )
    assert none == "There is no source [2]. There are 1."
    assert "/new" in help_


def test_a_line_is_taken_back_and_the_end_is_the_end() -> None:
    typed = iter([KeyboardInterrupt, "Who?", EOFError])

    def prompt() -> str:
        given = next(typed)
        if isinstance(given, str):
            return given
        raise given

    assert list(typed_lines(prompt)) == ["Who?"]
