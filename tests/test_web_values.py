"""The pure parts of the page: messages, articles, receipts, exports and examples."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from html import unescape
from typing import Any

import pytest
from web_support import Scripted, cite, saying

from assistant import Answer, Assistant, AssistantError, Statement
from assistant.answering import markdown
from assistant.answering.quoting import stated
from assistant.answers import TrackRecord, Unproven
from assistant.errors import ReceiptError
from assistant.terminal import answer_text
from assistant.web import RequestError, ServerSettings, services
from assistant.web.articles import article
from assistant.web.chat import carried_on, messages, stop
from assistant.web.conversation import MOST_TURNS, Turn, history, turns_from_json, turns_to_json
from assistant.web.examples import examples, follow_ups
from assistant.web.export import export
from assistant.web.markup import cite_link, day
from assistant.web.message import answer_message, question_message
from index import SEEDS, Document, Passage, Span
from index.documents import read_examples

LETTER = Document("a/b-1.txt", "First.\n\nThe harbour opened in 1911. It closed.\n", "A letter", date(1950, 5, 1))
OPENED = cite(LETTER, "The harbour opened in 1911.")
CLOSED = cite(LETTER, "It closed.", number=2)
TURN = Turn(saying(OPENED, CLOSED))


@pytest.mark.parametrize(
    "text", ["", "One.", LETTER.text, "# T\r\n\r\nA\tb. C?\n\n\n- x\n- y\n", "\n\nLate. ", "שלום. 🙂 b."]
)
@pytest.mark.parametrize("spans", [[], [(0, 1)], [(0, 3), (2, 5)], [(1, 4), (1, 4)]], ids=str)
def test_an_article_holds_every_character_of_its_document(text: str, spans: list[tuple[int, int]]) -> None:
    document = Document("a.txt", text, "A")
    inside = [Span(start, end) for start, end in spans if end <= len(text)]
    runs = [run for block in article(document, inside)["blocks"] for run in block["runs"]]
    assert "".join(run["text"] for run in runs) == text
    for number, span in enumerate(inside):
        assert "".join(run["text"] for run in runs if number in run["spans"]) == span.of(text)


def test_short_lines_without_a_full_stop_are_headings() -> None:
    text = "The harbour\n\nIt opened in 1911.\n\nHow it closed\n\nNobody knows:\n"
    blocks = article(Document("a.txt", text, "A"), [])["blocks"]
    assert [block["heading"] for block in blocks] == [True, False, True, False]


def test_a_marker_points_at_its_span_whatever_the_document_is_called() -> None:
    assert cite_link("a/b-1 (é).txt", 4, 9) == "#cite-a%2Fb-1%20%28%C3%A9%29.txt-4-9"


def test_a_date_is_written_in_words() -> None:
    assert day(date(2024, 2, 9)) == '<time datetime="2024-02-09">9 February 2024</time>'
    assert day(None) == ""


def test_a_growing_answer_has_neither_facts_nor_buttons() -> None:
    growing = answer_message(Turn(TURN.answer, "growing"), 0)
    assert "answer-end" not in growing
    assert growing in answer_message(TURN, 0), "What is shown stays as it is when the answer is complete."


def test_what_was_searched_for_in_other_words_is_said() -> None:
    searched = replace(TURN.answer, searches=("harbour <opening>", "port"))

    assert "Also searched for <q" in answer_message(Turn(searched), 0)
    assert "harbour &#60;opening&#62;" in answer_message(Turn(searched), 0)
    assert "Also searched for" not in answer_message(TURN, 0)


def test_a_short_answer_stands_above_its_quote_unless_it_is_all_of_it() -> None:
    short = Turn(replace(TURN.answer, short="1911"))
    (kept,) = turns_from_json(turns_to_json([short]))

    for turn in (short, kept):
        above, _, below = answer_message(turn, 0).partition('<p dir="auto" class="short">1911</p>')
        assert "harbour" not in above
        assert "The harbour opened in 1911" in below
        assert answer_text(turn.answer).startswith("1911\n\nThe harbour opened in 1911.")
    whole = replace(TURN.answer, short=TURN.answer.statements[0].text)
    assert 'class="short"' not in answer_message(Turn(whole), 0)
    assert answer_text(whole) == answer_text(TURN.answer)


def test_only_the_last_question_can_be_taken_back() -> None:
    assert "act-undo" not in question_message(TURN, 0, last=False)
    assert "act-undo" in question_message(TURN, 0, last=True)


@pytest.mark.parametrize(
    ("record", "bars", "words", "basis"),
    [
        (TrackRecord(0.9, 41), 3, "right in about 9 of 10 such answers", "Measured on 41 answers from other documents"),
        (TrackRecord(0.6, 60), 2, "right in about 6 of 10 such answers", "Measured on 60 answers from other documents"),
        (TrackRecord(0.1, 9), 1, "right in about 1 of 10 such answers", "Measured on 9 answers from other documents"),
        (
            TrackRecord(0.9, 143, 0.95), 3, "at most 10&#37; of such answers are wrong",
            "Measured on 143 answers from these documents, with 95% certainty",
        ),
    ],
)  # fmt: skip
def test_how_often_such_answers_were_right_is_told(record: TrackRecord, bars: int, words: str, basis: str) -> None:
    shown = answer_message(Turn(replace(TURN.answer, record=record)), 0)
    assert f"</span>{words}</span>" in shown
    assert f'title="{basis}"' in shown
    assert (shown.count('class="bar on"'), shown.count('class="bar')) == (bars, 3)


def test_an_answer_of_which_nothing_was_measured_claims_nothing() -> None:
    shown = answer_message(TURN, 0)
    assert '<span class="fact">from 1 of 5 documents</span>' in shown
    assert "confidence" not in shown


@pytest.mark.parametrize(
    ("timings", "words"),
    [({"embed": 10.4, "search": 5.0}, "15 ms"), ({"total": 1234.0, "search": 5.0}, "1.2 s"), ({}, "1 ms")],
)
def test_the_time_taken_is_told(timings: dict[str, float], words: str) -> None:
    assert f'<span class="fact">{words.replace(".", "&#46;")}</span>' in answer_message(
        Turn(replace(TURN.answer, timings=timings)), 0
    )


def test_emphasis_is_bold_at_its_place() -> None:
    statement = Statement("It opened in 1911.", (1,), (Span(13, 17),))
    shown = answer_message(Turn(replace(TURN.answer, statements=(statement,))), 0)
    assert "It opened in <strong>1911</strong>&#46;" in shown


NOTED = Statement("It opened in 1911.", (1,), notes=("as of 1 May 1950", "Opinion: <i>Quill</i>"))
NOTES = '<small dir="auto">as of 1 May 1950 · Opinion&#58; &#60;i&#62;Quill&#60;&#47;i&#62;</small>'


def test_notes_stand_as_text_in_a_paragraph_below_their_quotation() -> None:
    shown = answer_message(Turn(replace(TURN.answer, statements=(NOTED,))), 0)
    assert f'</a></p><p class="notes">{NOTES}</p></div>' in shown


def test_a_quotation_without_notes_has_no_room_for_them() -> None:
    assert "notes" not in answer_message(TURN, 0)


def test_an_exported_page_holds_the_notes() -> None:
    turn = Turn(replace(TURN.answer, statements=(NOTED,)))
    assert f'</a></p><p class="notes">{NOTES}</p>' in export([turn], [LETTER], "html")["content"]


def test_notes_travel_to_the_browser_and_back() -> None:
    turn = Turn(replace(TURN.answer, statements=(NOTED,)))
    assert turns_from_json(json.loads(json.dumps(turns_to_json([turn])))) == (turn,)


def test_citations_of_one_document_share_a_line_of_the_sources() -> None:
    shown = answer_message(TURN, 0)
    assert shown.count('class="source"') == 1
    assert shown.count('class="number"') == 2


def test_a_conversation_travels_to_the_browser_and_back_unchanged() -> None:
    passage = Passage("a.txt", "A", None, 0, 4, "One.", (Span(0, 4),))
    turns = (TURN, Turn(saying(abstained=True, reason="No.", nearest=(passage,)), "stopped", "down"))
    assert turns_from_json(json.loads(json.dumps(turns_to_json(turns)))) == turns


def _changed(**changes: Any) -> list[Any]:
    turn = TURN.to_json()
    return [turn | changes]


@pytest.mark.parametrize(
    ("value", "complaint"),
    [
        pytest.param("text", "list of at most", id="not a list"),
        pytest.param([1], "turn 1 is not of type dict", id="not a turn"),
        pytest.param([{}], "turn 1 lacks, or should not have, answer", id="empty"),
        pytest.param(_changed(state="asleep"), "state or a thumb that does not exist", id="unknown state"),
        pytest.param(_changed(thumb=1), "turn 1.thumb is not of type str", id="wrong type"),
        pytest.param(_changed(extra=1), "should not have, extra", id="surplus key"),
        pytest.param(_changed(answer=TURN.answer.to_json() | {"confidence": "1"}), "confidence is not of type float",
                     id="text for a number"),
        pytest.param(_changed(answer=TURN.answer.to_json() | {"abstained": 1}), "abstained is not of type bool",
                     id="number for a claim"),
        pytest.param(_changed(answer=TURN.answer.to_json() | {"citations": [{"number": 1}]}), r"citations\[0\] lacks",
                     id="half a citation"),
        pytest.param([TURN.to_json()] * (MOST_TURNS + 1), "list of at most", id="too many"),
    ],
)  # fmt: skip
def test_what_is_not_a_conversation_of_ours_is_refused(value: Any, complaint: str) -> None:
    with pytest.raises(ReceiptError, match=complaint):
        turns_from_json(value)


def test_the_history_holds_what_was_understood_and_what_was_said_with_its_emphasis() -> None:
    told = "It opened in **1911**. [1]"
    answer = replace(TURN.answer, question="and then?", interpreted_as="When did it open?", text=told)
    assert history([Turn(answer)]) == [("When did it open?", told)]


def test_steps_of_an_answer_are_shown_at_most_so_often() -> None:
    steps = [saying(OPENED)] * 50
    shown = list(carried_on((), steps, updates_per_second=1))
    assert [turns[-1].state for turns in shown] == ["growing", "finished"]


def test_stopping_changes_only_what_was_growing() -> None:
    growing = Turn(TURN.answer, "growing")
    assert [turn.state for turn in stop((TURN, growing))] == ["finished", "stopped"]


@pytest.mark.parametrize(
    ("documents", "changed"),
    [
        pytest.param([LETTER], 0, id="as it was"),
        pytest.param([replace(LETTER, text="X" + LETTER.text)], 2, id="all of it moved"),
        pytest.param([replace(LETTER, text=LETTER.text.replace("closed", "ceased"))], 1, id="one quote changed"),
        pytest.param([], 2, id="gone"),
    ],
)
def test_quotes_that_no_longer_stand_in_the_corpus_are_shown_as_such(documents: list[Document], changed: int) -> None:
    held = {document.name: document for document in documents}
    answer = messages([TURN], held.get, thumbs=False)[1]["content"]
    assert answer.count("marker changed") == changed


@pytest.mark.parametrize(
    ("service", "request_", "complaint"),
    [
        pytest.param("open_document", None, "lacks 'document'", id="nothing"),
        pytest.param("open_document", {"document": 1}, "is not text", id="a number for a name"),
        pytest.param(
            "open_document", {"document": "../../etc/passwd", "spans": []}, "There is no document", id="a path"
        ),
        pytest.param(
            "open_document", {"document": LETTER.name, "spans": [[0]]}, "not \\[start, end\\]", id="half a span"
        ),
        pytest.param("open_document", {"document": LETTER.name, "spans": [[0, 1]] * 51}, "at most 50", id="many spans"),
        pytest.param("open_document", {"document": LETTER.name, "spans": [[-5, 1]]}, "no characters", id="negative"),
        pytest.param("quote", {"document": LETTER.name, "start": True, "end": 2}, "whole number", id="a claim"),
        pytest.param("quote", {"document": LETTER.name, "start": 3, "end": 2}, "no characters", id="backwards"),
        pytest.param("export_conversation", {"turns": [], "form": "json"}, "is empty", id="nothing to save"),
        pytest.param("export_conversation", {"turns": [], "form": "exe"}, "no form exe", id="unknown form"),
    ],
)
def test_a_request_that_cannot_be_is_refused_with_a_reason(service: str, request_: Any, complaint: str) -> None:
    with pytest.raises(RequestError, match=complaint):
        getattr(services, service)(Scripted((LETTER,)), request_)


def test_an_export_names_its_file_after_the_first_question() -> None:
    asked = Turn(replace(TURN.answer, question="When did the «harbour» open?\n<b>"))
    assert export([asked], [LETTER], "html")["name"] == "when-did-the-harbour-open-b.html"
    assert export([Turn(replace(TURN.answer, question="?!"))], [], "markdown")["name"] == "conversation.md"


def test_an_exported_page_holds_hostile_text_as_text() -> None:
    hostile = Document("<b>.txt", "<script>alert(1)</script> is **here**.", "<img src=x>")
    turn = Turn(replace(saying(cite(hostile, hostile.text)), question="<script>"))
    page = export([turn], [hostile], "html")["content"]
    assert "<script" not in page
    assert "<img" not in page
    assert "default-src 'none'" in page
    markdown = export([turn], [hostile], "markdown")["content"]
    assert "\\<script\\>alert" in markdown.partition("> [1]")[2]


TOWN = Document(
    "a.txt",
    "The mayor, Ada Quill, said the bridge would open. Her deputy Boris Reed met Carla Finch at the Harbour Museum.\n\n"
    "They praised Boris Reed, an engineer. Later Carla Finch, the painter, left.",
    "A",
)


class Quoting(Scripted):
    """Answers who somebody is, and that alone, with a sentence that holds the name; `sure` says how surely."""

    sure = 0.9

    def answer(self, question: str, **_: Any) -> Answer:
        quotes = ("The mayor, Ada Quill, said the bridge would open.", "They praised Boris Reed, an engineer.",
                  "Later Carla Finch, the painter, left.")  # fmt: skip
        named = [cite(TOWN, quote) for quote in quotes if any(name in quote for name in question[:-1].split()[2:4])]
        return saying(*named, question=question, confidence=self.sure, abstained=not named or "say" in question)


def test_examples_are_made_from_the_people_where_none_are_given() -> None:
    assert examples(Quoting((TOWN,))) == [  # type: ignore[arg-type]
        "Who is Boris Reed?", "Who is Carla Finch?", "Who is Ada Quill?",
    ]  # fmt: skip


def test_what_may_follow_is_on_others_who_are_named_near_and_is_quoted_from_elsewhere() -> None:
    turn = Turn(saying(cite(TOWN, "They praised Boris Reed, an engineer."), question="Who was praised?"))
    assert follow_ups(Quoting((TOWN,)), [turn]) == ["Who is Carla Finch?", "Who is Ada Quill?"]  # type: ignore[arg-type]
    asked = Turn(replace(turn.answer, question="Who is Carla Finch?"))
    assert follow_ups(Quoting((TOWN,)), [asked, turn]) == ["Who is Ada Quill?"]  # type: ignore[arg-type]


class Saying(Quoting):
    """Answers also what somebody says, with the same sentence, and `speaker` when it is asked who said that."""

    speaker, short = "", ""

    def answer(self, question: str, **_: Any) -> Answer:
        if question == "Who said that?":
            return replace(saying(OPENED), short=self.speaker)
        name = " ".join(question[:-1].split()[2:4])
        answered = super().answer(f"Who is {name}?")
        return replace(answered, question=question, short=self.short)


@pytest.mark.parametrize(
    ("speaker", "short", "offered"),
    [
        pytest.param("Ada Quill", "", ["What does Ada Quill say?"], id="her words are quoted"),
        pytest.param("the mayor", "The mayor", ["Who is Ada Quill?"], id="who she is stands beside her name"),
        pytest.param("", "the bridge", [], id="neither"),
        pytest.param("", "Carla Finch", [], id="the answer is somebody else"),
    ],
)
def test_what_somebody_says_and_who_that_is_is_offered_where_the_quote_tells_it(
    speaker: str, short: str, offered: list[str]
) -> None:
    assistant = Saying((TOWN,))
    assistant.speaker, assistant.short = speaker, short
    assert [each for each in examples(assistant) if "Ada Quill" in each] == offered  # type: ignore[arg-type]


def test_nothing_follows_that_is_not_answered_with_confidence() -> None:
    turn = Turn(saying(cite(TOWN, "They praised Boris Reed, an engineer."), question="Who was praised?"))
    unsure = Quoting((TOWN,))
    unsure.sure = 0.8
    assert follow_ups(unsure, [turn]) == []  # type: ignore[arg-type]
    assert follow_ups(Quoting((TOWN,)), [Turn(saying(abstained=True))]) == []  # type: ignore[arg-type]
    assert follow_ups(Quoting((TOWN,)), []) == []  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "example", ["Who did Bogdanov invite?", "Has Russia blacklisted Hamas?", "Who led the Hamas delegation?"]
)
def test_every_question_that_may_follow_is_answered_with_a_quote_on_who_or_what_it_names(
    assistant: Assistant, example: str
) -> None:
    first = assistant.answer(example)
    questions = follow_ups(assistant, [Turn(first)])
    assert len(questions) == 3
    for question in questions:
        answer = assistant.answer(question)
        name = re.search(r"[A-Z]\w+(?: [A-Z]\.?\w*)*", question.partition(" ")[2])
        assert name
        assert name[0] in " ".join(answer.citations[0].quote.split()), question
        assert answer.citations[0].quote not in {citation.quote for citation in first.citations}


# What the first quote must hold for an answer to be right.
STARTERS = {
    "Who did Bogdanov invite?": "Palestinian",
    "What does Iran supply to Russia?": "drones",
    "Who led the Hamas delegation that went to Moscow in October?": "Musa Abu Marzouk",
    "Where did Abbas earn his doctorate?": "Patrice Lumumba",
    "What does Zakharova blame Western countries for?": "Western",
    "Welche Gruppen hat Russland nach Moskau eingeladen?": "14 Palestinian groups",
}


def test_the_questions_of_the_empty_page_are_answered_first_by_what_they_ask_for(assistant: Assistant) -> None:
    shipped = read_examples(SEEDS)
    assert set(shipped) == STARTERS.keys()
    assert examples(assistant, shipped) == list(shipped[:4])
    for question, told in STARTERS.items():
        assert told in assistant.answer(question).citations[0].quote


@pytest.mark.parametrize("answer", [saying(abstained=True), saying(OPENED, confidence=0.5)], ids=["none", "unsure"])
def test_a_question_without_a_good_answer_is_not_offered(answer: Answer) -> None:
    assert examples(Scripted((LETTER,), [answer]), ["When?"]) == []  # type: ignore[arg-type]


def test_errors_of_the_page_are_errors_of_the_assistant() -> None:
    assert issubclass(RequestError, AssistantError)


def test_the_page_answers_to_its_host_and_the_names_of_this_machine() -> None:
    names = ServerSettings(host="10.0.0.5", allowed_hosts=("ask.example.org",)).host_names
    assert names == ["10.0.0.5", "127.0.0.1", "localhost", "::1", "ask.example.org"]


def test_what_a_model_wrote_without_proof_is_folded_away_with_its_reason() -> None:
    answer = replace(TURN.answer, withheld=(Unproven("It <b>rained</b>.", "not said"),), note="Quotes are shown.")

    shown = answer_message(Turn(answer), 0)

    assert '<p class="notice">Quotes are shown' in shown
    assert "What was withheld (1)" in shown
    assert "<b>" not in shown
    assert "It <b>rained</b>." in unescape(shown)
    assert "not said" in shown
    assert "withheld" not in answer_message(TURN, 0)


def test_lines_stand_as_lines_and_code_as_code() -> None:
    manual = Document("manual.md", "Run `app  log`:\n\n```\nif x:\n    log()\n```\n", "Manual")
    said, code = cite(manual, "Run `app  log`:"), cite(manual, "```\nif x:\n    log()\n```", number=2)
    statements = (
        Statement("- Run app  log:\n- wait", (1,), (Span(18, 22),)),
        Statement("if x:\n    log()", (2,), is_code=True),
    )
    message = unescape(answer_message(Turn(saying(said, code, statements=statements)), 0)).replace("\xa0", " ")

    assert "- Run <code>app log</code>:<br> - <strong>wait</strong>" in message
    assert '<code class="listing">if x:\n    log()</code>' in message


def test_code_behind_the_sentence_that_announces_it_is_shown_as_code() -> None:
    text = "Say **so**:\n\n```\nif x:\n    log()\n```\n"
    manual = Document("manual.md", text, "Manual")
    said = cite(manual, text.strip())
    statement = stated(said, manual)
    message = unescape(answer_message(Turn(saying(said, statements=(statement,))), 0)).replace("\xa0", " ")

    assert statement.parts == [(Span(0, 7), False), (Span(8, 23), True)]
    assert '<span class="words">Say so:<code class="listing">if x:\n    log()</code></span>' in message
    assert markdown([statement]) == "Say so:\n```\nif x:\n    log()\n```\n [1]"
    assert "Say so:\nif x:\n    log() [1]" in answer_text(saying(said, statements=(statement,)))


def test_an_export_shows_the_words_of_a_quote_without_its_marks() -> None:
    text = "| Item | Cost |\n|---|---|\n| **Crane** | 1,950 |\n"
    prices = Document("prices.md", text, "Prices")
    turn = Turn(saying(cite(prices, text.strip())))
    for form in ("markdown", "html"):
        content = unescape(export([turn], [prices], form)["content"])
        sources = content[content.index("> [1]" if form == "markdown" else "<blockquote") :]
        assert "Item: Crane, Cost: 1,950" in sources
        assert "|" not in sources
        assert "**" not in sources


def test_a_source_names_the_pages_of_its_quotes() -> None:
    paged = replace(OPENED, page=3)
    assert "<span>page 3</span>" in answer_message(Turn(saying(paged)), 0)


def test_a_quote_card_shows_the_words_without_marks() -> None:
    document = Document("a.md", "Within **30 days**, please.", "A")
    card = services.quote(Scripted((document,)), {"document": "a.md", "start": 0, "end": 27})
    assert (card["quote"], card["plain"]) == ("Within **30 days**, please.", "Within 30 days, please.")
