import json

import pytest

from assistant import Assistant
from evals.benchmark import Wishes, score_benchmark
from evals.checker import check_cases
from evals.errors import EvalsError
from evals.removal import ARTICLE, PARAGRAPH, removal_folds
from evals.squad import benchmark_of, file_names, occurrences, read_squad, translated, write_corpus
from index import Span

BRIDGE = "The Golden Gate Bridge opened in 1937. Its designer was Joseph Strauss."
ORANGE = "The bridge is painted in international orange."
DANUBE = "The Danube rises in the Black Forest. It ends in the Black Sea."
OPENED = {"id": "q1", "question": "When did the bridge open?", "answers": [{"text": "1937", "answer_start": 33}]}
COLOUR = {"id": "q2", "question": "In which colour is it painted?", "answers": [{"text": "orange", "answer_start": 39}]}
SOURCE = {
    "id": "q3",
    "question": "Where does the Danube rise?",
    "answers": [{"text": "Black Forest", "answer_start": 24}],
}
LENGTH = {"id": "q4", "question": "How long is the Danube?", "answers": [], "is_impossible": True}
OFFICIAL = {
    "version": "v2.0",
    "data": [
        {
            "title": "Golden_Gate/Bridge",
            "paragraphs": [{"context": BRIDGE, "qas": [OPENED]}, {"context": ORANGE, "qas": [COLOUR]}],
        },
        {"title": "Danube", "paragraphs": [{"context": DANUBE, "qas": [SOURCE, LENGTH]}]},
    ],
}


def strings(question: dict) -> dict:
    return question | {"answers": [answer["text"] for answer in question["answers"]]}


REDUCED = {
    "paragraphs": [
        {"title": "Golden_Gate/Bridge", "n": 0, "context": BRIDGE, "questions": [strings(OPENED)]},
        {"title": "Golden_Gate/Bridge", "n": 1, "context": ORANGE, "questions": [strings(COLOUR)]},
        {"title": "Danube", "n": 0, "context": DANUBE, "questions": [strings(SOURCE), strings(LENGTH)]},
    ]
}
ROWS = {
    "rows": [
        strings(question) | {"context": context}
        for question, context in ((OPENED, BRIDGE), (COLOUR, ORANGE), (SOURCE, DANUBE), (LENGTH, DANUBE))
    ]
}


@pytest.fixture
def squad(tmp_path):
    def write(data) -> str:
        path = tmp_path / "squad.json"
        path.write_text(data if isinstance(data, str) else json.dumps(data), encoding="utf-8")
        return path

    return write


@pytest.mark.parametrize("data", [pytest.param(OFFICIAL, id="SQuAD"), pytest.param(REDUCED, id="paragraphs")])
def test_the_paragraphs_of_an_article_are_one_document(squad, data):
    found = benchmark_of(read_squad(squad(data)), "squad.json")
    assert found.texts == {"Golden_Gate_Bridge.txt": f"{BRIDGE}\n\n{ORANGE}", "Danube.txt": DANUBE}
    assert [case.id for case in found.cases] == ["q1", "q2", "q3", "q4"]
    assert [case.answerable for case in found.cases] == [True, True, True, False]
    assert found.context_of == {"q1": 0, "q2": 1, "q3": 2, "q4": 2}


def test_rows_make_each_context_a_document(squad):
    found = benchmark_of(read_squad(squad(ROWS)), "squad.json")
    assert list(found.texts.values()) == [BRIDGE, ORANGE, DANUBE]
    assert len(found.cases) == 4


@pytest.mark.parametrize("data", [OFFICIAL, REDUCED, ROWS])
def test_the_gold_made_from_a_file_passes_the_checker(squad, data):
    found = benchmark_of(read_squad(squad(data)), "squad.json")
    assert check_cases(found.cases, found.texts) == []


def test_evidence_is_the_sentence_in_which_the_answer_stands(squad):
    found = benchmark_of(read_squad(squad(OFFICIAL)), "squad.json")
    assert [[e.quote for e in case.evidence] for case in found.cases] == [
        ["The Golden Gate Bridge opened in 1937."],
        [ORANGE],
        ["The Danube rises in the Black Forest."],
        [],
    ]


@pytest.mark.parametrize(
    ("answer", "offset", "expected"),
    [
        pytest.param("12", 8, [Span(8, 10)], id="at its offset"),
        pytest.param("12", 3, [Span(8, 10)], id="a wrong offset is not believed"),
        pytest.param("12", -1, [Span(8, 10)], id="whole words before parts"),
        pytest.param("01", -1, [Span(4, 6)], id="a part of a word if there is nothing else"),
        pytest.param("x", -1, [], id="nowhere"),
    ],
)
def test_an_answer_is_found_in_its_context(answer, offset, expected):
    assert occurrences(answer, offset, "In 2012 12 came.") == expected


