import json
from collections.abc import Iterator
from dataclasses import replace

import pytest

from assistant import Assistant
from assistant.finding.ranking import Ranking
from evals.ablate import ALL_PARTS, ablation_table, ablations, parts_of
from evals.cases import Case, parse_case
from evals.evaluate import Evaluation, Place, evaluate
from evals.outcomes import Outcome, Verdict
from evals.peers import BM25, VECTOR, stock_retrievers
from evals.run import Corpus, run_cases

ARTICLES = {
    "bridges.txt": "The Golden Gate Bridge opened in 1937. It was designed by Joseph Strauss.\n\n"
    "The bridge is painted in a colour called international orange.",
    "rivers.txt": "The Danube rises in the Black Forest in Germany. It flows through Vienna and Budapest.\n\n"
    "Its delta lies in Romania, on the coast of the Black Sea.",
}


def case(number: int, question: str, answer: str = "", document: str = "", sentence: str = "") -> Case:
    start = ARTICLES[document].index(sentence) if document else 0
    proof = {"document": document, "start": start, "end": start + len(sentence), "quote": sentence, "facts": [0]}
    row = {
        "id": f"q-{number:02d}",
        "split": "dev",
        "question": question,
        "history": [],
        "answerable": bool(answer),
        "facts": [[answer]] if answer else [],
        "evidence": [proof] if answer else [],
    }
    return parse_case(json.dumps(row), "q", f"q.jsonl:{number}")


OPENED = case(
    1, "When did the Golden Gate Bridge open?", "1937", "bridges.txt", "The Golden Gate Bridge opened in 1937."
)
DELTA = case(
    2,
    "Where is the delta of the Danube?",
    "Romania",
    "rivers.txt",
    "Its delta lies in Romania, on the coast of the Black Sea.",
)
NOWHERE = case(3, "Which spices belong in a Hungarian goulash?")
CASES = [OPENED, DELTA, NOWHERE]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    folder = tmp_path_factory.mktemp("evals")
    (folder / "corpus").mkdir()
    for name, text in ARTICLES.items():
        (folder / "corpus" / name).write_text(text, encoding="utf-8")
    return Place(folder / "corpus", folder / "store")


@pytest.fixture(scope="module")
def evaluation(place: Place) -> Evaluation:
    return evaluate(place, CASES)


@pytest.fixture(scope="module")
def small(place: Place) -> Iterator[Assistant]:
    with Assistant.open(place.corpus, place.store) as opened:
        yield opened


def without_timings(outcomes: tuple[Outcome, ...]) -> list[dict]:
    return [{name: getattr(o, name) for name in o.__slots__ if name != "timings"} for o in outcomes]


def test_questions_about_a_small_corpus_are_scored(evaluation: Evaluation):
    assert [document.name for document in evaluation.documents] == sorted(ARTICLES)
    opened, _, nowhere = evaluation.outcomes
    assert (opened.id, opened.verdict, opened.error) == ("q-01", Verdict.RIGHT, "")
    assert opened.scores["sentences.hit@1"] == 1.0
    assert opened.scores["verbatim"] == 1.0
    assert opened.timings["total"] > 0
    assert nowhere.scores.keys().isdisjoint({"facts", "sentences.mrr"})


def test_two_runs_differ_in_nothing_but_timings(place: Place, evaluation: Evaluation):
    assert without_timings(evaluate(place, CASES).outcomes) == without_timings(evaluation.outcomes)


def test_a_crash_is_an_outcome_and_the_run_goes_on(small: Assistant, monkeypatch: pytest.MonkeyPatch):
    answer = small.answer

    def crash_on_the_bridge(question, **options):
        if "Bridge" in question:
            raise RuntimeError("the bridge is closed")
        return answer(question, **options)

    monkeypatch.setattr(small, "answer", crash_on_the_bridge)
    crashed, other, _ = run_cases(small, CASES, Corpus.of(small))
    assert crashed.verdict is Verdict.CRASHED
    assert crashed.error == "RuntimeError: the bridge is closed"
    assert crashed.scores["sentences.ndcg@10"] == 0.0
    assert other.error == ""


def test_a_citation_that_lies_is_not_verbatim(small: Assistant):
    corpus = Corpus.of(small)
    documents = {name: replace(document, text=document.text.upper()) for name, document in corpus.documents.items()}
    forged = replace(corpus, documents=documents)
    (outcome,) = run_cases(small, [OPENED], forged)
    assert outcome.scores["verbatim"] == 0.0


def test_the_corpus_is_cut_as_the_index_cuts_it(small: Assistant):
    corpus = Corpus.of(small)
    hits = {hit.passage.id for case in CASES for hit in small.search(case.question, limit=10)}
    assert hits <= {passage.id for passage in corpus.passages}
    assert all(corpus.documents[s.document].text[s.start : s.end] == s.quote for s in corpus.sentences)


def test_stock_retrievers_rank_the_same_passages(small: Assistant):
    corpus = Corpus.of(small)
    peers = stock_retrievers(corpus.passages)
    assert VECTOR in peers
    assert set(peers[VECTOR](OPENED.question)) <= {passage.id for passage in corpus.passages}
    (outcome,) = run_cases(small, [OPENED], corpus, peers)
    assert outcome.scores[f"{VECTOR}.hit@5"] == 1.0


def test_a_bm25_hit_without_a_word_in_common_is_none(small: Assistant):
    peers = stock_retrievers(Corpus.of(small).passages)
    assert peers[BM25]("Golden Gate Bridge")
    assert peers[BM25]("goulash") == []


def test_every_weight_is_turned_off_once(evaluation: Evaluation):
    asked = []

    def run(ranking: Ranking) -> tuple[Outcome, ...]:
        asked.append(ranking)
        return evaluation.outcomes

    runs = dict(ablations(Ranking(), run))
    parts = parts_of(Ranking())
    assert list(runs) == [ALL_PARTS, *parts]
    assert asked == [Ranking(), *(replace(Ranking(), **{part: 0.0}) for part in parts)]
    table = ablation_table(runs)
    assert [row[0] for row in table.rows] == [ALL_PARTS, *(f"without {part}" for part in parts)]
    # The same outcomes each time: no change, and no significance.
    assert {row[1:] for row in table.rows[1:]} == {("+0.000",) * 5 + ("1.000", "1.000")}
    assert "n = 3" in table.note


def test_a_weight_that_is_off_already_is_no_part():
    first, *others = parts_of(Ranking())
    assert parts_of(replace(Ranking(), **{first: 0.0})) == others
