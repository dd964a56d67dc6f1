import json
from collections import Counter

import pytest

from evals.cases import Case, Evidence, parse_case, read_cases
from evals.checker import check_balance, check_cases
from evals.errors import EvalsError
from index import SEEDS, read_documents

TEXT = "Anna met Ben in Oslo. They spoke of trade."
ROW = {
    "id": "who-01",
    "split": "dev",
    "question": "Who met Ben?",
    "history": [["Hello?", "Hello."]],
    "answerable": True,
    "facts": [["Anna", "Oslo"]],
    "evidence": [{"document": "a.txt", "start": 0, "end": 21, "quote": "Anna met Ben in Oslo.", "facts": [0]}],
}
UNANSWERABLE = ROW | {"id": "who-02", "question": "Who met Cleo?", "answerable": False, "facts": [], "evidence": []}


def evidence(**changes):
    return [ROW["evidence"][0] | changes]


def parsed(row) -> Case:
    return parse_case(json.dumps(row), "who", "who.jsonl:1")


def test_a_row_becomes_a_case():
    assert parsed(ROW) == Case(
        id="who-01",
        kind="who",
        split="dev",
        question="Who met Ben?",
        history=(("Hello?", "Hello."),),
        answerable=True,
        facts=(("Anna", "Oslo"),),
        evidence=(Evidence("a.txt", 0, 21, "Anna met Ben in Oslo.", (0,)),),
        source="who.jsonl:1",
    )


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        pytest.param([], "the row is not an object", id="a list"),
        pytest.param({"id": "who-01"}, "the row has the keys id", id="missing keys"),
        pytest.param(ROW | {"note": ""}, "the row has the keys", id="an unknown key"),
        pytest.param(ROW | {"answerable": 1}, "the answerable of the row is 1", id="a number for a truth value"),
        pytest.param(ROW | {"question": " "}, "is blank", id="a blank question"),
        pytest.param(ROW | {"split": "train"}, "'train', not one of dev, test", id="an unknown split"),
        pytest.param(ROW | {"history": [["Hello?"]]}, "the history is not", id="half a turn"),
        pytest.param(ROW | {"facts": ["Anna"]}, "the facts are not", id="a fact without alternatives"),
        pytest.param(ROW | {"facts": [[""]]}, "the facts are not", id="an empty alternative"),
        pytest.param(ROW | {"evidence": evidence(start=True)}, "start of the evidence 0", id="true is no offset"),
        pytest.param(ROW | {"evidence": evidence(facts=[1])}, "of which the row has 1", id="evidence of no fact"),
        pytest.param(ROW | {"evidence": evidence(start=-42, end=-21)}, "stands at -42 to -21", id="negative offsets"),
        pytest.param(ROW | {"evidence": ["Anna"]}, "the evidence 0 is not an object", id="evidence as a string"),
    ],
)
def test_a_malformed_row_is_refused_with_its_place(row, problem):
    with pytest.raises(EvalsError, match=r"^who\.jsonl:1: .*") as refused:
        parsed(row)
    assert problem in str(refused.value)


def test_a_line_that_is_not_json_is_named(tmp_path):
    (tmp_path / "who.jsonl").write_text(json.dumps(ROW) + "\n{oops\n", encoding="utf-8")
    with pytest.raises(EvalsError, match=r"who\.jsonl:2: not JSON"):
        read_cases(tmp_path)


def test_an_id_used_twice_is_refused_across_files(tmp_path):
    for kind in ("when", "who"):
        (tmp_path / f"{kind}.jsonl").write_text(json.dumps(ROW), encoding="utf-8")
    with pytest.raises(EvalsError, match=r"who\.jsonl:1: the id who-01 is that of .*when\.jsonl:1"):
        read_cases(tmp_path)