def test_an_answer_that_is_not_in_its_context_is_left_out_and_named(squad):
    data = {"rows": [strings(OPENED) | {"context": BRIDGE, "answers": ["1999"]}, strings(SOURCE) | {"context": DANUBE}]}
    found = benchmark_of(read_squad(squad(data)), "squad.json")
    assert found.left_out == ("q1",)
    assert [case.id for case in found.cases] == ["q3"]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        pytest.param("{", r"squad\.json:1: not JSON", id="not JSON"),
        pytest.param({"data": [{"title": "x"}]}, "not of SQuAD's form", id="an article without paragraphs"),
        pytest.param([], "not of SQuAD's form", id="a list"),
        pytest.param({"questions": []}, "holds no question", id="another form"),
    ],
)
def test_a_file_of_another_form_is_refused(squad, data, message):
    with pytest.raises(EvalsError, match=message):
        read_squad(squad(data))


def test_names_are_safe_and_never_the_same():
    assert file_names(["../etc/passwd", "Beyoncé", "A B", "a_b", "?"]) == {
        "../etc/passwd": "etc_passwd.txt",
        "Beyoncé": "Beyoncé.txt",
        "A B": "A_B.txt",
        "a_b": "a_b-2.txt",
        "?": "article.txt",
    }


def test_a_corpus_replaces_an_older_one_and_spares_strangers(tmp_path):
    write_corpus({"a.txt": "one\r\ntwo", "b.txt": "x"}, tmp_path / "corpus")
    write_corpus({"a.txt": "one\r\ntwo"}, tmp_path / "corpus")
    assert {path.name: path.read_bytes() for path in (tmp_path / "corpus").iterdir()} == {"a.txt": b"one\r\ntwo"}
    (tmp_path / "corpus" / "thesis.docx").write_text("mine", encoding="utf-8")
    with pytest.raises(EvalsError, match=r"holds thesis\.docx"):
        write_corpus({"a.txt": "x"}, tmp_path / "corpus")


def test_translated_questions_keep_their_gold(squad, tmp_path):
    cases = benchmark_of(read_squad(squad(OFFICIAL)), "squad.json").cases
    (tmp_path / "ml.json").write_text(json.dumps({"questions": {"de": [["q3", "Wo entspringt die Donau?"]]}}))
    (found,) = translated(cases, tmp_path / "ml.json", "de")
    assert (found.id, found.question, found.facts) == ("q3", "Wo entspringt die Donau?", (("Black Forest",),))
    with pytest.raises(EvalsError, match=r"no question of the benchmark in 'fr'\. It has: de"):
        translated(cases, tmp_path / "ml.json", "fr")


@pytest.mark.parametrize("what", [PARAGRAPH, ARTICLE])
def test_each_question_is_asked_once_without_its_gold(squad, what):
    contexts = read_squad(squad(OFFICIAL))
    whole = benchmark_of(contexts, "squad.json")
    folds = removal_folds(contexts, whole, what)
    assert sorted(case.id for fold in folds for case in fold.cases) == ["q1", "q2", "q3"]
    for fold in folds:
        text = "".join(fold.corpus.texts.values())
        assert text
        assert not any(evidence.quote in text for case in fold.cases for evidence in case.evidence)


def test_without_its_article_both_paragraphs_are_gone(squad):
    contexts = read_squad(squad(OFFICIAL))
    folds = removal_folds(contexts, benchmark_of(contexts, "squad.json"), ARTICLE)
    assert [list(fold.corpus.texts) for fold in folds] == [["Danube.txt"], ["Golden_Gate_Bridge.txt"]]


def test_a_benchmark_is_scored_from_end_to_end(squad, tmp_path):
    questions = {"questions": {"de": [["q3", "Wo entspringt die Donau?"], ["q1", "Wann wurde die Brücke eröffnet?"]]}}
    (tmp_path / "ml.json").write_text(json.dumps(questions), encoding="utf-8")
    wishes = Wishes(folder=tmp_path / "kept", remove=ARTICLE, language="de", translations=tmp_path / "ml.json")
    report = "\n".join(score_benchmark(squad(OFFICIAL), wishes))
    for line in (
        "first citation holds the answer",
        "Answers shown, de over en",
        "AUROC, gold article there or removed",
    ):
        assert line in report
    with Assistant.open(tmp_path / "kept" / "corpus", tmp_path / "kept" / "store") as assistant:
        assert len(assistant.documents) == 2
