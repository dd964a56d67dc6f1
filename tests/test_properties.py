"""What must hold of any text: a search for counterexamples among texts of all planes of Unicode."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from assistant import Answer, Citation, Statement
from assistant.answering.markdown import escape, markdown
from assistant.proving.drafts import Draft, DraftCutter
from assistant.web import markup
from assistant.web.receipts import decode
from assistant.words.dates import periods
from assistant.words.kinds import Kind, candidates
from assistant.words.names import NameIndex
from assistant.words.numbers import amounts
from assistant.words.relative_dates import relative_dates
from assistant.words.speech import speeches
from index import Document, PassageParser, Span
from index.language import detect_language
from index.lexical import content_terms
from index.reading import paragraphs

# Neither a deadline nor an old counterexample of another machine decides whether a test passes.
settings.register_profile(
    "here", deadline=None, database=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("here")

LANGUAGES = ("en", "ru", "ar", "he", "fr", "es", "de", "tr", "zh", "ja", "")
# Sentences with what our patterns look for, among characters of every plane, lone surrogates included.
SAMPLES = """
    He said “No,” Dr. Ng on Monday, 3 March 2024. They: 12,5 % of $1.5 million? yesterday last week [1] (2) … # - *
    | a|b Сказал вчера 5 мая ». قال أمس «لا» 说：“不。” Wer?! U.S. Mr. e.g. http://x.yz 10-12 NATO's *a* _b_ **c `d`
    <b> &amp; [x](y) ~~e~~ 1. 2) + ---
"""
WORDS = st.sampled_from([*SAMPLES.split(), "", "\n\n"])
PIECES = st.one_of(WORDS, st.text(max_size=5), st.characters())
TEXTS = st.lists(PIECES, max_size=40).map(" ".join)
MARKDOWN = MarkdownIt("commonmark").enable("table")


@given(TEXTS)
def test_paragraphs_hold_every_letter_and_digit_once_in_order(text: str) -> None:
    spans = [span for paragraph in paragraphs(text) for span in paragraph.sentences]

    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(one.end <= other.start for one, other in pairwise(spans))
    covered = {place for span in spans for place in range(span.start, span.end)}
    assert [place for place, sign in enumerate(text) if sign.isalnum() and place not in covered] == []


@given(TEXTS)
def test_passages_are_cut_to_the_letter(text: str) -> None:
    document = Document("a.txt", text, "A")

    for passage in PassageParser().passages(document):
        assert passage.text == text[passage.start : passage.end]
        assert [passage.sentence(number) for number in range(len(passage.sentences))] == [
            span.of(text) for span in passage.sentences
        ]


@given(TEXTS, st.lists(st.integers(min_value=0, max_value=400), max_size=8))
def test_how_a_written_text_is_cut_into_pieces_makes_no_difference(text: str, cuts: list[int]) -> None:
    places = [0, *sorted(min(cut, len(text)) for cut in cuts), len(text)]
    pieces = [text[start:end] for start, end in pairwise(places)]

    assert drafts(pieces) == drafts([text])


def drafts(pieces: list[str]) -> list[Draft]:
    cutter = DraftCutter(passages=3)
    return [draft for piece in pieces for draft in cutter.feed(piece)] + cutter.finish()


@given(TEXTS)
def test_escaped_text_is_read_as_just_these_characters(text: str) -> None:
    line = " ".join(text.replace("\0", " ").split())

    tokens = MARKDOWN.parse(escape(line))

    inline = [child for token in tokens for child in (token.children or [])]
    assert {token.type for token in tokens} <= {"paragraph_open", "inline", "paragraph_close"}
    assert {child.type for child in inline} <= {"text", "text_special"}
    assert "".join(child.content for child in inline) == line


@given(TEXTS)
def test_text_in_the_page_is_never_markup(text: str) -> None:
    assert not set(markup.text(text)) & set("<>\"'[]*_`|\n")


SPANS = st.builds(Span, st.integers(0, 50), st.integers(0, 50))
DATES = st.none() | st.dates()
NUMBERS = st.integers(0, 9)
CITATIONS = st.builds(Citation, NUMBERS, TEXTS, TEXTS, DATES, TEXTS, NUMBERS, NUMBERS)
STATEMENTS = st.builds(
    Statement,
    TEXTS,
    st.lists(NUMBERS, max_size=3).map(tuple),
    st.lists(SPANS, max_size=2).map(tuple),
    st.lists(TEXTS, max_size=2).map(tuple),
)
ANSWERS = st.builds(
    Answer,
    question=TEXTS,
    interpreted_as=TEXTS,
    text=TEXTS,
    statements=st.lists(STATEMENTS, max_size=2).map(tuple),
    citations=st.lists(CITATIONS, max_size=2).map(tuple),
    abstained=st.booleans(),
    reason=TEXTS,
    confidence=st.floats(0, 1),
    nearest=st.just(()),
    disagreements=st.just(()),
    documents_searched=NUMBERS,
    timings=st.dictionaries(st.text(max_size=5), st.floats(0, 1e6), max_size=2),
)


@settings(max_examples=25)
@given(ANSWERS)
def test_an_answer_comes_back_from_its_json(answer: Answer) -> None:
    assert decode(Answer, answer.to_json()) == answer


@given(st.lists(STATEMENTS, max_size=3))
def test_laying_statements_out_never_fails(statements: list[Statement]) -> None:
    assert isinstance(markdown(statements), str)


@given(TEXTS, st.sampled_from(LANGUAGES))
def test_nothing_that_reads_words_raises_and_every_span_lies_in_the_text(text: str, language: str) -> None:
    spans = [span for span, _ in periods(text)] + [span for span, _ in amounts(text)]
    spans += [span for kind in Kind for span in candidates(kind, text)]

    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert detect_language(text)
    assert "" not in content_terms(text, language)
    speeches(text)
    relative_dates(text, date(2024, 2, 29))


@pytest.fixture(scope="module")
def names() -> NameIndex:
    return NameIndex.of(["We met Sarah Osterman on Friday. Вчера туда приехал Примаков. 普里马科夫邀请了他们。"])


@given(text=TEXTS, language=st.sampled_from(LANGUAGES))
def test_names_are_only_ever_resolved_to_names_of_the_texts(names: NameIndex, text: str, language: str) -> None:
    known = {"Sarah", "Osterman", "Friday", "Примаков", "普里马科夫", "met", "We", "on"}

    assert set(names.resolve(text, language)) <= {word for word in names.resolve(text, language) if word in text}
    assert set(names.resolve(text, language).values()) <= known
