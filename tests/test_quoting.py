"""Laying quotations out: Markdown that shows the words as they are, and the plain answer in bold."""

import time

import pytest
from markdown_it import MarkdownIt

from assistant import Citation, Statement
from assistant.answering.markdown import escape, markdown
from assistant.answering.quoting import Quotation, adjoining, answers_in, choose, emphasis, quotations
from assistant.finding import RankedSentence, Sentence
from index import Document, PassageParser, Span


def shown(source: str) -> str:
    """Return what a reader sees of Markdown: its text, and its tags other than paragraphs."""
    html = MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(source)
    for tag in ("<p>", "</p>", "\n"):
        html = html.replace(tag, "")
    for entity, character in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&")):
        html = html.replace(entity, character)
    return html


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("a *b* _c_ **d** `e` ~~f~~", id="emphasis"),
        pytest.param("[1] [a](b) ![c](http://evil.test)", id="links and pictures"),
        pytest.param("<b>x</b> <script>alert(1)</script> <!-- c -->", id="HTML"),
        pytest.param("1 < 2 > 0 & x | y $z$ \\ \\*", id="signs"),
        pytest.param("&lt;b&gt; &amp; &#42;", id="entities"),
        pytest.param("# heading", id="a heading"),
        pytest.param("- item", id="a list"),
        pytest.param("+ item", id="another list"),
        pytest.param("1. item", id="a numbered list"),
        pytest.param("29) item", id="another numbered list"),
        pytest.param("1947 was a year.", id="a year"),
        pytest.param("“quoted” — it’s", id="typography"),
        pytest.param("a line of words_with_underscores", id="underscores"),
    ],
)
def test_escaped_text_shows_as_it_is(text: str) -> None:
    assert shown(escape(text)) == text


def test_statements_are_paragraphs_with_bold_answers_and_markers() -> None:
    statements = [Statement("Sat in [2024]*.", (1,), (Span(7, 13),)), Statement("Two.", (2, 1)), Statement("Ours.", ())]

    assert markdown(statements) == "Sat in **\\[2024\\]**\\*. [1]\n\nTwo. [2] [1]\n\nOurs."


@pytest.mark.parametrize(
    ("answers", "text", "bold"),
    [
        pytest.param(["Musa Abu Marzouk"], "It was led by Musa Abu Marzouk.", ["Musa Abu Marzouk"], id="one"),
        pytest.param(["Quill", "Penn"], "Penn met Quill.", ["Penn", "Quill"], id="two, as they stand"),
        pytest.param(["22 August"], "It is from 4 to 22 August.", ["4 to 22 August"], id="a stretch with one month"),
        pytest.param(["August"], "Open 4–22 August 2025 only.", ["4–22 August 2025"], id="a stretch with a dash"),
        pytest.param(
            ["room 4 on 22 August"], "In room 4 on 22 August.", ["room 4 on 22 August"], id="more than a date"
        ),
        pytest.param(["22 August in Rome"], "It is on 22 August in Rome.", ["22 August in Rome"], id="a date and more"),
        pytest.param(["Penn", "Ada Penn"], "It was Ada Penn.", ["Ada Penn"], id="one within another"),
        pytest.param(["Penn"], "Penn, the son of Penn.", [], id="in two places"),
        pytest.param(["Ada\nPenn"], "It was Ada\nPenn.", [], id="in two lines"),
        pytest.param(["Quill"], "It was Penn.", [], id="elsewhere"),
    ],
)
def test_words_that_answer_are_bold_where_it_is_certain_which(answers: list[str], text: str, bold: list[str]) -> None:
    assert [span.of(text) for span in emphasis(text, answers)] == bold


COUNTED = ("One came.", "Two went.", "Three sat.", "Four ran.", "Five hid.")
A, B, C, D = (Document(f"{name}.txt", " ".join(COUNTED), "Two went.") for name in "abcd")


def ranked(
    document: Document, number: int, score: float, covered: float = 1.0, *, of_kind: bool = True, under: float = 0.0,
    answer: str = "", odds: float = 0.0,
) -> RankedSentence:  # fmt: skip
    """Return a sentence of a document of one passage, as it was ranked."""
    (passage,) = PassageParser().passages(document)
    return RankedSentence(document, passage, number, score, covered, of_kind, under, odds, answer)


BEST, SECOND = ranked(A, 0, 1.0), ranked(A, 2, 0.9)


