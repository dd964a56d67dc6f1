"""Answers made of a language model's writing, and the quoted ones where nothing of it stands."""

from dataclasses import replace

from assistant import Answer, Citation, Disagreement, Statement
from assistant.answers import TrackRecord, Unproven
from assistant.words.phrases import Phrase, phrase
from assistant.writing.model import Failure
from assistant.writing.replying import replied
from assistant.writing.writer import Written
from index import Span

CITATION = Citation(1, "a.txt", "A", None, "Anna fled.", 0, 10)
QUOTED = Answer(
    question="Wer floh?",
    interpreted_as="Wer floh nach Rom?",
    text="Anna fled. [1]",
    statements=(Statement("Anna fled.", (1,)),),
    citations=(CITATION,),
    abstained=False,
    reason="",
    confidence=0.9,
    nearest=(),
    disagreements=(Disagreement("who fled", ()),),
    documents_searched=5,
    timings={"search": 1.0},
    record=TrackRecord(0.9, 100),
)
WRITTEN = Written(
    (Statement("Anna *fled*.", (1,)),), (CITATION,), (Unproven("Ben did.", "name not found"),), finished=True
)


def replies(quoted: list[Answer], written: list[Written], *, confidence: float = 0.8) -> list[Answer]:
    declined = [replace(quoted[-1], abstained=True)]
    return list(replied(quoted, written, "m", "de", declined=declined, confidence_in=lambda _: confidence))


def without_timings(answers: list[Answer]) -> list[Answer]:
    assert all(answer.timings.keys() == {"search", "write"} for answer in answers)
    return [replace(answer, timings={}) for answer in answers]


def test_what_stands_of_the_writing_is_the_answer() -> None:
    growing = replace(WRITTEN, finished=False)

    first, last = without_timings(replies([QUOTED], [growing, WRITTEN]))

    assert last == replace(
        QUOTED, timings={}, text="Anna \\*fled\\*. [1]", statements=WRITTEN.statements, disagreements=(),
        written_by="m", withheld=WRITTEN.withheld,
        note="Zurückgehaltene Sätze, die die Dokumente nicht belegen: 1.", record=None, confidence=0.8,
    )  # fmt: skip
    assert first == replace(last, note="")


def test_words_that_answer_are_emphasised_in_what_was_written_and_stay_if_they_are_cited() -> None:
    quoted = replace(QUOTED, short="Anna")
    elsewhere = replace(WRITTEN, citations=(replace(CITATION, quote="Ben fled."),))

    (cited,) = replies([quoted], [WRITTEN])
    (not_cited,) = replies([quoted], [elsewhere])

    assert (cited.short, cited.statements[0].emphasis) == ("Anna", (Span(0, 4),))
    assert cited.text == "**Anna** \\*fled\\*. [1]"
    assert not_cited.short == ""


def test_the_quoted_answer_is_given_as_it_grew_where_nothing_stands() -> None:
    nothing = replace(WRITTEN, statements=(), citations=(), failure=Failure.SLOW)
    begun = replace(QUOTED, text="Anna", disagreements=())

    answers = without_timings(replies([begun, QUOTED], [nothing]))

    note = "Das Sprachmodell hat zu lange gebraucht; daher werden Zitate gezeigt."
    assert answers == [replace(each, timings={}, withheld=WRITTEN.withheld, note=note) for each in (begun, QUOTED)]


def test_before_anything_stands_the_quoted_answer_is_provisional() -> None:
    silence = replace(WRITTEN, statements=(), citations=(), finished=False)

    first, last = without_timings(replies([QUOTED], [silence, WRITTEN]))

    assert first == replace(QUOTED, timings={}, provisional=True)
    assert (last.provisional, last.written_by) == (False, "m")


def test_what_is_written_on_weak_evidence_is_shown_as_a_guess() -> None:
    (answer,) = replies([replace(QUOTED, short="Anna")], [WRITTEN], confidence=0.4)

    assert answer.text == f"{phrase(Phrase.UNSURE, 'de')}\n\n**Anna** \\*fled\\*. [1]"
    assert (answer.confidence, answer.short, answer.statements[0].citations) == (0.4, "", ())


def test_what_is_written_where_nothing_would_be_quoted_is_an_answer() -> None:
    nothing = replace(QUOTED, abstained=True, reason="none", confidence=0.1, citations=(), record=None)

    (answer,) = replies([nothing], [WRITTEN])

    assert (answer.abstained, answer.reason, answer.citations, answer.confidence) == (False, "", (CITATION,), 0.8)


def test_what_is_answered_if_the_model_declines_is_said_to_be_declined_too() -> None:
    (answer,) = replies([QUOTED], [Written((), (), (), finished=True, declined=True)])

    assert (answer.abstained, answer.note) == (True, "Auch das Sprachmodell fand in den Stellen keine Antwort.")
