import json
from collections import Counter

import pytest

from assistant import Disagreement
from assistant.comparing.disagreement import find_disagreements
from evals.disagreement_pairs import BLIND, LABELLED, read_pairs, tally
from evals.errors import EvalsError
from index import SEEDS, Document, read_documents

CORPUS = {"a.txt": Document("a.txt", "A title\n\nRain fell. The fair ends on June 9. Rain fell.", "Title")}
FROM_CORPUS = {"document": "a.txt", "start": 20, "end": 44, "quote": "The fair ends on June 9."}
OWN_TEXT = {"title": "Fair", "text": "The fair ends in June.", "start": 0, "end": 22, "quote": "The fair ends in June."}
ROW = {
    "id": "pair-1",
    "split": "dev",
    "question": "When does the fair end?",
    "one": FROM_CORPUS,
    "other": OWN_TEXT,
    "disagree": False,
    "subject": "end date",
}


def pairs(tmp_path, *rows):
    file = tmp_path / "pairs.jsonl"
    file.write_text("".join(json.dumps(ROW | row) + "\n" for row in rows), encoding="utf-8")
    return read_pairs(file, CORPUS)


def alarmed_by(*questions):
    """Return a finder that raises an alarm for these questions."""
    return lambda asked, _: [Disagreement("date", ())] if asked.text in questions else []


def test_alarms_that_are_right_and_disagreements_that_are_found_are_counted(tmp_path):
    rows = [
        {"id": f"pair-{question}", "question": question, "disagree": disagree}
        for question, disagree in {"a": True, "b": True, "c": True, "d": False, "e": False}.items()
    ]
    found = tally(pairs(tmp_path, *rows), alarmed_by("a", "b", "d"))
    # Alarms: a, b, d, of which a and b are right. Disagreements: a, b, c, of which a and b are found.
    assert (found.pairs, found.precision.value, found.recall.value) == (5, pytest.approx(2 / 3), pytest.approx(2 / 3))
    assert (found.precision.n, found.recall.n) == (3, 3)
    assert (found.false_alarms, found.missed) == (("pair-d",), ("pair-c",))


def test_without_an_alarm_there_is_no_precision(tmp_path):
    found = tally(pairs(tmp_path, {}), alarmed_by())
    assert (found.precision, found.recall) == (None, None)


def test_both_sentences_are_put_in_their_paragraphs_as_equally_good(tmp_path):
    seen = []
    tally(pairs(tmp_path, {}), lambda *arguments: seen.append(arguments) or [])
    ((asked, ranked),) = seen
    assert asked.text == ROW["question"]
    assert [found.text for found in ranked] == [FROM_CORPUS["quote"], OWN_TEXT["quote"]]
    assert [found.passage.text for found in ranked] == ["Rain fell. The fair ends on June 9.", OWN_TEXT["text"]]
    assert ranked[0].score == ranked[1].score
    assert [found.document.name for found in ranked] == ["a.txt", "other"]


@pytest.mark.parametrize(
    "row",
    [
        pytest.param({"one": FROM_CORPUS | {"start": 21}}, id="a quote elsewhere"),
        pytest.param({"one": FROM_CORPUS | {"document": "b.txt"}}, id="an unknown document"),
        pytest.param({"note": ""}, id="an unknown key"),
    ],
)
def test_a_row_that_is_no_pair_is_refused_with_its_place(tmp_path, row):
    with pytest.raises(EvalsError, match=r"pairs\.jsonl:2: is no labelled pair"):
        pairs(tmp_path, {}, row)


@pytest.mark.parametrize("file", [LABELLED, BLIND], ids=lambda file: file.stem)
def test_the_labelled_pairs_are_proven_and_balanced(file):
    rows = read_pairs(file, {document.name: document for document in read_documents(SEEDS)})
    assert len({pair.id for pair in rows}) == len(rows) >= 40
    assert 0.3 <= sum(pair.disagree for pair in rows) / len(rows) <= 0.6
    assert max(Counter((pair.question, pair.one.quote, pair.other.quote) for pair in rows).values()) == 1


def test_no_blind_pair_is_for_tuning():
    assert {pair.split for pair in read_pairs(BLIND, {})} == {"test"}


def test_most_alarms_on_blind_pairs_are_right():
    found = tally(read_pairs(BLIND, {}), find_disagreements)
    assert found.precision.value >= 0.9
    assert found.recall.value >= 0.3