@pytest.mark.parametrize(
    ("sentences", "count"),
    [
        pytest.param([BEST, ranked(A, 2, 1.0 - 0.7)], 2, id="as far behind as may be"),
        pytest.param([BEST, ranked(A, 2, 0.29)], 1, id="farther behind"),
        pytest.param([BEST, ranked(A, 2, 0.9, 0.0, of_kind=False)], 2, id="one that covers little comes close"),
        pytest.param([BEST, SECOND, ranked(A, 3, 0.8)], 2, id="a third of one document"),
        pytest.param([BEST, SECOND, ranked(B, 3, 1.0 - 0.8)], 3, id="a third of another document"),
        pytest.param([BEST, ranked(B, 3, 1.0 - 0.8)], 2, id="a second of another document"),
        pytest.param([BEST, SECOND, ranked(B, 3, 0.19)], 2, id="another document too far behind"),
        pytest.param([BEST, SECOND, ranked(B, 3, 0.8, 0.9)], 3, id="another document that covers as well"),
        pytest.param([BEST, SECOND, ranked(B, 3, 0.8, 0.89)], 2, id="another document that covers less"),
        pytest.param([BEST, SECOND, ranked(B, 3, 0.8, of_kind=False)], 2, id="another document of another kind"),
        pytest.param(
            [ranked(A, 0, 1.0, 0.0), ranked(A, 2, 0.9, 0.0), ranked(B, 3, 0.8, 0.0)], 2, id="what covers nothing"
        ),
        pytest.param([BEST, ranked(B, 2, 0.9), ranked(B, 3, 0.8)], 2, id="another document that is quoted"),
        pytest.param([BEST, ranked(B, 2, 0.9), ranked(C, 3, 0.8), ranked(D, 4, 0.7)], 3, id="no more than three"),
        pytest.param([BEST, ranked(B, 0, 1.0)], 1, id="the same in another document"),
        pytest.param([BEST, ranked(A, 1, 0.9)], 1, id="the title"),
        pytest.param([], 0, id="nothing"),
    ],
)
def test_runners_up_come_close_and_say_something_else(sentences: list[RankedSentence], count: int) -> None:
    assert choose(sentences) == sentences[:count]


LISTS = Document("a.md", "# Red\n\nOne came.\n\n- two went\n- three sat\n\n# Blue\n\nFour ran.", "A")


@pytest.mark.parametrize(
    ("best", "other", "is_chosen"),
    [
        pytest.param((1, 1.0, 0.0), (2, 0.9, 0.0), True, id="an item that covers as well"),
        pytest.param((1, 1.0, 0.0), (2, 0.89, 0.0), False, id="an item that covers less"),
        pytest.param((2, 1.0, 0.0), (0, 0.89, 0.0), False, id="a sentence that covers less than an item"),
        pytest.param((0, 1.0, 0.5), (-1, 0.5, 0.5), True, id="a section as much asked for"),
        pytest.param((0, 1.0, 0.5), (-1, 1.0, 0.4), False, id="a section less asked for"),
        pytest.param((0, 1.0, 0.5), (2, 1.0, 0.4), True, id="the same section"),
    ],
)
def test_the_neighbour_of_what_is_asked_for_is_no_runner_up(
    best: tuple[int, float, float], other: tuple[int, float, float], is_chosen: bool
) -> None:
    sentences = [
        RankedSentence(LISTS, passage, number, score, covered, True, under)
        for score, (place, covered, under) in ((1.0, best), (0.9, other))
        for passage, number in [STATED[place]]
    ]

    assert choose(sentences) == sentences[: 1 + is_chosen]


STATED = [(passage, n) for passage in PassageParser().passages(LISTS) for n in range(len(passage.sentences))]


def test_words_read_as_the_answer_are_told_in_the_order_of_the_sentences_unless_they_are_unlikely() -> None:
    citation = Citation(1, "a.txt", "A", None, "One came. Two went.", 0, 19)
    sentences = [
        ranked(A, 1, 1.0, answer="Two", odds=-1.9),
        ranked(A, 0, 0.9, answer="One", odds=3.0),
        ranked(A, 0, 0.9, answer="came", odds=-2.0),
        ranked(A, 0, 0.9, odds=3.0),
        ranked(A, 2, 0.8, answer="Three", odds=3.0),
        ranked(B, 0, 0.8, answer="One", odds=3.0),
    ]

    assert answers_in(citation, sentences) == ["Two", "One"]


THREE = "One came. Two went. Three sat."


def chosen(text: str, *sentences: str) -> list[str]:
    """Return what is quoted of a document with this text when these sentences are chosen, in this order."""
    document = Document("a.txt", text, "A")
    ranked = [
        RankedSentence(document, passage, number, 1.0, 1.0, of_kind=True)
        for wanted in sentences
        for passage in PassageParser().passages(document)
        for number in range(len(passage.sentences))
        if passage.sentence(number) == wanted
    ]
    assert len(ranked) == len(sentences)
    quoted = quotations(ranked)
    assert all(isinstance(each, Quotation) and each.document == document for each in quoted)
    return [each.span.of(text) for each in quoted]


