"""The reader that ships: which sentence answers a question, whatever else is read with it."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from assistant.errors import ReaderError
from assistant.finding.reader import LONGEST_PAIR, Reader

SETS = {
    "When did the ferry sink?": [
        "Harbour news: The ferry sank on the night of 4 May, a mile off the northern pier.",
        "Harbour news: The ferry could carry 120 passengers and 30 cars.",
        "Harbour news: Its owner bought a second vessel on 9 June.",
    ],
    "Who designed the concert hall?": [
        "City hall: The concert hall is the work of the architect Marta Lindqvist.",
        "City hall: The concert hall seats 1,800 people and cost 90 million crowns.",
        "City hall: The conductor Olaf Berg opened the season with a symphony.",
    ],
    "How many workers were dismissed by the steel plant?": [
        "Steel: The steel plant laid off 450 of its employees in the autumn.",
        "Steel: The steel plant makes 2,000 tons of rails a week.",
        "Steel: The workers of a paper mill nearby have been on strike for 12 days.",
    ],
    "Why was the bridge closed?": [
        "Traffic: Cracks in two of its pillars forced the authorities to shut the bridge.",
        "Traffic: The bridge has linked both halves of the town since 1934.",
        "Traffic: A tunnel under the river was opened to lorries last week.",
    ],
    "Where will the next summit take place?": [
        "Summit: The ministers agreed to meet again in Lisbon for the next summit.",
        "Summit: The summit ended without a statement on fishing.",
        "Summit: Reporters from Madrid followed the talks in a tent outside.",
    ],
    "What does the vaccine protect against?": [
        "Health: The vaccine prevents measles in nine of ten children.",
        "Health: The vaccine has to be kept at eight degrees.",
        "Health: Malaria kills thousands of children in the region every year.",
    ],
    "Who resigned as head of the bank?": [
        "Bank: Karl Holm stepped down as head of the bank on Monday.",
        "Bank: The bank was founded by three merchants in 1871.",
        "Bank: Shares of the bank fell by a tenth.",
    ],
}
LONG = "News: " + "The committee of the harbour has discussed the matter at great length and in every detail, " * 4


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader()


@pytest.mark.parametrize("question", SETS)
def test_the_sentence_that_answers_beats_those_that_do_not(reader: Reader, question: str) -> None:
    right, *wrong = reader.logits(question, SETS[question])

    assert right > max(wrong)


def test_logits_stand_in_the_order_of_the_texts(reader: Reader) -> None:
    question, texts = "Who designed the concert hall?", SETS["Who designed the concert hall?"]

    assert reader.logits(question, texts[::-1]) == reader.logits(question, texts)[::-1]


def test_what_is_read_with_a_text_does_not_change_its_logit(reader: Reader) -> None:
    for question, texts in SETS.items():
        assert reader.logits(question, [*texts, LONG])[:-1] == [reader.logits(question, [text])[0] for text in texts]


def test_a_pair_is_read_up_to_its_longest_and_no_further(reader: Reader) -> None:
    # Three tokens part question and text; "and" is one.
    def logit(ands: int, end: str) -> float:
        return reader.logits("Who?", ["Ann. " + "and " * ands + end])[0]

    read, cut = LONGEST_PAIR - 20, LONGEST_PAIR

    assert logit(read, "Ann.") != logit(read, "Bob.")
    assert logit(cut, "Ann.") == logit(cut, "Bob.")


def test_several_threads_get_what_one_gets(reader: Reader) -> None:
    expected = [reader.logits(question, texts) for question, texts in SETS.items()]

    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: [reader.logits(question, texts) for question, texts in SETS.items()], range(8)))

    assert found == [expected] * 8


def test_no_text_has_no_logit(reader: Reader) -> None:
    assert reader.logits("Who came?", []) == []


@pytest.mark.parametrize("missing", ["reader.onnx", "tokenizer.json"])
def test_a_missing_file_is_named_with_what_to_do(tmp_path: Path, missing: str) -> None:
    for name in {"reader.onnx", "tokenizer.json"} - {missing}:
        (tmp_path / name).touch()

    with pytest.raises(ReaderError) as raised:
        Reader(tmp_path)

    file = tmp_path / missing
    assert str(raised.value) == f"There is no {file}, which reads questions. Get it back with: git checkout {file}"
