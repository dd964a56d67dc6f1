"""A question that takes too long is given up, with a word about what to do; whoever asks next is answered."""

import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from assistant import Assistant
from assistant.words.phrases import Phrase, phrase
from evals.made_corpus import MadeEmbedding
from index.errors import TimeUpError
from index.time_limit import at_most, check_time

SOME = ("000_252194498e17c347.txt", "004_3b631d269fbb6bf7.txt")


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """A clock that a minute has passed by whenever it is looked at."""
    ticks = iter(range(0, 10**9, 60))
    monkeypatch.setattr("index.time_limit.time", SimpleNamespace(monotonic=lambda: next(ticks)))


def test_time_is_over_within_the_least_of_what_is_allowed() -> None:
    with at_most(60):
        with at_most(0), pytest.raises(TimeUpError, match="took too long"):
            check_time()
        check_time()
    with at_most(0), at_most(60), pytest.raises(TimeUpError):
        check_time()
    check_time()


def test_time_is_over_when_more_seconds_have_passed_than_are_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = SimpleNamespace(monotonic=lambda: now)
    monkeypatch.setattr("index.time_limit.time", clock)
    now = 100.0
    with at_most(5):
        now = 105.0
        check_time()
        now = 105.5
        with pytest.raises(TimeUpError):
            check_time()


@pytest.mark.usefixtures("hurried")
@pytest.mark.parametrize("documents", [None, SOME], ids=["all documents", "some documents"])
@pytest.mark.parametrize(
    "question",
    [
        "Who led the delegation?",
        "Which documents mention Lavrov?",
        "Which people are mentioned?",
        "Who led the delegation? When did Abbas come? Where did they meet?",
    ],
)
def test_a_question_that_takes_too_long_is_given_up(
    assistant: Assistant, question: str, documents: tuple[str, ...] | None
) -> None:
    answer = assistant.answer(question, documents=documents)

    reason = phrase(Phrase.TOOK_TOO_LONG, "en", limit="30")
    assert (answer.abstained, answer.citations, answer.reason) == (True, (), reason)


@pytest.mark.usefixtures("hurried")
@pytest.mark.parametrize(
    "call",
    [
        pytest.param(lambda assistant: assistant.search("Abbas in Moscow"), id="search"),
        pytest.param(lambda assistant: assistant.look_up("Abbas in Moscow"), id="look up"),
    ],
)
def test_a_search_that_takes_too_long_says_so(assistant: Assistant, call: Callable[[Assistant], object]) -> None:
    with pytest.raises(TimeUpError, match="fewer words"):
        call(assistant)


def test_a_question_about_a_long_document_is_given_up_in_time_and_the_next_one_is_answered(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    lines = (f"Member {number} of clan {number % 97} met Ann{number:x} Ray{number % 89:x}." for number in range(3000))
    (corpus / "a.txt").write_text("\n\n".join(lines))
    (corpus / "b.txt").write_text("The toll is two crowns.")

    with Assistant.open(corpus, tmp_path / "store", embedding=MadeEmbedding()) as assistant:
        since = time.process_time()
        with at_most(0.002):
            slow = assistant.answer("Which documents mention a member of the clan or Ann?", documents=["a.txt"])
        took = time.process_time() - since
        answer = assistant.answer("What is the toll?", documents=["b.txt"])

    assert slow.reason == phrase(Phrase.TOOK_TOO_LONG, "en", limit="30")
    assert took < 1
    assert "two crowns" in answer.text
