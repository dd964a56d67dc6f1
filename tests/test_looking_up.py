"""Looking words up: what holds them, what is like them, and nothing where there is nothing."""

from __future__ import annotations

import pytest

from assistant.finding import look_up
from assistant.finding.looking_up import EXCERPT_CHARACTERS
from index import Index, Span, build
from index.lexical import places_of

pytest_plugins = ["beekeeping"]


def marked(text: str, index: Index) -> list[list[str]]:
    return [[mark.of(place.excerpt) for mark in place.marks] for place in look_up(text, index).holding]


@pytest.mark.parametrize("nonsense", ["zzzqqq", "xqzt blorf", "kubernetes", "", "!?", "the of and"])
def test_nothing_is_found_where_there_is_nothing(bee_index: Index, nonsense: str) -> None:
    found = look_up(nonsense, bee_index)

    assert (found.documents, found.holding, found.similar) == ((), (), ())


def test_sentences_that_hold_the_words_come_first_with_the_words_marked(bee_index: Index) -> None:
    (place, *_) = look_up("varroa mites", bee_index).holding

    assert {mark.of(place.excerpt).lower() for mark in place.marks} == {"varroa", "mite"}
    assert place.sentence.document.text[place.sentence.span.start : place.sentence.span.end] == place.sentence.text


def test_a_word_may_be_typed_in_part(bee_index: Index) -> None:
    assert marked("Ljublj", bee_index) == [["Ljubljana"]]
    assert marked("roofs Ljublj", bee_index) == [["Ljubljana", "roofs"]]


def test_documents_are_found_by_their_titles(bee_index: Index) -> None:
    assert [document.name for document in look_up("Honey", bee_index).documents] == ["honey.txt"]
    assert look_up("honey Tolvan", bee_index).documents == ()


def test_what_says_it_in_other_words_is_similar(bee_index: Index) -> None:
    found = look_up("insects", bee_index)

    assert found.holding == ()
    assert found.similar
    assert all(place.marks == () for place in found.similar)


def test_a_long_sentence_is_cut_around_the_first_word(tmp_path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "long.txt").write_text(
        f"It {'began so and ' * 40}ended with a trumpet {'and then went on ' * 40}for ever."
    )
    build(corpus, tmp_path / "store")
    with Index.open(tmp_path / "store") as index:
        (place,) = look_up("trumpet", index).holding

    assert [mark.of(place.excerpt) for mark in place.marks] == ["trumpet"]
    assert place.excerpt.startswith("…")
    assert place.excerpt.endswith("…")
    assert len(place.excerpt) <= EXCERPT_CHARACTERS + len("……")


@pytest.mark.parametrize(
    ("wanted", "text", "language", "spans"),
    [
        pytest.param({"bee"}, "Bees, a bee's hive", "en", [Span(0, 4), Span(8, 11)], id="stems"),
        pytest.param({"莫斯", "斯科"}, "在莫斯科举行", "zh", [Span(1, 4)], id="pairs of signs"),
        pytest.param({"旗"}, "旗 和", "zh", [Span(0, 1)], id="one sign"),
        pytest.param(set(), "Bees", "en", [], id="none"),
    ],
)
def test_words_are_placed_by_their_terms(wanted: set[str], text: str, language: str, spans: list[Span]) -> None:
    assert places_of(wanted, text, language) == spans
