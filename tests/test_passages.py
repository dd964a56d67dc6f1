"""Passages: a budget of tokens, exact offsets, nothing lost and nothing twice."""

import random
from datetime import date

import pytest
from test_sentences import PIECES

from index import SEEDS, Document, Passage, PassageParser, read_documents
from index.blocks import BlockKind, Context
from index.cells import cells_of
from index.reading import blocks
from index.sentences import Span
from index.tokens import count_tokens


def assert_whole(document: Document, passages: list[Passage], most_tokens: int) -> None:
    """Assert that passages are all sentences that say something, once each, under one heading, within the budget."""
    for passage in passages:
        assert passage.text == document.text[passage.start : passage.end]
        assert (passage.start, passage.end) == (passage.sentences[0].start, passage.sentences[-1].end)
        assert [passage.sentence(number) for number in range(len(passage.sentences))] == [
            span.of(document.text) for span in passage.sentences
        ]
        sizes = [count_tokens(span.of(document.text)) for span in passage.sentences]
        assert sum(sizes) <= most_tokens or len(sizes) == 1
        assert len({context.headings for context in passage.contexts}) == 1
    found = blocks(document.text, document.name)
    telling = [block for block in found if block.is_evidence] or [
        block for block in found if block.kind is not BlockKind.FURNITURE
    ]
    assert [pair for passage in passages for pair in zip(passage.sentences, passage.contexts, strict=True)] == [
        (span, block.context) for block in telling or found for span in block.sentences
    ]


@pytest.mark.parametrize("document", read_documents(SEEDS), ids=lambda document: document.name[:3])
@pytest.mark.parametrize(("fewest", "most"), [(150, 300), (1, 1), (20, 40), (5000, 10_000)])
def test_the_passages_of_an_article_hold_each_sentence_once(document: Document, fewest: int, most: int) -> None:
    parser = PassageParser(fewest_tokens=fewest, most_tokens=most)

    assert_whole(document, parser.passages(document), most)


def test_the_passages_of_random_texts_hold_each_sentence_once() -> None:
    chance = random.Random(11)
    for _ in range(150):
        text = "".join(chance.choices(PIECES, k=chance.randint(1, 80)))
        fewest = chance.randint(1, 60)
        most = fewest + chance.randint(0, 60)
        document = Document("a.txt", text, "a")
        assert_whole(document, PassageParser(fewest_tokens=fewest, most_tokens=most).passages(document), most)


def test_small_paragraphs_are_joined_and_large_ones_are_cut_between_sentences() -> None:
    small, sentence = "One two three.", "Words and more words of it."
    document = Document("a.txt", "\n\n".join([small] * 4 + [" ".join([sentence] * 4)]), "a")
    size, long_size = count_tokens(small), count_tokens(sentence)
    parser = PassageParser(fewest_tokens=2 * size, most_tokens=2 * long_size)

    assert [passage.text for passage in parser.passages(document)] == [
        f"{small}\n\n{small}",
        f"{small}\n\n{small}",
        f"{sentence} {sentence}",
        f"{sentence} {sentence}",
    ]


def test_a_passage_comes_back_from_its_node() -> None:
    contexts = (Context(BlockKind.ITEM, ("T", "Kit"), "It holds:", 3), Context(BlockKind.CODE))
    passage = Passage("sub/a #1.txt", "T", date(2024, 2, 29), 3, 9, "ab. cd", (Span(3, 6), Span(7, 9)), contexts)

    node = passage.to_node()

    assert Passage.from_node(node) == passage
    assert (node.node_id, node.start_char_idx, node.end_char_idx) == ("sub/a #1.txt#3-9", 3, 9)
    assert node.ref_doc_id == "sub/a #1.txt"


def test_the_parser_gives_the_passages_as_nodes_with_exact_offsets() -> None:
    documents = read_documents(SEEDS)
    parser = PassageParser()

    nodes = parser.get_nodes_from_documents([document.to_node() for document in documents])

    assert [Passage.from_node(node) for node in nodes] == [
        passage for document in documents for passage in parser.passages(document)
    ]
    texts = {document.name: document.text for document in documents}
    assert all(texts[node.ref_doc_id][node.start_char_idx : node.end_char_idx] == node.get_content() for node in nodes)


def test_what_is_embedded_for_a_node_is_what_is_embedded_for_its_passage() -> None:
    passage = PassageParser().passages(read_documents(SEEDS)[1])[0]

    assert passage.to_node().get_content(metadata_mode="embed") == passage.embedded_text


@pytest.mark.parametrize("budget", [0, -1])
def test_a_budget_of_no_tokens_is_refused(budget: int) -> None:
    with pytest.raises(ValueError, match="greater than 0"):
        PassageParser(most_tokens=budget)


def test_what_is_embedded_says_what_it_stands_under() -> None:
    text = "# Boathouse\n\n## Winter\n\nBring these:\n\n- a rope\n- two oars\n\n"
    text += "## Rates\n\n| Boat | Fee |\n|-|-|\n| punt | 9 |\n"

    winter, rates = PassageParser().passages(Document("house.md", text, "Boathouse"))

    assert winter.embedded_text == "Boathouse > Winter: Bring these: a rope two oars"
    assert winter.embedded_sentences()[1] == "Boathouse > Winter: Bring these: a rope"
    assert rates.embedded_sentences() == ["Boathouse > Rates: Boat: punt, Fee: 9"]
    assert rates.sentence(0) == "| punt | 9 |"


def test_a_document_of_headings_alone_is_read_all_the_same() -> None:
    (passage,) = PassageParser().passages(Document("a.md", "# Closed on Mondays\n", "a"))

    assert passage.text == "# Closed on Mondays"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param('Name|Text\nAda|"a\nb"\nBo|3\nCy|4\n', id="a cell of two lines"),
        pytest.param('Name,Text\nAda,"3\n' + "Bo,4\n" * 3000, id="quotation marks that never end"),
    ],
)
def test_a_row_that_is_cut_anywhere_can_be_read(text: str) -> None:
    passages = PassageParser().passages(Document("a.csv", text, "a"))

    assert "Bo" in " ".join(passage.words for passage in passages)


def test_a_cell_that_the_reader_of_separated_values_refuses_is_read() -> None:
    long = "x" * 200_000

    assert cells_of(f"Ada,{long}", "Name,Text") == ["Ada", long]


def test_what_stands_in_lines_of_its_own_may_be_parted() -> None:
    text = "The kit. It holds:\n\n- a lamp\n- a rope\n\nFare: 9 euros\nSeat: 4B\n"
    (passage,) = PassageParser().passages(Document("a.md", text, "A"))

    assert passage.words == "The kit. It holds: a lamp a rope Fare: 9 euros Seat: 4B"
    assert passage.in_words(" · ") == "The kit. It holds: a lamp · a rope · Fare: 9 euros · Seat: 4B"
