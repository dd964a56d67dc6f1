"""Sentences and paragraphs: where they end, and that their offsets lose nothing."""

import random
from collections.abc import Sequence

import pytest

from index import SEEDS, Span, read_documents
from index.blocks import Block
from index.reading import paragraphs
from index.sentences import LONGEST_SENTENCE

PIECES = (
    "Dr. Smith", "Feb. 29", " ", "\n", "\n\n", "\r\n", "\r\n\r\n", ". ", ".", "! ", "? ", '"', "“", "”", "« ", " »",
    "word", "Hello World", "他说。", "你好", "！", "مرحبا بالعالم. ", "😀", "\u200b", "\ufeff", "\0", "x" * 300,
    "x" * 1200, "  \t ", "\u2028", "\x0c", "\x85", "1. ", "- ", "* ", "…", "U.S. ", "e.g. ", "1,000.5", "(see",
    "Fig. 3)", "\u00a0", "e\u0301", "Katz said.", "date 2024-02-19 ", "#", "。", "」", "「", "؟", "\r",
)  # fmt: skip


def cut(text: str) -> list[list[str]]:
    return [[span.of(text) for span in paragraph.sentences] for paragraph in paragraphs(text)]


def assert_nothing_is_lost(text: str, found: Sequence[Block]) -> None:
    """Assert that spans are in order, do not overlap, are not blank at an edge, and leave out only blanks."""
    position = 0
    for paragraph in found:
        assert paragraph.span == Span(paragraph.sentences[0].start, paragraph.sentences[-1].end)
        for span in paragraph.sentences:
            assert position <= span.start < span.end <= len(text)
            assert text[position : span.start].strip("\ufeff \t\r\n\x0b\x0c\x1c\x1d\x1e\x1f\x85\xa0\u2028") == ""
            assert span.of(text) == span.of(text).strip()
            assert len(span) <= LONGEST_SENTENCE
            position = span.end
    assert text[position:].strip("\ufeff \t\r\n\x0b\x0c\x1c\x1d\x1e\x1f\x85\xa0\u2028") == ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "It ran from Feb. 29 to March 2. Dr. Smith said so.",
            [["It ran from Feb. 29 to March 2.", "Dr. Smith said so."]],
            id="abbreviations",
        ),
        pytest.param(
            "The U.S. Army came. Mr. Jones, Ph.D., left at 5 p.m. Nobody saw it.",
            [["The U.S. Army came.", "Mr. Jones, Ph.D., left at 5 p.m.", "Nobody saw it."]],
            id="initials and degrees",
        ),
        pytest.param("Prices rose 3.5 percent. So what?", [["Prices rose 3.5 percent.", "So what?"]], id="decimals"),
        pytest.param(
            "“We came. We saw.” Katz said. He left.",
            [["“We came.", "We saw.” Katz said.", "He left."]],
            id="a quotation and its attribution",
        ),
        pytest.param(
            'He said: "Stop. Now." Then he went.',
            [['He said: "Stop.', 'Now." Then he went.']],
            id="straight quotation marks",
        ),
        pytest.param(
            "“It was never closed. Nobody minded. It went on.",
            [["“It was never closed.", "Nobody minded.", "It went on."]],
            id="a quotation mark that is never closed",
        ),
        pytest.param(
            "What's next?\nA Heading\nThe text begins here. It goes on.",
            [["What's next?"], ["A Heading"], ["The text begins here.", "It goes on."]],
            id="headings without a full stop",
        ),
        pytest.param(
            "- one item\n- another item\n* a third", [["- one item"], ["- another item"], ["* a third"]], id="a list"
        ),
        pytest.param(
            "one two three four five six seven eight nine ten eleven\n"
            "twelve thirteen fourteen fifteen sixteen seventeen. And\n"
            "then more words follow on this line until the very end\nof it.",
            [
                [
                    "one two three four five six seven eight nine ten eleven\n"
                    "twelve thirteen fourteen fifteen sixteen seventeen.",
                    "And\nthen more words follow on this line until the very end\nof it.",
                ]
            ],
            id="hard-wrapped lines",
        ),
        pytest.param(
            "First line.\r\n\r\nSecond one. It has two.\r\nThird line.",
            [["First line."], ["Second one.", "It has two."], ["Third line."]],
            id="CRLF",
        ),
        pytest.param("\ufeffStart here. Go on.", [["Start here.", "Go on."]], id="a byte order mark"),
        pytest.param("One\0two. Three.", [["One\0two.", "Three."]], id="NUL"),
        pytest.param(
            "مرحبا بالعالم. كيف حالك؟ أنا بخير.",
            [["مرحبا بالعالم.", "كيف حالك؟", "أنا بخير."]],
            id="Arabic",
        ),
        pytest.param("他说。你好！再见。", [["他说。", "你好！", "再见。"]], id="Chinese without blanks"),
        pytest.param(
            "date 2024-02-19 Leaders met. They left.",
            [["date 2024-02-19"], ["Leaders met.", "They left."]],
            id="the date line of a feed",
        ),
        pytest.param(
            "\n\n date 2024-02-19 Leaders met.",
            [["date 2024-02-19"], ["Leaders met."]],
            id="a date line after blank lines",
        ),
        pytest.param(
            "The head, Ms. Adler, left. It was approx. 1901. See tab. 2 and Vol. 3. She holds a Ph.D. in law.",
            [
                [
                    "The head, Ms. Adler, left.",
                    "It was approx. 1901.",
                    "See tab. 2 and Vol. 3.",
                    "She holds a Ph.D. in law.",
                ]
            ],
            id="abbreviations that sentencex does not know",
        ),
        pytest.param(
            "Bo ordered: 1. a lamp, 2. a chair and 3. a desk. He paid.",
            [["Bo ordered: 1. a lamp, 2. a chair and 3. a desk.", "He paid."]],
            id="numbers within a sentence",
        ),
        pytest.param(
            "They met on March 1 or 2. Among them was Bo.",
            [["They met on March 1 or 2.", "Among them was Bo."]],
            id="a number that ends a sentence",
        ),
        pytest.param(
            "Die 2. Vorsitzende ist Frau Meier. Der Preis war 5. Er stieg.",
            [["Die 2. Vorsitzende ist Frau Meier.", "Der Preis war 5.", "Er stieg."]],
            id="German ordinals",
        ),
        pytest.param(
            "Im Vorstand sitzen Frau Rot und 2. Vorsitzende Eva Blau. Gezählt wurde bis 3. Der Rest ging.",
            [["Im Vorstand sitzen Frau Rot und 2. Vorsitzende Eva Blau.", "Gezählt wurde bis 3.", "Der Rest ging."]],
            id="German ordinals without an article",
        ),
        pytest.param(
            "Takım bu yıl en alt lig olan 4. ligde oynuyor. Maç için bir tarih yok.",
            [["Takım bu yıl en alt lig olan 4. ligde oynuyor.", "Maç için bir tarih yok."]],
            id="Turkish ordinals",
        ),
        pytest.param("Это важно, т.е. Москва ждёт.", [["Это важно, т.е. Москва ждёт."]], id="Russian abbreviations"),
        pytest.param(
            "Use configparser.ConfigParser to read it. It ends.The next begins.",
            [["Use configparser.ConfigParser to read it.", "It ends.", "The next begins."]],
            id="a dotted name",
        ),
        pytest.param("No full stop", [["No full stop"]], id="no full stop"),
        pytest.param("", [], id="empty"),
        pytest.param(" \t\r\n\n\ufeff", [], id="blank"),
    ],
)
def test_text_is_cut_where_sentences_end(text: str, expected: list[list[str]]) -> None:
    assert cut(text) == expected


