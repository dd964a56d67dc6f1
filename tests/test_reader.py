"""The reader that ships: which sentence answers a question, whatever else is read with it."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from assistant import Assistant
from assistant.answering.quoting import quotations
from assistant.asking import Question
from assistant.errors import ReaderError
from assistant.finding.ranking import UNREAD, RankedSentence
from assistant.finding.reader import (
    LONGEST_PAIR,
    LONGEST_QUESTION,
    LONGEST_TEXT,
    Pair,
    PairTokenizer,
    Reader,
    Reading,
    as_read,
    excerpt,
    is_denied,
    reading_of,
)
from index import Document, Passage, PassageParser, Span
from index.weights import Weights

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


TEXT = "  The mill\nis in Los Angeles…  since 1812, they say."
PLACE = TEXT.index("Los Angeles")


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader()


@pytest.fixture(scope="module")
def tokenizer() -> PairTokenizer:
    return PairTokenizer(Weights().pieces)


@pytest.fixture
def document() -> Document:
    text = "The mill stands in Arle. It was built in 1812. Ann Holt sold it. " + "Nobody knows why it burnt down. " * 20
    return Document("mill.txt", text, "The mill")


@pytest.fixture
def passage(document: Document) -> Passage:
    return PassageParser().passages(document)[0]


def odds(reader: Reader, question: str, texts: list[str]) -> list[float]:
    """Return the log odds of each text."""
    return [reading.odds for reading in reader.read(question, texts)]


@pytest.mark.parametrize("question", SETS)
def test_the_sentence_that_answers_beats_those_that_do_not(reader: Reader, question: str) -> None:
    right, *wrong = odds(reader, question, SETS[question])

    assert right > max(wrong)


def test_readings_stand_in_the_order_of_the_texts(reader: Reader) -> None:
    question, texts = "Who designed the concert hall?", SETS["Who designed the concert hall?"]

    assert reader.read(question, texts[::-1]) == reader.read(question, texts)[::-1]


def test_what_is_read_with_a_text_changes_nothing(reader: Reader) -> None:
    for question, texts in SETS.items():
        assert reader.read(question, [*texts, LONG])[:-1] == [reader.read(question, [text])[0] for text in texts]


def test_tokens_know_where_they_stand_in_the_text_as_it_is(tokenizer: PairTokenizer) -> None:
    pair = tokenizer.pair("Where is the mill?", TEXT)
    first, last = pair.span(PLACE, PLACE + len("Los Angeles")) or (0, 0)

    assert TEXT[pair.starts[first] : pair.ends[last]].strip() == "Los Angeles"


def test_a_long_pair_is_cut_and_what_is_cut_off_has_no_tokens(tokenizer: PairTokenizer) -> None:
    text = "mill " * 400 + "Arle"
    pair = tokenizer.pair("where " * 100, text)

    assert len(pair.ids) == LONGEST_PAIR
    assert int((pair.types == 0).sum()) == LONGEST_QUESTION + 4
    assert pair.span(len(text) - 4, len(text)) is None


def test_the_best_span_lies_in_the_text_and_ends_after_it_begins(tokenizer: PairTokenizer) -> None:
    pair = tokenizer.pair("Where is it?", TEXT)
    first, last = pair.span(PLACE, PLACE + len("Los Angeles")) or (0, 0)
    start, end = (np.zeros(len(pair.ids), dtype=np.float32) for _ in range(2))
    # The likeliest end of all stands before the likeliest beginning, and the question is likelier still.
    start[first], end[last], end[first - 1] = 3.0, 2.0, 4.5
    start[1] = end[2] = 9.0
    start[0], end[0] = 1.0, 0.5

    assert reading_of(pair, start, end, 0.25, TEXT) == Reading(Span(PLACE, PLACE + 11), 3.0 + 2.0 - 1.0 - 0.5, 0.25)


def test_an_answer_has_no_comma_at_its_end(tokenizer: PairTokenizer) -> None:
    pair = tokenizer.pair("Since when?", TEXT)
    at = pair.span(TEXT.index("1812"), TEXT.index("1812") + 4)
    assert at is not None
    start, end = (np.zeros(len(pair.ids), dtype=np.float32) for _ in range(2))
    start[at[0]] = end[at[1]] = 5.0

    assert reading_of(pair, start, end, 0.0, TEXT).span.of(TEXT) == "1812"


def test_signs_alone_are_no_answer(tokenizer: PairTokenizer) -> None:
    text = "It is at pier @ 7 now."
    pair = tokenizer.pair("Which number?", text)
    at = pair.span(text.index("@"), text.index("@") + 1)
    assert at is not None
    start, end = (np.zeros(len(pair.ids), dtype=np.float32) for _ in range(2))
    start[at[0]] = end[at[1]] = 5.0
    end[at[1] + 1] = 1.0

    assert reading_of(pair, start, end, 0.0, text).span.of(text) == "@ 7"


def test_an_answer_is_marked_in_the_text(reader: Reader) -> None:
    (text, *_) = SETS["Who designed the concert hall?"]
    (reading,) = reader.read("Who designed the concert hall?", [text])

    assert "Marta Lindqvist" in reading.span.of(text)


def test_a_sentence_is_read_among_its_neighbours(document: Document, passage: Passage) -> None:
    for number in range(len(passage.sentences)):
        read = excerpt(RankedSentence(document, passage, number, 0.0, 0.0, of_kind=True))

        assert {place: span.of(read.text) for place, span in read.spans.items()} == {
            place: passage.readable(place) for place in read.spans
        }
        assert number in read.spans
        assert read.text.startswith(f"{passage.heading}: ")
        assert number == 0 or passage.readable(number - 1) in read.text
        assert len(read.text) <= LONGEST_TEXT + len(passage.heading) + 10


@pytest.mark.parametrize(
    ("place", "margin", "quoted", "answers"),
    [("itself", -1.0, 1, True), ("neighbour", 1.0, 0, True), ("neighbour", -4.0, 1, False), ("heading", 1.0, 1, False)],
)
def test_the_neighbour_in_which_the_answer_surely_stands_is_quoted(
    document: Document, passage: Passage, place: str, margin: float, quoted: int, *, answers: bool
) -> None:
    sentence = RankedSentence(document, passage, 1, 0.0, 0.0, of_kind=True)
    read = excerpt(sentence)
    start = {"itself": read.spans[1].start, "neighbour": read.spans[0].start, "heading": 0}[place]
    found = as_read(Question.of("Who came?", "en"), sentence, read, Reading(Span(start, start + 3), margin, margin))

    assert found.number == quoted
    assert found.answer == (passage.readable(quoted)[:3] if answers else "")
    assert found.odds == max(1.5 * margin, UNREAD)


def test_a_line_of_its_own_takes_no_place() -> None:
    document = Document("a.txt", "10:07 ERROR the pump stopped\n\n10:09 INFO the pump runs again\n", "A")
    (passage,) = PassageParser().passages(document)
    sentence = RankedSentence(document, passage, 0, 0.0, 0.0, of_kind=True)
    read = excerpt(sentence)
    start = read.spans[1].start

    assert as_read(Question.of("When?", "en"), sentence, read, Reading(Span(start, start + 5), 1.0, 1.0)).number == 0


CARD = """Passenger: Lena Orvik
Carrier: Nordwind Air
Seat: 14C
Fare: EUR 184.50
Present: R. Dale (chair), M. Frost, A. Lund
"""


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "Carrier is Nordwind Air."), ("de", "Carrier ist Nordwind Air."), ("ru", "Carrier: Nordwind Air")],
)
def test_a_key_with_its_value_is_read_alone_and_as_a_sentence_of_the_language_that_asks(
    language: str, said: str
) -> None:
    document = Document("a.txt", CARD, "A")
    (passage,) = PassageParser().passages(document)

    assert excerpt(RankedSentence(document, passage, 1, 0.0, 0.0, of_kind=True), language).text == f"A: {said}"


@pytest.mark.parametrize(("read_as", "answer"), [("Nordwind Air.", "Nordwind Air"), ("Carrier is Nordwind", "")])
def test_the_answer_of_a_key_is_written_as_it_stands_there(read_as: str, answer: str) -> None:
    document = Document("a.txt", CARD, "A")
    (passage,) = PassageParser().passages(document)
    sentence = RankedSentence(document, passage, 1, 0.0, 0.0, of_kind=True)
    read = excerpt(sentence)
    start = read.text.index(read_as)

    found = as_read(
        Question.of("Who flies?", "en"), sentence, read, Reading(Span(start, start + len(read_as)), 1.0, 2.0)
    )
    assert found.answer == answer


@pytest.mark.parametrize(
    ("question", "quoted"),
    [
        ("Who attended the meeting?", "Present"),
        ("How much did the ticket cost?", "Fare"),
        ("Which airline is it?", "Carrier"),
    ],
)
def test_a_form_is_asked_in_other_words_than_its_keys(question: str, quoted: str, tmp_path: Path) -> None:
    (tmp_path / "card.txt").write_text(CARD)
    with Assistant.open(tmp_path, tmp_path / "store") as assistant:
        answer = assistant.answer(question)

    assert answer.citations[0].quote.startswith(quoted)


@pytest.mark.parametrize(
    ("after", "denied"),
    [("The company denied the report.", True), ("Workers were told on Monday.", False), ("", False)],
)
def test_a_claim_is_quoted_with_its_denial(after: str, *, denied: bool) -> None:
    document = Document("a.txt", f"The paper says that the plant will close in May. {after}".rstrip(), "A")
    (passage,) = PassageParser().passages(document)
    sentence = RankedSentence(document, passage, 0, 1.0, 1.0, of_kind=True)

    assert is_denied(sentence) is denied
    (quotation,) = quotations([replace(sentence, goes_on=denied)])
    assert quotation.span.of(document.text) == (document.text if denied else passage.sentence(0))


@pytest.mark.parametrize(
    ("text", "read_as", "answer"),
    [
        pytest.param("It was decided to hold the fair in May.", "It", "", id="bare pronoun"),
        pytest.param("It was decided to hold the fair in May.", "the fair in May", "the fair in May", id="words"),
        pytest.param("[03.09.24, 09:06:55] Bo: at 6:30, at the depot", "[03.09.24", "", id="time of a turn"),
        pytest.param("[03.09.24, 09:06:55] Bo: at 6:30, at the depot", "6:30", "6:30", id="time that was said"),
        pytest.param("[03.09.24, 09:06:55] Bo: at 6:30, at the depot", "Bo", "Bo", id="speaker"),
    ],
)
def test_a_pronoun_and_the_time_of_a_turn_are_no_answer(text: str, read_as: str, answer: str) -> None:
    document = Document("a.txt", f"{text}\n[03.09.24, 09:09:33] Ida: fine\n" if text[0] == "[" else text, "A")
    (passage,) = PassageParser().passages(document)
    sentence = RankedSentence(document, passage, 0, 0.0, 0.0, of_kind=True)
    read = excerpt(sentence)
    start = read.text.index(read_as)
    reading = Reading(Span(start, start + len(read_as)), 1.0, 2.0)

    assert as_read(Question.of("What was told?", "en"), sentence, read, reading).answer == answer


@pytest.mark.parametrize(("marked", "answer"), [("(1.8 litres)", "(1.8 litres)"), ("1.8 litres)", "1.8 litres")])
def test_a_bracket_that_opened_before_the_answer_does_not_close_it(marked: str, answer: str) -> None:
    text = f"Fill the tank {'' if marked[0] == '(' else '('}{marked} first."
    start = text.index(marked)
    pair = Pair(
        *(np.array(row) for row in ([0, 5, 6, 0], [0, 1, 1, 0], [0, 0, start, 0], [0, 4, start + len(marked), 0]))
    )

    found = reading_of(pair, np.array([0.0, 0, 9, 0]), np.array([0.0, 0, 9, 0]), 1.0, text)

    assert found.span.of(text) == answer


def test_the_first_names_of_whom_the_question_names_are_no_answer() -> None:
    document = Document("a.txt", "The hosts said that Ann Holt invited Karl Berg.", "A")
    (passage,) = PassageParser().passages(document)
    sentence = RankedSentence(document, passage, 0, 0.0, 0.0, of_kind=True)
    read = excerpt(sentence)
    asked = Question.of("Whom did Holt invite?", "en")
    first, invited = (
        as_read(asked, sentence, read, Reading(Span(start, start + len(name)), 1.0, 2.0)).answer
        for name in ("Ann", "Karl Berg")
        for start in (read.text.index(name),)
    )

    assert first == ""
    assert invited == "Karl Berg"


def test_several_threads_get_what_one_gets(reader: Reader) -> None:
    expected = [reader.read(question, texts) for question, texts in SETS.items()]

    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: [reader.read(question, texts) for question, texts in SETS.items()], range(8)))

    assert found == [expected] * 8


def test_of_no_text_nothing_is_read(reader: Reader) -> None:
    assert reader.read("Who came?", []) == []


def test_a_file_that_is_missing_or_another_is_named_with_what_to_do(tmp_path: Path) -> None:
    file = tmp_path / "reader.onnx"
    with pytest.raises(ReaderError, match=r"reader\.onnx.* Get it back with: git checkout"):
        Reader(file)
    file.write_bytes(b"another")
    with pytest.raises(ReaderError, match=r"reader\.onnx have the SHA-256 .* Get it back with: git checkout"):
        Reader(file)
