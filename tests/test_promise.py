"""A promise on a corpus of one's own: measured, kept beside the index, acted on, dropped, forgotten."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from assistant import Assistant
from assistant.answers import TrackRecord
from assistant.doctor import examine
from assistant.finding import Promise, Ranking
from assistant.web import services
from evals.__main__ import main
from evals.errors import EvalsError
from evals.evaluate import silent
from evals.own_questions import Attempt, attempts, promise_from, read_questions, refusal
from index import Index, LocalEmbedding, build

# Plain facts of a small place, each asked for in the words that tell it.
TRADES = {
    "baker": "Agnes Holm", "miller": "Bruno Kask", "smith": "Carla Ruiz", "potter": "David Nagy",
    "weaver": "Elsa Lund", "tailor": "Felix Braun", "mason": "Greta Falk", "cooper": "Hugo Stern",
    "tanner": "Irma Voss", "glazier": "Jonas Beck", "fisher": "Karin Dahl", "hunter": "Lukas Frey",
    "farmer": "Mona Krug", "shepherd": "Nils Arndt", "brewer": "Olga Petri", "joiner": "Paul Winkler",
    "painter": "Rosa Engel", "printer": "Simon Haas", "dyer": "Tilda Moser", "roofer": "Urs Keller",
    "sailor": "Vera Lang", "carter": "Walter Horn", "saddler": "Xenia Roth", "turner": "Yann Weiss",
    "barber": "Zita Kern", "butcher": "Anton Graf", "grocer": "Berta Huber", "doctor": "Cyril Lutz",
    "teacher": "Dora Meier", "judge": "Emil Ott", "notary": "Flora Seitz", "clerk": "Georg Thal",
    "porter": "Hanna Ulm", "ferryman": "Igor Wolf", "gardener": "Jutta Zorn", "organist": "Kaspar Amsel",
    "sexton": "Lena Birk", "midwife": "Max Distel", "watchman": "Nora Esch",
}  # fmt: skip
TEXT = "The trades of Altdorf\n\n" + "\n\n".join(
    f"The {trade} of Altdorf is {name}, who lives in house {number}."
    for number, (trade, name) in enumerate(TRADES.items())
)
QUESTIONS = [{"question": f"Who is the {trade} of Altdorf?", "facts": [name]} for trade, name in TRADES.items()]
QUESTIONS += [
    {"question": question, "facts": []}
    for question in ("What does a ferry ticket cost?", "When was the bridge of Altdorf built?", "Why is the sky blue?")
]
UNANSWERED = QUESTIONS[-1]
PROMISE = Promise(0.42, 0.1, 0.95, 176, 143, 6, "2026-11-27")


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "altdorf"
    folder.mkdir()
    (folder / "trades.txt").write_text(TEXT, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, embedding: LocalEmbedding) -> Path:
    folder = tmp_path_factory.mktemp("built")
    (folder / "trades.txt").write_text(TEXT, encoding="utf-8")
    build(folder, folder / "store", embedding=embedding)
    return folder / "store"


@pytest.fixture
def store(built: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(built, tmp_path / "store"))


@pytest.fixture
def assistant(corpus: Path, store: Path) -> Iterator[Assistant]:
    with Assistant.open(corpus, store) as opened:
        yield opened


def written(folder: Path, rows: list[dict[str, object]]) -> Path:
    file = folder / "questions.jsonl"
    file.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return file


def calibrate(file: Path, corpus: Path, store: Path, *more: str) -> int:
    return main(["calibrate", str(file), "--corpus", str(corpus), "--store", str(store), *more])


def test_a_promise_is_measured_kept_told_and_forgotten(
    corpus: Path, store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert calibrate(written(tmp_path, QUESTIONS), corpus, store, "--error", "0.2") == 0
    said = capsys.readouterr().out.strip()

    with Assistant.open(corpus, store) as assistant:
        promise, answer = assistant.promise, assistant.answer("Who is the potter of Altdorf?")
        assert promise is not None
        assert (promise.words, promise.error, promise.questions, promise.holds) == (said, 0.2, len(QUESTIONS), True)
        assert answer.record == TrackRecord(0.8, promise.answered, 0.95)
        assert services.look_at_folders(assistant)["promise"] == said
    with Assistant.open(corpus, store, promised=False) as assistant:
        assert assistant.promise is None
        assert assistant.answer("Who is the potter of Altdorf?").record != answer.record
    environ = {
        "ASSISTANT_CORPUS": str(corpus),
        "ASSISTANT_STORE": str(store),
        "ASSISTANT_LIBRARY": str(tmp_path / "no"),
    }
    assert said in {finding.subject: finding.words for finding in examine(environ)}["Store"]

    assert main(["calibrate", "--forget", "--corpus", str(corpus), "--store", str(store)]) == 0
    with Assistant.open(corpus, store) as assistant:
        assert assistant.promise is None


def test_too_few_questions_promise_nothing_and_withdraw_what_was_promised(
    corpus: Path, store: Path, tmp_path: Path, assistant: Assistant, capsys: pytest.CaptureFixture[str]
) -> None:
    assistant.keep(PROMISE)
    assistant.close()

    assert calibrate(written(tmp_path, QUESTIONS[-5:]), corpus, store, "--error", "0.1") == 1

    assert "takes at least 36 answers" in capsys.readouterr().out
    with Assistant.open(corpus, store) as again:
        assert again.promise is None


def test_the_threshold_of_a_promise_is_the_one_that_is_enough(assistant: Assistant) -> None:
    asked = "Who is the potter of Altdorf?"
    confidence = assistant.answer(asked).confidence
    assistant.keep(replace(PROMISE, threshold=confidence + 0.001))
    assert assistant.answer(asked).abstained
    assistant.keep(replace(PROMISE, threshold=confidence - 0.001))
    assert not assistant.answer(asked).abstained

    # This one is not answered by itself, but any confidence will do for a threshold of 0.
    unlike = "Where do people of Altdorf go swimming?"
    assistant.keep(None)
    assert assistant.answer(unlike).abstained
    assistant.keep(replace(PROMISE, threshold=0.0))
    answer = assistant.answer(unlike)
    assert not answer.abstained
    # What is promised is not called a guess.
    assert all(statement.citations for statement in answer.statements)


def test_an_attempt_is_made_at_any_confidence(assistant: Assistant) -> None:
    unlike = "Where do people of Altdorf go swimming?"
    answer, found = assistant.attempt(unlike)

    assert assistant.answer(unlike).abstained
    assert found is not None
    assert (answer.abstained, answer.confidence) == (False, found.confidence)


def test_a_promise_does_not_hold_once_the_documents_change_and_holds_again_with_them(
    corpus: Path, assistant: Assistant
) -> None:
    assistant.keep(PROMISE)
    (corpus / "more.txt").write_text("The inn of Altdorf is old.", encoding="utf-8")
    assistant.refresh()

    assert assistant.promise == replace(PROMISE, holds=False)
    assert "does not hold any more" in assistant.promise.words
    assert assistant.answer("Who is the potter of Altdorf?").record.certainty == 0.0

    (corpus / "more.txt").unlink()
    assistant.refresh()
    assert assistant.promise == PROMISE


def test_a_promise_does_not_hold_under_another_ranking_or_reader(
    store: Path, assistant: Assistant, embedding: LocalEmbedding, monkeypatch: pytest.MonkeyPatch
) -> None:
    assistant.keep(PROMISE)
    with Index.open(store, embedding=embedding) as index:
        other = replace(Ranking(), sentence=0.5)
        assert [Promise.beside(index, ranking) for ranking in (Ranking(), other)] == [
            PROMISE, replace(PROMISE, holds=False),
        ]  # fmt: skip
        monkeypatch.setattr("assistant.finding.promise.SHA256", "of other weights")
        assert Promise.beside(index, Ranking()) == replace(PROMISE, holds=False)


def test_what_another_version_has_left_beside_an_index_is_no_promise(store: Path) -> None:
    with Index.open(store) as index:
        index.leave_note("[1, 2]")
        assert Promise.beside(index, Ranking()) is None


def test_only_some_documents_are_asked_without_the_promise_on_all(assistant: Assistant) -> None:
    assistant.keep(replace(PROMISE, threshold=1.0))

    assert not assistant.answer("Who is the potter of Altdorf?", documents=["trades.txt"]).abstained


def test_an_answer_is_right_if_it_shows_all_facts_and_there_is_something_to_be_shown(
    assistant: Assistant, tmp_path: Path
) -> None:
    asked = "Who is the potter of Altdorf?"
    rows = [["David Nagy"], [["Nagy", "nobody"], "potter"], ["David Nagy", "Elsa Lund"], []]
    cases = [read_questions(written(tmp_path, [{"question": asked, "facts": row}, UNANSWERED]))[0] for row in rows]

    tried = list(attempts(assistant, cases, silent))

    assert [each.right for each in tried] == [True, True, False, False]
    assert {(each.answered, each.confidence) for each in tried} == {(True, assistant.answer(asked).confidence)}


def test_a_promise_counts_what_it_was_measured_on() -> None:
    tried = [Attempt(True, 0.95, True)] * 60 + [Attempt(True, 0.3, False)] * 20 + [Attempt(False, 0.1, False)] * 20

    # Down to .31 none of 60 is wrong; then 20 of 80 are. 20 of the 100 cannot be answered at all.
    assert promise_from(tried, error=0.1, certainty=0.95, day="2026-11-27") == Promise(
        0.31, 0.1, 0.95, 100, 60, 0, "2026-11-27"
    )
    assert promise_from(tried[50:], error=0.1, certainty=0.95, day="2026-11-27") is None
    assert (
        "of 50 questions 30 can be answered at all, 20 of them wrongly; 10 with a confidence of 0.9 or more, 0 of them "
        "wrongly. That at most 10% are wrong, with 95% certainty, takes at least 36 answers"
    ) in refusal(tried[50:], error=0.1, certainty=0.95)


def test_a_promise_is_told_with_its_numbers() -> None:
    assert PROMISE.words == (
        "Of the 143 answers with a confidence of 0.42 or more, to 176 questions about these documents (81%), 6 were "
        "wrong: with 95% certainty at most 10% of such answers are (measured 2026-11-27)."
    )
    assert PROMISE.record.words == "at most 10% of such answers are wrong"


@pytest.mark.parametrize(
    ("right", "words"),
    [(0.5, "5 of 10"), (0.87, "9 of 10"), (0.92, "9 of 10"), (0.93, "19 of 20"), (1.0, "19 of 20"), (0.0, "1 of 10")],
)
def test_a_track_record_never_says_always_or_never(right: float, words: str) -> None:
    assert TrackRecord(right, 100).words == f"right in about {words} such answers"


def test_questions_are_rows_of_question_and_facts_and_may_be_those_of_the_fixed_set(tmp_path: Path) -> None:
    whole = {
        "id": "a", "split": "test", "question": "And why?", "history": [["Who?", "He."]], "answerable": True,
        "facts": [["one", "1"]], "evidence": [],
    }  # fmt: skip
    file = written(
        tmp_path, [{"question": "Who?", "facts": ["Anna Smith", ["a", "b"]]}, {"question": "Why?", "facts": []}, whole]
    )

    cases = read_questions(file)

    assert [(case.question, case.facts, case.answerable) for case in cases] == [
        ("Who?", (("Anna Smith",), ("a", "b")), True),
        ("Why?", (), False),
        ("And why?", (("one", "1"),), True),
    ]
    assert cases[2].history == (("Who?", "He."),)


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        pytest.param([{"question": "Who?"}], 'lacks a "question" or its list of "facts"', id="without facts"),
        pytest.param([{"question": "Who?", "facts": [1]}], "not a list of lists of alternatives", id="no words"),
        pytest.param([{"question": "Who?", "facts": [], "fact": 1}], "has the keys", id="an unknown key"),
        pytest.param([{"question": "Who?", "facts": []}] * 2, "A question counts once", id="twice"),
        pytest.param([], "is empty", id="empty"),
        pytest.param(QUESTIONS[:3], "has no question that the documents do not answer", id="all have an answer"),
    ],
)
def test_a_malformed_question_is_refused_with_its_line(
    tmp_path: Path, rows: list[dict[str, object]], message: str
) -> None:
    with pytest.raises(EvalsError, match=message):
        read_questions(written(tmp_path, rows))


def test_an_error_of_all_answers_is_no_promise(tmp_path: Path, corpus: Path, store: Path) -> None:
    with pytest.raises(SystemExit):
        calibrate(written(tmp_path, QUESTIONS), corpus, store, "--error", "1")
