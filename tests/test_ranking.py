"""Ranking sentences: how much of a question one covers, best first."""

from pathlib import Path

import pytest

from assistant import Assistant
from assistant.finding.ranking import coverage

WEIGHTS = {"cat": 1.0, "dog": 3.0}


@pytest.mark.parametrize(
    ("wanted", "own", "before", "share"),
    [
        pytest.param(["cat", "dog"], {"cat", "dog"}, set(), 1.0, id="all"),
        pytest.param(["cat", "dog"], {"cat"}, set(), 1 / 4, id="by weight"),
        pytest.param(["cat", "dog"], {"cat"}, {"dog"}, (1 + 0.8 * 3) / 4, id="the sentence before"),
        pytest.param(["cat", "dog"], {"dog"}, {"dog"}, 3 / 4, id="in both it counts once"),
        pytest.param(["cat"], set(), set(), 0.0, id="none"),
        pytest.param([], {"cat"}, set(), 0.0, id="nothing is wanted"),
    ],
)
def test_coverage_is_the_weighted_share_of_the_wanted_terms(wanted, own, before, share) -> None:
    assert coverage(wanted, own, before, WEIGHTS.__getitem__) == pytest.approx(share)


@pytest.mark.parametrize("question", ["who did Bogdanov invite?", "", "кто?"])
def test_sentences_come_best_first_from_the_passages_found(assistant: Assistant, question: str) -> None:
    ranked = assistant.rank(question)

    assert [sentence.score for sentence in ranked] == sorted((sentence.score for sentence in ranked), reverse=True)
    hits = assistant.search(question, limit=8)
    found = [hit.passage.sentence(number) for hit in hits for number in range(len(hit.passage.sentences))]
    assert len(ranked) == sum("?" not in sentence[-2:] for sentence in found)
    texts = {document.name: document.text for document in assistant.documents}
    assert all(sentence.span.of(texts[sentence.passage.document]) == sentence.text for sentence in ranked)
    assert all(0 <= sentence.covered <= 1 for sentence in ranked)


def test_a_full_stop_that_stands_alone_is_never_quoted(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("word " * 3000 + ".\n\n...\n\nThe kite is red. \N{GRINNING FACE}\n")
    with Assistant.open(tmp_path, tmp_path / "store") as assistant:
        ranked = assistant.rank("what about the first one?")

    assert ranked
    assert all(any(map(str.isalnum, sentence.text)) for sentence in ranked)


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("How much does the ticket cost?", "The ticket is four crowns."),
        ("How much does the ticket **cost?**", "The ticket is four crowns."),
        ("票多少钱？", "票是四块钱。"),
        ("كم سعر التذكرة؟", "سعر التذكرة أربعة دراهم."),
    ],
)
def test_a_question_that_stands_in_a_document_answers_none(tmp_path: Path, asked: str, told: str) -> None:
    (tmp_path / "asked.md").write_text(f"{asked}\n\n{asked}\n")
    with Assistant.open(tmp_path, tmp_path / "store") as assistant:
        assert assistant.answer(asked.replace("*", "")).abstained
    (tmp_path / "told.md").write_text(f"{told}\n")
    with Assistant.open(tmp_path, tmp_path / "store") as assistant:
        answer = assistant.answer(asked.replace("*", ""))
    assert [citation.quote for citation in answer.citations] == [told]


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("What is step 3?", "3. Blow into the pipe."),
        ("What does rule 2 say?", "2. Keep the reed dry."),
        ("How loud is step 3?", None),
        ("What is step 7?", None),
    ],
)
def test_a_part_that_is_asked_for_by_its_number_alone_is_quoted(tmp_path: Path, asked: str, told: str | None) -> None:
    (tmp_path / "oboe.md").write_text(
        "# The oboe\n\n1. Wet the reed.\n2. Keep the reed dry.\n3. Blow into the pipe.\n4. Wait a moment.\n"
    )
    with Assistant.open(tmp_path, tmp_path / "store") as assistant:
        answer = assistant.answer(asked)

    assert (answer.confidence < 0.5) == (told is None)
    assert told is None or answer.citations[0].quote == told


def test_a_question_of_a_chat_that_has_no_mark_answers_none(tmp_path: Path) -> None:
    (tmp_path / "chat.txt").write_text(
        "[03.09.24, 09:01:12] Ida: morning, who has the key for the van\n"
        "[03.09.24, 09:03:40] Bo: Marek took it yesterday\n"
        "[03.09.24, 09:07:10] Ida: do we need passports\n"
        "[03.09.24, 09:09:33] Bo: no, an ID card is enough\n"
        "[03.09.24, 12:47:00] Kim: can't come before six, my train is late\n"
    )
    asked = {
        "Who has the key?": "[03.09.24, 09:03:40] Bo: Marek took it yesterday",
        "Do we need passports?": "[03.09.24, 09:09:33] Bo: no, an ID card is enough",
        "Why can't Kim come before six?": "[03.09.24, 12:47:00] Kim: can't come before six, my train is late",
    }
    with Assistant.open(tmp_path, tmp_path / "store") as assistant:
        answers = [assistant.answer(question) for question in asked]
    assert [answer.citations[0].quote for answer in answers] == list(asked.values())


@pytest.mark.parametrize(
    ("question", "short", "quote"),
    [
        pytest.param(
            "How much does the state pay?", "60 per cent", "The state pays 60 per cent of it.", id="told itself"
        ),
        pytest.param(
            "How much does the town pay?",
            "",
            "The state pays 60 per cent of it. The rest is shared by the town and the railway.",
            id="told next",
        ),
    ],
)
def test_what_is_told_of_the_thing_that_is_asked_about_is_quoted_with_what_another_pays(
    tmp_path: Path, question: str, short: str, quote: str
) -> None:
    (tmp_path / "bridge.txt").write_text(
        "The bridge was closed in March. The repair will cost 1.2 million crowns. The state pays 60 per cent of it. "
        "The rest is shared by the town and the railway. The bus is free for pupils.\n"
    )
    with Assistant.open(tmp_path, tmp_path / "store") as assistant:
        answer = assistant.answer(question)
    assert answer.citations[0].quote == quote
    assert answer.short.startswith(short)
    assert bool(answer.short) == bool(short)