def test_a_long_text_without_line_breaks_is_cut_into_its_sentences() -> None:
    sentences = [f"Sentence number {number} is about a cat, a dog and a bird." for number in range(500)]

    assert cut(" ".join(sentences)) == [sentences]


def test_a_word_of_ten_thousand_characters_is_cut_to_pieces_of_the_longest_size() -> None:
    assert cut("x" * 10_000) == [["x" * LONGEST_SENTENCE] * 10]


def test_thai_ends_sentences_with_blanks_and_keeps_lists_and_figures_whole() -> None:
    text = (
        "ท่าเรือเปิดในปี 1911 และเป็นท่าเรือที่ใหญ่ที่สุดในจังหวัด มีเรือประมงจอดอยู่มากกว่าสองร้อยลำ"
        " ปัจจุบันมีพิพิธภัณฑ์อยู่ในอาคารเก่า และมีร้านขายส้ม กล้วย มะม่วง"
    )
    (paragraph,) = paragraphs(text)

    assert [span.of(text) for span in paragraph.sentences] == [
        "ท่าเรือเปิดในปี 1911 และเป็นท่าเรือที่ใหญ่ที่สุดในจังหวัด",
        "มีเรือประมงจอดอยู่มากกว่าสองร้อยลำ",
        "ปัจจุบันมีพิพิธภัณฑ์อยู่ในอาคารเก่า",
        "และมีร้านขายส้ม กล้วย มะม่วง",
    ]


def test_a_list_without_full_stops_is_cut_at_the_ends_of_its_clauses() -> None:
    text = "; ".join(f"item {number}" for number in range(400))

    pieces = [piece for paragraph in cut(text) for piece in paragraph]

    assert " ".join(pieces) == text
    assert all(piece.endswith(";") for piece in pieces[:-1])


@pytest.mark.parametrize("document", read_documents(SEEDS), ids=lambda document: document.name[:3])
def test_no_character_of_an_article_is_lost(document) -> None:
    assert_nothing_is_lost(document.text, paragraphs(document.text))


@pytest.mark.parametrize("document", read_documents(SEEDS), ids=lambda document: document.name[:3])
def test_no_sentence_of_an_article_ends_at_an_abbreviation(document) -> None:
    ends = [sentence.rsplit(maxsplit=1)[-1] for paragraph in cut(document.text) for sentence in paragraph]

    assert not [end for end in ends if end in {"Feb.", "Dr.", "Mr.", "U.S.", "Seth", "J.", "N."}]


def test_no_character_of_random_texts_is_lost() -> None:
    chance = random.Random(7)
    for _ in range(1500):
        text = "".join(chance.choices(PIECES, k=chance.randint(1, 60)))
        assert_nothing_is_lost(text, paragraphs(text))


def test_a_long_text_that_is_read_in_parts_is_cut_as_a_whole_one(monkeypatch: pytest.MonkeyPatch) -> None:
    text = " ".join(" ".join(document.text for document in read_documents(SEEDS)).split())
    whole = cut(text)
    monkeypatch.setattr("index.sentences.READ_AT_ONCE", len(text) // 5)
    assert cut(text) == whole


def test_a_sentence_that_is_longer_than_what_is_read_at_once_is_cut_between_words() -> None:
    text = " ".join(f"word{number}" for number in range(6000))
    assert [word for pieces in cut(text) for piece in pieces for word in piece.split()] == text.split()