@pytest.mark.parametrize(
    ("text", "sentences", "quoted"),
    [
        pytest.param(THREE, ["One came."], ["One came."], id="one"),
        pytest.param(THREE, ["Two went.", "One came."], ["One came. Two went."], id="neighbours"),
        pytest.param(
            THREE, ["Three sat.", "One came."], ["Three sat.", "One came."], id="in order of rank"
        ),
        pytest.param(
            THREE,
            ["Three sat.", "One came.", "Two went."],
            [THREE],
            id="parts that touch become one",
        ),
        pytest.param(
            f"{THREE} Four ran. Five hid.",
            ["Five hid.", "One came.", "Four ran."],
            ["Four ran. Five hid.", "One came."],
            id="in the place of the best part",
        ),
        pytest.param("Quill came. She sat.", ["She sat."], ["Quill came. She sat."], id="a pronoun leans on a name"),
        pytest.param("Quill came. It is clear that it fell.", ["It is clear that it fell."],
                     ["It is clear that it fell."], id="an empty pronoun does not"),
        pytest.param(
            "“It is old. It must go. All know it,” Quill said. It rained.",
            ["It must go."],
            ["“It is old. It must go. All know it,” Quill said."],
            id="speech is quoted whole",
        ),
        pytest.param("She sat. Two went.", ["She sat."], ["She sat."], id="a pronoun with nothing before it"),
        pytest.param("Quill came\n\nShe sat.", ["She sat."], ["She sat."], id="a pronoun behind what is no sentence"),
        pytest.param("Quill came. Penn denies these claims.", ["Penn denies these claims."],
                     ["Quill came. Penn denies these claims."],
                     id="these claims lean on the sentence before"),
        pytest.param("\n\n\n\nIt rained. Quill came.\n\nPenn denies these claims.", ["Penn denies these claims."],
                     ["Penn denies these claims."], id="but not on another paragraph"),
        pytest.param("Penn denies these claims. One came.", ["Penn denies these claims."],
                     ["Penn denies these claims."],
                     id="nor on one after it"),
        pytest.param("“It is old.”\n\nAda Quill\n\nTwo went.", ["Ada Quill"], ["“It is old.”\n\nAda Quill"],
                     id="a name below a quotation"),
        pytest.param("«It is old.»\n\nAda Quill\n\nTwo went.", ["Ada Quill"], ["«It is old.»\n\nAda Quill"],
                     id="a name below a quotation in other marks"),
        pytest.param("One came.\n\nAda Quill\n\nTwo went.", ["Ada Quill"], ["Ada Quill\n\nTwo went."],
                     id="a heading and what it stands above"),
        pytest.param("Ada Quill\n\nTwo went. Three sat.", ["Ada Quill"], ["Ada Quill\n\nTwo went."],
                     id="a heading that opens the text"),
        pytest.param("One came.\n\nAda Quill\n\nBo Penn", ["Ada Quill"], ["Ada Quill"],
                     id="a heading above what is no sentence"),
        pytest.param("One came.\n\nthe end of it", ["the end of it"], ["the end of it"], id="nothing comes after"),
    ],
)  # fmt: skip
def test_chosen_sentences_are_quoted_with_what_they_need(text: str, sentences: list[str], quoted: list[str]) -> None:
    assert chosen(text, *sentences) == quoted


def test_a_long_sentence_without_blanks_is_quoted_in_no_time() -> None:
    sentence = f"{'a' * 100}."
    since = time.process_time()

    assert chosen(f"One came. {sentence}", sentence) == [sentence]
    assert time.process_time() - since < 1


def test_sentences_that_follow_one_another_in_a_passage_are_one_quotation() -> None:
    a, b = Document("a.txt", THREE, "A"), Document("b.txt", THREE, "B")
    (first,), (second,) = PassageParser().passages(a), PassageParser().passages(b)
    proof = [Sentence(a, first, 0), Sentence(a, first, 1), Sentence(b, second, 2), Sentence(b, second, 0)]

    assert adjoining(proof) == [
        Quotation(a, Span(0, 19)), Quotation(b, Span(20, 30)), Quotation(b, Span(0, 9))
    ]  # fmt: skip
    assert adjoining([]) == []


def test_notes_stand_below_in_italics_and_hold_no_marker() -> None:
    statement = Statement("He came.", (1,), notes=("“He” stands for [2] *Quill*.", "as of 1 May 2024"))

    source = markdown([statement])

    assert source == "He came. [1]\n*(“He” stands for \\[2\\] \\*Quill\\*. · as of 1 May 2024)*"
    assert shown(source) == "He came. [1]<em>(“He” stands for [2] *Quill*. · as of 1 May 2024)</em>"