def test_an_empty_file_and_an_empty_folder_are_refused(tmp_path):
    with pytest.raises(EvalsError, match=r"holds no \*\.jsonl file"):
        read_cases(tmp_path)
    (tmp_path / "who.jsonl").write_text("\n\n", encoding="utf-8")
    with pytest.raises(EvalsError, match=r"who\.jsonl: is empty"):
        read_cases(tmp_path)


def test_a_file_that_is_not_utf_8_is_refused(tmp_path):
    (tmp_path / "who.jsonl").write_bytes(b"\xff\xfe")
    with pytest.raises(EvalsError, match=r"who\.jsonl: cannot be read as UTF-8"):
        read_cases(tmp_path)


def test_the_digest_changes_with_the_gold_and_not_with_the_split():
    assert parsed(ROW).digest == parsed(ROW | {"split": "test"}).digest
    assert parsed(ROW).digest != parsed(ROW | {"facts": [["Anna"]]}).digest


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        pytest.param(ROW | {"evidence": evidence(document="b.txt")}, "no document b.txt", id="unknown document"),
        pytest.param(ROW | {"evidence": evidence(start=1)}, "a.txt[1:21] is 'nna met", id="wrong offset"),
        pytest.param(
            ROW | {"evidence": evidence(end=19, quote="Anna met Ben in Osl")}, "within a word", id="half a word"
        ),
        pytest.param(ROW | {"evidence": evidence(facts=[])}, "proves no fact", id="evidence of nothing"),
        pytest.param(ROW | {"facts": [["Cleo"]]}, "does not hold fact 0, Cleo", id="a fact that is not there"),
        pytest.param(ROW | {"facts": [["Anna", "Cleo"]]}, "no evidence of fact 0 holds 'Cleo'", id="an alternative"),
        pytest.param(ROW | {"facts": [["Anna"], ["Oslo"]]}, "no evidence of fact 1", id="a fact without evidence"),
        pytest.param(ROW | {"evidence": ROW["evidence"] * 2}, "are the same sentence", id="evidence twice"),
        pytest.param(ROW | {"facts": [], "evidence": []}, "lacks facts or evidence", id="answerable without gold"),
        pytest.param(
            ROW | {"facts": [["2 of 3"]]}, "counts 2 of 3, but its evidence is in 1 of 1", id="documents miscounted"
        ),
        pytest.param(UNANSWERABLE | {"facts": [["x"]]}, "has facts or evidence", id="unanswerable with gold"),
    ],
)
def test_the_checker_names_every_false_claim(row, problem):
    problems = check_cases([parsed(row)], {"a.txt": TEXT})
    assert any(found.startswith("who.jsonl:1: ") and problem in found for found in problems), problems


def test_the_checker_finds_nothing_in_true_claims():
    assert check_cases([parsed(ROW), parsed(UNANSWERABLE)], {"a.txt": TEXT}) == []


def test_a_count_of_documents_is_proven_by_the_documents_of_its_evidence():
    row = ROW | {"facts": [["Anna"], ["1 of 2"]], "evidence": evidence(facts=[0, 1])}
    assert check_cases([parsed(row)], {"a.txt": TEXT, "b.txt": ""}) == []


def test_the_same_question_in_other_typography_is_a_repetition():
    again = parsed(ROW | {"id": "who-03", "question": "who met  BEN"})
    assert check_cases([parsed(ROW), again], {"a.txt": TEXT}) == ["who.jsonl:1: asks what who.jsonl:1 asks"]


def test_a_small_lopsided_set_is_not_balanced():
    assert check_balance([parsed(ROW), parsed(ROW | {"id": "who-04"})]) == [
        "2 questions are fewer than 200",
        "0 of 2 questions are unanswerable, fewer than a quarter",
        "who has 2 dev and 0 test questions, not half and half",
    ]


def test_the_fixed_questions_are_proven_and_balanced():
    cases = read_cases()
    texts = {document.name: document.text for document in read_documents(SEEDS)}
    assert check_cases(cases, texts) == []
    assert check_balance(cases) == []
    assert len(Counter(case.kind for case in cases)) == 18
